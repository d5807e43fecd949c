"""Withhold enough beside a withheld number of a report that nobody can compute it back.

Every count that might be published is a *statement*: so many units in this set. Units that no statement tells apart
form one atom; a reader's knowledge is then that each statement is the sum of its atoms, none of which is negative. What
must go so that each sensitive statement keeps its room is found as for the tables of anyone
(:mod:`vonnis.disclosure.suppression`): least loss; a cell weighs less than a total, and a total less than a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.disclosure.attack import Published, bounds_of
from vonnis.disclosure.linked import Equation, Linked
from vonnis.disclosure.room import Room
from vonnis.disclosure.suppression import suppress
from vonnis.errors import DisclosureError

CELL, MARGIN, TOTAL, FIGURE = range(4)
_WEIGHTS = {CELL: 1.0, MARGIN: 4.0, TOTAL: 16.0, FIGURE: 64.0}
_ZERO = 0.5
"""What a zero weighs more than another cell: it tells that nobody is there, which readers ask for."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A count over a set of units.

    ``rank`` orders what may be given up first: CELL, MARGIN (the total of a row or column), TOTAL (of a table), FIGURE
    (of the report). ``fixed`` marks what stays published whatever follows from it (an exception, or a number
    that a third party has published).
    """

    id: str
    units: frozenset[str]
    value: int
    rank: int
    fixed: bool = False


class Protection(msgspec.Struct, frozen=True):
    """What protection asks: statements to withhold beside the sensitive ones, and sensitive ones beyond help.

    ``exposed`` maps sensitive statements that can be computed from fixed ones alone, so that withholding them hides
    nothing, to those fixed ones.
    """

    withheld: frozenset[str]
    exposed: dict[str, frozenset[str]]


def protect(
    statements: Sequence[Statement],
    sensitive: Iterable[str],
    *,
    width: int | Mapping[str, int],
    already: Iterable[str] = (),
    unnamed: Sequence[Statement] = (),
) -> Protection:
    """Return which statements must be withheld so that each sensitive one stays at least ``width`` wide.

    ``width`` may differ by statement; under ``""`` stands that of the others.

    Where fixed statements alone bound it more narrowly, it stays as wide as those allow. What is withheld ``already``,
    for another reason, is not known to a reader and is not published again. ``unnamed`` are sensitive groups that no
    number names, but that a subtraction could tell.

    Raises:
        DisclosureError: the statements contradict each other.
    """
    said = (*statements, *unnamed)
    linked = linked_statements(said)
    place = {statement.id: number for number, statement in enumerate(said)}
    targets = {*sensitive, *(statement.id for statement in unnamed)}
    needs = {place[id_]: width if isinstance(width, int) else width.get(id_, width[""]) for id_ in targets}
    inside = {place[id_] for id_ in already}
    pattern = suppress(linked, needs, inside=inside)
    kept = frozenset(needs) | inside
    room = Room(linked, needs, inside=kept)
    exposed = {
        said[number].id: frozenset(said[pin].id for pin in room.pins(number, linked.everything() | kept))
        for number in sorted(pattern.exposed)
    }
    return Protection(frozenset(said[number].id for number in pattern.withheld), exposed)


def bounds(statements: Sequence[Statement], target: Statement) -> tuple[float, float]:
    """Return the smallest and largest value of ``target`` that the published ``statements`` allow."""
    said = (*statements, target)
    atoms, sums = _sums(said)
    known = {number: (statement.value, statement.value) for number, statement in enumerate(statements)}
    published = Published(
        known=known,
        sums=[(equation.whole, equation.parts) for equation in sums],
        size=len(said) + len(atoms),
    )
    found = bounds_of(published, [len(statements)])[len(statements)]
    return found.low, found.high


def linked_statements(said: Sequence[Statement]) -> Linked:
    """Return statements as linked numbers, with how many units no statement tells apart in the background."""
    atoms, equations = _sums(said)
    figures = sum(statement.rank == FIGURE for statement in said)
    weights: dict[int, float] = {}
    earlier = 0
    for number, statement in enumerate(said):
        weights[number] = _WEIGHTS[statement.rank] + _ZERO * (statement.rank == CELL and statement.value == 0)
        if statement.rank == FIGURE:  # of figures the one that the study names last goes first
            weights[number] += (figures - earlier) / (figures + 1)
            earlier += 1
    return Linked(
        values=(*(statement.value for statement in said), *_sizes(said, atoms, equations)),
        equations=tuple(equations),
        background=frozenset(range(len(said), len(said) + len(atoms))),
        fixed=frozenset(number for number, statement in enumerate(said) if statement.fixed),
        weights=weights,
    )


def _sums(said: Sequence[Statement]) -> tuple[Mapping[tuple[int, ...], int], list[Equation]]:
    """Return how many units each atom has, by the statements that hold it, and each statement as a sum of atoms."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(said):
        for unit in statement.units:
            members[unit].append(number)
    atoms: dict[tuple[int, ...], int] = {}
    for signature in sorted(map(tuple, members.values())):
        atoms[signature] = atoms.get(signature, 0) + 1
    parts: dict[int, list[int]] = defaultdict(list)
    for place, signature in enumerate(atoms):
        for number in signature:
            parts[number].append(len(said) + place)
    return atoms, [Equation(number, tuple(parts[number])) for number in range(len(said))]


def _sizes(
    said: Sequence[Statement], atoms: Mapping[tuple[int, ...], int], equations: Sequence[Equation]
) -> tuple[int, ...]:
    """Return how much of the statements' counts lies in each atom.

    A unit may stand for more than one (a year of a series for its suspects); any way to divide the counts will do then,
    since no reader knows it.
    """
    if all(statement.value == len(statement.units) for statement in said):
        return tuple(atoms.values())
    import numpy as np

    from vonnis.disclosure.solver import Program

    size = len(atoms)
    rows = [{part - len(said): 1.0 for part in equation.parts} for equation in equations]
    values = [float(statement.value) for statement in said]
    program = Program(np.zeros(size), np.full(size, np.inf), rows, least=values, most=values, whole=range(size))
    answer = program.best({}, nodes=1000)
    if not len(answer.point):
        message = f"the published numbers around {said[0].id} contradict each other; check the units behind them"
        raise DisclosureError(message)
    return tuple(round(value) for value in answer.point)
