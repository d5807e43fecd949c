"""Regression against published output: Stata's manual, R's MASS and sandwich, on data that others shipped."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.analysis.regression_data import DEATHS, cattle, residents, seizures
from vonnis.analysis.regression import Design, Fit, fit

NORMAL = 1.959963984540054


def estimates(found: Fit) -> list[float]:
    """Return the coefficients on the scale of the model."""
    assert found.refusal is None
    return [math.log(one.ratio) for one in found.coefficients]


def errors(found: Fit, quantile: float = NORMAL) -> list[float]:
    """Return the standard errors that the intervals were made of."""
    return [math.log(one.interval.high / one.interval.low) / 2 / quantile for one in found.coefficients]


def test_the_negative_binomial_model_is_that_of_statas_manual() -> None:
    # Stata Base Reference Manual, [R] nbreg, `nbreg deaths i.cohort`; R 4.2.2, MASS::glm.nb prints the same estimates
    # and errors, and 1.196071729 for Pearson's chi-square over its degrees of freedom.
    cohort = np.repeat([1, 2, 3], 7)
    columns = np.column_stack([cohort == 2, cohort == 3]).astype(np.float64)
    found = fit("negative_binomial", Design(np.array(DEATHS.split(), dtype=np.float64), columns, ("1960", "1968")))
    assert estimates(found) == pytest.approx([0.0591305, -0.0538792], abs=5e-8)
    assert errors(found) == pytest.approx([0.2978419, 0.2981621], abs=5e-8)
    assert [one.p for one in found.coefficients] == pytest.approx([0.843, 0.857], abs=5e-4)
    assert found.pseudo_r2 == pytest.approx(0.0007, abs=5e-5)
    assert found.dispersion == pytest.approx(1.196071729, rel=1e-7)


def test_the_proportional_odds_model_is_that_of_the_manual_of_mass() -> None:
    # R, ?polr: polr(Sat ~ Infl + Type + Cont, weights = Freq, data = housing). The manual prints 0.5663937 1.2888191
    # -0.5723501 -0.3661866 -1.0910149 0.3602841, and a residual deviance of 3479.149 (3648.878 without the columns).
    # With control = list(reltol = 1e-16) R 4.2.2 goes on to these.
    satisfied, columns = residents()
    found = fit("ordinal", Design(satisfied, columns, ("infl2", "infl3", "apartment", "atrium", "terrace", "contact")))
    printed = [0.5663937383, 1.2888191090, -0.5723500023, -0.3661863709, -1.0910146591, 0.3602840053]
    assert estimates(found) == pytest.approx(printed, abs=5e-9)
    assert errors(found) == pytest.approx([0.1046528, 0.1271561, 0.1192380, 0.1551733, 0.1514860, 0.0955358], abs=3e-7)
    assert found.pseudo_r2 == pytest.approx(1 - 3479.149 / 3648.878, abs=5e-7)


def test_the_logistic_model_is_that_of_r() -> None:
    # R 4.2.2: glm(ill ~ period, binomial) on cbpp of lme4, an animal a row; McFadden by logLik, and kappa(exact = TRUE)
    # of the scaled columns.
    ill, periods, _ = cattle()
    found = fit("logistic", Design(ill, periods, ("second", "third", "fourth")))
    assert estimates(found) == pytest.approx([-1.170762725, -1.301405334, -1.782278635], abs=1e-7)
    assert errors(found) == pytest.approx([0.29146779, 0.31288143, 0.41305645], abs=1e-7)
    assert [one.p for one in found.coefficients] == pytest.approx([5.8998e-5, 3.1906e-5, 1.5971e-5], rel=1e-4)
    assert (found.pseudo_r2, found.condition) == pytest.approx((0.06677721933, 3.164689603), rel=1e-8)


# Student's quantiles at 14 and 58 degrees of freedom, as R's qt(0.975, ...) prints them.
T14, T58 = 2.144786688, 2.001717484
# R 4.2.2, sandwich 3.0-2: sqrt(diag(vcovCL(model, cluster, type = "HC1"))) of glm(ill ~ period) by herd and of polr on
# the seizures of ?epil in classes (0-2, 3-6, more) by person. The last from the same formula, G / (G - 1) (n - 1) /
# (n - k), on numDeriv's derivatives of the whole negative binomial likelihood: sandwich holds its dispersion fixed.
CLUSTERED = [
    pytest.param("logistic", T14, [0.4558115149, 0.5139641045, 0.4022958474], id="logistic"),
    pytest.param("ordinal", T58, [0.3733494358, 0.3270497793], id="ordinal"),
    pytest.param("negative_binomial", T58, [0.15896087084, 0.10783420700], id="negative binomial"),
]


@pytest.mark.parametrize(("model", "quantile", "printed"), CLUSTERED)
def test_errors_by_cluster_are_those_of_r(model: str, quantile: float, printed: list[float]) -> None:
    number, columns, people = seizures()
    designs = {
        "logistic": Design(*cattle()[:2], ("2", "3", "4"), cattle()[2]),
        "ordinal": Design(np.digitize(number, [3, 7]).astype(np.float64), columns, ("treated", "before"), people),
        "negative_binomial": Design(number, columns, ("treated", "before"), people),
    }
    assert errors(fit(model, designs[model]), quantile) == pytest.approx(printed, rel=2e-5)  # type: ignore[arg-type]


def test_the_models_of_the_seizures_are_those_of_r() -> None:
    # R 4.2.2: polr(classes ~ treated + before); glm.nb(y ~ treated + before), its errors by the observed information.
    number, columns, _ = seizures()
    ordinal = fit("ordinal", Design(np.digitize(number, [3, 7]).astype(np.float64), columns, ("treated", "before")))
    assert estimates(ordinal) == pytest.approx([-0.8026130486, 2.4538784251], abs=1e-6)
    counted = fit("negative_binomial", Design(number, columns, ("treated", "before")))
    assert estimates(counted) == pytest.approx([-0.2574260265, 1.0423828750], abs=1e-7)
    assert errors(counted) == pytest.approx([0.10050132088, 0.06434909949], rel=1e-6)
