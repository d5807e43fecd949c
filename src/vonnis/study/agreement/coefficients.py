"""Percent agreement, Cohen's and Fleiss' kappa, Gwet's AC1 and AC2: each as one minus a ratio of disagreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from vonnis.study.agreement.moments import Measure, Moments, divided
from vonnis.study.agreement.patterns import Patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Weighting = Literal["linear", "quadratic"]


def percent(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
    """Return the share of agreeing pairs on a unit, on average over the units with two answers or more."""
    observed = _observed(patterns, weights, _apart(patterns))
    return Moments(
        ratio=observed[1],
        scale=np.ones_like(observed[1]),
        influence=_deviation(patterns, observed) if influence else None,
    )


def fleiss_kappa(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
    """Return Fleiss' kappa (Fleiss 1971), generalised to unequal numbers of answers (Gwet 2014, chapter 2).

    A category's share is the mean over units of its share among the unit's answers. With as many answers on every
    unit this is Fleiss' own coefficient.
    """
    observed = _observed(patterns, weights, _apart(patterns))
    shares, own, units = _shares(patterns, weights)
    expected = 1 - (shares**2).sum(axis=1)
    change = -2 * (shares @ own.T - (shares**2).sum(axis=1, keepdims=True)) if influence else None
    return _chance_corrected(patterns, observed, expected=expected, change=change, units=units)


def gwet_ac(table: Floats | None = None) -> Measure:
    """Return Gwet's AC1 (Gwet 2008), or AC2 with a table of weights between categories (Gwet 2014, chapter 3)."""

    def coefficient(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
        size = max(patterns.size, 2)
        apart = _apart(patterns) if table is None else _apart_by(patterns, table)
        total = size if table is None else float(table.sum())
        shares, own, units = _shares(patterns, weights)
        factor = total / (size * (size - 1))
        expected = 1 - factor * (shares * (1 - shares)).sum(axis=1)
        change = None
        if influence:
            lean = 1 - 2 * shares
            change = -factor * (lean @ own.T - (lean * shares).sum(axis=1, keepdims=True))
        observed = _observed(patterns, weights, apart)
        return _chance_corrected(patterns, observed, expected=expected, change=change, units=units)

    return coefficient


def brennan_prediger(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
    """Return the coefficient of Brennan and Prediger (1981): chance spreads answers evenly over the categories.

    With two categories and two coders this is PABAK, the prevalence-adjusted and bias-adjusted kappa (Byrt, Bishop
    and Carlin 1993).
    """
    observed = _observed(patterns, weights, _apart(patterns))
    expected = np.full(len(weights), 1 - 1 / max(patterns.size, 1))
    change = np.zeros_like(weights) if influence else None
    return _chance_corrected(patterns, observed, expected=expected, change=change, units=observed[0])


def cohen_kappa(table: Floats | None = None) -> Measure:
    """Return Cohen's kappa (Cohen 1960), or weighted kappa (Cohen 1968) with a table of disagreement weights.

    It is for two coders, on the units that both have answered.
    """

    def coefficient(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
        both = np.where(patterns.paired, weights, 0.0)
        units = both.sum(axis=1)
        one, other = divided(both @ patterns.first, units[:, None]), divided(both @ patterns.second, units[:, None])
        if table is None:
            apart, largest = (patterns.rows[:, 0] != patterns.rows[:, 1]).astype(np.float64), 1.0
            expected = 1 - (one * other).sum(axis=1)
        else:
            apart, largest = table[patterns.rows[:, 0], patterns.rows[:, 1]], float(table.max())
            expected = ((one @ table) * other).sum(axis=1)
        observed = _observed(patterns, weights, apart)
        change = None
        if influence:
            left, right = (-other, -one) if table is None else (other @ table, one @ table)
            constant = (left * one).sum(axis=1, keepdims=True) + (right * other).sum(axis=1, keepdims=True)
            change = np.where(patterns.paired, left @ patterns.first.T + right @ patterns.second.T - constant, 0.0)
        moments = _chance_corrected(patterns, observed, expected=expected, change=change, units=units)
        return Moments(ratio=moments.ratio, scale=moments.scale / largest, influence=moments.influence)

    return coefficient


def weight_table(numbers: Floats, weighting: Weighting) -> Floats:
    """Return disagreement weights: the distance between numbers or ranks, or its square, as a share of the largest."""
    distance: Floats = np.abs(numbers[:, None] - numbers[None, :]) / np.ptp(numbers)
    return distance if weighting == "linear" else distance**2


def _observed(patterns: Patterns, weights: Floats, apart: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the units that count, their mean disagreement, and the disagreement of each pattern."""
    units = weights @ patterns.paired.astype(np.float64)
    return units, divided(weights @ np.where(patterns.paired, apart, 0.0), units), apart


def _apart(patterns: Patterns) -> Floats:
    """Return the share of pairs of answers on a unit that differ."""
    counts = patterns.counts
    squares = np.asarray((counts**2 if isinstance(counts, np.ndarray) else counts.power(2)).sum(axis=1)).ravel()
    pairs = patterns.ratings * (patterns.ratings - 1)
    return np.where(patterns.paired, 1 - (squares - patterns.ratings) / np.maximum(pairs, 1), 0.0)


def _apart_by(patterns: Patterns, table: Floats) -> Floats:
    """Return the mean disagreement of pairs of answers on a unit, by a table of agreement weights."""
    counts = patterns.counts
    near = counts @ table
    agreeing = np.asarray(
        counts * (near - 1) if isinstance(counts, np.ndarray) else counts.multiply(near - 1).todense()
    )
    pairs = patterns.ratings * (patterns.ratings - 1)
    return np.where(patterns.paired, 1 - agreeing.sum(axis=1) / np.maximum(pairs, 1), 0.0)


def _shares(patterns: Patterns, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the categories' shares, each pattern's own shares, and the units with an answer."""
    inverse = 1 / np.maximum(patterns.ratings, 1)
    counts = patterns.counts
    own = counts * inverse[:, None] if isinstance(counts, np.ndarray) else counts.multiply(inverse[:, None]).tocsr()
    units = weights.sum(axis=1)
    return divided(weights @ own, units[:, None]), own, units


def _chance_corrected(
    patterns: Patterns,
    observed: tuple[Floats, Floats, Floats],
    *,
    expected: Floats,
    change: Floats | None,
    units: Floats,
) -> Moments:
    expected = np.where(expected > 1e-12, expected, 0.0)  # noqa: PLR2004 - what floating point leaves of zero
    ratio = divided(observed[1], expected)
    if change is None:
        return Moments(ratio=ratio, scale=expected)
    chance = np.where(patterns.ratings > 0, change, 0.0) / units[:, None]
    moved = _deviation(patterns, observed) - ratio[:, None] * chance
    return Moments(ratio=ratio, scale=expected, influence=divided(moved, expected[:, None]))


def _deviation(patterns: Patterns, observed: tuple[Floats, Floats, Floats]) -> Floats:
    """Return what one more unit of each pattern adds to the mean disagreement."""
    units, disagreement, apart = observed
    return np.where(patterns.paired, apart - disagreement[:, None], 0.0) / units[:, None]
