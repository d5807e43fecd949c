"""The attack on a whole release: what a reader of all its numbers can tell about those that were withheld.

The attacker gets the released values and, beside them, which groups of units overlap and which lie inside each other:
more than a reader knows, and nothing that the gate noted while it chose. It does not know why a number was withheld. Of
each number that the gate calls sensitive it must not be able to tell less than a threshold's width.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from math import ceil, inf, isfinite

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.amounts import RULES, amounts_of, lacks_a_side
from vonnis.disclosure.attack import Bounds, Published, bounds_of
from vonnis.disclosure.claims import claims_of
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release, ReleasedTable

_SENSITIVE = frozenset({"threshold", "numerator", "zero", "one_complex", "recognisable"})
_EXACT: Mapping[str, tuple[int, int]] = {}


class Groups(msgspec.Struct, frozen=True, kw_only=True):
    """Which groups overlap, at one level: for each number the atoms that its units fall in. No count stands in it."""

    level: str
    atoms: int
    members: dict[str, tuple[int, ...]]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the attacker can tell about one withheld number; ``unavoidable`` where exceptions alone tell as much.

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
        """Whether the number is pinned within less than the threshold, by more than documented exceptions."""
        narrow = self.high is not None and self.high - self.low < self.needed
        return (narrow or self.near) and not self.unavoidable


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader can count in the public data: of these units there are ``low`` to ``high`` rows."""

    name: str
    level: str
    units: tuple[str, ...]
    low: int
    high: int


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of an attack: a finding for each sensitive number that was withheld."""

    findings: tuple[Finding, ...]

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The numbers that an outsider can pin down too narrowly."""
        return tuple(finding for finding in self.findings if finding.too_tight)


def groups_of(
    results: Sequence[Result], tables: Sequence[TableResult], *, earlier: Sequence[EarlierNumber | Counted] = ()
) -> tuple[Groups, ...]:
    """Return which groups of units overlap, level by level, for all numbers of a release and of earlier ones.

    What can be counted in the public data may stand among the ``earlier`` ones.
    """
    found = []
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        claims = {claim.id: claim.units for claim in claims_of(here, [one for one in tables if one.level == level])}
        claims |= {number.name: frozenset(number.units) for number in earlier if number.level == level}
        signatures: dict[str, list[str]] = defaultdict(list)
        for id_, units in claims.items():
            for unit in units:
                signatures[unit].append(id_)
        atoms = {
            signature: place for place, signature in enumerate(sorted({tuple(one) for one in signatures.values()}))
        }
        members = {id_: tuple(n for signature, n in atoms.items() if id_ in signature) for id_ in claims}
        found.append(Groups(level=level, atoms=len(atoms), members=members))
    return tuple(found)


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of money behind the means of one level that hang together, in steps.

    ``values`` are those that follow from a mean and its n, wherever that mean is released; ``needs`` is how wide each
    must stay where it is not.
    """

    groups: Groups
    step: float
    values: dict[str, int]
    people: dict[str, int]
    needs: dict[str, int]


def sums_of(results: Sequence[Result], *, policy: Policy) -> tuple[Sums, ...]:
    """Return which people the means of money of each level share, and the sums that would follow from them."""
    found = []
    for level in sorted({result.level for result in results}):
        for amounts in amounts_of([one for one in results if one.level == level], policy):
            signatures: dict[str, list[str]] = defaultdict(list)
            for one in amounts.statements:
                for unit in one.units:
                    signatures[unit].append(one.id)
            atoms = sorted({tuple(one) for one in signatures.values()})
            members = {
                one.id: tuple(place for place, signature in enumerate(atoms) if one.id in signature)
                for one in amounts.statements
            }
            found.append(
                Sums(
                    groups=Groups(level=level, atoms=len(atoms), members=members),
                    step=amounts.step,
                    values={one.id: one.value for one in amounts.statements},
                    people={one.id: len(one.units) for one in amounts.statements},
                    needs=amounts.needs,
                )
            )
    return tuple(found)


def attack(
    release: Release,
    groups: Iterable[Groups],
    *,
    policy: Policy,
    earlier: Sequence[EarlierNumber] = (),
    rows: Sequence[Counted] = (),
    sums: Iterable[Sums] = (),
) -> Attack:
    """Return what an outsider can tell about each sensitive number that a release withholds.

    Args:
        release: everything that leaves.
        groups: which groups of units overlap (:func:`groups_of`).
        policy: the thresholds that the release was made under.
        earlier: what earlier releases of the same study have printed.
        rows: what can be counted in the public data.
        sums: the means of money that hang together (:func:`sums_of`).

    Raises:
        DisclosureError: the released numbers contradict each other.
    """
    printed = _printed(release)
    excepted = {decision.id for decision in release.decisions if decision.outcome == "exception"}
    withheld = [decision for decision in release.decisions if decision.outcome == "withheld"]
    sensitive = {decision.id for decision in withheld if decision.rule in _SENSITIVE}
    on_few = {decision.id for decision in withheld if decision.rule == "least_n"}
    outside = {decision.id for decision in withheld if decision.rule == "complement"}
    hidden = {decision.id for decision in withheld}
    findings = [*_printed_anyway(release, hidden, printed), *_told_by_missing(release, hidden, policy)]
    findings += _told_by_differences(release, hidden, excepted=excepted, policy=policy)
    for level in (_with_rests(one, outside) for one in groups):
        if policy.method == "round":
            step = max(_needs(level, release, policy).values(), default=1)
            findings += _of_rounded(level, printed, max(step, policy.threshold_at(level.level)))
            continue
        known = {id_: value for id_ in level.members if (value := printed.get(id_)) is not None}
        now = {level.members[id_] for id_ in known}
        before = [number for number in earlier if number.name in level.members]
        known |= {number.name: number.value for number in before if level.members[number.name] not in now}
        rests = {_rest(id_) for id_ in outside}
        targets = sorted((sensitive | rests).intersection(level.members) - set(known))
        counted = {one.name: (one.low, one.high) for one in rows if one.name in level.members}
        needs = _needs(level, release, policy)
        findings += _findings(level, known, targets, excepted=excepted, needs=needs, within=counted)
        resting = sorted(on_few.intersection(level.members) - set(known) - set(targets))
        found = _findings(level, known, resting, excepted=excepted, needs=needs, within=counted)
        findings += [one for one in found if one.high is not None and one.high < one.needed]
        findings += _differences(level, known, excepted=excepted, needed=policy.threshold_at(level.level))
        findings += _differences_of_means(level, release, needed=policy.least_n_at(level.level))
    for table in release.tables if policy.method == "suppress" else ():
        if not any(cell.id in group.members for group in groups for row in table.cells for cell in row):
            findings += _in_table(table, sensitive, excepted, policy)
    few_bring_in = {decision.id for decision in withheld if decision.rule in RULES}
    for one in sums:
        findings += _of_sums(one, release, few_bring_in, excepted=excepted)
    return Attack(findings=tuple(findings))


def _printed_anyway(release: Release, withheld: set[str], printed: Mapping[str, int]) -> Iterator[Finding]:
    """Yield numbers that the log calls withheld and that stand in the release all the same."""
    values: dict[str, float] = {id_: float(value) for id_, value in printed.items()}
    values |= {result.id: result.value for result in release.results if result.value is not None}
    for id_ in sorted(withheld & values.keys()):
        yield Finding(id=id_, level="", low=values[id_], high=values[id_], needed=1, unavoidable=False)


def _told_by_missing(release: Release, withheld: set[str], policy: Policy) -> Iterator[Finding]:
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


def _told_by_differences(
    release: Release, withheld: set[str], *, excepted: set[str], policy: Policy
) -> Iterator[Finding]:
    """Yield each withheld share of a group that follows from that of the other group and their difference."""
    values = {one.id: one.value for one in release.results if one.value is not None}
    for one in release.results:
        if one.statistic != "difference" or one.value is None:
            continue
        for group, other, sign in (("first", "second", 1.0), ("second", "first", -1.0)):
            own, beside = f"{one.id}_{group}", values.get(f"{one.id}_{other}")
            if own in withheld and beside is not None:
                told = beside + sign * one.value
                yield Finding(
                    id=own,
                    level=one.level,
                    low=told,
                    high=told,
                    needed=policy.threshold_at(one.level),
                    unavoidable=one.id in excepted,
                )


def _of_sums(sums: Sums, release: Release, targets: set[str], *, excepted: set[str]) -> list[Finding]:
    """Attack the sums behind withheld means of money by those that follow from released ones, rounded or not."""
    wanted = sorted(targets & sums.values.keys())
    open_ = [one for one in release.results if one.id in sums.values and one.value is not None]
    known = {one.id: sums.values[one.id] for one in open_}
    off = {one.id: ceil(sums.people[one.id] / 2 / sums.step) for one in open_ if one.rounded}
    within = {id_: (known[id_] - many, known[id_] + many) for id_, many in off.items()}
    found = _findings(sums.groups, known, wanted, excepted=excepted, needs=sums.needs, within=within)
    if _told(sums.groups, known, excepted) or any(one.published_elsewhere for one in open_):
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


def _rest(id_: str) -> str:
    return f"outside {id_}"


def _with_rests(groups: Groups, outside: Iterable[str]) -> Groups:
    """Add what remains outside a share that was withheld for that."""
    members = dict(groups.members)
    for id_ in sorted(outside):
        if id_ in members and f"{id_}.n" in members:
            members[_rest(id_)] = tuple(atom for atom in members[f"{id_}.n"] if atom not in members[id_])
    return msgspec.structs.replace(groups, members=members)


def _told(groups: Groups, known: Mapping[str, int], excepted: set[str]) -> set[str]:
    """Return the numbers that an exception publishes: its own, its n, and any other about exactly the same units."""
    own = {id_ for id_ in known if id_ in excepted or id_.removesuffix(".n") in excepted}
    sets = {frozenset(groups.members[id_]) for id_ in own}
    return {id_ for id_ in known if frozenset(groups.members[id_]) in sets}


def _differences(groups: Groups, known: Mapping[str, int], *, excepted: set[str], needed: int) -> Iterator[Finding]:
    """Yield the few units that one published number has more than another that lies inside it."""
    told = _told(groups, known, excepted)
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


def _differences_of_means(groups: Groups, release: Release, *, needed: int) -> Iterator[Finding]:
    """Yield the few people whose mean follows from two exact means, the people of one among those of the other."""
    means = [
        result
        for result in release.results
        if (result.level, result.statistic) == (groups.level, "mean")
        and result.value is not None
        and result.n is not None
        and not result.rounded
    ]
    for big, part in permutations(means, 2):
        outer, inner = (frozenset(groups.members.get(f"{one.id}.n", ())) for one in (big, part))
        few = (big.n or 0) - (part.n or 0)
        if big.unit == part.unit and inner < outer and 0 < few < needed:
            name = f"the mean of {big.id} less that of {part.id}"
            yield Finding(id=name, level=groups.level, low=few, high=few, needed=needed, unavoidable=False)


def _findings(
    groups: Groups,
    known: Mapping[str, int],
    targets: Sequence[str],
    *,
    excepted: set[str],
    needs: Mapping[str, int],
    within: Mapping[str, tuple[int, int]] = _EXACT,
) -> list[Finding]:
    all_bounds = _bounds(groups, known, targets, within=within)
    tight = [id_ for id_ in targets if all_bounds[id_].width < needs[id_]]
    told = {id_: known[id_] for id_ in _told(groups, known, excepted)}
    ranges = {id_: range_ for id_, range_ in within.items() if id_ in told}
    alone = _bounds(groups, told, tight, within=ranges) if told and tight else {}
    return [
        Finding(
            id=id_,
            level=groups.level,
            low=all_bounds[id_].low,
            high=all_bounds[id_].high if isfinite(all_bounds[id_].high) else None,
            needed=needs[id_],
            unavoidable=id_ in alone and alone[id_].width <= all_bounds[id_].width,
        )
        for id_ in targets
    ]


def _needs(groups: Groups, release: Release, policy: Policy) -> dict[str, int]:
    """Return how wide each number of a level must stay."""
    crossings = _crossings(release.tables)
    return {id_: _need(id_, groups.level, policy, crossings=crossings) for id_ in groups.members}


def _need(id_: str, level: str, policy: Policy, *, crossings: Collection[str]) -> int:
    return policy.threshold_for(id_, level, crossing=id_ in crossings)


def _crossings(tables: Sequence[ReleasedTable]) -> set[str]:
    """Return the cells that set two variables beside each other."""
    two_ways = (table for table in tables if len(table.rows) > 1 and len(table.columns) > 1)
    return {cell.id for table in two_ways for row in table.cells for cell in row}


def _of_rounded(groups: Groups, printed: Mapping[str, int], step: int) -> list[Finding]:
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


def _printed(release: Release) -> dict[str, int]:
    """Return every count that a release prints, by the id under which the gate rules on it."""
    found: dict[str, int | None] = {}
    for result in release.results:
        counted = result.value if result.statistic == "count" else result.numerator
        found[result.id] = None if counted is None else round(counted)
        found[f"{result.id}.n"] = result.n
    for table in release.tables:
        cells = [cell for row in table.cells for cell in row]
        cells += [*table.row_totals, *table.column_totals, *([table.total] if table.total else [])]
        found |= {cell.id: cell.value for cell in cells}
    return {id_: value for id_, value in found.items() if value is not None}


def _in_table(table: ReleasedTable, sensitive: set[str], excepted: set[str], policy: Policy) -> list[Finding]:
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
    return _findings(groups, known, targets, excepted=excepted, needs=needs)
