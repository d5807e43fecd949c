"""Coding a file: answers, evidence, skip rules, blindness, differences."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from tests.web.conftest import NOW, person_named
from tests.web.desk import TEXT, code_all, coder_named, codings, post
from vonnis.codebook.missing import Missing
from vonnis.study.coding import Adjudication, Coding, Locator, Passage
from vonnis.study.log import Assignment, Decision, Link
from vonnis.study.seen import as_seen
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.coding.desk import file_of
from vonnis.web.coding.overview import differences
from vonnis.web.database import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


def state(variable: str, coder: str = "anna") -> str:
    file = file_of(coder, "D1")
    assert file is not None
    return next(each.state for each in file.questions if each.variable.name == variable)


ANSWERS = [
    ("C1/c_victims", {"answer": "2"}, "2"),
    ("D1/k_sex", {"answer": "1"}, "1"),
    ("D1/k_route", {"answer": ["2", "1"]}, "1;2"),
    ("D1/k_prison", {"years": "1", "months": "6"}, "P1Y6M"),
    ("D1/k_prison", {"hours": "120"}, "PT120H"),
    ("D1/k_fine", {"answer": "500.00"}, "500.00"),
]


@pytest.mark.parametrize(("question", "data", "value"), ANSWERS)
def test_an_answer_is_kept_with_who_and_what(
    anna: Client, question: str, data: dict[str, object], value: object
) -> None:
    post(anna, "answer", question, **data)
    (coding,) = store().records(Coding)
    assert (coding.coder, coding.round, coding.codebook_version, coding.value) == ("anna", "main", "1.0.0", value)
    assert store().actions()[-1].name == "coding.answer"


WRONG = [
    ("C1/c_victims", {"answer": "99"}),
    ("C1/c_victims", {"answer": "two"}),
    ("D1/k_sex", {"answer": "7"}),
    ("D1/k_sex", {"answer": "-7"}),
    ("D1/k_route", {"answer": ["0", "1"]}),
    ("D1/k_route", {}),
    ("D1/k_prison", {"months": "many"}),
    ("D1/k_fine", {"answer": "500 euro"}),
]


@pytest.mark.parametrize(("question", "data"), WRONG)
def test_a_wrong_answer_is_said_and_not_kept(anna: Client, question: str, data: dict[str, object]) -> None:
    assert 'role="alert"' in post(anna, "answer", question, **data)
    assert store().records(Coding) == ()


@pytest.mark.parametrize(("code", "word"), [("-8", "not stated"), ("-9", "unclear"), ("-6", "withheld")])
def test_a_kind_of_missing_is_an_answer(anna: Client, code: str, word: str) -> None:
    post(anna, "answer", "D1/k_sex", answer=code)
    assert word in anna.get("/files/D1/?question=D1/k_sex").content.decode()
    assert codings("k_sex")[0].missing == int(code)


def test_a_skip_rule_opens_and_closes_its_question(anna: Client) -> None:
    post(anna, "answer", "D1/k_route", answer=["1"])
    assert state("k_data") == "skipped"
    post(anna, "answer", "D1/k_route", answer=["1", "2"])
    assert state("k_data") == "open"


def test_a_question_that_is_skipped_takes_no_answer(anna: Client) -> None:
    post(anna, "answer", "D1/k_route", answer=["1"])
    assert anna.post("/files/D1/answer/", {"question": "D1/k_data", "answer": "3"}).status_code == 404


def test_a_passage_is_kept_as_it_stands_in_the_text(anna: Client) -> None:
    from vonnis.web.coding.shelf import judgment_of

    judgment = judgment_of(TEXT)
    assert judgment is not None
    start = judgment.text.index("18 maanden")
    post(anna, "answer", "D1/k_prison", months="18")
    assert state("k_prison") == "unsupported"
    post(anna, "evidence", "D1/k_prison", document=TEXT, start=start, end=start + 10, quote="something else")
    passage = Passage(document=TEXT, start=start, end=start + 10, quote="18 maanden")
    assert codings("k_prison")[-1].evidence == (as_seen(passage, judgment.text),)
    assert state("k_prison") == "answered"
    post(anna, "evidence", "D1/k_prison", drop="0")
    assert state("k_prison") == "unsupported"


@pytest.mark.parametrize(
    "place",
    [
        {"document": "zaak-2", "start": "0", "end": "5"},
        {"document": "../study.toml", "start": "0", "end": "5"},
        {"document": TEXT, "start": "5", "end": "5"},
        {"document": TEXT, "start": "0", "end": "999999"},
        {"document": TEXT, "start": "-1", "end": "5"},
        {"document": TEXT, "start": "", "end": ""},
        {"document": TEXT, "start": "0", "end": "9" * 5000},
    ],
)
def test_a_passage_that_is_not_in_the_text_is_refused(anna: Client, place: dict[str, str]) -> None:
    post(anna, "answer", "D1/k_prison", months="18")
    assert 'role="alert"' in post(anna, "evidence", "D1/k_prison", **place)
    assert codings("k_prison")[-1].evidence == ()


def test_without_a_text_a_place_in_the_file_is_the_evidence(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "evidence", "D1/k_sex", document="verhoor 3", page="12")
    assert codings("k_sex")[-1].evidence == (Locator(document="verhoor 3", page="12"),)


@pytest.fixture
def open_file(db: None) -> None:  # noqa: ARG001 - the database must be there
    """The file D1 of a published judgment, given to Anna."""
    unit = Unit(
        id="D1", level="defendant", complex="C1", defendant="D1", documents=(TEXT,), source_mode="published", frame="x"
    )
    given = Assignment(unit="D1", coder="anna", round="main", place=1, at=NOW)
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([complex_unit("C1"), unit, given])


@pytest.mark.usefixtures("open_file")
def test_of_a_published_text_it_is_noted_what_it_was_and_a_new_answer_leaves_what_is_gone() -> None:
    anna = coder_named("anna")
    path = Path(settings.ROOM.study) / "sources/judgments/zaak-1.txt"
    text = path.read_text(encoding="utf-8")
    start = text.index("18 maanden")
    post(anna, "answer", "D1/k_prison", months="18")
    for place in (0, start):
        post(anna, "evidence", "D1/k_prison", document=TEXT, start=place, end=place + 10)
    first, second = codings("k_prison")[-1].evidence
    assert second == as_seen(Passage(TEXT, start, start + 10, "18 maanden"), text.rstrip("\n"))
    try:
        path.write_text(text.replace("18 maanden", "20 maanden"), encoding="utf-8")
        os.utime(path.parent, ns=(1, 1))
        post(anna, "answer", "D1/k_prison", months="20")
        assert codings("k_prison")[-1].evidence == (first,)
    finally:
        path.write_text(text, encoding="utf-8")
        os.utime(path.parent)


def test_the_source_that_is_believed_first_stands_first(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    book = Path(settings.ROOM.study) / "codebook.yaml"
    text = book.read_text(encoding="utf-8")
    try:
        book.write_text(
            text.replace("- name: k_sex\n", "- name: k_sex\n  precedence: [police, court]\n"), encoding="utf-8"
        )
        page = post(anna, "detail", "D1/k_sex", note="a remark")
    finally:
        book.write_text(text, encoding="utf-8")
    said = page.split('<select id="standing"')[1].split("</small>")[0]
    assert re.findall(r'value="(\w+)"', said)[:3] == ["police", "court", "prosecution"]
    assert "code what the first of these says" in said


def test_who_says_so_is_told_in_the_language_of_the_page(anna: Client) -> None:
    anna.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    post(anna, "answer", "D1/k_sex", answer="1")
    page = anna.get("/files/D1/?question=D1/k_sex").content.decode()
    said = page.split('<select id="standing"')[1].split("</select>")[0]
    words = ["–", "rechter", "openbaar ministerie", "verdachte", "slachtoffer", "politie", "deskundige", "afgeleid"]
    assert re.findall(r">([^<]+)</option>", said) == words


def test_source_doubt_and_note_stay_with_the_next_answer(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "detail", "D1/k_sex", standing="court", unsure="1", contradicted="1", note="see the record")
    post(anna, "answer", "D1/k_sex", answer="2")
    last = codings("k_sex")[-1]
    assert (last.value, last.standing, last.certainty, last.note) == ("2", "court", "unsure", "see the record")
    assert last.contradicted


@pytest.mark.parametrize(
    ("question", "given", "nl", "en"),
    [
        ("D1/k_prison", {"years": "1", "months": "6"}, "1 jaar en 6 maanden", "1 year and 6 months"),
        ("D1/k_prison", {"days": "0"}, "0 dagen", "0 days"),
        ("D1/k_fine", {"answer": "1500.50"}, "€ 1.500,50", "€1,500.50"),
        ("D1/k_prison", {"answer": "-8"}, "niet vermeld", "not stated"),
    ],
)
def test_an_answer_is_told_in_words(anna: Client, question: str, given: dict[str, str], nl: str, en: str) -> None:
    post(anna, "answer", question, **given)
    for language, words in (("nl", nl), ("en", en)):
        page = anna.get("/files/D1/", headers={"accept-language": language}).content.decode()
        assert f'<span class="given">{words}</span>' in page


def test_undo_gives_the_answer_before_wherever_the_screen_went(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    assert 'role="alert"' in post(anna, "undo", "")
    post(anna, "answer", "D1/k_sex", answer="2")
    assert "What is the sex?" in post(anna, "undo", "D1/k_route")
    assert [each.value for each in codings("k_sex")] == ["1", "2", "1"]


def test_undo_steps_back_through_the_answers_and_stops_at_the_first(anna: Client) -> None:
    for answer in ("1", "2", "-8"):
        post(anna, "answer", "D1/k_sex", answer=answer)
    for _ in range(2):
        assert 'role="alert"' not in post(anna, "undo", "")
    for _ in range(2):
        assert 'role="alert"' in post(anna, "undo", "")
    assert [each.value for each in codings("k_sex")] == ["1", "2", None, "2", "1"]


def test_undo_after_a_new_answer_takes_that_one_back(anna: Client) -> None:
    for answer in ("1", "2"):
        post(anna, "answer", "D1/k_sex", answer=answer)
    post(anna, "undo", "")
    post(anna, "answer", "D1/k_sex", answer="-8")
    post(anna, "undo", "")
    post(anna, "answer", "D1/k_sex", answer="2")
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "undo", "")
    assert [each.value for each in codings("k_sex")] == ["1", "2", "1", None, "1", "2", "1", "2"]


def test_undo_goes_on_to_the_question_answered_before(anna: Client) -> None:
    for question, answer in [("k_sex", "1"), ("k_fine", "5.00"), ("k_sex", "2"), ("k_fine", "7.00")]:
        post(anna, "answer", f"D1/{question}", answer=answer)
    for _ in range(2):
        post(anna, "undo", "")
    assert ([each.value for each in codings("k_fine")], [each.value for each in codings("k_sex")]) == (
        ["5.00", "7.00", "5.00"],
        ["1", "2", "1"],
    )


def test_a_victim_gets_a_number_and_pairs(anna: Client) -> None:
    anna.post("/files/D1/victim/")
    anna.post("/files/D1/victim/")
    assert {unit.id for unit in store().records(Unit)} == {"C1", "D1", "C1-V1", "C1-V2", "D1.C1-V1", "D1.C1-V2"}
    post(anna, "answer", "C1-V1/v_age", low="15", high="16")
    post(anna, "answer", "D1.C1-V1/p_first", answer="2016")
    assert {each.variable for each in store().records(Coding)} == {"v_age", "p_first"}


def test_a_coder_sees_nothing_of_another_coders_answer(anna: Client) -> None:
    bert = coder_named("bert")
    empty = bert.get("/files/D1/").content.decode()
    post(anna, "answer", "D1/k_sex", answer="2")
    post(anna, "evidence", "D1/k_sex", document="verhoor 3", page="12")
    page = bert.get("/files/D1/?question=D1/k_sex").content.decode()
    assert "verhoor 3" not in page
    assert ": <span" not in page
    assert 'aria-pressed="true"' not in page.split('id="questions"')[1]
    assert bert.get("/files/D1/").content.decode().count("<li") == empty.count("<li")


def test_a_file_that_was_not_given_does_not_exist(anna: Client) -> None:
    assert anna.get("/files/C1/").status_code == 404
    other = coder_named("carla")
    assert other.get("/files/D1/").status_code == 404
    assert other.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"}).status_code == 404


def test_differences_open_once_all_coders_are_done(anna: Client) -> None:
    eva = coder_named("eva", ("adjudicator",))
    code_all(anna, sex="1")
    bert = coder_named("bert")
    post(bert, "answer", "D1/k_sex", answer="2")
    assert eva.get("/differences/D1/k_sex/").status_code == 404
    code_all(bert, sex="2")
    assert "k_sex" in eva.get("/differences/").content.decode()
    assert eva.get("/differences/D1/k_sex/").status_code == 200
    assert eva.get("/differences/D1/k_fine/").status_code == 404


def test_a_difference_is_decided_with_a_reason(anna: Client) -> None:
    eva = coder_named("eva", ("adjudicator",))
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="2")
    chosen = codings("k_sex")[0]
    assert 'role="alert"' in eva.post("/differences/D1/k_sex/", {"coding": chosen.id, "reason": " "}).content.decode()
    eva.post("/differences/D1/k_sex/", {"coding": chosen.id, "reason": "the head says so"})
    (decision,) = store().records(Adjudication)
    assert (decision.value, decision.reason, decision.adjudicator) == ("1", "the head says so", "eva")


def test_who_coded_does_not_decide(file: None) -> None:  # noqa: ARG001 - there is a file
    both = coder_named("anna", ("coder", "adjudicator"))
    code_all(both, sex="1")
    code_all(coder_named("bert"), sex="2")
    assert both.get("/differences/D1/k_sex/").status_code == 403


def test_a_lead_gives_files_and_nobody_gets_one_twice(file: None) -> None:  # noqa: ARG001 - there is a file
    lead = coder_named("lena", ("lead",))
    person_named("anna", ["coder"])
    person_named("dirk", ["coder"])
    path = "/files/?page=1"
    for round_ in ("machine", "reference", ""):
        lead.post(path, {"unit": ["D1"], "coder": ["dirk"], "round": round_})
    answer = lead.post(path, {"unit": ["D1"], "coder": ["anna", "dirk", "lena"], "round": "main"})
    assert answer.headers["Location"] == path
    assert "1 file was given out." in lead.get(path).content.decode()
    given = [each.coder for each in store().records(Assignment) if each.unit == "D1"]
    assert sorted(given) == ["anna", "bert", "dirk"]


def test_the_export_holds_codes_and_places_and_no_words_of_a_text(anna: Client) -> None:
    post(anna, "answer", "D1/k_prison", months="18")
    post(anna, "evidence", "D1/k_prison", document=TEXT, start="0", end="9")
    post(anna, "detail", "D1/k_prison", note="a remark")
    lines = coder_named("lena", ("lead",)).get("/export/").content.decode().splitlines()
    assert lines[0].startswith("unit,coder,variable,value,start,end,codebook_version,at,document,page,")
    assert lines[-1].startswith("D1,anna,k_prison,P18M,0,9,1.0.0,")
    assert ",zaak-1,," in lines[-1]
    assert ",main," in lines[-1]
    assert "remark" not in str(lines)
    assert "RECHTBANK" not in str(lines)


@pytest.mark.parametrize("note", ["<script>alert(1)</script>", "{{ request }}", '"><img src=x onerror=alert(1)>'])
def test_a_note_is_shown_as_it_is_and_runs_nowhere(anna: Client, note: str) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "detail", "D1/k_sex", note=note)
    page = anna.get("/files/D1/?question=D1/k_sex").content.decode()
    assert codings("k_sex")[-1].note == note
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_proven_facts_stay_folded(anna: Client) -> None:
    page = anna.get("/files/D1/").content.decode()
    parts = {part.split('"')[0]: part for part in page.split('<details id="')[1:]}
    folded = [part for part in parts.values() if "acht bewezen" in part]
    opened = [part for part in parts.values() if "veroordeelt verdachte tot een gevangenisstraf" in part]
    assert [part.split(">")[0].endswith("open") for part in (*folded, *opened)] == [False, True]


def test_a_change_of_rights_is_felt_at_once(anna: Client, enter: Callable[[str], Client]) -> None:
    enter("administrator").post("/people/anna/", {"roles": ["reader"]})
    assert anna.get("/files/D1/").status_code == 403


def test_while_somebody_codes_the_file_again_nobody_sees_a_difference_or_decides(anna: Client) -> None:
    dirk = coder_named("dirk", ("coder", "adjudicator"))
    given = Assignment(unit="D1", coder="dirk", round="recode", place=1, at=NOW)
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([given])
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="2")
    for somebody in (dirk, coder_named("eva", ("adjudicator",))):
        assert "k_sex" not in somebody.get("/differences/").content.decode()
        assert somebody.get("/differences/D1/k_sex/").status_code == 404


def test_a_difference_about_the_complex_is_decided_too(anna: Client) -> None:
    eva = coder_named("eva", ("adjudicator",))
    code_all(anna, sex="1")
    bert = coder_named("bert")
    code_all(bert, sex="1")
    post(bert, "answer", "C1/c_victims", answer="3")
    assert eva.get("/differences/C1/c_victims/").status_code == 200


def test_an_answer_that_its_coder_skips_now_stands_as_not_applicable_where_it_is_decided(anna: Client) -> None:
    bert = coder_named("bert")
    for client, number in ((anna, "3"), (bert, "5")):
        post(client, "answer", "D1/k_route", answer=["2"])
        post(client, "answer", "D1/k_data", answer=number)
    code_all(anna, sex="1")
    for question, answer in (("C1/c_victims", "1"), ("D1/k_sex", "1"), ("D1/k_prison", "-8"), ("D1/k_fine", "-8")):
        post(bert, "answer", question, answer=answer)
    eva = coder_named("eva", ("adjudicator",))
    page = eva.get("/differences/D1/k_data/").content.decode()
    assert re.findall(r"<strong>([^<]*)</strong> \((\w+)\)", page) == [("not applicable", "anna"), ("5", "bert")]
    chosen = re.findall(r'name="coding" value="([^"]+)"', page)[0]
    eva.post("/differences/D1/k_data/", {"coding": chosen, "reason": "nothing was looked at"})
    assert store().records(Adjudication)[-1].missing == Missing.NOT_APPLICABLE


def in_store(*records: msgspec.Struct) -> None:
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add(records)


def linked(*, decided: bool = False) -> None:
    """Link the case of the file to another, which Carla coded, or about which Eva decided before."""
    said = {"unit": "C2", "variable": "c_victims", "codebook_version": "1.0.0", "at": NOW}
    made = Link(kind="complex", one="C1", other="C2", reason="one case", linked_by="lead", at=NOW)
    given = Assignment(unit="D2", coder="carla", round="main", place=0, at=NOW)
    in_store(complex_unit("C2"), Unit(id="D2", level="defendant", complex="C2", defendant="D2"), made, given)
    in_store(Coding(coder="carla", value="3", **said))  # type: ignore[arg-type]
    if decided:
        in_store(Adjudication(adjudicator="eva", value="4", reason="page 2", **said))  # type: ignore[arg-type]


@pytest.mark.parametrize(("decided", "who"), [(False, "carla (C2)"), (True, "eva (C2, decided)")])
def test_complexes_that_became_one_are_held_against_each_other(anna: Client, *, decided: bool, who: str) -> None:
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="1")
    linked(decided=decided)
    eva = coder_named("eva", ("adjudicator",))
    assert f"anna: 1; bert: 1; {who}: {4 if decided else 3}" in eva.get("/differences/").content.decode()
    page = eva.get("/differences/C1/c_victims/").content.decode()
    assert f"</strong> ({who})</label>" in page
    assert coder_named("carla", ("coder", "adjudicator")).get("/differences/C1/c_victims/").status_code == 403
    chosen = re.findall(r'name="coding" value="([^"]+)"', page)[-1]
    eva.post("/differences/C1/c_victims/", {"coding": chosen, "reason": "page 3"})
    last = store().records(Adjudication, unit="C1")[-1]
    assert (last.variable, last.value, last.reason) == ("c_victims", "4" if decided else "3", "page 3")
    assert [each.decided is not None for each in differences()] == [True]


def test_while_somebody_codes_one_of_two_complexes_that_became_one_they_do_not_differ(anna: Client) -> None:
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="1")
    linked()
    in_store(Assignment(unit="D2", coder="carla", round="main", place=1, at=NOW + dt.timedelta(days=1)))
    assert differences() == []


def test_what_dropped_out_waits_for_nobody_in_the_room(anna: Client) -> None:
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="2")
    assert [each.unit for each in differences()] == ["D1"]
    in_store(Decision(unit="D1", step="file", reason="not_released", decided_by="lead", at=NOW))
    assert differences() == []


def test_an_answer_to_a_question_that_is_skipped_now_is_no_difference(anna: Client) -> None:
    bert = coder_named("bert")
    for client, number in ((anna, "3"), (bert, "5")):
        post(client, "answer", "D1/k_route", answer=["2"])
        post(client, "answer", "D1/k_data", answer=number)
        code_all(client, sex="1")
    assert "k_data" not in coder_named("eva", ("adjudicator",)).get("/differences/").content.decode()


def test_a_number_that_is_taken_is_not_given_again(anna: Client) -> None:
    imported = Unit(id="C1-V3", level="victim", complex="C1", victim="C1-V3")
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([imported])
    anna.post("/files/D1/victim/")
    assert "C1-V4" in {unit.id for unit in store().records(Unit)}


@pytest.mark.parametrize("place", ["x", "7", "-1"])
def test_evidence_that_is_not_there_cannot_be_taken_away(anna: Client, place: str) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "evidence", "D1/k_sex", document="verhoor", page="1")
    post(anna, "evidence", "D1/k_sex", drop=place)
    assert len(codings("k_sex")[-1].evidence) == 1


def test_whoever_codes_gets_no_export_meanwhile(file: None) -> None:  # noqa: ARG001 - there is a file
    both = coder_named("anna", ("coder", "lead"))
    assert both.get("/export/").status_code == 403
    code_all(both, sex="1")
    assert both.get("/export/").status_code == 200


def test_an_answer_after_the_session_ended_is_refused_and_not_replaced_by_the_door(file: None) -> None:  # noqa: ARG001 - there is a file
    answer = Client().post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"}, headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert store().records(Coding) == ()


def test_the_log_does_not_tell_an_answer(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    assert codings("k_sex")[0].id not in store().actions()[-1].detail


def test_a_second_click_and_a_page_that_tries_again_give_one_answer(anna: Client) -> None:
    for _ in range(3):
        post(anna, "answer", "D1/k_sex", answer="1", after="")
    assert [each.value for each in codings("k_sex")] == ["1"]
    assert [line.name for line in store().actions()].count("coding.answer") == 1


def test_the_same_answer_given_again_on_purpose_is_kept(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1", after="")
    seen = codings("k_sex")[0].at.isoformat()
    post(anna, "answer", "D1/k_sex", answer="1", after=seen)
    post(anna, "answer", "D1/k_sex", answer="2", after="")
    assert [each.value for each in codings("k_sex")] == ["1", "1", "2"]


def test_every_passage_of_the_coder_is_marked_whichever_question_is_in_view(anna: Client) -> None:
    post(anna, "answer", "D1/k_prison", months="18")
    post(anna, "evidence", "D1/k_prison", document=TEXT, start="3", end="9")
    assert 'data-passage="3-9"' in anna.get("/files/D1/?question=D1/k_sex").content.decode()


@pytest.mark.parametrize("asked", ["a part", "a page"])
def test_an_answer_sent_before_any_script_runs_gets_a_whole_page(anna: Client, asked: str) -> None:
    headers = {"hx-request": "true"} if asked == "a part" else {}
    page = anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"}, headers=headers).content.decode()
    assert page.startswith("<!doctype html>") is (asked == "a page")
    assert "How was the defendant traced?" in page
