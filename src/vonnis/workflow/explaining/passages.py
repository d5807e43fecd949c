"""Passages of a text as pieces that can be set one after another: overlapping and nested ones are cut, none is moved.

The pieces of a stretch, joined, are that stretch exactly; every cut is at a code point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from vonnis.judgment.span import Span


class Passage(msgspec.Struct, frozen=True):
    """A stretch ``text[start:end]`` that carries one or more values; ``number`` counts from 1 in the order of text."""

    number: int
    start: int
    end: int


class Piece(msgspec.Struct, frozen=True):
    """A stretch that the same passages cover throughout.

    Attributes:
        start: where it begins, in code points.
        end: where it ends; equal to ``start`` for a place that stands for a passage which shorter ones hide wholly.
        passages: the numbers of the passages that cover it, the longest first; empty between passages.
        is_place: True where a link to the last of these passages arrives; each passage has one such piece.
    """

    start: int
    end: int
    passages: tuple[int, ...] = ()
    is_place: bool = False


def number_passages(spans: Iterable[Span], text: str) -> dict[tuple[int, int], Passage]:
    """Return a passage for every place among the spans, the outer one first where two start together.

    Raises:
        EvidenceError: a span's quote does not stand at its place in the text.
    """
    places = {(span.start, span.end) for span in (span.check(text) for span in spans)}
    ordered = sorted(places, key=lambda place: (place[0], -place[1]))
    return {place: Passage(number, *place) for number, place in enumerate(ordered, 1)}


def cut(passages: Sequence[Passage], stretches: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    """Return the pieces of each stretch; the stretches follow each other, and together hold every passage."""
    bounds = sorted({bound for passage in passages for bound in (passage.start, passage.end)})
    opening = sorted(passages, key=lambda passage: passage.start)
    covering: list[Passage] = []
    placed: set[int] = set()
    cut_stretches: list[list[Piece]] = []
    for start, end in stretches:
        pieces: list[Piece] = []
        for left, right in pairwise([start, *_between(bounds, start, end), end]):
            covering = [passage for passage in covering if passage.end > left]
            while opening and opening[0].start <= left:
                covering.append(opening.pop(0))
            covering.sort(key=lambda passage: (passage.start - passage.end, passage.number))
            numbers = tuple(passage.number for passage in covering)
            pieces.append(Piece(left, right, numbers, is_place=bool(numbers) and numbers[-1] not in placed))
            placed.update(numbers[-1:])
        cut_stretches.append(pieces)
    hidden = {passage.number: passage for passage in passages if passage.number not in placed}
    return [list(_with_places(pieces, hidden)) for pieces in cut_stretches]


def _between(bounds: Sequence[int], start: int, end: int) -> list[int]:
    """Return the bounds inside a stretch."""
    return list(bounds[bisect_right(bounds, start) : bisect_left(bounds, end)])


def _with_places(pieces: Iterable[Piece], hidden: dict[int, Passage]) -> Iterator[Piece]:
    """Yield the pieces, and before one that opens a hidden passage an empty piece as its place."""
    for piece in pieces:
        for number in piece.passages:
            if number in hidden and piece.start < piece.end:
                del hidden[number]
                yield Piece(piece.start, piece.start, (number,), is_place=True)
        yield piece
