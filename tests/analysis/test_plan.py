"""The analysis plan: its shape, its mistakes, what is exploratory, and tests corrected together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.units import COLOURS, YES_NO, asked, plan_for, planned, remarks, result, units
from vonnis.analysis.intervals import newcombe
from vonnis.analysis.plan import plan_of
from vonnis.analysis.running import Material, run
from vonnis.analysis.significance import mann_whitney
from vonnis.errors import StudyError

SHARE: dict[str, Any] = {"kind": "share", "id": "red", "level": "defendant", "variable": "colour", "codes": [1]}
PYRAMID = {
    "kind": "pyramid",
    "id": "ages",
    "level": "victim",
    "variable": "age",
    "by": "sex",
    "groups": [[1], [2]],
    "starts": [14, 16],
}
SERIES = {"kind": "series", "id": "s", "level": "year", "file": "s.csv", "base_year": 2015, "first": 2019, "last": 2016}
MISTAKES = [
    pytest.param({"plan": [{**SHARE, "kind": "guess"}]}, "Invalid value 'guess'", id="kind"),
    pytest.param({"plan": [{**SHARE, "colour": 1}]}, "unknown field `colour`", id="field"),
    pytest.param({"plan": [{"kind": "share", "id": "red", "level": "x"}]}, "required field `variable`", id="lacking"),
    pytest.param({"plan": [SHARE, SHARE]}, "'red' stands twice", id="twice"),
    pytest.param({"reading": "sample"}, "needs the size of its population", id="sample"),
    pytest.param({"plan": [{**PYRAMID, "starts": [16, 14]}]}, "ages: starts must name .* ascending", id="classes"),
    pytest.param({"plan": [{**PYRAMID, "groups": [[1], []]}]}, "ages: groups must name a code", id="no group"),
    pytest.param({"plan": [{**PYRAMID, "groups": [[1, 2], [2]]}]}, "name code 2 on both sides", id="groups"),
    pytest.param({"plan": [SERIES]}, r"first \(2019\) is later than last \(2016\)", id="years"),
    pytest.param(
        {"plan": [{**SHARE, "codes": []}]}, "red: a share names either codes, or at_least", id="nothing counted"
    ),
    pytest.param(
        {"plan": [{**SHARE, "at_least": 2}]}, "red: a share names either codes, or at_least", id="both counted"
    ),
    pytest.param(
        {"plan": [{"kind": "count", "id": "red", "level": "defendant", "variable": "colour"}]},
        "red: a count of some units names both variable and codes",
        id="no codes of a count",
    ),
    pytest.param({"reading": "guess"}, "Invalid enum value 'guess'", id="reading"),
]
COLUMNS = {
    "colour": (asked("colour", "category", COLOURS), [1, 1, 1, 2, 2, 2, 1, 2, 3, 3]),
    "late": (asked("late", "category", YES_NO), [1, 1, 1, 1, 0, 0, 0, 0, -8, 1]),
    "days": (asked("days", "integer"), [9, 8, 7, 6, 5, 4, 3, 2, 1, 10]),
}
DIFFERENCE = {
    "kind": "difference",
    "id": "diff",
    "variable": "colour",
    "codes": [1],
    "by": "late",
    "groups": [[1], [0]],
}
COMPARISON = {"kind": "comparison", "id": "comp", "variable": "days", "unit": "day", "by": "late", "groups": [[1], [0]]}


@pytest.mark.parametrize(("content", "words"), MISTAKES)
def test_a_mistake_is_one_sentence_with_the_file(content: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyError, match=words) as told:
        plan_of(content, where="study.toml")
    assert str(told.value).startswith("study.toml, [analysis]: ")


def test_a_result_added_after_the_plan_was_fixed_is_exploratory() -> None:
    entries = [{**SHARE, "id": "early", "added": "2026-01-01"}, {**SHARE, "id": "late", "added": "2026-02-01"}]
    found = planned(units(COLUMNS), *entries, {**SHARE, "id": "never"}, fixed="2026-01-15")
    explored = {id_: one.basis.exploratory for id_, one in found.items() if one.basis}
    assert explored == {"early": False, "late": True, "never": False}


def test_a_difference_has_newcombes_interval_and_the_exact_test() -> None:
    found = planned(units(COLUMNS), DIFFERENCE, cluster="")
    one = result(found, "diff")
    assert one.value == pytest.approx(3 / 5 - 1 / 4)
    assert one.label["en"] == "colour (late: yes less no)"
    assert one.interval == newcombe((3, 5), (1, 4))
    assert (result(found, "diff_first").n, result(found, "diff_second").numerator) == (5, 1)
    assert one.significance is not None
    assert one.significance.method == "Fisher exact"


def test_a_comparison_has_the_rank_test_of_both_groups() -> None:
    found = planned(units(COLUMNS), COMPARISON, cluster="")
    test = result(found, "comp_first").significance
    assert test is not None
    assert test.p == mann_whitney([9, 8, 7, 6, 10], [5, 4, 3, 2]).p
    assert [result(found, id_).value for id_ in ("comp_first", "comp_second")] == [8.0, 3.5]
    assert [result(found, id_).label["nl"] for id_ in ("comp_first", "comp_second")] == [
        "days (late: ja)",
        "days (late: nee)",
    ]


def test_tests_are_corrected_together_and_exploratory_ones_apart() -> None:
    late = {**DIFFERENCE, "id": "later", "added": "2026-02-01"}
    found = planned(units(COLUMNS), DIFFERENCE, COMPARISON, late, cluster="", fixed="2026-01-15")
    tests = {id_: one.significance for id_, one in found.items() if one.significance}
    assert {id_: test.together for id_, test in tests.items()} == {"diff": 2, "comp_first": 2, "later": 1}
    assert tests["comp_first"].adjusted == pytest.approx(2 * (tests["comp_first"].p or 0))


def test_an_empty_group_gives_no_difference_and_says_so() -> None:
    one = result(
        planned(units(COLUMNS), {**DIFFERENCE, "by": "colour", "groups": [[1], [3]], "where": {"late": [0]}}), "diff"
    )
    assert (one.value, one.interval) == (None, None)
    assert "groups is empty" in remarks(one)


def test_tests_that_stay_inside_are_corrected_with_those_that_leave() -> None:
    plan = plan_for(DIFFERENCE, {**COMPARISON, "report": False})
    left = run(plan, Material(units={"defendant": units(COLUMNS)}), released=True)
    assert [one.id for one in left.results] == ["diff_first", "diff_second", "diff"]
    tests = [one.significance for one in left.results if one.significance is not None]
    assert [test.together for test in tests] == [2]


def test_clusters_are_told_beside_a_test_that_ignores_them() -> None:
    assert "p is too small" in remarks(result(planned(units(COLUMNS), DIFFERENCE), "diff"))


@pytest.mark.parametrize("entry", [DIFFERENCE, COMPARISON], ids=["shares", "medians"])
@pytest.mark.parametrize(("weight", "said"), [(1.0, False), (2.0, True)], ids=["alike", "weighted"])
def test_a_test_that_leaves_weights_out_says_so(entry: dict[str, Any], weight: float, said: bool) -> None:  # noqa: FBT001
    found = planned(units(COLUMNS, weights=[weight] + [1.0] * 9), {**entry, "id": "one"})
    tested = next(one for one in found.values() if one.significance is not None)
    assert ("counts each unit once" in remarks(tested)) is said


def test_a_test_of_all_units_says_how_it_reads_them() -> None:
    found = result(planned(units(COLUMNS), DIFFERENCE, reading="census", cluster=""), "diff")
    assert found.interval is None
    assert "the test reads them as if they came from a process" in remarks(found)


def test_two_results_may_not_come_out_with_one_id() -> None:
    with pytest.raises(StudyError, match="two results the id 'diff_first'"):
        planned(units(COLUMNS), DIFFERENCE, {**SHARE, "id": "diff_first"})


def test_the_plan_of_a_study_keeps_its_order() -> None:
    assert [one.id for one in plan_for(DIFFERENCE, SHARE).plan] == ["diff", "red"]
