"""Ages and gaps as intervals."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction.record import Ages
from vonnis.study.ages import AgeGap, age_from_birth_year, age_gap

GAPS = [
    (AgeGap(20, 21), 19, True),
    (AgeGap(19, 20), 19, True),
    (AgeGap(18, 19), 19, None),
    (AgeGap(17, 18), 19, False),
    (AgeGap(19, 19), 19, True),
    (AgeGap(18, 18), 19, False),
]


@pytest.mark.parametrize(("gap", "years", "answer"), GAPS)
def test_a_gap_is_certain_or_not(gap: AgeGap, years: int, answer: bool | None) -> None:  # noqa: FBT001
    assert gap.at_least(years) is answer


def test_a_birth_year_gives_two_ages() -> None:
    assert age_from_birth_year(1980, dt.date(2016, 5, 1)) == Ages(35, 36)


def test_a_gap_with_an_age_bracket_is_wider() -> None:
    assert age_gap(Ages(35, 36), Ages(16, 17)) == AgeGap(18, 20)


@given(st.dates(dt.date(1950, 1, 1), dt.date(1999, 12, 31)), st.dates(dt.date(2015, 1, 1), dt.date(2019, 12, 31)))
def test_the_true_age_lies_within(born: dt.date, on: dt.date) -> None:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    ages = age_from_birth_year(born.year, on)
    assert ages.min <= age <= ages.max
