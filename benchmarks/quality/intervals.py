"""How sure a score is: Wilson's interval, for a share and for an F1."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95

Counts = tuple[int, int, int]
"""Right, wrongly there, missing."""


def wilson(right: float, of: float) -> tuple[float, float]:
    """Return Wilson's interval for a share (E. B. Wilson, JASA 22, 1927), without continuity correction."""
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    share, weight = right / of, z * z / of
    centre = share + weight / 2
    half = z * sqrt(share * (1 - share) / of + weight / (4 * of))
    return (centre - half) / (1 + weight), (centre + half) / (1 + weight)


def f1(counts: Sequence[Counts]) -> float:
    """Return the F1 of all records together; 1 where nothing was to be found and nothing was."""
    right, extra, missing = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (2 * right + extra + missing) if right + extra + missing else 1.0


def f1_interval(counts: Sequence[Counts]) -> tuple[float, float]:
    """Return Wilson's interval of an F1 over records, each of which counts as one trial.

    Values of one record are read right or wrong together, so that many in a record are no more proof than one: the
    interval is too wide rather than too narrow. Records in which there was nothing to be found, and nothing was, say
    nothing of how what is there is read, and are left out.
    """
    told = sum(any(count) for count in counts)
    return wilson(f1(counts) * told, told) if told else (0.0, 1.0)


def f1_of_totals(right: int, *, extra: int, missing: int) -> tuple[float, float]:
    """Return Wilson's interval of an F1 of which only the totals are known.

    F1 is the share of what is right in what is right plus half of what is not (extra or missing), as if each value
    stood alone: values of one text are alike, so that the interval is too narrow rather than too wide.
    """
    return wilson(right, right + (extra + missing) / 2)
