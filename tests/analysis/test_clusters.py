"""Units that hang together: variance, degrees of freedom, and honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vonnis.analysis.clusters import (
    Refusal,
    Spread,
    bootstrap,
    intraclass,
    mean_interval,
    numbered,
    of_population,
    quantile,
    quantile_interval,
    share_interval,
    spread,
)
from vonnis.analysis.intervals import wilson
from vonnis.analysis.result import Interval

Floats = NDArray[np.float64]
SIZES = [1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 8, 12]
CLUSTERS = np.repeat(np.arange(len(SIZES)), SIZES)
ANSWERS = np.asarray([(7 * place) % 5 < 2 for place in range(len(CLUSTERS))], dtype=np.float64)


def found(
    values: Floats,
    clusters: NDArray[np.intp] = CLUSTERS,
    *,
    weights: Floats | None = None,
    correlation: float | None = None,
) -> Spread:
    spread_ = spread(values, clusters, weights=weights, correlation=correlation)
    assert spread_ is not None
    return spread_


def by_matrices(values: Floats, clusters: NDArray[np.intp]) -> tuple[float, float]:
    """Return CR2 error and degrees of freedom as Bell and McCaffrey write them, with whole matrices."""
    n = len(values)
    ones = np.ones((n, 1))
    rest = np.eye(n) - ones @ ones.T / n
    residuals = rest @ values
    variance, columns = 0.0, []
    for cluster in np.unique(clusters):
        inside = clusters == cluster
        block = rest[np.ix_(inside, inside)]
        roots, vectors = np.linalg.eigh(block)
        adjust = vectors @ np.diag([root**-0.5 if root > 1e-9 else 0.0 for root in roots]) @ vectors.T
        variance += float((ones[inside].T @ adjust @ residuals[inside]).item() ** 2) / n**2
        columns.append((rest[inside].T @ adjust @ ones[inside]).ravel() / n)
    gram = np.array(columns) @ np.array(columns).T
    return variance**0.5, float(np.trace(gram) ** 2 / (gram**2).sum())


def test_the_variance_and_its_freedom_are_those_of_bell_and_mccaffrey() -> None:
    one = found(ANSWERS, correlation=0.0)
    assert (one.error, one.freedom) == pytest.approx(by_matrices(ANSWERS, CLUSTERS))


# R 4.2.2, clubSandwich 0.5.8: vcovCR(lm(ANSWERS ~ 1), CLUSTERS, "CR2") with Satterthwaite's degrees of freedom; the
# second with target matrices 0.7 I + 0.3 J.
CLUB_SANDWICH = [(0.0, 0.0206914436982, 7.07099047927), (0.3, 0.0204732455141, 4.20393587099)]


@pytest.mark.parametrize(("correlation", "error", "freedom"), CLUB_SANDWICH, ids=["independent", "exchangeable"])
def test_the_variance_is_that_of_club_sandwich(correlation: float, error: float, freedom: float) -> None:
    one = found(ANSWERS, correlation=correlation)
    assert (one.error, one.freedom) == pytest.approx((error, freedom), rel=1e-9)


# Lohr, Sampling: Design and Analysis, example 5.2: the grades of the four students in each of 5 suites out of 100.
GRADES = [3.08, 2.60, 3.44, 3.04, 2.36, 3.04, 3.28, 2.68, 2.00, 2.56, 2.52, 1.88, 3.00, 2.88, 3.44, 3.64, 2.68, 1.92]
SUITES = np.array([*GRADES, 3.28, 3.20]), np.arange(20) // 4


def test_a_sample_of_clusters_is_corrected_for_the_population_of_clusters() -> None:
    # 2.826 and 0.164 in the book; survey 4.1-1 of R prints 0.1636649016.
    one = of_population(found(*SUITES), 1 - 5 / 100)
    assert (one.mean, one.error) == pytest.approx((2.826, 0.1636649016), rel=1e-9)


def test_the_correlation_within_clusters_is_that_of_the_analysis_of_variance() -> None:
    # Lohr, the same example; R 4.2.2, aov(grades ~ suite), prints mean squares of 0.56392 between and 0.18504 within.
    printed = (0.56392 - 0.18504) / (0.56392 + 3 * 0.18504)
    assert intraclass(*SUITES, weights=np.ones(20)) == pytest.approx(printed, abs=1e-5)


def test_all_clusters_of_a_population_leave_no_margin() -> None:
    every = of_population(found(ANSWERS, np.arange(len(ANSWERS))), 0.0)
    interval = share_interval(every, len(ANSWERS))
    assert isinstance(interval, Interval)
    assert (interval.low, interval.high, interval.method) == (every.mean, every.mean, "census")
    assert mean_interval(every) == interval
    whole = quantile_interval(ANSWERS, CLUSTERS, left=0.0)
    assert isinstance(whole, Interval)
    assert whole.low == whole.high


def test_half_of_a_population_narrows_the_interval_by_the_root_of_a_half() -> None:
    one = found(np.tile([1.0, 0.0, 1.0, 0.0], 100), np.arange(400))
    whole, half = share_interval(one, 400), share_interval(of_population(one, 0.5), 400)
    assert isinstance(whole, Interval)
    assert isinstance(half, Interval)
    assert (half.high - half.low) / (whole.high - whole.low) == pytest.approx(0.5**0.5, rel=0.01)
    assert half.method == "Wilson, clusters, finite population"


def test_units_that_stand_alone_have_the_textbook_error() -> None:
    values = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])  # Student 1908, as in test_intervals
    one = found(values, np.arange(10))
    assert (one.error, one.freedom) == pytest.approx((values.std(ddof=1) / 10**0.5, 9))
    assert (one.mean - 2.262 * one.error, one.mean + 2.262 * one.error) == pytest.approx((0.90, 3.76), abs=0.005)
    assert mean_interval(one) == Refusal("few_clusters")


def test_clusters_that_answer_alike_correlate_fully_and_chance_alone_does_not() -> None:
    ones = np.ones(60)
    assert intraclass(np.repeat([1.0, 0.0] * 10, 3), np.repeat(np.arange(20), 3), weights=ones) == 1.0
    assert intraclass(np.tile([1.0, 0.0, 1.0], 20), np.repeat(np.arange(20), 3), weights=ones) == 0.0
    # By hand: pairs 1, 3 and 5, 7 have a mean square of 16 between and 2 within, so (16 - 2) / (16 + 2).
    assert intraclass(np.array([1.0, 3, 5, 7]), np.array([0, 0, 1, 1]), weights=np.ones(4)) == pytest.approx(14 / 18)


def test_equal_clusters_have_as_many_degrees_of_freedom_as_clusters_less_one() -> None:
    equal = found(ANSWERS[:48], np.arange(48) // 4)
    assert equal.freedom == pytest.approx(11)
    interval = mean_interval(equal)
    assert isinstance(interval, Interval)
    assert interval.freedom == 11


def test_clusters_of_one_answer_each_are_worth_their_number() -> None:
    answers = np.repeat([1.0, 0.0] * 10, 5)
    one = found(answers, np.repeat(np.arange(20), 5))
    assert one.design_effect == pytest.approx(5.2, abs=0.1)
    interval = share_interval(one, 100)
    assert isinstance(interval, Interval)
    twenty = wilson(10, 20)
    assert interval.high - interval.low == pytest.approx(twenty.high - twenty.low, rel=0.08)


def test_weights_that_repeat_units_give_the_mean_of_the_repeated_units() -> None:
    weights = np.where(np.arange(len(ANSWERS)) % 2 == 0, 2.0, 1.0)
    doubled = np.repeat(ANSWERS, weights.astype(int))
    assert found(ANSWERS, weights=weights).mean == pytest.approx(doubled.mean())


def test_units_that_all_answer_alike_count_their_clusters() -> None:
    one = found(np.ones(len(CLUSTERS)))
    assert one.design_effect is None
    interval = share_interval(one, len(CLUSTERS))
    assert isinstance(interval, Interval)
    assert interval.high == 1.0
    assert interval.low < wilson(12, 12).low
    assert mean_interval(one) == Refusal("constant")


REFUSALS = [
    pytest.param(np.zeros(len(CLUSTERS), dtype=np.intp), "one_cluster", id="one cluster"),
    pytest.param(np.minimum(CLUSTERS, 10), "few_clusters", id="eleven clusters"),
    pytest.param(np.where(np.arange(len(CLUSTERS)) < 41, 0, np.arange(len(CLUSTERS))), "few_clusters", id="one rules"),
]


@pytest.mark.parametrize(("clusters", "reason"), REFUSALS)
def test_too_few_clusters_give_no_interval_and_say_so(clusters: NDArray[np.intp], reason: str) -> None:
    numbers = numbered([str(one) for one in clusters])
    assert share_interval(found(ANSWERS, numbers), len(ANSWERS)) == Refusal(reason)


def test_without_weight_there_is_nothing() -> None:
    assert spread(ANSWERS, CLUSTERS, weights=np.zeros(len(ANSWERS))) is None
    assert spread(np.array([]), np.array([], dtype=np.intp)) is None


QUANTILES = [([1, 2, 3], 0.5, 2.0), ([1, 2, 3, 4], 0.5, 2.5), ([4, 1, 3, 2], 0.25, 1.5), ([5], 0.75, 5.0)]


@pytest.mark.parametrize(("values", "share", "expected"), QUANTILES, ids=str)
def test_a_quantile_is_the_usual_one(values: list[float], share: float, expected: float) -> None:
    assert quantile(np.array(values, dtype=np.float64), share) == expected


# R 4.2.2: quantile(x, type = 2) of Student's ten hours of sleep.
SLEEP = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


@pytest.mark.parametrize(("share", "printed"), [(0.25, 0.80), (0.5, 1.75), (0.75, 4.40)], ids=str)
def test_a_quantile_is_that_of_type_2_in_r(share: float, printed: float) -> None:
    assert quantile(SLEEP, share) == pytest.approx(printed)


def test_a_weight_counts_as_so_many_units() -> None:
    assert quantile(np.array([1.0, 2.0, 9.0]), 0.5, weights=np.array([1.0, 1.0, 3.0])) == 9.0


def test_a_median_of_clusters_lies_in_its_interval_and_constants_have_none() -> None:
    values = np.arange(len(CLUSTERS), dtype=np.float64) * 17 % 53
    interval = quantile_interval(values, CLUSTERS)
    assert isinstance(interval, Interval)
    assert interval.low < float(np.median(values)) < interval.high
    assert quantile_interval(np.ones(len(CLUSTERS)), CLUSTERS) == Refusal("constant")


def test_the_bootstrap_draws_whole_clusters_and_repeats_itself() -> None:
    def mean(places: NDArray[np.intp]) -> float:
        return float(ANSWERS[places].mean())

    first, again = (bootstrap(mean, CLUSTERS, seed=4, draws=400) for _ in range(2))
    assert first == again
    assert isinstance(first, Interval)
    assert first.low < ANSWERS.mean() < first.high
    assert bootstrap(mean, np.zeros(len(ANSWERS), dtype=np.intp), seed=4) == Refusal("one_cluster")
