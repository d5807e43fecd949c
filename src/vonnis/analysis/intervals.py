"""Intervals around estimates from few units."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev

from vonnis.analysis.result import Interval


def wilson(numerator: int, n: int, *, level: float = 0.95) -> Interval:
    """Return the Wilson score interval (Wilson 1927) around a share of ``numerator`` out of ``n`` units.

    It treats the units as if they came from a process that could have given others; where they are a whole
    population, it tells how sure one can be about that process, not about the population.
    """
    from scipy.stats import binomtest

    ends = binomtest(numerator, n).proportion_ci(confidence_level=level, method="wilson")
    return Interval(low=float(ends.low), high=float(ends.high), level=level, method="Wilson")


def student(values: Sequence[float], *, level: float = 0.95) -> Interval | None:
    """Return the t interval (Student 1908) around the mean of values; None for fewer than two, or when all are equal.

    It asks for values that lie around their mean without a long tail, as ages within a few years do.
    """
    if len(set(values)) < 2:  # noqa: PLR2004 - without two different values there is no spread
        return None
    from scipy.stats import t

    half = float(t.ppf((1 + level) / 2, len(values) - 1)) * stdev(values) / len(values) ** 0.5
    mean = fmean(values)
    return Interval(low=mean - half, high=mean + half, level=level, method="Student t")
