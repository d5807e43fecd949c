"""A release holds what leaves, why, and what the strict default would have kept."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.disclosure.invented import FIVE, both, figure, let_out, share, table
from vonnis.analysis.result import TableResult
from vonnis.disclosure.policy import policy_of
from vonnis.errors import DisclosureError

WITH_EXCEPTION = policy_of(
    {
        "threshold": 5,
        "reason": both("why"),
        "exceptions": [
            {
                "id": "E1",
                "figures": ["victim_age_min"],
                "rules": ["extreme"],
                "reason": {"nl": "al bekend", "en": "already known"},
                "decided_by": "the board",
                "date": dt.date(2026, 11, 2),
            },
        ],
    },
    where="test",
)


def test_an_exception_is_published_and_logged_with_reason_name_and_date() -> None:
    release = let_out(figure("victim_age_min", "minimum", 13, unit="year"), policy=WITH_EXCEPTION)
    result, decision = release.results[0], release.decisions[0]
    assert (result.value, result.status) == (13, "exception")
    assert (decision.outcome, decision.exception, decision.decided_by) == ("exception", "E1", "the board")
    assert decision.reason["en"] == "already known"
    assert decision.date == dt.date(2026, 11, 2)


def test_every_number_has_one_decision() -> None:
    release = let_out(figure("victims", "count", 41), table("t", [[20, 30], [15, 12]]))
    ids = [decision.id for decision in release.decisions]
    assert ids == [
        "victims",
        "t.r1.c1",
        "t.r1.c2",
        "t.r2.c1",
        "t.r2.c2",
        "t.r1.total",
        "t.r2.total",
        "t.total.c1",
        "t.total.c2",
        "t.total",
    ]


def test_no_reason_tells_the_withheld_number() -> None:
    release = let_out(figure("some", "count", 7), table("t", [[20], [7]]))
    for decision in release.decisions:
        assert "7" not in decision.reason["en"] + decision.reason["nl"]


def test_strict_lists_what_the_default_would_withhold() -> None:
    release = let_out(
        share("girls", 36, 41),
        figure("victims", "count", 41),
        figure("victim_age_min", "minimum", 13),
        policy=WITH_EXCEPTION,
    )
    assert [(decision.id, decision.rule) for decision in release.strict] == [
        ("girls", "complement"),
        ("victim_age_min", "extreme"),
    ]


def test_strict_is_empty_under_the_default() -> None:
    assert let_out(figure("some", "count", 7)).strict == ()


def test_shares_stand_beside_released_counts_and_go_with_a_withheld_total() -> None:
    release = let_out(table("t", [[30], [20]]))
    made = release.table("t")
    assert made is not None
    assert [cell[0].share for cell in made.cells] == [0.6, 0.4]
    assert made.total is not None
    assert made.total.share == 1.0


def test_a_table_whose_rows_are_no_parts_has_no_totals_and_no_shares() -> None:
    made = let_out(table("t", [[30], [20]], additive=False)).tables[0]
    assert made.total is None
    assert [cell[0].share for cell in made.cells] == [None, None]


def test_missing_answers_of_a_table_that_anybody_can_count_again_are_told() -> None:
    policy = policy_of({"published_elsewhere": "pass"}, where="test")
    told = [
        let_out(table("papers", [[30], [40]], missing={"not_stated": 1}, published_elsewhere=published), policy=policy)
        for published in (True, False)
    ]
    assert [release.tables[0].missing for release in told] == [{"not_stated": 1}, {"not_stated": None}]


def test_the_policy_is_told_in_words() -> None:
    lines = [line["nl"] for line in let_out(policy=FIVE).policy]
    assert lines[0] == "Een telling van ten minste 1 en minder dan 5 eenheden wordt ingehouden."
    assert "Voor jaren geldt: tellingen vanaf 5, gemiddelden en aandelen over ten minste 1." in lines


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param(table("t", [[1, -2]]), "a count is negative", id="negative"),
        pytest.param(
            TableResult(
                id="t",
                title=both("t"),
                level="victim",
                rows=(both("a"), both("b")),
                columns=(both("c"),),
                cells=((1,),),
                definition=both("d"),
                source=both("s"),
            ),
            "do not fit",
            id="shape",
        ),
        pytest.param(table("t", [[1], [1]], units=((("v1",),), (("v1",),))), "stands in two cells", id="unit-twice"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(wrong: TableResult, message: str) -> None:
    with pytest.raises(DisclosureError, match=message):
        let_out(wrong)
