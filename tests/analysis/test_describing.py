"""Planned descriptions: denominators, kinds of missing, weights, readings, ranges, and what cannot be computed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.units import COLOURS, YES_NO, asked, day, planned, remarks, result, span, table, units
from vonnis.analysis.clusters import LEAST_CLUSTERS
from vonnis.analysis.intervals import clopper_pearson, wilson
from vonnis.errors import StudyError

COLOUR = asked("colour", "category", COLOURS)
SEEN = asked("seen", "categories", COLOURS)
AGE = asked("age", "interval")
DAYS = asked("days", "integer")
TERM = asked("term", "duration")
SHARE = {"kind": "share", "id": "red", "variable": "colour", "codes": [1]}
ALONE: dict[str, Any] = {"cluster": ""}
MEAN_TERM = {"kind": "mean", "id": "term", "variable": "term", "unit": "day"}


def colours(answers: list[int], **more: Any) -> Any:
    return units({"colour": (COLOUR, answers)}, **more)


def test_a_share_is_of_the_valid_and_where_silence_is_common_of_all_too() -> None:
    found = result(planned(colours([1, 1, 2, 3, -8, -9, 1, 2]), SHARE, **ALONE), "red")
    assert (found.numerator, found.n, found.value, found.of_all) == (3, 6, 0.5, 3 / 8)
    assert found.missing == {"not_stated": 1, "unclear": 1}
    assert (found.units, found.base) == (("K0", "K1", "K6"), ("K0", "K1", "K2", "K3", "K6", "K7"))
    assert found.interval == wilson(3, 6)
    assert "For 2 of the 8 units" in remarks(found)
    assert "counts only" in remarks(found)


def test_who_the_question_is_not_about_and_who_nobody_coded_is_no_silence() -> None:
    answers: list[Any] = [1, 1, 2, 3, -8, -9, 1, 2, -7, -7, None, None]
    found = result(planned(units({"colour": (COLOUR, answers)}), SHARE, **ALONE), "red")
    assert found.missing == {"not_applicable": 2, "not_coded": 2, "not_stated": 1, "unclear": 1}
    assert found.of_all == 3 / 8
    assert "For 2 of the 8 units" in remarks(found)
    quiet = result(planned(units({"colour": (COLOUR, [1, 2, -7, None])}), SHARE, **ALONE), "red")
    assert (quiet.of_all, "units the file does not say so" in remarks(quiet)) == (None, False)


def test_little_silence_gives_no_share_of_all() -> None:
    found = result(planned(colours([1] * 20 + [2] * 20 + [-8]), SHARE, **ALONE), "red")
    assert found.of_all is None
    assert "whole percentages" in remarks(found)


READINGS = [
    pytest.param({"reading": "census"}, None, "all units of the population", id="census"),
    pytest.param({"reading": "process"}, wilson(3, 6), "as if they came from a process", id="process"),
    pytest.param(
        {"reading": "sample", "population": {"defendant": 12}},
        wilson(3, 6, population=12),
        "a sample from 12 units",
        id="sample",
    ),
]


@pytest.mark.parametrize(("settings", "interval", "words"), READINGS)
def test_how_units_are_read_drives_interval_and_words(settings: dict[str, Any], interval: object, words: str) -> None:
    found = result(planned(colours([1, 1, 1, 2, 3, 2]), SHARE, **ALONE, **settings), "red")
    assert found.interval == interval
    assert words in remarks(found)


def test_an_exact_interval_is_given_where_the_plan_asks() -> None:
    found = result(planned(colours([1, 1, 2]), {**SHARE, "exact": True}, **ALONE), "red")
    assert found.interval == clopper_pearson(2, 3)


def test_masked_answers_give_a_range() -> None:
    entry = {**SHARE, "possible": [3]}
    assert result(planned(colours([1, 1, 2, 3]), entry, **ALONE), "red").range == (0.5, 0.75)


def test_bounds_on_both_sides_are_unclear_and_give_a_range() -> None:
    ages = [{"low": 15, "high": 15}, {"low": 15, "high": 16}, {"low": 17, "high": 17}, -8]
    entry = {"kind": "share", "id": "young", "variable": "age", "at_most": 15}
    found = result(planned(units({"age": (AGE, ages)}), entry, **ALONE), "young")
    assert (found.numerator, found.n, found.missing) == (1, 2, {"not_stated": 1, "unclear": 1})
    assert found.range is not None
    assert found.range == pytest.approx((1 / 3, 2 / 3))
    mean = {"kind": "mean", "id": "age", "variable": "age", "unit": "year"}
    bounds = result(planned(units({"age": (AGE, ages)}), mean, **ALONE), "age").range
    assert bounds is not None
    assert bounds == pytest.approx((47 / 3, 48 / 3))


def test_bounds_of_a_share_are_results_of_their_own() -> None:
    found = planned(colours([1, 1, 2, 3]), {**SHARE, "possible": [3]}, **ALONE)
    highest = result(found, "red_highest")
    assert (highest.value, highest.numerator, highest.n, highest.bound_of) == (0.75, 3, 4, "red")
    assert (highest.units, highest.groups) == (("K0", "K1", "K3"), (("K3",),))
    assert highest.interval == wilson(3, 4)
    assert highest.label["en"].endswith(": at most")
    assert "red_lowest" not in found  # it is the share itself


def test_a_label_in_one_language_stands_in_the_other_too() -> None:
    entry = {"kind": "median", "id": "x", "variable": "days", "unit": "day", "label": {"en": "Days"}}
    found = result(planned(units({"days": (DAYS, [1, 2, 3])}), entry, **ALONE), "x")
    assert found.label == {"nl": "Days: mediaan", "en": "Days: median"}


def test_bounds_of_numbers_count_the_undecided_in() -> None:
    ages = [{"low": 15, "high": 15}, {"low": 15, "high": 16}, {"low": 17, "high": 17}, -8]
    share = {"kind": "share", "id": "young", "variable": "age", "at_most": 15}
    mean = {"kind": "mean", "id": "age", "variable": "age", "unit": "year"}
    found = planned(units({"age": (AGE, ages)}), share, mean, **ALONE)
    ends = [result(found, id_) for id_ in ("young_lowest", "young_highest", "age_highest")]
    assert [(one.value, one.n, one.groups) for one in ends] == [
        (pytest.approx(1 / 3), 3, (("K1",),)),
        (pytest.approx(2 / 3), 3, (("K1",),)),
        (16.0, 3, (("K1",),)),
    ]


@pytest.mark.parametrize("kind", ["share", "mean", "median"])
def test_exact_numbers_have_no_bounds_beside_them(kind: str) -> None:
    ages = [{"low": 15, "high": 15}, {"low": 16, "high": 16}, -8]
    asks = {"at_most": 15} if kind == "share" else {"unit": "year"}
    found = planned(units({"age": (AGE, ages)}), {"kind": kind, "id": "x", "variable": "age", **asks}, **ALONE)
    assert not [id_ for id_ in found if id_.endswith(("lowest", "highest"))]


def test_weights_move_the_share_and_leave_the_counts() -> None:
    found = result(planned(colours([1, 2], weights=[3.0, 1.0]), SHARE, **ALONE), "red")
    assert (found.value, found.numerator, found.n) == (0.75, 1, 2)
    assert found.basis is not None
    assert found.basis.weighted


def test_units_of_one_complex_widen_the_interval() -> None:
    answers = [1, 1, 1, 1, 2, 2, 2, 2] * 10
    complexes = [f"C{place // 4}" for place in range(80)]
    found = result(planned(colours(answers, complexes=complexes), SHARE), "red")
    alone = result(planned(colours(answers, complexes=complexes), {**SHARE, "cluster": ""}), "red")
    assert found.basis is not None
    assert (found.basis.cluster, found.basis.clusters) == ("complex", 20)
    assert found.basis.design_effect == pytest.approx(4.16, abs=0.05)
    assert found.interval is not None
    assert alone.interval is not None
    assert found.interval.high - found.interval.low > 1.8 * (alone.interval.high - alone.interval.low)


def test_a_sample_of_complexes_is_read_against_all_complexes() -> None:
    answers = [1, 1, 2, 1, 2, 1, 1, 2] * 10
    found = colours(answers, complexes=[f"C{place // 4}" for place in range(80)])
    widths = {}
    for name, population in (("units", {"defendant": 160}), ("complexes", {"defendant": 160, "complex": 80})):
        one = result(planned(found, SHARE, reading="sample", population=population), "red")
        assert one.interval is not None
        assert one.interval.method == "Wilson, clusters, finite population"
        widths[name] = one.interval.high - one.interval.low
    # By units half of the variance is left, by complexes (20 of 80) three quarters.
    assert widths["units"] / widths["complexes"] == pytest.approx((0.5 / 0.75) ** 0.5, rel=0.02)


@pytest.mark.parametrize("kind", ["mean", "median"])
def test_means_and_medians_of_a_sample_narrow_too(kind: str) -> None:
    entry = {"kind": kind, "id": "one", "variable": "days", "unit": "day"}
    found = units({"days": (DAYS, [(7 * place) % 31 for place in range(100)])})
    ends = []
    for settings in ({}, {"reading": "sample", "population": {"defendant": 125}}):
        interval = result(planned(found, entry, **ALONE, **settings), "one").interval
        assert interval is not None
        ends.append(interval)
    assert ends[1].high - ends[1].low < 0.7 * (ends[0].high - ends[0].low)
    assert "finite population" in ends[1].method


DEGENERATE = [
    pytest.param(colours([-8, -9, -8]), "No unit has a valid answer", id="all missing"),
    pytest.param(colours([]), "No unit has a valid answer", id="nobody"),
    pytest.param(colours([1, 2], weights=[0.0, 0.0]), "add up to nought", id="no weight"),
    pytest.param(colours([1, 2] * 20, complexes=["C"] * 40), "belong to one cluster", id="one cluster"),
    pytest.param(
        colours([1, 2] * 20, complexes=[f"C{place % 5}" for place in range(40)]),
        f"fewer than {LEAST_CLUSTERS} clusters",
        id="five clusters",
    ),
]


@pytest.mark.parametrize(("found", "words"), DEGENERATE)
@pytest.mark.parametrize("kind", ["share", "mean", "median"])
def test_what_cannot_be_computed_says_so(found: Any, words: str, kind: str) -> None:
    entry = {"kind": kind, "id": "one", "variable": "colour", **({"codes": [1]} if kind == "share" else {"unit": "x"})}
    one = result(planned(found, entry), "one")
    assert one.interval is None
    assert words in remarks(one)


def test_constant_numbers_have_no_interval() -> None:
    entry = {"kind": "mean", "id": "days", "variable": "days", "unit": "day"}
    found = result(planned(units({"days": (DAYS, [5] * 30)}), entry, **ALONE), "days")
    assert (found.value, found.interval) == (5.0, None)
    assert "same value" in remarks(found)


def test_a_median_comes_with_its_quartiles() -> None:
    entry = {"kind": "median", "id": "days", "variable": "days", "unit": "day"}
    found = planned(units({"days": (DAYS, list(range(1, 31)))}), entry, **ALONE)
    values = [result(found, id_).value for id_ in ("days_lower_quartile", "days", "days_upper_quartile")]
    assert values == [8.0, 15.5, 23.0]
    interval = result(found, "days").interval
    assert interval is not None
    assert (interval.low, interval.high) == (10, 21)


BY_CLUSTER: dict[str, tuple[dict[str, Any], str, int]] = {
    "median": ({"kind": "median", "variable": "days", "unit": "day"}, "x", 20),
    "quartile": ({"kind": "median", "variable": "days", "unit": "day"}, "x_lower_quartile", 20),
    "group of a comparison": (
        {"kind": "comparison", "variable": "days", "unit": "day", "by": "yes", "groups": [[1], [0]]},
        "x_first",
        10,
    ),
    "difference of shares": (
        {"kind": "difference", "variable": "yes", "codes": [1], "by": "yes", "groups": [[1], [0]]},
        "x",
        20,
    ),
    "frequencies": ({"kind": "frequencies", "variable": "yes"}, "x", 20),
    "logistic": (
        {"kind": "regression", "model": "logistic", "outcome": "yes", "codes": [1], "on": ["days"]},
        "x_1",
        20,
    ),
}


@pytest.mark.parametrize("name", BY_CLUSTER)
def test_what_counts_by_cluster_says_how_many_there_are(name: str) -> None:
    entry, id_, clusters = BY_CLUSTER[name]
    yes = asked("yes", "category", YES_NO)
    columns = {"days": (DAYS, [(7 * place) % 31 for place in range(80)]), "yes": (yes, [1] * 40 + [0] * 40)}
    found = planned(units(columns, complexes=[f"C{place // 4}" for place in range(80)]), {**entry, "id": "x"})
    basis = found[id_].basis
    assert basis is not None
    assert (basis.cluster, basis.clusters) == ("complex", clusters)


def test_durations_become_days_by_the_rule_and_hours_stay_hours() -> None:
    terms = [span(months=3), span(years=1, days=2), span(weeks=2), span()]
    found = result(planned(units({"term": (TERM, terms)}), MEAN_TERM, **ALONE), "term")
    assert found.value == (90 + 367 + 14) / 4
    served = units({"term": (TERM, [span(hours=120), span(hours=60), span()])})
    assert result(planned(served, {**MEAN_TERM, "unit": "hour"}, **ALONE), "term").value == 60


@pytest.mark.parametrize(
    ("terms", "unit", "said"),
    [
        ([span(days=1), span(hours=24)], "day", "term of K1 is in hours, where days count"),
        ([span(hours=24)], "day", "term of K0 is in hours, where days count"),
        ([span(hours=24), span(days=1)], "hour", "term of K1 is in days, where hours count"),
        ([span(days=1, hours=2)], "day", "term of K0 is in hours, where days count"),
        ([span(years=1)], "year", "counts in days or hours"),
    ],
    ids=["mixed", "hours as days", "days as hours", "both in one", "neither"],
)
def test_a_duration_is_never_taken_for_another_unit(terms: list[Any], unit: str, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        planned(units({"term": (TERM, terms)}), {**MEAN_TERM, "unit": unit}, **ALONE)


def test_an_average_of_an_amount_says_whether_nought_counts_and_may_leave_it_out() -> None:
    imposed = units({"days": (DAYS, [0, 0, 10, 30, -7, -8])})
    entries = [
        {"kind": kind, "id": f"{kind}_{least}", "variable": "days", "unit": "day", **({"at_least": 1} if least else {})}
        for kind in ("mean", "median")
        for least in ("", "some")
    ]
    found = planned(imposed, *entries, **ALONE)
    told = {id_: (result(found, id_).value, result(found, id_).n) for id_ in ("mean_", "mean_some", "median_some")}
    assert told == {"mean_": (10, 4), "mean_some": (20, 2), "median_some": (20, 2)}
    assert "Who has none of it counts as nought." in result(found, "median_").definition["en"]
    assert "Of those alone who have 1 or more" in result(found, "mean_some").definition["en"]
    assert result(found, "mean_some").missing == {"not_applicable": 3, "not_stated": 1}


def test_bounds_on_both_sides_of_the_least_are_unclear() -> None:
    found = units({"age": (AGE, [{"low": 16, "high": 19}, {"low": 18, "high": 19}])})
    entry = {"kind": "mean", "id": "age", "variable": "age", "unit": "year", "at_least": 18}
    one = result(planned(found, entry, **ALONE), "age")
    assert (one.value, one.n, one.missing) == (18, 1, {"unclear": 1})


def test_frequencies_hold_every_category_with_both_shares() -> None:
    entry = {"kind": "frequencies", "id": "colours", "variable": "colour"}
    found = table(planned(colours([1, 1, 2, -8]), entry, **ALONE), "colours")
    assert found.cells == ((2,), (1,), (0,))
    assert found.units[0] == (("K0", "K1"),)
    share = found.shares[0][0]
    assert share is not None
    assert (share.of_all, share.interval) == (0.5, wilson(2, 3))
    assert share.of_valid == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("kind", "answers", "rows"),
    [
        ("money", [500.25, 500.75, 500.25, 1234567.0], {"500.25": 2, "500.75": 1, "1234567": 1}),
        ("date", [day(2016), day(2017), day(2016)], {"2016-01-01": 2, "2017-01-01": 1}),
        ("interval", [{"low": 15, "high": 15}, {"low": 15, "high": 16}], {"15": 1}),
        ("integer", [3, 40, 3], {"3": 2, "40": 1}),
    ],
    ids=["money", "date", "bounds", "integer"],
)
def test_frequencies_of_what_has_no_categories_count_each_exact_answer(
    kind: str, answers: list[Any], rows: dict[str, int]
) -> None:
    entry = {"kind": "frequencies", "id": "x", "variable": "x"}
    found = table(planned(units({"x": (asked("x", kind), answers)}), entry, **ALONE), "x")
    assert {head["en"]: row[0] for head, row in zip(found.rows, found.cells, strict=True)} == rows
    assert sum(rows.values()) + sum(found.missing.values()) == len(answers)


def test_a_median_of_bounds_has_a_range() -> None:
    bounds = [{"low": 14, "high": 14}, {"low": 15, "high": 17}, {"low": 16, "high": 18}]
    entry = {"kind": "median", "id": "age", "variable": "age", "unit": "year"}
    found = result(planned(units({"age": (AGE, bounds)}), entry, **ALONE), "age")
    assert (found.value, found.range) == (15, (15, 17))
    ends = planned(units({"age": (AGE, bounds)}), entry, **ALONE)
    quartiles = ("age_lower_quartile", "age", "age_upper_quartile")
    assert [result(ends, f"{one}_highest").value for one in quartiles] == [14, 17, 18]


NOT_ASKED: dict[str, tuple[dict[str, Any], str]] = {
    "share of a number by codes": ({"kind": "share", "variable": "age", "codes": [16]}, "age has no codes"),
    "groups of a number": (
        {"kind": "comparison", "variable": "days", "unit": "day", "by": "age", "groups": [[1], [2]]},
        "age has no codes",
    ),
    "where of a duration": ({"kind": "count", "where": {"term": [1]}}, "term has no codes"),
    "cross table of a number": ({"kind": "cross_table", "rows": "days", "columns": "days"}, "days has no categories"),
    "day of judgment of a number": (
        {"kind": "sentences", "imposed": {"prison": "days"}, "judged_on": "days"},
        "days holds no dates",
    ),
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_a_question_of_another_type_is_refused_in_a_sentence(name: str) -> None:
    entry, said = NOT_ASKED[name]
    found = units({"age": (AGE, [{"low": 15, "high": 16}]), "days": (DAYS, [1]), "term": (TERM, [span(days=1)])})
    with pytest.raises(StudyError, match=said):
        planned(found, {**entry, "id": "x"}, **ALONE)


def test_several_categories_count_each_unit_at_each_answer() -> None:
    entry = {"kind": "frequencies", "id": "seen", "variable": "seen"}
    found = table(planned(units({"seen": (SEEN, [[1], [1, 2], [], -8])}), entry, **ALONE), "seen")
    assert (found.cells, found.additive, found.missing) == (((2,), (1,), (0,)), False, {"not_stated": 1})
    shares = [row[0].of_valid for row in found.shares if row[0]]
    assert shares == pytest.approx([2 / 3, 1 / 3, 0])


def test_a_cross_table_has_a_test_and_an_effect() -> None:
    flag = asked("flag", "category", YES_NO)
    found = units({"colour": (COLOUR, [1] * 4 + [2] * 4 + [3]), "flag": (flag, [1, 1, 1, 0, 0, 0, 0, 1, -8])})
    entry = {"kind": "cross_table", "id": "both", "rows": "colour", "columns": "flag"}
    cross = table(planned(found, entry, **ALONE), "both")
    assert cross.cells == ((1, 3), (3, 1), (0, 0))
    assert cross.missing == {"not_stated": 1}
    assert cross.significance is not None
    assert cross.significance.p == pytest.approx(0.4857, abs=5e-5)  # Fisher's tea table, as R prints it
    assert cross.significance.effect == pytest.approx(0.5)


def test_a_count_of_a_category_says_who_is_missing() -> None:
    entry = {"kind": "count", "id": "reds", "variable": "colour", "codes": [1]}
    found = result(planned(colours([1, 1, 2, -7]), entry), "reds")
    assert (found.value, found.units, found.missing) == (2.0, ("K0", "K1"), {"not_applicable": 1})


def test_where_chooses_units() -> None:
    found = units({"colour": (COLOUR, [1, 2, 1]), "seen": (SEEN, [[1], [1], [2]])})
    one = result(planned(found, {**SHARE, "where": {"seen": [1]}}, **ALONE), "red")
    assert (one.numerator, one.n) == (1, 2)


WRONG = [
    pytest.param({**SHARE, "variable": "nose"}, "'nose', which level defendant does not have", id="variable"),
    pytest.param({**SHARE, "codes": [9]}, "colour has no category 9", id="category"),
    pytest.param({**SHARE, "level": "planet"}, "asks for level 'planet'", id="level"),
    pytest.param({**SHARE, "cluster": "galaxy"}, "no such key column", id="cluster"),
    pytest.param(
        {"kind": "series", "id": "s", "file": "s.csv", "base_year": 1, "first": 2, "last": 3}, "file 's.csv'", id="file"
    ),
]


@pytest.mark.parametrize(("entry", "words"), WRONG)
def test_a_plan_that_asks_for_what_is_not_there_is_told_so(entry: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyError, match=words):
        planned(colours([1, 2]), entry)


@pytest.mark.parametrize("weights", [[-1.0, 1.0]], ids=["negative"])
def test_weights_must_be_nought_or_more(weights: list[float]) -> None:
    with pytest.raises(StudyError, match="negative"):
        planned(colours([1, 2], weights=weights), SHARE)
