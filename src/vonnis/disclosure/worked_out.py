"""What an outsider works out from a few published figures by hand: who is missing, the rest of a total, other means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import permutations

import msgspec

from vonnis.disclosure.arithmetic import KnownMean, Span
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.given import Groups
from vonnis.disclosure.pinned import Finding, told_by_exceptions
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release


def printed_anyway(release: Release, withheld: set[str], *, printed: Mapping[str, int]) -> Iterator[Finding]:
    """Yield numbers that the log calls withheld and that stand in the release all the same."""
    values: dict[str, float] = {id_: float(value) for id_, value in printed.items()}
    values |= {result.id: result.value for result in release.results if result.value is not None}
    for id_ in sorted(withheld & values.keys()):
        yield Finding(id=id_, level="", low=values[id_], high=values[id_], needed=1, unavoidable=False)


def told_by_missing(release: Release, withheld: set[str], *, policy: Policy) -> Iterator[Finding]:
    """Yield each withheld n and total beside which it stands how many lack a valid answer: the rest of all units."""
    told = [(f"{one.id}.n", one.level, one.missing) for one in release.results]
    for table in release.tables:
        wholes = (table.total,) if table.total else table.row_totals
        told += [(cell.id, table.level, table.missing) for cell in wholes]
    for id_, level, missing in told:
        lacking = sum(count or 0 for count in missing.values())
        if id_ in withheld and lacking:
            needed = policy.threshold_at(level)
            yield Finding(id=id_, level=level, low=lacking, high=lacking, needed=needed, unavoidable=False)


def told_by_differences(
    release: Release, groups: Groups, *, withheld: set[str], excepted: set[str], needed: int
) -> Iterator[Finding]:
    """Yield each withheld share or mean of a group that follows from that of the other group and their difference."""
    values = {one.id: one.value for one in release.results if one.value is not None}
    pairs = [(one.difference, one.first, one.second, 1.0) for one in groups.compared]
    for difference, own, other, sign in (*pairs, *((d, b, a, -sign) for d, a, b, sign in pairs)):
        if own in withheld and difference in values and other in values:
            told = values[other] + sign * values[difference]
            free = difference in excepted
            yield Finding(id=own, level=groups.level, low=told, high=told, needed=needed, unavoidable=free)


def resting_on_few(release: Release, groups: Groups, *, policy: Policy, excepted: set[str]) -> Iterator[Finding]:
    """Yield each difference, share, coefficient or bound that is printed and worked out from a group of too few.

    In a report of rounded counts a share is that of two of them, and tells nothing of so few.
    """
    for one in release.results:
        if one.statistic == "share" and policy.method == "round":
            continue
        few = groups.smallest.get(one.id, 0)
        needed = policy.threshold_for(one.id, groups.level, crossing=one.statistic == "coefficient")
        if one.value is not None and 0 < few < needed and not one.published_elsewhere:
            free = one.id in excepted
            yield Finding(id=one.id, level=groups.level, low=few, high=few, needed=needed, unavoidable=free)


def rest_of(id_: str) -> str:
    """Return the name of what remains outside a share."""
    return f"outside {id_}"


def with_rests(groups: Groups, outside: Iterable[str]) -> Groups:
    """Add what remains outside a share that was withheld for that."""
    members = dict(groups.members)
    for id_ in sorted(outside):
        if id_ in members and f"{id_}.n" in members:
            members[rest_of(id_)] = tuple(atom for atom in members[f"{id_}.n"] if atom not in members[id_])
    return msgspec.structs.replace(groups, members=members)


def differences(groups: Groups, known: Mapping[str, int], *, excepted: set[str], needed: int) -> Iterator[Finding]:
    """Yield the few units that one published number has more than another that lies inside it."""
    told = told_by_exceptions(groups, known, excepted=excepted)
    sets = {frozenset(groups.members[id_]): id_ for id_ in sorted(known, reverse=True)}
    for big, part in permutations(sorted(sets, key=sorted), 2):
        few = known[sets[big]] - known[sets[part]]
        if part < big and 0 < few < needed and sets.get(big - part) not in told:
            yield Finding(
                id=f"{sets[big]} less {sets[part]}",
                level=groups.level,
                low=few,
                high=few,
                needed=needed,
                unavoidable={sets[big], sets[part]} <= told,
            )


def told_by_means(
    release: Release,
    groups: Groups,
    *,
    earlier: Sequence[EarlierNumber],
    excepted: set[str],
    sizes: Callable[[Collection[int]], float],
    needed: int,
) -> Iterator[Finding]:
    """Yield each group of too few people whose mean follows from a sum of exact means, each some times.

    Whoever a mean was withheld for is such a group; ``sizes`` tells how many people atoms hold at most.
    """
    means = [
        KnownMean(id=one.id, measure=groups.measures[one.id], unit=one.unit, units=_atoms(groups, f"{one.id}.n"))
        for one in release.results
        if one.id in groups.measures and one.value is not None and one.n is not None and not one.rounded
    ]
    before = [mean for one in earlier if one.name in groups.members and (mean := one.known_mean)]
    before = [msgspec.structs.replace(mean, units=_atoms(groups, mean.id)) for mean in before]
    free = {one.id for one in release.results if one.published_elsewhere} | excepted
    fixed = Span([*before, *(one for one in means if one.id in free)])
    hidden = {_atoms(groups, f"{one.id}.n"): one.id for one in release.decisions if one.rule == "least_n"}
    for measure, unit in sorted({(one.measure, one.unit) for one in means}):
        own = [one for one in (*means, *before) if one.may_be_of(measure, unit)]
        span = Span(own)
        told = dict.fromkeys(span.alone(), f"the mean of a few, from those in {unit}")
        told |= {
            big.units - part.units: f"the mean of {big.id} less that of {part.id}"
            for big, part in permutations(own, 2)
            if part.units < big.units
        }
        told |= {group: id_ for group, id_ in hidden.items() if group and span.tells(group)}
        for group, name in told.items():
            few = sizes(frozenset(map(int, group)))
            if few < needed:
                known = fixed.tells(group)
                yield Finding(id=name, level=groups.level, low=0, high=few, needed=needed, unavoidable=known)


def _atoms(groups: Groups, id_: str) -> frozenset[str]:
    return frozenset(map(str, groups.members.get(id_, ())))
