"""Intervals around coefficients of agreement that are worked out without resampling.

Three kinds. The *score* interval treats the disagreement that a coefficient counts, as a share of the largest
possible, as a proportion whose effective number of units gives the variance of linearisation (Korn and Graubard 1998
do so for survey data), and puts Wilson's interval (1927) around it. It says something when a sample agrees fully, and
keeps its coverage with ten units. The *logarithmic* interval is t standard errors around the logarithm of the ratio
of disagreements, for ranks. The *analytic* interval is the textbook's estimate plus and minus t standard errors; it
is there for comparison. ``docs/reference/agreement-coverage.md`` simulates each.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import Patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAME = 1e-9
"""What differs by less is the same, but for floating point."""


class Ends(NamedTuple):
    """The two ends of an interval, for each row of weights; NaN where there is none."""

    low: Floats
    high: Floats


class Spread(NamedTuple):
    """The ratio of disagreements, its scale and its standard error, for each row of weights."""

    ratio: Floats
    scale: Floats
    error: Floats


def spread(measure: Measure, patterns: Patterns, *, weights: Floats, smooth: bool = False) -> Spread:
    """Return ratio, scale and standard error by linearisation.

    For Fleiss' kappa and AC1 this is the variance of Gwet (2014, chapter 5) where no answer is missing, for Cohen's
    kappa that of Fleiss, Cohen and Everitt (1969) with ``n - 1`` for ``n``. ``smooth`` adds to the variance, not to
    the estimate, one unit on which all agree, spread over the categories.
    """
    moments = measure(patterns, weights, influence=not smooth)
    influence, counted = moments.influence, weights
    if smooth:
        wider = patterns.with_agreement
        extra = np.broadcast_to(wider.units[len(patterns.units) :], (len(weights), patterns.size))
        counted = np.concatenate([weights, extra], axis=1)
        influence = measure(wider, counted, influence=True).influence
    units = weights.sum(axis=1)
    squares = np.zeros_like(units) if influence is None else (counted * influence**2).sum(axis=1)
    return Spread(moments.ratio, moments.scale, np.sqrt(squares * units / np.maximum(units - 1, 1)))


def score(
    measure: Measure, patterns: Patterns, *, weights: Floats, corrected: bool = True, level: float = 0.95
) -> Ends:
    """Return score intervals around the coefficient.

    ``corrected`` smooths the variance and takes a t quantile, as simulation asks of coefficients whose expected
    disagreement hangs strongly on the same answers; plain agreement, AC1 and the like take the normal quantile.
    """
    ratio, scale, error = spread(measure, patterns, weights=weights, smooth=corrected)
    units = _overlap(patterns, weights)
    quantile = quantiles(units, level) if corrected else np.full(len(units), NormalDist().inv_cdf((1 + level) / 2))
    share = np.clip(ratio * scale, 0.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(error > SAME, share * (1 - share) / (error * scale) ** 2, np.nan)
        effective = np.where((share > SAME) & (share < 1 - SAME), effective, units)
        square = quantile**2 / effective
        middle = (share + square / 2) / (1 + square)
        half = quantile / (1 + square) * np.sqrt(share * (1 - share) / effective + square / (4 * effective))
        return Ends(1 - (middle + half) / scale, np.minimum(1 - (middle - half) / scale, 1.0))


def logarithmic(measure: Measure, patterns: Patterns, *, weights: Floats, level: float = 0.95) -> Ends:
    """Return t standard errors around the logarithm of the ratio; none where all agree."""
    ratio, _, error = spread(measure, patterns, weights=weights)
    factor = relative(error, ratio)
    with np.errstate(invalid="ignore", over="ignore"):
        factor = np.exp(quantiles(_overlap(patterns, weights), level) * factor)
        return Ends(1 - ratio * factor, 1 - ratio / factor)


def analytic(measure: Measure, patterns: Patterns, *, weights: Floats, level: float = 0.95) -> Ends:
    """Return the estimate plus and minus t standard errors, cut at 1; none where the standard error is zero."""
    ratio, _, error = spread(measure, patterns, weights=weights)
    half = np.where(error > SAME, quantiles(_overlap(patterns, weights), level) * error, np.nan)
    return Ends(1 - ratio - half, np.minimum(1 - ratio + half, 1.0))


def relative(error: Floats, ratio: Floats) -> Floats:
    """Return standard errors as a share of the ratio; NaN where the ratio or its standard error is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((ratio > SAME) & (error > SAME), error / ratio, np.nan)


def quantiles(units: Floats, level: float) -> Floats:
    """Return the quantile of Student's t for each number of units."""
    # The quantile alone; scipy.stats takes a second to load.
    from scipy.special import stdtrit

    degrees, place = np.unique(np.maximum(units - 1, 1), return_inverse=True)
    found: Floats = stdtrit(degrees, (1 + level) / 2)[place]
    return found


def _overlap(patterns: Patterns, weights: Floats) -> Floats:
    units: Floats = (weights * patterns.paired).sum(axis=1)
    return units
