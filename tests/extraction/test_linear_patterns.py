"""The linear-time patterns, whose letters are those of ASCII, say what the plain ones say of Dutch with its accents."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction import channels, defendant, period

PIECES = (
    "op ", "in ", "omstreeks ", "de periode van ", "5 maart 2012", "heeft verklaard ", "Vonnis ", "d.d. ", ". De ",
    ". 3 Het ", "tegen ", "[verdachte]", "medeverdachte ", "Getuige ", "de opgeëiste persoon ", "slachtoffer,\n",
    "één ", "vóór ", "coöperatie ", "geïnd ", "reëel ", "café ", "facebook", "Marktplaats", "[naam site 2]", "via ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS)
def test_words_before_a_date(text: str) -> None:
    plain = [index for index, pattern in enumerate((period._NO_OFFENCE, period._OPENING)) if re.search(pattern, text)]
    assert sorted(period._before().Match(text) or ()) == plain


@given(TEXTS)
def test_words_for_persons(text: str) -> None:
    plain = re.findall(defendant._ROLE.pattern, text)
    assert defendant._ROLE.findall(text) == plain


@given(TEXTS)
def test_terms_that_occur(text: str) -> None:
    terms, small = channels._lexicon().terms, text.lower()
    plain = [term for term in sorted(terms, key=channels._rank) if channels._stem(term) in small]
    assert list(channels._occurring(terms, small)) == plain


@pytest.mark.parametrize("word", channels._lexicon().case_words)
def test_every_case_word_shows_a_case(word: str) -> None:
    assert channels.is_sexual(f"Het feit is {word} genoemd.")
    assert not channels.is_sexual("Het feit is diefstal genoemd, artikel 310 Sr.")
