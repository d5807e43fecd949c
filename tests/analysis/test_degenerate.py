"""Degenerate material through every kind of planned result: each result comes, and says what it lacks."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from tests.analysis.units import COLOURS, YES_NO, asked, plan_for, units
from vonnis.analysis.analyse import Analysis
from vonnis.analysis.remarks import no_interval
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import Material, run
from vonnis.analysis.selection import Margin
from vonnis.study.series import SeriesYear, Step

COUNT = 60
ASKED = {
    "yes": asked("yes", "category", YES_NO),
    "colour": asked("colour", "category", COLOURS),
    "seen": asked("seen", "categories", COLOURS),
    "age": asked("age", "interval"),
    "days": asked("days", "integer"),
    "demanded": asked("demanded", "integer"),
    "offence": asked("offence", "date"),
    "judged": asked("judged", "date"),
    "read": asked("read", "category", YES_NO),
    "read_days": asked("read_days", "integer"),
}
GROUPS = {"by": "colour", "groups": [[1], [2]]}
KINDS: dict[str, dict[str, Any]] = {
    "count": {"variable": "yes", "codes": [1]},
    "share": {"variable": "yes", "codes": [1]},
    "frequencies": {"variable": "seen"},
    "cross_table": {"rows": "colour", "columns": "yes"},
    "pyramid": {"variable": "age", "starts": [14, 16], **GROUPS},
    "mean": {"variable": "days", "unit": "day"},
    "median": {"variable": "days", "unit": "day"},
    "difference": {"variable": "yes", "codes": [1], **GROUPS},
    "comparison": {"variable": "days", "unit": "day", **GROUPS},
    "sentences": {"imposed": {"prison": "days"}, "youngest": "age", "judged_on": "judged", "knowledge": "yes"},
    "demand_and_sentence": {"demanded": {"prison": "demanded"}, "imposed": {"prison": "days"}, "sensitivity": True},
    "guideline": {"guideline": "appeal_2018", "sentence": {"prison": "days"}, "offence_on": "offence",
                  "judged_on": "judged", "youngest": "age"},
    "powered": {"variable": "yes", "extracted": "read", "codes": [1]},
    "powered_mean": {"variable": "days", "extracted": "read_days", "unit": "day"},
    "powered_difference": {"variable": "yes", "extracted": "read", "codes": [1], **GROUPS},
    "regression": {"model": "logistic", "outcome": "yes", "codes": [1], "on": ["days"]},
    "selection": {"variable": "colour", "margins": "m.csv", "weigh": False},
}  # fmt: skip
MIXED: dict[str, list[Any]] = {
    "yes": [place % 2 if place < 40 else -8 for place in range(COUNT)],
    "colour": [1 + place % 2 for place in range(COUNT)],
    "seen": [[1 + place % 3] for place in range(COUNT)],
    "age": [{"low": 14 + place % 4, "high": 14 + place % 4} for place in range(COUNT)],
    "days": [place % 7 if place < 40 else -8 for place in range(COUNT)],
    "demanded": [place % 5 for place in range(COUNT)],
    "offence": [dt.date(2016, 1, 1)] * COUNT,
    "judged": [dt.date(2019, 1, 1)] * COUNT,
    "read": [place % 2 for place in range(COUNT)],
    "read_days": [place % 7 for place in range(COUNT)],
}
SCENES: dict[str, dict[str, Any]] = {
    "nobody": {"columns": {name: [] for name in MIXED}},
    "all missing": {"columns": {name: [-8] * COUNT for name in MIXED}},
    "one unit": {"columns": {name: answers[:1] for name, answers in MIXED.items()}},
    "one cluster": {"columns": MIXED, "complexes": ["C"] * COUNT},
    "constant": {"columns": {name: answers[:1] * COUNT for name, answers in MIXED.items()}},
    "zero cells": {"columns": {**MIXED, "yes": [1 - place % 2 for place in range(COUNT)]}},
    "weights of zero": {"columns": MIXED, "weights": [0.0] * COUNT},
}


def carried_out(kind: str, scene: str, cluster: str) -> Analysis:
    given = SCENES[scene]
    columns = {name: (ASKED[name], answers) for name, answers in given["columns"].items()}
    found = units(columns, complexes=given.get("complexes"), weights=given.get("weights"))
    plan = plan_for({"kind": kind, "id": "one", **KINDS[kind]}, cluster=cluster)
    margins = {"m.csv": (Margin(1, 50, "OM"), Margin(2, 50, "OM"))}
    return run(plan, Material(units={"defendant": found}, margins=margins))


def silent(one: Result | TableResult) -> bool:
    """Tell whether a result lacks its value or interval, or a table all its units, without a word on why."""
    remarks = one.basis.remarks if one.basis else ()
    if isinstance(one, TableResult):
        return not sum(map(sum, one.cells)) and len(remarks) < 2
    if one.value is None:
        return len(remarks) < 2  # the last one says how units are read
    naive = one.statistic == "count" or one.id.endswith(("_naive", "_dissimilarity"))
    return one.interval is None and not naive and not no_interval(remarks)


@pytest.mark.parametrize("cluster", ["complex", ""], ids=["clusters", "alone"])
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_result_comes_and_says_what_it_lacks(kind: str, scene: str, cluster: str) -> None:
    found = carried_out(kind, scene, cluster)
    every: list[Result | TableResult] = [*found.results, *found.tables]
    assert every
    assert [one.id for one in every if silent(one)] == []
    assert all(one.value is None or math.isfinite(one.value) for one in found.results)


TESTED = ["cross_table", "difference", "comparison", "demand_and_sentence"]


@pytest.mark.parametrize("kind", TESTED)
def test_a_test_that_has_nothing_to_compare_says_so(kind: str) -> None:
    found = carried_out(kind, "constant", "complex")
    every: list[Result | TableResult] = [*found.results, *found.tables]
    tested = [one for one in every if one.significance is not None]
    assert tested
    for one in tested:
        assert one.significance is not None
        assert one.significance.p is None
        said = " ".join(words["en"] for words in one.basis.remarks) if one.basis else ""
        assert "nothing to compare" in said or "No pair differs" in said or "groups is empty" in said


@pytest.mark.parametrize("numbers", [[0] * 7, [4, 5, 6]], ids=["nobody", "three years"])
def test_a_series_that_tells_no_change_says_so(numbers: list[int]) -> None:
    years = tuple(SeriesYear(2013 + place, number, "OM", invented=True) for place, number in enumerate(numbers))
    entry = {"kind": "series", "id": "s", "level": "year", "file": "s.csv", "base_year": 2013, "first": 2014}
    found = run(plan_for({**entry, "last": 2015}), Material(units={}, series={"s.csv": years}))
    change = found.result("s_change_point")
    assert change.value is None
    assert change.basis is not None
    assert "fewer than five years" in change.basis.remarks[0]["en"]


def test_steps_that_begin_with_nobody_say_so() -> None:
    steps = tuple(Step({"nl": str(n), "en": str(n)}, n, "OM", invented=False) for n in (0, 5, 3))
    found = run(plan_for({"kind": "attrition", "id": "a", "file": "a.csv"}), Material(units={}, steps={"a.csv": steps}))
    table = found.tables[0]
    assert table.shares == ((None,), (None,), (None,))
    assert table.basis is not None
    assert "Nobody was counted at the first step" in table.basis.remarks[0]["en"]
