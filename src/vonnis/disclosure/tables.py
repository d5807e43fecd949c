"""Tables of units by their columns, with all margins, as one system of linked numbers.

A cell is known by the values that it fixes: ``{"sex": "f", "court": "Utrecht"}`` is one number, in whichever table it
stands; the cell that fixes nothing is the grand total. Where tables go round in a ring (A with B, B with C, C with A),
their shared margins do not say everything that a reader can infer: no people may exist who meet all tables. Then the
columns are joined into larger groups until no ring is left, and the counts of those joint groups stand in the
background (S.L. Lauritzen, Graphical Models, 1996: consistent tables over the cliques of a chordal graph belong to one
joint table).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

import msgspec

from vonnis.disclosure.linked import Equation, Linked

Key = tuple[tuple[str, str], ...]
"""The values that a cell fixes, as (column, value) in the order of the columns' names."""

JOINT_CELLS = 2_500
"""Beyond this many, joint groups are left out, and readers are supposed to combine shared margins only."""


class Layout(msgspec.Struct, frozen=True):
    """The shape of linked tables: nothing in it depends on a count.

    ``tables`` hold the names of their columns, ``categories`` the values of each column, ``keys`` every published cell,
    and then every joint group of the background.
    """

    tables: tuple[tuple[str, ...], ...]
    categories: Mapping[str, tuple[str, ...]]
    keys: tuple[Key, ...]
    published: int
    equations: tuple[Equation, ...]
    implied: tuple[Equation, ...]

    def linked(self, counts: Mapping[Key, int]) -> Linked:
        """Return the system with its true counts; what is not counted is zero."""
        return Linked(
            values=tuple(counts.get(key, 0) for key in self.keys),
            equations=self.equations,
            implied=self.implied,
            background=frozenset(range(self.published, len(self.keys))),
        )


def layout(tables: Iterable[Sequence[str]], categories: Mapping[str, Sequence[str]]) -> Layout:
    """Return how the cells of some tables hang together."""
    wanted = tuple(dict.fromkeys(tuple(columns) for columns in tables))
    values = {column: tuple(categories[column]) for columns in wanted for column in columns}
    sets = sorted({frozenset(columns) for columns in wanted}, key=sorted)
    shown = {part for columns in sets for part in _subsets(columns)}
    numbers: dict[Key, int] = {}
    _enter(shown, values, numbers)
    published = len(numbers)
    joint = _joint(sets, values)
    _enter({part for columns in joint for part in _subsets(columns)}, values, numbers)
    equations: list[Equation] = []
    implied: list[Equation] = []
    for columns in sorted({*shown, *(part for group in joint for part in _subsets(group))}, key=sorted):
        inside = [group for group in (*sets, *joint) if columns < group]
        sums = dict.fromkeys(extra for group in inside for extra in sorted(group - columns))
        # A margin is the same sum whichever table tells it; one sum a table column says all that is known.
        for place, extra in enumerate(sums):
            target = equations if place == 0 or not _follows(extra, sums, inside) else implied
            target.extend(_sums(columns, extra, values, numbers=numbers))
    return Layout(
        tables=wanted,
        categories=values,
        keys=tuple(numbers),
        published=published,
        equations=tuple(equations),
        implied=tuple(implied),
    )


def _subsets(columns: frozenset[str]) -> Iterator[frozenset[str]]:
    for size in range(len(columns), -1, -1):
        yield from map(frozenset, combinations(sorted(columns), size))


def _enter(parts: Iterable[frozenset[str]], values: Mapping[str, Sequence[str]], numbers: dict[Key, int]) -> None:
    """Number the cells of each set of columns, finest first."""
    for columns in sorted(parts, key=lambda part: (-len(part), sorted(part))):
        for key in _keys(columns, values):
            numbers.setdefault(key, len(numbers))


def _keys(columns: Iterable[str], values: Mapping[str, Sequence[str]]) -> Iterator[Key]:
    names = sorted(columns)
    for combination in product(*(values[name] for name in names)):
        yield tuple(zip(names, combination, strict=True))


def _sums(
    columns: frozenset[str], extra: str, values: Mapping[str, Sequence[str]], *, numbers: Mapping[Key, int]
) -> Iterator[Equation]:
    """Yield each cell of a margin as the sum over one more column."""
    for key in _keys(columns, values):
        parts = tuple(numbers[tuple(sorted((*key, (extra, value))))] for value in values[extra])
        yield Equation(numbers[key], parts)


def _follows(extra: str, sums: Iterable[str], inside: Sequence[frozenset[str]]) -> bool:
    """Tell whether a sum over one column follows from those over the columns before it."""
    before = []
    for other in sums:
        if other == extra:
            break
        before.append(other)
    return any({extra, other} <= group for group in inside for other in before)


def _joint(sets: Sequence[frozenset[str]], values: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """Return the groups of columns that must be added so that no ring is left; none where that is too much."""
    groups = _cliques(sets)
    added = [group for group in groups if not any(group <= columns for columns in sets)]
    size = sum(prod(len(values[column]) + 1 for column in group) for group in added)
    return added if size <= JOINT_CELLS else []


def _cliques(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the largest groups of a chordal graph over the columns: the one with fewest neighbours goes first."""
    near: dict[str, set[str]] = {column: set() for columns in sets for column in sorted(columns)}
    for columns in sets:
        for column in columns:
            near[column] |= columns - {column}
    found: list[frozenset[str]] = []
    while near:
        column = min(near, key=lambda name: (_missing(near, name), len(near[name]), name))
        around = near.pop(column)
        group = frozenset((column, *around))
        if not any(group <= other for other in found):
            found.append(group)
        for other in around:
            near[other] = (near[other] | around) - {other, column}
    return found


def _missing(near: Mapping[str, set[str]], column: str) -> int:
    """Return how many pairs around a column would have to be joined."""
    return sum(other not in near[one] for one, other in combinations(sorted(near[column]), 2))
