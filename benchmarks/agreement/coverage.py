"""How often the intervals contain the truth, by simulation in worlds where the truth is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np

from benchmarks.agreement.scenarios import Scenario, names, numbers, ranks, sets
from vonnis.study.agreement.alpha import (
    alpha_by_name,
    alpha_by_ranks,
    alpha_by_scores,
    alpha_by_table,
    masi_differences,
    ratio_differences,
)
from vonnis.study.agreement.coefficients import cohen_kappa, fleiss_kappa, gwet_ac, percent, weight_table
from vonnis.study.agreement.intervals import Ends, analytic, logarithmic, score
from vonnis.study.agreement.measuring import FEWEST_OTHERS, FEWEST_UNITS, FEWEST_UNITS_OF_AC2, FEWEST_UNITS_OF_NUMBERS
from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import Patterns
from vonnis.study.agreement.resampling import percentiles, studentised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

SIZES = (10, 20, 40, 100)
_TOLERANCE = 1e-9
_LARGE = 1e9
_RARELY = 0.05
_PAIR = 2
_SOME = 3


class Maker(Protocol):
    """Makes an interval for each row of weights."""

    def __call__(self, measure: Measure, patterns: Patterns, *, weights: Floats) -> Ends:
        """Return the ends of the intervals."""
        ...


class Trial(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A coefficient with the method that makes its intervals, in the worlds that it is meant for."""

    coefficient: str
    method: str
    worlds: Callable[[], Iterator[Scenario]]
    measure: Callable[[Scenario], Measure | None]
    maker: Maker
    samples: int
    plain: bool = False
    fewest: int = FEWEST_UNITS
    every: int = 1


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a trial at one number of units, over all its worlds.

    ``offered`` is the share of samples with an interval; the rest counts only those. ``error`` is the standard error
    of the mean coverage that comes from simulating.
    """

    coefficient: str
    method: str
    units: int
    worlds: int
    samples: int
    mean: float
    error: float
    least: float
    least_in: str
    offered: float
    width: float


def trials(samples: int, *, resampled: int, resamples: int) -> list[Trial]:
    """Return every trial: ``samples`` a world for what is worked out, ``resampled`` for what is resampled."""

    def t(measure: Measure, patterns: Patterns, *, weights: Floats) -> Ends:
        return _each(lambda own, seed: studentised(measure, own, seed=seed, resamples=resamples), patterns, weights)

    def quantiles(measure: Measure, patterns: Patterns, *, weights: Floats) -> Ends:
        return _each(
            lambda own, seed: percentiles({"": measure}, own, seed=seed, resamples=resamples)[""], patterns, weights
        )

    def plain(measure: Measure, patterns: Patterns, *, weights: Floats) -> Ends:
        return score(measure, patterns, weights=weights, corrected=False)

    best = [
        _trial("alpha, names", "best", names, lambda _: alpha_by_name, score, samples),
        _trial("Fleiss' kappa", "best", names, lambda _: fleiss_kappa, score, samples),
        _trial("Cohen's kappa", "best", names, _for_two(cohen_kappa()), score, samples),
        _trial("AC1", "best", names, lambda _: gwet_ac(), plain, samples, plain=True),
        _trial("percent agreement", "best", names, lambda _: percent, plain, samples, plain=True),
        _trial("alpha, sets", "best", sets, _masi, score, samples),
        _trial("alpha, ranks", "best", ranks, lambda _: alpha_by_ranks, logarithmic, samples),
        _trial(
            "Cohen's kappa, quadratic", "best", ranks, _quadratic_kappa, t, resampled,
            fewest=FEWEST_UNITS_OF_NUMBERS,
        ),
        _trial(
            "AC2, quadratic", "best", ranks, _quadratic_ac2, logarithmic, samples, fewest=FEWEST_UNITS_OF_AC2,
        ),
        _trial("alpha, ratios", "best", lambda: numbers("ratio"), _of_numbers, t, resampled),
        _trial(
            "alpha, numbers", "best", lambda: numbers("interval"), _of_numbers, t, resampled,
            fewest=FEWEST_UNITS_OF_NUMBERS,
        ),
    ]  # fmt: skip
    others = [
        _trial("alpha, names", "analytic", names, lambda _: alpha_by_name, analytic, samples),
        _trial("Cohen's kappa", "analytic", names, _for_two(cohen_kappa()), analytic, samples),
        _trial("AC1", "analytic", names, lambda _: gwet_ac(), analytic, samples, plain=True),
        _trial("alpha, ranks", "analytic", ranks, lambda _: alpha_by_ranks, analytic, samples),
        _trial("alpha, ratios", "analytic", lambda: numbers("ratio"), _of_numbers, analytic, samples),
        _trial("alpha, numbers", "analytic", lambda: numbers("interval"), _of_numbers, analytic, samples),
        _trial("alpha, names", "bootstrap", names, lambda _: alpha_by_name, quantiles, resampled, every=4),
        _trial("AC1", "bootstrap", names, lambda _: gwet_ac(), quantiles, resampled, plain=True, every=4),
        _trial(
            "alpha, numbers", "bootstrap", lambda: numbers("interval"), _of_numbers, quantiles, resampled,
            every=4,
        ),
    ]  # fmt: skip
    return best + others


def covered(trial: Trial, units: int, *, seed: int) -> Coverage | None:
    """Return the coverage of a trial at a number of units; None where no interval is ever offered."""
    if trial.method == "best" and units < trial.fewest:
        return None
    chance = np.random.default_rng(seed)
    rates, offers, widths, labels, variance = [], [], [], [], 0.0
    for place, world in enumerate(trial.worlds()):
        measure = trial.measure(world)
        if measure is None or place % trial.every:
            continue
        found = _in_world(trial, measure, world, units=units, chance=chance)
        if found is None:
            continue
        rate, offered, width = found
        rates.append(rate)
        offers.append(offered)
        widths.append(width)
        labels.append(world.name)
        variance += rate * (1 - rate) / (offered * trial.samples)
    if not rates:
        return None
    least = int(np.argmin(rates))
    return Coverage(
        coefficient=trial.coefficient,
        method=trial.method,
        units=units,
        worlds=len(rates),
        samples=trial.samples,
        mean=float(np.mean(rates)),
        error=float(variance**0.5 / len(rates)),
        least=float(rates[least]),
        least_in=labels[least],
        offered=float(np.mean(offers)),
        width=float(np.mean(widths)),
    )


def truth(measure: Measure, patterns: Patterns) -> float:
    """Return the coefficient of the whole population."""
    return 1 - float(measure(patterns, _LARGE * patterns.units[None, :]).ratio[0])


def offered(patterns: Patterns, weights: Floats, *, plain: bool) -> Bools:
    """Tell for each sample whether its answers allow an interval, by the rules of ``measuring``.

    How many units there are is the trial's choice, so a few less by chance do not count against a sample.
    """
    paired = weights * patterns.paired
    counts = paired @ patterns.counts
    others = counts.sum(axis=1) - counts.max(axis=1)
    wanted: Bools = (paired.sum(axis=1) >= _SOME) & (others >= (1 if plain else FEWEST_OTHERS))
    return wanted


def _in_world(
    trial: Trial, measure: Measure, world: Scenario, *, units: int, chance: np.random.Generator
) -> tuple[float, float, float] | None:
    """Return coverage, share of samples with an interval, and median width; None where there are next to none."""
    patterns = world.patterns()
    # So many units are drawn that the answers missing by chance leave about as many with two answers.
    drawn = round(units / float(patterns.units[patterns.paired].sum()))
    weights = chance.multinomial(drawn, patterns.units, size=trial.samples).astype(np.float64)
    wanted = offered(patterns, weights, plain=trial.plain)
    weights = weights[wanted]
    if len(weights) < _RARELY * trial.samples:
        return None
    ends = trial.maker(measure, patterns, weights=weights)
    known = ~np.isnan(ends.low) & ~np.isnan(ends.high)
    share = known.sum() / trial.samples
    if share < _RARELY:
        return None
    true = truth(measure, patterns)
    inside = (ends.low[known] <= true + _TOLERANCE) & (true - _TOLERANCE <= ends.high[known])
    width = np.median(ends.high[known] - np.maximum(ends.low[known], -1))
    return float(inside.mean()), float(share), float(width)


def _each(make: Callable[[Patterns, int], Ends], patterns: Patterns, weights: Floats) -> Ends:
    """Return the intervals of a method that takes one sample at a time, each with a seed of its own."""
    found = []
    for seed, row in enumerate(weights):
        held = row > 0
        found.append(make(Patterns(rows=patterns.rows[held], units=row[held], size=patterns.size), seed))
    return Ends(np.concatenate([ends.low for ends in found]), np.concatenate([ends.high for ends in found]))


def _trial(
    coefficient: str,
    method: str,
    worlds: Callable[[], Iterator[Scenario]],
    measure: Callable[[Scenario], Measure | None],
    maker: Maker,
    samples: int,
    **options: int,
) -> Trial:
    return Trial(
        coefficient=coefficient,
        method=method,
        worlds=worlds,
        measure=measure,
        maker=maker,
        samples=samples,
        plain=bool(options.get("plain")),
        fewest=options.get("fewest", FEWEST_UNITS),
        every=options.get("every", 1),
    )


def _for_two(measure: Measure) -> Callable[[Scenario], Measure | None]:
    return lambda world: measure if world.rows.shape[1] == _PAIR else None


def _masi(world: Scenario) -> Measure:
    return alpha_by_table(masi_differences(world.labels))


def _quadratic_kappa(world: Scenario) -> Measure | None:
    if world.numbers is None or world.rows.shape[1] != _PAIR:
        return None
    return cohen_kappa(weight_table(world.numbers, "quadratic"))


def _quadratic_ac2(world: Scenario) -> Measure | None:
    return None if world.numbers is None else gwet_ac(1 - weight_table(world.numbers, "quadratic"))


def _of_numbers(world: Scenario) -> Measure | None:
    if world.numbers is None:
        return None
    if world.level == "ratio":
        return alpha_by_table(ratio_differences(world.numbers))
    return alpha_by_scores(world.numbers)


def everything(chosen: Sequence[Trial], sizes: Sequence[int] = SIZES) -> Iterator[Coverage]:
    """Yield the coverage of each trial at each size, and at the smallest at which it offers an interval."""
    for trial in chosen:
        for size in sorted({*sizes, trial.fewest}):
            found = covered(trial, size, seed=size)
            if found is not None:
                yield found
