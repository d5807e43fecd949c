"""Dutch numbers as courts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.demo.numerals import NumberForm, number_word, written_duration, written_money, written_number
from vonnis.extraction.numbers import number_of

WORDS = [
    (1, "één"),
    (8, "acht"),
    (16, "zestien"),
    (20, "twintig"),
    (21, "eenentwintig"),
    (22, "tweeëntwintig"),
    (33, "drieëndertig"),
    (89, "negenentachtig"),
    (100, "honderd"),
    (101, "honderdeen"),
    (180, "honderdtachtig"),
    (240, "tweehonderdveertig"),
]
FORMS: list[tuple[NumberForm, str]] = [
    ("digits", "3"),
    ("words", "drie"),
    ("digits_words", "3 (drie)"),
    ("words_digits", "drie (3)"),
    ("caps", "3 (DRIE)"),
]
DURATIONS: list[tuple[str, NumberForm, str]] = [
    ("P1D", "digits_words", "1 (één) dag"),
    ("P3M", "words", "drie maanden"),
    ("P2Y", "caps", "2 (TWEE) jaren"),
    ("P1Y6M", "digits", "1 jaar en 6 maanden"),
    ("PT120H", "words_digits", "honderdtwintig (120) uren"),
    ("P2W", "digits", "2 weken"),
]


@pytest.mark.parametrize(("number", "word"), WORDS, ids=[word for _, word in WORDS])
def test_a_number_in_words(number: int, word: str) -> None:
    assert number_word(number) == word


@given(st.integers(min_value=1, max_value=999))
def test_the_reader_understands_every_number_written(number: int) -> None:
    assert number_of(number_word(number)) == number


@pytest.mark.parametrize(("form", "text"), FORMS, ids=[form for form, _ in FORMS])
def test_a_number_in_each_form(form: NumberForm, text: str) -> None:
    assert written_number(3, form) == text


@pytest.mark.parametrize(("duration", "form", "text"), DURATIONS, ids=[row[0] for row in DURATIONS])
def test_a_duration(duration: str, form: NumberForm, text: str) -> None:
    assert written_duration(duration, form) == text


@pytest.mark.parametrize(("euros", "text"), [(500, "€ 500,00"), (1500, "€ 1.500,00"), (1000, "€ 1.000,00")])
def test_an_amount(euros: int, text: str) -> None:
    assert written_money(euros) == text
