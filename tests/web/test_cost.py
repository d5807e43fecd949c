"""What an answer costs: how often it asks the database, whatever the file and the study hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import NOW
from tests.web.desk import code_all, coder_named, post
from vonnis.study.coding import Coding
from vonnis.study.log import Assignment, HandIn, MeetingRule
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
MOST = 24
"""How often an answer may ask the database, with whoever is logged in and the line in the log."""


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


def asked(client: Client, *, answer: str) -> int:
    with CaptureQueriesContext(connection) as found:
        post(client, "answer", "D1/k_sex", answer=answer)
    return len(found)


def victims(client: Client) -> None:
    for _ in range(3):
        client.post("/files/D1/victim/")


def other_files(client: Client) -> None:  # noqa: ARG001 - as the other ways in which a study grows
    """Give the coder fifty more files, in each of which the same question is answered."""
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        for number in range(2, 52):
            unit, complex_ = f"D{number}", f"C{number}"
            given = Assignment(unit=unit, coder="anna", round="main", place=number, at=NOW)
            coded = {"coder": "anna", "codebook_version": "1.0.0", "at": NOW}
            coding = Coding(unit=unit, variable="k_sex", value="1", **coded)  # type: ignore[arg-type]
            defendant = Unit(id=unit, level="defendant", complex=complex_, defendant=unit)
            writing.add([complex_unit(complex_), defendant, given, coding])


def all_answers(client: Client) -> None:
    code_all(client, sex="2")


GROWN = [victims, other_files, all_answers]


@pytest.mark.parametrize("grow", GROWN, ids=lambda grow: grow.__name__)
def test_an_answer_asks_as_often_in_a_study_that_has_grown(anna: Client, grow: Callable[[Client], None]) -> None:
    first = asked(anna, answer="1")
    grow(anna)
    assert asked(anna, answer="2") <= first <= MOST


def test_a_rule_of_the_meeting_costs_two_questions_more(anna: Client) -> None:
    other_files(anna)
    first = asked(anna, answer="1")
    at = NOW + dt.timedelta(days=3650)
    rule = MeetingRule(variable="k_sex", words="As the judge says.", decided_by="lead", ask_again=True, at=at)
    with store().action("test", actor="test", at=at, detail={}) as writing:
        writing.add([rule])
    assert asked(anna, answer="2") <= first + 2


def test_a_question_with_many_passages_asks_as_often_as_with_one(anna: Client) -> None:
    post(anna, "answer", "D1/k_prison", months="18")

    def shown(passages: int) -> int:
        for start in range(passages):
            post(anna, "evidence", "D1/k_prison", document="zaak-1", start=str(start), end=str(start + 20))
        with CaptureQueriesContext(connection) as found:
            page = anna.get("/files/D1/questions/?question=D1/k_prison").content.decode()
        assert page.count("take away") == passages
        return len(found)

    assert shown(1) == shown(6)


def test_a_training_that_was_passed_costs_few_questions_however_long_it_was(
    anna: Client, protocol_says: Callable[[str], None]
) -> None:
    other_files(anna)
    plain, answers = today(anna), asked(anna, answer="1")
    at = {"at": NOW, "round": "training"}
    coded = {"variable": "k_sex", "value": "1", "codebook_version": "1.0.0"}
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        for unit in (f"D{number}" for number in range(2, 32)):
            writing.add([Coding(unit=unit, coder="lena", round="reference", at=NOW, **coded)])  # type: ignore[arg-type]
            writing.add([Coding(unit=unit, coder="anna", **at, **coded), HandIn(unit=unit, coder="anna", **at)])  # type: ignore[arg-type]
    protocol_says("[coding.training]\nrequired = true")
    assert today(anna) <= plain + 4
    assert asked(anna, answer="2") <= answers + 4


def today(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get("/").status_code == 200
    return len(found)


@pytest.fixture
def lena(anna: Client) -> Client:
    """A lead who decides, in a study of 150 cases more."""
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="2")
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        for number in range(1000, 1150):
            unit, complex_ = f"D{number}", f"C{number}"
            given = Assignment(unit=unit, coder="anna", round="main", place=number, at=NOW)
            coding = Coding(unit=unit, variable="k_sex", value="1", coder="anna", codebook_version="1.0.0", at=NOW)
            defendant = Unit(id=unit, level="defendant", complex=complex_, defendant=unit)
            writing.add([complex_unit(complex_), defendant, given, coding])
    return coder_named("lena", ("lead", "adjudicator"))


def whole_answers(client: Client, page: str) -> tuple[int, int]:
    """Return how many statements of a page read whole answers, and how many of these do not say of which units."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    told = [each["sql"] for each in found if "FROM study_coding" in each["sql"] and "evidence" in each["sql"]]
    few = ("unit IN", "certainty IN", "round IN ('reference')")
    return len(told), len([sql for sql in told if not any(each in sql for each in few)])


SHOWN = [
    "/files/",
    "/files/?page=2",
    "/differences/",
    "/differences/D1/k_sex/",
    "/meeting/",
    "/progress/",
    "/training/",
]


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_of_a_lead_reads_the_answers_that_it_shows(lena: Client, page: str) -> None:
    assert whole_answers(lena, page)[1] == 0


@pytest.mark.parametrize("page", ["/files/", "/progress/"])
def test_how_far_files_are_is_counted_anew_where_something_was_answered(anna: Client, lena: Client, page: str) -> None:
    first = whole_answers(lena, page)[0]
    assert first >= 1
    assert whole_answers(lena, page)[0] == 0
    post(anna, "answer", "D1/k_sex", answer="2")
    assert whole_answers(lena, page)[0] == 1
