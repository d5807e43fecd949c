"""The plan carried out: every planned result computed from the units, in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from vonnis.analysis import (
    comparing,
    demand,
    describing,
    modelling,
    powering,
    selection,
    sentences,
    tables,
    weighting,
    yearly,
)
from vonnis.analysis import plan as planning
from vonnis.analysis.analyse import Analysis
from vonnis.analysis.describing import Frame
from vonnis.analysis.plan import Plan, Planned
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.selection import Margin
from vonnis.analysis.significance import holm
from vonnis.analysis.units import Units
from vonnis.analysis.weighting import Weighed
from vonnis.errors import StudyError
from vonnis.study.series import SeriesYear, Step

Found = Result | TableResult

_BY_UNIT: dict[type[Any], Callable[[Frame, Any], Iterable[Found]]] = {
    planning.Count: describing.count,
    planning.Share: describing.share,
    planning.Mean: describing.mean,
    planning.Median: describing.median,
    planning.Frequencies: tables.frequencies,
    planning.CrossTable: tables.cross_table,
    planning.Pyramid: tables.pyramid,
    planning.Difference: comparing.difference,
    planning.Comparison: comparing.comparison,
    planning.Sentences: sentences.sentences,
    planning.Demand: demand.demand,
    planning.Guideline: demand.guideline,
    planning.PoweredShare: powering.powered_share,
    planning.PoweredMean: powering.powered_mean,
    planning.PoweredDifference: powering.powered_difference,
    planning.Regression: modelling.regression,
}


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is carried out on: units by level, and the files that it names, by their names there."""

    units: Mapping[str, Units]
    series: Mapping[str, Sequence[SeriesYear]] = {}
    steps: Mapping[str, Sequence[Step]] = {}
    margins: Mapping[str, Sequence[Margin]] = {}


def run(plan: Plan, material: Material, *, released: bool = False) -> Analysis:
    """Return every result of the plan, each with its p corrected for all planned tests together.

    With ``released`` only those that the plan means for the report: weighted and corrected as in the whole plan, by
    margins and with tests that stay inside too.

    Raises:
        StudyError: a planned result asks for a level, variable, category or file that the study does not have, or two
            results come out with one id.
    """
    weighed = weighting.to_margins(plan, material.units, margins=material.margins)
    whole = [
        (planned.report, one)
        for planned in plan.plan
        for one in carried_out(planned, plan, material=material, weighed=weighed)
    ]
    found = [one for _, one in whole]
    ids = [one.id for one in found]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        message = f"the analysis plan gives two results the id {twice[0]!r}; rename one of the planned results"
        raise StudyError(message)
    together = zip(whole, corrected_together(found), strict=True)
    corrected = [one for (report, _), one in together if report or not released]
    return Analysis(
        results=tuple(one for one in corrected if isinstance(one, Result)),
        tables=tuple(one for one in corrected if isinstance(one, TableResult)),
    )


def carried_out(
    planned: Planned, plan: Plan, *, material: Material, weighed: Mapping[str, Weighed] | None = None
) -> Iterator[Found]:
    """Yield what one planned result comes to; ``weighed`` holds levels whose units are weighted to known margins."""
    if isinstance(planned, planning.Series):
        yield from yearly.series(_file(material.series, planned.file), planned, plan=plan)
        return
    if isinstance(planned, planning.Attrition):
        yield from yearly.attrition(_file(material.steps, planned.file), planned, plan=plan)
        return
    if planned.level not in material.units:
        message = f"{planned.id} asks for level {planned.level!r}; the study has {', '.join(material.units)}"
        raise StudyError(message)
    frame = Frame(material.units[planned.level].within(planned.where), planned, plan)
    if isinstance(planned, planning.Selection):
        yield from selection.selection(frame, planned, margins=_file(material.margins, planned.margins))
        return
    if weighed and planned.level in weighed:
        level = weighed[planned.level]
        frame = Frame(level.units.within(planned.where), planned, plan, level.to)
    yield from _BY_UNIT[type(planned)](frame, planned)


def corrected_together(found: Sequence[Found]) -> list[Found]:
    """Return results with p corrected by Holm over all tests that were planned; exploratory ones over all their own."""
    families: dict[bool, dict[str, float]] = {False: {}, True: {}}
    for one in found:
        if one.significance is not None and one.significance.p is not None:
            families[_explores(one)][one.id] = one.significance.p
    adjusted = {kind: holm(chances) for kind, chances in families.items()}
    return [_corrected(one, adjusted[_explores(one)]) for one in found]


def _explores(one: Found) -> bool:
    return one.basis is not None and one.basis.exploratory


def _corrected(one: Found, adjusted: Mapping[str, float]) -> Found:
    if one.significance is None or one.id not in adjusted:
        return one
    test = msgspec.structs.replace(one.significance, adjusted=adjusted[one.id], together=len(adjusted))
    return msgspec.structs.replace(one, significance=test)


def _file(files: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - series, steps or margins
    if name not in files:
        message = f"the analysis plan names the file {name!r}, which was not read; put it in the study folder"
        raise StudyError(message)
    return files[name]
