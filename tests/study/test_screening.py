"""Where units stand, what is read next, and what was missed."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from vonnis.errors import StudyError
from vonnis.study.flow import flow_of
from vonnis.study.log import Decision, Step
from vonnis.study.screening import (
    Check,
    Screened,
    decided_by_two,
    estimate_recall,
    lessons,
    reading_order,
    sample_size,
    screened,
    stands,
)
from vonnis.study.unit import Unit

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
REASONS = ("other_offence", "no_payment", "adult")
UNITS = ("D1", "D2", "D3")


def word(unit: str, who: str, reason: str | None = None, *, minutes: int = 0, step: Step = "screening") -> Decision:
    """Return what somebody decided about a unit: in, or out for a reason."""
    return Decision(unit=unit, step=step, reason=reason, decided_by=who, at=AT + dt.timedelta(minutes=minutes))


def blind(unit: str, who: str, reason: str | None = None, *, minutes: int = 0) -> Decision:
    """Return the word of one of two screeners."""
    return word(unit, who, reason, minutes=minutes, step="blind_screening")


def placed(*decisions: Decision) -> Screened:
    """Return where the units stand."""
    return screened(UNITS, decisions, reasons=REASONS)


def test_every_unit_stands_in_one_place() -> None:
    found = placed(word("D1", "anna"), word("D2", "anna", "adult"))
    assert found.included == ("D1",)
    assert found.excluded == {"other_offence": (), "no_payment": (), "adult": ("D2",)}
    assert (found.in_conflict, found.begun, found.open) == ((), (), ("D3",))


def test_the_last_decision_counts() -> None:
    assert placed(word("D1", "anna", "adult", minutes=1), word("D1", "anna")).excluded["adult"] == ("D1",)


def test_one_of_two_screeners_is_not_enough() -> None:
    assert placed(blind("D1", "anna")).begun == ("D1",)


def test_two_screeners_who_agree_decide() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "bert"), blind("D2", "anna", "adult"), blind("D2", "bert", "adult")]
    assert placed(*decisions).included == ("D1",)
    assert decided_by_two(decisions) == {"D1": None, "D2": "adult"}


def test_two_screeners_who_differ_are_in_conflict_until_a_third_settles_it() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "bert", "adult")]
    assert placed(*decisions).in_conflict == ("D1",)
    assert placed(*decisions, word("D1", "eva", "no_payment")).excluded["no_payment"] == ("D1",)


def test_a_screener_can_decide_anew() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "bert", "adult"), blind("D1", "bert", minutes=5)]
    assert placed(*decisions).included == ("D1",)


def test_of_two_reasons_that_of_the_first_reader_counts() -> None:
    decisions = [blind("D1", "bert", "other_offence", minutes=1), blind("D1", "anna", "adult")]
    assert placed(*decisions).excluded["adult"] == ("D1",)


def test_the_flow_counts_what_two_agree_on_and_lets_the_rest_go_on() -> None:
    units = [Unit(id=id_, level="defendant", complex="C1", defendant=id_) for id_ in UNITS]
    decisions = [blind("D1", "anna", "adult"), blind("D1", "bert", "adult"), blind("D2", "anna", "adult")]
    step = flow_of(units, [*decisions, blind("D2", "bert"), blind("D3", "anna", "adult")]).steps[0]
    assert (step.step, step.dropped, step.kept) == ("screening", {"adult": 1}, 2)


def test_both_screeners_read_the_same_and_nobody_reads_twice() -> None:
    decisions = [blind("D3", "anna"), blind("D1", "anna", "adult", minutes=1)]
    order = {who: reading_order(UNITS, decisions, screener=who, ranked=["D2"]) for who in ("anna", "bert", "eva")}
    assert order == {"anna": ("D2",), "bert": ("D1", "D3", "D2"), "eva": ("D1", "D3", "D2")}


def test_a_unit_that_two_have_read_or_that_is_settled_is_read_by_nobody_else() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "bert", "adult"), word("D2", "lead", "adult")]
    assert reading_order(UNITS, decisions, screener="eva", ranked=UNITS) == ("D3",)


def test_the_random_sample_is_read_first() -> None:
    assert reading_order(UNITS, [], screener="anna", ranked=UNITS, drawn=["D3"]) == ("D3", "D1", "D2")


def test_what_the_other_has_read_comes_in_the_screeners_own_order() -> None:
    for minutes in (1, -1):
        decisions = [blind("D3", "anna"), blind("D1", "anna", "adult", minutes=minutes)]
        assert reading_order(UNITS, decisions, screener="bert", ranked=["D3", "D2", "D1"]) == ("D3", "D1", "D2")


def test_a_learner_is_told_what_is_settled_and_what_its_own_screener_found() -> None:
    decisions = [
        blind("D1", "anna"), blind("D1", "bert", "adult"), blind("D2", "anna", "adult"), blind("D4", "anna"),
        blind("D4", "bert", minutes=1), word("D3", "lead", "not_read"), word("D5", "lead"),
    ]  # fmt: skip
    assert lessons(decisions, screener="anna") == {"D1": True, "D2": False, "D4": True, "D5": True}
    assert lessons(decisions, screener="bert") == {"D1": False, "D4": True, "D5": True}
    settled = [*decisions, word("D1", "eva", minutes=9)]
    assert lessons(settled, screener="bert")["D1"] is True


def test_a_word_that_was_taken_back_teaches_nothing() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "anna", "adult", minutes=1)]
    assert lessons(decisions, screener="anna") == {"D1": False}


def test_the_order_in_which_decisions_are_given_does_not_matter() -> None:
    decisions = [blind("D1", "anna"), blind("D1", "bert", "adult"), word("D2", "lead", minutes=3), word("D2", "eva")]
    assert stands(decisions) == stands(reversed(decisions))


def test_a_check_is_read_back_from_its_name() -> None:
    check = Check(units=107, rest=60, found=8)
    assert Check.named(check.name) == check
    assert Check.named("seed-1") is None


def test_what_reading_on_has_found_counts() -> None:
    # 10 found, then a sample of 20 of 100 without any; 3 more are found by reading on: at least those are there.
    before = estimate_recall(10, rest=100, sampled=20, sampled_in=0)
    after = estimate_recall(10, rest=100, sampled=20, sampled_in=0, later=3)
    assert after.estimate == 1.0
    assert after.low == pytest.approx(13 / 10 * before.low)


def test_a_whole_reading_of_the_rest_leaves_no_doubt() -> None:
    recall = estimate_recall(40, rest=100, sampled=100, sampled_in=10)
    assert (recall.low, recall.estimate, recall.high) == (1.0, 1.0, 1.0)


def test_the_bounds_are_those_of_the_hypergeometric_distribution() -> None:
    # By hand: with 59 drawn of 100 and none that belongs, P(0 | K = 4) = C(41, 4) / C(100, 4) = 0.0258 > 0.025 and
    # P(0 | K = 5) = C(41, 5) / C(100, 5) = 0.00995 < 0.025, so that at most 4 belong.
    recall = estimate_recall(36, rest=100, sampled=59, sampled_in=0)
    assert recall.low == pytest.approx(36 / 40)
    assert (recall.estimate, recall.high) == (1.0, 1.0)


def test_without_a_sample_nothing_is_known() -> None:
    recall = estimate_recall(10, rest=90, sampled=0, sampled_in=0)
    assert (recall.low, recall.high) == (0.1, 1.0)
    assert recall.estimate == recall.low


@pytest.mark.parametrize(("rest", "sampled", "sampled_in"), [(10, 11, 0), (10, 5, 6), (10, -1, 0)])
def test_numbers_that_cannot_be_are_refused(rest: int, sampled: int, sampled_in: int) -> None:
    with pytest.raises(StudyError, match="cannot come from"):
        estimate_recall(5, rest=rest, sampled=sampled, sampled_in=sampled_in)


@pytest.mark.parametrize("belong_in_rest", [0, 3, 20, 150])
def test_the_interval_holds_at_least_as_often_as_it_says(belong_in_rest: int) -> None:
    random = Random(belong_in_rest)
    rest = [number < belong_in_rest for number in range(600)]
    covered, rounds = 0, 400
    for _ in range(rounds):
        sampled_in = sum(random.sample(rest, 120))
        recall = estimate_recall(50, rest=600, sampled=120, sampled_in=sampled_in)
        true = (50 + sampled_in) / (50 + belong_in_rest)
        covered += recall.low <= true <= recall.high
    assert covered / rounds >= 0.95 - 3 * (0.95 * 0.05 / rounds) ** 0.5


def test_the_smallest_sample_that_shows_the_target_is_the_smallest() -> None:
    size = sample_size(found=36, rest=100, target=0.9)
    assert size is not None
    assert estimate_recall(36, rest=100, sampled=size, sampled_in=0).reaches(0.9)
    assert not estimate_recall(36, rest=100, sampled=size - 1, sampled_in=0).reaches(0.9)


def test_without_anything_found_no_sample_shows_a_share() -> None:
    assert sample_size(found=0, rest=100, target=0.9) is None
