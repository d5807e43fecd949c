"""Prediction-powered estimates of units that hang together, and as a plan asks for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.analysis.units import COLOURS, YES_NO, asked, planned, remarks, result, units
from vonnis.analysis.clusters import Refusal, share_interval, spread
from vonnis.analysis.intervals import newcombe
from vonnis.analysis.powered import CodedSample, Powered, best_tuning, mean_and_error
from vonnis.analysis.powered_clusters import Clusters, difference_by_cluster, powered_by_cluster
from vonnis.analysis.result import Interval

Floats = NDArray[np.float64]


def drawn(
    seed: int = 1, *, clusters: int = 200, coded: int = 40, p: float = 0.4, right: float = 0.85
) -> tuple[CodedSample, Clusters]:
    """Return clusters of one to seven units of which the first ones were coded whole."""
    chance = np.random.default_rng(seed)
    places = np.repeat(np.arange(clusters), chance.integers(1, 8, clusters))
    own = chance.beta(4 * p, 4 * (1 - p), clusters)[places]
    truth = (chance.random(len(places)) < own).astype(np.float64)
    read = np.where(chance.random(len(places)) < right, truth, 1 - truth)
    inside = places < coded
    return CodedSample(truth[inside], read[inside], read[~inside]), Clusters(places[inside], places[~inside])


def found(sample: CodedSample, clusters: Clusters, *, share: bool = True) -> Powered:
    one = powered_by_cluster(sample, clusters, share=share)
    assert isinstance(one, Powered)
    return one


def test_the_coded_sample_alone_is_the_interval_by_cluster() -> None:
    sample, clusters = drawn()
    alone = spread(sample.coded, np.unique(clusters.coded, return_inverse=True)[1])
    assert alone is not None
    assert found(sample, clusters).coded_interval == share_interval(alone, len(sample.coded))


def test_the_machine_narrows_it() -> None:
    one = found(*drawn())
    assert one.offered
    assert one.interval.method == "prediction-powered, Wilson, clusters"
    assert one.interval.high - one.interval.low < 0.8 * (one.coded_interval.high - one.coded_interval.low)


def test_units_that_each_are_a_cluster_give_the_estimate_by_unit() -> None:
    sample, _ = drawn(clusters=900, coded=120)
    n, many = len(sample.coded), len(sample.others)
    one = found(sample, Clusters(np.arange(n), np.arange(n, n + many)))
    assert one.tuning == pytest.approx(best_tuning(sample), abs=0.03)
    value, error = mean_and_error(sample, tuning=one.tuning)
    assert one.value == pytest.approx(value)
    assert (one.interval.high - one.interval.low) / 2 == pytest.approx(1.96 * error, rel=0.05)


def test_a_machine_that_guesses_is_not_offered_or_hardly_narrows() -> None:
    one = found(*drawn(3, right=0.5))
    assert one.interval.high - one.interval.low > 0.93 * (one.coded_interval.high - one.coded_interval.low)


def test_a_mean_is_corrected_by_cluster_too() -> None:
    sample, clusters = drawn()
    days = CodedSample(30 * sample.coded + 2, 30 * sample.extracted, 30 * sample.others)
    one = found(days, clusters, share=False)
    assert one.offered
    assert one.interval.method == "prediction-powered, t, clusters"
    assert one.value == pytest.approx(30 * found(sample, clusters).value + 2)


REFUSED = [
    pytest.param(drawn(coded=11), "few_clusters", id="eleven clusters"),
    pytest.param((drawn()[0], Clusters(0 * drawn()[1].coded, drawn()[1].others)), "one_cluster", id="one cluster"),
]


@pytest.mark.parametrize(("scene", "reason"), REFUSED)
def test_too_few_clusters_are_refused(scene: tuple[CodedSample, Clusters], reason: str) -> None:
    assert powered_by_cluster(*scene, share=True) == Refusal(reason)
    assert difference_by_cluster(scene, drawn(2)) == Refusal(reason)


def test_coded_units_that_all_answer_alike_stay_the_coded_sample() -> None:
    sample, clusters = drawn()
    alike = CodedSample(np.ones(len(sample.coded)), sample.extracted, sample.others)
    assert not found(alike, clusters).offered


def test_two_groups_differ_by_their_corrected_shares() -> None:
    one = difference_by_cluster(drawn(1, p=0.7), drawn(2, p=0.3))
    assert isinstance(one, Powered)
    assert one.value == pytest.approx(found(*drawn(1, p=0.7)).value - found(*drawn(2, p=0.3)).value)
    assert one.interval.low < 0.4 < one.interval.high
    assert one.interval.high - one.interval.low < one.coded_interval.high - one.coded_interval.low


YES, NUMBER, GROUP = asked("yes", "category", YES_NO), asked("number", "integer"), asked("group", "category", COLOURS)


def files(coded: int, *, complexes: int = 0) -> Any:
    """Return 600 files of which so many were coded, in as many complexes; the machine errs in one of seven."""
    truth = [int(place % 10 < 4) for place in range(600)]
    read = [1 - answer if place % 7 == 0 else answer for place, answer in enumerate(truth)]
    columns = {
        "final": (YES, [answer if place < coded else -8 for place, answer in enumerate(truth)]),
        "read": (YES, read),
        "days": (NUMBER, [30 * answer + place % 3 if place < coded else -8 for place, answer in enumerate(truth)]),
        "read_days": (NUMBER, [30 * answer + 1 for answer in read]),
        "group": (GROUP, [1 + place % 2 for place in range(600)]),
    }
    return units(columns, complexes=[f"C{place % complexes}" for place in range(600)] if complexes else None)


SHARE = {"kind": "powered", "id": "p", "variable": "final", "extracted": "read", "codes": [1]}
MEAN = {"kind": "powered_mean", "id": "p", "variable": "days", "extracted": "read_days", "unit": "day"}
BETWEEN = {**SHARE, "kind": "powered_difference", "by": "group", "groups": [[1], [2]]}
DAYS_BETWEEN = {**MEAN, "kind": "powered_difference", "by": "group", "groups": [[1], [2]]}
KINDS = [
    pytest.param(SHARE, "share", "share", id="share"),
    pytest.param(MEAN, "mean", "day", id="mean"),
    pytest.param(BETWEEN, "difference", "share", id="difference of shares"),
    pytest.param(DAYS_BETWEEN, "difference", "day", id="difference of means"),
]


@pytest.mark.parametrize("cluster", ["", "complex"], ids=["alone", "clusters"])
@pytest.mark.parametrize(("entry", "statistic", "unit"), KINDS)
def test_a_plan_yields_three_numbers(entry: dict[str, Any], statistic: str, unit: str, cluster: str) -> None:
    got = planned(files(240, complexes=60), entry, cluster=cluster)
    one, coded, naive = (result(got, id_) for id_ in ("p", "p_coded", "p_naive"))
    assert (one.statistic, one.unit, one.n, naive.n) == (statistic, unit, 240, 600)
    assert one.alternatives == ("p_coded", "p_naive")
    assert one.interval is not None
    assert coded.interval is not None
    assert naive.interval is None
    assert one.interval.high - one.interval.low <= coded.interval.high - coded.interval.low
    assert ("clusters" in coded.interval.method) == bool(cluster)


def test_a_share_leads_to_the_coded_units_that_it_counts_and_says_who_is_missing() -> None:
    got = planned(files(240, complexes=60), SHARE)
    one, coded, naive = (result(got, id_) for id_ in ("p", "p_coded", "p_naive"))
    assert one.units == coded.units
    assert len(coded.units) == coded.numerator
    assert set(one.units) < set(one.base)
    assert (one.missing, naive.missing) == ({"not_stated": 360}, {})
    assert len(naive.units) == naive.numerator


@pytest.mark.parametrize(("entry", "statistic", "unit"), KINDS)
def test_coded_units_in_few_clusters_are_refused(entry: dict[str, Any], statistic: str, unit: str) -> None:
    one = result(planned(files(240, complexes=19), entry), "p")
    assert (one.value, one.statistic, one.unit) == (None, statistic, unit)
    assert "fewer than 20 clusters" in remarks(one)


def test_a_group_with_too_few_coded_files_has_no_difference() -> None:
    one = result(planned(files(40), BETWEEN, cluster=""), "p")
    assert one.value is None
    assert "too few coded units" in remarks(one)


def test_the_coded_difference_is_newcombes() -> None:
    interval = result(planned(files(240), BETWEEN, cluster=""), "p_coded").interval
    assert isinstance(interval, Interval)
    own = newcombe((48, 120), (48, 120))
    assert (interval.low, interval.high) == pytest.approx((own.low, own.high), abs=2e-3)
