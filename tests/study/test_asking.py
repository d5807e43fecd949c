"""What was asked again waits until the coder has answered since."""

from __future__ import annotations

import datetime as dt

from tests.study.codings import AT, coding
from vonnis.study.asking import open_questions
from vonnis.study.log import AskAgain

ASK = AskAgain(rule="r", unit="D1", variable="k_sex", coder="A", at=AT + dt.timedelta(days=1))


def test_an_earlier_answer_does_not_settle_it() -> None:
    assert open_questions([ASK], [coding("D1", "k_sex", 1)]) == (ASK,)


def test_a_later_answer_does_and_so_does_nobody_elses() -> None:
    answer = coding("D1", "k_sex", 1, at=ASK.at)
    assert open_questions([ASK], [answer]) == ()
    assert open_questions([ASK], [coding("D1", "k_sex", 1, coder="B", at=ASK.at)]) == (ASK,)


def test_a_question_that_is_asked_twice_waits_once() -> None:
    again = AskAgain(rule="s", unit="D1", variable="k_sex", coder="A", at=AT + dt.timedelta(days=2))
    assert open_questions([again, ASK], []) == (again,)
