"""A whole study from one store into another: to take it along, or to take it in. What arrives is proven by digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.archive.sealing import NEVER_EMPTY, NOT_READABLE, RING, Seals
from vonnis.archive.store import TABLES, Store, Writing, broken_at
from vonnis.errors import StudyError
from vonnis.study.case_numbers import refuse_case_numbers
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.erasure import Erasure
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit
from vonnis.study.words import Subject, reworded, words_of

_LINE = "seq, name, actor, at, detail, previous, digest"


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What came in with a study: records that it holds, those of them that are new here, and lines of its log."""

    records: int
    new: int
    lines: int


def copy_store(source: Store, target: Store) -> None:
    """Copy everything of a study into an empty store, its log line by line, so that the chain stays whole.

    Words stay sealed as they are. Keys of published judgments go along; a copy of words of closed files opens with the
    ring of the study alone, and is lost with it.

    Raises:
        StudyError: the target holds something, the log is broken, or not everything arrived.
    """
    if target.lines() or any(target.count(kind) for kind in TABLES):
        message = "the store to copy into holds something already; take an empty one"
        raise StudyError(message)
    lines = source.actions()
    with target.database.transaction():
        writing = Writing(target)
        ring = source.remark(RING)
        if ring is not None:
            target.remark(RING, ring)
        source.vault.give_open_keys(target.vault)
        for kind in TABLES:
            writing.copy(record for _, record in source.as_stored(kind))
        into = f"INSERT INTO study_action ({_LINE}) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608 - a constant
        target.database.run(into, [msgspec.structs.astuple(line) for line in lines])
    if target.digest() != source.digest() or broken_at(target.lines()) is not None:
        message = "not everything of the study arrived in the copy; keep the original and try again"
        raise StudyError(message)


def take_in(source: Store, target: Store, *, by: str, at: dt.datetime) -> Arrived:
    """Add everything that a study holds to another store of the same study, as one action; what is there stays.

    The log of the source is checked and not mixed with the other: the line of this action names its head, so that the
    chain here vouches for the chain there. Words of what either of the two has erased stay out, and so do answers that
    may not be kept.

    Raises:
        StudyError: the log of the source is broken, it holds what no study holds, or something did not arrive.
    """
    lines = source.actions()
    before = {kind: target.count(kind) for kind in TABLES}
    held = _held(source)
    _check_files(held, target)
    number = sum(len(records) for records in held.values())
    erasures = (*target.records(Erasure), *(one for one in held[Erasure] if isinstance(one, Erasure)))
    thrown = Seals(target, target.vault).thrown
    detail = {"records": number, "digest": source.digest(), "log": source.head(), "lines": len(lines)}
    with target.action("study.import", actor=by, at=at, detail=detail) as writing:
        for records in held.values():
            whole, bare = _without_gone(records, erasures)
            writing.add(whole)
            refuse_case_numbers(bare)
            writing.copy(thrown(record) for record in target.lacking(bare))
    new = sum(target.count(kind) - before[kind] for kind in TABLES)
    return Arrived(records=number, new=new, lines=len(lines))


def _held(source: Store) -> dict[type[msgspec.Struct], tuple[msgspec.Struct, ...]]:
    """Return everything that a study holds; a row that is no record of its table stops it."""
    found: dict[type[msgspec.Struct], tuple[msgspec.Struct, ...]] = {}
    for kind, table in TABLES.items():
        try:
            found[kind] = source.records(kind)
        except msgspec.MsgspecError as error:
            message = f"the table {table} of the other study holds a row that cannot be read ({error}); export it again"
            raise StudyError(message) from error
    return found


def _without_gone(
    records: Iterable[msgspec.Struct], erasures: Sequence[Erasure]
) -> tuple[list[msgspec.Struct], list[msgspec.Struct]]:
    """Return records without words that were erased, and apart those that are none without them, such as a reason."""
    struck = {one.unit for one in erasures if not one.values_kept}

    def _is_gone(subject: Subject, words: str) -> bool:
        return words == NOT_READABLE or any(one.bars(subject) for one in erasures)

    def _cleared(subject: Subject, place: str, words: str) -> str:
        return "" if place not in NEVER_EMPTY and _is_gone(subject, words) else words

    whole: list[msgspec.Struct] = []
    bare: list[msgspec.Struct] = []
    for record in records:
        if isinstance(record, Coding | Adjudication) and record.unit in struck:
            continue
        cleared = reworded(record, _cleared)
        gone = any(_is_gone(subject, words) for subject, _, words in words_of(cleared))
        (bare if gone else whole).append(cleared)
    return whole, bare


def _check_files(held: Mapping[type[msgspec.Struct], tuple[msgspec.Struct, ...]], target: Store) -> None:
    """Refuse files of units that neither study has: no page could show them, and nothing is ever taken out again."""
    known = {getattr(unit, "id", "") for unit in (*held[Unit], *target.records(Unit))}
    lost = sorted({given.unit for given in held[Assignment] if isinstance(given, Assignment)} - known)
    if lost:
        message = f"the other study gives the file {lost[0]} to a coder and has no such unit; export it again"
        raise StudyError(message)
