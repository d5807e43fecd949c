"""Where the coding of a study stands: files and coders, and answers on which coders differ."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vonnis.codebook.codebook import Variable
from vonnis.study.coding import Adjudication, Coding, latest
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit
from vonnis.web.coding.file import File, codebook
from vonnis.web.database import store


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A question to which two or more coders gave different answers; ``decided`` once somebody decided."""

    unit: str
    variable: Variable
    codings: tuple[Coding, ...]
    decided: Adjudication | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far one coder is with one file."""

    assignment: Assignment
    done: int
    asked: int


def differences() -> list[Difference]:
    """Return every question that coders of one round answered differently and whose coders all finished their file.

    A file that somebody is still coding stays closed to others, so that the coding stays blind.
    """
    asked = codebook().by_name
    finished = {(each.assignment.coder, each.assignment.unit) for each in standings() if each.done >= each.asked}
    units = {unit.id: unit for unit in store().records(Unit)}
    roots = _roots(units.values())
    decided = {(each.unit, each.variable): each for each in store().records(Adjudication)}
    groups: dict[tuple[str, str, str], list[Coding]] = {}
    for coding in latest(store().records(Coding)):
        if coding.round in {"pilot", "main", "recode"}:
            groups.setdefault((coding.unit, coding.variable, coding.round), []).append(coding)
    found = []
    for (unit, name, _), codings in sorted(groups.items()):
        closed = all(any((each.coder, root) in finished for root in roots[unit]) for each in codings)
        if name in asked and closed and len({each.answer for each in codings}) > 1:
            decision = decided.get((unit, name))
            found.append(Difference(unit=unit, variable=asked[name], codings=tuple(codings), decided=decision))
    return found


def _roots(units: Iterable[Unit]) -> dict[str, set[str]]:
    """Return for each unit the units with which it can have been assigned."""
    return {unit.id: {unit.id, unit.complex, *([unit.defendant] if unit.defendant else [])} for unit in units}


def standings() -> list[Standing]:
    """Return how far each file of each coder is."""
    units = store().records(Unit)
    codings: dict[tuple[str, str], list[Coding]] = {}
    for coding in store().records(Coding):
        codings.setdefault((coding.coder, coding.round), []).append(coding)
    found = []
    for assignment in store().records(Assignment):
        file = File(assignment, units, codings=codings.get((assignment.coder, assignment.round), ()))
        done, asked = file.progress
        found.append(Standing(assignment=assignment, done=done, asked=asked))
    return sorted(found, key=lambda each: (each.assignment.unit, each.assignment.round, each.assignment.coder))
