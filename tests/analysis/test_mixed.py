"""A logistic model with random intercepts, against lme4."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.analysis.units import YES_NO, asked, planned, remarks, result, units
from vonnis.analysis.mixed import random_intercepts
from vonnis.analysis.regression import Design, fit

# Contagious bovine pleuropneumonia (cbpp of lme4; Lesnoff and others 2004): herd, cases, animals, period.
HERDS = """
1 2 14 1  1 3 12 2  1 4 9 3  1 0 5 4  2 3 22 1  2 1 18 2  2 1 21 3  3 8 22 1  3 2 16 2  3 0 16 3  3 2 20 4
4 2 10 1  4 0 10 2  4 2 9 3  4 0 6 4  5 5 18 1  5 0 25 2  5 0 24 3  5 1 4 4  6 3 17 1  6 0 17 2  6 0 18 3
6 1 20 4  7 8 16 1  7 1 10 2  7 3 9 3  7 0 5 4  8 12 34 1  9 2 9 1  9 0 6 2  9 0 8 3  9 0 6 4  10 1 22 1
10 1 22 2  10 0 18 3  10 2 22 4  11 0 25 1  11 5 27 2  11 3 22 3  11 1 22 4  12 2 10 1  12 1 8 2  12 0 6 3
12 0 5 4  13 1 21 1  13 2 24 2  13 0 19 3  13 0 23 4  14 11 19 1  14 0 2 2  14 0 3 3  14 0 2 4  15 1 19 1
15 1 15 2  15 1 15 3  15 0 15 4
"""


def cattle() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return for each animal whether it fell ill, the contrasts of its period, and its herd."""
    rows = np.array(HERDS.split(), dtype=np.intp).reshape(-1, 4)
    ill = np.concatenate([np.repeat([1.0, 0.0], [cases, size - cases]) for _, cases, size, _ in rows])
    periods, herds = (np.repeat(rows[:, column], rows[:, 2]) for column in (3, 0))
    return ill, np.column_stack([(periods == period).astype(np.float64) for period in (2, 3, 4)]), herds


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
