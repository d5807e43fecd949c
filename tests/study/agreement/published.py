"""Worked examples as they were published, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

Matrix = Sequence[Sequence[object]]


def rows(*observers: str) -> Matrix:
    """Return a row a unit from a line of answers an observer, as Krippendorff prints them: a point is a gap."""
    split = [[None if answer == "." else answer for answer in line.split()] for line in observers]
    return list(zip(*split, strict=True))


def from_counts(table: Sequence[Sequence[int]]) -> Matrix:
    """Return a row a unit from how many chose each category."""
    return [[category for category, count in enumerate(row) for _ in range(count)] for row in table]


def from_cells(cells: dict[tuple[object, object], int]) -> Matrix:
    """Return a row a unit from a table of two coders."""
    return [pair for pair, count in cells.items() for _ in range(count)]


KRIPPENDORFF = rows(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, gaps."""

HAYES = rows(
    "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
    "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
    "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
    ". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
    "2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1",
)
"""Hayes and Krippendorff (2007), table 1: five observers, forty articles."""

GWET_TABLE = from_cells({("E", "E"): 13, ("A", "A"): 20, ("A", "N"): 7, ("N", "A"): 4, ("N", "N"): 56})
"""Gwet (2014), Handbook of Inter-Rater Reliability, the two abstractors: a hundred pregnancies in three categories."""

FLEISS = from_counts(
    [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ]
)  # fmt: skip
"""Fleiss (1971), table 1: thirty patients, six psychiatrists each, five diagnoses."""

FIFTEEN = FLEISS[:15]
"""The first fifteen of them, as Gwet (2014) uses them."""

COHEN_CELLS: dict[tuple[object, object], int] = {
    (0, 0): 88, (0, 1): 14, (0, 2): 18,
    (1, 0): 10, (1, 1): 40, (1, 2): 10,
    (2, 0): 2, (2, 1): 6, (2, 2): 12,
}  # fmt: skip
"""Cohen (1968), table 1, as counts of two hundred: three diagnoses (disorder of personality, neurosis, psychosis)."""
