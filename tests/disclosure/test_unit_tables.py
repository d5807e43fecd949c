"""Linked tables of units: protected together, least loss, and attacked by a reader who shares no line with them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from benchmarks.disclosure.__main__ import pinned, protected, truth, withheld
from benchmarks.disclosure.optimum import least_loss
from benchmarks.disclosure.sets import TableSet, random_set
from vonnis.disclosure.linked import check_sums
from vonnis.disclosure.tables import layout
from vonnis.disclosure.unit_tables import (
    TOTAL,
    ProtectedTable,
    Row,
    attack_tables,
    in_order,
    key_of,
    protect_tables,
    too_narrow,
)
from vonnis.errors import DisclosureError


def units(cells: dict[str, int]) -> dict[Any, int]:
    """Return units of columns a, b (``p q``) by their values."""
    return {tuple(zip("abc", values.split(), strict=False)): count for values, count in cells.items()}


@pytest.mark.parametrize("seed", range(6))
def test_an_outsider_pins_no_sensitive_cell_of_random_linked_tables(seed: int) -> None:
    asked = random_set(random.Random(seed), tables=3, categories=3, units=200, dimensions=3)
    assert pinned(protected(asked), asked.threshold) == []


def test_tables_in_a_ring_are_held_against_the_people_who_must_exist() -> None:
    chance = random.Random(5)
    counts: dict[Any, int] = {}
    for _ in range(60):
        key = tuple((name, chance.choices("pq", [3, 1])[0]) for name in "abc")
        counts[key] = counts.get(key, 0) + 1
    asked = TableSet([("a", "b"), ("b", "c"), ("a", "c")], counts, 5, zeros=False)
    plan = layout(asked.tables, {name: ["p", "q"] for name in "abc"})
    assert len(plan.keys) - plan.published == 8  # the joint group of a, b and c
    assert pinned(protected(asked), 5) == []


@pytest.mark.parametrize("seed", [3, 8, 21])
def test_no_more_is_withheld_than_must_be(seed: int) -> None:
    chance = random.Random(seed)
    while True:
        asked = random_set(chance, tables=2, categories=3, units=150, dimensions=2)
        counts, sums = truth(asked)
        protection = protected(asked)
        if len(counts) <= 24 and 0 < len(protection.sensitive) <= 4:
            break
    sensitive = [frozenset(key) for key in sorted(protection.sensitive)]
    least = least_loss(counts, sums, sensitive=sensitive, threshold=asked.threshold, seconds=20)
    assert least is not None
    assert len(withheld(protection)) == least


def test_every_layout_says_what_its_tables_add_up_to() -> None:
    values = units({"p p p": 3, "p q p": 4, "q q q": 9, "q p q": 1})
    plan = layout([("a", "b", "c"), ("c", "a"), ("b",)], {name: ["p", "q"] for name in "abc"})
    totals = {key: sum(count for unit, count in values.items() if set(key) <= set(unit)) for key in plan.keys}
    assert not check_sums(plan.linked(totals))
    assert plan.linked({**totals, (): 99}).values[plan.keys.index(())] == 99
    assert check_sums(plan.linked({**totals, (): 99}))


def test_the_attacker_computes_back_what_one_missing_cell_leaves_open() -> None:
    rows = (Row(("m",), 30), Row(("f",), None), Row((TOTAL,), 34))
    bounds = attack_tables([ProtectedTable(("sex",), rows)])
    few = key_of(("sex",), ("f",))
    assert (bounds[few].low, bounds[few].high) == (4, 4)
    assert too_narrow(bounds, [few], threshold=10) == [few]


def test_the_attacker_uses_a_margin_that_another_table_prints() -> None:
    one = ProtectedTable(("sex",), (Row(("m",), None), Row(("f",), None), Row((TOTAL,), 34)))
    other = ProtectedTable(
        ("sex", "year"),
        (Row(("m", "1"), 30), Row(("f", "1"), None), Row(("m", TOTAL), 30), Row(("f", TOTAL), None)),
    )
    assert attack_tables([one])[key_of(("sex",), ("f",))].width == 34
    assert attack_tables([one, other])[key_of(("sex",), ("f",))].width == 0


def test_the_attacker_refuses_tables_that_contradict_each_other() -> None:
    rows = (Row(("m",), 30), Row(("f",), 9), Row((TOTAL,), 34))
    with pytest.raises(DisclosureError, match="contradict"):
        attack_tables([ProtectedTable(("sex",), (*rows, Row(("n",), None)))])


def test_zeros_are_protected_where_that_is_asked() -> None:
    counts = units({"p p": 20, "p q": 20, "q p": 20})
    assert withheld(protect_tables([("a", "b")], counts, threshold=3)) == set()
    protection = protect_tables([("a", "b")], counts, threshold=3, zeros=True)
    assert frozenset({("a", "q"), ("b", "q")}) in withheld(protection)
    assert pinned(protection, 3) == []


@pytest.mark.parametrize("seed", range(4))
def test_rounded_tables_share_their_margins_and_add_up(seed: int) -> None:
    asked = random_set(random.Random(seed), tables=3, categories=3, units=200, dimensions=3)
    made = protect_tables(asked.tables, asked.units, threshold=asked.threshold, method="round")
    counts, sums = truth(asked)
    printed = {
        frozenset(key_of(table.columns, row.values)): row.count or 0 for table in made.tables for row in table.rows
    }
    for cell, count in printed.items():
        assert count % asked.threshold == 0
        assert abs(count - counts[cell]) <= asked.threshold
    assert all(printed[whole] == sum(printed[part] for part in parts) for whole, parts in sums)
    bounds = attack_tables(made.tables)
    assert too_narrow(bounds, made.sensitive, threshold=asked.threshold) == []


@pytest.mark.parametrize(
    ("values", "order"),
    [
        pytest.param(["10", "9", "01"], ["01", "9", "10"], id="numbers-by-size"),
        pytest.param(["b", "", "a"], ["a", "b", ""], id="empty-last"),
        pytest.param(["2,5", "-1", ""], ["-1", "2,5", ""], id="decimals"),
        pytest.param(["10", "9", "x"], ["10", "9", "x"], id="letters"),
    ],
)
def test_values_stand_in_an_order_that_tells_nothing(values: list[str], order: list[str]) -> None:
    assert in_order(values) == order
