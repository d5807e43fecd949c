"""Sums of an amount in anyone's tables: what a few bring in most of, and what an outsider could compute of the largest.

A cell of a table may hold a sum beside its count. The sum is sensitive where its count is, where the largest two bring
in more than nine tenths of it (dominance), and where the second largest could compute the largest from it to within a
tenth (the p% rule). Sums hang together as counts do, so that the same programs protect them; a cell is withheld with
both its count and its sum (A. Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, fsum

import msgspec

from vonnis.disclosure.amounts import protection_of
from vonnis.disclosure.attack import Bounds, Published, bounds_of
from vonnis.disclosure.policy import default_policy
from vonnis.disclosure.rules import amount_rule
from vonnis.disclosure.suppression import suppress
from vonnis.disclosure.tables import Key, Layout

_CENT = 0.01
_MOST = 1_000_000
"""Sums are counted in steps, so that the largest is no more than this: the solver is exact for such numbers."""


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of some tables.

    Attributes:
        step: how much of the amount one is, in what the programs count.
        steps: the sum of each cell and joint group in steps.
        told: the sum of each published cell as it is.
        rooms: how many steps the least and the greatest possible sum of a sensitive cell must lie from the true one.
    """

    step: float
    steps: dict[Key, int]
    told: dict[Key, float]
    rooms: dict[Key, int]

    def too_near(self, found: Mapping[Key, Bounds]) -> list[Key]:
        """Return the sensitive cells of which a reader knows too well how large the sum is at most, or at least."""
        return sorted(key for key in self.rooms if self._is_near(key, found[key]))

    def _is_near(self, key: Key, found: Bounds) -> bool:
        true, room = self.steps.get(key, 0), self.rooms[key]
        return found.high < true + room or found.low > max(0, true - room)


def sums_of(plan: Layout, amounts: Mapping[Key, Iterable[float]], *, few: Iterable[Key]) -> Sums:
    """Return the sums of an amount in the cells of a layout, by the amounts of the units of each combination.

    ``few`` are the cells whose count is sensitive: their sum is so too. Amounts are not negative.
    """
    given = {key: tuple(values) for key, values in amounts.items()}
    step = max(_CENT, fsum(value for values in given.values() for value in values) / _MOST)
    columns = list(dict.fromkeys(tuple(column for column, _ in key) for key in plan.keys))
    held: dict[Key, list[float]] = {}
    for names in columns:
        for key, values in given.items():
            held.setdefault(tuple(pair for pair in key if pair[0] in names), []).extend(values)
    shown = {key: held.get(key, []) for key in plan.keys[: plan.published]}
    small = set(few)
    rooms = {
        key: max(1, ceil(_room(values, few=key in small) / step))
        for key, values in shown.items()
        if key in small or amount_rule(values, default_policy())
    }
    return Sums(
        step=step,
        steps={key: sum(round(value / step) for value in values) for key, values in held.items()},
        told={key: round(fsum(values), 2) for key, values in shown.items()},
        rooms=rooms,
    )


def withheld_for_sums(plan: Layout, sums: Sums, *, inside: frozenset[int]) -> frozenset[int]:
    """Return which cells of a layout are withheld for their sums, with those that are ``inside`` anyway.

    A sum must have room on both sides: who brings in the second largest amount asks how large the largest is at most.
    The programs give room as a width, so that it is asked for more widely until both sides have theirs.
    """
    linked = plan.linked(sums.steps)
    wide = {number: 2 * sums.rooms[key] for number, key in enumerate(plan.keys) if key in sums.rooms}
    kept = inside | frozenset(wide)
    while True:
        kept |= suppress(linked, wide, inside=kept).withheld
        known = {number: (linked.values[number],) * 2 for number in range(plan.published) if number not in kept}
        read = Published(known, [(one.whole, one.parts) for one in plan.equations], len(plan.keys))
        found = {plan.keys[number]: bounds for number, bounds in bounds_of(read, wide).items()}
        near = set(sums.too_near(found))
        if not near:
            return kept
        wide |= {number: 2 * width for number, width in wide.items() if plan.keys[number] in near}


def _room(values: list[float], *, few: bool) -> float:
    """Return how much more than it is a reader must think a sum may be; of a few people at least p% of the largest."""
    policy = default_policy()
    least = (policy.p_percent or 0.0) * max(values, default=0.0) if few else 0.0
    return max(least, protection_of(values, policy))
