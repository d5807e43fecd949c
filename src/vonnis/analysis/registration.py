"""Figures on the registration series: suspects a year, before and after the base year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from vonnis.analysis.rates import mean_a_year, ratio
from vonnis.analysis.result import Result, Statistic, TableResult, Text
from vonnis.analysis.words import figure_words, heads, table_texts
from vonnis.errors import StudyError
from vonnis.study.protocol import Parameters
from vonnis.study.series import SeriesYear


def figures(series: Sequence[SeriesYear], parameters: Parameters) -> Iterator[Result]:
    """Yield the figures on registered suspects.

    Raises:
        StudyError: the series lacks a year that the parameters ask for.
    """
    base, low = parameters.series_base_year, parameters.series_low_year
    first, last = parameters.series_from, parameters.series_to
    for year in dict.fromkeys((base, low)):
        row = _years(series, year, year)
        yield _figure(
            f"suspects_{year}", "count", row, value=row[0].suspects, words="suspects_year", more={"year": year}
        )
    later = _years(series, first, last)
    yield _mean(later, first, last)
    before = [year for year in series if year.year < base]
    if before:
        yield _mean(before, before[0].year, base - 1)
    at_base = _years(series, base, base)
    span: dict[str, object] = {"year": base, "from": first, "to": last}
    against = ratio([year.suspects for year in later], [year.suspects for year in at_base])
    change = None if against.value is None else against.value - 1
    found = against.quasi or against.poisson
    interval = msgspec.structs.replace(found, low=found.low - 1, high=found.high - 1) if found else None
    figure = _figure("suspects_change", "change", [*at_base, *later], value=change, words="suspects_change", more=span)
    yield msgspec.structs.replace(figure, interval=interval)


def _mean(years: Sequence[SeriesYear], first: int, last: int) -> Result:
    """Return the mean number a year of some years, with the interval that takes their own scatter into account."""
    span: dict[str, object] = {"from": first, "to": last}
    found = mean_a_year([year.suspects for year in years])
    figure = _figure(
        f"suspects_mean_{first}_{last}", "mean", years, value=found.value, words="suspects_mean", more=span
    )
    return msgspec.structs.replace(figure, interval=found.quasi or found.poisson)


def table(series: Sequence[SeriesYear], *, id_: str = "suspects_by_year", breaks: Sequence[int] = ()) -> TableResult:
    """Return the series as a table; years are no parts of a whole, and made-up years are marked.

    A break stands before a year that does not follow the one before it, and before each of the years in ``breaks``.
    """
    first, last = series[0].year, series[-1].year
    known = {year.year: year for year in series}
    gaps = [
        index
        for index, year in enumerate(series)
        if index and (series[index - 1].year != year.year - 1 or year.year in breaks)
    ]
    rows = tuple(head for year in known for head in heads("suspects_by_year", "rows", parameters={"year": year}))
    parameters: dict[str, object] = {"from": first, "to": last}
    return TableResult(
        id=id_,
        title=table_texts("suspects_by_year", "title", parameters=parameters),
        level="year",
        rows=rows,
        columns=heads("suspects_by_year", "columns", parameters=parameters),
        cells=tuple((year.suspects,) for year in series),
        units=tuple(((str(year.year),),) for year in series),
        ordered=True,
        additive=False,
        invented=tuple(index for index, year in enumerate(series) if year.invented),
        breaks=tuple(gaps),
        definition=table_texts("suspects_by_year", "definition", parameters=parameters),
        source=sources_of(series),
        row_sources=tuple(sources_of([year]) for year in series),
        published_elsewhere=True,
        drawn="series",
    )


def _years(series: Sequence[SeriesYear], first: int, last: int) -> list[SeriesYear]:
    found = [year for year in series if first <= year.year <= last]
    lacking = {*range(first, last + 1)} - {year.year for year in found}
    if lacking:
        message = f"the registration series lacks the year {min(lacking)}; add it, or change the years in study.toml"
        raise StudyError(message)
    return found


def sources_of(years: Sequence[SeriesYear]) -> Text:
    """Return who published the years and which are made up."""
    published = sorted({year.source for year in years if not year.invented})
    invented = [year.year for year in years if year.invented]
    parts_nl, parts_en = list(published), list(published)
    if invented:
        listed = ", ".join(map(str, invented))
        parts_nl.append(f"verzonnen (FICTIEF): {listed}")
        parts_en.append(f"made up (FICTIONAL): {listed}")
    return {"nl": "; ".join(parts_nl), "en": "; ".join(parts_en)}


def _figure(
    id_: str,
    statistic: Statistic,
    years: Sequence[SeriesYear],
    *,
    value: float | None,
    words: str,
    more: dict[str, object],
) -> Result:
    label, definition = figure_words(words, more)
    return Result(
        id=id_,
        label=label,
        statistic=statistic,
        value=value if value is None else float(value),
        unit="share" if statistic == "change" else "count",
        level="year",
        n=len(years) if statistic == "mean" else None,
        units=tuple(str(year.year) for year in years),
        definition=definition,
        source=sources_of(years),
        published_elsewhere=not any(year.invented for year in years),
    )
