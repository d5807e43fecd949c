"""Agreement on passages: unitised alpha (Krippendorff 1995; 2004, section 11.6).

Coders mark stretches of a text and give each a category. Disagreement is measured in squared characters: where two
marked stretches of one category overlap, by how far their ends lie apart; where a marked stretch falls in what the
other left unmarked, by its whole length. Chance would put the same stretches anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

Stretch = tuple[int, int]
"""Where a marked stretch begins, and where it ends."""


class PassageAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Unitised alpha for all categories together and for each, with the disagreements behind it."""

    alpha: float | None
    by_category: dict[str, float | None]
    observed: dict[str, float]
    expected: dict[str, float]


def unitised_alpha(marks: Sequence[Mapping[str, Sequence[Stretch]]], length: int) -> PassageAgreement:
    """Return unitised alpha.

    Args:
        marks: for each coder the stretches of each category, which do not overlap within a category.
        length: of the text, or of all texts laid end to end, in characters.

    Without a mark of anybody there is nothing to agree on, and alpha is None.

    Raises:
        ValueError: fewer than two coders, or a stretch lies outside the text or over another of its category.
    """
    if len(marks) < 2:  # noqa: PLR2004 - agreement is between two
        message = "unitised alpha needs two coders or more"
        raise ValueError(message)
    categories = sorted({category for coder in marks for category in coder})
    pieces = {name: [_pieces(coder.get(name, ()), length) for coder in marks] for name in categories}
    observed = {name: _observed(parts, length) for name, parts in pieces.items()}
    expected = {name: _expected(parts, length) for name, parts in pieces.items()}
    return PassageAgreement(
        alpha=_alpha(sum(observed.values()), sum(expected.values())),
        by_category={name: _alpha(observed[name], expected[name]) for name in categories},
        observed=observed,
        expected=expected,
    )


class _Piece(msgspec.Struct, frozen=True):
    """A stretch of one coder's continuum, marked or not."""

    start: int
    end: int
    marked: bool

    @property
    def length(self) -> int:
        return self.end - self.start


def _pieces(stretches: Sequence[Stretch], length: int) -> list[_Piece]:
    pieces, last = [], 0
    for start, end in sorted(stretches):
        if not last <= start < end <= length:
            message = f"the stretch {start}-{end} lies outside the text, over another, or is empty"
            raise ValueError(message)
        if start > last:
            pieces.append(_Piece(last, start, marked=False))
        pieces.append(_Piece(start, end, marked=True))
        last = end
    if last < length:
        pieces.append(_Piece(last, length, marked=False))
    return pieces


def _difference(one: _Piece, other: _Piece) -> float:
    """Return the squared difference between two pieces (Krippendorff 2004, section 11.6.1)."""
    if one.marked and other.marked:
        overlap = min(one.end, other.end) > max(one.start, other.start)
        return float((one.start - other.start) ** 2 + (one.end - other.end) ** 2) if overlap else 0.0
    if one.marked and other.start <= one.start and one.end <= other.end:
        return float(one.length**2)
    if other.marked and one.start <= other.start and other.end <= one.end:
        return float(other.length**2)
    return 0.0


def _observed(coders: Sequence[Sequence[_Piece]], length: int) -> float:
    total = 0.0
    for first, one in enumerate(coders):
        for other in coders[:first]:
            total += 2 * _between(one, other)
    return total / (len(coders) * (len(coders) - 1) * length**2)


def _between(one: Sequence[_Piece], other: Sequence[_Piece]) -> float:
    """Return the sum of differences over all pairs that touch, walking along both continua at once."""
    total, left, right = 0.0, 0, 0
    while left < len(one) and right < len(other):
        if one[left].marked or other[right].marked:
            total += _difference(one[left], other[right])
        if one[left].end <= other[right].end:
            left += 1
        else:
            right += 1
    return total


def _expected(coders: Sequence[Sequence[_Piece]], length: int) -> float:
    marked = [piece.length for pieces in coders for piece in pieces if piece.marked]
    gaps = sorted(piece.length for pieces in coders for piece in pieces if not piece.marked)
    span = len(coders) * length
    total = 0.0
    for size in marked:
        room = sum(gap - size + 1 for gap in gaps if gap >= size)
        total += (len(marked) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    places = span * (span - 1) - sum(size * (size - 1) for size in marked)
    return 2 / length * total / places if places else 0.0


def _alpha(observed: float, expected: float) -> float | None:
    return 1 - observed / expected if expected else None
