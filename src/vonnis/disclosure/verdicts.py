"""Hold every number of a release against the policy, alone and together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.policy import DocumentedException, Policy, Rule
from vonnis.disclosure.protection import Protection, Statement, protect
from vonnis.disclosure.rules import broken_rule, count_rule, passes_as_published
from vonnis.disclosure.statements import FIGURE, TOTAL, check_table, statement_of, statements_of
from vonnis.errors import DisclosureError

_ABOUT_COUNTS = ("threshold", "numerator", "complement", "zero")


class Verdict(msgspec.Struct, frozen=True):
    """What was decided about one number: the rule that speaks (``none`` where all is well) and an exception to it."""

    rule: Rule = "none"
    exception: DocumentedException | None = None

    @property
    def withheld(self) -> bool:
        """Whether the number stays inside."""
        return self.exception is None and self.rule not in ("none", "published_elsewhere")


def verdicts_on(results: Sequence[Result], tables: Sequence[TableResult], policy: Policy) -> dict[str, Verdict]:
    """Return a verdict for the id of each figure, each cell and each total.

    Raises:
        DisclosureError: an id stands twice, a table does not fit together, or a number lacks what the gate must know.
    """
    found = dict(_unique(_alone(results, tables, policy)))
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        for statements in _systems(here, [table for table in tables if table.level == level], found):
            sensitive = [
                statement.id
                for statement in statements
                if found[statement.id].withheld and found[statement.id].rule in _ABOUT_COUNTS
            ]
            protection = protect(statements, sensitive, width=policy.threshold_at(level))
            found |= _follow(protection, statements, found)
    for change in _given_away(results, found):
        found[change] = Verdict("linked", policy.exception_for(change, "linked"))
    return found


def _alone(results: Sequence[Result], tables: Sequence[TableResult], policy: Policy) -> Iterator[tuple[str, Verdict]]:
    for result in results:
        published = result.value is not None and passes_as_published(result, policy)
        yield result.id, _verdict(result.id, broken_rule(result, policy), policy, published=published)
    for table in tables:
        check_table(table)
        published = passes_as_published(table, policy)
        for statement in statements_of(table, (), fixed=frozenset()):
            rule = None if published else count_rule(statement.value, table.level, policy)
            yield statement.id, _verdict(statement.id, rule, policy, published=published)


def _verdict(id_: str, rule: Rule | None, policy: Policy, *, published: bool) -> Verdict:
    if rule is None:
        return Verdict("published_elsewhere" if published else "none")
    return Verdict(rule, None if rule == "not_computed" else policy.exception_for(id_, rule))


def _unique(pairs: Iterable[tuple[str, Verdict]]) -> Iterator[tuple[str, Verdict]]:
    seen: set[str] = set()
    for id_, verdict in pairs:
        if id_ in seen:
            message = f"two numbers are called {id_}; each number of a release needs an id of its own"
            raise DisclosureError(message)
        seen.add(id_)
        yield id_, verdict


def _systems(
    results: Sequence[Result], tables: Sequence[TableResult], found: dict[str, Verdict]
) -> Iterator[list[Statement]]:
    """Yield the statements about one level: those about the same keys together, other tables each on its own."""
    fixed = frozenset(
        id_ for id_, verdict in found.items() if verdict.exception or verdict.rule == "published_elsewhere"
    )
    known = {result.n for result in results if result.n is not None and found[result.id].rule != "least_n"}
    together = [statement for result in results if (statement := statement_of(result, fixed=fixed))]
    for table in tables:
        statements = [
            msgspec.structs.replace(statement, fixed=True) if _is_known(statement, known) else statement
            for statement in statements_of(table, results, fixed=fixed)
        ]
        ids = {statement.id for statement in statements}
        if ids.isdisjoint(result.id for result in results):
            together += statements
        else:
            yield statements
    if together:
        yield together


def _is_known(statement: Statement, known: set[int]) -> bool:
    """Tell whether a table's total stands in the report anyway, as the n of a figure at the same level."""
    return statement.rank == TOTAL and statement.value in known


def _follow(protection: Protection, statements: Sequence[Statement], found: dict[str, Verdict]) -> dict[str, Verdict]:
    """Return the verdicts that follow from protecting the sensitive numbers together."""
    figures = {statement.id for statement in statements if statement.rank == FIGURE}
    followed = {id_: Verdict("linked" if id_ in figures else "complementary") for id_ in protection.withheld}
    for id_, pins in protection.exposed.items():
        exceptions = [found[pin].exception for pin in sorted(pins) if found[pin].exception]
        followed[id_] = Verdict(found[id_].rule, exceptions[0]) if exceptions else Verdict("published_elsewhere")
    return followed


def _given_away(results: Sequence[Result], found: dict[str, Verdict]) -> Iterator[str]:
    """Yield published changes from which a withheld mean follows, because their other end is published."""
    means = [result for result in results if result.statistic == "mean" and found[result.id].withheld]
    for change in results:
        if change.statistic != "change" or found[change.id].withheld or found[change.id].exception:
            continue
        ends = [mean for mean in means if mean.units and set(mean.units) < set(change.units)]
        if any(len(set(change.units) - set(mean.units)) == 1 for mean in ends):
            yield change.id
