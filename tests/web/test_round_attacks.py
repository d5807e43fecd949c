"""What somebody may try against the pages of the rounds: others' objects, forged fields, words that run, paths out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.web.conftest import NOW
from tests.web.desk import code_all, coder_named, post
from tests.web.material import CODEBOOK
from tests.web.test_addresses import ROWS
from vonnis.study.coding import Adjudication, Coding, Reveal
from vonnis.study.log import AskAgain, Assignment, HandIn, MeetingRule, Remark
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
RUNS = "<script>alert(1)</script>"
OF_A_FILE = [name for name, row in ROWS.items() if row.get("arguments", {}).get("unit") and row.get("coder") == 404]
WRITTEN = (Coding, Adjudication, Reveal, AskAgain, Assignment, HandIn, MeetingRule, Remark)


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    """A coder of D1, beside whom Bert has D2 alone."""
    other = Unit(id="D2", level="defendant", complex="C2", defendant="D2", documents=("zaak-1",))
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([complex_unit("C2"), other, Assignment(unit="D2", coder="bert", round="main", place=1, at=NOW)])
    return coder_named("anna")


def everything() -> dict[str, int]:
    return {kind.__name__: store().count(kind) for kind in WRITTEN}


@pytest.mark.parametrize("unit", ["D2", "C1", "C2", "D9", "..", "D1%00", "D1' OR '1'='1"])
@pytest.mark.parametrize("name", OF_A_FILE)
def test_a_file_of_somebody_else_is_not_there_at_any_address(name: str, unit: str, anna: Client) -> None:
    before, row = everything(), ROWS[name]
    send = anna.post if row.get("method") == "post" else anna.get
    address = reverse(name, kwargs={**row["arguments"], "unit": unit})
    answer = send(address, {"question": f"{unit}/k_sex", "answer": "1", "words": "x"})
    assert answer.status_code in {404, 403}
    assert everything() == before


@pytest.mark.parametrize("question", ["D2/k_sex", "C2/c_victims", "D1/nothing", "D1", "", "D1/k_sex/../k_fine"])
@pytest.mark.parametrize("name", ["answer", "evidence", "detail", "ask", "machine"])
def test_a_question_of_another_file_cannot_be_answered_through_the_own_one(
    name: str, question: str, anna: Client
) -> None:
    before = everything()
    answer = anna.post(f"/files/D1/{name}/", {"question": question, "answer": "1", "words": "x", "document": "x"})
    assert answer.status_code == 404
    assert everything() == before


FORGED = {
    "coder": "bert",
    "author": "lena",
    "actor": "lena",
    "round": "reference",
    "at": "1999-01-01",
    "unit": "D2",
    "variable": "k_fine",
    "id": "0" * 32,
    "codebook_version": "9.9.9",
    "ask_again": "1",
    "decided_by": "lena",
}


@pytest.mark.parametrize("name", ["answer", "ask", "evidence", "detail"])
def test_fields_that_no_form_has_are_not_taken(name: str, anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    given = {"answer": "1", "words": "x", "document": "verhoor", **FORGED}
    post(anna, name, "D1/k_sex", **given)
    for each in store().records(Coding):
        assert (each.coder, each.round, each.unit, each.codebook_version) == ("anna", "main", "D1", "1.0.0")
        assert each.at.year > 1999
    for line in store().records(Remark):
        assert (line.coder, line.author, line.unit, line.variable) == ("anna", "anna", "D1", "k_sex")
    assert {each.actor for each in store().actions()} <= {"test", "anna"}


def test_a_rule_is_decided_by_who_sends_it_and_now(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    lena = coder_named("eva", ("lead",))
    lena.post("/meeting/", {**FORGED, "variable": "k_sex", "words": "x", "again": "none"})
    (rule,) = store().records(MeetingRule)
    assert (rule.decided_by, rule.ask_again, rule.at.year > 1999) == ("eva", False, True)


_VERSIONS = count(1)


@pytest.fixture
def hostile() -> Iterator[None]:
    """A codebook, and an older one, whose words are tags."""
    study: Path = settings.ROOM.study
    path, older = study / "codebook.yaml", study / "codebooks"

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")
        version = next(_VERSIONS)
        os.utime(path, ns=(version, version))

    text = CODEBOOK
    for words in ("Sex", "What is the sex?", "As the court calls it.", "male", "Trial"):
        text = text.replace(f"en: {words}}}", f'en: "{RUNS}"}}')
    assert text.count(RUNS) == 5
    older.mkdir()
    (older / "0.9.0.yaml").write_text(CODEBOOK, encoding="utf-8")
    write(text)
    yield
    write(CODEBOOK)
    (older / "0.9.0.yaml").unlink()
    older.rmdir()


@pytest.mark.parametrize(
    "path", ["/", "/codebook/", "/codebook/changes/", "/progress/", "/meeting/", "/training/", "/files/D1/"]
)
def test_the_words_of_a_codebook_run_nowhere(path: str, anna: Client, hostile: None) -> None:  # noqa: ARG001 - the codebook is hostile
    code_all(anna, sex="1")
    post(anna, "ask", "D1/k_sex", words=RUNS)
    lena = coder_named("lena", ("lead", "adjudicator"))
    lena.post("/meeting/", {"variable": "k_sex", "words": RUNS, "again": "all"})
    reader = anna if path in {"/files/D1/", "/"} else lena
    page = reader.get(path, {"question": "D1/k_sex"} if path == "/files/D1/" else {}).content.decode()
    assert RUNS not in page
    if path != "/training/":
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("unit", ["../../etc/passwd", "%2e%2e%2fstudy.toml", "D1\x00"])
def test_no_reference_is_made_of_what_is_no_file_of_the_study(unit: str, anna: Client) -> None:
    assert anna.get("/").status_code == 200
    lena = coder_named("lena", ("lead",))
    answer = lena.post("/training/", {"unit": unit})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert store().records(Coding, round="reference") == ()
