"""Which source each number rests on: how many of the units behind it come from which, as tables for the gate.

Numbers about the same units share one table. Each has the keys of its units, so that the gate holds it against all
other numbers: a source that few units come from is withheld as any small count is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.result import Result, TableResult, Text

PREFIX = "sources_"
"""How the ids of these tables begin; the id of the first number that rests on these units follows."""
_TITLE = {"nl": "Bronnen van: {label}", "en": "Sources of: {label}"}
_DEFINITION = {
    "nl": "Hoeveel van de eenheden achter dit cijfer uit welke bron komen.",
    "en": "How many of the units behind this figure come from which source.",
}
_COLUMN = {"nl": "eenheden", "en": "units"}


class BySource(msgspec.Struct, frozen=True):
    """Tables of sources, and for each (by its id) the numbers that rest on its units."""

    tables: tuple[TableResult, ...] = ()
    figures: dict[str, tuple[str, ...]] = {}


def by_source(analysis: Analysis, homes: Mapping[str, str], *, labels: Mapping[str, Text]) -> BySource:
    """Return the tables of sources of all numbers whose units are known.

    Args:
        analysis: the numbers.
        homes: the source of each unit.
        labels: the sources in their order, in words; a table has a row for each.
    """
    groups: dict[tuple[str, frozenset[str]], list[Result | TableResult]] = {}
    everything: list[Result | TableResult] = [*analysis.results, *analysis.tables]
    for one in everything:
        units = frozenset(unit for unit in _units_behind(one) if unit in homes)
        if units:
            groups.setdefault((one.level, units), []).append(one)
    tables = tuple(_table(same[0], units, homes, labels=labels) for (_, units), same in groups.items())
    told = {f"{PREFIX}{same[0].id}": tuple(one.id for one in same) for same in groups.values()}
    return BySource(tables, told)


def _units_behind(one: Result | TableResult) -> Iterable[str]:
    """Return the units that a number rests on: those of its denominator, or all of a table."""
    if isinstance(one, TableResult):
        return (unit for row in one.units for cell in row for unit in cell)
    return one.base or one.units


def _table(
    first: Result | TableResult, units: frozenset[str], homes: Mapping[str, str], *, labels: Mapping[str, Text]
) -> TableResult:
    label = first.label if isinstance(first, Result) else first.title
    kept: list[Sequence[str]] = [tuple(sorted(unit for unit in units if homes[unit] == source)) for source in labels]
    return TableResult(
        id=f"{PREFIX}{first.id}",
        title={language: text.format(label=label[language]) for language, text in _TITLE.items()},
        level=first.level,
        rows=tuple(labels.values()),
        columns=(_COLUMN,),
        cells=tuple((len(part),) for part in kept),
        units=tuple((tuple(part),) for part in kept),
        ordered=True,
        definition=_DEFINITION,
        source=first.source,
    )
