"""Sums in anyone's tables: what a few bring in most of is withheld, and follows from nothing that is published."""

from __future__ import annotations

import random
from itertools import product

import pytest
from scipy.optimize import linprog

from vonnis.disclosure.attack import Bounds
from vonnis.disclosure.policy import default_policy
from vonnis.disclosure.rules import amount_rule
from vonnis.disclosure.tables import Key
from vonnis.disclosure.unit_amounts import Sums
from vonnis.disclosure.unit_tables import Protection, attack_sums, key_of, protect_tables

EVEN = [100.0] * 12
Amounts = dict[Key, list[float]]


def cells(**amounts: list[float]) -> Amounts:
    """Return amounts by sex and court, from names such as ``f_Assen``."""
    return {(("court", name[2:]), ("sex", name[0])): values for name, values in amounts.items()}


def protected(amounts: Amounts, *tables: tuple[str, ...]) -> Protection:
    counts = {key: len(values) for key, values in amounts.items()}
    return protect_tables(tables or [("sex", "court")], counts, threshold=5, amounts=amounts)


def shown(made: Protection) -> dict[Key, float | None]:
    return {key_of(table.columns, row.values): row.sum for table in made.tables for row in table.rows}


def test_even_amounts_are_told_as_they_are() -> None:
    made = protected(cells(f_Assen=EVEN, f_Breda=EVEN, m_Assen=EVEN, m_Breda=[0.5] * 20))
    assert None not in shown(made).values()
    assert shown(made)[()] == 3610.0
    assert shown(made)[(("court", "Breda"), ("sex", "m"))] == 10.0


@pytest.mark.parametrize(
    "amounts",
    [
        pytest.param([5000.0, 40.0, *[1.0] * 20], id="dominance"),
        pytest.param([1000.0, 800.0, 30.0, *[1.0] * 20], id="p percent"),
        pytest.param([50.0, 50.0, 50.0], id="few people"),
    ],
)
def test_a_sum_that_a_few_bring_in_is_withheld_with_enough_beside_it(amounts: list[float]) -> None:
    made = protected(cells(f_Assen=amounts, f_Breda=EVEN, m_Assen=EVEN, m_Breda=EVEN))
    found = shown(made)
    assert found[(("court", "Assen"), ("sex", "f"))] is None
    assert sum(value is None for value in found.values()) >= 4
    hidden = {key_of(table.columns, row.values) for table in made.tables for row in table.rows if row.count is None}
    assert hidden == {key for key, value in found.items() if value is None}


def bounds(made: Protection, target: Key) -> tuple[float, float]:
    """Return what a reader can tell about a sum of one table of two columns, by a program of its own."""
    found = shown(made)
    inner = [key for key in found if len(key) == 2]
    rows = [[float(set(key) <= set(cell)) for cell in inner] for key, value in found.items() if value is not None]
    values = [value for value in found.values() if value is not None]
    goal = [float(set(target) <= set(cell)) for cell in inner]
    ends = []
    for sign in (1, -1):
        solved = linprog([sign * one for one in goal], A_eq=rows or None, b_eq=values or None, method="highs")
        ends.append(float("inf") if solved.status == 3 else sign * solved.fun)
    return ends[0], ends[1]


@pytest.mark.parametrize("seed", range(8))
def test_no_reader_computes_the_largest_amount_of_a_sensitive_cell(seed: int) -> None:
    chance = random.Random(seed)
    amounts: Amounts = {
        (("court", court), ("sex", sex)): [
            round(chance.paretovariate(0.9) * 50, 2) for _ in range(chance.randint(2, 9))
        ]
        for court, sex in product(("Assen", "Breda", "Zwolle"), "fm")
    }
    made = protected(amounts)
    sums = made.sums
    assert sums is not None
    seen = attack_sums(made.tables, sums)
    dominated = [key for key, values in amounts.items() if amount_rule(values, default_policy())]
    assert dominated
    for key in dominated:
        low, high = bounds(made, key)
        largest, second = sorted(amounts[key], reverse=True)[:2]
        assert high - second >= 1.1 * largest - 1
        assert low <= max(0.0, sum(amounts[key]) - 0.1 * largest + sum(amounts[key]) - largest - second) + 1
        assert seen[key].low * sums.step <= sum(amounts[key]) + 1
        assert seen[key].high * sums.step >= sum(amounts[key]) - 1


@pytest.mark.parametrize(
    ("low", "high", "near"),
    [
        pytest.param(90, 110, False, id="room on both sides"),
        pytest.param(60, 109, True, id="wide, but the greatest is near"),
        pytest.param(91, 140, True, id="wide, but the least is near"),
        pytest.param(0, float("inf"), False, id="unbounded"),
    ],
)
def test_a_sum_needs_room_on_both_sides_however_wide_it_is(low: float, high: float, near: bool) -> None:  # noqa: FBT001
    key = (("sex", "f"),)
    sums = Sums(step=1.0, steps={key: 100}, told={key: 100.0}, rooms={key: 10})
    assert sums.too_near({key: Bounds(low, high)}) == ([key] if near else [])
