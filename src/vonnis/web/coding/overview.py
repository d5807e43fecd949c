"""Where the coding of a study stands: files and coders, and answers on which coders differ."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vonnis.codebook.codebook import Variable
from vonnis.study.assignment import handed_over, holding
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding
from vonnis.study.log import Assignment, Listing
from vonnis.study.unit import Unit, belongs
from vonnis.web.coding.file import File
from vonnis.web.coding.persons import own_case
from vonnis.web.database import store


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A question to which two or more coders gave different answers; ``decided`` once somebody decided.

    ``holders`` are all who hold a file of the same complex: none of them decides.
    """

    unit: str
    variable: Variable
    codings: tuple[Coding, ...]
    holders: frozenset[str]
    decided: Adjudication | None


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
    file: File
    done: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether every question that is asked has its answer."""
        return self.done >= self.asked or not self.assignment.place


def still_codes(coder: str) -> bool:
    """Tell whether somebody still codes a file, so that the answers of others must stay out of reach."""
    return any(not each.is_done for each in standings(coder))


def differences(everything: Sequence[Standing] | None = None) -> list[Difference]:
    """Return every question that coders of one round answered differently, once all who hold the file are done.

    ``everything`` are all standings, those handed over too, where they were read already.

    A file that somebody still codes stays closed to everybody else, so that the coding stays blind. An answer to a
    question that the coder's own other answers skip does not count.
    """
    decided = {(each.unit, each.variable): each for each in store().records(Adjudication)}
    files: dict[tuple[str, str], list[Standing]] = {}
    holders: dict[str, set[str]] = {}
    for standing in standings(with_handed_over=True) if everything is None else everything:
        root, assignment = standing.file.root, standing.assignment
        files.setdefault((root.complex, assignment.round), []).append(standing)
        holders.setdefault(root.complex, set()).add(assignment.coder)
    found: dict[tuple[str, str], Difference] = {}
    for (complex_, round_), given in sorted(files.items()):
        if round_ not in COUNTED_ROUNDS:
            continue
        for (unit, name), codings in sorted(_answers(given).items()):
            about = [each for each in given if any(one.id == unit for one in each.file.units)]
            if len({each.answer for each in codings.values()}) < 2 or not all(each.is_done for each in about):  # noqa: PLR2004 - two that differ
                continue
            found[unit, name] = Difference(
                unit=unit,
                variable=given[0].file.codebook.by_name[name],
                codings=tuple(codings[coder] for coder in sorted(codings)),
                holders=frozenset(holders[complex_]),
                decided=decided.get((unit, name)),
            )
    return [found[key] for key in sorted(found)]


def lists(everything: Sequence[Standing]) -> list[Lists]:
    """Return the cases of which coders list different numbers of persons, once all who code the case are done."""
    cases: dict[tuple[str, str], list[Standing]] = {}
    for standing in everything:
        cases.setdefault((standing.file.root.complex, standing.assignment.round), []).append(standing)
    found = []
    for (complex_, round_), given in sorted(cases.items()):
        numbers: dict[str, int] = {}
        for each in given:
            listed = sum(unit.level == "victim" for unit in each.file.units)
            numbers[each.assignment.coder] = max(listed, numbers.get(each.assignment.coder, 0))
        if round_ in COUNTED_ROUNDS and len(set(numbers.values())) > 1 and all(each.is_done for each in given):
            holders = frozenset(each.assignment.coder for each in everything if each.file.root.complex == complex_)
            found.append(Lists(complex=complex_, round=round_, numbers=tuple(sorted(numbers.items())), holders=holders))
    return found


def _answers(given: list[Standing]) -> dict[tuple[str, str], dict[str, Coding]]:
    """Return the answers to each question of some files, by coder."""
    answers: dict[tuple[str, str], dict[str, Coding]] = {}
    for standing in given:
        for question in standing.file.questions:
            if question.coding is not None and question.state != "skipped":
                key = (question.unit.id, question.variable.name)
                answers.setdefault(key, {})[standing.assignment.coder] = question.coding
    return answers


def standings(coder: str | None = None, *, with_handed_over: bool = False) -> list[Standing]:
    """Return how far each file is, of one coder or of all; what the study holds is read once.

    Files that a coder handed over are in no overview of work; only the comparison of answers asks for them.
    """
    wanted = {} if coder is None else {"coder": coder}
    units: dict[str, Unit] = {}
    by_complex: dict[str, list[Unit]] = {}
    for unit in store().records(Unit):
        units[unit.id] = unit
        by_complex.setdefault(unit.complex, []).append(unit)
    codings: dict[tuple[str, str, str], list[Coding]] = {}
    for coding in store().records(Coding, **wanted):
        codings.setdefault((coding.coder, coding.round, coding.unit), []).append(coding)
    listings: dict[str, list[Listing]] = {}
    for listing in store().records(Listing):
        listings.setdefault(units[listing.unit].complex, []).append(listing)
    found = []
    given = store().records(Assignment, **wanted)
    for assignment in (*holding(given), *(handed_over(given) if with_handed_over else ())):
        root = units[assignment.unit]
        case = own_case(by_complex[root.complex], assignment, listings=listings.get(root.complex, ()))
        own = [unit for unit in case if belongs(unit, root)]
        keys = ((assignment.coder, assignment.round, unit.id) for unit in own)
        file = File(assignment, own, codings=[coding for key in keys for coding in codings.get(key, ())])
        done, asked = file.progress
        found.append(Standing(assignment=assignment, file=file, done=done, asked=asked))
    return sorted(found, key=lambda each: (each.assignment.unit, each.assignment.round, each.assignment.coder))


def to_give_again() -> dict[str, list[str]]:
    """Return the rounds in which a file was handed over and not given to somebody since, by unit; nobody is named."""
    given = store().records(Assignment)
    found: dict[str, set[str]] = {}
    for over in handed_over(given):
        later = (each for each in holding(given) if (each.unit, each.round) == (over.unit, over.round))
        if not any(each.at >= over.at for each in later):
            found.setdefault(over.unit, set()).add(over.round)
    return {unit: sorted(rounds) for unit, rounds in found.items()}
