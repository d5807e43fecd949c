"""Numbers a year: means, ratios with intervals, dispersion, and the year after which the level changed."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.intervals import LEVEL, clopper_pearson
from vonnis.analysis.result import Interval

Floats = NDArray[np.float64]

_LEAST_YEARS = 3
_DRAWS = 9_999


class Yearly(msgspec.Struct, frozen=True):
    """The mean number a year, or that of some years over that of others.

    ``poisson`` assumes that years scatter by chance alone; ``quasi`` takes how much they do from the years themselves
    (``dispersion``, one for chance alone), and is None where too few years tell that or all are alike.
    """

    value: float | None
    poisson: Interval | None
    quasi: Interval | None
    dispersion: float | None


class Change(msgspec.Struct, frozen=True):
    """The split of a series into two levels that fits best: the last year before it, both means, and the chance.

    ``p`` is the chance of so good a split in a series of one level with the same total, by simulation.
    """

    last_before: int
    before: float
    after: float
    p: float


def poisson_mean(total: int, years: float, *, level: float = LEVEL) -> Interval:
    """Return the exact interval around a mean a year from a total (Garwood 1936)."""
    from scipy.special import chdtri

    tail = (1 - level) / 2
    low = float(chdtri(2 * total, 1 - tail)) / 2 / years if total else 0.0
    high = float(chdtri(2 * (total + 1), tail)) / 2 / years
    return Interval(low=low, high=high, level=level, method="Poisson, exact")


def mean_a_year(counts: Sequence[int], *, level: float = LEVEL) -> Yearly:
    """Return the mean number a year, with the exact Poisson interval and the quasi-Poisson one of :func:`ratio`."""
    if not counts:
        return Yearly(None, None, None, None)
    value, dispersion = sum(counts) / len(counts), pearson_dispersion((counts,))
    quasi = _quasi(value, (sum(counts),), len(counts) - 1, dispersion, level)
    return Yearly(value, poisson_mean(sum(counts), len(counts), level=level), quasi, dispersion)


def ratio(later: Sequence[int], earlier: Sequence[int], *, level: float = LEVEL) -> Yearly:
    """Return the mean of the later years over that of the earlier ones, with Poisson and quasi-Poisson intervals.

    The Poisson interval is exact given the total (Przyborowski and Wilenski 1940, by Clopper-Pearson). The
    quasi-Poisson one multiplies the variance of the log ratio by Pearson's dispersion and takes Student's t with as
    many degrees of freedom as years less groups (McCullagh and Nelder 1989, 6.2; as R's ``quasipoisson``). The
    dispersion is not kept at one or more: that would make the interval cover far more than it says.
    """
    many, few = sum(later), sum(earlier)
    if not later or not earlier or few == 0:
        return Yearly(None, None, None, None)
    odds = len(earlier) / len(later)
    shares = clopper_pearson(many, many + few, level=level)
    high = shares.high / (1 - shares.high) * odds
    poisson = Interval(low=shares.low / (1 - shares.low) * odds, high=high, level=level, method="Poisson, exact")
    value = many / few * odds
    dispersion = pearson_dispersion((later, earlier))
    freedom = len(later) + len(earlier) - 2
    return Yearly(value, poisson, _quasi(value, (many, few), freedom, dispersion, level), dispersion)


def pearson_dispersion(groups: Sequence[Sequence[int]]) -> float | None:
    """Return Pearson's chi-square over its degrees of freedom, each group around its mean; None for too few years."""
    freedom = sum(len(group) - 1 for group in groups)
    if freedom < _LEAST_YEARS - 1:
        return None
    square = 0.0
    for group in groups:
        mean = sum(group) / len(group)
        square += sum((count - mean) ** 2 / mean for count in group) if mean else 0.0
    return square / freedom


def _quasi(
    value: float, totals: tuple[int, ...], freedom: int, dispersion: float | None, level: float
) -> Interval | None:
    from scipy.special import stdtrit

    if not dispersion or not all(totals):
        return None
    half = float(stdtrit(freedom, (1 + level) / 2)) * sqrt(dispersion * sum(1 / total for total in totals))
    return Interval(low=exp(log(value) - half), high=exp(log(value) + half), level=level, method="quasi-Poisson")


def change_point(counts: Sequence[tuple[int, int]], *, seed: int) -> Change | None:
    """Return the year after which the level of a series of (year, number) changed most; None for under five years.

    The split maximises the Poisson likelihood of two levels (Worsley 1986); its chance is found by drawing series of
    the same total and one level, 9,999 times with this seed. Years that scatter more than by chance make p too small.
    """
    if len(counts) < _LEAST_YEARS + 2 or sum(count for _, count in counts) == 0:
        return None
    years = [year for year, _ in counts]
    numbers = np.asarray([[count for _, count in counts]], dtype=np.float64)
    gains = _gains(numbers)[0]
    best = int(np.argmax(gains))
    size, total = len(years), int(numbers.sum())
    drawn = np.random.default_rng(seed).multinomial(total, np.full(size, 1 / size), size=_DRAWS)
    larger = int((_gains(drawn.astype(np.float64)).max(axis=1) >= gains[best] - 1e-9).sum())
    head, tail = numbers[0][: best + 1], numbers[0][best + 1 :]
    return Change(years[best], float(head.mean()), float(tail.mean()), (1 + larger) / (_DRAWS + 1))


def _gains(series: Floats) -> Floats:
    """Return for each series (a row) the gain in log likelihood of a split after each year but the last."""
    size = series.shape[1]
    before = np.cumsum(series, axis=1)[:, :-1]
    total = series.sum(axis=1, keepdims=True)
    place = np.arange(1, size, dtype=np.float64)

    def part(sums: Floats, years: Floats) -> Floats:
        return np.where(sums > 0, sums * np.log(np.where(sums > 0, sums, 1.0) / years), 0.0)

    whole = total * np.log(np.where(total > 0, total, 1.0) / size)
    return np.asarray(part(before, place) + part(total - before, size - place) - whole, dtype=np.float64)
