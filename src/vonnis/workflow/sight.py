"""Who has seen what others answered or decided: whoever has, codes that case, or screens that unit, no more blind.

Two coders of a file are worth more than one only while neither knows what the other answered. The pages of the coding
room are closed to who still codes a case; this closes the other way round, by which somebody reads the answers first
and is given the file afterwards. What was seen stands in the log: the cases on each page that shows answers, and each
time that all answers left the room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from vonnis.archive.store import Store
from vonnis.archive.store_rows import instant
from vonnis.errors import SeenError
from vonnis.study.coding import Coding, Round
from vonnis.study.complex_links import cases_of
from vonnis.study.log import Decision, Link
from vonnis.study.unit import Unit

SEEN = "answers.seen"
"""The name in the log of a page that showed answers of others; its detail names the cases."""
WHOLE = "study.export"
"""The name in the log of the export of the whole study, with what screeners decided."""
TAKEN = ("answers.export", WHOLE)
"""The names in the log of the exports that hold all answers, the machine's among them."""
BLIND_ROUNDS: frozenset[Round] = frozenset({"pilot", "main", "recode"})
"""The rounds in which nobody codes a case of which they saw what others answered."""

_AT_ONCE = 10_000
"""How many units one question to the database names at most."""


class _Seen(msgspec.Struct):
    """What the line of a page that showed answers says."""

    cases: list[str]


def cases_seen(store: Store, reader: str) -> set[str]:
    """Return the cases, by the complex or the paper, of which pages of the room showed somebody answers of others."""
    lines = store.each_line(name=SEEN, actor=reader)
    return {case for line in lines for case in msgspec.json.decode(line.detail, type=_Seen).cases}


def check_unseen(store: Store, given: Collection[tuple[str, str]], *, round_: Round) -> None:
    """Refuse to give units to coders, as pairs of both, in a blind round where a coder saw the answers of others.

    Answers of the whole case count, linked complexes with it.

    Raises:
        SeenError: a coder saw answers about the case of a unit.
    """
    if round_ not in BLIND_ROUNDS:
        return
    readers: dict[str, tuple[set[str], str]] = {}
    for coder in sorted({coder for _, coder in given}):
        taken = (line.at for name in TAKEN for line in store.each_line(name=name, actor=coder))
        found = cases_seen(store, coder), max(taken, default="")
        if any(found):
            readers[coder] = found
    if not readers:
        return
    cases = cases_of(store.records(Unit), store.records(Link))
    for coder, (seen, taken_at) in readers.items():
        units = sorted(unit for unit, who in given if who == coder)
        known = {cases.get(case, case) for case in seen}
        if taken_at:
            known |= _answered(store, coder, until=taken_at, cases=cases, of={cases.get(unit, unit) for unit in units})
        hit = next((unit for unit in units if cases.get(unit, unit) in known), None)
        if hit is not None:
            message = (
                f"{coder} has seen in the coding room what others answered about the case of {hit}, and codes it in no"
                " blind round; give it to somebody else"
            )
            raise SeenError(message, coder=coder, unit=hit)


def screened_in_sight(store: Store, screener: str, *, decisions: Iterable[Decision]) -> set[str]:
    """Return the units on which others had decided blind when a screener took the whole study along.

    What the screener had decided on before, blind, is not among them.
    """
    taken_at = max((line.at for line in store.each_line(name=WHOLE, actor=screener)), default="")
    if not taken_at:
        return set()
    blind = [one for one in decisions if one.step == "blind_screening" and instant(one.at) <= taken_at]
    own = {one.unit for one in blind if one.decided_by == screener}
    return {one.unit for one in blind} - own


def _answered(store: Store, coder: str, *, until: str, cases: dict[str, str], of: set[str]) -> set[str]:
    """Return which of some cases others, or the machine, had answered at a moment."""
    import polars as pl

    units = sorted(unit for unit, case in cases.items() if case in of)
    codings = store.table(Coding, ("unit", "coder", "at"), units=units if len(units) <= _AT_ONCE else None)
    others = codings.filter((pl.col("coder") != coder) & (pl.col("at") <= until))
    return {cases[unit] for unit in others["unit"].cast(pl.String).unique() if unit in cases}
