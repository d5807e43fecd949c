"""How sure a score is: Wilson's interval for a share, for an F1 a bootstrap over records or one like Wilson's."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
RESAMPLES = 2_000
SEED = 20_231_206

Counts = tuple[int, int, int]
"""Right, wrongly there, missing."""


def wilson(right: int, of: float) -> tuple[float, float]:
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
    """Return the interval of an F1: a bootstrap, or Wilson's for the share of faultless records where all are.

    Resamples of faultless records are faultless, so that a bootstrap would claim to be certain. Records in which there
    was nothing to be found, and nothing was, are left out there: they say nothing of how what is there is read.
    """
    if all(extra == missing == 0 for _, extra, missing in counts):
        told = sum(right > 0 for right, _, _ in counts)
        return wilson(told, told) if told else (0.0, 1.0)
    return bootstrap(counts)


def f1_of_totals(right: int, *, extra: int, missing: int) -> tuple[float, float]:
    """Return Wilson's interval of an F1 of which only the totals are known.

    F1 is the share of what is right in what is right plus half of what is not (extra or missing), as if each value
    stood alone: values of one text are alike, so that the interval is too narrow rather than too wide.
    """
    return wilson(right, right + (extra + missing) / 2)


def bootstrap(counts: Sequence[Counts]) -> tuple[float, float]:
    """Return the percentile interval of F1 over resamples of whole records, with a fixed seed."""
    chance = random.Random(SEED)
    scores = sorted(f1(chance.choices(counts, k=len(counts))) for _ in range(RESAMPLES))
    cut = round(RESAMPLES * (1 - LEVEL) / 2)
    return scores[cut], scores[RESAMPLES - 1 - cut]
