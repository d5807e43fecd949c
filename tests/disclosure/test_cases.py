"""People of one case complex, recognisable complexes, crossings, variables, and amounts that a few bring in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.disclosure.invented import AT, both, figure, keys, share, table
from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.gate import Beside, release
from vonnis.disclosure.given import groups_of
from vonnis.disclosure.outsider import attack
from vonnis.disclosure.policy import Policy, Rule, default_policy, policy_of
from vonnis.disclosure.released import Release
from vonnis.disclosure.rules import Cases, amount_rule

KNOWN = [{"complex": "C1", "reason": both("in the papers")}]
# Fifteen people of C1, fifteen of C2, twelve of C3.
CASES = Cases(
    {key: f"C{1 + (number > 15) + (number > 30)}" for number in range(1, 43) for key in keys("v", number, number)}
)


def made(*items: Result | TableResult, rules: Mapping[str, Any] | None = None) -> tuple[Release, Policy]:
    policy = policy_of({"reason": both("why"), **(rules or {})}, where="t")
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    return release(results, tables, policy=policy, at=AT, fictional=True, beside=Beside(cases=CASES)), policy


def rules_of(found: Release) -> dict[str, str]:
    return {one.id: one.rule for one in found.decisions if one.outcome == "withheld"}


def test_a_count_of_one_complex_is_withheld_however_large() -> None:
    one, two = figure("one", "count", 15, units=keys("v", 1, 15)), figure("two", "count", 30, units=keys("v", 1, 30))
    found, _ = made(one)
    assert rules_of(found) == {"one": "one_complex"}
    assert rules_of(made(two)[0]) == {}
    assert rules_of(made(one, rules={"least_complexes": 1})[0]) == {}


def test_a_cell_of_one_complex_takes_another_with_it() -> None:
    cells = table("t", [[15], [27]], units=((keys("v", 1, 15),), (keys("v", 16, 42),)))
    found, policy = made(cells)
    assert rules_of(found) == {"t.r1": "one_complex", "t.r2": "complementary"}
    assert attack(found, groups_of([], [cells]), policy=policy).broken == ()


def test_the_n_of_a_figure_about_one_complex_goes_with_it() -> None:
    few = keys("v", 1, 15)
    count, age = figure("one", "count", 15, units=few), figure("age", "mean", 15.5, n=15, unit="year", units=few)
    found, policy = made(count, age)
    assert rules_of(found) == {"one": "one_complex", "age": "one_complex", "age.n": "linked"}
    assert attack(found, groups_of([count, age], []), policy=policy).broken == ()


def test_a_row_with_all_its_people_in_one_column_goes_with_that_cell() -> None:
    every = keys("v", 1, 42)
    units = ((every[:7], ()), (every[7:20], every[20:]))
    cells = table("t", [[7, 0], [13, 22]], units=units)
    found, policy = made(cells, rules={"threshold": 5, "crossings": 10, "least_complexes": 1})
    rules = rules_of(found)
    assert (rules["t.r1.c1"], rules["t.r1.total"]) == ("threshold", "complementary")
    assert attack(found, groups_of([], [cells]), policy=policy).broken == ()


def test_a_share_whose_rest_is_one_complex_is_withheld() -> None:
    found, _ = made(share("s", 30, 42, units=keys("v", 1, 30), base=keys("v", 1, 42)))
    assert rules_of(found)["s"] == "complement"


@pytest.mark.parametrize(("last", "rule"), [(20, "recognisable"), (30, None)])
def test_those_beside_a_recognisable_complex_may_not_be_few(last: int, rule: str | None) -> None:
    found, _ = made(figure("some", "count", last, units=keys("v", 1, last)), rules={"recognisable": KNOWN})
    assert rules_of(found).get("some") == rule


def test_a_cell_of_two_variables_has_a_limit_of_its_own() -> None:
    crossed, single = table("x", [[7, 30], [30, 30]]), table("y", [[7], [30]])
    rules = {"threshold": 5, "crossings": 10}
    assert rules_of(made(crossed, single, rules={"threshold": 5})[0]) == {}
    found, policy = made(crossed, single, rules=rules)
    assert rules_of(found)["x.r1.c1"] == "threshold"
    assert "y.r1" not in rules_of(found)
    (finding,) = attack(found, groups_of([], [crossed, single]), policy=policy).findings
    assert (finding.id, finding.needed, finding.too_tight) == ("x.r1.c1", 10, False)


def test_a_variable_has_rules_of_its_own() -> None:
    age = figure("age_min", "minimum", 13, n=40, unit="year")
    count = figure("age_few", "count", 7)
    rules = {"variables": {"age": {"threshold": 5, "extremes": "publish"}}}
    assert rules_of(made(age, count)[0]) == {"age_min": "extreme", "age_few": "threshold"}
    assert rules_of(made(age, count, rules=rules)[0]) == {}


@pytest.mark.parametrize(
    ("amounts", "rule"),
    [
        pytest.param([90, 5, 2, 2, 1], "dominance", id="two-bring-in-more-than-nine-tenths"),
        pytest.param([50, 30, 10, 10], None, id="spread"),
        pytest.param([100, 0.5, 0.4], "dominance", id="one-brings-in-all"),
        pytest.param([], None, id="no-amounts"),
        pytest.param([0, 0, 0], None, id="nothing"),
    ],
)
def test_an_amount_that_a_few_bring_in_is_withheld(amounts: list[float], rule: Rule | None) -> None:
    assert amount_rule(amounts, default_policy()) == rule


@pytest.mark.parametrize(("rest", "rule"), [(0.9, "p_percent"), (1.1, None)])
def test_the_second_largest_may_not_compute_the_largest(rest: float, rule: Rule | None) -> None:
    stated = {"dominance": {"largest": 1, "share": 1.0}, "reason": {"nl": "proef", "en": "test"}}
    policy = policy_of(stated, where="t")
    assert amount_rule([10.0, 8.0, rest], policy) == rule


def test_a_mean_of_amounts_is_held_against_dominance() -> None:
    fine = figure("fine", "mean", 100.0, n=12, unit="EUR", units=(), amounts=(1100.0, *[9.0] * 11))
    assert rules_of(made(fine)[0]) == {"fine": "dominance"}
