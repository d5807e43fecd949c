"""A report in rounded counts: nothing is withheld for being small, every count becomes a multiple of the threshold.

All counts of a level are rounded together, in whichever table or sentence they stand: totals remain the sums of their
cells, and numbers about the same people the same. A share is that of two rounded counts, without interval; a mean or
median stands in whole units, and stays inside as ever where few people are behind it; what would follow from exact
counts (a change, a difference, a coefficient) is withheld, and so is a share by weights, which no two counts give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.claims import claims_of, n_id, said
from vonnis.disclosure.policy import LevelPolicy, Policy, Rule
from vonnis.disclosure.protection import Statement, linked_statements
from vonnis.disclosure.rounding import rounded_to
from vonnis.disclosure.rules import NO_CASES, Cases, amount_rule, passes_as_published, rests_on_few
from vonnis.disclosure.statements import is_crossing, printed, printed_counts, quantity_of, systems_of

_HALF = 0.5 + 1e-9
"""How far a count of units may lie from an estimate that it was rounded from."""
MIDDLES = ("mean", "median", "lower_quartile", "upper_quartile")


def rule_beside_rounding(result: Result, policy: Policy, *, cases: Cases = NO_CASES) -> Rule | None:
    """Return the rule that withholds a figure of a rounded report, or None.

    A mean or median in whole units still tells of the people behind it, and beside its bound of those whose answers are
    masked or bounded: their number is held as in any other report.
    """
    if result.value is None:
        return "not_computed"
    if passes_as_published(result, policy):
        return None
    if result.statistic in ("minimum", "maximum"):
        return "extreme" if policy.extremes_for(result.id) == "withhold" else None
    if result.statistic in ("count", "share"):
        return "from_rounded" if _is_weighted(result) and policy.threshold_at(result.level) > 1 else None
    if result.statistic in MIDDLES and result.unit != "count":
        return _rule_on_middle(result, policy, cases)
    return None if policy.threshold_at(result.level) == 1 else "from_rounded"


def _rule_on_middle(result: Result, policy: Policy, cases: Cases) -> Rule | None:
    if result.n is not None and result.n < policy.least_n_at(result.level):
        return "least_n"
    few: Rule | None = "small_group" if rests_on_few(result, policy, cases=cases) else None
    return few or amount_rule(result.amounts, policy) or cases.rule(result.units, policy)


def _is_weighted(result: Result) -> bool:
    """Tell whether a share is another than that of its counts, which the share of rounded counts would belie."""
    if result.value is None or result.numerator is None or not result.n:
        return False
    return abs(result.value - result.numerator / result.n) * result.n > _HALF


def rounding_policy(results: Sequence[Result], tables: Sequence[TableResult], *, policy: Policy) -> Policy:
    """Return a policy under which the threshold of each level is what all its counts are rounded to.

    That is the greatest threshold that any of them has, as a crossing or by its variable: counts of one level add up,
    so that one base must do for all.
    """
    bases: dict[str, int] = {}
    for level, number in (*_thresholds(results, policy), *_thresholds_of_cells(tables, policy)):
        bases[level] = max(number, bases.get(level, policy.threshold_at(level)))
    levels = {level: LevelPolicy(base, policy.least_n_at(level)) for level, base in bases.items()}
    raised = {level: own for level, own in levels.items() if own.threshold != policy.threshold_at(level)}
    return msgspec.structs.replace(policy, levels={**policy.levels, **raised})


def _thresholds(results: Sequence[Result], policy: Policy) -> Iterator[tuple[str, int]]:
    yield from (
        (one.level, policy.threshold_for(one.id, one.level)) for one in results if not passes_as_published(one, policy)
    )


def _thresholds_of_cells(tables: Sequence[TableResult], policy: Policy) -> Iterator[tuple[str, int]]:
    for one in tables:
        if not passes_as_published(one, policy):
            for id_, _, rank in printed(one):
                yield one.level, policy.threshold_for(id_, one.level, crossing=is_crossing(one, rank))


def rounded_counts(results: Sequence[Result], tables: Sequence[TableResult], *, policy: Policy) -> dict[str, int]:
    """Return every count of a release, n and numerator included, as a multiple of the threshold of its level.

    What a third party has published, where the policy lets that pass, is left out and stays exact.

    Raises:
        DisclosureError: no rounding was found that still adds up.
    """
    found: dict[str, int] = {}
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [one for one in results if one.level == level and not passes_as_published(one, policy)]
        there = [one for one in tables if one.level == level and not passes_as_published(one, policy)]
        found |= _of_level(here, there, policy.threshold_at(level))
    return found


def _of_level(results: Sequence[Result], tables: Sequence[TableResult], base: int) -> dict[str, int]:
    found: dict[str, int] = {}
    groups = said(claims_of(results, tables), fixed=())
    rounded = _together([group.statement for group in groups], base)
    for group in groups:
        found |= dict.fromkeys(group.members, rounded[group.statement.id])
    known = frozenset(result.n for result in results if result.n is not None)
    for statements in systems_of(results, tables, fixed=frozenset(), known=known):
        if not any(statement.id in found for statement in statements):
            found |= _together(statements, base)
    return {**{id_: _nearest(count, base) for id_, count in _counts(results, tables)}, **found}


def _together(statements: Sequence[Statement], base: int) -> dict[str, int]:
    if not statements:
        return {}
    values = rounded_to(linked_statements(statements), base)
    return {statement.id: value for statement, value in zip(statements, values, strict=False)}


def _counts(results: Sequence[Result], tables: Sequence[TableResult]) -> Iterator[tuple[str, int]]:
    for result in results:
        if result.statistic in ("count", "share") and (count := quantity_of(result)) is not None:
            yield result.id, count
        if result.n is not None:
            yield n_id(result), result.n
    for table in tables:
        yield from printed_counts(table)


def _nearest(count: int, base: int) -> int:
    return (count + base // 2) // base * base


def rounded_missing(missing: Mapping[str, int], base: int) -> dict[str, int | None]:
    """Return numbers of missing answers, each as the nearest multiple of the base."""
    return {kind: _nearest(count, base) for kind, count in missing.items()}
