"""Regression and prediction-powered shares as a plan asks for them, with their refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.analysis.units import COLOURS, YES_NO, asked, planned, remarks, result, units
from vonnis.analysis.powered import CodedSample, powered
from vonnis.analysis.regression import Design, fit
from vonnis.analysis.remarks import reason
from vonnis.errors import StudyError

YES = asked("yes", "category", YES_NO)
NUMBER = asked("number", "integer")


def test_a_two_by_two_table_gives_its_odds_ratio() -> None:
    # Odds ratio of 30/20 against 10/40 is 6, and Woolf's interval (1955) exp(ln 6 ± 1.96 √(1/30 + 1/20 + 1/10 + 1/40)).
    outcome = np.array([1.0] * 30 + [0.0] * 20 + [1.0] * 10 + [0.0] * 40)
    exposed = np.array([[1.0]] * 50 + [[0.0]] * 50)
    found = fit("logistic", Design(outcome, exposed, ("exposed",)))
    one = found.coefficients[0]
    half = 1.959964 * (1 / 30 + 1 / 20 + 1 / 10 + 1 / 40) ** 0.5
    assert one.ratio == pytest.approx(6, rel=1e-5)
    assert (one.interval.low, one.interval.high) == pytest.approx((6 * np.exp(-half), 6 * np.exp(half)), rel=1e-4)


def test_groups_of_counts_give_the_ratio_of_their_means() -> None:
    chance = np.random.default_rng(1)
    counts = np.concatenate([chance.negative_binomial(2, 0.2, 200), chance.negative_binomial(2, 0.1, 200)]).astype(
        float
    )
    found = fit("negative_binomial", Design(counts, np.repeat([[0.0], [1.0]], 200, axis=0), ("late",)))
    assert found.coefficients[0].ratio == pytest.approx(counts[200:].mean() / counts[:200].mean(), rel=1e-4)
    assert found.dispersion == pytest.approx(1, abs=0.25)


def test_an_ordinal_model_of_two_classes_is_the_logistic_one() -> None:
    outcome = np.array([1.0] * 30 + [0.0] * 20 + [1.0] * 10 + [0.0] * 40)
    exposed = np.array([[1.0]] * 50 + [[0.0]] * 50)
    found = fit("ordinal", Design(outcome, exposed, ("exposed",)))
    assert found.coefficients[0].ratio == pytest.approx(6, rel=1e-3)


def test_clusters_widen_the_interval_and_take_t() -> None:
    clusters = np.repeat(np.arange(20), 10)
    exposed = (clusters % 2).astype(np.float64)[:, None]
    outcome = np.tile([1.0] * 10 + [0.0] * 10 + [0.0] * 10 + [1.0] * 10 + [1.0] * 10, 4).astype(np.float64)
    plain, bound = (fit("logistic", Design(outcome, exposed, ("x",), one)).coefficients[0] for one in (None, clusters))
    assert bound.ratio == pytest.approx(plain.ratio)
    assert bound.interval.high / bound.interval.low > 2 * plain.interval.high / plain.interval.low
    assert bound.interval.method == "Wald, clusters (CR1, t)"


X = np.arange(60, dtype=np.float64)[:, None]
MIXED = np.tile([1.0, 0.0], 30)
REFUSED = [
    pytest.param(Design(MIXED[:18], X[:18], ("x",)), "few_events", id="nine events for one parameter"),
    pytest.param(Design(np.ones(60), X, ("x",)), "few_events", id="constant outcome"),
    pytest.param(Design(MIXED, np.hstack([X, 2 * X]), ("x", "y")), "collinear", id="collinear"),
    pytest.param(Design(MIXED, X * 0, ("x",)), "collinear", id="constant column"),
    pytest.param(Design((X[:, 0] > 29).astype(np.float64), X, ("x",)), "not_converged", id="separation"),
    pytest.param(Design(MIXED, X, ("x",), np.arange(60) % 3), "few_clusters", id="three clusters"),
    pytest.param(Design(MIXED[:0], X[:0], ("x",)), "no_units", id="nobody"),
]


@pytest.mark.parametrize(("design", "reason"), REFUSED)
def test_what_cannot_be_fitted_is_refused(design: Design, reason: str) -> None:
    assert fit("logistic", design).refusal == reason


MODEL = {"kind": "regression", "id": "m", "model": "logistic", "outcome": "outcome", "on": ["exposed"], "codes": [1]}
EXPOSED: dict[str, Any] = {
    "outcome": (YES, [1] * 30 + [0] * 20 + [1] * 10 + [0] * 40),
    "exposed": (YES, [1] * 50 + [0] * 50),
}


def test_a_planned_model_yields_a_ratio_for_each_contrast() -> None:
    found = units(EXPOSED)
    one = result(planned(found, MODEL, cluster=""), "m_1")
    assert (one.label["en"], one.unit, one.n) == ("yes: yes, yes against no", "odds_ratio", 100)
    assert one.value == pytest.approx(6, rel=1e-5)
    assert "events = 40, parameters = 1" in remarks(one)
    few = result(planned(found, {**MODEL, "where": {"exposed": [1]}}, cluster=""), "m")
    assert few.value is None
    with pytest.raises(StudyError, match="no model 'magic'"):
        planned(found, {**MODEL, "model": "magic"})


def test_a_number_in_a_model_says_so_and_which_bound_counts() -> None:
    ages = [{"low": 15 + place % 4, "high": 15 + place % 4 + (place % 10 == 0)} for place in range(100)]
    found = units({**EXPOSED, "age": (asked("age", "interval"), ages)})
    model = {**MODEL, "on": ["exposed", "age"]}
    yes, age = (result(planned(found, model, cluster=""), id_) for id_ in ("m_1", "m_2"))
    assert age.label == {"nl": "yes: age, per eenheid meer", "en": "yes: age, for each one more"}
    for one in (yes, age):
        assert one.basis is not None
        assert [caveat["en"] for caveat in one.basis.caveats] == [reason("lower_bounds")["en"]]
        assert "lower one counts" in remarks(one)
    exact = result(planned(found, MODEL, cluster=""), "m_1")
    assert exact.basis is not None
    assert not exact.basis.caveats


def machine(coded: int, *, right: bool = True) -> Any:
    truth = [int(place % 10 < 4) for place in range(400)]
    read = [1 - answer if place % 7 == 0 or not right else answer for place, answer in enumerate(truth)]
    final = [answer if place < coded else -8 for place, answer in enumerate(truth)]
    return units({"final": (YES, final), "read": (YES, read)})


POWERED = {"kind": "powered", "id": "p", "variable": "final", "codes": [1], "extracted": "read"}


def test_the_machine_is_corrected_with_the_coded_sample_beside_it() -> None:
    found = planned(machine(100), POWERED, cluster="")
    one, coded, naive = (result(found, id_) for id_ in ("p", "p_coded", "p_naive"))
    read = np.array([1.0 - (place % 10 < 4) if place % 7 == 0 else float(place % 10 < 4) for place in range(400)])
    final = np.array([float(place % 10 < 4) for place in range(100)])
    expected = powered(CodedSample(final, read[:100], read[100:]), share=True)
    assert (one.value, one.interval) == (expected.value, expected.interval)
    assert (coded.value, coded.n, naive.n, naive.interval) == (0.4, 100, 400, None)
    assert one.alternatives == ("p_coded", "p_naive")


def test_estimates_that_take_no_weights_say_so_where_the_study_weights() -> None:
    weighted = result(planned(units(EXPOSED, weights=[2.0] + [1.0] * 99), MODEL, cluster=""), "m_1")
    assert "also where the study weights" in remarks(weighted)
    assert "also where the study weights" not in remarks(result(planned(units(EXPOSED), MODEL, cluster=""), "m_1"))


def test_a_machine_that_does_not_help_is_not_offered() -> None:
    found = planned(machine(100, right=False), POWERED, cluster="")
    assert result(found, "p").interval == result(found, "p_coded").interval
    assert "do not make the estimate surer" in remarks(result(found, "p"))


def test_too_few_coded_files_give_no_estimate() -> None:
    one = result(planned(machine(20), POWERED), "p")
    assert one.value is None
    assert "too few coded units" in remarks(one)


def test_a_coefficient_names_the_groups_that_it_rests_on() -> None:
    found = units(
        {
            "outcome": (YES, [1] * 60 + [0] * 60),
            "region": (
                asked("region", "category", COLOURS),
                ([1] * 30 + [2] * 27 + [3] * 3) * 2,
            ),
            "times": (NUMBER, ([1] * 50 + [2, 3] * 5) * 2),
        }
    )
    model = {**MODEL, "on": ["region", "times"]}
    made = planned(found, model, cluster="")
    sizes = {id_: [len(group) for group in result(made, id_).groups] for id_ in made}
    assert sizes == {"m_1": [27, 27, 30, 30], "m_2": [3, 3, 30, 30], "m_3": [10, 10]}


def test_a_rate_names_whom_it_counts_and_who_has_any() -> None:
    found = units({"times": (NUMBER, [0, 5, 1, 0] * 30), "exposed": (YES, [1] * 60 + [0] * 60)})
    model = {**MODEL, "model": "negative_binomial", "outcome": "times", "codes": [], "on": ["exposed"]}
    assert [len(group) for group in result(planned(found, model, cluster=""), "m_1").groups] == [60, 30, 60, 30]
