"""Published figures from which a withheld one follows by a sum: a change, a difference, the means of other people.

Counts are held against each other by the programs of :mod:`vonnis.disclosure.protection`. What follows here follows by
plain arithmetic, from two figures or a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import msgspec

from vonnis.analysis.result import Result
from vonnis.disclosure.claims import YEAR
from vonnis.disclosure.policy import Policy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_NEAR = 1e-9
_TENTH = 0.1
_OF_A_SHARE = 4
"""A difference of two shares rests on four groups: who is counted and who is not, on either side."""


class Compared(msgspec.Struct, frozen=True):
    """A difference, and two shares or means (by their ids) that it is the first less the second of."""

    difference: str
    first: str
    second: str


class KnownMean(msgspec.Struct, frozen=True, kw_only=True):
    """A mean that is known without rounding, and the people behind it; ``fixed`` where nothing can take it back."""

    id: str
    measure: str
    unit: str
    units: frozenset[str]
    fixed: bool = False

    def may_be_of(self, measure: str, unit: str) -> bool:
        """Tell whether it may be a mean of this question, in this unit."""
        return self.unit == unit and (not self.measure or not measure or self.measure == measure)


def given_away(results: Sequence[Result], *, withheld: Collection[str]) -> Iterator[str]:
    """Yield published changes from which a withheld mean follows, because their other end is published."""
    means = [result for result in results if result.statistic == "mean" and result.id in withheld]
    for change in results:
        if change.statistic != "change" or change.id in withheld:
            continue
        ends = [mean for mean in means if mean.units and set(mean.units) < set(change.units)]
        if any(len(set(change.units) - set(mean.units)) == 1 for mean in ends):
            yield change.id


def told_by_differences(results: Sequence[Result], *, withheld: Collection[str]) -> Iterator[str]:
    """Yield published differences of two shares or means of which one is withheld: it would follow from the other."""
    for one in compared(results):
        if one.difference not in withheld and (one.first in withheld or one.second in withheld):
            yield one.difference


def compared(results: Sequence[Result]) -> Iterator[Compared]:
    """Yield which differences are between which shares or means.

    Where a difference names its groups, those are meant that count the same people in them, but for too few to matter:
    an estimate that the machine corrected lies near the difference of the coded shares. Else its value tells.
    """
    parts = [one for one in results if one.statistic in ("share", "mean") and one.value is not None and one.n]
    parts = [one for one in parts if not one.bound_of]
    for one in results:
        if one.statistic != "difference" or one.value is None:
            continue
        here = [part for part in parts if part.level == one.level]
        sides = _sides(one)
        for first, second in permutations(here, 2):
            if first.statistic == second.statistic and (
                _counts_side(first, sides[0]) and _counts_side(second, sides[1])
                if sides
                else _add_up(one, first, second)
            ):
                yield Compared(one.id, first.id, second.id)


def _sides(one: Result) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the groups on either side of a difference: who is counted and who is not, or all where it is of means."""
    groups = [frozenset(group) for group in one.groups]
    half = len(groups) // 2
    if len(groups) not in (2, _OF_A_SHARE) or (half == 1) is (one.unit == "share"):
        return ()
    return tuple(groups[:half]), tuple(groups[half:])


def _counts_side(part: Result, side: tuple[frozenset[str], ...]) -> bool:
    """Tell whether a share or mean is about one side of a difference, but for too few people to matter."""
    if part.statistic == "mean":
        return len(side) == 1 and _nearly(side[0], part.units)
    return len(side) > 1 and _nearly(frozenset().union(*side), part.base) and _nearly(side[0], part.units)


def _nearly(people: frozenset[str], others: Collection[str]) -> bool:
    """Tell whether two groups hold the same people but for a tenth of them."""
    return len(people.symmetric_difference(others)) <= _TENTH * len(people)


def _add_up(one: Result, first: Result, second: Result) -> bool:
    """Tell whether a difference is that of two shares by its people and its value."""
    bases = frozenset(first.base), frozenset(second.base)
    if first.statistic != "share" or not all(bases) or bases[0] & bases[1] or bases[0] | bases[1] != set(one.units):
        return False
    return abs((first.value or 0.0) - (second.value or 0.0) - (one.value or 0.0)) < _NEAR


def known_means(results: Sequence[Result], *, withheld: Collection[str]) -> list[KnownMean]:
    """Return the means of a level that are published as they are, where a sum over known people follows from them."""
    return [
        KnownMean(id=one.id, measure=one.measure, unit=one.unit, units=frozenset(one.units))
        for one in results
        if one.statistic == "mean"
        and one.level != YEAR
        and one.value is not None
        and one.id not in withheld
        and len(one.units) == one.n
        and not (one.basis and one.basis.weighted)
    ]


def nearly_the_same(result: Result, results: Sequence[Result], *, withheld: Collection[str], policy: Policy) -> bool:
    """Tell whether a few people lie between those of this mean and those of another that is published."""
    units, few = frozenset(result.units), policy.least_n_at(result.level)
    others = [
        one
        for one in known_means([one for one in results if one.level == result.level], withheld=withheld)
        if result.statistic == "mean" and one.may_be_of(result.measure, result.unit)
    ]
    return any(
        (one.units < units or units < one.units) and len(units.symmetric_difference(one.units)) < few for one in others
    )


def told_by_means(
    results: Sequence[Result], means: Sequence[KnownMean], *, withheld: Mapping[str, str], policy: Policy
) -> Iterator[str]:
    """Yield published means of one level that must go, since with others they tell the mean of too few people.

    That is so where a sum of published means, each some times, is about those few alone: all less the north less the
    south is the west. ``withheld`` holds the rule by the id of what stays inside.
    """
    for measure, unit in sorted({(one.measure, one.unit) for one in means}):
        own = [one for one in means if one.may_be_of(measure, unit)]
        few = policy.least_n_at(results[0].level)
        inside = [
            frozenset(one.units)
            for one in results
            if one.statistic == "mean" and withheld.get(one.id) == "least_n" and one.unit == unit and one.units
        ]
        yield from _dropped(own, [group for group in inside if len(group) < few], few)


def _dropped(means: Sequence[KnownMean], inside: Sequence[frozenset[str]], few: int) -> Iterator[str]:
    """Yield means to take back, of fewest people first, until none tells of too few but what fixed ones tell."""
    kept = list(means)
    free = sorted((one for one in means if not one.fixed), key=lambda one: (len(one.units), one.id))
    fixed = Span([one for one in means if one.fixed])
    while told := [group for group in Span(kept).tell_of(inside, few=few) if not fixed.tells(group)]:
        helping = (one for one in free if not Span([mean for mean in kept if mean is not one]).tells(told[0]))
        first = next(helping, None) or next((one for one in free if one.units & told[0]), free[0])
        free.remove(first)
        kept.remove(first)
        yield first.id


class Span:
    """What a reader can compute from some means: sums over people, each of them some times."""

    def __init__(self, means: Sequence[KnownMean]) -> None:
        """Tell the people apart by which means hold them."""
        import numpy as np

        sizes: dict[tuple[int, ...], set[str]] = {}
        for person in sorted(frozenset().union(*(one.units for one in means))):
            sizes.setdefault(tuple(n for n, one in enumerate(means) if person in one.units), set()).add(person)
        self._atoms = [frozenset(people) for people in sizes.values()]
        self._rows: Matrix = np.zeros((len(means), len(sizes)))
        for place, signature in enumerate(sizes):
            self._rows[list(signature), place] = 1.0

    def tells(self, group: frozenset[str]) -> bool:
        """Tell whether some sum is about people of this group alone."""
        return self._tells(self._rows, [atom <= group for atom in self._atoms])

    def tell_of(self, inside: Sequence[frozenset[str]], *, few: int) -> list[frozenset[str]]:
        """Return which of these groups some sum is about alone, and which other groups of fewer people than ``few``.

        The others are those that the means tell apart, alone and two together.
        """
        small = [len(atom) < few for atom in self._atoms]
        within = self._within(small)
        atoms = [(place, atom) for place, atom in enumerate(self._atoms) if small[place]] if within.size else []
        single = [atom for place, atom in atoms if self._tells(within, [place == n for n in range(len(small))])]
        double = [
            one | other
            for (first, one), (second, other) in combinations(atoms, 2)
            if len(one | other) < few and self._tells(within, [n in (first, second) for n in range(len(small))])
        ]
        return [*(group for group in inside if self.tells(group)), *single, *double]

    def alone(self) -> list[frozenset[str]]:
        """Return the groups that the means tell apart and some sum is about alone, of whatever size."""
        return [atom for atom in self._atoms if self.tells(atom)]

    def _within(self, small: Sequence[bool]) -> Matrix:
        """Return the sums that are about people of small groups alone."""
        import numpy as np
        from scipy.linalg import null_space

        if not self._rows.size or not any(small):
            return np.zeros((0, len(small)))
        outside = self._rows[:, [not one for one in small]]
        found: Matrix = null_space(outside.T).T @ self._rows if outside.size else self._rows
        kept: Matrix = found[np.abs(found).max(axis=1) > _NEAR]
        return kept

    @staticmethod
    def _tells(rows: Matrix, inside: Sequence[bool]) -> bool:
        import numpy as np

        if not rows.size:
            return False
        outside = rows[:, [not one for one in inside]]
        rank = int(np.linalg.matrix_rank(outside, tol=1e-7)) if outside.size else 0
        return rank < int(np.linalg.matrix_rank(rows, tol=1e-7))
