"""The registration series."""

from __future__ import annotations

import pytest

from vonnis.analysis.registration import figures, table
from vonnis.errors import StudyError
from vonnis.study.protocol import Parameters
from vonnis.study.series import SeriesYear

COUNTS = {2013: 8, 2014: 12, 2015: 100, 2016: 20, 2017: 40, 2018: 30}
SERIES = tuple(SeriesYear(year, count, "OM", invented=year == 2017) for year, count in COUNTS.items())
PARAMETERS = Parameters(series_from=2016, series_to=2018)


def values(series: tuple[SeriesYear, ...] = SERIES) -> dict[str, float | None]:
    return {figure.id: figure.value for figure in figures(series, PARAMETERS)}


def test_the_figures_are_computed_from_the_years() -> None:
    assert values() == {
        "suspects_2015": 100.0,
        "suspects_2018": 30.0,
        "suspects_mean_2016_2018": 30.0,
        "suspects_mean_2013_2014": 10.0,
        "suspects_change": pytest.approx(-0.7),
    }


def test_a_year_that_lacks_is_named() -> None:
    with pytest.raises(StudyError, match="lacks the year 2017"):
        values(tuple(year for year in SERIES if year.year != 2017))


def test_a_change_from_nobody_has_no_value() -> None:
    series = tuple(SeriesYear(y.year, 0 if y.year == 2015 else y.suspects, y.source, y.invented) for y in SERIES)
    assert values(series)["suspects_change"] is None


def test_the_source_says_which_years_are_made_up() -> None:
    sources = {figure.id: figure.source["en"] for figure in figures(SERIES, PARAMETERS)}
    assert sources["suspects_2015"] == "OM"
    assert sources["suspects_mean_2016_2018"] == "OM; made up (FICTIONAL): 2017"


def test_made_up_years_and_breaks_are_marked_in_the_table() -> None:
    result = table(tuple(year for year in SERIES if year.year != 2014))
    assert [row["en"] for row in result.rows] == ["2013", "2015", "2016", "2017", "2018"]
    assert (result.invented, result.breaks, result.additive) == ((3,), (1,), False)


def test_what_rests_on_an_invented_year_was_published_by_nobody() -> None:
    published = {figure.id for figure in figures(SERIES, PARAMETERS) if figure.published_elsewhere}
    assert published == {"suspects_2015", "suspects_2018", "suspects_mean_2013_2014"}
