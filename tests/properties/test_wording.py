"""The generator's own Dutch: numbers, durations and amounts that it writes are what the courts' grammar reads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.wording import Pen, in_words
from vonnis.extraction.numbers import number_of
from vonnis.extraction.quantities import find_quantities


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nul"), (12, "twaalf"), (21, "eenentwintig"), (22, "tweeëntwintig"), (33, "drieëndertig"), (40, "veertig"),
        (100, "honderd"), (101, "honderdeen"), (240, "tweehonderdveertig"), (1000, "duizend"),
        (1250, "duizendtweehonderdvijftig"), (7043, "zevenduizenddrieënveertig"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_dutch_writes_them(number: int, words: str) -> None:
    assert in_words(number) == words


@given(st.integers(0, 9999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    assert number_of(in_words(number)) == number
    assert number_of(in_words(number).upper()) == number


VALUES = st.one_of(
    st.builds("P{}{}".format, st.integers(1, 400), st.sampled_from("DWMY")),
    st.builds("P{}Y{}M".format, st.integers(1, 18), st.integers(1, 11)),
    st.builds("PT{}H".format, st.integers(1, 480)),
    st.builds("EUR {}.{:02d}".format, st.integers(1, 9999), st.integers(0, 99)),
)


@given(value=VALUES, chance=st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_every_quantity_is_read_back(value: str, chance: random.Random) -> None:
    text = f"tot {Pen(chance).quantity(value)};"
    assert [q.value for q in find_quantities(text)] == [value], text
    assert all(q.agrees for q in find_quantities(text))
