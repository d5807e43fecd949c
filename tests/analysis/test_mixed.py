"""A logistic model with random intercepts, against lme4."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.regression_data import cattle
from tests.analysis.units import YES_NO, asked, planned, remarks, result, units
from vonnis.analysis.mixed import random_intercepts
from vonnis.analysis.regression import Design, fit

# R 4.2.2, lme4 1.1-31: glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, nAGQ = 9).
LME4 = [-1.3992194, -0.9914087, -1.1278128, -1.5794878, 0.6475179]
ERRORS = [0.2335106, 0.3067679, 0.3267672, 0.4275962]


def test_estimates_and_errors_are_those_of_lme4() -> None:
    ill, periods, herds = cattle()
    found = random_intercepts(ill, np.column_stack([np.ones(len(ill)), periods]), clusters=herds)
    assert found.params.tolist() == pytest.approx(LME4, abs=2e-4)
    assert found.bse[:4].tolist() == pytest.approx(ERRORS, abs=5e-4)


def test_clusters_of_one_unit_each_are_refused() -> None:
    ill, periods, _ = cattle()
    design = Design(ill, periods, ("second", "third", "fourth"), np.arange(len(ill)))
    assert fit("mixed_logistic", design).refusal == "mixed_needs_clusters"


def test_a_fit_gives_ratios_within_a_cluster_and_says_how_far_clusters_differ() -> None:
    found = fit("mixed_logistic", Design(*cattle()[:2], ("second", "third", "fourth"), cattle()[2]))
    assert found.refusal is None
    assert [one.ratio for one in found.coefficients] == pytest.approx(np.exp(LME4[1:4]).tolist(), rel=1e-3)
    assert found.deviation == pytest.approx(LME4[4], abs=1e-3)
    assert found.coefficients[0].interval.method == "Wald, random intercepts (t)"


def test_clusters_that_do_not_differ_give_the_plain_model() -> None:
    exposed = np.tile([[1.0], [0.0]], (100, 1))
    outcome = np.tile([1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0], 20)
    mixed = fit("mixed_logistic", Design(outcome, exposed, ("x",), np.repeat(np.arange(20), 10)))
    plain = fit("logistic", Design(outcome, exposed, ("x",)))
    assert mixed.deviation == pytest.approx(0, abs=1e-2)
    assert mixed.coefficients[0].ratio == pytest.approx(plain.coefficients[0].ratio, rel=1e-3)


def test_without_clusters_it_is_refused_and_says_why() -> None:
    yes = asked("yes", "category", YES_NO)
    found = units({"outcome": (yes, [1, 0, 0, 1] * 30), "exposed": (yes, [1, 0, 1, 0] * 30)})
    entry = {"kind": "regression", "id": "m", "model": "mixed_logistic", "outcome": "outcome", "on": ["exposed"]}
    one = result(planned(found, {**entry, "codes": [1]}, cluster=""), "m")
    assert one.value is None
    assert "needs units that hang together" in remarks(one)
