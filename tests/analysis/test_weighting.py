"""Weights to known margins: raked as R rakes, applied to estimates of the plan, and said beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from tests.analysis.units import COLOURS, YES_NO, asked, plan_for, remarks, result, units
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import Material, run
from vonnis.analysis.selection import Margin
from vonnis.analysis.weighting import UNKNOWN, rake
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import policy_of
from vonnis.errors import StudyError

FIRST = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1], dtype=np.intp)
SECOND = np.array([0, 0, 1, 1, 1, 0, 0, 1, 1, 1], dtype=np.intp)
# R 4.2.2, survey 4.1-1: rake() to 4 and 6, and to 3 and 7.
RAKED = [0.5857864376] * 2 + [0.7475468957] * 3 + [0.5857864376, 1.2426406871] + [1.5857864376] * 3


def test_two_margins_are_raked_as_in_r() -> None:
    found = rake(np.ones(10), [FIRST, SECOND], targets=[np.array([4.0, 6.0]), np.array([3.0, 7.0])])
    assert found is not None
    assert found.tolist() == pytest.approx(RAKED, abs=1e-9)


def test_one_margin_is_post_stratification_and_keeps_the_sum() -> None:
    found = rake(np.ones(10), [FIRST], targets=[np.array([500.0, 500.0])])
    assert found is not None
    assert found.tolist() == pytest.approx([10 / 12] * 6 + [10 / 8] * 4)


def test_units_of_no_class_keep_their_weight_and_classes_without_units_are_left_out() -> None:
    places = np.where(np.arange(10) == 9, UNKNOWN, FIRST)
    found = rake(np.ones(10), [places], targets=[np.array([1.0, 1.0, 8.0])])
    assert found is not None
    assert found[9] == 1
    assert float(found[:6].sum()) == pytest.approx(4.5)
    assert rake(np.zeros(10), [places], targets=[np.array([1.0, 1.0])]) is not None


def test_margins_that_contradict_each_other_do_not_settle() -> None:
    assert rake(np.ones(10), [FIRST, FIRST], targets=[np.array([4.0, 6.0]), np.array([3.0, 7.0])]) is None


COLOUR, SEEN = asked("colour", "category", COLOURS), asked("seen", "category", YES_NO)
SELECTION = {"kind": "selection", "id": "sel", "variable": "colour", "margins": "m.csv"}
AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SHARE = {"kind": "share", "id": "seen", "variable": "seen", "codes": [1]}
MARGINS = (Margin(1, 25, "OM"), Margin(2, 75, "OM"))


def weighed(*entries: dict[str, Any], **selection: Any) -> dict[str, Result | TableResult]:
    """Return a plan on 60 red units, half seen, and 20 green ones, all seen."""
    found = units({"colour": (COLOUR, [1] * 60 + [2] * 20), "seen": (SEEN, [0, 1] * 30 + [1] * 20)})
    plan = plan_for({**SELECTION, **selection}, SHARE, *entries, cluster="")
    analysis = run(plan, Material(units={"defendant": found}, margins={"m.csv": MARGINS}))
    return {one.id: one for one in analysis.results} | {one.id: one for one in analysis.tables}


def test_estimates_are_weighted_to_the_margins_that_a_plan_names() -> None:
    one = result(weighed(), "seen")
    assert one.value == pytest.approx(0.25 * 0.5 + 0.75)
    assert (one.numerator, one.n) == (50, 80)
    assert "weighted to the known distribution of the population (colour); counts and n are unweighted" in remarks(one)
    assert one.basis is not None
    assert one.basis.weighted


def test_what_is_weighted_says_so_where_it_is_released_and_a_tables_shares_follow_the_same_rule() -> None:
    found = weighed({"kind": "frequencies", "id": "freq", "variable": "seen"})
    table = found["freq"]
    assert isinstance(table, TableResult)
    policy = policy_of({}, where="test")
    let = release([result(found, "seen")], [table], policy=policy, at=AT, fictional=True)
    out, shown = let.results[0], let.tables[0]
    assert [cell.value for (cell,) in shown.cells] == [30, 50]
    assert [cell.share for (cell,) in shown.cells] == pytest.approx([0.125, 0.875])
    assert out.value == pytest.approx(0.875)
    assert out.caveats == shown.caveats
    assert "counts and n are unweighted" in out.caveats[0]["en"]
    rounded = policy_of({"method": "round"}, where="test")
    assert release([], [table], policy=rounded, at=AT, fictional=True).tables[0].cells[0][0].share is None


def test_margins_that_stay_inside_weigh_what_leaves_all_the_same() -> None:
    found = units({"colour": (COLOUR, [1] * 60 + [2] * 20), "seen": (SEEN, [0, 1] * 30 + [1] * 20)})
    material = Material(units={"defendant": found}, margins={"m.csv": MARGINS})
    left = run(plan_for({**SELECTION, "report": False}, SHARE, cluster=""), material, released=True)
    assert ([one.id for one in left.results], left.tables) == (["seen"], ())
    assert left.results[0].value == pytest.approx(0.25 * 0.5 + 0.75)


def test_the_table_of_the_selection_itself_is_not_weighted() -> None:
    found = weighed()
    table = found["sel"]
    assert isinstance(table, TableResult)
    assert table.cells == ((60, 25), (20, 75))


@pytest.mark.parametrize("choice", [{"weigh": False}, {"where": {"seen": [1]}}], ids=["asked not to", "of a part"])
def test_a_plan_can_do_without_the_weights(choice: dict[str, Any]) -> None:
    assert result(weighed(**choice), "seen").value == pytest.approx(50 / 80)


def test_margins_that_cannot_be_met_together_are_an_error() -> None:
    plan = plan_for(SELECTION, {**SELECTION, "id": "other", "margins": "n.csv"}, SHARE)
    found = units({"colour": (COLOUR, [1] * 60 + [2] * 20), "seen": (SEEN, [0, 1] * 40)})
    margins = {"m.csv": MARGINS, "n.csv": (Margin(1, 50, "OM"), Margin(2, 50, "OM"))}
    with pytest.raises(StudyError, match="margins of sel, other cannot be met together"):
        run(plan, Material(units={"defendant": found}, margins=margins))
