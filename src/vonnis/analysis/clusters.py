"""Shares, means and quantiles of units that hang together: many clients of one victim, many cases in one complex.

A cluster counts as the unit that chance gave. Few clusters are handled by a small-sample variance (CR2; Bell and
McCaffrey 2002), its own degrees of freedom, and a refusal where even these fail.
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

LEAST_CLUSTERS = 12
"""Fewer clusters give no interval: coverage by simulation falls off below this (see the coverage table of the docs)."""

_LEAST_FREEDOM = 4.0
_MOST_WORTH = 2.0
_HAIR = 1e-6


class Spread(msgspec.Struct, frozen=True):
    """A weighted mean of clustered units with what its interval rests on.

    Attributes:
        mean: the estimate.
        error: its standard error by CR2; nought where all residuals are.
        freedom: Bell-McCaffrey degrees of freedom.
        clusters: how many clusters have any weight.
        design_effect: the variance over that of as many units that stand on their own; None where that is nought.
        left: the part of the variance that is left where the clusters are a sample of a finite population.
    """

    mean: float
    error: float
    freedom: float
    clusters: int
    design_effect: float | None
    left: float = 1.0


class Refusal(msgspec.Struct, frozen=True):
    """Why no interval is given, as a key of ``reasons`` in ``remarks.yaml``."""

    reason: str


def numbered(clusters: NDArray[np.str_] | list[str]) -> Indexes:
    """Return each cluster's name as a number from nought."""
    return np.asarray(np.unique(np.asarray(clusters), return_inverse=True)[1], dtype=np.intp)


def spread(
    values: Floats, clusters: Indexes, *, weights: Floats | None = None, correlation: float | None = None
) -> Spread | None:
    """Return the mean of clustered units and its CR2 spread; None without any weight.

    The residuals are summed by cluster, and each sum is scaled so that the variance is unbiased under a working model
    in which units of one cluster correlate by ``correlation`` (Bell and McCaffrey 2002, with the exchangeable model of
    Imbens and Kolesar 2016); where that is None it is estimated by the variance within and between clusters, and kept
    within 0 and 1. The degrees of freedom are Satterthwaite's, under the same model.
    """
    w = np.ones(len(values)) if weights is None else weights
    total = float(w.sum())
    if len(values) == 0 or total <= 0:
        return None
    mean = float((w * values).sum() / total)
    sizes = _sums(w, clusters)
    used = sizes > 0
    if int(used.sum()) == 1:
        return Spread(mean, 0.0, 0.0, 1, None)
    together = intraclass(values, clusters, weights=w) if correlation is None else correlation
    residuals, squares = _sums(w * (values - mean), clusters)[used], _sums(w * w, clusters)[used]
    share = sizes[used] / total
    model = squares * (1 - together) + sizes[used] ** 2 * together
    left = model - 2 * share * model + share**2 * model.sum()
    scale = np.sqrt(np.where(left > 0, model / np.where(left > 0, left, 1.0), 0.0)) / total
    error = float(np.sqrt(((scale * residuals) ** 2).sum()))
    freedom = _freedom(scale, share, model)
    return Spread(mean, error, freedom, int(used.sum()), _effect(error, values, w, mean))


def of_population(found: Spread, left: float) -> Spread:
    """Return the spread of clusters drawn without replacement, of whose population the part ``left`` was not drawn.

    The variance is multiplied by it: the finite population correction 1 - f of the first stage (Cochran 1977, 9.4).
    """
    effect = None if found.design_effect is None else found.design_effect * left
    error = found.error * float(np.sqrt(left))
    return msgspec.structs.replace(found, error=error, design_effect=effect, left=left)


def intraclass(values: Floats, clusters: Indexes, *, weights: Floats) -> float:
    """Return the correlation of units of one cluster by analysis of variance (Donner 1986), within 0 and 1."""
    sizes = _sums(weights, clusters)
    used = sizes > 0
    n, count = float(sizes.sum()), int(used.sum())
    if n <= count or count < 2:  # noqa: PLR2004 - one cluster has nothing between
        return 0.0
    means = np.where(used, _sums(weights * values, clusters) / np.where(used, sizes, 1.0), 0.0)
    overall = float((weights * values).sum() / n)
    within = float((weights * (values - means[clusters]) ** 2).sum()) / (n - count)
    between = float((sizes * (means - overall) ** 2).sum()) / (count - 1)
    usual = (n - float((sizes**2).sum()) / n) / (count - 1)
    both = between + (usual - 1) * within
    return min(1.0, max(0.0, (between - within) / both)) if both > 0 else 0.0


def _sums(values: Floats, clusters: Indexes) -> Floats:
    """Return the sum of values by cluster."""
    return np.bincount(clusters, weights=values).astype(np.float64)


def _freedom(scale: Floats, share: Floats, model: Floats) -> float:
    """Return Satterthwaite's degrees of freedom when the sums of the clusters have the variances of the model."""
    q = float(model.sum())
    # The residual sums have covariance D - s m' - m s' + q s s'; scaled it is diag(d) - a b' - b a' + q a a'.
    first = float((scale**2 * (model - 2 * share * model + share**2 * q)).sum())
    a, b, d = scale * share, scale * model, scale**2 * model
    aa, ab, bb = float(a @ a), float(a @ b), float(b @ b)
    cross = -4 * float((d * a * b).sum()) + 2 * q * float((d * a * a).sum())
    second = float((d**2).sum()) + cross + 2 * (ab**2 + aa * bb) - 4 * q * aa * ab + q * q * aa**2
    return first**2 / second if second > 0 else 0.0


def _effect(error: float, values: Floats, weights: Floats, mean: float) -> float | None:
    n = int((weights > 0).sum())
    variance = float((weights * (values - mean) ** 2).sum() / weights.sum())
    return None if n < 2 or variance <= 0 else error**2 / (variance / (n - 1))  # noqa: PLR2004 - one unit has no spread


def share_interval(found: Spread, n: int, *, level: float = LEVEL) -> Interval | Refusal:
    """Return a Wilson interval around a share of clustered units, on the number of units that it is worth.

    The effective number is n over the design effect, reduced by the squared ratio of the normal to the t quantile, and
    at most twice n (Korn and Graubard 1998; Wilson's form by Kott and Carr 1997, compared by Dean and Pagano 2015);
    a finite population raises it by the part that was drawn, and a census gives the share itself.
    Where every unit answers alike the clusters are counted as the units.
    """
    refused = _refused(found)
    if refused:
        return refused
    from scipy.special import ndtri, stdtrit

    z = float(ndtri((1 + level) / 2))
    t = float(stdtrit(found.freedom, (1 + level) / 2))
    if found.left <= 0:
        return _census(found, level)
    alike = found.design_effect is None
    effect = (found.design_effect or 1.0) / found.left
    worth = float(found.clusters) if alike else min(_MOST_WORTH * n, n / effect * (z / t) ** 2)
    low, high = wilson_ends(min(max(found.mean, 0.0), 1.0), worth / found.left, quantile=z)
    return Interval(low=low, high=high, level=level, method=_named("Wilson, clusters", found))


def mean_interval(found: Spread, *, level: float = LEVEL) -> Interval | Refusal:
    """Return the interval mean plus and minus t times the CR2 error, with Bell-McCaffrey degrees of freedom."""
    refused = _refused(found)
    if refused:
        return refused
    if found.left <= 0:
        return _census(found, level)
    if found.error == 0:
        return Refusal("constant")
    from scipy.special import stdtrit

    half = float(stdtrit(found.freedom, (1 + level) / 2)) * found.error
    method = _named("t, clusters (CR2)", found)
    low, high = found.mean - half, found.mean + half
    return Interval(low=low, high=high, level=level, method=method, freedom=whole_freedom(found.freedom))


def whole_freedom(freedom: float) -> int:
    """Return degrees of freedom rounded down, as they are told: what lies a hair below a whole number is that number.

    Rounded they tell less of how many clusters there are and how large, and make a test milder, never sharper.
    """
    return int(freedom + _HAIR)


def _census(found: Spread, level: float) -> Interval:
    return Interval(low=found.mean, high=found.mean, level=level, method="census")


def _named(method: str, found: Spread) -> str:
    return method if found.left == 1 else f"{method}, finite population"


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
    values: Floats, clusters: Indexes, *, share: float = 0.5, weights: Floats | None = None, left: float = 1.0
) -> Interval | Refusal:
    """Return Woodruff's interval (1952) at 95% around a quantile: the values where the interval of its share lands.

    ``left`` is the part of a finite population that was not drawn, as in :func:`of_population`.
    """
    below = np.asarray(values <= quantile(values, share, weights=weights), dtype=np.float64)
    found = spread(below, clusters, weights=weights)
    if found is None:
        return Refusal("no_units")
    if float(values.min()) == float(values.max()):
        return Refusal("constant")
    if left <= 0:
        value = quantile(values, share, weights=weights)
        return Interval(low=value, high=value, level=LEVEL, method="census")
    centred = msgspec.structs.replace(of_population(found, left), mean=share)
    ends = share_interval(centred, len(values))
    if isinstance(ends, Refusal):
        return ends
    order = np.argsort(values, kind="stable")
    w = np.ones(len(values)) if weights is None else weights[order]
    upto = np.cumsum(w) / w.sum()
    low = values[order][int(np.searchsorted(upto, ends.low))]
    high = values[order][min(int(np.searchsorted(upto, ends.high)), len(values) - 1)]
    return Interval(low=float(low), high=float(high), level=LEVEL, method=_named("Woodruff, clusters", centred))


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
