"""Intervals around the standard figures: by case complex where units hang together, with what they rest on.

They are read as the plan of the study reads its units: all there are, as if from a process, or a sample.
"""

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
    of_population,
    quantile_interval,
    share_interval,
    spread,
)
from vonnis.analysis.intervals import median_interval, student, wilson
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Basis, Interval, Reading, Statistic, Text


class Around(msgspec.Struct, frozen=True):
    """An interval, None where none would be honest, and what it rests on."""

    interval: Interval | None
    basis: Basis


class Read(msgspec.Struct, frozen=True):
    """How the units of one level are read; a sample has its population, and that of complexes where it is known."""

    reading: Reading = "process"
    population: int | None = None
    complexes: int | None = None

    def words(self) -> Text:
        """Return how the units are read, as a sentence."""
        return sentence("readings", self.reading, population=self.population)

    def left(self, n: int, clusters: Indexes | None) -> float:
        """Return the part of the population that was not drawn: of complexes where their number is known."""
        if self.complexes and clusters is not None:
            return max(0.0, 1 - (int(clusters.max()) + 1) / self.complexes)
        return max(0.0, 1 - n / self.population) if self.population else 1.0


PROCESS = Read()


def around_share(answers: Mapping[str, bool], complexes: Mapping[str, str], *, read: Read = PROCESS) -> Around:
    """Return the interval around the share of yes: Wilson's, by complex where every unit has one."""
    values = np.fromiter(answers.values(), dtype=np.float64, count=len(answers))
    clusters = _clusters(answers, complexes)
    if clusters is None:
        return _around(wilson(int(values.sum()), len(values), population=read.population), read=read)
    found = spread(values, clusters)
    if found is None:
        return _around(Refusal("no_units"), read=read)
    found = of_population(found, read.left(len(values), clusters))
    return _around(share_interval(found, len(values)), found, read=read)


def around_middle(
    statistic: Statistic, answers: Mapping[str, float], *, complexes: Mapping[str, str], read: Read = PROCESS
) -> Around | None:
    """Return the interval around a mean or median of numbers; None for other statistics and for nobody."""
    if statistic not in ("mean", "median") or not answers:
        return None
    values = np.fromiter(answers.values(), dtype=np.float64, count=len(answers))
    clusters = _clusters(answers, complexes)
    left = read.left(len(values), clusters)
    if statistic == "mean":
        if clusters is None:
            own = student(values.tolist(), left=left)
            return _around(own or Refusal("too_few" if len(values) == 1 else "constant"), read=read)
        found = spread(values, clusters)
        if found is None:
            return _around(Refusal("no_units"), read=read)
        found = of_population(found, left)
        return _around(mean_interval(found), found, read=read)
    if clusters is None and left == 1:
        return _around(median_interval(values.tolist()) or Refusal("too_few"), read=read)
    bound = np.arange(len(values), dtype=np.intp) if clusters is None else clusters
    found = None if clusters is None else spread(values, clusters)
    return _around(quantile_interval(values, bound, left=left), found, of_mean=False, read=read)


def nobody(read: Read = PROCESS) -> Around:
    """Return what stands beside a number that no unit has a valid answer for."""
    return Around(None, Basis(reading=read.reading, remarks=(reason("no_units"), read.words())))


def _clusters(answers: Mapping[str, object], complexes: Mapping[str, str]) -> Indexes | None:
    """Return the number of each unit's complex; None where a unit has none, so that each stands on its own."""
    names = [complexes.get(key) for key in answers]
    return None if not names or None in names else numbered([str(name) for name in names])


def _around(interval: Interval | Refusal, found: Spread | None = None, *, of_mean: bool = True, read: Read) -> Around:
    """Return an interval with its basis; the design effect of a mean says nothing about a median."""
    census = read.reading == "census"
    said = (reason(interval.reason),) if isinstance(interval, Refusal) and not census else ()
    words = read.words()
    basis = Basis(
        reading=read.reading,
        population=read.population,
        cluster="complex" if found else None,
        clusters=found.clusters if found else None,
        design_effect=found.design_effect if found and of_mean else None,
        remarks=(*said, words),
        caveats=(words,) if read.reading == "sample" else (),
    )
    return Around(interval if isinstance(interval, Interval) and not census else None, basis)
