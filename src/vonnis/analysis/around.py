"""Intervals around the standard figures: by case complex where units hang together, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from vonnis.analysis.clusters import (
    Indexes,
    Refusal,
    Spread,
    mean_interval,
    numbered,
    quantile_interval,
    share_interval,
    spread,
)
from vonnis.analysis.intervals import median_interval, student, wilson
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Basis, Interval, Statistic


class Around(msgspec.Struct, frozen=True):
    """An interval, None where none would be honest, and what it rests on."""

    interval: Interval | None
    basis: Basis


def around_share(answers: Mapping[str, bool], complexes: Mapping[str, str]) -> Around:
    """Return the interval around the share of yes: Wilson's, by complex where every unit has one."""
    values = np.fromiter(answers.values(), dtype=np.float64, count=len(answers))
    clusters = _clusters(answers, complexes)
    if clusters is None:
        return _around(wilson(int(values.sum()), len(values)))
    found = spread(values, clusters)
    return _around(share_interval(found, len(values)) if found else Refusal("no_units"), found)


def around_middle(statistic: Statistic, answers: Mapping[str, float], *, complexes: Mapping[str, str]) -> Around | None:
    """Return the interval around a mean or median of numbers; None for other statistics and for nobody."""
    if statistic not in ("mean", "median") or not answers:
        return None
    values = np.fromiter(answers.values(), dtype=np.float64, count=len(answers))
    clusters = _clusters(answers, complexes)
    if statistic == "mean":
        if clusters is None:
            return _around(student(values.tolist()) or Refusal("constant"))
        found = spread(values, clusters)
        return _around(mean_interval(found) if found else Refusal("no_units"), found)
    if clusters is None:
        return _around(median_interval(values.tolist()) or Refusal("too_few"))
    return _around(quantile_interval(values, clusters))


def _clusters(answers: Mapping[str, object], complexes: Mapping[str, str]) -> Indexes | None:
    """Return the number of each unit's complex; None where a unit has none, so that each stands on its own."""
    names = [complexes.get(key) for key in answers]
    return None if not names or None in names else numbered([str(name) for name in names])


def _around(interval: Interval | Refusal, found: Spread | None = None) -> Around:
    said = (reason(interval.reason),) if isinstance(interval, Refusal) else ()
    basis = Basis(
        cluster="complex" if found else None,
        clusters=found.clusters if found else None,
        design_effect=found.design_effect if found else None,
        remarks=(*said, sentence("readings", "process")),
    )
    return Around(interval if isinstance(interval, Interval) else None, basis)
