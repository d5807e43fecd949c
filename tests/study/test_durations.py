"""Durations in days and hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.errors import StudyError
from vonnis.study.durations import DayRule, days, euros, hours

LEGAL = DayRule()
SHORT_YEAR = DayRule(year_days=360)
CASES = [
    ("P1D", LEGAL, 1),
    ("P2W", LEGAL, 14),
    ("P3M", LEGAL, 90),
    ("P4M", LEGAL, 120),
    ("P12M", LEGAL, 360),
    ("P1Y", LEGAL, 365),
    ("P1Y", SHORT_YEAR, 360),
    ("P1Y6M", LEGAL, 545),
    ("P1M2W3D", LEGAL, 47),
]


@pytest.mark.parametrize(("duration", "rule", "number"), CASES, ids=[f"{row[0]}-{row[1].year_days}" for row in CASES])
def test_a_duration_in_days(duration: str, rule: DayRule, number: int) -> None:
    assert days(duration, rule) == number


@pytest.mark.parametrize("wrong", ["", "P", "PT60H", "3 maanden", "P1.5M", "P1M1Y", "P-1D", "P1D "])
def test_what_is_no_duration_in_days_is_refused(wrong: str) -> None:
    with pytest.raises(StudyError, match="is no duration in years, months, weeks or days"):
        days(wrong, LEGAL)


@pytest.mark.parametrize("wrong", ["", "P3M", "PT", "P1DT2H", "120 uren", "PT1.5H"])
def test_what_is_no_duration_in_hours_is_refused(wrong: str) -> None:
    with pytest.raises(StudyError, match="is no duration in hours"):
        hours(wrong)


def test_hours() -> None:
    assert hours("PT120H") == 120


def test_an_amount_in_euros() -> None:
    assert euros("EUR 1500.00") == 1500.0


@pytest.mark.parametrize("wrong", ["ANG 1500.00", "EUR 1500", "1500.00", "EUR 1.500,00"])
def test_another_amount_is_refused(wrong: str) -> None:
    with pytest.raises(StudyError, match="is no amount in euros"):
        euros(wrong)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(1, 40))
def test_parts_add_up(years: int, months: int, weeks: int, single: int) -> None:
    whole = days(f"P{years}Y{months}M{weeks}W{single}D", LEGAL)
    assert whole == sum(days(part, LEGAL) for part in (f"P{years}Y", f"P{months}M", f"P{weeks}W", f"P{single}D"))


def test_the_rule_is_told_in_both_languages() -> None:
    assert DayRule().words["nl"] == "een maand is 30 dagen (art. 88 Sr), een jaar 365 dagen"
    assert "360 days" in SHORT_YEAR.words["en"]
