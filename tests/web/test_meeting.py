"""Threads, the coders' meeting and what it asks again: nobody learns another coder's answer before the own is given."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.conftest import NOW
from tests.web.desk import code_all, coder_named, codings, post
from vonnis.study.log import AskAgain, Assignment, MeetingRule, Remark
from vonnis.study.unit import Unit
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
THREAD = "/threads/D1/k_sex/anna/"
ASKS = "Which document counts?"


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


@pytest.fixture
def lena(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("lena", ("lead",))


def ask(client: Client, words: str = ASKS) -> str:
    return post(client, "ask", "D1/k_sex", words=words)


def decide(client: Client, **more: str) -> str:
    data = {"variable": "k_sex", "words": "As registered.", "again": "all", **more}
    return client.post("/meeting/", data, follow=True).content.decode()


def meeting(client: Client) -> str:
    return client.get("/meeting/").content.decode()


def test_a_coder_asks_and_the_lead_answers_in_one_thread(anna: Client, lena: Client) -> None:
    assert ASKS in ask(anna)
    assert ASKS in meeting(lena)
    lena.post(THREAD, {"words": "The last one."})
    assert "The last one." in anna.get("/files/D1/?question=D1/k_sex").content.decode()
    assert [(each.author, each.coder) for each in store().records(Remark)] == [("anna", "anna"), ("lena", "anna")]
    assert ASKS not in meeting(lena)
    assert "which" not in store().actions()[-1].detail.lower()


@pytest.mark.parametrize("words", ["", "   "])
def test_an_empty_question_is_not_sent(anna: Client, words: str) -> None:
    assert 'role="alert"' in ask(anna, words)
    assert store().records(Remark) == ()


def test_another_coder_reads_nothing_of_a_thread(anna: Client) -> None:
    ask(anna)
    bert = coder_named("bert")
    assert ASKS not in bert.get("/files/D1/?question=D1/k_sex").content.decode()
    assert bert.get(THREAD).status_code == 403
    assert bert.post(THREAD, {"words": "x"}).status_code == 403
    assert bert.get("/meeting/").status_code == 403


def test_who_runs_the_study_and_codes_the_case_reads_no_thread_until_done(anna: Client) -> None:
    ask(anna)
    both = coder_named("bert", ("coder", "lead", "adjudicator"))
    assert both.get(THREAD).status_code == 403
    assert both.post(THREAD, {"words": "x"}).status_code == 403
    assert ASKS not in meeting(both)
    code_all(both, sex="1")
    assert both.get(THREAD).status_code == 200


def test_a_lead_answers_a_thread_and_begins_none(anna: Client, lena: Client) -> None:
    assert lena.get(THREAD).status_code == 404
    assert lena.post(THREAD, {"words": "x"}).status_code == 404
    ask(anna)
    assert lena.get("/threads/D1/k_sex/bert/").status_code == 404
    assert lena.get("/threads/D9/k_sex/anna/").status_code == 404
    assert 'role="alert"' in lena.post(THREAD, {"words": " "}).content.decode()


def test_an_adjudicator_reads_and_does_not_answer(anna: Client) -> None:
    ask(anna)
    eva = coder_named("eva", ("adjudicator",))
    assert ASKS not in meeting(eva)
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="1")
    assert ASKS in meeting(eva)
    assert eva.get(THREAD).status_code == 200
    assert eva.post(THREAD, {"words": "x"}).status_code == 403


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a_thread_runs_nothing(anna: Client, lena: Client, words: str) -> None:
    ask(anna, words)
    for page in (lena.get(THREAD), lena.get("/meeting/"), anna.get("/files/D1/?question=D1/k_sex")):
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


def test_a_difference_is_on_the_list_once_both_are_done(anna: Client, lena: Client) -> None:
    code_all(anna, sex="1")
    bert = coder_named("bert")
    post(bert, "answer", "D1/k_sex", answer="2")
    post(bert, "detail", "D1/k_sex", unsure="1")
    assert "female" not in meeting(lena)
    code_all(bert, sex="2")
    post(bert, "detail", "D1/k_sex", unsure="1")
    page = meeting(lena)
    assert "<dt>anna</dt><dd>male</dd>" in page
    assert "<dt>bert</dt><dd>female</dd>" in page
    assert "Nobody was unsure" not in page
    assert "male" not in lena.get("/meeting/?since=2100-01-01").content.decode()


def test_whoever_codes_another_file_of_the_case_reads_no_doubt_about_it(anna: Client, lena: Client) -> None:
    other = Unit(id="D2", level="defendant", complex="C1", defendant="D2")
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([other, Assignment(unit="D2", coder="carla", round="main", place=1, at=NOW)])
    for coder in (anna, coder_named("bert")):
        code_all(coder, sex="2")
    post(anna, "detail", "D1/k_sex", unsure="1")
    assert "female" in meeting(lena)
    assert "female" not in meeting(coder_named("carla", ("coder", "lead")))


def test_a_rule_that_is_refused_is_not_to_be_written_again(lena: Client) -> None:
    page = decide(lena, variable="k_fine", words="As <b>paid</b>.", again="some", answers="x")
    assert 'role="alert"' in page
    assert "As &lt;b&gt;paid&lt;/b&gt;.</textarea>" in page
    assert '<option value="k_fine" selected>' in page
    assert 'value="some" checked' in page
    assert 'value="x"' in page
    assert store().records(MeetingRule) == ()


@pytest.mark.parametrize("since", ["", "x", "0001-01-01", "9999-12-31"])
def test_any_date_shows_a_page(lena: Client, since: str) -> None:
    assert lena.get("/meeting/", {"since": since}).status_code == 200


def test_a_decision_stands_beside_the_question_and_asks_again(anna: Client, lena: Client) -> None:
    code_all(anna, sex="1")
    assert "As registered." in decide(lena)
    page = anna.get("/files/D1/").content.decode()
    assert "What is the sex?" in page
    assert "Asked again." in page
    assert "As registered." in page
    page = post(anna, "answer", "D1/k_sex", answer="1")
    assert [each.value for each in codings("k_sex")] == ["1", "1"]
    assert "Asked again." not in anna.get("/files/D1/?question=D1/k_sex").content.decode()
    assert "As registered." in anna.get("/files/D1/?question=D1/k_sex").content.decode()


@pytest.mark.parametrize(
    ("again", "answers", "asked"), [("none", "", 0), ("some", "2", 1), ("some", "7", None), ("some", "", 0)]
)
def test_only_the_answers_that_are_named_are_asked_again(
    anna: Client, lena: Client, again: str, answers: str, asked: int | None
) -> None:
    code_all(anna, sex="1")
    code_all(coder_named("bert"), sex="2")
    page = decide(lena, again=again, answers=answers)
    if asked is None:
        assert 'role="alert"' in page
        assert store().records(MeetingRule) == ()
    else:
        assert len(store().records(AskAgain)) == asked


def test_only_who_runs_the_study_decides(anna: Client) -> None:
    assert anna.post("/meeting/", {"variable": "k_sex", "words": "x"}).status_code == 403
    eva = coder_named("eva", ("adjudicator",))
    assert eva.post("/meeting/", {"variable": "k_sex", "words": "x"}).status_code == 403
    assert store().records(MeetingRule) == ()


def test_a_coder_is_asked_nothing_again_for_the_answer_of_another(anna: Client, lena: Client) -> None:
    code_all(anna, sex="1")
    bert = coder_named("bert")
    code_all(bert, sex="2")
    decide(lena, again="some", answers="2")
    assert "Asked again." in bert.get("/files/D1/?question=D1/k_sex").content.decode()
    assert "Asked again." not in anna.get("/files/D1/?question=D1/k_sex").content.decode()


def test_a_lead_who_still_codes_learns_no_answer_by_asking_again_for_it(anna: Client, lena: Client) -> None:
    code_all(anna, sex="1")
    both = coder_named("bert", ("coder", "lead"))
    for sex in ("1", "2"):
        decide(both, again="some", answers=sex)
    page = meeting(both)
    assert re.findall(r'<td class="r">(.*?)</td>', page) == ["–", "–"]
    assert "nothing tells how many" in page
    assert "asked_again" not in both.get("/audit/").content.decode()
    assert sorted(re.findall(r'<td class="r">(.*?)</td>', meeting(lena))) == ["1", "–"]
    assert "asked_again" in lena.get("/audit/").content.decode()
