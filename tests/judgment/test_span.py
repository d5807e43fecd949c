"""A place in a text, with the words that stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.errors import EvidenceError
from vonnis.judgment.span import Span


@given(st.text(min_size=1), st.data())
def test_a_span_holds_the_words_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(text, start, end)
    assert text[span.start : span.end] == span.quote
    assert span.check(text) is span


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(2, 2, id="empty"),
        pytest.param(3, 1, id="turned around"),
        pytest.param(-3, -1, id="from the end"),
        pytest.param(4, 9, id="past the end"),
        pytest.param(9, 10, id="beyond the end"),
    ],
)
def test_nothing_stands_there(start: int, end: int) -> None:
    with pytest.raises(EvidenceError, match="does not fit"):
        Span.of("straf", start, end)


def test_a_span_from_another_text() -> None:
    with pytest.raises(EvidenceError, match="the text at 0:5 is not 'straf'"):
        Span.of("straf", 0, 5).check("maatregel")
