"""Means of money of overlapping people, held against each other: what one withholds, the others may not tell.

A mean that is withheld because a few bring in most of it follows from the mean of all and that of the others, as a
withheld cell follows from its margins. The sums behind the means are therefore protected by the programs that protect
counts. A sum is wide enough where no reader can place it nearer than its rule asks: from the sum and its own amount the
second largest would tell the largest to within p; a bound may not show that a few bring in more than their share
(A. Hundepool et al., Statistical Disclosure Control, Wiley 2012, section 4.2 on protection levels).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

import msgspec

from vonnis.analysis.result import Result
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.protection import FIGURE, Protection, Statement, bounds, protect
from vonnis.disclosure.rules import passes_as_published

RULES = ("dominance", "p_percent")
_CENT = 0.01
_MOST = 1_000_000
"""Sums are counted in steps, so that the largest is no more than this: the solver is exact for such numbers."""
_NEAR = 1e-6


class Amounts(msgspec.Struct, frozen=True):
    """Means of one amount over groups that hang together.

    Attributes:
        step: how much money one is, in the statements.
        statements: the sum behind each mean, by the id of the mean.
        needs: how far apart the least and greatest sum must lie that a reader cannot rule out, were it withheld.
    """

    step: float
    statements: tuple[Statement, ...]
    needs: dict[str, int]


def amounts_of(results: Sequence[Result], policy: Policy, *, fixed: Collection[str] = ()) -> list[Amounts]:
    """Return the means of money of one level by the amount that they are means of.

    Means are of one amount where everyone in both has the same; a mean that is no plain mean of its amounts (by
    weights) is left out, since no sum follows from it.
    """
    groups: list[tuple[dict[str, float], list[Result]]] = []
    for result in sorted(filter(_is_plain, results), key=lambda one: (-len(one.units), one.id)):
        own = dict(zip(result.units, result.amounts, strict=True))
        for known, members in groups:
            shared = own.keys() & known.keys()
            if shared and all(own[key] == known[key] for key in shared):
                known.update(own)
                members.append(result)
                break
        else:
            groups.append((own, [result]))
    return [_scaled(known, members, policy, fixed) for known, members in groups]


def protect_amounts(found: Amounts, *, sensitive: Collection[str], already: Collection[str]) -> Protection:
    """Return which means must be withheld beside the ``sensitive`` ones; those withheld ``already`` are not known.

    A sum must have room on both sides: who brings in the second largest amount asks how large the largest is at most.
    The programs give room as a width, so that it is asked for more widely until both sides have theirs, or until only
    what stays published whatever follows narrows it.
    """
    widths = {**found.needs, "": 1}
    most = max(one.value for one in found.statements)
    while True:
        protection = protect(found.statements, sensitive, width=widths, already=already)
        inside = protection.withheld.union(already, sensitive)
        published = [one for one in found.statements if one.id not in inside]
        hidden = [one for one in found.statements if one.id in sensitive and one.id not in protection.exposed]
        near = [
            one.id
            for one in hidden
            if widths[one.id] <= most and lacks_a_side(one.value, found.needs[one.id], within=bounds(published, one))
        ]
        if not near:
            return protection
        widths |= {id_: 2 * widths[id_] for id_ in near}


def lacks_a_side(value: int, need: int, *, within: tuple[float, float]) -> bool:
    """Tell whether bounds leave a sum less than half of the room that it needs above or below it; none lies below 0."""
    low, high = within
    return high < value + need / 2 or low > max(0.0, value - need / 2)


def protection_of(amounts: Collection[float], policy: Policy) -> float:
    """Return how much more than it is a reader must think a sum may be, so that the rules on amounts hold."""
    sizes = sorted(map(abs, amounts), reverse=True)
    total = sum(sizes)
    found = [0.0]
    if policy.dominance and policy.dominance.share > 0:
        found.append(sum(sizes[: policy.dominance.largest]) / policy.dominance.share - total)
    if policy.p_percent is not None and sizes:
        found.append(policy.p_percent * sizes[0] - sum(sizes[2:]))
    return max(found)


def _is_plain(result: Result) -> bool:
    """Tell whether a result is a mean whose sum follows from it and its n."""
    if result.statistic != "mean" or result.value is None or not result.amounts:
        return False
    return len(result.units) == len(result.amounts) and abs(
        result.value - sum(result.amounts) / len(result.amounts)
    ) < _NEAR * max(1.0, abs(result.value))


def _scaled(known: Mapping[str, float], members: Sequence[Result], policy: Policy, fixed: Collection[str]) -> Amounts:
    # A reader knows how many people there are: counted from the least, no amount is below nought.
    least = min(0.0, *known.values())
    step = max(_CENT, sum(amount - least for amount in known.values()) / _MOST)
    steps = {key: round((amount - least) / step) for key, amount in known.items()}
    statements = tuple(_statements(members, steps, policy, fixed))
    needs = {one.id: max(1, ceil(2.0 * protection_of(one.amounts, policy) / step)) for one in members}
    return Amounts(step, statements, needs)


def _statements(
    members: Sequence[Result], steps: Mapping[str, int], policy: Policy, fixed: Collection[str]
) -> Iterator[Statement]:
    for one in members:
        yield Statement(
            id=one.id,
            units=frozenset(one.units),
            value=sum(steps[key] for key in one.units),
            rank=FIGURE,
            fixed=one.id in fixed or passes_as_published(one, policy),
        )
