"""A section is passed over only where no demand of nobody can stand in it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from vonnis.extraction.prosecutor import BY_PRONOUN, PASSIVE, SAID_OF_NOBODY

WORDS = [*sorted(set(re.findall(r"[a-zë]{2,}", PASSIVE.pattern + BY_PRONOUN.pattern))), "strafeis: ", "eis :", "geeist"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*WORDS, "door", "de", "officier", ".", "\n", "7"]), max_size=12).map(" ".join))
def test_what_is_demanded_by_nobody_is_announced(text: str) -> None:
    told = PASSIVE.search(text) or BY_PRONOUN.search(text)

    assert told is None or SAID_OF_NOBODY.search(text) is not None


def test_some_sections_are_passed_over() -> None:
    assert SAID_OF_NOBODY.search("De benadeelde partij heeft een vordering ingediend.") is None
