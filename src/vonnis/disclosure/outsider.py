"""The attack on a whole release: what a reader of all its numbers can tell about those that were withheld.

The attacker gets the released values and, beside them, which groups of units overlap and which lie inside each other:
more than a reader knows, and nothing that the gate noted while it chose. It does not know why a number was withheld. Of
each number that the gate calls sensitive it must not be able to tell less than a threshold's width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec

from vonnis.disclosure.amounts import RULES
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.given import Counted, Groups, Sums
from vonnis.disclosure.pinned import Finding, Fixed, findings_on, in_table, most_in, needs_of, of_rounded, of_sums
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release
from vonnis.disclosure.worked_out import (
    differences,
    printed_anyway,
    rest_of,
    resting_on_few,
    told_by_differences,
    told_by_means,
    told_by_missing,
    with_rests,
)

_SENSITIVE = frozenset({"threshold", "numerator", "zero", "one_complex", "recognisable"})


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of an attack: a finding for each sensitive number that was withheld."""

    findings: tuple[Finding, ...]

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The numbers that an outsider can pin down too narrowly."""
        return tuple(finding for finding in self.findings if finding.too_tight)


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
    excepted = {decision.id for decision in release.decisions if decision.outcome == "exception"}
    withheld = [decision for decision in release.decisions if decision.outcome == "withheld"]
    sensitive = {decision.id for decision in withheld if decision.rule in _SENSITIVE}
    hidden = {decision.id for decision in withheld}
    printed = _printed(release)
    findings = [
        *printed_anyway(release, hidden, printed=printed),
        *told_by_missing(release, hidden, policy=policy),
    ]
    for level in groups:
        if policy.method == "round":
            step = max(needs_of(level, release, policy=policy).values(), default=1)
            findings += of_rounded(level, printed, step=max(step, policy.threshold_at(level.level)))
            findings += resting_on_few(release, level, policy=policy, excepted=excepted)
        else:
            findings += _of_level(level, release, policy=policy, earlier=earlier, rows=rows)
    for table in release.tables if policy.method == "suppress" else ():
        if not any(cell.id in group.members for group in groups for row in table.cells for cell in row):
            findings += in_table(table, sensitive, excepted=excepted, policy=policy)
    few_bring_in = {decision.id for decision in withheld if decision.rule in RULES}
    for one in sums:
        findings += of_sums(one, release, targets=few_bring_in, excepted=excepted)
    return Attack(findings=tuple(findings))


def _of_level(
    groups: Groups,
    release: Release,
    *,
    policy: Policy,
    earlier: Sequence[EarlierNumber],
    rows: Sequence[Counted],
) -> Iterator[Finding]:
    """Yield what everything that is known about the units of one level tells."""
    excepted = {decision.id for decision in release.decisions if decision.outcome == "exception"}
    rules = {decision.id: decision.rule for decision in release.decisions if decision.outcome == "withheld"}
    level = with_rests(groups, (id_ for id_, rule in rules.items() if rule == "complement"))
    printed = _printed(release)
    known = {id_: value for id_ in level.members if (value := printed.get(id_)) is not None}
    now = {level.members[id_] for id_ in known}
    before = [number for number in earlier if number.name in level.members and number.units]
    known |= {number.name: number.value for number in before if level.members[number.name] not in now}
    rests = {rest_of(id_) for id_, rule in rules.items() if rule == "complement"}
    sensitive = {id_ for id_, rule in rules.items() if rule in _SENSITIVE} | rests
    targets = sorted(sensitive.intersection(level.members) - set(known))
    counted = {one.name: (one.low, one.high) for one in rows if one.name in level.members}
    told_of = partial(
        findings_on,
        level,
        known,
        fixed=Fixed(excepted, {number.name: number.value for number in before if number.at < release.at}),
        needs=needs_of(level, release, policy=policy),
        within=counted,
    )
    yield from told_of(targets=targets)
    on_few = {id_ for id_, rule in rules.items() if rule == "least_n"}
    resting = sorted(on_few.intersection(level.members) - set(known) - set(targets))
    yield from (one for one in told_of(targets=resting) if one.high is not None and one.high < one.needed)
    yield from differences(level, known, excepted=excepted, needed=policy.threshold_at(level.level))
    yield from told_by_differences(
        release, level, withheld=set(rules), excepted=excepted, needed=policy.threshold_at(level.level)
    )
    yield from resting_on_few(release, level, policy=policy, excepted=excepted)
    yield from told_by_means(
        release,
        level,
        earlier=before,
        excepted=excepted,
        sizes=lambda atoms: most_in(level, known, atoms=atoms),
        needed=policy.least_n_at(level.level),
    )


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
