"""Sentences as numbers, and their classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.study.invented import sanction
from vonnis.errors import StudyError
from vonnis.extraction.record import Sanction
from vonnis.study.durations import DayRule
from vonnis.study.punishment import SENTENCE_CLASSES, Punishment, SentenceClass, punishment, sentence_class

RULE = DayRule()
SERVICE = sanction("community_service", "PT120H")
CLASSES: list[tuple[str, tuple[Sanction, ...], SentenceClass]] = [
    ("service alone", (SERVICE,), "nothing_unconditional"),
    ("wholly suspended", (sanction("prison", "P3M", "all"),), "nothing_unconditional"),
    ("one day and service", (sanction("prison", "P1D"), SERVICE), "one_day"),
    ("one day left of 180", (sanction("prison", "P180D", "P179D"), SERVICE), "one_day_by_suspension"),
    ("one day beside a suspended term", (sanction("prison", "P1D"), sanction("prison", "P2M", "all"), SERVICE),
     "one_day_by_suspension"),
    ("one day without service", (sanction("prison", "P1D"),), "otherwise"),
    ("one day and a fine", (sanction("prison", "P1D"), sanction("fine", "EUR 500.00")), "otherwise"),
    ("two days and service", (sanction("prison", "P2D"), SERVICE), "days_2_30_with_service"),
    ("a month and service", (sanction("prison", "P1M"), SERVICE), "days_2_30_with_service"),
    ("two months and service", (sanction("prison", "P2M"), SERVICE), "days_2_99"),
    ("two days alone", (sanction("prison", "P2D"),), "days_2_99"),
    ("three months are ninety days", (sanction("prison", "P3M"),), "days_2_99"),
    ("ninety-nine days", (sanction("prison", "P99D"),), "days_2_99"),
    ("a hundred days", (sanction("prison", "P100D"),), "days_100_or_more"),
    ("four months", (sanction("prison", "P4M"),), "days_100_or_more"),
    ("six months, four suspended", (sanction("prison", "P6M", "P4M"),), "days_2_99"),
    ("youth detention counts", (sanction("youth_detention", "P120D"),), "days_100_or_more"),
    ("life", (sanction("life_imprisonment", None),), "days_100_or_more"),
    ("nothing", (), "otherwise"),
    ("a fine alone", (sanction("fine", "EUR 500.00"),), "otherwise"),
]  # fmt: skip


@pytest.mark.parametrize(("sanctions", "class_"), [row[1:] for row in CLASSES], ids=[row[0] for row in CLASSES])
def test_a_sentence_has_its_class(sanctions: tuple[Sanction, ...], class_: SentenceClass) -> None:
    assert sentence_class(punishment(sanctions, RULE), long_days=100) == class_


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 240), st.booleans())
def test_every_sentence_has_one_class(custody: int, suspended: int, service: int, life: bool) -> None:  # noqa: FBT001
    sentence = Punishment(
        custody_days=custody, suspended_days=min(custody, suspended), service_hours=service, life=life
    )
    assert sentence_class(sentence, long_days=100) in SENTENCE_CLASSES


def test_kinds_stand_side_by_side() -> None:
    sanctions = (sanction("prison", "P6M", "P2M"), sanction("community_service", "PT100H", "PT40H"),
                 sanction("fine", "EUR 750.00"), sanction("compensation_order", "EUR 900.00"))  # fmt: skip
    assert punishment(sanctions, RULE) == Punishment(
        custody_days=180,
        suspended_days=60,
        service_hours=100,
        suspended_hours=40,
        fine_euros=750.0,
        kinds=("prison", "community_service", "fine", "compensation_order"),
    )


WRONG = [
    (sanction("prison", None), "length or amount of prison is not stated"),
    (sanction("prison", "P1M", "P2M"), "more of prison is suspended"),
    (sanction("community_service", "P3M"), "no duration in hours"),
    (sanction("fine", "ANG 100.00"), "no amount in euros"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=[row[1] for row in WRONG])
def test_what_has_no_number_is_refused(wrong: Sanction, sentence: str) -> None:
    with pytest.raises(StudyError, match=sentence):
        punishment((wrong,), RULE)
