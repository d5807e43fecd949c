"""What somebody might try from inside: other people's files, fields that no form has, words that run."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from tests.web.conftest import NOW, person_named
from tests.web.desk import coder_named
from tests.web.material import CODEBOOK, JUDGMENT, coded_study
from vonnis.study.coding import Coding
from vonnis.study.log import Assignment, Decision
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.accounts.models import Person
from vonnis.web.care.models import Opening
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
RUNS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
WORDS = """
[[population.exclude]]
id = "other_offence"
text = { nl = 'RUNS', en = 'RUNS' }
[screening]
screeners = 2
[[care.contacts]]
name = { nl = 'RUNS', en = 'RUNS' }
address = "tel:1"
shown = 'RUNS'
[terms.victim]
one = { nl = 'RUNS', en = 'RUNS' }
many = { nl = 'RUNS', en = 'RUNS' }
"""


@pytest.fixture
def anna(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A coder in a study whose every word tries to run; another coder, bert, holds a file of his own."""
    folder = coded_study(tmp_path / RUNS.replace("/", "|"))
    protocol = folder / "study.toml"
    own = protocol.read_text(encoding="utf-8").replace("content_note = false", "content_note = true")
    protocol.write_text(own + WORDS.replace("RUNS", RUNS), encoding="utf-8")
    book = CODEBOOK.replace("en: male", f"en: '{RUNS}'").replace("As the court calls it.", f"'{RUNS}'")
    (folder / "codebook.yaml").write_text(book, encoding="utf-8")
    text = JUDGMENT.replace("[verdachte]", RUNS).replace("8 De beslissing", f"8 De beslissing {RUNS}")
    (folder / "sources" / "judgments" / "zaak-1.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, study=folder))
    units = [
        Unit(id=f"D{n}", level="defendant", complex=f"C{n}", defendant=f"D{n}", documents=("zaak-1",)) for n in (1, 2)
    ]
    given = [
        Assignment(unit=unit, coder=coder, round="main", place=1, at=NOW)
        for unit, coder in (("D1", "anna"), ("D2", "bert"))
    ]
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([*units, complex_unit("C1"), complex_unit("C2"), *given])
    person_named("bert", ["coder"])
    client = coder_named("anna")
    client.post("/files/D1/open/")
    return client


PAGES = ["/", "/files/D1/", "/files/D1/?question=D1/k_sex", "/files/D1/open/", "/screening/", "/codebook/", "/help/",
         "/pause/", "/exchange/codebook.qdc"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_word_of_a_study_runs_on_a_page(path: str, anna: Client) -> None:
    page = anna.get(path).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


OTHERS = [
    ("get", "/files/D2/", {}),
    ("get", "/files/D2/open/", {}),
    ("post", "/files/D2/open/", {}),
    ("post", "/files/D2/over/", {}),
    ("post", "/files/D2/answer/", {"question": "D2/k_sex", "answer": "1"}),
    ("post", "/files/D1/answer/", {"question": "D2/k_sex", "answer": "1"}),
    ("post", "/files/D2/evidence/", {"question": "D2/k_sex", "document": "x"}),
    ("post", "/files/D2/undo/", {}),
    ("get", "/screening/?unit=D9", {}),
    ("get", "/screening/?unit=../../etc/passwd", {}),
]


@pytest.mark.parametrize(("method", "path", "data"), OTHERS)
def test_the_file_of_another_does_not_exist(method: str, path: str, data: dict[str, str], anna: Client) -> None:
    assert getattr(anna, method)(path, data).status_code == 404
    assert store().records(Coding) == ()
    assert [each.place for each in store().records(Assignment)] == [1, 1]
    assert Opening.objects.count() == 1


def test_fields_that_no_form_has_change_nothing(anna: Client) -> None:
    more = {"coder": "bert", "round": "recode", "unit": "D2", "at": "2020-01-01", "codebook_version": "9", "id": "x"}
    anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "2", **more})
    (coding,) = store().records(Coding)
    assert (coding.coder, coding.round, coding.unit, coding.codebook_version) == ("anna", "main", "D1", "1.0.0")
    assert coding.at > NOW


def test_a_decision_of_screening_is_ones_own(anna: Client) -> None:
    more = {"screener": "bert", "decided_by": "bert", "step": "screening"}
    anna.post("/screening/decide/", {"unit": "D1", "in": "1", **more})
    (decision,) = store().records(Decision)
    assert (decision.decided_by, decision.step) == ("anna", "blind_screening")


@pytest.mark.parametrize("text", ["../study.toml", "/etc/passwd", "..%2f..%2fstudy.toml", "zaak-1/../../study", "\x00"])
def test_a_text_that_is_not_of_the_file_is_not_read(text: str, anna: Client) -> None:
    page = anna.get("/files/D1/", {"text": text}).content.decode()
    assert 'data-document="zaak-1"' in page
    assert "[population]" not in page


@pytest.mark.parametrize("path", ["/screening/decide/", "/files/D1/open/", "/files/D1/over/", "/notes/check/"])
def test_nobody_outside_gets_in_by_a_post(path: str, anna: Client) -> None:
    before = len(store().lines())
    assert Client().post(path, {"unit": "D1", "in": "1"}).status_code == 302
    assert len(store().lines()) == before
    assert anna.get("/").status_code == 200


def test_a_closed_account_is_out_at_once_from_files_and_screening(anna: Client) -> None:
    Person.objects.filter(username="anna").update(is_active=False)
    assert {anna.get(path).status_code for path in ("/files/D1/", "/screening/", "/pause/")} <= {302, 403}
