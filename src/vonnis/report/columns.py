"""How wide the columns of a table are on paper: what is short as wide as it is, words by how much they have to say."""

from __future__ import annotations

import re
from math import sqrt

import msgspec

from vonnis.report import document
from vonnis.report.document import Number, Table

LINE = 96
"""About how many letters a line of a table holds."""
LONG = 60
_ROOM = 2
"""How many letters wide the gap between columns is."""
_NAME, _WIDE, _SHORT = 32, 24, 9
_BREAKS = re.compile(r"[ \n\t]+")
"""Where a line may break; at a no-break space, which keeps the ends of an interval together, it may not."""


class Column(msgspec.Struct, frozen=True):
    """A column: whether it is as wide as its ``longest`` text, its ``part`` of what is left over, its longest word."""

    fixed: bool
    longest: int
    part: int
    word: int


def columns_of(block: Table) -> list[Column]:
    """Return the columns of a table.

    No column is narrower than its longest word, since a word that does not fit would run into the next column.
    """
    texts = [[document.plain(row[place].line) for row in (block.head, *block.rows)] for place in range(len(block.head))]
    longest = [max(map(len, column)) for column in texts]
    words = [max((len(word) for text in column for word in _BREAKS.split(text)), default=1) for column in texts]
    ranges = [place for place, head in enumerate(block.head) if not head.right and _of_numbers(block, place)]
    alone = ranges if len(ranges) == 1 else []  # several of them leave no room for words
    fixed = [
        most <= (_WIDE if place and (head.right or place in alone) else _SHORT) or (most == word and most <= _NAME)
        for place, (head, most, word) in enumerate(zip(block.head, longest, words, strict=True))
    ]
    left = max(LINE - sum(most for most, own in zip(longest, fixed, strict=True) if own), LONG)
    parts = [0 if own else _part(most) for most, own in zip(longest, fixed, strict=True)]
    whole = max(sum(parts), 1)
    needed = [-(-(word + _ROOM) * whole // left) for word in words]
    return [
        Column(own, most, max(part, least), word)
        for own, most, part, least, word in zip(fixed, longest, parts, needed, words, strict=True)
    ]


def shares_of(block: Table, whole: int) -> list[int]:
    """Return the widths of the columns of a table that fills a line, as parts of a whole."""
    columns = columns_of(block)
    rest = max(LINE - sum(one.longest + _ROOM for one in columns if one.fixed), 0)
    parts = max(sum(one.part for one in columns if not one.fixed), 1)
    wide = [one.longest + _ROOM if one.fixed else max(rest * one.part / parts, one.word + _ROOM) for one in columns]
    widths = [int(whole * one / sum(wide)) for one in wide]
    return [*widths[:-1], whole - sum(widths[:-1])]


def _of_numbers(block: Table, place: int) -> bool:
    """Tell whether numbers stand in every cell of a column that is not empty, such as the ends of intervals."""
    lines = [row[place].line for row in block.rows if row[place].line]
    return bool(lines) and all(any(isinstance(part, Number) for part in line) for line in lines)


def _part(longest: int) -> int:
    """Return how wide a column of words is beside others: a text of four times the length gets twice the width."""
    return longest if longest <= LONG else round(LONG * sqrt(longest / LONG))
