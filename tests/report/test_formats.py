"""Numbers, dates and durations in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.report.formats import date, dates_in_words, duration, money, number, percentage, quantity, sentence_length


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (number(1234.5, "nl", decimals=1), "1.234,5"),
        (number(1234.5, "en", decimals=1), "1,234.5"),
        (number(-3, "nl"), "−3"),
        (number(-0.2, "nl"), "0"),
        (number(1234567, "nl"), "1.234.567"),
        (percentage(0.61386, "nl", n=101), "61%"),
        (percentage(0.61386, "nl", n=199), "61%"),
        (percentage(0.61386, "nl", n=200), "61,4%"),
        (percentage(0.61386, "en", n=2000), "61.4%"),
        (percentage(-0.768, "en"), "−77%"),
        (money(1500, "nl"), "€ 1.500"),
        (money(1500, "en"), "€1,500"),
        (money(1500.5, "nl"), "€ 1.500,50"),
        (money(-20, "en"), "−€20"),
        (quantity(16.02, "year", language="nl"), "16,0 jaar"),
        (quantity(13, "year", language="en"), "13 years"),
        (quantity(1, "year", language="en"), "1 year"),
        (quantity(-89.0, "day", language="nl"), "−89 dagen"),
        (quantity(1, "day", language="nl"), "1 dag"),
        (quantity(120, "hour", language="nl"), "120 uur"),
        (quantity(2.8, "count", language="nl"), "2,8"),
        (date(dt.date(2026, 11, 23), "nl"), "23 november 2026"),
        (date(dt.date(2026, 3, 1), "en"), "1 March 2026"),
        (dates_in_words("van 2016-03-15 tot en met 2024-07-01.", "nl"), "van 15 maart 2016 tot en met 1 juli 2024."),
        (dates_in_words("by 2024-07-01; case 2024-99-01", "en"), "by 1 July 2024; case 2024-99-01"),
        (duration("P18M", "nl"), "18 maanden"),
        (duration("P2Y6M", "nl"), "2 jaar en 6 maanden"),
        (duration("P1D", "en"), "1 day"),
        (duration("P2W", "nl"), "2 weken"),
        (duration("PT120H", "en"), "120 hours"),
        (sentence_length("P18M", "P6M", language="nl"), "18 maanden, waarvan 6 maanden voorwaardelijk"),
        (sentence_length("P3M", "all", language="en"), "3 months, all of it suspended"),
        (sentence_length("P1D", None, language="nl"), "1 dag"),
    ],
)
def test_format(shown: str, expected: str) -> None:
    assert shown == expected


@pytest.mark.parametrize("text", ["", "P", "18M", "P1.5M", "PT", "nonsense"])
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no ISO 8601 duration"):
        duration(text, "nl")


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    assert int(number(value, "nl").replace(".", "").replace("−", "-")) == value
    assert int(number(value, "en").replace(",", "").replace("−", "-")) == value
