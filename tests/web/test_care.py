"""Care for the people who code: the note before a file, the cap of a day, the way out, and what a note tells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.web.conftest import NOW
from tests.web.desk import coder_named
from tests.web.material import coded_study
from vonnis.study.coding import Coding
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.care.models import Opening
from vonnis.web.care.notes import told_by
from vonnis.web.coding.overview import differences, standings
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
CARE = """
[care]
files_a_day = 2
[[care.contacts]]
name = { nl = "Vertrouwenspersoon", en = "Confidential adviser" }
address = "mailto:zorg@instituut.example"
shown = "zorg@instituut.example"
[terms.victim]
one = { nl = "jongere", en = "young person" }
many = { nl = "jongeren", en = "young people" }
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study that cares: the room of this test serves it."""
    folder = coded_study(tmp_path / "study")
    protocol = folder / "study.toml"
    whole = protocol.read_text(encoding="utf-8").replace("\n[care]\ncontent_note = false\n", CARE)
    protocol.write_text(whole, encoding="utf-8")
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, study=folder))
    return folder


@pytest.fixture
def anna(study: Path) -> Client:  # noqa: ARG001 - the study cares
    """A coder with four files."""
    units = [
        Unit(id=f"D{n}", level="defendant", complex=f"C{n}", defendant=f"D{n}", documents=("zaak-1",)[n - 1 :])
        for n in range(1, 5)
    ]
    given = [Assignment(unit=unit.id, coder="anna", round="main", place=n, at=NOW) for n, unit in enumerate(units, 1)]
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([*units, *(complex_unit(unit.complex) for unit in units), *given])
    return coder_named("anna", ("coder",))


def test_a_note_stands_before_a_file_and_once(anna: Client) -> None:
    assert anna.get("/files/D1/")["Location"] == "/files/D1/open/"
    page = anna.get("/files/D1/open/").content.decode()
    assert "This file tells of crimes" in page
    assert "1 text, about 1 page." in page
    assert anna.post("/files/D1/open/")["Location"] == "/files/D1/"
    assert anna.get("/files/D1/").status_code == 200
    anna.post("/files/D1/open/")
    assert [line.name for line in store().actions()].count("file.open") == 1


def test_a_file_without_a_text_says_so(anna: Client) -> None:
    assert "on paper or on another screen" in anna.get("/files/D2/open/").content.decode()


@pytest.mark.parametrize("path", ["questions", "answer", "evidence", "detail", "undo", "victim"])
def test_nothing_of_a_file_is_given_before_it_was_opened(path: str, anna: Client) -> None:
    ask = anna.get if path == "questions" else anna.post
    assert ask(f"/files/D1/{path}/", {"question": "D1/k_sex", "answer": "1"}).status_code == 403
    assert store().records(Coding) == ()


def test_a_day_has_its_cap_and_what_was_begun_stays_open(anna: Client) -> None:
    for unit in ("D1", "D2"):
        anna.post(f"/files/{unit}/open/")
    # Counted with today, also where midnight strikes while this test runs.
    Opening.objects.update(at=timezone.now() + dt.timedelta(days=1))
    assert "Enough for today" in anna.get("/files/D3/open/").content.decode()
    assert anna.post("/files/D3/open/")["Location"] == "/files/D3/open/"
    assert anna.get("/files/D3/").status_code == 302
    assert anna.get("/files/D1/").status_code == 200
    Opening.objects.update(at=timezone.now() - dt.timedelta(days=1))
    assert anna.post("/files/D3/open/")["Location"] == "/files/D3/"


def test_a_file_is_handed_over_without_a_reason(anna: Client) -> None:
    anna.post("/files/D1/open/")
    answer = anna.post("/files/D1/over/", follow=True).content.decode()
    assert "File D1 is out of your list" in answer
    assert 'href="/files/D1/"' not in answer
    assert anna.get("/files/D1/").status_code == 404
    line = store().actions()[-1]
    assert (line.name, line.detail) == ("file.queue", '{"round":"main","unit":"D1"}')


def test_what_was_handed_over_shows_in_no_overview_of_work(anna: Client) -> None:
    anna.post("/files/D1/open/")
    anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"})
    anna.post("/files/D1/over/")
    assert [each.assignment.unit for each in standings("anna")] == ["D2", "D3", "D4"]
    lead = coder_named("lena", ("lead",)).get("/files/").content.decode()
    assert "anna" not in lead.split("<tbody>")[1].split("</tr>")[0]
    assert "to be given again" in lead


def test_the_answers_in_it_are_compared_with_those_of_the_next(anna: Client) -> None:
    anna.post("/files/D1/open/")
    anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"})
    anna.post("/files/D1/over/")
    bert = coder_named("bert", ("coder",))
    lead = coder_named("lena", ("lead",))
    lead.post("/files/", {"unit": ["D1"], "coder": ["anna", "bert"], "round": "main"})
    assert anna.get("/files/D1/").status_code == 404
    assert "to be given again" not in lead.get("/files/").content.decode()
    bert.post("/files/D1/open/")
    for question, answer in (("C1/c_victims", "1"), ("D1/k_sex", "2"), ("D1/k_route", "1"), ("D1/k_fine", "-8")):
        bert.post("/files/D1/answer/", {"question": question, "answer": answer})
    assert differences() == []
    bert.post("/files/D1/answer/", {"question": "D1/k_prison", "answer": "-8"})
    assert [(each.unit, each.variable.name) for each in differences()] == [("D1", "k_sex")]


def test_nobody_hands_over_the_file_of_another(anna: Client) -> None:  # noqa: ARG001 - her files are there
    assert coder_named("bert", ("coder",)).post("/files/D1/over/").status_code == 404
    assert store().actions()[-1].name == "test"


@pytest.mark.parametrize("path", ["/", "/help/", "/pause/", "/files/D1/open/"])
def test_the_institutes_own_contact_is_there(path: str, anna: Client) -> None:
    assert 'href="mailto:zorg@instituut.example"' in anna.get(path).content.decode()


def test_who_is_not_in_sees_no_contact_of_the_institute(study: Path) -> None:  # noqa: ARG001 - the study cares
    assert "instituut" not in Client().get("/help/").content.decode()


def test_the_room_speaks_the_words_of_the_study(anna: Client) -> None:
    anna.post("/files/D1/open/")
    anna.post("/files/D1/victim/")
    page = anna.get("/files/D1/").content.decode()
    assert "Young person C1-V1" in page
    assert "Add a young person" in page
    assert "Defendant and young person C1-V1" in page


def test_a_question_about_what_happened_offers_the_folded_parts(anna: Client) -> None:
    anna.post("/files/D1/open/")
    anna.post("/files/D1/victim/")
    assert "data-folded" in anna.get("/files/D1/?question=C1-V1/v_age").content.decode()
    assert "data-folded" not in anna.get("/files/D1/?question=D1/k_sex").content.decode()


def test_a_pause_is_proposed_after_the_minutes_of_the_study(anna: Client) -> None:
    anna.post("/files/D1/open/")
    assert 'data-minutes="45" hidden' in anna.get("/files/D1/").content.decode()


NOTES = [
    ("See page 12 of the record.", []),
    ("The court is unclear; the OM says otherwise.", []),
    ("Mevrouw Jansen says so.", [("name", "Mevrouw Jansen")]),
    ("Jan de Vries says so.", [("name", "Jan de Vries")]),
    ("he met Kees there", [("name", "Kees")]),
    ("op 3 maart 2018", [("date", "3 maart 2018")]),
    ("on 3 March 2018", [("date", "3 March 2018")]),
    ("03-04-2018", [("date", "03-04-2018")]),
    ("in Zwolle", [("place", "in Zwolle")]),
    ("it was at Utrecht", [("place", "at Utrecht")]),
    ("Dorpsstraat 12", [("place", "Dorpsstraat 12")]),
    ("mail a.b@c.nl", [("number", "a.b@c.nl")]),
    ("case 99/000001-20", [("number", "99/000001-20")]),
]


@pytest.mark.parametrize(("note", "told"), NOTES)
def test_a_note_tells_what_could_lead_to_a_person(note: str, told: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.words) for each in told_by(note)] == told


def test_the_warning_comes_while_somebody_writes_and_keeps_nothing(anna: Client) -> None:
    before = len(store().actions())
    page = anna.post("/notes/check/", {"note": "<b>Kees</b> in Zwolle"}).content.decode()
    assert "This could lead to a person" in page
    assert "<b>" not in page
    assert "warning" not in anna.post("/notes/check/", {"note": "see page 3"}).content.decode()
    assert len(store().actions()) == before


def test_a_note_that_tells_something_is_kept_all_the_same(anna: Client) -> None:
    anna.post("/files/D1/open/")
    anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"})
    anna.post("/files/D1/detail/", {"question": "D1/k_sex", "note": "in Zwolle"})
    assert store().records(Coding)[-1].note == "in Zwolle"


def test_a_mistake_in_the_protocol_does_not_shut_the_room(anna: Client, study: Path) -> None:
    assert anna.get("/").status_code == 200
    (study / "study.toml").write_text("no toml", encoding="utf-8")
    assert "Confidential adviser" in anna.get("/").content.decode()


def test_the_first_page_says_where_to_go_on(anna: Client) -> None:
    assert "Begin with Defendant D1" in anna.get("/").content.decode()
    anna.post("/files/D2/open/")
    anna.post("/files/D2/answer/", {"question": "D2/k_sex", "answer": "1"})
    assert "Go on with Defendant D2" in anna.get("/").content.decode()
