"""The coders' meeting: which answers a rule concerns, and which of them still wait to be given anew."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.study.codings import AT, coding
from vonnis.codebook.missing import Missing
from vonnis.study.coding import Coding
from vonnis.study.log import AskAgain, MeetingRule
from vonnis.study.meeting import concerned, rules_of, unsure, waiting

DECIDED = AT + dt.timedelta(hours=1)
LATER = AT + dt.timedelta(hours=2)
GIVEN = [
    coding("D1", "k_sex", 1),
    coding("D1", "k_sex", 0, coder="B"),
    coding("D2", "k_sex", missing=Missing.UNCLEAR),
    coding("D2", "k_sex", 1, round="training"),
    coding("D2", "k_sex", 1, coder="rules", round="machine"),
    coding("D1", "k_year", 2016),
]


def rule(*, ask_again: bool = True, at: dt.datetime = DECIDED, words: str = "As registered.") -> MeetingRule:
    return MeetingRule(variable="k_sex", words=words, decided_by="E", ask_again=ask_again, at=at)


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (None, [("D1", "A"), ("D1", "B"), ("D2", "A")]),
        (["1"], [("D1", "A")]),
        (["0", "-9"], [("D1", "B"), ("D2", "A")]),
        (["7"], []),
    ],
)
def test_a_rule_concerns_all_answers_that_count_or_those_that_say_something(
    answers: list[str] | None, found: list[tuple[str, str]]
) -> None:
    assert [(each.unit, each.coder) for each in concerned(GIVEN, "k_sex", answers=answers)] == found


def test_an_answer_that_was_changed_is_concerned_as_it_stands() -> None:
    changed = [*GIVEN, coding("D1", "k_sex", 0, at=AT + dt.timedelta(minutes=1))]
    assert concerned(changed, "k_sex", answers=["1"]) == ()


def test_a_rule_that_names_no_answer_asks_all_that_are_older() -> None:
    found = waiting([rule()], asked=[], codings=GIVEN)
    assert [(each.coder, each.unit) for each in found] == [("A", "D1"), ("A", "D2"), ("B", "D1")]


def test_a_rule_that_names_answers_asks_those_alone() -> None:
    decided = rule()
    one = AskAgain(rule=decided.id, unit="D1", variable="k_sex", coder="B", at=DECIDED)
    assert [(each.coder, each.unit, each.rule) for each in waiting([decided], asked=[one], codings=GIVEN)] == [
        ("B", "D1", decided)
    ]


def test_a_rule_that_asks_nothing_again_asks_nothing() -> None:
    assert waiting([rule(ask_again=False)], asked=[], codings=GIVEN) == ()


@pytest.mark.parametrize("value", [1, 0], ids=["with the same answer", "with another answer"])
def test_an_answer_given_anew_waits_no_longer(value: int) -> None:
    anew = [*GIVEN, coding("D1", "k_sex", value, at=LATER)]
    assert [(each.coder, each.unit) for each in waiting([rule()], asked=[], codings=anew)] == [("A", "D2"), ("B", "D1")]


def test_of_two_rules_the_later_one_is_told() -> None:
    older, newer = rule(), rule(at=LATER, words="As the court says.")
    assert {each.rule.words for each in waiting([newer, older], asked=[], codings=GIVEN)} == {"As the court says."}


def test_an_answer_to_a_rule_that_is_not_there_waits_for_nothing() -> None:
    stray = AskAgain(rule="gone", unit="D1", variable="k_sex", coder="B", at=DECIDED)
    assert waiting([], asked=[stray], codings=GIVEN) == ()


def test_the_rules_of_a_variable_stand_in_the_order_of_their_dates() -> None:
    older, newer = rule(), rule(at=LATER)
    assert rules_of([newer, older]) == {"k_sex": (older, newer)}


def test_unsure_is_what_stands_as_unsure_since_a_moment() -> None:
    def doubt(unit: str, at: dt.datetime = AT) -> Coding:
        return coding(unit, "k_sex", 1, certainty="unsure", at=at)

    given = [doubt("D1"), doubt("D2", at=DECIDED), coding("D2", "k_sex", 1, at=LATER), doubt("D3", at=LATER)]
    assert [each.unit for each in unsure(given, since=DECIDED)] == ["D3"]
    assert [each.unit for each in unsure(given, since=AT)] == ["D1", "D3"]
