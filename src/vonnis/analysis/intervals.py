"""Intervals around estimates from few units."""

from __future__ import annotations

from vonnis.analysis.result import Interval


def wilson(numerator: int, n: int, *, level: float = 0.95) -> Interval:
    """Return the Wilson score interval (Wilson 1927) around a share of ``numerator`` out of ``n`` units.

    It treats the units as if they came from a process that could have given others; where they are a whole
    population, it tells how sure one can be about that process, not about the population.
    """
    from scipy.stats import binomtest

    ends = binomtest(numerator, n).proportion_ci(confidence_level=level, method="wilson")
    return Interval(low=float(ends.low), high=float(ends.high), level=level, method="Wilson")
