"""Further scenes of coverage: samples of clusters, years that scatter, and the machine where units hang together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage.scenes import Floats, Row, row_of, sizes_of
from vonnis.analysis.clusters import of_population, share_interval, spread
from vonnis.analysis.powered import CodedSample, Powered, difference, powered
from vonnis.analysis.powered_clusters import Clusters, difference_by_cluster, powered_by_cluster
from vonnis.analysis.rates import mean_a_year, ratio
from vonnis.analysis.result import Interval

_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
_CORRELATION = 0.2
_ACCURACY = 0.85
_CLUSTERS = 1000


def samples(
    seed: int, *, repeats: int, scenes: Sequence[tuple[int, int]] = ((20, 40), (30, 100), (60, 80), (100, 200))
) -> Iterator[Row]:
    """Yield the coverage of the share of a finite population by a sample of its clusters."""
    for count, population in scenes:
        chance = np.random.default_rng([seed, count, population])
        covered, offered, plain = [], [], []
        for p in _SHARES:
            held = given = uncorrected = 0
            for _ in range(repeats):
                values, clusters = _population(chance, population, p)
                # Clusters are alike before they are drawn, so that the first ones are a random sample of them.
                found = spread(values[clusters < count], clusters[clusters < count])
                if found is None:
                    continue
                n = int((clusters < count).sum())
                ends = share_interval(of_population(found, 1 - count / population), n)
                wide = share_interval(found, n)
                if isinstance(ends, Interval) and isinstance(wide, Interval):
                    given += 1
                    truth = float(values.mean())
                    held += ends.low <= truth <= ends.high
                    uncorrected += wide.low <= truth <= wide.high
            covered.append(held / max(given, 1))
            offered.append(given / repeats)
            plain.append(uncorrected / max(given, 1))
        row = row_of(
            "Wilson, clusters, finite population", f"{count} of {population} clusters", covered=covered, repeats=repeats
        )
        yield {**row, "offered": float(np.mean(offered)), "uncorrected": float(np.mean(plain))}


def yearly(seed: int, *, repeats: int, spans: Sequence[tuple[int, int]] = ((7, 3), (5, 1))) -> Iterator[Row]:
    """Yield the coverage of ratios of yearly means, where years scatter as by chance, or more."""
    for later, earlier in spans:
        for scatter, mean in itertools.product((1.0, 2.0, 5.0), (10, 40, 100)):
            chance = np.random.default_rng([seed, later, round(10 * scatter), mean])
            held, exact = zip(
                *(
                    _ratio_held(chance, wanted, (later, earlier), (mean, scatter), repeats)
                    for wanted in (0.5, 1.0, 2.0)
                ),
                strict=True,
            )
            years = f"{later} years over {earlier}, {mean} a year before, scatter {scatter:g} times chance"
            row = row_of("quasi-Poisson", years, covered=held, repeats=repeats)
            yield {**row, "Poisson": float(np.mean(exact))}


def means(seed: int, *, repeats: int, spans: Sequence[int] = (4, 7)) -> Iterator[Row]:
    """Yield the coverage of a mean number a year, where years scatter as by chance, or more."""
    for count, scatter, mean in itertools.product(spans, (1.0, 2.0, 5.0), (10, 40, 100)):
        chance = np.random.default_rng([seed, count, round(10 * scatter), mean])
        drawn = [mean_a_year(_years(chance, mean, scatter, count)) for _ in range(repeats)]
        offered = [(one.quasi or one.poisson, one.poisson) for one in drawn]
        held, exact = (
            sum(ends.low <= mean <= ends.high for ends in sides if ends) / repeats
            for sides in zip(*offered, strict=True)
        )
        years = f"{count} years, {mean} a year, scatter {scatter:g} times chance"
        yield {**row_of("quasi-Poisson, mean", years, covered=[held], repeats=repeats), "Poisson": exact}


def _ratio_held(
    chance: np.random.Generator, wanted: float, span: tuple[int, int], years: tuple[int, float], repeats: int
) -> tuple[float, float]:
    """Return how often the printed and the exact Poisson interval hold a ratio; ``years`` is a mean and a scatter.

    Studies without anybody before have no ratio, and count for neither.
    """
    (later, earlier), (mean, scatter) = span, years
    drawn = (
        ratio(_years(chance, wanted * mean, scatter, later), _years(chance, mean, scatter, earlier))
        for _ in range(repeats)
    )
    offered = [(one.quasi or one.poisson, one.poisson) for one in drawn]
    kept = [(first, second) for first, second in offered if first and second]
    return (
        sum(one.low <= wanted <= one.high for one, _ in kept) / len(kept),
        sum(one.low <= wanted <= one.high for _, one in kept) / len(kept),
    )


def machine_by_cluster(seed: int, *, repeats: int, numbers: Sequence[int] = (20, 25, 40, 100)) -> Iterator[Row]:
    """Yield the coverage of prediction-powered shares where whole clusters were coded."""
    for count in numbers:
        for p in (0.2, 0.35, 0.5, 0.65, 0.8):
            chance = np.random.default_rng([seed, count, round(100 * p)])
            found, plain = [], 0
            for _ in range(repeats):
                sample, clusters = _read(chance, count, p)
                one = powered_by_cluster(sample, clusters, share=True)
                if isinstance(one, Powered):
                    found.append(one)
                    simple = powered(sample, share=True).interval
                    plain += simple.low <= p <= simple.high
            row = row_of(
                "prediction-powered, clusters",
                f"{count} clusters coded, share {p:g}",
                covered=[_held(found, p)],
                repeats=repeats,
            )
            yield {
                **row,
                "width": _width(found),
                "offered": float(np.mean([one.offered for one in found])),
                "coded alone": _held_alone(found, p),
                "ignoring clusters": plain / len(found),
            }


def machine_differences(seed: int, *, repeats: int) -> Iterator[Row]:
    """Yield the coverage of prediction-powered differences of two groups, by unit and by cluster."""
    for first, second in ((0.3, 0.3), (0.5, 0.3), (0.8, 0.6)):
        chance = np.random.default_rng([seed, round(100 * first), round(100 * second)])
        alone, together = [], []
        for _ in range(repeats):
            alone.append(_difference_alone(chance, first, second))
            by_cluster = difference_by_cluster(_read(chance, 40, first), _read(chance, 40, second))
            if isinstance(by_cluster, Powered):
                together.append(by_cluster)
        truth = first - second
        held = sum(low <= truth <= high for low, high, _, _, _ in alone) / repeats
        row = row_of(
            "prediction-powered difference", f"shares {first:g} and {second:g}", covered=[held], repeats=repeats
        )
        width = float(np.mean([ratio_ for _, _, ratio_, _, _ in alone]))
        coded = sum(low <= truth <= high for _, _, _, low, high in alone) / repeats
        yield {**row, "width": width, "coded alone": coded}
        name = f"shares {first:g} and {second:g}, clusters"
        row = row_of("prediction-powered difference", name, covered=[_held(together, truth)], repeats=repeats)
        yield {**row, "width": _width(together), "coded alone": _held_alone(together, truth)}


def _difference_alone(
    chance: np.random.Generator, first: float, second: float
) -> tuple[float, float, float, float, float]:
    """Return the ends of a difference, its width over that of the coded samples alone, and the ends of those."""
    from vonnis.analysis.intervals import newcombe

    groups, counts = [], []
    for p in (first, second):
        truth = (chance.random(5000) < p).astype(np.float64)
        read = np.where(chance.random(5000) < _ACCURACY, truth, 1 - truth)
        groups.append(powered(CodedSample(truth[:150], read[:150], read[150:]), share=True))
        counts.append((int(truth[:150].sum()), 150))
    _, interval = difference(groups[0], groups[1])
    own = newcombe(counts[0], counts[1])
    return interval.low, interval.high, (interval.high - interval.low) / (own.high - own.low), own.low, own.high


def _population(chance: np.random.Generator, count: int, p: float) -> tuple[Floats, NDArray[np.intp]]:
    clusters = np.repeat(np.arange(count), sizes_of(chance, count))
    strength = (1 - _CORRELATION) / _CORRELATION
    own = chance.beta(p * strength, (1 - p) * strength, size=count)
    return (chance.random(len(clusters)) < own[clusters]).astype(np.float64), clusters


def _read(chance: np.random.Generator, coded: int, p: float) -> tuple[CodedSample, Clusters]:
    truth, clusters = _population(chance, _CLUSTERS, p)
    read = np.where(chance.random(len(truth)) < _ACCURACY, truth, 1 - truth)
    inside = clusters < coded
    return CodedSample(truth[inside], read[inside], read[~inside]), Clusters(clusters[inside], clusters[~inside])


def _years(chance: np.random.Generator, mean: float, scatter: float, count: int) -> list[int]:
    """Return yearly numbers whose variance is ``scatter`` times their mean."""
    if scatter == 1:
        return [int(one) for one in chance.poisson(mean, count)]
    return [int(one) for one in chance.negative_binomial(mean / (scatter - 1), 1 / scatter, count)]


def _held(found: Sequence[Powered], truth: float) -> float:
    return sum(one.interval.low <= truth <= one.interval.high for one in found) / max(len(found), 1)


def _held_alone(found: Sequence[Powered], truth: float) -> float:
    return sum(one.coded_interval.low <= truth <= one.coded_interval.high for one in found) / max(len(found), 1)


def _width(found: Sequence[Powered]) -> float:
    widths = [(one.interval.high - one.interval.low, one.coded_interval.high - one.coded_interval.low) for one in found]
    return float(np.mean([own / alone for own, alone in widths]))
