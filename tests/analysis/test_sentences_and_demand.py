"""Sentence classes, demand beside sentence, and the guideline in time, over cases that can be counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from tests.analysis.units import COLOURS, asked, day, planned, remarks, result, span, table, units
from vonnis.analysis.guideline import SIDES, Facts, Side, provision, provisions, side_of
from vonnis.errors import StudyError
from vonnis.study.durations import DayRule

DAYS, DATE, RANGE = asked("days", "integer"), asked("date", "date"), asked("age", "interval")
KNOWS = asked("knows", "category", ((0, {"nl": "nee", "en": "no"}), (1, {"nl": "ja", "en": "yes"})))
# Days imposed, of which suspended, hours of service, and the class: one line a client.
CASES = [
    (0, 0, 120, 0),
    (30, 30, 0, 0),
    (1, 0, 60, 1),
    (180, 179, 120, 2),
    (21, 0, 40, 3),
    (90, 0, 0, 4),
    (120, 0, 0, 5),
    (0, 0, 0, 6),
    (1, 0, 0, 6),
]
IMPOSED = {"prison": "prison", "prison_suspended": "suspended", "hours": "hours"}
SENTENCES = {"kind": "sentences", "id": "s", "imposed": IMPOSED, "label": {"nl": "Straf", "en": "Sentence"}}


def people(**more: Any) -> Any:
    columns = {
        "prison": (DAYS, [case[0] for case in CASES]),
        "suspended": (DAYS, [case[1] for case in CASES]),
        "hours": (DAYS, [case[2] for case in CASES]),
        **more,
    }
    return units(columns)


def ages(numbers: list[int | tuple[int, int]]) -> Any:
    bounds = [one if isinstance(one, tuple) else (one, one) for one in numbers]
    return (RANGE, [{"low": low, "high": high} for low, high in bounds])


def test_every_sentence_stands_in_one_class() -> None:
    found = table(planned(people(), SENTENCES), "s")
    expected = [sum(case[3] == place for case in CASES) for place in range(7)]
    assert [row[0] for row in found.cells] == expected
    assert sum(expected) == len(CASES)


def test_strict_and_broad_stand_side_by_side() -> None:
    found = planned(people(), SENTENCES)
    strict, broad, long = (result(found, f"s_{name}") for name in ("one_day_strict", "one_day_broad", "long"))
    assert (strict.numerator, broad.numerator, long.numerator, strict.n) == (1, 2, 1, 9)
    assert (strict.alternatives, broad.alternatives) == (("s_one_day_broad",), ("s_one_day_strict",))
    assert "nothing suspended" in strict.label["en"]


def test_an_unknown_length_makes_the_class_missing_and_what_does_not_apply_counts_as_none() -> None:
    found = units({"prison": (DAYS, [1, -9]), "suspended": (DAYS, [-7, 0]), "hours": (DAYS, [60, 60])})
    classes = table(planned(found, SENTENCES), "s")
    assert (classes.cells[1], classes.missing) == ((1,), {"unclear": 1})


def test_who_was_acquitted_has_no_sentence_and_no_sentence_of_nought() -> None:
    columns = {"prison": [1, -7, 0], "suspended": [-7, -7, -7], "hours": [60, -7, 0], "asked": [30, 30, -7]}
    found = units({name: (DAYS, numbers) for name, numbers in columns.items()})
    entry = {"kind": "demand_and_sentence", "id": "d", "demanded": {"prison": "asked"}, "imposed": IMPOSED}
    both = planned(found, SENTENCES, entry, cluster="")
    classes, strict = table(both, "s"), result(both, "s_one_day_strict")
    assert ([row[0] for row in classes.cells], classes.missing) == ([0, 1, 0, 0, 0, 0, 1], {"not_applicable": 1})
    assert (strict.numerator, strict.n) == (1, 2)
    assert (table(both, "d").cells, table(both, "d").missing) == (((1, 0, 0),), {"not_applicable": 2})


@pytest.mark.parametrize("part", ["prison", "suspended"])
def test_deprivation_of_liberty_in_hours_is_refused(part: str) -> None:
    terms = {"prison": span(days=30), "suspended": span(days=10), part: span(hours=24)}
    found = units({name: (asked(name, "duration"), [term]) for name, term in terms.items()})
    entry = {**SENTENCES, "imposed": {"prison": "prison", "prison_suspended": "suspended"}}
    with pytest.raises(StudyError, match=f"{part} of K0 is in hours, where days count"):
        planned(found, entry)


def test_community_service_may_be_a_duration_in_hours() -> None:
    served: list[Any] = [span(hours=60)]
    columns = {"prison": (DAYS, [1]), "suspended": (DAYS, [0]), "hours": (asked("hours", "duration"), served)}
    assert table(planned(units(columns), SENTENCES), "s").cells[1] == (1,)


@pytest.mark.parametrize(
    ("suspended", "hours_suspended", "missing"),
    [(30, 0, {}), (31, 0, {"unclear": 1}), (0, 60, {}), (0, 61, {"unclear": 1})],
    ids=["all suspended", "more suspended than imposed", "all hours suspended", "more hours suspended than imposed"],
)
def test_more_suspended_than_there_is_makes_a_sentence_unclear(
    suspended: int, hours_suspended: int, missing: dict[str, int]
) -> None:
    columns = {
        "prison": [1, 30],
        "suspended": [0, suspended],
        "hours": [60, 60],
        "hours_suspended": [0, hours_suspended],
    }
    found = units({name: (DAYS, numbers) for name, numbers in columns.items()})
    imposed = {**IMPOSED, "hours_suspended": "hours_suspended"}
    entry = {**DEMAND, "demanded": imposed, "imposed": imposed}
    both = planned(found, {**SENTENCES, "imposed": imposed}, entry)
    assert (table(both, "s").missing, table(both, "d").missing) == (missing, missing)


def test_the_runs_hold_who_belongs_there() -> None:
    judged = [day(2017), day(2018, 6), day(2019), day(2019), day(2019), day(2017), day(2019), -8, day(2020)]
    found = planned(
        people(
            other=(KNOWS, [0, 1, 0, 0, 0, 0, 0, 0, 0]),
            age=ages([16, 16, 17, 16, 15, 17, (15, 16), 16, 17]),
            judged=(DATE, judged),
            knows=(KNOWS, [1, 1, 0, 0, 0, 0, 0, 0, -8]),
        ),
        {**SENTENCES, "other_offences": ["other", 0], "youngest": "age", "judged_on": "judged", "knowledge": "knows"},
    )
    sizes = {
        id_.removeprefix("s_"): sum(row[0] for row in one.cells) for id_, one in found.items() if hasattr(one, "cells")
    }
    assert sizes == {
        "s": 9,
        "this_offence_only": 8,
        "under_16": 1,
        "before_2018_start": 2,  # 2018 itself is neither before nor after: the day is not known
        "since_2018_start": 3,
        "knowledge_0": 6,
        "knowledge_1": 2,
    }


def test_a_run_by_the_starting_point_says_whose_victims_it_holds() -> None:
    judged = [day(2017)] * 4 + [day(2019)] * 5
    bare = planned(people(judged=(DATE, judged)), {**SENTENCES, "judged_on": "judged"})
    assert table(bare, "s_before_2018_start").title["en"] == "Sentence, before the starting point of 2018"
    youngest = {**SENTENCES, "judged_on": "judged", "youngest": "age"}
    aged = planned(people(judged=(DATE, judged), age=ages([16, 17, 18, 15, 17, 16, 25, (17, 18), 16])), youngest)
    assert "victims of 16 and 17, before" in table(aged, "s_before_2018_start").title["en"]
    sizes = [sum(row[0] for row in table(aged, f"s_{run}_2018_start").cells) for run in ("before", "since")]
    assert sizes == [2, 3]


def test_a_run_for_each_provision_that_occurs_holds_whoever_was_convicted_under_it() -> None:
    under = asked("under", "categories", COLOURS)
    found = planned(
        people(under=(under, [[1], [1, 2], [2], [2], -8, [2], [2], [2], [2]])), {**SENTENCES, "provision": "under"}
    )
    sizes = {id_: sum(row[0] for row in one.cells) for id_, one in found.items() if hasattr(one, "cells")}
    assert sizes == {"s": 9, "s_provision_1": 2, "s_provision_2": 7}
    assert table(found, "s_provision_2").title["en"].endswith("; proven under green")


DEMANDED = {"prison": "d_prison", "prison_suspended": "d_suspended", "hours": "d_hours"}
DEMAND = {"kind": "demand_and_sentence", "id": "d", "demanded": DEMANDED, "imposed": IMPOSED}


def pairs(**more: Any) -> Any:
    return units(
        {
            "d_prison": (DAYS, [120, 120, 1, 60, -8]),
            "d_suspended": (DAYS, [0, 60, 0, 0, 0]),
            "d_hours": (DAYS, [0, 0, 60, 0, 0]),
            "prison": (DAYS, [1, 60, 1, 90, 1]),
            "suspended": (DAYS, [0, 0, 0, 0, 0]),
            "hours": (DAYS, [120, 0, 80, 0, 60]),
            **more,
        }
    )


def test_each_kind_is_compared_on_its_own() -> None:
    found = table(planned(pairs(), DEMAND), "d")
    assert found.cells == ((1, 2, 1), (1, 3, 0), (0, 2, 2))
    assert [row["en"] for row in found.rows] == ["Unconditional days", "Suspended days", "Hours of community service"]
    assert (found.row_wholes, found.missing) == (True, {"not_stated": 1})
    first = found.shares[0][0]
    assert first is not None
    assert (first.of_valid, first.of_all) == (0.25, 0.2)


def test_classes_and_differences_of_days_are_tables_that_their_charts_show() -> None:
    found = planned(pairs(), DEMAND)
    classes, gaps = table(found, "d_classes"), table(found, "d_gaps")
    # Demanded 120, 60, 1 and 60 unconditional days, imposed 1, 60, 1 and 90.
    assert classes.cells == ((1, 0, 0), (0, 2, 0), (1, 0, 0))
    assert classes.units[1][1] == ("K1", "K3")
    assert [cells[0] for cells in gaps.cells] == [0, 1, 0, 2, 1]
    assert (classes.drawn, gaps.drawn, table(found, "d").drawn) == ("flow", "distribution", "stacks")
    assert classes.missing == gaps.missing == result(found, "d_days").missing == {"not_stated": 1}


def test_the_median_gap_has_the_signed_rank_test_of_the_pairs() -> None:
    gap = result(planned(pairs(), DEMAND), "d_days")
    assert (gap.value, gap.n, gap.unit) == (0.0, 4, "day")  # -119, 0, 0 and +30
    assert gap.significance is not None
    assert (gap.significance.n, gap.significance.p) == (2, 1.0)


def test_the_other_length_of_a_year_is_reported_beside_it_and_hours_are_added_only_when_asked() -> None:
    found = planned(pairs(), DEMAND)
    assert result(found, "d_days").alternatives == ("d_days_other_year",)
    assert "360 days" in result(found, "d_days_other_year").label["en"]
    assert "d_sensitivity" not in found
    run = result(planned(pairs(), {**DEMAND, "sensitivity": True}), "d_sensitivity")
    assert run.basis is not None
    assert run.basis.exploratory
    assert run.definition["en"].startswith("SENSITIVITY")


def test_a_year_counts_as_long_as_the_rule_says() -> None:
    term = asked("term", "duration")
    year = {"years": 1, "months": None, "weeks": None, "days": None, "hours": None}
    month = {**year, "years": None, "months": 12}
    found = units({"d": (term, [year] * 3), "p": (term, [month] * 3)}, rule=DayRule(30, 365))
    entry = {**DEMAND, "demanded": {"prison": "d"}, "imposed": {"prison": "p"}}
    assert result(planned(found, entry), "d_days").value == -5.0
    assert result(planned(found, entry), "d_days_other_year").value == 0.0


def test_a_year_of_neither_usage_names_no_other_median() -> None:
    found = planned(msgspec.structs.replace(pairs(), rule=DayRule(30, 366)), DEMAND)
    assert result(found, "d_days").alternatives == ()
    assert "d_days_other_year" not in found


def test_pairs_that_never_differ_say_so() -> None:
    found = units({"d": (DAYS, [30] * 8), "p": (DAYS, [30] * 8)})
    entry = {**DEMAND, "demanded": {"prison": "d"}, "imposed": {"prison": "p"}}
    assert "No pair differs" in remarks(result(planned(found, entry), "d_days"))


BOTH = (dt.date(2016, 5, 1),) * 2
LATER = (dt.date(2019, 5, 1),) * 2
OLD, NEW = (dt.date(2014, 5, 1),) * 2, (dt.date(2024, 9, 1),) * 2
GUIDELINES: list[tuple[str, str, dict[str, Any], Side]] = [
    ("below the range", "om_2015R054_category_1", {"days": 29}, "below"),
    ("at its lower end", "om_2015R054_category_1", {"days": 30}, "within"),
    ("at its upper end", "om_2015R054_category_1", {"days": 180}, "within"),
    ("above it", "om_2015R054_category_1", {"days": 181}, "above"),
    ("other category", "om_2015R054_category_2", {"days": 90}, "not_applicable"),
    ("category not known", "om_2015R054_category_1", {"category": None}, "unknown"),
    ("days not known", "om_2015R054_category_1", {"days": None}, "unknown"),
    ("judged before it", "om_2015R054_category_1", {"judged_on": OLD}, "not_applicable"),
    ("day of judgment not known", "om_2015R054_category_1", {"judged_on": None}, "unknown"),
    ("a year that lies on both sides", "appeal_2018", {"judged_on": (dt.date(2017, 12, 1), LATER[0])}, "unknown"),
    # Fifteen months are 450 days, or 455 as a year and three months.
    ("a year and three months", "om_2015R054_category_2", {"days": 455, "category": 2}, "within"),
    ("more than fifteen months", "om_2015R054_category_2", {"days": 456, "category": 2}, "above"),
    ("victim too young", "om_2015R054_category_1", {"youngest": (13, 15)}, "not_applicable"),
    ("age on both sides", "om_2015R054_category_1", {"youngest": (15, 16)}, "unknown"),
    ("amount not known", "om_2015R047", {"youngest": (14, 14)}, "unknown"),
    ("offence under the new law", "om_2015R054_category_1", {"offence_on": NEW}, "not_applicable"),
    ("the new guideline, amount not known", "om_2024R005", {"offence_on": NEW, "judged_on": NEW}, "unknown"),
    ("in the year of the starting point", "appeal_2018", {"judged_on": (dt.date(2018, 9, 1),) * 2}, "unknown"),
    ("after it", "appeal_2018", {"days": 1}, "below"),
    ("exactly three months", "appeal_2018", {"days": 90}, "within"),
]


@pytest.mark.parametrize(
    ("point", "facts", "side"), [row[1:] for row in GUIDELINES], ids=[row[0] for row in GUIDELINES]
)
def test_a_case_lies_on_its_side_of_the_guideline(point: str, facts: dict[str, Any], side: Side) -> None:
    usual: dict[str, Any] = {
        "days": 90,
        "offence_on": BOTH,
        "judged_on": LATER,
        "youngest": (16, 16),
        "category": 1,
    }
    assert side_of(Facts(**{**usual, **facts}), provision(point), rule=DayRule(30, 365)) == side


def test_every_provision_names_its_source() -> None:
    assert all(text["nl"] and text["en"] for one in provisions() for text in (one.source, one.label))
    with pytest.raises(StudyError, match="no guideline 'x'"):
        provision("x")


def test_the_table_of_a_guideline_counts_what_is_not_known_apart() -> None:
    found = planned(
        people(
            age=ages([16, 16, 17, 16, 15, 17, (15, 16), 16, 17]),
            judged=(DATE, [day(2019)] * 9),
            offence=(DATE, [day(2016)] * 9),
        ),
        {
            "kind": "guideline",
            "id": "g",
            "guideline": "appeal_2018",
            "sentence": IMPOSED,
            "offence_on": "offence",
            "judged_on": "judged",
            "youngest": "age",
        },
    )
    assert dict(zip(SIDES, (row[0] for row in table(found, "g").cells), strict=True)) == {
        "below": 6,
        "within": 1,
        "above": 0,
        "unknown": 1,
        "not_applicable": 1,
    }


def test_a_guideline_did_not_hold_for_who_was_acquitted() -> None:
    columns = {"prison": (DAYS, [-7, 90]), "age": ages([16, 16])}
    dates = {"judged": (DATE, [day(2019)] * 2), "offence": (DATE, [day(2016)] * 2)}
    entry = {"kind": "guideline", "id": "g", "guideline": "appeal_2018", "sentence": {"prison": "prison"}}
    asked_of = {"offence_on": "offence", "judged_on": "judged", "youngest": "age"}
    found = table(planned(units({**columns, **dates}), {**entry, **asked_of}), "g")
    assert (found.cells[SIDES.index("not_applicable")], found.cells[SIDES.index("unknown")]) == ((1,), (0,))
