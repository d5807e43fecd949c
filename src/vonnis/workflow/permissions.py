"""Statements of secrecy in and out, and what there is to say about the permissions of a study."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from vonnis.archive.permit import protocol_of
from vonnis.archive.sealing import RING
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError
from vonnis.study.log import Assignment
from vonnis.study.permission import Sources, Statement
from vonnis.study.permitting import Notice, notices, signed_by
from vonnis.study.unit import Unit
from vonnis.workflow.population import PROTOCOL


def note_statement(folder: Path, statement: Statement) -> None:
    """Keep that a coder signed a statement of secrecy for a source.

    Raises:
        StudyError: the protocol has no such closed source, the day lies ahead, or it is not said where the paper lies.
    """
    protocol = protocol_of(folder)
    closed = [one.id for one in protocol.sources if one.permission is not None] if protocol else []
    coder, source = statement.coder, statement.source
    if source not in closed:
        message = f"{source!r} is no closed source of {folder / PROTOCOL} (there are: {', '.join(closed) or 'none'})"
        raise StudyError(message)
    if statement.signed > statement.at.astimezone().date():
        message = f"{coder} would have signed on {statement.signed}, which is yet to come; give the day on the paper"
        raise StudyError(message)
    if not statement.reference.strip():
        message = f"say where the signed statement of {coder} lies, with --reference"
        raise StudyError(message)
    with closing(open_store(folder)) as store:
        detail = {"coder": coder, "source": source, "signed": statement.signed.isoformat()}
        with store.action("secrecy", actor=statement.noted_by, at=statement.at, detail=detail) as writing:
            writing.add([statement])


def statements_of(folder: Path) -> tuple[Statement, ...]:
    """Return the last statement of each coder and source."""
    with closing(open_store(folder)) as store:
        return tuple(signed_by(store.records(Statement)).values())


def permission_notices(store: Store, *, on: dt.date, coders: Iterable[str] | None = None) -> tuple[Notice, ...]:
    """Return what there is to say on a day about the permissions of a study, about all who were given files or some.

    A fictional study has nothing to say.
    """
    protocol = protocol_of(store.vault.folder)
    if protocol is not None and protocol.study.fictional:
        return ()
    people = store.records(Unit, level="defendant")
    bare = Sources(protocol, people).unstated(people)
    found = (Notice(source="", state="no_source", closes=True),) if bare else ()
    if protocol is None or not any(one.permission for one in protocol.sources):
        return found
    names = {one.coder for one in store.records(Assignment)} if coders is None else coders
    ring = store.remark(RING)
    holds = ring is not None and bool(store.vault.closed(ring).all())
    return (*found, *notices(protocol, names, on=on, signed=signed_by(store.records(Statement)), holds_words=holds))
