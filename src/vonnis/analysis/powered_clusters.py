"""Prediction-powered estimates where units hang together: one victim, one complex, many files.

Estimate and tuning are those of :mod:`vonnis.analysis.powered`, with variances summed by cluster over coded and other
units alike (the cluster form of PPI++, section 2, by the sandwich of Liang and Zeger 1986). The variance of the coded
sample is CR2, and that of the corrected estimate is it times the ratio of both sandwiches, so that both are held to one
measure. Clusters, few as they are, also pay for the tuning that was fitted to them.
"""

from __future__ import annotations

from math import sqrt

import msgspec
import numpy as np

from vonnis.analysis.clusters import Floats, Indexes, Refusal, mean_interval, share_interval, spread, whole_freedom
from vonnis.analysis.intervals import LEVEL, wilson_ends
from vonnis.analysis.powered import CodedSample, Powered
from vonnis.analysis.result import Interval

LEAST_CLUSTERS = 20
"""Coded units in fewer clusters give no estimate with the machine: its coverage falls off below this."""

_MOST_WORTH = 2.0


class Clusters(msgspec.Struct, frozen=True):
    """The cluster of each coded unit and of each other one, numbered alike."""

    coded: Indexes
    others: Indexes


class _Sums(msgspec.Struct, frozen=True):
    """What each cluster contributes: ``own`` by its coded values, ``read`` by those of the machine."""

    own: Floats
    read: Floats
    coded: int

    @property
    def tuning(self) -> float:
        """The tuning that makes the sum of squares over clusters least, within 0 and 1."""
        square = float(self.read @ self.read)
        return min(1.0, max(0.0, float(self.own @ self.read) / square)) if square > 0 else 0.0

    def rectified(self, tuning: float) -> Floats:
        """Return what each cluster contributes to the corrected estimate."""
        return self.own - tuning * self.read


def powered_by_cluster(
    sample: CodedSample, clusters: Clusters, *, share: bool, level: float = LEVEL
) -> Powered | Refusal:
    """Return the prediction-powered mean or share of units that hang together.

    Refused where the coded units stand in fewer than twelve clusters or one of these rules; not offered where it is no
    narrower than the coded sample alone.
    """
    found = spread(sample.coded, _dense(clusters.coded))
    if found is None:
        return Refusal("no_units")
    own = share_interval(found, len(sample.coded), level=level) if share else mean_interval(found, level=level)
    if isinstance(own, Refusal):
        return own
    sums = _sums(sample, clusters)
    tuning = sums.tuning
    value = found.mean - tuning * (float(sample.extracted.mean()) - float(sample.others.mean()))
    error = found.error * sqrt(_kept(sums, tuning))
    interval = _interval(value, error, found.freedom, share=share, level=level, units=len(sample.every))
    offered = tuning > 0 and error > 0 and interval.high - interval.low < own.high - own.low
    return Powered(
        value=value if offered else found.mean,
        interval=interval if offered else own,
        offered=offered,
        naive=float(sample.every.mean()),
        coded=found.mean,
        coded_interval=own,
        tuning=tuning if offered else 0.0,
        n=len(sample.coded),
        units=len(sample.others),
    )


def difference_by_cluster(
    first: tuple[CodedSample, Clusters], second: tuple[CodedSample, Clusters], *, level: float = LEVEL
) -> Powered | Refusal:
    """Return the mean or share of a first group less that of a second, where a cluster may hold units of both.

    Each group has its own tuning; the interval is by t on the fewer degrees of freedom of both.
    """
    groups = (first, second)
    alone = [spread(sample.coded, _dense(clusters.coded)) for sample, clusters in groups]
    freedom, errors = [], []
    for found in alone:
        refused = mean_interval(found) if found else Refusal("no_units")
        if isinstance(refused, Refusal) or found is None:
            return refused if isinstance(refused, Refusal) else Refusal("no_units")
        freedom.append(found.freedom)
        errors.append(found)
    sums = [_sums(sample, clusters, size=_size(groups)) for sample, clusters in groups]
    tunings = [one.tuning for one in sums]
    corrected = [
        found.mean - tuning * (float(sample.extracted.mean()) - float(sample.others.mean()))
        for found, tuning, (sample, _) in zip(errors, tunings, groups, strict=True)
    ]
    count = min(one.coded for one in sums)
    own = _joint(sums, (0.0, 0.0), count)
    both = _joint(sums, (tunings[0], tunings[1]), count) * sqrt((count - 1) / (count - 2))
    coded_value, value = errors[0].mean - errors[1].mean, corrected[0] - corrected[1]
    coded_interval = _t(coded_value, own, min(freedom), level=level, method="t, clusters (CR1)")
    interval = _t(value, both, min(freedom), level=level, method="prediction-powered, t, clusters")
    offered = max(tunings) > 0 and interval.high - interval.low < coded_interval.high - coded_interval.low
    return Powered(
        value=value if offered else coded_value,
        interval=interval if offered else coded_interval,
        offered=offered,
        naive=float(first[0].every.mean()) - float(second[0].every.mean()),
        coded=coded_value,
        coded_interval=coded_interval,
        tuning=max(tunings) if offered else 0.0,
        n=len(first[0].coded) + len(second[0].coded),
        units=len(first[0].others) + len(second[0].others),
    )


def _sums(sample: CodedSample, clusters: Clusters, *, size: int | None = None) -> _Sums:
    count = size or _size(((sample, clusters),))

    def by_cluster(values: Floats, places: Indexes) -> Floats:
        centred = (values - values.mean()) / len(values)
        return np.asarray(np.bincount(places, weights=centred, minlength=count), dtype=np.float64)

    read = by_cluster(sample.extracted, clusters.coded) - by_cluster(sample.others, clusters.others)
    return _Sums(by_cluster(sample.coded, clusters.coded), read, len(np.unique(clusters.coded)))


def _size(groups: tuple[tuple[CodedSample, Clusters], ...]) -> int:
    return 1 + max(int(places.max()) for _, one in groups for places in (one.coded, one.others))


def _kept(sums: _Sums, tuning: float) -> float:
    """Return the part of the coded sample's variance that the machine leaves, with one cluster paid for the tuning."""
    own = float(sums.own @ sums.own)
    left = sums.rectified(tuning)
    return float(left @ left) / own * (sums.coded - 1) / (sums.coded - 2) if own > 0 else 1.0


def _joint(sums: list[_Sums], tunings: tuple[float, float], count: int) -> float:
    left = sums[0].rectified(tunings[0]) - sums[1].rectified(tunings[1])
    return sqrt(float(left @ left) * count / (count - 1))


def _interval(value: float, error: float, freedom: float, *, share: bool, level: float, units: int) -> Interval:
    if not share:
        return _t(value, error, freedom, level=level, method="prediction-powered, t, clusters")
    from scipy.special import ndtri, stdtrit

    z, t = float(ndtri((1 + level) / 2)), float(stdtrit(freedom, (1 + level) / 2))
    inside = min(max(value, 0.0), 1.0)
    own = inside * (1 - inside) / error**2 if error > 0 else 0.0
    worth = max(1.0, min(_MOST_WORTH * units, own * (z / t) ** 2))
    low, high = wilson_ends(inside, worth, quantile=z)
    return Interval(low=low, high=high, level=level, method="prediction-powered, Wilson, clusters")


def _t(value: float, error: float, freedom: float, *, level: float, method: str) -> Interval:
    from scipy.special import stdtrit

    half = float(stdtrit(freedom, (1 + level) / 2)) * error
    return Interval(low=value - half, high=value + half, level=level, method=method, freedom=whole_freedom(freedom))


def _dense(clusters: Indexes) -> Indexes:
    return np.asarray(np.unique(clusters, return_inverse=True)[1], dtype=np.intp)
