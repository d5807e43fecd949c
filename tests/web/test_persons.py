"""The list of persons in a file: each coder's own, matched by number, and held against each other where coders are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import person_named
from tests.web.desk import code_all, coder_named, post
from vonnis.study.coding import Coding
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.coding.desk import file_of
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
VICTIM = "/files/D1/victim/"


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


@pytest.fixture
def bert(file: None) -> Client:  # noqa: ARG001 - as above
    return coder_named("bert")


def seen(coder: str) -> set[str]:
    file = file_of(coder, "D1")
    assert file is not None
    return {unit.id for unit in file.units}


def answer_about(client: Client, victim: str) -> None:
    post(client, "answer", f"{victim}/v_age", answer="16..17", low="16", high="17")
    post(client, "answer", f"D1.{victim}/p_first", answer="2018")


def test_a_coder_sees_nobody_whom_another_added(anna: Client, bert: Client) -> None:
    anna.post(VICTIM)
    anna.post(VICTIM)
    assert seen("anna") == {"C1", "D1", "C1-V1", "D1.C1-V1", "C1-V2", "D1.C1-V2"}
    assert seen("bert") == {"C1", "D1"}
    assert "C1-V1" not in bert.get("/files/D1/").content.decode()


@pytest.mark.parametrize("name", ["answer", "evidence", "detail", "ask"])
def test_no_address_takes_an_answer_about_a_person_on_another_list(anna: Client, bert: Client, name: str) -> None:
    anna.post(VICTIM)
    data = {"question": "C1-V1/v_age", "answer": "16..17", "words": "who?"}
    assert bert.post(f"/files/D1/{name}/", data).status_code == 404
    assert store().records(Coding, coder="bert") == ()


def test_the_first_of_one_coder_is_the_first_of_the_other(anna: Client, bert: Client) -> None:
    for client in (anna, bert):
        client.post(VICTIM)
        answer_about(client, "C1-V1")
    assert len(store().records(Unit, level="victim")) == 1
    assert {each.coder for each in store().records(Coding, unit="C1-V1")} == {"anna", "bert"}


def test_one_added_by_mistake_goes_off_the_list_while_nothing_was_answered(anna: Client) -> None:
    anna.post(VICTIM)
    assert "Take C1-V1 off again" in anna.get("/files/D1/").content.decode()
    anna.post(VICTIM, {"drop": "1"})
    assert seen("anna") == {"C1", "D1"}
    anna.post(VICTIM)
    answer_about(anna, "C1-V1")
    assert anna.post(VICTIM, {"drop": "1"}).status_code == 403


def test_lists_that_differ_are_told_to_the_adjudicator_once_both_are_done(anna: Client, bert: Client) -> None:
    eva = coder_named("eva", ("adjudicator",))
    for client, victims in ((anna, 2), (bert, 1)):
        for number in range(1, victims + 1):
            client.post(VICTIM)
            answer_about(client, f"C1-V{number}")
    code_all(anna, sex="1")
    assert "anna 2" not in eva.get("/differences/").content.decode()
    code_all(bert, sex="1")
    assert "C1: anna 2, bert 1" in eva.get("/differences/").content.decode()


def test_who_is_listed_beforehand_stands_in_every_file(anna: Client) -> None:
    lead = coder_named("lena", ("lead",))
    lead.post("/files/", {"case": "C1"})
    assert "C1-V1" in seen("anna") & seen("bert")
    anna.post(VICTIM)
    assert "C1-V2" not in seen("bert")
    assert 'role="alert"' in lead.post("/files/", {"case": "C1"}).content.decode()


def test_a_lead_who_codes_a_case_learns_from_its_list_nothing_of_a_colleague(anna: Client, bert: Client) -> None:
    Person.objects.filter(username="bert").update(roles=["coder", "lead"])
    page = bert.get("/files/").content.decode()
    assert ("<option>C1" in page, "Cases that you still code yourself" in page) == (False, False)
    said = bert.post("/files/", {"case": "C1"}).content.decode()
    anna.post(VICTIM)
    told = bert.post("/files/", {"case": "C1"}).content.decode()
    assert "Choose a case." in said
    assert [re.findall("<p.*?</p>", each) for each in (said, told)] == [re.findall("<p.*?</p>", said)] * 2


@pytest.mark.parametrize("case", ["C9", ""])
def test_a_case_that_is_not_there_gets_nobody(file: None, case: str) -> None:  # noqa: ARG001 - there is a file
    assert 'role="alert"' in coder_named("lena", ("lead",)).post("/files/", {"case": case}).content.decode()
    assert store().records(Unit, level="victim") == ()


def test_a_study_may_share_one_list(anna: Client, protocol_says: Callable[[str], None]) -> None:
    protocol_says('[coding]\npersons = "shared"')
    anna.post(VICTIM)
    assert "C1-V1" in seen("bert")


def test_a_study_may_leave_the_list_to_the_lead(anna: Client, protocol_says: Callable[[str], None]) -> None:
    protocol_says('[coding]\npersons = "fixed"')
    assert "Add a victim" not in anna.get("/files/D1/").content.decode()
    assert anna.post(VICTIM).status_code == 403


def test_the_page_of_files_tells_who_still_codes_not_how_much_a_colleague_asks(file: None) -> None:  # noqa: ARG001 - as above
    both = coder_named("anna", ("coder", "lead"))
    person_named("dirk", ["coder"])
    page = both.get("/files/").content.decode()
    assert re.search(r"anna \([^)]*, 0/\d\); bert \([^)]*, not done\)", page)
