"""Coefficients equal worked examples to the digits printed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.study.agreement.published import (
    COHEN_CELLS,
    FIFTEEN,
    FLEISS,
    GWET_TABLE,
    HAYES,
    KRIPPENDORFF,
    Matrix,
    from_cells,
)
from vonnis.study.agreement.alpha import alpha_by_name
from vonnis.study.agreement.coefficients import brennan_prediger, cohen_kappa, fleiss_kappa, gwet_ac, percent
from vonnis.study.agreement.intervals import spread
from vonnis.study.agreement.measuring import Agreement, measure
from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import fold
from vonnis.study.agreement.ratings import Level, ratings


def measured(matrix: Matrix, level: Level = "nominal") -> Agreement:
    return measure(ratings("x", matrix, level=level))


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_section_c_and_d(level: Level, printed: float) -> None:
    assert measured(KRIPPENDORFF, level).krippendorff_alpha.estimate == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize(("level", "printed"), [("nominal", 0.4765), ("ordinal", 0.7598), ("interval", 0.7574)])
def test_hayes_and_krippendorff_2007_table_1(level: Level, printed: float) -> None:
    assert measured(HAYES, level).krippendorff_alpha.estimate == pytest.approx(printed, abs=0.00005)


def test_fleiss_1971_table_1() -> None:
    found = measured(FLEISS)
    assert found.fleiss_kappa.estimate == pytest.approx(0.430, abs=0.0005)
    assert found.percent.estimate == pytest.approx(0.5556, abs=0.00005)


@pytest.mark.parametrize(
    ("category", "printed"), [("0", 0.245), ("1", 0.245), ("2", 0.520), ("3", 0.471), ("4", 0.566)]
)
def test_fleiss_1971_kappa_of_each_category(category: str, printed: float) -> None:
    folded = [[str(answer) == category for answer in row] for row in FLEISS]
    assert measured(folded).fleiss_kappa.estimate == pytest.approx(printed, abs=0.0006)


def test_gwet_2014_four_raters_twelve_subjects() -> None:
    found = measured(KRIPPENDORFF)
    assert found.percent.estimate == pytest.approx(0.8181818, abs=1e-7)
    assert found.gwet_ac1.estimate == pytest.approx(0.77544, abs=5e-6)
    assert found.fleiss_kappa.estimate == pytest.approx(0.76117, abs=5e-6)
    assert found.krippendorff_alpha.estimate == pytest.approx(0.74342, abs=5e-6)
    assert found.pabak.estimate == pytest.approx(0.77273, abs=5e-6)


def test_gwet_2014_two_abstractors() -> None:
    found = measured(GWET_TABLE)
    assert found.percent.estimate == pytest.approx(0.89)
    assert found.cohen_kappa.estimate == pytest.approx(0.7964094, abs=5e-8)
    assert found.gwet_ac1.estimate == pytest.approx(0.8493305, abs=5e-8)
    assert found.krippendorff_alpha.estimate == pytest.approx(0.7972585, abs=5e-8)
    assert found.fleiss_kappa.estimate == pytest.approx(0.7962397, abs=5e-8), "with two coders this is Scott's pi"
    assert found.pabak.estimate == pytest.approx(0.835)


@pytest.mark.parametrize(
    ("coefficient", "estimate", "error"),
    [
        pytest.param(gwet_ac(), 0.4448007, 0.08418757, id="AC1"),
        pytest.param(fleiss_kappa, 0.4139265, 0.08119291, id="Fleiss"),
        pytest.param(brennan_prediger, 0.4388889, 0.08312142, id="Brennan-Prediger"),
    ],
)
def test_gwet_2014_six_raters_with_standard_errors(coefficient: Measure, estimate: float, error: float) -> None:
    patterns = fold(ratings("x", FIFTEEN))
    found = spread(coefficient, patterns, weights=patterns.units[None, :])
    assert 1 - found.ratio[0] == pytest.approx(estimate, abs=5e-8)
    assert found.error[0] == pytest.approx(error, abs=5e-9)


def test_gwet_2014_alpha_of_six_raters() -> None:
    assert measured(FIFTEEN).krippendorff_alpha.estimate == pytest.approx(0.4204384, abs=5e-8)


@pytest.mark.parametrize(
    ("coefficient", "error"),
    [
        pytest.param(cohen_kappa(), 0.05891072, id="Cohen"),
        pytest.param(gwet_ac(), 0.04321747, id="AC1"),
        pytest.param(brennan_prediger, 0.04693346, id="Brennan-Prediger"),
        pytest.param(fleiss_kappa, 0.05905473, id="Scott"),
        pytest.param(percent, 0.03128898, id="percent"),
    ],
)
def test_gwet_2014_standard_errors_of_a_table_have_n_for_n_minus_one(coefficient: Measure, error: float) -> None:
    patterns = fold(ratings("x", GWET_TABLE))
    found = spread(coefficient, patterns, weights=patterns.units[None, :])
    assert found.error[0] * np.sqrt(99 / 100) == pytest.approx(error, abs=5e-9)


def test_cohen_1968_weighted_kappa() -> None:
    found = ratings("x", from_cells(COHEN_CELLS))
    patterns = fold(found)
    weights = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], dtype=float)
    weighted = cohen_kappa(weights)(patterns, patterns.units[None, :])
    assert 1 - weighted.ratio[0] == pytest.approx(0.348, abs=0.0005)
    assert measure(found).cohen_kappa.estimate == pytest.approx(0.492, abs=0.0006)


def test_alpha_of_one_unit_is_zero_where_two_differ() -> None:
    assert 1 - alpha_by_name(fold(ratings("x", [["a", "b"]])), np.ones((1, 1))).ratio[0] == 0.0
