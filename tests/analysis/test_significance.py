"""Tests of small tables and groups, against what R prints in the examples of its manual."""

from __future__ import annotations

import pytest

from vonnis.analysis.significance import cramer_v, fisher, holm, mann_whitney, wilcoxon

# R, ?fisher.test: Fisher's tea drinker, and convictions of like-sex twins.
FISHER = [
    pytest.param([[3, 1], [1, 3]], 0.4857, id="tea"),
    pytest.param([[2, 10], [15, 3]], 0.0005367, id="twins"),
    pytest.param([[29, 7, 7], [13, 7, 21]], 0.001393, id="arthritis"),
]
# R, ?wilcox.test: permeability of membranes; depression scores before and after (Hollander and Wolfe 1973).
WATER = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
LATER = [1.15, 0.88, 0.90, 0.74, 1.21]
BEFORE = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]


@pytest.mark.parametrize(("table", "p"), FISHER)
def test_fisher_equals_r(table: list[list[int]], p: float) -> None:
    found = fisher(table)
    assert found.p == pytest.approx(p, rel=5e-4)
    assert found.method == "Fisher exact"


def test_a_table_with_too_many_fillings_is_drawn_at_random_and_says_so() -> None:
    # R, ?fisher.test, job satisfaction by income (Agresti 2002, p. 57): p = 0.7827.
    job = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    found = fisher(job, seed=1)
    assert found.p == pytest.approx(0.7827, abs=0.009)
    assert found.method == "Fisher, 19999 random tables"
    assert fisher(job, seed=1) == found


def test_cramer_equals_r() -> None:
    # R, vcd: assocstats(xtabs(~Treatment + Improved, Arthritis)) prints Cramer's V 0.394.
    assert cramer_v([[29, 7, 7], [13, 7, 21]]) == pytest.approx(0.394, abs=5e-4)


@pytest.mark.parametrize("table", [[], [[3, 4]], [[3], [4]], [[3, 4], [0, 0]], [[0, 0], [0, 0]]], ids=str)
def test_a_table_that_compares_nothing_has_no_chance(table: list[list[int]]) -> None:
    assert (fisher(table).p, fisher(table).effect) == (None, None)


def test_mann_whitney_equals_r() -> None:
    found = mann_whitney(WATER, LATER)
    assert (found.statistic, found.n) == (35.0, 15)
    assert found.p == pytest.approx(0.2544, abs=5e-5)
    assert found.effect == pytest.approx(0.4)


def test_wilcoxon_equals_r() -> None:
    found = wilcoxon([one - other for one, other in zip(BEFORE, AFTER, strict=True)])
    assert (found.statistic, found.n) == (40.0, 9)
    assert found.p == pytest.approx(2 * 0.01953, abs=2e-5)


def test_ties_are_counted_exactly() -> None:
    # By hand: of the six pairs out of 1, 1, 1, 2 three have the least sum, so no pair is in a small tail.
    assert mann_whitney([1, 1], [1, 2]).p == 1.0
    assert wilcoxon([0, 0, 1, 1, 1, 1]).p == pytest.approx(2 / 16)
    assert wilcoxon([0, 0, 1, 1, 1, 1]).n == 4


def test_ties_are_counted_as_by_all_rankings_in_r() -> None:
    # R 4.2.2: twice the smaller tail of combn(11, 5) over rank(c(a, b)), for a and b as here.
    found = mann_whitney([1, 2, 2, 3, 5], [2, 4, 4, 6, 7, 7])
    assert (found.statistic, found.method) == (5.0, "Mann-Whitney, exact")
    assert found.p == pytest.approx(0.07359307359, rel=1e-9)


def test_large_groups_are_approximated_as_in_r() -> None:
    # R 4.2.2: wilcox.test(c(0:69 %% 17, 8), 0:49 %% 17 + 1, exact = FALSE), and of c(1, -2, 3, 4, -5, 6) 21 times.
    first, second = [float(value % 17) for value in range(70)], [float(value % 17) + 1 for value in range(50)]
    near = mann_whitney([*first, 8.0], second)
    assert (near.statistic, near.method) == (1560.0, "Mann-Whitney, normal approximation")
    assert near.p == pytest.approx(0.2580791618, rel=1e-9)
    pairs = wilcoxon([1.0, -2.0, 3.0, 4.0, -5.0, 6.0] * 21)
    assert (pairs.statistic, pairs.method) == (5334.0, "Wilcoxon signed rank, normal approximation")
    assert pairs.p == pytest.approx(1.127079403e-03, rel=1e-9)


def test_the_approximation_is_close_to_the_exact_test() -> None:
    first, second = [float(value % 17) for value in range(70)], [float(value % 17) + 1 for value in range(50)]
    assert mann_whitney(first, second).p == pytest.approx(mann_whitney([*first, 8.0], second).p, abs=0.01)
    many = [1.0, -2.0, 3.0, 4.0, -5.0, 6.0] * 20
    assert wilcoxon([*many, 1.0]).p == pytest.approx(wilcoxon(many).p, abs=0.01)


@pytest.mark.parametrize(("first", "second"), [([], [1.0]), ([1.0], []), ([2.0, 2.0], [2.0])], ids=str)
def test_groups_that_cannot_differ_have_no_chance(first: list[float], second: list[float]) -> None:
    assert mann_whitney(first, second).p is None


def test_pairs_that_do_not_differ_have_no_chance() -> None:
    assert wilcoxon([0.0, 0.0]).p is None


def test_holm_equals_r() -> None:
    # R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") prints 0.05 0.08 0.09 0.09 0.09.
    given = dict(zip("edcba", (0.05, 0.04, 0.03, 0.02, 0.01), strict=True))
    assert holm(given) == pytest.approx({"e": 0.09, "d": 0.09, "c": 0.09, "b": 0.08, "a": 0.05})
    assert list(holm(given)) == list(given)
