"""The training round: marks against reference answers, as they stood when a file was handed in."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.study.codings import AT, coding, units
from vonnis.study.coding import Coding
from vonnis.study.log import HandIn
from vonnis.study.training import Trained, Training, TrainingPlan, reference_answers

HANDED = AT + dt.timedelta(hours=1)
LATER = AT + dt.timedelta(hours=2)
REFERENCES = [
    coding("D1", "k_sex", 1, coder="E", round="reference"),
    coding("D1", "k_year", 2016, coder="E", round="reference"),
    coding("C1-V1", "v_age", "16", coder="E", round="reference"),
    coding("D2", "k_sex", 0, coder="E", round="reference"),
]


def training(plan: TrainingPlan | None = None, pass_mark: float = 0.8) -> Training:
    return Training(
        references=reference_answers(REFERENCES),
        units={unit.id: unit for unit in units()},
        plan=plan or TrainingPlan(),
        pass_mark=pass_mark,
    )


def given(unit: str, name: str, value: int | str, *, at: dt.datetime = AT) -> Coding:
    return coding(unit, name, value, coder="A", round="training", at=at)


def hand_in(unit: str, *, coder: str = "A", at: dt.datetime = HANDED) -> HandIn:
    return HandIn(unit=unit, coder=coder, round="training", at=at)


def marks(found: Trained) -> dict[str, tuple[int, int]]:
    return {mark.variable: (mark.right, mark.units) for mark in found.marks}


ALL_RIGHT = [given("D1", "k_sex", 1), given("D1", "k_year", 2016), given("C1-V1", "v_age", "16")]


def test_a_coder_passes_who_answers_as_the_reference_does() -> None:
    found = training().trained("A", hand_ins=[hand_in("D1")], codings=ALL_RIGHT)
    assert marks(found) == {"k_sex": (1, 1), "k_year": (1, 1), "v_age": (1, 1)}
    assert found.passed


@pytest.mark.parametrize(
    "codings",
    [
        [given("D1", "k_sex", 0), *ALL_RIGHT[1:]],
        ALL_RIGHT[1:],
        [*ALL_RIGHT, given("D1", "k_sex", 0, at=AT + dt.timedelta(minutes=1))],
        [given("D1", "k_sex", 0), *ALL_RIGHT[1:], given("D1", "k_sex", 1, at=LATER)],
    ],
    ids=["another answer", "no answer", "a right answer that was changed", "a right answer after the file was in"],
)
def test_one_variable_below_its_mark_is_enough_to_fail(codings: list[Coding]) -> None:
    found = training().trained("A", hand_ins=[hand_in("D1")], codings=codings)
    assert [mark.variable for mark in found.marks if not mark.passed] == ["k_sex"]
    assert not found.passed


def test_a_mark_of_its_own_goes_before_that_of_the_protocol() -> None:
    plan = TrainingPlan(marks={"k_sex": 0.0})
    codings = [given("D1", "k_sex", 0), *ALL_RIGHT[1:]]
    assert training(plan).trained("A", hand_ins=[hand_in("D1")], codings=codings).passed


def test_before_a_file_is_in_there_is_no_mark_and_nobody_passes() -> None:
    found = training().trained("A", hand_ins=[hand_in("D1", coder="B")], codings=ALL_RIGHT)
    assert (found.files, found.marks, found.passed) == (0, (), False)


def test_fewer_files_than_are_asked_is_no_pass() -> None:
    assert not training(TrainingPlan(files=2)).trained("A", hand_ins=[hand_in("D1")], codings=ALL_RIGHT).passed


def test_the_last_files_can_be_what_counts() -> None:
    codings = [given("D1", "k_sex", 0), given("D2", "k_sex", 0), given("C1-V1", "v_age", "16")]
    hand_ins = [hand_in("D1"), hand_in("D2", at=LATER)]
    assert marks(training().trained("A", hand_ins=hand_ins, codings=codings))["k_sex"] == (1, 2)
    assert marks(training(TrainingPlan(last=1)).trained("A", hand_ins=hand_ins, codings=codings))["k_sex"] == (1, 1)


def test_a_later_reference_answer_takes_the_place_of_an_earlier_one() -> None:
    newer = coding("D1", "k_sex", 0, coder="E", round="reference", at=LATER)
    assert reference_answers([newer, *REFERENCES])["D1", "k_sex"] == newer


def test_answers_of_another_round_do_not_count() -> None:
    main = [coding("D1", "k_sex", 1, coder="A"), *ALL_RIGHT[1:]]
    assert marks(training().trained("A", hand_ins=[hand_in("D1")], codings=main))["k_sex"] == (0, 1)
