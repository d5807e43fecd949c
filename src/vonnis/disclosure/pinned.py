"""The bounds that all that is published leaves around a withheld number, by linear programs over one level."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil, inf, isfinite

import msgspec

from vonnis.disclosure.amounts import lacks_a_side
from vonnis.disclosure.attack import Bounds, Published, bounds_of
from vonnis.disclosure.given import Groups, Sums
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release, ReleasedTable

_EXACT: Mapping[str, tuple[int, int]] = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the attacker can tell about one withheld number.

    ``unavoidable`` where documented exceptions alone tell as much, or earlier releases leave no wider a range.

    ``near`` marks a sum that can be told from one side better than its rule allows.
    """

    id: str
    level: str
    low: float
    high: float | None
    needed: int
    unavoidable: bool
    near: bool = False

    @property
    def too_tight(self) -> bool:
        """Whether the number is pinned within less than the threshold, by more than what nobody can take back."""
        narrow = self.high is not None and self.high - self.low < self.needed
        return (narrow or self.near) and not self.unavoidable


class Fixed(msgspec.Struct, frozen=True):
    """What nobody takes back: the numbers ``excepted`` from the rules, and those printed ``before``, by value."""

    excepted: set[str]
    before: Mapping[str, int] = {}


def findings_on(
    groups: Groups,
    known: Mapping[str, int],
    *,
    targets: Sequence[str],
    fixed: Fixed,
    needs: Mapping[str, int],
    within: Mapping[str, tuple[int, int]] = _EXACT,
) -> list[Finding]:
    """Return what the known numbers tell about each target; of others a reader knows ``within`` what they lie."""
    all_bounds = _bounds(groups, known, targets, within=within)
    tight = {id_: all_bounds[id_].width for id_ in targets if all_bounds[id_].width < needs[id_]}
    told = {id_: known[id_] for id_ in told_by_exceptions(groups, known, excepted=fixed.excepted)}
    ranges = {id_: range_ for id_, range_ in within.items() if id_ in told}
    alone = _bounds(groups, told, list(tight), within=ranges) if told and tight else {}
    free = {id_ for id_, left in alone.items() if left.width <= tight[id_]}
    rest = {id_: width for id_, width in tight.items() if id_ not in free}
    if fixed.before and rest:
        since = _bounds(groups, {**fixed.before, **told}, list(rest), within=ranges)
        now = {id_: value for id_, value in known.items() if id_ not in fixed.before}
        here = _bounds(groups, now, list(rest), within=within)
        free |= _left_by_earlier(rest, since=since, here=here, needs=needs)
    return [
        Finding(
            id=id_,
            level=groups.level,
            low=all_bounds[id_].low,
            high=all_bounds[id_].high if isfinite(all_bounds[id_].high) else None,
            needed=needs[id_],
            unavoidable=id_ in free,
        )
        for id_ in targets
    ]


def _left_by_earlier(
    tight: Mapping[str, float], *, since: Mapping[str, Bounds], here: Mapping[str, Bounds], needs: Mapping[str, int]
) -> set[str]:
    """Return the numbers of which earlier releases leave so ``tight`` a range by themselves that this adds nothing.

    This one does not narrow it, and leaves room enough to who has read no earlier one. A number that they tell exactly
    is none of these: it was let out under another rule, or it leaked, and people must decide.
    """
    return {id_ for id_, width in tight.items() if 0 < since[id_].width <= width and here[id_].width >= needs[id_]}


def most_in(groups: Groups, known: Mapping[str, int], *, atoms: Collection[int]) -> float:
    """Return how many units some atoms hold at most, by all that is known."""
    asked = msgspec.structs.replace(groups, members={**groups.members, "": tuple(sorted(atoms))})
    return _bounds(asked, known, [""], within={})[""].high


def needs_of(groups: Groups, release: Release, *, policy: Policy) -> dict[str, int]:
    """Return how wide each number of a level must stay."""
    crossings = _crossings(release.tables)
    return {id_: _need(id_, groups.level, policy, crossings=crossings) for id_ in groups.members}


def _need(id_: str, level: str, policy: Policy, *, crossings: Collection[str]) -> int:
    return policy.threshold_for(id_, level, crossing=id_ in crossings)


def _crossings(tables: Sequence[ReleasedTable]) -> set[str]:
    """Return the cells that set two variables beside each other."""
    two_ways = (table for table in tables if len(table.rows) > 1 and len(table.columns) > 1)
    return {cell.id for table in two_ways for row in table.cells for cell in row}


def of_rounded(groups: Groups, printed: Mapping[str, int], *, step: int) -> list[Finding]:
    """Attack rounded counts: each lies at most one step from what is printed, and all of them hang together."""
    known = {id_: value for id_ in groups.members if (value := printed.get(id_)) is not None}
    off = step if step > 1 else 0
    within = {id_: (value - off, value + off) for id_, value in known.items()}
    all_bounds = _bounds(groups, known, sorted(known), within=within)
    return [
        Finding(id=id_, level=groups.level, low=one.low, high=one.high, needed=step, unavoidable=False)
        for id_, one in all_bounds.items()
        if step > 1
    ]


def told_by_exceptions(groups: Groups, known: Mapping[str, int], *, excepted: set[str]) -> set[str]:
    """Return the numbers that an exception publishes: its own, its n, and any other about exactly the same units."""
    own = {id_ for id_ in known if id_ in excepted or id_.removesuffix(".n") in excepted}
    sets = {frozenset(groups.members[id_]) for id_ in own}
    return {id_ for id_ in known if frozenset(groups.members[id_]) in sets}


def _bounds(
    groups: Groups, known: Mapping[str, int], targets: Sequence[str], *, within: Mapping[str, tuple[int, int]]
) -> dict[str, Bounds]:
    """Return what the known numbers tell about some; of others a reader knows ``within`` what they lie."""
    numbers = {id_: groups.atoms + place for place, id_ in enumerate(groups.members)}
    ranges = {id_: (value, value) for id_, value in known.items()} | dict(within)
    published = Published(
        known={numbers[id_]: (max(0.0, float(low)), float(high)) for id_, (low, high) in ranges.items()},
        sums=[(numbers[id_], atoms) for id_, atoms in groups.members.items()],
        size=groups.atoms + len(numbers),
    )
    found = bounds_of(published, [numbers[id_] for id_ in targets])
    return {id_: found[numbers[id_]] for id_ in targets}


def of_sums(sums: Sums, release: Release, *, targets: set[str], excepted: set[str]) -> list[Finding]:
    """Attack the sums behind withheld means of money by those that follow from released ones, rounded or not."""
    wanted = sorted(targets & sums.values.keys())
    open_ = [one for one in release.results if one.id in sums.values and one.value is not None]
    known = {one.id: sums.values[one.id] for one in open_}
    off = {one.id: ceil(sums.people[one.id] / 2 / sums.step) for one in open_ if one.rounded}
    within = {id_: (known[id_] - many, known[id_] + many) for id_, many in off.items()}
    found = findings_on(sums.groups, known, targets=wanted, fixed=Fixed(excepted), needs=sums.needs, within=within)
    if told_by_exceptions(sums.groups, known, excepted=excepted) or any(one.published_elsewhere for one in open_):
        return found  # what stays published whatever follows may narrow one side
    return [
        msgspec.structs.replace(
            one,
            near=lacks_a_side(
                sums.values[one.id], sums.needs[one.id], within=(one.low, inf if one.high is None else one.high)
            ),
        )
        for one in found
    ]


def in_table(table: ReleasedTable, sensitive: set[str], *, excepted: set[str], policy: Policy) -> list[Finding]:
    """Attack a table whose units are not known by what it prints alone: its cells, and the totals that add up."""
    columns = len(table.columns)
    place = {
        cell.id: row * columns + column for row, cells in enumerate(table.cells) for column, cell in enumerate(cells)
    }
    members: dict[str, tuple[int, ...]] = {id_: (number,) for id_, number in place.items()}
    rows = [tuple(place[cell.id] for cell in cells) for cells in table.cells]
    members |= {cell.id: parts for cell, parts in zip(table.row_totals, rows, strict=False)}
    members |= {cell.id: parts for cell, parts in zip(table.column_totals, zip(*rows, strict=True), strict=False)}
    if table.total:
        members[table.total.id] = tuple(place.values())
    groups = Groups(level=table.level, atoms=len(place), members=members)
    cells = [cell for row in table.cells for cell in row]
    cells += [*table.row_totals, *table.column_totals, *([table.total] if table.total else [])]
    known = {cell.id: cell.value for cell in cells if cell.value is not None}
    targets = sorted(sensitive.intersection(members) - set(known))
    needs = {id_: _need(id_, table.level, policy, crossings=_crossings([table])) for id_ in targets}
    return findings_on(groups, known, targets=targets, fixed=Fixed(excepted), needs=needs)
