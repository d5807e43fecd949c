"""Intervals for units that stand on their own, against published numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.analysis.intervals import clopper_pearson, median_interval, newcombe, student, wilson
from vonnis.analysis.result import Interval

# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), 857-872.
SINGLE = {
    (81, 263): {"wilson": (0.2553, 0.3662), "exact": (0.2527, 0.3676)},
    (15, 148): {"wilson": (0.0624, 0.1605), "exact": (0.0578, 0.1617)},
    (0, 20): {"wilson": (0.0, 0.1611), "exact": (0.0, 0.1684)},
    (1, 29): {"wilson": (0.0061, 0.1718), "exact": (0.0009, 0.1776)},
}
METHODS = {"wilson": wilson, "exact": clopper_pearson}
NAMES = {"wilson": "Wilson", "exact": "Clopper-Pearson"}
# Newcombe, Interval estimation for the difference between independent proportions, same volume, 873-890, method 10.
DIFFERENCES = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((0, 20), (0, 10), -0.2775, 0.1611),
]
# Campbell and Gardner, Calculating confidence intervals for some non-parametric analyses, BMJ 296 (1988): the ranks.
RANKS = [(6, 1, 6), (10, 2, 9), (15, 4, 12), (20, 6, 15), (25, 8, 18), (30, 10, 21)]


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("counts", SINGLE, ids=str)
def test_an_interval_equals_the_published_one(counts: tuple[int, int], method: str) -> None:
    interval = METHODS[method](*counts)
    assert ends(interval) == pytest.approx(SINGLE[counts][method], abs=5e-5)
    assert (interval.level, interval.method) == (0.95, NAMES[method])


@pytest.mark.parametrize(("first", "second", "low", "high"), DIFFERENCES, ids=str)
def test_a_difference_equals_the_published_one(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert ends(newcombe(first, second)) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 400), data=st.data())
def test_the_intervals_hold_the_share_and_stay_between_nought_and_one(n: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, n))
    for method in (wilson, clopper_pearson):
        low, high = ends(method(numerator, n))
        assert 0 <= low <= numerator / n <= high <= 1


def test_a_census_has_no_interval_but_its_share_and_a_sample_of_much_a_narrower_one() -> None:
    assert ends(wilson(62, 101, population=101)) == (62 / 101, 62 / 101)
    process, sample = wilson(62, 101), wilson(62, 101, population=150)
    assert process.low < sample.low < sample.high < process.high
    assert sample.method == "Wilson, finite population"


def test_the_correction_is_that_of_cochran() -> None:
    # (N - n) / (N - 1) on the variance: 50 out of 99 is half of it, so as if twice the units had been drawn.
    assert ends(wilson(25, 50, population=99)) == pytest.approx(ends(wilson(50, 100)))


def test_student_gives_the_textbook_interval() -> None:
    # Student's own data on extra hours of sleep (Biometrika 6, 1908), second drug: mean 2.33, 95% 0.90 to 3.76.
    interval = student([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert ends(interval) == pytest.approx((0.90, 3.76), abs=0.005)
    assert interval is not None
    assert interval.method == "Student t"


def test_student_in_a_finite_population_is_that_of_survey() -> None:
    # R 4.2.2, survey 4.1-1: confint(svymean(~x, svydesign(~1, fpc = 40)), df = 9) on the same ten.
    interval = student([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4], left=1 - 10 / 40)
    assert ends(interval) == pytest.approx((1.089572363, 3.570427637), rel=1e-9)


@pytest.mark.parametrize("values", [[], [16.0], [16.0, 16.0]], ids=["none", "one", "all equal"])
def test_without_spread_there_is_no_interval(values: list[float]) -> None:
    assert student(values) is None


@pytest.mark.parametrize(("n", "low", "high"), RANKS)
def test_a_median_has_the_published_ranks(n: int, low: int, high: int) -> None:
    assert ends(median_interval([float(value) for value in range(1, n + 1)])) == (low, high)


def test_five_values_give_no_interval_around_their_median() -> None:
    assert median_interval([1.0, 2.0, 3.0, 4.0, 5.0]) is None
