"""The frame: units without text, made from an outside list, with study numbers in place of parketnummers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

import msgspec

from vonnis.study.frame_list import ListedCase
from vonnis.study.log import Decision
from vonnis.study.unit import SourceMode, Unit, complex_unit


class KeyLine(msgspec.Struct, frozen=True, order=True):
    """A line of the key file: a study number, and what it stands for outside the study."""

    number: str
    kind: str
    outside: str


class Frame(msgspec.Struct, frozen=True):
    """What a list becomes: new units, decisions about them, and the whole key, old lines included."""

    units: tuple[Unit, ...]
    decisions: tuple[Decision, ...]
    key: tuple[KeyLine, ...]


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """How the units of a list are named and where they belong.

    ``source_mode`` says where the cases are read that have no published judgment in the list.
    ``years`` are the first and last year of registration that the study is about, both included; None means all.
    """

    frame: str
    wave: int
    seed: int
    source_mode: SourceMode
    years: tuple[int, int] | None = None


def frame_of(
    cases: Sequence[ListedCase],
    *,
    key: Sequence[KeyLine],
    taken: Mapping[str, int],
    naming: Naming,
    by: str,
    at: dt.datetime,
) -> Frame:
    """Return the frame of a list.

    A parketnummer or investigation that stands in the key already keeps its number. New numbers are given in an order
    that chance decides (``naming.seed``), so that a number tells nothing about the place in the list. ``taken`` says
    how many numbers of each letter (``D``, ``C``) are in use.
    """
    numbers = _Numbers(key, taken)
    units: dict[str, Unit] = {}
    decisions: list[Decision] = []
    for case in Random(naming.seed).sample(cases, len(cases)):
        person = numbers.of("D", "parketnummer", outside=case.parketnummer)
        group = numbers.of("C", "investigation", outside=case.complex)
        units[group] = complex_unit(group, wave=naming.wave, frame=naming.frame)
        units[person] = _defendant(case, person, group, naming)
        decisions.append(_decided(case, person, naming, by=by, at=at))
    return Frame(tuple(units[id_] for id_ in sorted(units)), tuple(decisions), tuple(sorted(numbers.lines)))


class _Numbers:
    """Gives study numbers: the old one to what the key knows, else the next of its letter."""

    def __init__(self, key: Sequence[KeyLine], taken: Mapping[str, int]) -> None:
        self.lines = list(key)
        self._known = {(line.kind, line.outside): line.number for line in key}
        self._used = {letter: taken.get(letter, 0) for letter in "DC"}
        for line in key:
            if not line.number[1:].isdigit():
                continue
            self._used[line.number[0]] = max(self._used[line.number[0]], int(line.number[1:]))

    def of(self, letter: str, kind: str, *, outside: str | None) -> str:
        """Return the number of what has this name outside; a new one where it has none."""
        if outside is not None and (kind, outside) in self._known:
            return self._known[kind, outside]
        self._used[letter] += 1
        given = f"{letter}{self._used[letter]:04}"
        if outside is not None:
            self._known[kind, outside] = given
            self.lines.append(KeyLine(given, kind, outside))
        return given


def _defendant(case: ListedCase, person: str, group: str, naming: Naming) -> Unit:
    return Unit(
        id=person,
        level="defendant",
        complex=group,
        defendant=person,
        frame=naming.frame,
        wave=naming.wave,
        source_mode="published" if case.documents else naming.source_mode,
        documents=case.documents,
        intake_date=case.intake_date,
        intake_year=case.intake_date.year if case.intake_date else None,
        article=case.article,
        disposal=case.disposal,
        office=case.office,
    )


def _decided(case: ListedCase, person: str, naming: Naming, *, by: str, at: dt.datetime) -> Decision:
    reason, detail = case.drops_out, case.code
    if naming.years and case.intake_date and not naming.years[0] <= case.intake_date.year <= naming.years[1]:
        reason, detail = "other_years", str(case.intake_date.year)
    return Decision(unit=person, step="list", reason=reason, detail=detail, decided_by=by, at=at)
