"""The machine's answers: sealed at every address until the protocol opens one, and then kept beside the coder's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import NOW
from tests.web.desk import TEXT, code_all, coder_named, codings, post
from vonnis.study.coding import Coding, Passage, Reveal
from vonnis.study.log import Assignment
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
WORDS = "The machine read"
Plan = Callable[[str], None]


def machine(unit: str, variable: str, value: str, *, passage: bool = False) -> Coding:
    """Return what the machine read, with the first word of the text as its passage."""
    return Coding(
        unit=unit,
        variable=variable,
        coder="rules 1",
        value=value,
        evidence=(Passage(TEXT, 0, 9, "RECHTBANK"),) if passage else (),
        codebook_version="1.0.0",
        round="machine",
        at=NOW,
    )


@pytest.fixture
def plan(protocol_says: Plan) -> Plan:
    """Write a plan of reveals into the protocol of the room."""
    return lambda lines: protocol_says(f"[coding.reveal]\n{lines}")


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    with store().action("machine", actor="vonnis", at=NOW, detail={}) as writing:
        writing.add([machine("D1", "k_sex", "2", passage=True), machine("D1", "k_fine", "500.00")])
    return coder_named("anna")


def seen(client: Client, question: str) -> str:
    return client.get(f"/files/D1/?question={question}").content.decode()


def test_without_a_plan_nothing_is_shown_at_any_address(anna: Client) -> None:
    assert WORDS not in post(anna, "answer", "D1/k_sex", answer="1")
    code_all(anna, sex="1")
    assert anna.post("/files/D1/machine/", {"question": "D1/k_sex"}).status_code == 403
    assert anna.post("/files/D1/machine/").status_code == 403
    assert WORDS not in seen(anna, "D1/k_sex")
    assert store().records(Reveal) == ()


def test_before_the_coders_answer_the_machines_is_sealed(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    assert anna.post("/files/D1/machine/", {"question": "D1/k_sex"}).status_code == 403
    assert WORDS not in seen(anna, "D1/k_sex")
    assert store().records(Reveal) == ()


def test_after_another_answer_the_screen_stays_and_shows_the_machines_with_its_passage(
    anna: Client, plan: Plan
) -> None:
    plan('when = "after_answer"')
    page = post(anna, "answer", "D1/k_sex", answer="1")
    assert "What is the sex?" in page
    assert f"{WORDS}: <strong>female</strong>" in page
    assert 'data-passage="0-9"' in page
    (reveal,) = store().records(Reveal)
    assert (reveal.unit, reveal.variable, reveal.coder) == ("D1", "k_sex", "anna")
    assert store().actions()[-1].name == "machine.reveal"


def test_after_the_same_answer_the_screen_goes_on_and_the_reveal_is_logged(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    page = post(anna, "answer", "D1/k_sex", answer="2")
    assert "How was the defendant traced?" in page
    assert "the machine read the same" in page
    assert len(store().records(Reveal)) == 1


def test_the_coder_may_revise_and_both_answers_are_kept(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    page = post(anna, "answer", "D1/k_sex", answer="2")
    assert "How was the defendant traced?" in page
    assert [each.value for each in codings("k_sex") if each.coder == "anna"] == ["1", "2"]
    assert len(store().records(Reveal)) == 1


def test_keeping_goes_on_to_the_next_question(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    assert "How was the defendant traced?" in anna.get("/files/D1/questions/?after=D1/k_sex").content.decode()


def test_only_the_variables_of_the_plan_are_shown(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"\nvariables = ["k_fine"]')
    assert WORDS not in post(anna, "answer", "D1/k_sex", answer="1")
    assert WORDS in post(anna, "answer", "D1/k_fine", answer="100.00")


def test_another_coder_gets_nothing_by_a_reveal_to_the_first(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    bert, carla = coder_named("bert"), coder_named("carla")
    assert WORDS not in seen(bert, "D1/k_sex")
    assert bert.post("/files/D1/machine/", {"question": "D1/k_sex"}).status_code == 403
    assert carla.post("/files/D1/machine/", {"question": "D1/k_sex"}).status_code == 404


def test_after_the_file_all_is_opened_at_once_and_not_before(anna: Client, plan: Plan) -> None:
    plan('when = "after_file"')
    assert WORDS not in post(anna, "answer", "D1/k_sex", answer="1")
    assert anna.post("/files/D1/machine/").status_code == 403
    code_all(anna, sex="1")
    assert WORDS not in seen(anna, "D1/k_sex")
    assert f"{WORDS}: <strong>female</strong>" in anna.post("/files/D1/machine/").content.decode()
    assert {each.variable for each in store().records(Reveal)} == {"k_sex", "k_fine"}


def test_a_plan_that_is_taken_back_closes_what_was_open(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    plan('when = "never"')
    assert WORDS not in seen(anna, "D1/k_sex")


def test_a_later_answer_of_the_machine_is_shown_on_demand(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "C1/c_victims", answer="2")
    with store().action("machine", actor="vonnis", at=NOW, detail={}) as writing:
        writing.add([machine("C1", "c_victims", "3")])
    assert "Show what the machine read" in seen(anna, "C1/c_victims")
    assert f"{WORDS}: <strong>3</strong>" in post(anna, "machine", "C1/c_victims")


def test_progress_tells_what_coders_did_after_they_saw_it(anna: Client, plan: Plan) -> None:
    reader = coder_named("rita", ("reader",))
    assert "was shown" not in reader.get("/progress/").content.decode()
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "answer", "D1/k_sex", answer="2")
    page = reader.get("/progress/").content.decode()
    row = page.split("answer was shown")[2].split("<tbody>")[1].split("</tr>")[0]
    assert re.findall(r'<td class="r">(\d+)</td>', row) == ["1", "1", "1", "0"]


@pytest.mark.parametrize("rounds", ['["main"]', '["main", "recode"]'], ids=["one", "both"])
def test_a_second_round_does_not_begin_with_what_was_opened_in_the_first(anna: Client, plan: Plan, rounds: str) -> None:
    plan(f'when = "after_answer"\nrounds = {rounds}')
    post(anna, "answer", "D1/k_sex", answer="1")
    with store().action("file.assign", actor="lena", at=NOW, detail={}) as writing:
        writing.add([Assignment(unit="D1", coder="anna", round="recode", place=1, at=NOW + dt.timedelta(days=1))])
    assert WORDS not in seen(anna, "D1/k_sex")
    post(anna, "answer", "D1/k_sex", answer="1")
    assert (WORDS in seen(anna, "D1/k_sex")) is ("recode" in rounds)


def test_who_still_codes_a_case_is_not_told_what_the_machine_changed_in_it(anna: Client, plan: Plan) -> None:
    plan('when = "after_answer"')
    post(anna, "answer", "D1/k_sex", answer="1")
    told = "After the machine"
    assert told in coder_named("rita", ("reader",)).get("/progress/").content.decode()
    assert told not in coder_named("bert", ("coder", "reader")).get("/progress/").content.decode()
