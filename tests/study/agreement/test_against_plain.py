"""Coefficients equal their definitions, written out pair by pair, and keep what must not change them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vonnis.study.agreement.alpha import alpha_of, masi_differences
from vonnis.study.agreement.coefficients import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent,
    weight_table,
)
from vonnis.study.agreement.measuring import METHODS, Intervals, Method, measure
from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import fold
from vonnis.study.agreement.ratings import Level, ratings

Matrix = list[list[int | None]]

ANSWERS = st.one_of(st.none(), st.integers(0, 4))
MATRICES = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(ANSWERS, min_size=coders, max_size=coders), min_size=2, max_size=12)
)
FULL = st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=15)
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


def pairs(matrix: Matrix) -> Iterator[tuple[int, int, float]]:
    """Yield each ordered pair of answers on a unit, with the weight that alpha gives it."""
    for row in matrix:
        known = [answer for answer in row if answer is not None]
        for one, other in permutations(known, 2):
            yield one, other, 1 / (len(known) - 1)


def plain_alpha(matrix: Matrix, level: Level) -> float | None:
    counted = Counter[int]()
    for row in matrix:
        known = [answer for answer in row if answer is not None]
        counted.update(known if len(known) > 1 else [])
    total = sum(counted.values())

    def between(one: int, other: int) -> float:
        if level == "nominal":
            return float(one != other)
        if level == "interval":
            return float((one - other) ** 2)
        if level == "ratio":
            return ((one - other) / (one + other)) ** 2 if one + other else 0.0
        low, high = sorted((one, other))
        inside = sum(count for value, count in counted.items() if low <= value <= high)
        return (inside - (counted[low] + counted[high]) / 2) ** 2

    expected = sum(
        counted[one] * counted[other] * between(one, other) for one in counted for other in counted if one != other
    )
    if not expected:
        return None
    observed = sum(weight * between(one, other) for one, other, weight in pairs(matrix))
    return 1 - (total - 1) * observed / expected


@pytest.mark.parametrize("level", LEVELS)
@given(matrix=MATRICES)
@settings(deadline=None, max_examples=60)
def test_alpha_is_what_its_definition_says(level: Level, matrix: Matrix) -> None:
    expected = plain_alpha(matrix, level)
    found = measure(ratings("x", matrix, level=level)).krippendorff_alpha.estimate
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def plain_kappa(matrix: Matrix) -> float | None:
    known = [(one, other) for one, other in matrix if one is not None and other is not None]
    ours, theirs = Counter(one for one, _ in known), Counter(other for _, other in known)
    chance = sum(ours[value] * theirs[value] for value in ours) / len(known) ** 2
    agreed = sum(one == other for one, other in known) / len(known)
    return None if chance == 1 else (agreed - chance) / (1 - chance)


@given(matrix=FULL)
@settings(deadline=None, max_examples=80)
def test_cohen_kappa_is_what_its_definition_says(matrix: Matrix) -> None:
    expected = plain_kappa(matrix)
    found = measure(ratings("x", matrix)).cohen_kappa.estimate
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def plain_ac1_and_fleiss(matrix: Matrix) -> tuple[float | None, float | None, float | None]:
    rows = [[answer for answer in row if answer is not None] for row in matrix]
    rows = [row for row in rows if row]
    several = [row for row in rows if len(row) > 1]
    if not several:
        return None, None, None
    agree = [np.mean([one == other for one, other in combinations(row, 2)]) for row in several]
    values = sorted({answer for row in rows for answer in row})
    shares = np.array([np.mean([row.count(value) / len(row) for row in rows]) for value in values])
    agreed = float(np.mean(agree))
    if len(values) == 1:
        return agreed, 1.0, None
    by_ac1 = float((shares * (1 - shares)).sum() / (len(values) - 1))
    by_fleiss = float((shares**2).sum())
    return agreed, (agreed - by_ac1) / (1 - by_ac1), (agreed - by_fleiss) / (1 - by_fleiss)


@given(matrix=MATRICES)
@settings(deadline=None, max_examples=80)
def test_percent_ac1_and_fleiss_are_what_their_definitions_say(matrix: Matrix) -> None:
    found = measure(ratings("x", matrix))
    estimates = (found.percent.estimate, found.gwet_ac1.estimate, found.fleiss_kappa.estimate)
    for estimate, expected in zip(estimates, plain_ac1_and_fleiss(matrix), strict=True):
        assert estimate == (None if expected is None else pytest.approx(expected, abs=1e-9))


NAMED: dict[str, Callable[[], Measure]] = {
    "percent": lambda: percent,
    "fleiss": lambda: fleiss_kappa,
    "ac1": gwet_ac,
    "ac2": lambda: gwet_ac(1 - weight_table(np.arange(4.0), "quadratic")),
    "brennan-prediger": lambda: brennan_prediger,
    "cohen": cohen_kappa,
    "cohen-linear": lambda: cohen_kappa(weight_table(np.arange(4.0), "linear")),
    **{level: lambda level=level: alpha_of(ratings("x", [[0, 1], [2, 3]], level=level)) for level in LEVELS},  # type: ignore[misc]
}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_influence_is_the_slope_of_the_ratio(name: str) -> None:
    matrix: Matrix = [[0, 0], [0, 1], [1, 1], [2, 3], [3, 3], [3, 2], [2, 2], [0, None], [1, 3], [0, 0]]
    patterns = fold(ratings("x", matrix, level="interval"))
    coefficient = NAMED[name]()
    here = coefficient(patterns, patterns.units[None, :], influence=True)
    assert here.influence is not None
    step = 1e-6
    moved = coefficient(patterns, patterns.units[None, :] + step * np.eye(len(patterns.units)))
    assert here.influence[0] == pytest.approx((moved.ratio - here.ratio[0]) / step, abs=1e-4)


@pytest.mark.parametrize("level", LEVELS)
@given(matrix=FULL)
@settings(deadline=None, max_examples=30)
def test_swapping_coders_and_units_changes_nothing(level: Level, matrix: Matrix) -> None:
    here = measure(ratings("x", matrix, level=level))
    there = measure(ratings("x", [row[::-1] for row in matrix[::-1]], level=level))
    for name in ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        one, other = getattr(here, name).estimate, getattr(there, name).estimate
        assert one == (None if other is None else pytest.approx(other, abs=1e-9))


@given(matrix=MATRICES, names=st.permutations(["v", "w", "x", "y", "z"]))
@settings(deadline=None, max_examples=40)
def test_names_of_categories_do_not_matter(matrix: Matrix, names: list[str]) -> None:
    renamed = [[None if answer is None else names[answer] for answer in row] for row in matrix]
    here, there = measure(ratings("x", matrix)), measure(ratings("x", renamed))
    for name in ("percent", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        one, other = getattr(here, name).estimate, getattr(there, name).estimate
        assert one == (None if other is None else pytest.approx(other, abs=1e-9))


@given(matrix=MATRICES, method=st.sampled_from(METHODS[:2]))
@settings(deadline=None, max_examples=60)
def test_nothing_is_above_one_and_an_interval_holds_its_estimate(matrix: Matrix, method: Method) -> None:
    found = measure(ratings("x", matrix * 4), Intervals(method=method))
    for name in ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        one = getattr(found, name)
        assert one.estimate is not None or one.reason
        assert one.estimate is None or one.estimate <= 1 + 1e-12
        assert (one.low is None) == (one.high is None) == (one.reason is not None)
        assert one.low is None or one.low <= one.estimate <= one.high <= 1


def test_interval_alpha_does_not_mind_the_unit_of_measurement() -> None:
    matrix = [[1.0, 2.0], [3.0, 3.5], [10.0, 9.0], [4.0, 4.0]]
    weeks = [[7 * answer + 100 for answer in row] for row in matrix]
    here, there = (measure(ratings("x", each, level="interval")).krippendorff_alpha for each in (matrix, weeks))
    assert here.estimate == pytest.approx(there.estimate)


def test_ordinal_alpha_asks_for_order_alone() -> None:
    matrix = [[1, 2], [2, 2], [4, 3], [1, 1], [3, 3]]
    squared = [[answer**3 for answer in row] for row in matrix]
    here, there = (measure(ratings("x", each, level="ordinal")).krippendorff_alpha for each in (matrix, squared))
    assert here.estimate == pytest.approx(there.estimate)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("a|b", "b|a", 0.0),
        ("a", "a|b", 1 - 1 / 2 * 2 / 3),
        ("a|b", "b|c", 1 - 1 / 3 * 1 / 3),
        ("a", "b", 1.0),
        ("a|b", "c", 1.0),
    ],
)
def test_sets_differ_by_passonneau_2006(one: str, other: str, distance: float) -> None:
    found = ratings("x", [[one, other]], level="set")
    place = found.codes[0]
    assert masi_differences(found.categories)[place[0], place[1]] == pytest.approx(distance)


def test_sets_of_one_member_are_names() -> None:
    matrix = [["a", "a"], ["a", "b"], ["b", "b"], ["c", "c"]]
    one, other = (measure(ratings("x", matrix, level=level)) for level in ("nominal", "set"))
    assert one.krippendorff_alpha.estimate == pytest.approx(other.krippendorff_alpha.estimate)
