"""What is measured: how often an interval holds the truth, by method, size and way in which units hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from vonnis.analysis.clusters import Refusal, quantile_interval, share_interval, spread
from vonnis.analysis.intervals import clopper_pearson, newcombe, wilson
from vonnis.analysis.powered import CodedSample, powered, rogan_gladen
from vonnis.analysis.result import Interval

Floats = NDArray[np.float64]
Row = dict[str, Any]
_HALF = 0.5

SHARES = tuple(round(0.05 + 0.025 * step, 3) for step in range(37))
FEW_SHARES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
SIZES = (10, 20, 41, 101, 200, 400)
ALONE: dict[str, Callable[[int, int], Interval]] = {
    "Wilson": wilson,
    "Clopper-Pearson": clopper_pearson,
}


def alone(sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    """Yield the coverage for units on their own, summed over all outcomes, so without simulation error."""
    for name, method in ALONE.items():
        for n in sizes:
            ends = [method(count, n) for count in range(n + 1)]
            covered = [
                float(sum(binom.pmf(k, n, p) for k, end in enumerate(ends) if end.low <= p <= end.high)) for p in SHARES
            ]
            yield row_of(name, f"n = {n}", covered=covered, repeats=0)


def differences(sizes: Sequence[tuple[int, int]] = ((10, 10), (20, 20), (41, 60), (100, 100))) -> Iterator[Row]:
    """Yield the coverage of Newcombe's interval for two groups, summed over all outcomes."""
    for n, m in sizes:
        ends = [[newcombe((k, n), (j, m)) for j in range(m + 1)] for k in range(n + 1)]
        low, high = (np.array([[getattr(end, side) for end in row] for row in ends]) for side in ("low", "high"))
        covered = []
        for p in FEW_SHARES:
            for q in FEW_SHARES:
                chance = np.outer(binom.pmf(np.arange(n + 1), n, p), binom.pmf(np.arange(m + 1), m, q))
                covered.append(float(chance[(low <= p - q) & (p - q <= high)].sum()))
        yield row_of("Newcombe", f"n = {n} and {m}", covered=covered, repeats=0)


def clustered(
    seed: int,
    *,
    repeats: int,
    numbers: Sequence[int] = (12, 16, 25, 40, 100),
    correlations: Sequence[float] = (0.0, 0.1, 0.3),
) -> Iterator[Row]:
    """Yield the coverage for clusters of unequal size, by simulation; refused samples are counted apart."""
    for count in numbers:
        for correlation in correlations:
            chance = np.random.default_rng([seed, count, round(100 * correlation)])
            covered, offered, naive = [], [], []
            for p in FEW_SHARES:
                held, given, plain = _clustered_once(chance, (count, correlation, p), repeats)
                covered.append(held)
                offered.append(given)
                naive.append(plain)
            row = row_of(
                "Wilson, clusters",
                f"{count} clusters of about 4, correlation {correlation:g}",
                covered=covered,
                repeats=repeats,
            )
            yield {**row, "offered": float(np.mean(offered)), "ignoring clusters": float(np.mean(naive))}


def medians(seed: int, *, repeats: int, numbers: Sequence[int] = (16, 25, 40, 100)) -> Iterator[Row]:
    """Yield the coverage of Woodruff's interval for the median of clustered numbers, by simulation."""
    for count in numbers:
        chance = np.random.default_rng([seed, count])
        held = given = 0
        for _ in range(repeats):
            clusters = np.repeat(np.arange(count), sizes_of(chance, count))
            shared = chance.normal(size=count)[clusters]
            values = np.exp(0.5 * shared + np.sqrt(0.75) * chance.normal(size=len(clusters)))
            found = quantile_interval(values, clusters)
            if isinstance(found, Interval):
                given += 1
                held += found.low <= 1.0 <= found.high
        row = row_of(
            "Woodruff, clusters",
            f"median, {count} clusters, correlation 0.25",
            covered=[held / max(given, 1)],
            repeats=repeats,
        )
        yield {**row, "offered": given / repeats}


def machine(
    seed: int,
    *,
    repeats: int,
    sizes: Sequence[int] = (30, 50, 100, 200, 400),
    units: int = 5000,
    accuracy: float = 0.85,
) -> Iterator[Row]:
    """Yield the coverage of prediction-powered shares with a machine of this accuracy, and of what stands beside it."""
    for n in sizes:
        for p in (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95):
            chance = np.random.default_rng([seed, n, round(100 * p)])
            yield _machine_once(chance, (n, p, units, accuracy), repeats)


def _machine_once(chance: np.random.Generator, scene: tuple[int, float, int, float], repeats: int) -> Row:
    n, p, units, accuracy = scene
    held = alone_held = naive = corrected = offered = 0
    widths: list[float] = []
    for _ in range(repeats):
        truth = (chance.random(units) < p).astype(np.float64)
        read = np.where(chance.random(units) < accuracy, truth, 1 - truth)
        sample = CodedSample(truth[:n], read[:n], read[n:])
        found = powered(sample, share=True)
        held += found.interval.low <= p <= found.interval.high
        alone_held += found.coded_interval.low <= p <= found.coded_interval.high
        plain = wilson(int(read.sum()), units)
        naive += plain.low <= p <= plain.high
        other = rogan_gladen(sample)
        corrected += other is not None and other.interval.low <= p <= other.interval.high
        offered += found.offered
        widths.append(
            (found.interval.high - found.interval.low) / (found.coded_interval.high - found.coded_interval.low)
        )
    row = row_of("prediction-powered", f"n = {n} of {units}, share {p:g}", covered=[held / repeats], repeats=repeats)
    return {
        **row,
        "coded alone": alone_held / repeats,
        "machine alone": naive / repeats,
        "Rogan-Gladen": corrected / repeats,
        "width": float(np.mean(widths)),
        "offered": offered / repeats,
    }


def sizes_of(chance: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Return sizes of clusters: about four units, unequal."""
    return 1 + chance.geometric(0.25, size=count) - (chance.random(count) < _HALF)


def _clustered_once(
    chance: np.random.Generator, scene: tuple[int, float, float], repeats: int
) -> tuple[float, float, float]:
    """Return the coverage where an interval is given, how often it is given, and that of Wilson's without clusters."""
    count, correlation, p = scene
    held = given = plain = 0
    for _ in range(repeats):
        clusters = np.repeat(np.arange(count), sizes_of(chance, count))
        own = np.full(count, p)
        if correlation:
            strength = (1 - correlation) / correlation
            own = chance.beta(p * strength, (1 - p) * strength, size=count)
        values = (chance.random(len(clusters)) < own[clusters]).astype(np.float64)
        found = spread(values, clusters)
        interval = share_interval(found, len(values)) if found else Refusal("no_units")
        simple = wilson(int(values.sum()), len(values))
        plain += simple.low <= p <= simple.high
        if isinstance(interval, Interval):
            given += 1
            held += interval.low <= p <= interval.high
    return held / max(given, 1), given / repeats, plain / repeats


def row_of(method: str, scene: str, *, covered: Sequence[float], repeats: int) -> Row:
    """Return the mean and least coverage over the shares of a scene, with the error of simulating the mean."""
    mean = float(np.mean(covered))
    error = float(np.sqrt(mean * (1 - mean) / (repeats * len(covered)))) if repeats else 0.0
    return {"method": method, "scene": scene, "mean": mean, "least": float(np.min(covered)), "error": error}
