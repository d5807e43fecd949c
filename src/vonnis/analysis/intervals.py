"""Intervals around shares and means from few units that stand on their own.

Where units hang together (many clients, one victim) see :mod:`vonnis.analysis.clusters`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev

from vonnis.analysis.result import Interval

LEVEL = 0.95
"""The level of every interval that is not asked for otherwise."""

_TWO = 2


def wilson(numerator: int, n: int, *, level: float = LEVEL, population: int | None = None) -> Interval:
    """Return the Wilson score interval (Wilson 1927) around a share of ``numerator`` out of ``n`` units.

    It treats the units as if they came from a process that could have given others. With ``population``, the units
    are a random sample from so many, and the interval narrows by the finite population correction
    (N - n) / (N - 1) on the effective number of units (Cochran 1977, ch. 3); a full census gives the share itself.
    """
    effective = float(n)
    if population is not None:
        if population <= n:
            return Interval(low=numerator / n, high=numerator / n, level=level, method="census")
        effective = n * (population - 1) / (population - n)
    method = "Wilson" if population is None else "Wilson, finite population"
    low, high = wilson_ends(numerator / n, effective, quantile=NormalDist().inv_cdf((1 + level) / 2))
    return Interval(low=low, high=high, level=level, method=method)


def wilson_ends(share: float, effective: float, *, quantile: float) -> tuple[float, float]:
    """Return the Wilson limits around a share that is worth ``effective`` independent units; ``quantile`` is z or t."""
    square = quantile * quantile
    middle = (share + square / (2 * effective)) / (1 + square / effective)
    half = quantile * sqrt(share * (1 - share) / effective + square / (4 * effective**2)) / (1 + square / effective)
    low = 0.0 if share == 0 else max(0.0, middle - half)
    high = 1.0 if share == 1 else min(1.0, middle + half)
    return low, high


def clopper_pearson(numerator: int, n: int, *, level: float = LEVEL) -> Interval:
    """Return the exact interval of Clopper and Pearson (1934): it covers at least ``level``, whatever the share."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(numerator, n - numerator + 1, tail)) if numerator else 0.0
    high = float(betaincinv(numerator + 1, n - numerator, 1 - tail)) if numerator < n else 1.0
    return Interval(low=low, high=high, level=level, method="Clopper-Pearson")


def newcombe(first: tuple[int, int], second: tuple[int, int], *, level: float = LEVEL) -> Interval:
    """Return Newcombe's interval (1998, method 10) for the first share less the second, each a numerator and its n.

    The two groups stand apart and their units on their own.
    """
    groups = (first, second)
    shares = [numerator / n for numerator, n in groups]
    ends = [wilson(numerator, n, level=level) for numerator, n in groups]
    low, high = hybrid(shares, [(end.low, end.high) for end in ends])
    return Interval(low=low, high=high, level=level, method="Newcombe")


def hybrid(values: Sequence[float], ends: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the limits of a difference from the limits of its two parts (the square-and-add method of Newcombe)."""
    (one, other), ((low, high), (other_low, other_high)) = values, ends
    difference = one - other
    return (
        difference - sqrt((one - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - one) ** 2 + (other - other_low) ** 2),
    )


def student(values: Sequence[float], *, level: float = LEVEL, left: float = 1.0) -> Interval | None:
    """Return the t interval (Student 1908) around the mean of values; None for fewer than two, or when all are equal.

    It asks for values that lie around their mean without a long tail, as ages within a few years do. ``left`` is the
    part of a finite population that was not drawn, by which the variance narrows (Cochran 1977, 2.6).
    """
    if len(set(values)) < _TWO:
        return None
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, (1 + level) / 2)) * stdev(values) * (max(left, 0.0) / len(values)) ** 0.5
    mean = fmean(values)
    method = "census" if left <= 0 else "Student t" if left == 1 else "Student t, finite population"
    freedom = len(values) - 1 if left > 0 else None
    return Interval(low=mean - half, high=mean + half, level=level, method=method, freedom=freedom)


def median_interval(values: Sequence[float], *, level: float = LEVEL) -> Interval | None:
    """Return the exact interval around a median from order statistics (David and Nagaraja 2003, 7.1).

    The ends are the r-th smallest and r-th largest value, with the largest r whose binomial chance keeps ``level``;
    None where even smallest and largest do not (fewer than six values at 95%).
    """
    from scipy.stats import binom

    n, ordered = len(values), sorted(values)
    rank = int(binom.ppf((1 - level) / 2, n, 0.5)) if n else 0
    while rank and 2 * float(binom.cdf(rank - 1, n, 0.5)) > 1 - level:
        rank -= 1
    if not rank:
        return None
    return Interval(low=ordered[rank - 1], high=ordered[n - rank], level=level, method="order statistics")
