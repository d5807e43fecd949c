"""Shares of a sanction, what is left of one, and so many times one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vonnis.extraction.numbers import FRACTION, fraction_of
from vonnis.extraction.rules import rule
from vonnis.extraction.shares import rest_of, share_of, times
from vonnis.study.durations import DayRule, days


@pytest.mark.parametrize(
    ("total", "share", "counted"),
    [
        ("P12M", Fraction(1, 3), "P4M"),
        ("P7M", Fraction(1, 2), "P3M15D"),
        ("P1Y", Fraction(1, 2), "P6M"),
        ("P2Y", Fraction(1, 2), "P1Y"),
        ("P1Y6M", Fraction(1, 2), "P9M"),
        ("P3W", Fraction(1, 3), "P1W"),
        ("PT120H", Fraction(1, 3), "PT40H"),
        ("PT15H", Fraction(1, 2), None),
        ("EUR 500.00", Fraction(1, 2), "EUR 250.00"),
        ("EUR 1000.00", Fraction(1, 3), None),
        ("all", Fraction(1, 2), None),
    ],
)
def test_a_share_is_counted_in_whole_units(total: str, share: Fraction, counted: str | None) -> None:
    assert share_of(total, share) == counted


@pytest.mark.parametrize(
    ("total", "part", "left"),
    [
        ("P180D", "P1D", "P179D"),
        ("P6M", "P1D", "P5M29D"),
        ("P1M", "P1D", "P29D"),
        ("P3M", "P40D", "P1M20D"),
        ("P4W", "P1D", "P3W6D"),
        ("P1Y", "P3M", "P9M"),
        ("P2Y6M", "P6M", "P2Y"),
        ("P30M", "P1Y", "P18M"),
        ("PT100H", "PT40H", "PT60H"),
        ("EUR 500.00", "EUR 100.00", "EUR 400.00"),
        ("P1Y", "P1D", None),
        ("P2M", "P1W", None),
        ("P1M", "P30D", None),
        ("P12M", "P1Y", None),
        ("PT100H", "P10D", None),
        ("EUR 500.00", "NLG 100.00", None),
    ],
)
def test_what_is_left_is_counted_where_the_law_gives_the_units(total: str, part: str, left: str | None) -> None:
    assert rest_of(total, part) == left


@pytest.mark.parametrize(("total", "part"), [("P6M", "P1D"), ("P3M", "P40D"), ("P12M", "P100D"), ("P4W", "P9D")])
def test_a_part_and_the_rest_are_the_whole_in_days(total: str, part: str) -> None:
    left = rest_of(total, part)
    assert left
    assert days(left, DayRule()) + days(part, DayRule()) == days(total, DayRule())


def test_so_many_times() -> None:
    assert [times("PT50H", 2), times("P2W", 3), times("EUR 250.00", 4)] == ["PT100H", "P6W", "EUR 1000.00"]


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("de helft", Fraction(1, 2)),
        ("een derde deel", Fraction(1, 3)),
        ("tweederde", Fraction(2, 3)),
        ("drie kwart", Fraction(3, 4)),
        ("1/3e deel", Fraction(1, 3)),
        ("50%", Fraction(1, 2)),
        ("40 procent", Fraction(2, 5)),
        ("vier vijfde gedeelte", Fraction(4, 5)),
    ],
)
def test_fractions_are_read_in_words_and_figures(words: str, share: Fraction) -> None:
    assert rule(FRACTION).fullmatch(words)
    assert fraction_of(words) == share


@pytest.mark.parametrize("words", ["de derde", "artikel 1/4a", "150%"])
def test_what_is_no_fraction_is_none(words: str) -> None:
    assert rule(rf"(?<!\w){FRACTION}(?!\w)").search(words) is None
