"""The material of the benchmark in small: every type of variable, and a plan that asks for all of them."""

from __future__ import annotations

from benchmarks.analysis.material import plan_of_everything, thousands
from vonnis.analysis.running import Material, run


def test_the_whole_plan_is_carried_out_on_few_units_too() -> None:
    units = thousands(120, variables=12, seed=1)
    found = run(plan_of_everything(12), Material(units={"defendant": units}))
    assert {question.type for question in units.asked.values()} == {
        "category",
        "categories",
        "integer",
        "interval",
        "duration",
        "date",
    }
    assert sum(one.value is not None for one in found.results) > 20
    assert len(found.tables) >= 6


def test_the_same_seed_makes_the_same_units() -> None:
    first, again = (thousands(50, variables=6, seed=2) for _ in range(2))
    assert first.frame.equals(again.frame)
