"""Shares, means and quantiles of units that hang together: many clients of one victim, many cases in one complex.

A cluster counts as the unit that chance gave. Few clusters are handled by a small-sample variance (CR2; Bell and
McCaffrey 2002), their own degrees of freedom, and a refusal where even these fail.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.intervals import LEVEL, wilson_ends
from vonnis.analysis.result import Interval

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]

LEAST_CLUSTERS = 10
"""Fewer clusters give no interval: coverage by simulation falls off below this (see the coverage table of the docs)."""

_LEAST_FREEDOM = 4.0


class Spread(msgspec.Struct, frozen=True):
    """A weighted mean of clustered units with what its interval rests on.

    Attributes:
        mean: the estimate.
        error: its standard error by CR2; nought where all residuals are.
        freedom: Bell-McCaffrey degrees of freedom.
        clusters: how many clusters have any weight.
        design_effect: the variance over that of as many units that stand on their own; None where that is nought.
    """

    mean: float
    error: float
    freedom: float
    clusters: int
    design_effect: float | None


class Refusal(msgspec.Struct, frozen=True):
    """Why no interval is given, as a key of ``reasons`` in ``remarks.yaml``."""

    reason: str


def numbered(clusters: NDArray[np.str_] | list[str]) -> Indexes:
    """Return each cluster's name as a number from nought."""
    return np.asarray(np.unique(np.asarray(clusters), return_inverse=True)[1], dtype=np.intp)


def spread(values: Floats, clusters: Indexes, *, weights: Floats | None = None) -> Spread | None:
    """Return the mean of clustered units and its CR2 spread; None without any weight.

    The residuals are summed by cluster and each sum is divided by the root of one less the cluster's share of all
    weight, which makes the variance unbiased for units without correlation (Bell and McCaffrey 2002; Pustejovsky and
    Tipton 2018). The degrees of freedom are Satterthwaite's, under the same working model.
    """
    w = np.ones(len(values)) if weights is None else weights
    total = float(w.sum())
    if len(values) == 0 or total <= 0:
        return None
    mean = float((w * values).sum() / total)
    sizes: Floats = _sums(w, clusters)
    residuals = _sums(w * (values - mean), clusters)
    used = sizes > 0
    sizes, residuals = sizes[used], residuals[used]
    share = sizes / total
    if len(sizes) == 1:
        return Spread(mean, 0.0, 0.0, 1, None)
    scale = 1 / (total * np.sqrt(1 - share))
    error = float(np.sqrt(((scale * residuals) ** 2).sum()))
    squares = _sums(w * w, clusters)[used]
    return Spread(mean, error, _freedom(scale, sizes, squares, total), len(sizes), _effect(error, values, w, mean))


def _sums(values: Floats, clusters: Indexes) -> Floats:
    """Return the sum of values by cluster."""
    return np.bincount(clusters, weights=values).astype(np.float64)


def _freedom(scale: Floats, sizes: Floats, squares: Floats, total: float) -> float:
    """Return Satterthwaite's degrees of freedom of the CR2 variance for independent units of equal variance."""
    share = sizes / total
    # Covariance of the cluster sums of residuals, up to the common variance: D - s q' - q s' + s s' sum(q).
    diagonal = squares - 2 * share * squares + share**2 * squares.sum()
    first = float((scale**2 * diagonal).sum())
    a, b = scale * share, scale * squares
    q = float(squares.sum())
    gram = {"aa": float(a @ a), "ab": float(a @ b), "bb": float(b @ b)}
    # tr(M M) for M = diag(d) - a b' - b a' + q a a', with d the scaled squares.
    d = scale**2 * squares
    low_rank = (
        2 * (gram["ab"] ** 2 + gram["aa"] * gram["bb"]) - 4 * q * gram["aa"] * gram["ab"] + q * q * gram["aa"] ** 2
    )
    cross = -4 * float((d * a * b).sum()) + 2 * q * float((d * a * a).sum())
    second = float((d**2).sum()) + cross + low_rank
    return first**2 / second if second > 0 else 0.0


def _effect(error: float, values: Floats, weights: Floats, mean: float) -> float | None:
    n = int((weights > 0).sum())
    variance = float((weights * (values - mean) ** 2).sum() / weights.sum())
    return None if n < 2 or variance <= 0 else error**2 / (variance / (n - 1))  # noqa: PLR2004 - one unit has no spread


def share_interval(found: Spread, n: int, *, level: float = LEVEL) -> Interval | Refusal:
    """Return a Wilson interval around a share of clustered units, on the number of units that it is worth.

    The effective number is n over the design effect, at most n, and reduced by the squared ratio of the normal to
    the t quantile (Korn and Graubard 1998; Wilson's form by Kott and Carr 1997, compared by Dean and Pagano 2015).
    Where every unit answers alike the clusters are counted as the units.
    """
    refused = _refused(found)
    if refused:
        return refused
    from scipy.special import ndtri, stdtrit

    z = float(ndtri((1 + level) / 2))
    t = float(stdtrit(found.freedom, (1 + level) / 2))
    alike = found.design_effect is None
    effective = float(found.clusters) if alike else n / max(found.design_effect or 1.0, 1.0)
    low, high = wilson_ends(min(max(found.mean, 0.0), 1.0), effective * (z / t) ** 2, quantile=z)
    return Interval(low=low, high=high, level=level, method="Wilson, clusters")


def mean_interval(found: Spread, *, level: float = LEVEL) -> Interval | Refusal:
    """Return the interval mean plus and minus t times the CR2 error, with Bell-McCaffrey degrees of freedom."""
    refused = _refused(found)
    if refused:
        return refused
    if found.error == 0:
        return Refusal("constant")
    from scipy.special import stdtrit

    half = float(stdtrit(found.freedom, (1 + level) / 2)) * found.error
    return Interval(low=found.mean - half, high=found.mean + half, level=level, method="t, clusters (CR2)")


def _refused(found: Spread) -> Refusal | None:
    if found.clusters == 1:
        return Refusal("one_cluster")
    few = found.clusters < LEAST_CLUSTERS or found.freedom < _LEAST_FREEDOM
    return Refusal("few_clusters") if few else None


def quantile(values: Floats, share: float, *, weights: Floats | None = None) -> float:
    """Return a weighted quantile: the smallest value that at least ``share`` of the weight does not exceed.

    Where the weight up to a value is exactly that share, the middle between it and the next (for equal weights and a
    share of one half: the usual median).
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    w = np.ones(len(values)) if weights is None else weights[order]
    upto = np.cumsum(w)
    wanted = share * float(upto[-1])
    place = int(np.searchsorted(upto, wanted * (1 - 1e-12)))
    on_edge = abs(float(upto[place]) - wanted) <= 1e-9 * max(wanted, 1.0) and place + 1 < len(ordered)
    return float((ordered[place] + ordered[place + 1]) / 2) if on_edge else float(ordered[place])


def quantile_interval(
    values: Floats, clusters: Indexes, *, share: float = 0.5, weights: Floats | None = None, level: float = LEVEL
) -> Interval | Refusal:
    """Return Woodruff's interval (1952) around a quantile: the values where the interval of its share lands."""
    below = np.asarray(values <= quantile(values, share, weights=weights), dtype=np.float64)
    found = spread(below, clusters, weights=weights)
    if found is None:
        return Refusal("no_units")
    if float(values.min()) == float(values.max()):
        return Refusal("constant")
    centred = msgspec.structs.replace(found, mean=share)
    ends = share_interval(centred, len(values), level=level)
    if isinstance(ends, Refusal):
        return ends
    order = np.argsort(values, kind="stable")
    w = np.ones(len(values)) if weights is None else weights[order]
    upto = np.cumsum(w) / w.sum()
    low = values[order][int(np.searchsorted(upto, ends.low))]
    high = values[order][min(int(np.searchsorted(upto, ends.high)), len(values) - 1)]
    return Interval(low=float(low), high=float(high), level=level, method="Woodruff, clusters")


def bootstrap(
    statistic: Callable[[Indexes], float], clusters: Indexes, *, seed: int, draws: int = 1999, level: float = LEVEL
) -> Interval | Refusal:
    """Return the percentile interval of a statistic over whole clusters drawn with replacement.

    ``statistic`` takes the places of the units of a draw (Davison and Hinkley 1997, 3.8, strategy 1; Field and Welsh
    2007). The same seed gives the same interval.
    """
    count = int(clusters.max()) + 1 if len(clusters) else 0
    if count < LEAST_CLUSTERS:
        return Refusal("one_cluster" if count == 1 else "few_clusters")
    order = np.argsort(clusters, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(clusters, minlength=count))[:-1])
    chance = np.random.default_rng(seed)
    drawn = [
        statistic(np.concatenate([members[one] for one in chance.integers(0, count, count)])) for _ in range(draws)
    ]
    tail = (1 - level) / 2
    low, high = np.quantile(np.asarray(drawn), [tail, 1 - tail])
    return Interval(low=float(low), high=float(high), level=level, method="cluster bootstrap, percentile")
