"""The training in the room: answers stand when a file is handed in, and what follows opens with the marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import NOW
from tests.web.desk import code_all, coder_named, post
from vonnis.study.coding import Coding
from vonnis.study.log import Assignment, HandIn
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
REFERENCE = {"C1/c_victims": "1", "D1/k_sex": "1", "D1/k_route": "1", "D1/k_fine": "500.00"}
REQUIRED = "[coding.training]\nrequired = true"


@pytest.fixture
def anna(db: None) -> Client:  # noqa: ARG001 - the database must be there
    """A coder with a reference file in the training and a file of the main round."""
    people = [Unit(id=f"D{n}", level="defendant", complex=f"C{n}", defendant=f"D{n}") for n in (1, 2)]
    given = [
        Assignment(unit="D1", coder="anna", round="training", place=1, at=NOW),
        Assignment(unit="D2", coder="anna", round="main", place=1, at=NOW),
    ]
    reference = [
        Coding(
            unit=question.partition("/")[0],
            variable=question.partition("/")[2],
            coder="lena",
            value=value,
            note="the dictum says so",
            codebook_version="1.0.0",
            round="reference",
            at=NOW,
        )
        for question, value in REFERENCE.items()
    ]
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([complex_unit("C1"), complex_unit("C2"), *people, *given, *reference])
    return coder_named("anna")


def hand_in(client: Client) -> str:
    return client.post("/files/D1/hand-in/", follow=True).content.decode()


def test_before_the_hand_in_no_reference_answer_is_seen(anna: Client) -> None:
    code_all(anna, sex="2")
    assert anna.get("/files/D1/feedback/").status_code == 403
    assert "the dictum says so" not in anna.get("/files/D1/?question=D1/k_sex").content.decode()


def test_an_unfinished_file_is_not_handed_in(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    assert anna.post("/files/D1/hand-in/").status_code == 403
    assert store().records(HandIn) == ()


def test_feedback_comes_at_once_with_what_went_wrong_first(anna: Client) -> None:
    code_all(anna, sex="2")
    page = hand_in(anna)
    assert "2 of 4 answers are those of the reference" in page
    wrong, right = page.index("What is the sex?"), page.index("How many victims?")
    assert wrong < right
    assert "the dictum says so" in page
    assert store().actions()[-1].name == "file.hand_in"


def test_what_was_handed_in_takes_no_more_answers(anna: Client) -> None:
    code_all(anna, sex="2")
    hand_in(anna)
    for path in ("answer", "detail", "evidence", "undo", "victim", "machine"):
        answer = anna.post(f"/files/D1/{path}/", {"question": "D1/k_sex", "answer": "1"})
        assert answer.status_code == 403, path
    assert anna.get("/files/D1/").headers["Location"] == "/files/D1/feedback/"
    hand_in(anna)
    assert len(store().records(HandIn)) == 1


def test_a_file_of_the_main_round_is_not_handed_in(anna: Client) -> None:
    assert anna.post("/files/D2/hand-in/").status_code == 403
    assert anna.get("/files/D2/feedback/").status_code == 403


def test_main_files_open_once_every_mark_is_reached(anna: Client, protocol_says: Callable[[str], None]) -> None:
    protocol_says(REQUIRED)
    assert anna.get("/files/D2/").status_code == 403
    assert anna.post("/files/D2/answer/", {"question": "D2/k_sex", "answer": "1"}).status_code == 403
    assert "opens after the training" in anna.get("/").content.decode()
    code_all(anna, sex="1")
    post(anna, "answer", "D1/k_fine", answer="500.00")
    hand_in(anna)
    assert "passed." in anna.get("/").content.decode()
    assert anna.get("/files/D2/").status_code == 200


def test_who_did_not_pass_gets_no_main_file_at_any_address(anna: Client, protocol_says: Callable[[str], None]) -> None:
    protocol_says(REQUIRED)
    code_all(anna, sex="2")
    hand_in(anna)
    for path in ("", "questions/"):
        answer = anna.get(f"/files/D2/{path}")
        assert answer.status_code == 403
        assert "This file opens once you have passed the training." in answer.content.decode()
    for path in ("answer", "detail", "evidence", "undo", "victim", "machine"):
        assert anna.post(f"/files/D2/{path}/", {"question": "D2/k_sex", "answer": "1"}).status_code == 403


def test_files_stand_round_by_round_as_these_follow_each_other(anna: Client) -> None:
    page = anna.get("/").content.decode()
    assert page.index("Defendant D1</a>") < page.index("Defendant D2</a>")
    assert "Begin with Defendant D1" in page


def test_without_that_rule_in_the_protocol_main_files_are_open(anna: Client) -> None:
    assert anna.get("/files/D2/").status_code == 200


def test_a_coder_sees_the_own_marks_and_a_lead_those_of_all(anna: Client) -> None:
    code_all(anna, sex="2")
    hand_in(anna)
    assert "anna" in coder_named("lena", ("lead",)).get("/training/").content.decode()
    other = coder_named("bert").get("/training/").content.decode()
    assert "k_sex" not in other
    assert "Reference files" not in other


def test_only_a_lead_makes_reference_files(anna: Client) -> None:
    given = {"C2/c_victims": "1", "D2/k_sex": "1", "D2/k_route": "1", "D2/k_prison": "-8", "D2/k_fine": "-8"}
    for question, value in given.items():
        anna.post("/files/D2/answer/", {"question": question, "answer": value})
    assert anna.post("/training/", {"unit": "D2"}).status_code == 403
    lena = coder_named("lena", ("lead",))
    lena.post("/training/", {"unit": "D2"})
    assert {each.coder for each in store().records(Coding, round="reference", unit="D2")} == {"lena"}
    assert 'role="alert"' in lena.post("/training/", {"unit": "D9"}).content.decode()


@pytest.mark.parametrize("unit", ["D1", "D3", "C1"])
def test_a_case_with_a_reference_file_is_given_out_in_no_round_that_counts(anna: Client, unit: str) -> None:  # noqa: ARG001 - there are files
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([Unit(id="D3", level="defendant", complex="C1", defendant="D3")])
    lena = coder_named("lena", ("lead",))
    coder_named("bert")
    for round_, refused in (("main", True), ("training", False)):
        given = {"unit": [unit], "coder": ["bert"], "round": round_}
        page = lena.post("/files/", given, follow=True).content.decode()
        assert (f"Leave out {unit}: a case with a reference file" in page) is refused
        assert (f'value="{unit}" checked' in page and 'value="bert" checked' in page) is refused
    assert [each.round for each in store().records(Assignment, coder="bert")] == ["training"]


@pytest.mark.parametrize("done", [True, False], ids=["done", "still coding"])
def test_a_file_that_somebody_still_codes_becomes_no_reference(file: None, *, done: bool) -> None:  # noqa: ARG001 - there is a file
    code_all(coder_named("anna"), sex="1")
    bert = coder_named("bert")
    if done:
        code_all(bert, sex="1")
    page = coder_named("lena", ("lead",)).post("/training/", {"unit": "D1"}, follow=True).content.decode()
    assert ("Somebody still codes this case" in page) is not done
    assert bool(store().records(Coding, round="reference")) is done
