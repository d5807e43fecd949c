"""Ratings of one variable: which coder gave which answer on which unit, gaps included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio", "set"]
"""The level of measurement: names, ranks, distances, distances from a true zero; or several names at once."""
LEVELS: tuple[Level, ...] = get_args(Level)
GAP = -1
"""The code of an answer that was not given."""
SEPARATOR = "|"
"""What stands between the members of a set; where it is read, a semicolon does too."""


class Ratings(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Answers on one variable.

    ``codes`` has a row a unit and a column a coder; each code is a place in ``categories``, or GAP. Categories stand
    in their order: numbers by size, names by alphabet, or as they were declared, the unused ones included. ``numbers``
    holds each as a number, where it is one or has a place in a declared order.
    """

    variable: str
    level: Level
    units: tuple[str, ...]
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    codes: NDArray[np.int32]
    numbers: NDArray[np.float64] | None = None

    @property
    def overlap(self) -> int:
        """How many units have two answers or more: only they tell anything about agreement."""
        return int(np.count_nonzero((self.codes != GAP).sum(axis=1) > 1))


def ratings(
    variable: str,
    matrix: Sequence[Sequence[Any]],
    *,
    level: Level = "nominal",
    coders: Sequence[str] | None = None,
    order: Sequence[str] = (),
) -> Ratings:
    """Return the ratings in a matrix with a row a unit and a column a coder; None is a gap.

    Args:
        variable: its name.
        matrix: answers as text or numbers; a set is text with ``|`` or ``;`` between its members.
        level: how answers are measured.
        coders: their names; numbers where they are not given.
        order: the categories in their order, for ranks that are words.
    """
    width = max(map(len, matrix), default=0)
    texts = [["" if cell is None else str(cell) for cell in row] + [""] * (width - len(row)) for row in matrix]
    distinct = sorted({cell for row in texts for cell in row if cell})
    scale = scale_of(distinct, level=level, order=order)
    codes = np.array([[scale.places.get(cell, GAP) for cell in row] for row in texts], dtype=np.int32)
    return Ratings(
        variable=variable,
        level=level,
        units=tuple(str(number) for number in range(1, len(texts) + 1)),
        coders=tuple(coders) if coders is not None else tuple(str(number) for number in range(1, width + 1)),
        categories=scale.categories,
        codes=codes.reshape(len(texts), width),
        numbers=scale.numbers,
    )


class Scale(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The categories of a variable in their order, and at which of them each written answer stands."""

    categories: tuple[str, ...]
    places: dict[str, int]
    numbers: NDArray[np.float64] | None = None


def scale_of(distinct: Sequence[str], *, level: Level, order: Sequence[str] = ()) -> Scale:
    """Return the scale of the answers as they are written.

    Where all answers are numbers they are compared as numbers, so that ``1`` and ``1.0`` are one answer.

    Raises:
        ValueError: an answer is no number, is below zero on a ratio scale, or has no place in the order. Its argument
            is the answer.
    """
    if level == "set":
        return _scale_of_sets(distinct)
    if order:
        return _scale_in_order(distinct, order)
    numbers = {text: number(text) for text in distinct}
    if level == "nominal" and None in numbers.values():
        return Scale(categories=tuple(distinct), places={text: place for place, text in enumerate(distinct)})
    known = {text: value for text, value in numbers.items() if value is not None}
    for text in distinct:
        if text not in known or (level == "ratio" and known[text] < 0):
            raise ValueError(text)
    values = sorted(set(known.values()))
    place_of = {value: place for place, value in enumerate(values)}
    return Scale(
        categories=tuple(f"{value:.12g}" for value in values),
        places={text: place_of[value] for text, value in known.items()},
        numbers=np.array(values, dtype=np.float64),
    )


def number(text: str) -> float | None:
    """Return the number that a text writes, with a point or a comma before its decimals; None where it is none."""
    plain = text.replace(",", ".", 1) if "," in text and "." not in text else text
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if np.isfinite(value) and "_" not in text else None


def members(text: str) -> tuple[str, ...]:
    """Return the members of a set as it is written, each once, by alphabet."""
    return tuple(sorted({part.strip() for part in text.replace(";", SEPARATOR).split(SEPARATOR)} - {""}))


def _scale_of_sets(distinct: Sequence[str]) -> Scale:
    sets = {text: SEPARATOR.join(members(text)) for text in distinct}
    categories = sorted(set(sets.values()))
    place_of = {name: place for place, name in enumerate(categories)}
    return Scale(categories=tuple(categories), places={text: place_of[name] for text, name in sets.items()})


def _scale_in_order(distinct: Sequence[str], order: Sequence[str]) -> Scale:
    place_of = {name: place for place, name in enumerate(order)}
    for text in distinct:
        if text not in place_of:
            raise ValueError(text)
    return Scale(
        categories=tuple(order),
        places={text: place_of[text] for text in distinct},
        numbers=np.arange(len(order), dtype=np.float64),
    )
