"""Means and medians beside what was withheld: what they tell, and when they are rounded.

An exact mean of whole ages, with the number of people and their classes, is an equation over those ages; its interval
tells the sum of squares as well. A few ages that no table names then follow by trying all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.arithmetic import nearly_the_same
from vonnis.disclosure.claims import YEAR
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.rulings import Ruling
from vonnis.disclosure.statements import keys_of, printed

_AVERAGES = ("mean", "median", "lower_quartile", "upper_quartile")
_EXTREMES = ("minimum", "maximum")


def rounded(
    results: Sequence[Result], tables: Sequence[TableResult], *, rulings: Mapping[str, Ruling], policy: Policy
) -> frozenset[str]:
    """Return the ids of the means and medians that are released in whole units only, without interval.

    These are the published ones of which a table of the same units has a withheld cell, and those of which a minimum
    or maximum is published beside them; and means that stand beside that of nearly the same people, so that the mean of
    the few between them would follow. An average that says in which tables its classes stand is held against those
    alone, and a bound of an average is rounded where that is. Years are no persons, and their averages stay exact.
    """
    inside = frozenset(result.id for result in results if rulings[result.id].withheld)
    found = frozenset(
        result.id
        for result in results
        if result.statistic in _AVERAGES
        and result.level != YEAR
        and result.value is not None
        and not rulings[result.id].withheld
        and not result.published_elsewhere
        and (
            _beside_withheld(result, tables, rulings)
            or _beside_extreme(result, results, rulings)
            or nearly_the_same(result, results, withheld=inside, policy=policy)
        )
    )
    return found | {one.id for one in results if one.bound_of in found and one.id not in inside}


def _beside_withheld(result: Result, tables: Sequence[TableResult], rulings: Mapping[str, Ruling]) -> bool:
    return any(
        table.level == result.level
        and (result.classed_in is None or table.id in result.classed_in)
        and any(_shares_units(result.units, units) for units in _withheld(table, rulings))
        for table in tables
    )


def _beside_extreme(result: Result, results: Sequence[Result], rulings: Mapping[str, Ruling]) -> bool:
    return any(
        other.statistic in _EXTREMES
        and (other.level, other.unit) == (result.level, result.unit)
        and other.value is not None
        and not rulings[other.id].withheld
        and _shares_units(result.units, frozenset(other.units))
        for other in results
    )


def _withheld(table: TableResult, rulings: Mapping[str, Ruling]) -> Iterator[frozenset[str]]:
    """Yield the keys of each withheld cell; nothing is known of them in a table without keys."""
    for id_, where, _ in printed(table):
        if rulings[id_].withheld:
            yield keys_of(table, where) if table.units else frozenset()


def _shares_units(units: Collection[str], others: frozenset[str]) -> bool:
    """Tell whether two numbers are about some of the same units, or may be because the units are not known."""
    return not units or not others or not others.isdisjoint(units)
