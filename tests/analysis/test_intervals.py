"""Intervals, held against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.analysis.intervals import student, wilson

# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I,
# method 3 (score without continuity correction).
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("numerator", "n", "low", "high"), NEWCOMBE)
def test_wilson_gives_the_published_interval(numerator: int, n: int, low: float, high: float) -> None:
    interval = wilson(numerator, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)
    assert (interval.level, interval.method) == (0.95, "Wilson")


@given(st.integers(1, 400), st.data())
def test_wilson_holds_the_share_and_stays_between_nought_and_one(n: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, n))
    interval = wilson(numerator, n)
    assert 0 <= interval.low <= numerator / n <= interval.high <= 1


def test_student_gives_the_textbook_interval() -> None:
    # Student's own data on extra hours of sleep (Biometrika 6, 1908), second drug: mean 2.33, 95% 0.90 to 3.76.
    interval = student([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert interval is not None
    assert (round(interval.low, 2), round(interval.high, 2)) == (0.90, 3.76)


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0]])
def test_without_spread_there_is_no_interval(values: list[float]) -> None:
    assert student(values) is None
