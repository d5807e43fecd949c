"""The readers of provisions, persons, time and contact bear any text: no crash, exact passages, bounded time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from time import thread_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.material import invented
from vonnis.extraction.answer import Answer
from vonnis.extraction.channels import find_channels
from vonnis.extraction.defendant import find_defendant
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.provisions import find_provisions
from vonnis.extraction.reasons import find_court_reasons
from vonnis.extraction.victims import find_victims
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.span import Span

FINDERS: tuple[Callable[[Judgment], Answer[Any]], ...] = (
    find_provisions,
    find_defendant,
    find_victims,
    find_offence_period,
    find_channels,
    find_court_reasons,
)
NAMES = [finder.__name__ for finder in FINDERS]
SLOWEST = 3.0  # seconds for 30,000 characters; a pattern that runs wild takes minutes
WORDS = (
    "de artikelen ", "57", "310 ", "Sr ", "lid 1 ", "van het Wetboek van Strafrecht ", "tegen\n", "[verdachte]", ", ",
    "geboren op ", "[geboortedatum] ", "1985 ", "5 maart 2020 ", "\n", ". ", "hij op ", "zij in de periode van ",
    "tot en met ", "[slachtoffer 1] ", "15-jarig ", "meisje ", "toen ", "jaar oud ", "leeftijd van ", "zestien jaren ",
    "maar nog niet ", "had bereikt ", "via ", "[naam website] ", "in contact ", "ontucht ", "De beslissing\n",
    "De rechtbank stelt vast dat ", "verdachte wist dat ", "minderjarig ", "LOVS ", "artikel 22b ",
    "De rechtbank:\n", "veroordeelt de verdachte ", "De wettelijke voorschriften\n", "berust op ", "é", "(", ")", "°",
)  # fmt: skip


def _spans(value: object) -> list[Span]:
    """Return every passage inside an answer."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, dict):
        return [span for inner in value.values() for span in _spans(inner)]
    if isinstance(value, tuple):
        return [span for inner in value for span in _spans(inner)]
    fields = getattr(value, "__struct_fields__", ())
    return [span for name in fields for span in _spans(getattr(value, name))]


@pytest.mark.parametrize("finder", FINDERS, ids=NAMES)
@given(words=st.lists(st.sampled_from(WORDS), max_size=60), abstract=st.booleans())
def test_any_text_gives_an_answer_with_exact_passages(
    finder: Callable[[Judgment], Answer[Any]], words: list[str], *, abstract: bool
) -> None:
    text_is = "abstract" if abstract else "judgment"
    judgment = invented("".join(words), date=dt.date(2021, 1, 1), text_is=text_is)  # type: ignore[arg-type]
    assert all(span.check(judgment.text) for span in _spans(finder(judgment)))


@pytest.mark.parametrize("word", [word for word in WORDS if word.strip()], ids=lambda word: word.strip())
def test_long_repetition_is_read_in_time(word: str) -> None:
    text = "ontucht verdachte\nDe beslissing berust op de artikelen " + word * (30_000 // len(word))
    judgment = Judgment(id="long", text=text)
    start = thread_time()
    for finder in FINDERS:
        finder(judgment)
    assert thread_time() - start < SLOWEST
