"""Where documents stand, and what was missed."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from vonnis.errors import StudyError
from vonnis.study.screening import Screening, estimate_recall, sample_size, screened

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
REASONS = ("other_offence", "no_payment", "adult")
DOCUMENTS = ("J1", "J2", "J3")


def screening(document: str, screener: str, reason: str | None = None, *, minutes: int = 0) -> Screening:
    """Return an inclusion, or with a reason an exclusion."""
    at = AT + dt.timedelta(minutes=minutes)
    return Screening(document=document, screener=screener, included=reason is None, reason=reason, at=at)


def test_every_document_stands_in_one_place() -> None:
    found = screened(DOCUMENTS, [screening("J1", "anna"), screening("J2", "anna", "adult")], reasons=REASONS)
    assert found.included == ("J1",)
    assert found.excluded == {"other_offence": (), "no_payment": (), "adult": ("J2",)}
    assert (found.in_conflict, found.open) == ((), ("J3",))


def test_the_last_decision_of_a_screener_counts() -> None:
    decisions = [screening("J1", "anna", "adult", minutes=1), screening("J1", "anna")]
    assert screened(DOCUMENTS, decisions, reasons=REASONS).excluded["adult"] == ("J1",)


def test_two_screeners_who_differ_are_in_conflict_until_it_is_settled() -> None:
    decisions = [screening("J1", "anna"), screening("J1", "bert", "adult")]
    assert screened(DOCUMENTS, decisions, reasons=REASONS, screeners=2).in_conflict == ("J1",)
    settled = {"J1": screening("J1", "eva", "no_payment")}
    found = screened(DOCUMENTS, decisions, reasons=REASONS, screeners=2, settled=settled)
    assert found.excluded["no_payment"] == ("J1",)


def test_one_of_two_screeners_is_not_enough() -> None:
    assert "J1" in screened(DOCUMENTS, [screening("J1", "anna")], reasons=REASONS, screeners=2).open


def test_of_two_reasons_the_first_of_the_study_counts() -> None:
    decisions = [screening("J1", "anna", "adult"), screening("J1", "bert", "other_offence")]
    assert screened(DOCUMENTS, decisions, reasons=REASONS, screeners=2).excluded["other_offence"] == ("J1",)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (screening("J9", "anna"), "not among the documents"),
        (screening("J1", "anna", "boring"), "'boring' is no reason"),
    ],
)
def test_a_decision_that_the_study_does_not_know_is_refused(decision: Screening, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        screened(DOCUMENTS, [decision], reasons=REASONS)


@pytest.mark.parametrize(("included", "reason"), [(False, None), (True, "adult")])
def test_a_reason_goes_with_an_exclusion(included: bool, reason: str | None) -> None:  # noqa: FBT001 - a case
    with pytest.raises(StudyError, match="J1"):
        Screening(document="J1", screener="anna", included=included, reason=reason, at=AT)


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
