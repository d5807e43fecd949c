"""Overlapping and nested passages become pieces without losing a character or a passage."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.errors import EvidenceError
from vonnis.judgment.span import Span
from vonnis.workflow.explaining.passages import Passage, Piece, cut, number_passages

TEXT = "een gevangenisstraf van 10 maanden"


def cut_whole(*places: tuple[int, int], end: int = 10) -> list[Piece]:
    """Return the pieces of one stretch with passages at these places, given in their order."""
    (pieces,) = cut([Passage(number, *place) for number, place in enumerate(places, 1)], [(0, end)])
    return pieces


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param([], [(0, 10, ())], id="none"),
        pytest.param([(2, 4)], [(0, 2, ()), (2, 4, (1,)), (4, 10, ())], id="one"),
        pytest.param([(0, 10)], [(0, 10, (1,))], id="whole"),
        pytest.param([(0, 6), (2, 4)], [(0, 2, (1,)), (2, 4, (1, 2)), (4, 6, (1,)), (6, 10, ())], id="nested"),
        pytest.param([(0, 6), (4, 9)], [(0, 4, (1,)), (4, 6, (1, 2)), (6, 9, (2,)), (9, 10, ())], id="overlapping"),
        pytest.param([(0, 5), (5, 10)], [(0, 5, (1,)), (5, 10, (2,))], id="touching"),
        pytest.param([(0, 6), (0, 3)], [(0, 3, (1, 2)), (3, 6, (1,)), (6, 10, ())], id="same start"),
    ],
)
def test_pieces(places: list[tuple[int, int]], expected: list[tuple[int, int, tuple[int, ...]]]) -> None:
    assert [(piece.start, piece.end, piece.passages) for piece in cut_whole(*places)] == expected


def test_a_passage_that_shorter_ones_hide_keeps_a_place() -> None:
    pieces = cut_whole((0, 10), (0, 5), (5, 10))
    assert [(piece.start, piece.end, piece.passages) for piece in pieces if piece.is_place] == [
        (0, 0, (1,)),
        (0, 5, (1, 2)),
        (5, 10, (1, 3)),
    ]


def test_a_passage_over_two_stretches_has_one_place() -> None:
    first, second = cut([Passage(1, 3, 8)], [(0, 5), (5, 10)])
    assert [piece.is_place for piece in (*first, *second)] == [False, True, False, False]


@given(st.data())
def test_cutting_loses_nothing(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 40))
    bound = st.integers(0, length)
    places = data.draw(st.sets(st.tuples(bound, bound).filter(lambda place: place[0] < place[1]), max_size=8))
    ordered = sorted(places, key=lambda place: (place[0], -place[1]))
    passages = [Passage(number, *place) for number, place in enumerate(ordered, 1)]
    inner = sorted(data.draw(st.sets(st.integers(1, length), max_size=4)) - {length})
    bounds = [0, *inner, length]
    pieces = [piece for part in cut(passages, list(pairwise(bounds))) for piece in part]
    assert [place for piece in pieces for place in range(piece.start, piece.end)] == list(range(length))
    covered = {(place, number) for piece in pieces for number in piece.passages
               for place in range(piece.start, piece.end)}  # fmt: skip
    assert covered == {(place, passage.number) for passage in passages for place in range(passage.start, passage.end)}
    assert sorted(piece.passages[-1] for piece in pieces if piece.is_place) == [p.number for p in passages]


def test_equal_places_are_one_passage_and_the_outer_comes_first() -> None:
    spans = [Span.of(TEXT, 24, 34), Span.of(TEXT, 4, 19), Span.of(TEXT, 4, 34), Span.of(TEXT, 4, 19)]
    passages = number_passages(spans, TEXT)
    assert {place: passage.number for place, passage in passages.items()} == {(4, 34): 1, (4, 19): 2, (24, 34): 3}


def test_a_quote_that_does_not_stand_in_the_text_is_refused() -> None:
    with pytest.raises(EvidenceError, match="is not 'iets'"):
        number_passages([Span(0, 4, "iets")], TEXT)
