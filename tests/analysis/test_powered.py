"""Prediction-powered estimates, against the authors' own package and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vonnis.analysis.intervals import student
from vonnis.analysis.powered import (
    CodedSample,
    best_tuning,
    difference,
    files_to_code,
    mean_and_error,
    powered,
    rogan_gladen,
)
from vonnis.errors import UsageError

CODED = np.array([1, 0, 1, 1, 0, 0, 1, 0, 0, 0] * 4, dtype=np.float64)
EXTRACTED = CODED.copy()
EXTRACTED[[0, 5, 11, 22, 33, 37]] = 1 - EXTRACTED[[0, 5, 11, 22, 33, 37]]
OTHERS = np.array([1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0] * 20, dtype=np.float64)
SAMPLE = CodedSample(CODED, EXTRACTED, OTHERS)
NORMAL = 1.959963984540054

# ppi-python 0.2.3 (by the authors of the method): ppi_mean_ci(CODED, EXTRACTED, OTHERS, alpha=0.05, lam=...).
PACKAGE = [(1.0, 0.38461538, 0.25081526, 0.51841551), (0.0, 0.4, 0.24818184, 0.55181816)]


@pytest.mark.parametrize(("tuning", "value", "low", "high"), PACKAGE, ids=["ppi", "classical"])
def test_the_estimate_equals_the_package(tuning: float, value: float, low: float, high: float) -> None:
    mean, error = mean_and_error(SAMPLE, tuning=tuning)
    assert (mean, mean - NORMAL * error, mean + NORMAL * error) == pytest.approx((value, low, high), abs=5e-8)


def test_the_tuned_estimate_is_that_of_the_package() -> None:
    # The package estimates lambda from gradients (0.601 here), the paper's equation 6 gives 0.616: ends within 0.0003.
    mean, error = mean_and_error(SAMPLE, tuning=best_tuning(SAMPLE))
    ends = (mean, mean - NORMAL * error, mean + NORMAL * error)
    assert ends == pytest.approx((0.39075431, 0.27417735, 0.50733127), abs=3e-4)


def test_the_machine_narrows_the_interval_and_the_naive_number_stands_beside_it() -> None:
    found = powered(SAMPLE, share=True)
    assert found.offered
    assert found.interval.high - found.interval.low < found.coded_interval.high - found.coded_interval.low
    assert (found.coded, found.n, found.units) == (0.4, 40, 260)
    assert found.naive == pytest.approx(116 / 300)


@pytest.mark.parametrize(
    "extracted", [np.zeros(40), 1 - CODED, np.ones(40)], ids=["always no", "always wrong", "always yes"]
)
def test_a_useless_machine_is_not_offered(extracted: NDArray[np.float64]) -> None:
    found = powered(CodedSample(CODED, extracted, np.full(200, extracted[0], dtype=np.float64)), share=True)
    assert not found.offered
    assert (found.value, found.interval, found.tuning) == (0.4, found.coded_interval, 0.0)


def test_a_mean_of_days_is_estimated_too() -> None:
    days = np.linspace(3.0, 30.3, 40)
    read = days + np.sin(np.arange(40) * 1.3) * 2
    found = powered(CodedSample(days, read, np.linspace(2.0, 31.9, 300)), share=False)
    assert found.offered
    assert found.interval.method == "prediction-powered, t"
    own = student(days.tolist())
    assert own is not None
    assert (found.coded_interval.low, found.coded_interval.high) == pytest.approx((own.low, own.high))


def test_the_fitted_tuning_costs_a_degree_of_freedom() -> None:
    # By hand: t(0.975, 39) = 2.0227 on the error of the package, its variance times n / (n - 1) and (n - 1) / (n - 2).
    found = powered(SAMPLE, share=False)
    _, error = mean_and_error(SAMPLE, tuning=best_tuning(SAMPLE))
    half = 2.0226909 * error * (40 / 38) ** 0.5
    assert (found.interval.high - found.interval.low) / 2 == pytest.approx(half, rel=1e-6)


def test_two_groups_differ_by_their_estimates() -> None:
    one = powered(SAMPLE, share=True)
    value, interval = difference(one, one)
    assert value == 0
    assert interval.low == pytest.approx(-interval.high, abs=0.02)


def test_rogan_and_gladen_give_the_published_prevalence() -> None:
    # R, epiR, ?epi.prev: 23 of 150 cows positive by a test of sensitivity 0.96 and specificity 0.89: 5.1 in 100.
    ill, well = np.repeat([1.0, 0.0], [24, 1]), np.repeat([0.0, 1.0], [89, 11])
    coded = np.repeat([1.0, 0.0], [25, 100])
    herd = CodedSample(coded, np.concatenate([ill, well]), np.repeat([1.0, 0.0], [23, 127]))
    found = rogan_gladen(herd)
    assert found is not None
    assert (found.sensitivity, found.specificity) == pytest.approx((0.96, 0.89))
    assert found.value == pytest.approx(0.051, abs=5e-4)


def test_rogan_and_gladen_is_their_formula() -> None:
    found = rogan_gladen(SAMPLE)
    assert found is not None
    assert (found.sensitivity, found.specificity) == (13 / 16, 21 / 24)
    assert found.value == pytest.approx((100 / 260 + 21 / 24 - 1) / (13 / 16 + 21 / 24 - 1))
    assert rogan_gladen(CodedSample(CODED, 1 - CODED, OTHERS)) is None
    assert rogan_gladen(CodedSample(np.ones(40), EXTRACTED, OTHERS)) is None


def test_too_few_coded_units_are_refused() -> None:
    with pytest.raises(UsageError, match="need 30 coded units"):
        CodedSample(CODED[:29], EXTRACTED[:29], OTHERS)
    with pytest.raises(UsageError, match="do not belong together"):
        CodedSample(CODED, EXTRACTED[:29], OTHERS)


def test_the_planner_asks_fewer_files_with_a_machine_and_says_where_none_suffice() -> None:
    with_machine, alone = files_to_code(0.4, 0.85, units=5000, half_width=0.04)
    assert (with_machine, alone) == (318, 577)  # alone: 0.24 (1.96 / 0.04)^2 = 576.2
    assert files_to_code(0.4, 0.5, units=5000, half_width=0.04) == (577, 577)
    assert files_to_code(0.4, 0.85, units=400, half_width=0.04) == (None, None)


def test_it_covers_with_a_machine_of_85_per_cent() -> None:
    chance = np.random.default_rng(7)
    held, narrower, times = 0, 0, 600
    for _ in range(times):
        truth = (chance.random(2000) < 0.3).astype(np.float64)
        read = np.where(chance.random(2000) < 0.85, truth, 1 - truth)
        found = powered(CodedSample(truth[:150], read[:150], read[150:]), share=True)
        held += found.interval.low <= 0.3 <= found.interval.high
        narrower += found.offered
    assert 0.925 <= held / times <= 0.975
    assert narrower == times
