"""Registration series: ratios against a base year and against the mean before it, change points, attrition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vonnis.analysis.intervals import LEVEL
from vonnis.analysis.plan import Attrition, Plan, Series, is_exploratory
from vonnis.analysis.rates import Yearly, change_point, mean_a_year, ratio
from vonnis.analysis.registration import sources_of, table
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Basis, CellShare, Interval, Result, Significance, TableResult, Text
from vonnis.errors import StudyError
from vonnis.study.series import SeriesYear, Step

COUNTED = ("suspects", "complexes")
"""What a series counts: suspects, and case complexes where the file has them; one complex can make a peak."""


def series(years: Sequence[SeriesYear], planned: Series, *, plan: Plan) -> Iterator[Result | TableResult]:
    """Yield the series as a table and, for suspects and for complexes, means, ratios and the change point.

    Raises:
        StudyError: the series lacks a year that the plan asks for.
    """
    drawn = table(years, id_=planned.id, breaks=planned.breaks)
    yield drawn
    for counted in COUNTED:
        known = [(year.year, number) for year in years if (number := getattr(year, counted)) is not None]
        if counted == "suspects" or known:
            yield from _figures(years, known, _Scene(planned, plan, counted))


class _Scene:
    """What the figures of one series share: the plan, and what is counted."""

    def __init__(self, planned: Series, plan: Plan, counted: str) -> None:
        self.planned, self.plan, self.counted = planned, plan, counted
        self.label = planned.label or sentence("series", counted)
        self.prefix = planned.id if counted == "suspects" else f"{planned.id}_{counted}"

    def result(self, id_: str, label: Text, *, years: Sequence[SeriesYear], **more: object) -> Result:
        """Return a result about some years."""
        fields: dict[str, object] = {
            "statistic": "ratio",
            "unit": "ratio",
            "definition": self.planned.definition or sentence("series", "definition"),
            **more,
        }
        return Result(
            id=f"{self.prefix}_{id_}",
            label=label,
            level="year",
            n=len(years),
            units=tuple(str(year.year) for year in years),
            source=sources_of(years),
            published_elsewhere=not any(year.invented for year in years),
            **fields,  # type: ignore[arg-type]
        )

    def basis(self, remarks: Sequence[Text]) -> Basis:
        """Return how the years are read."""
        exploratory = is_exploratory(self.planned, self.plan)
        return Basis(reading="process", exploratory=exploratory, remarks=tuple(remarks))


def _figures(years: Sequence[SeriesYear], known: list[tuple[int, int]], scene: _Scene) -> Iterator[Result]:
    planned = scene.planned
    counts = dict(known)
    later = _numbers(counts, range(planned.first, planned.last + 1), scene)
    base = _numbers(counts, range(planned.base_year, planned.base_year + 1), scene)
    before = [number for year, number in known if year < planned.base_year]
    inside = [year for year in years if planned.first <= year.year <= planned.last]
    span: dict[str, object] = {"label": scene.label, "first": planned.first, "last": planned.last}
    mean = mean_a_year(later)
    yield scene.result(
        "mean",
        sentence("series", "mean", **span),
        years=inside,
        statistic="mean",
        unit="count",
        value=mean.value,
        interval=mean.quasi or mean.poisson,
        basis=scene.basis(_scatter(mean, decimals=1)),
    )
    span["year"] = planned.base_year
    at_base = [year for year in years if year.year == planned.base_year]
    earlier = [year for year in years if year.year < planned.base_year]
    yield _ratio(scene, "against_base", sentence("series", "base", **span), (later, base), [*at_base, *inside])
    if before:
        yield _ratio(
            scene, "against_before", sentence("series", "before", **span), (later, before), [*earlier, *inside]
        )
        peak = sentence("series", "base_before", **span)
        yield _ratio(scene, "base_against_before", peak, (base, before), [*earlier, *at_base])
    yield from _change(years, known, scene)


def _ratio(
    scene: _Scene, id_: str, label: Text, sides: tuple[list[int], list[int]], years: Sequence[SeriesYear]
) -> Result:
    """Return a ratio with the quasi-Poisson interval where there is one, and the Poisson one in words beside it."""
    found = ratio(*sides)
    remarks = [reason("base_zero")] if found.value is None else _scatter(found, decimals=2)
    remarks.append(sentence("series", "one_complex"))
    crossed = _breaks_within(years, scene.planned.breaks)
    if crossed:
        remarks.append(sentence("series", "crosses_break", years=", ".join(map(str, crossed))))
    interval = found.quasi or found.poisson
    return scene.result(id_, label, years=years, value=found.value, interval=interval, basis=scene.basis(remarks))


def _scatter(found: Yearly, *, decimals: int) -> list[Text]:
    """Return the Poisson interval in words, where the quasi-Poisson one is printed."""
    if not found.poisson or not found.quasi or found.dispersion is None:
        return []
    ends = {"low": f"{found.poisson.low:.{decimals}f}", "high": f"{found.poisson.high:.{decimals}f}"}
    return [sentence("series", "poisson", dispersion=f"{found.dispersion:.1f}", **ends)]


def _change(years: Sequence[SeriesYear], known: list[tuple[int, int]], scene: _Scene) -> Iterator[Result]:
    found = change_point(known, seed=scene.plan.seed)
    if found is None:
        label = sentence("series", "no_change", label=scene.label)
        basis = scene.basis([reason("no_change")])
        definition = sentence("series", "change_definition")
        yield scene.result("change_point", label, years=years, value=None, definition=definition, basis=basis)
        return
    yield scene.result(
        "change_point",
        sentence("series", "change", label=scene.label, year=found.last_before),
        years=years,
        value=found.after / found.before if found.before else None,
        definition=sentence("series", "change_definition"),
        significance=Significance(
            p=found.p, statistic=float(found.last_before), effect=None, method="two levels, simulated", n=len(known)
        ),
        basis=scene.basis([sentence("series", "one_complex")]),
    )


def _breaks_within(years: Sequence[SeriesYear], breaks: Sequence[int]) -> list[int]:
    """Return the breaks that lie after the first and up to the last of these years."""
    numbers = [year.year for year in years]
    return [year for year in breaks if numbers and min(numbers) < year <= max(numbers)]


def _numbers(counts: dict[int, int], wanted: range, scene: _Scene) -> list[int]:
    lacking = [year for year in wanted if year not in counts]
    if lacking:
        message = f"the series {scene.planned.file} lacks {scene.counted} of {lacking[0]}, which the plan asks for"
        raise StudyError(message)
    return [counts[year] for year in wanted]


def attrition(steps: Sequence[Step], planned: Attrition, *, plan: Plan) -> Iterator[TableResult]:
    """Yield the steps from registered to convicted, each with its share of the step before.

    The interval is Wilson's, where a step counts some of the units of the step before; a step that counts more has
    no share, since it cannot be a part.
    """
    from vonnis.analysis.intervals import wilson

    shares: list[tuple[CellShare | None, ...]] = []
    for place, step in enumerate(steps):
        above = steps[place - 1].number if place else 0
        part = bool(above) and step.number <= above and steps[0].number > 0
        share = step.number / above if part else 0.0
        interval: Interval | None = wilson(step.number, above, level=LEVEL) if part else None
        shares.append(
            (CellShare(of_valid=share, of_all=step.number / steps[0].number, interval=interval),) if part else (None,)
        )
    yield TableResult(
        id=planned.id,
        title=planned.label or sentence("series", "suspects"),
        level=planned.level,
        rows=tuple(step.label for step in steps),
        columns=(sentence("series", "suspects"),),
        cells=tuple((step.number,) for step in steps),
        ordered=True,
        additive=False,
        invented=tuple(place for place, step in enumerate(steps) if step.invented),
        definition=planned.definition or sentence("attrition", "definition"),
        source={language: "; ".join(dict.fromkeys(step.source for step in steps)) for language in ("nl", "en")},
        row_sources=tuple({"nl": step.source, "en": step.source} for step in steps),
        basis=Basis(
            reading="process",
            exploratory=is_exploratory(planned, plan),
            remarks=() if steps[0].number else (reason("nobody_first"),),
        ),
        published_elsewhere=not any(step.invented for step in steps),
        drawn="attrition",
        shares=tuple(shares),
    )
