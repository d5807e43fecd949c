"""Intervals from resampled units, drawn as weights over the patterns of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from vonnis.study.agreement.intervals import SAME, Ends, logarithmic, relative, spread
from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import Patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 1_000
_FEWEST_WHOLE = 0.95
_CHUNK_CELLS = 4_000_000
_UNITS_A_PATTERN = 4


def percentiles(
    measures: Mapping[str, Measure], patterns: Patterns, *, seed: int, resamples: int = RESAMPLES, level: float = 0.95
) -> dict[str, Ends]:
    """Return the percentile interval of each measure over the same resamples, as one row.

    NaN where more than one resample in twenty has no value, or where all give the same one.
    """
    estimates: dict[str, list[Floats]] = {name: [] for name in measures}
    for weights in draws(patterns, resamples, seed=seed):
        for name, measure in measures.items():
            estimates[name].append(1 - measure(patterns, weights).ratio)
    return {name: _percentiles(np.concatenate(parts), level) for name, parts in estimates.items()}


def studentised(
    measure: Measure, patterns: Patterns, *, seed: int, resamples: int = RESAMPLES, level: float = 0.95
) -> Ends:
    """Return the studentised bootstrap interval (Efron and Tibshirani 1993, 12.5) on the logarithm of the ratio.

    Each resample tells how many of its own standard errors it lies from the sample. That keeps the coverage where a
    few large distances carry the disagreement, as they do with months and amounts. Where the logarithmic interval
    reaches farther, its end is taken, for few units leave the resamples too much alike. NaN where all agree, or where
    so many resamples do that one end cannot be found.
    """
    none = Ends(np.array([np.nan]), np.array([np.nan]))
    here = spread(measure, patterns, weights=patterns.units[None, :])
    error = relative(here.error, here.ratio)
    if np.isnan(error[0]):
        return none
    away: list[Floats] = []
    for weights in draws(patterns, resamples, seed=seed):
        there = spread(measure, patterns, weights=weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = np.log(there.ratio / here.ratio) / relative(there.error, there.ratio)
        away.append(np.where(there.ratio <= SAME, -np.inf, distance))
    distances = np.concatenate(away)
    distances = distances[~np.isnan(distances)]
    if len(distances) < _FEWEST_WHOLE * resamples:
        return none
    low, high = np.quantile(distances, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    if not np.isfinite(low):
        return none
    wide = logarithmic(measure, patterns, weights=patterns.units[None, :], level=level)
    lower, upper = 1 - here.ratio * np.exp(-low * error), 1 - here.ratio * np.exp(-high * error)
    return Ends(np.minimum(lower, wide.low), np.maximum(upper, wide.high))


def draws(patterns: Patterns, resamples: int, *, seed: int) -> Iterator[Floats]:
    """Yield weights of resampled units, a row a resample, in pieces that fit in memory."""
    chance = np.random.default_rng(seed)
    units, kinds = int(patterns.units.sum()), len(patterns.units)
    few = kinds * _UNITS_A_PATTERN <= units
    of_unit = np.repeat(np.arange(kinds), patterns.units.astype(int))
    rows = max(_CHUNK_CELLS // (kinds if few else units), 1)
    for start in range(0, resamples, rows):
        size = min(rows, resamples - start)
        if few:
            yield chance.multinomial(units, patterns.units / units, size=size).astype(np.float64)
        else:
            drawn = of_unit[chance.integers(units, size=(size, units))] + np.arange(size)[:, None] * kinds
            yield np.bincount(drawn.ravel(), minlength=size * kinds).reshape(size, kinds).astype(np.float64)


def _percentiles(estimates: Floats, level: float) -> Ends:
    whole = estimates[~np.isnan(estimates)]
    if len(whole) < _FEWEST_WHOLE * len(estimates) or np.ptp(whole) < SAME:
        return Ends(np.array([np.nan]), np.array([np.nan]))
    low, high = np.quantile(whole, [(1 - level) / 2, (1 + level) / 2])
    return Ends(np.array([low]), np.array([high]))
