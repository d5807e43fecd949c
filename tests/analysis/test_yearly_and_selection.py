"""Series, attrition and the selection table as a plan asks for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.units import COLOURS, asked, plan_for, remarks, result, table, units
from vonnis.analysis.rates import ratio
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import Material, run
from vonnis.analysis.selection import Margin, post_stratify
from vonnis.errors import StudyError
from vonnis.study.series import SeriesYear, Step

COUNTS = {2012: 9, 2013: 11, 2014: 16, 2015: 112, 2016: 41, 2017: 24, 2018: 9, 2019: 17}
YEARS = tuple(SeriesYear(year, count, "OM", invented=year == 2016, complexes=2) for year, count in COUNTS.items())
SERIES = {"kind": "series", "id": "s", "level": "year", "file": "s.csv", "base_year": 2015, "first": 2016, "last": 2019}


def series(years: tuple[SeriesYear, ...] = YEARS, **more: Any) -> dict[str, Result | TableResult]:
    found = run(plan_for({**SERIES, **more}), Material(units={}, series={"s.csv": years}))
    return {one.id: one for one in found.results} | {one.id: one for one in found.tables}


def test_years_are_held_against_the_base_year_and_the_mean_before_it() -> None:
    found = series()
    base, before = result(found, "s_against_base"), result(found, "s_against_before")
    expected = ratio([41, 24, 9, 17], [9, 11, 16])
    assert base.value == pytest.approx(22.75 / 112)
    assert (before.value, before.interval) == (expected.value, expected.quasi)
    assert "If years differed by chance alone" in remarks(before)
    assert result(found, "s_mean").value == 22.75


def test_the_series_by_complex_stands_beside_that_by_suspect_where_it_is_known() -> None:
    assert result(series(), "s_complexes_against_base").value == 1.0
    bare = tuple(SeriesYear(year.year, year.suspects, "OM", invented=False) for year in YEARS)
    assert not [id_ for id_ in series(bare) if "complexes" in id_]


def test_the_change_lies_where_the_level_rose() -> None:
    change = result(series(), "s_change_point")
    assert change.significance is not None
    assert change.significance.statistic == 2014.0
    assert "after 2014" in change.label["en"]


def test_a_break_is_marked_and_said_beside_what_crosses_it() -> None:
    found = series(breaks=[2017])
    assert table(found, "s").breaks == (5,)
    assert "changed in 2017" in remarks(result(found, "s_against_base"))
    assert "changed in 2017" not in remarks(result(found, "s_base_against_before"))


def test_nobody_before_gives_no_ratio_and_says_so() -> None:
    years = tuple(
        SeriesYear(year.year, 0 if year.year < 2015 else year.suspects, "OM", invented=False) for year in YEARS
    )
    found = result(series(years), "s_against_before")
    assert (found.value, found.interval) == (None, None)
    assert "there is no ratio" in remarks(found)


def test_what_rests_on_made_up_years_is_nobodys() -> None:
    found = series()
    assert result(found, "s_base_against_before").published_elsewhere
    assert not result(found, "s_against_base").published_elsewhere


def test_a_year_that_lacks_is_named() -> None:
    with pytest.raises(StudyError, match="lacks suspects of 2020"):
        series(last=2020)


STEPS = (("registered", 200), ("summoned", 120), ("convicted", 90), ("appeals", 95))


def test_each_step_has_its_share_of_the_one_before() -> None:
    steps = tuple(Step({"nl": word, "en": word}, number, "OM", invented=False) for word, number in STEPS)
    plan = plan_for({"kind": "attrition", "id": "a", "file": "a.csv"})
    found = run(plan, Material(units={}, steps={"a.csv": steps})).tables[0]
    shares = [row[0] for row in found.shares]
    assert shares[0] is None
    assert shares[1] is not None
    assert (shares[1].of_valid, shares[1].interval is not None) == (0.6, True)
    assert shares[2] is not None
    assert (shares[2].of_valid, shares[2].of_all) == (0.75, 0.45)
    assert shares[3] is None  # more than before is no part of it


def test_weights_give_the_study_the_shares_of_the_population() -> None:
    # Kish, Survey Sampling (1965), 11.7: 1 + the relative variance of the weights.
    found = post_stratify({1: 60, 2: 40}, {1: 300, 2: 700})
    assert found.by_code == pytest.approx({1: 0.5, 2: 1.75})
    assert found.design_effect == pytest.approx((60 * 0.25 + 40 * 1.75**2) / 100)
    assert post_stratify({1: 5}, {1: 10, 2: 3}).lacking == (2,)
    assert post_stratify({}, {1: 10}).by_code == {}


def test_selection_is_shown_with_its_caveat() -> None:
    colours = units({"colour": (asked("colour", "category", COLOURS), [1, 1, 1, 2, -8])})
    plan = plan_for({"kind": "selection", "id": "sel", "variable": "colour", "margins": "m.csv"})
    margins = (Margin(1, 50, "OM"), Margin(2, 30, "OM"), Margin(3, 20, "OM"))
    analysis = run(plan, Material(units={"defendant": colours}, margins={"m.csv": margins}))
    assert analysis.tables[0].cells == ((3, 50), (1, 30), (0, 20))
    one = analysis.result("sel_dissimilarity")
    assert one.value == pytest.approx(0.25)
    assert "differs by 25%" in remarks(one)
    assert "Nobody of blue" in remarks(one)
    assert "In no known class, and kept at the average weight: 1." in remarks(one)
