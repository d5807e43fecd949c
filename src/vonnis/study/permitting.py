"""Whether a closed file may be coded by somebody on a day, and what to warn of before it may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from vonnis.study.permission import Statement
from vonnis.study.protocol import Protocol, SourceOfStudy

WARNED_DAYS = 30
"""How many days before an end the warnings begin."""

State = Literal[
    "not_begun", "ended", "ends_soon", "no_statement", "destroy_soon", "destroy_overdue", "not_filled_in", "no_source"
]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say about the permission of a source.

    Attributes:
        source: its id.
        state: what it is.
        day: the day that it is about, where there is one.
        coders: whose statement is missing.
        closes: whether coding is closed by it.
    """

    source: str
    state: State
    day: dt.date | None = None
    coders: tuple[str, ...] = ()
    closes: bool = False

    @property
    def words(self) -> str:
        """The notice as a sentence."""
        names = ", ".join(self.coders)
        return {
            "not_begun": f"the permission of {self.source} begins on {self.day}; until then its files are not coded",
            "ended": f"the permission of {self.source} ended on {self.day}; its files are not coded any more",
            "ends_soon": f"the permission of {self.source} ends on {self.day}; coding closes after that day",
            "no_statement": f"{names} signed no statement of secrecy for {self.source}; note it with vonnis secrecy",
            "destroy_soon": f"what was kept of {self.source} must be destroyed by {self.day}",
            "destroy_overdue": (
                f"what was kept of {self.source} should have been destroyed by {self.day}:"
                f" vonnis destroy --source {self.source} --ground retention_ended"
            ),
            "no_source": (
                "no permission to read closed files is on record, so that none is coded; write [[sources]] with"
                " [sources.permission] in study.toml"
            ),
            "not_filled_in": (
                f"the permission of {self.source} is not filled in, so that its files are not coded;"
                " write its basis, giver and reference in study.toml"
            ),
        }[self.state]


Signed = Mapping[tuple[str, str], Statement]
"""The last statement of each coder and source."""


def signed_by(statements: Iterable[Statement]) -> Signed:
    """Return the last statement of each coder and source."""
    found: dict[tuple[str, str], Statement] = {}
    for one in sorted(statements, key=lambda each: (each.at, each.id)):
        found[one.coder, one.source] = one
    return found


def closed_by(source: SourceOfStudy, coder: str | None, *, on: dt.date, signed: Signed) -> Notice | None:
    """Return why a coder may not code files of a source on a day; None where it is allowed.

    Without a coder (the machine) no statement is asked for.
    """
    permission = source.permission
    if permission is None:
        return None
    if any("<" in words for words in (permission.basis, permission.giver, permission.reference)):
        return Notice(source=source.id, state="not_filled_in", closes=True)
    if permission.given and on < permission.given:
        return Notice(source=source.id, state="not_begun", day=permission.given, closes=True)
    if permission.until and on > permission.until:
        return Notice(source=source.id, state="ended", day=permission.until, closes=True)
    if coder is not None and permission.secrecy:
        statement = signed.get((coder, source.id))
        if statement is None or statement.signed > on:
            return Notice(source=source.id, state="no_statement", coders=(coder,), closes=True)
    return None


def notices(
    protocol: Protocol, coders: Iterable[str], *, on: dt.date, signed: Signed, holds_words: bool
) -> tuple[Notice, ...]:
    """Return what there is to say about the permissions of a protocol on a day, source by source.

    ``holds_words`` says whether the study still has words or texts of closed files.
    """
    names = tuple(sorted(set(coders)))
    return tuple(
        notice
        for source in protocol.sources
        for notice in _of_source(source, names, on=on, signed=signed, holds_words=holds_words)
    )


def _of_source(
    source: SourceOfStudy, coders: tuple[str, ...], *, on: dt.date, signed: Signed, holds_words: bool
) -> Iterator[Notice]:
    permission = source.permission
    if permission is None:
        return
    shut = closed_by(source, None, on=on, signed=signed)
    if shut is not None:
        yield shut
    elif permission.until and (permission.until - on).days < WARNED_DAYS:
        yield Notice(source=source.id, state="ends_soon", day=permission.until)
    if shut is None:
        lacking = tuple(name for name in coders if closed_by(source, name, on=on, signed=signed))
        if lacking:
            yield Notice(source=source.id, state="no_statement", coders=lacking, closes=True)
    if permission.destroy_by and holds_words:
        left = (permission.destroy_by - on).days
        if left < WARNED_DAYS:
            state: State = "destroy_overdue" if left < 0 else "destroy_soon"
            yield Notice(source=source.id, state=state, day=permission.destroy_by)
