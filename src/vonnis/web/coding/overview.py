"""Where the coding of a study stands: files and coders, and answers on which coders differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from vonnis.codebook.codebook import Variable
from vonnis.study.assignment import handed_over, holding
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding
from vonnis.study.complex_links import made_of, merged_complexes
from vonnis.study.erasure import Erasure
from vonnis.study.log import Assignment, Link, Listing
from vonnis.study.unit import Unit, belongs
from vonnis.web.accounts.models import Person
from vonnis.web.coding.answers import told
from vonnis.web.coding.file import File, codebook
from vonnis.web.coding.persons import own_case
from vonnis.web.database import store
from vonnis.workflow import differing as workflow

if TYPE_CHECKING:
    import polars as pl

_BEFORE = dt.datetime.min.replace(tzinfo=dt.UTC)
_AT_ONCE = 500
"""How many names one question to the database holds at most."""
_FILES_AT_ONCE = 50


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A question to which two or more coders gave different answers; ``decided`` once somebody decided.

    ``told`` is who answered what, as the workflow gives it; ``last`` is the moment of the last answer. ``holders`` are
    all who hold a file of the same case: none of them decides.
    """

    unit: str
    variable: Variable
    told: workflow.Difference
    last: str
    holders: frozenset[str]
    decided: Adjudication | None

    def sides(self, language: str) -> list[tuple[str, str]]:
        """Return who answered what, in the words of the codebook."""
        return [(who, told(self.variable, answer, language=language)) for who, answer in self.told.answers.items()]


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """How many persons each coder lists in one case and round, where they differ; ``holders`` hold a file of it."""

    complex: str
    round: str
    numbers: tuple[tuple[str, int], ...]
    holders: frozenset[str]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One file of one coder: how many of the questions that it asks are answered, and how many it asks.

    A file that the coder handed over waits for nothing: what was answered in it stands.
    """

    assignment: Assignment
    root: Unit
    units: tuple[Unit, ...]
    done: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether every question that is asked has its answer."""
        return self.done >= self.asked or not self.assignment.place


def still_codes(coder: str) -> bool:
    """Tell whether somebody still codes a file, so that the answers of others must stay out of reach."""
    return bool(cases_in_hand(coder))


def check_nothing_in_hand(person: Person) -> None:
    """Refuse what holds the answers of others to somebody who still codes a file.

    Raises:
        PermissionDenied: the person does; the reason is for the page.
    """
    if still_codes(person.username):
        raise PermissionDenied(
            _(
                "You still code a file. Until it is done, the answers of others stay closed to you, and so does the"
                " export."
            )
        )


def cases_in_hand(coder: str) -> set[str]:
    """Return the cases of which somebody still codes a file."""
    return {each.root.complex for each in standings(coder) if not each.is_done}


def differences(of: Collection[str] | None = None, *, answers: pl.DataFrame | None = None) -> list[Difference]:
    """Return every question that coders answered differently, of all cases or of some, once all who hold it are done.

    ``answers`` are those of people, where they were read already.

    A file that somebody still codes in a round that counts stays closed to everybody else, so that the coding stays
    blind.
    """
    if not store().count(Coding):
        return []
    book, merged = codebook(), merged_complexes(store().records(Link))
    units = None if of is None else list(_units(made_of(of, merged)))
    found = [
        each
        for each in workflow.differences(store(), codebook=book, units=units, answers=answers)
        if each.variable in book.by_name
    ]
    about = sorted({each.unit for each in found})
    home = {
        unit.id: merged.get(unit.complex, unit.complex)
        for part in _parts(about)
        for unit in store().records(Unit, id=part)
    }
    holders: dict[str, set[str]] = {}
    busy: set[str] = set()
    for standing in standings(of=made_of(home.values(), merged), with_handed_over=True):
        case = merged.get(standing.root.complex, standing.root.complex)
        holders.setdefault(case, set()).add(standing.assignment.coder)
        if not standing.is_done and standing.assignment.round in COUNTED_ROUNDS:
            busy.update(merged.get(unit.id, unit.id) for unit in standing.units)
    settled = sorted({each.unit for each in found if each.decided})
    decided = {
        (one.unit, one.variable): one for part in _parts(settled) for one in store().records(Adjudication, unit=part)
    }
    return [
        Difference(
            unit=each.unit,
            variable=book.by_name[each.variable],
            told=each,
            last=each.last,
            holders=frozenset(holders.get(home[each.unit], ())),
            decided=decided.get((each.unit, each.variable)),
        )
        for each in found
        if each.unit not in busy
    ]


def lists() -> list[Lists]:
    """Return the cases of which coders list different numbers of persons, once all who code the case are done."""
    own = {listing.unit.rpartition("-V")[0] for listing in store().records(Listing)}
    everything = standings(of=own, with_handed_over=True)
    cases: dict[tuple[str, str], list[Standing]] = {}
    for standing in everything:
        cases.setdefault((standing.root.complex, standing.assignment.round), []).append(standing)
    found = []
    for (complex_, round_), given in sorted(cases.items()):
        numbers: dict[str, int] = {}
        for each in given:
            listed = sum(unit.level == "victim" for unit in each.units)
            numbers[each.assignment.coder] = max(listed, numbers.get(each.assignment.coder, 0))
        if round_ in COUNTED_ROUNDS and len(set(numbers.values())) > 1 and all(each.is_done for each in given):
            holders = frozenset(each.assignment.coder for each in everything if each.root.complex == complex_)
            found.append(Lists(complex=complex_, round=round_, numbers=tuple(sorted(numbers.items())), holders=holders))
    return found


def standings(
    coder: str | None = None, *, of: Collection[str] | None = None, with_handed_over: bool = False
) -> list[Standing]:
    """Return how far each file is, of one coder or of all, of all cases or of some.

    Files that a coder handed over are in no overview of work; only the comparison of answers asks for them.
    """
    given = _assignments(coder, of)
    held = (*holding(given), *(handed_over(given) if with_handed_over else ()))
    homes = of if of is not None else _homes({each.unit for each in held}) if coder else None
    by_complex: dict[str, list[Unit]] = {}
    units: dict[str, Unit] = {}
    for unit in _units(homes):
        units[unit.id] = unit
        by_complex.setdefault(unit.complex, []).append(unit)
    listings: dict[str, list[Listing]] = {}
    for listing in _listings(units.values(), everything=homes is None):
        listings.setdefault(units[listing.unit].complex, []).append(listing)
    files = []
    for assignment in held:
        root = units[assignment.unit]
        case = own_case(by_complex[root.complex], assignment, listings=listings.get(root.complex, ()))
        files.append(_Opened(assignment, root, tuple(unit for unit in case if belongs(unit, root))))
    return sorted(
        _counted(files), key=lambda each: (each.assignment.unit, each.assignment.round, each.assignment.coder)
    )


class _Opened(msgspec.Struct, frozen=True):
    """A file as its coder sees it, before anything in it is counted."""

    given: Assignment
    root: Unit
    units: tuple[Unit, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Which file of which study it is."""
        return str(settings.ROOM.study), self.given.unit, self.given.coder, self.given.round


_KNOWN: dict[tuple[str, ...], tuple[object, tuple[int, int]]] = {}
"""How far files were when they were last counted, each with the mark of the answers that were counted.

Numbers only: no answer is kept here.
"""


def _counted(files: Sequence[_Opened]) -> Iterator[Standing]:
    """Yield how far files are; only those in which something was answered since the last time are counted again."""
    if not files:  # a study that is just begun has no codebook to count by
        return
    coders = {file.given.coder for file in files}
    marks = store().marks(coder=min(coders) if len(coders) == 1 else None)
    whole = (codebook().digest, store().count(Erasure))
    known: dict[tuple[str, ...], tuple[int, int]] = {}
    stale: list[tuple[_Opened, object]] = []
    for file in files:
        given = file.given
        answers = tuple((unit.id, marks.get((unit.id, given.coder, given.round))) for unit in file.units)
        mark: object = (whole, given.id, answers)
        kept = _KNOWN.get(file.key)
        if kept is not None and kept[0] == mark:
            known[file.key] = kept[1]
        else:
            stale.append((file, mark))
    for begin in range(0, len(stale), _FILES_AT_ONCE):
        part = stale[begin : begin + _FILES_AT_ONCE]
        codings = _codings([file for file, _ in part])
        for file, mark in part:
            known[file.key] = File(file.given, file.units, codings=codings[file.key]).progress
            _KNOWN[file.key] = (mark, known[file.key])
    for file in files:
        done, asked = known[file.key]
        yield Standing(assignment=file.given, root=file.root, units=file.units, done=done, asked=asked)


def _codings(files: Sequence[_Opened]) -> dict[tuple[str, ...], list[Coding]]:
    """Return the answers that each coder gave in some files, to be counted: their words stay sealed."""
    units = {unit.id for file in files for unit in file.units}
    answers: dict[tuple[str, str, str], list[Coding]] = {}
    for coding in store().without_words(Coding, unit=units, coder={file.given.coder for file in files}):
        answers.setdefault((coding.coder, coding.round, coding.unit), []).append(coding)
    return {
        file.key: [
            coding for unit in file.units for coding in answers.get((file.given.coder, file.given.round, unit.id), ())
        ]
        for file in files
    }


def _assignments(coder: str | None, of: Collection[str] | None) -> list[Assignment]:
    wanted = {} if coder is None else {"coder": coder}
    if of is None:
        return list(store().records(Assignment, **wanted))
    roots = [unit.id for unit in _units(of)]
    return [each for part in _parts(roots) for each in store().records(Assignment, unit=part, **wanted)]


def _listings(units: Iterable[Unit], *, everything: bool) -> Iterator[Listing]:
    """Yield what stands about the lists of persons among units; of all of the study in one go."""
    if everything:
        yield from store().records(Listing)
    else:
        for part in _parts([unit.id for unit in units if unit.level == "victim"]):
            yield from store().records(Listing, unit=part)


def _homes(units: Collection[str]) -> set[str]:
    """Return the complexes of some units."""
    return {unit.complex for part in _parts(sorted(units)) for unit in store().records(Unit, id=part)}


def _units(of: Collection[str] | None) -> Iterator[Unit]:
    """Yield the units of the study, or of some complexes."""
    if of is None:
        yield from store().records(Unit)
    else:
        for part in _parts(sorted(of)):
            yield from store().records(Unit, complex=part)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[begin : begin + _AT_ONCE] for begin in range(0, len(names), _AT_ONCE))


def to_give_again() -> dict[str, list[str]]:
    """Return the rounds in which a file was handed over and not given to somebody since, by unit; nobody is named."""
    given = store().records(Assignment)
    held: dict[tuple[str, str], dt.datetime] = {}
    for each in holding(given):
        key = (each.unit, each.round)
        held[key] = max(each.at, held.get(key, each.at))
    found: dict[str, set[str]] = {}
    for over in handed_over(given):
        if held.get((over.unit, over.round), _BEFORE) < over.at:
            found.setdefault(over.unit, set()).add(over.round)
    return {unit: sorted(rounds) for unit, rounds in found.items()}
