"""What the room says and does when closed files may not be coded, and what it shows of an erased passage."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.web.conftest import person_named
from tests.web.desk import code_all, coder_named, codings, post
from tests.workflow.closed_study import PROTOCOL
from vonnis.archive.pack_file import Travel
from vonnis.archive.sealing import RING
from vonnis.archive.texts import keep_text
from vonnis.study.coding import Passage, Reveal
from vonnis.study.erasure import Erasure
from vonnis.study.log import Assignment, HandIn
from vonnis.study.permission import ClosedText, Statement
from vonnis.study.words import Subject
from vonnis.web.accounts.models import Invitation
from vonnis.web.database import store
from vonnis.web.people.actions import first_link
from vonnis.workflow.packing import TRAVEL

pytestmark = pytest.mark.django_db
Until = Callable[..., None]


@pytest.fixture
def until() -> Iterator[Until]:
    """Put the room's file under a permission that ends on a day."""
    path: Path = settings.ROOM.study / "study.toml"
    kept = path.read_text(encoding="utf-8")
    paper = PROTOCOL.replace("closed_file", "closed_paper")

    def ending(day: dt.date, more: str = "") -> None:
        stated = paper.replace("given = 2026-01-01\n", "").replace("until = 2026-12-31", f"until = {day}")
        path.write_text(f"{stated}\n{more}[care]\ncontent_note = false\n", encoding="utf-8")
        os.utime(path, ns=(path.stat().st_mtime_ns + day.toordinal(),) * 2)

    yield ending
    path.write_text(kept, encoding="utf-8")


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


def sign(coder: str = "anna") -> None:
    now = timezone.now()
    with store().action("secrecy", actor="lead", at=now, detail={}) as writing:
        writing.add(
            [Statement(coder=coder, source="files", signed=dt.date(2020, 1, 1), reference="x", noted_by="E", at=now)]
        )


def test_coding_is_open_with_permission_and_statement_and_warns_before_the_end(anna: Client, until: Until) -> None:
    until(timezone.localdate() + dt.timedelta(days=5))
    sign()
    post(anna, "answer", "D1/k_sex", answer="1")
    assert len(codings("k_sex")) == 1
    assert "Coding closes after that day." in anna.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "data"), [("answer", {"answer": "2"}), ("detail", {"note": "x"}), ("evidence", {"document": "pv"})]
)
def test_nothing_is_saved_after_the_permission_ended(
    anna: Client, until: Until, name: str, data: dict[str, str]
) -> None:
    until(timezone.localdate() + dt.timedelta(days=5))
    sign()
    post(anna, "answer", "D1/k_sex", answer="1")
    until(timezone.localdate() - dt.timedelta(days=1))
    answer = anna.post(f"/files/D1/{name}/", {"question": "D1/k_sex", **data}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert (answer.status_code, "Coding is closed here; nothing was saved." in said) == (200, True)
    assert "Its files are not coded any more." in said
    assert len(codings("k_sex")) == 1


def test_without_a_statement_coding_is_closed_and_the_page_says_so(anna: Client, until: Until) -> None:
    until(timezone.localdate() + dt.timedelta(days=90))
    answer = anna.post("/files/D1/answer/", {"question": "D1/k_sex", "answer": "1"})
    assert (answer.status_code, codings("k_sex")) == (409, [])
    assert "No statement of secrecy for files: anna." in answer.content.decode()


def test_a_lead_sees_whose_statement_is_missing_and_a_reader_nothing(file: None, until: Until) -> None:  # noqa: ARG001 - as above
    until(timezone.localdate() + dt.timedelta(days=90))
    assert "No statement of secrecy for files: anna, bert." in coder_named("leo", ("lead",)).get("/").content.decode()
    assert "statement of secrecy" not in coder_named("rik", ("reader",)).get("/").content.decode()
    assert person_named("nn", []).may is not None


def test_an_erased_passage_is_shown_as_erased(anna: Client) -> None:
    post(anna, "answer", "D1/k_sex", answer="1")
    (coding,) = codings("k_sex")
    now = timezone.now()
    with store().action("test", actor="E", at=now, detail={}) as writing:
        blank = type(coding)(
            unit="D1", variable="k_sex", coder="anna", value="1", codebook_version="1.0.0", at=now,
            evidence=(Passage("zaak-1", 3, 9, ""),),
        )  # fmt: skip
        writing.add(
            [
                blank,
                Erasure(
                    document="zaak-1", ground="withdrawn", erased_by="E", at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
                ),
            ]
        )
    page = anna.get("/files/D1/?question=D1/k_sex").content.decode()
    assert "(erased: the court withdrew the judgment, March 1, 2026)" in page


def test_a_text_of_a_closed_file_is_shown_logged_and_gone_with_its_key(anna: Client) -> None:
    now = timezone.now()
    text = ClosedText(unit="D1", document="D1-1", ending=".txt", added_by="E", at=now)
    with store().action("text add", actor="E", at=now, detail={}) as writing:
        writing.add([text])
        keep_text(store(), text, data=b"RECHTBANK FICTIEF\n\nDe beslissing\n\nMARKTEXT in this file.\n")
    assert "MARKTEXT" in anna.get("/files/D1/?text=D1-1").content.decode()
    line = store().actions()[-1]
    assert (line.name, line.actor, line.detail) == ("text.read", "anna", '{"document":"D1-1","subject":"D1"}')
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "evidence", "D1/k_sex", document="D1-1", start="34", end="42")
    assert [each.quote for each in codings("k_sex")[-1].evidence if isinstance(each, Passage)] == ["MARKTEXT"]
    folder = settings.ROOM.study
    assert [path for path in folder.rglob("*") if path.is_file() and b"MARKTEXT" in path.read_bytes()] == []
    for ring in store().vault.rings(store().remark(RING)):
        ring.throw([Subject("D1", "D1-1")])
    assert "MARKTEXT" not in anna.get("/files/D1/?text=D1-1").content.decode()


@pytest.mark.parametrize(("days", "signed", "shown"), [(5, True, True), (-1, True, False), (5, False, False)])
def test_a_text_of_a_closed_file_is_shown_while_it_may_be_coded(
    anna: Client, until: Until, *, days: int, signed: bool, shown: bool
) -> None:
    now = timezone.now()
    text = ClosedText(unit="D1", document="D1-1", ending=".txt", added_by="E", at=now)
    with store().action("text add", actor="E", at=now, detail={}) as writing:
        writing.add([text])
        keep_text(store(), text, data=b"RECHTBANK FICTIEF\n\nDe beslissing\n\nMARKTEXT in this file.\n")
    until(timezone.localdate() + dt.timedelta(days=days))
    if signed:
        sign()
    before = len(store().actions())
    page = anna.get("/files/D1/?text=D1-1").content.decode()
    assert ("MARKTEXT" in page, len(store().actions()) - before) == (shown, int(shown))


WHERE = {
    "questions": ("anna", "/files/D1/questions/?question=D1/k_sex"),
    "thread": ("lena", "/threads/D1/k_sex/anna/"),
    "decide": ("eva", "/differences/D1/k_sex/"),
    "machine": ("anna", "/files/D1/questions/?question=D1/k_fine"),
    "feedback": ("cor", "/files/D1/feedback/"),
}
"""Where words of a closed text stand under an answer: who reads it, and at which address."""


@pytest.fixture
def readers(anna: Client) -> dict[str, Client]:
    """Two coders who differ about a passage of a closed text, with a thread, the machine's answer, and a trainee."""
    readers = {"anna": anna, "bert": coder_named("bert"), "cor": coder_named("cor")}
    readers |= {"lena": coder_named("lena", ("lead",)), "eva": coder_named("eva", ("adjudicator",))}
    for name, sex in (("anna", "1"), ("bert", "2")):
        code_all(readers[name], sex=sex)
    post(anna, "ask", "D1/k_sex", words="Which?")
    (given, _), (fine, _) = codings("k_sex"), codings("k_fine")
    now, passage = timezone.now(), (Passage("D1-1", 34, 42, "MARKTEXT"),)
    text = ClosedText(unit="D1", document="D1-1", ending=".txt", added_by="E", at=now)
    with store().action("test", actor="E", at=now, detail={}) as writing:
        keep_text(store(), text, data=b"RECHTBANK FICTIEF\n\nDe beslissing\n\nMARKTEXT in this file.\n")
        writing.add([text, Reveal(unit="D1", variable="k_fine", coder="anna", at=now)])
        writing.add([Assignment(unit="D1", coder="cor", round="training", place=1, at=now)])
        writing.add([HandIn(unit="D1", coder="cor", round="training", at=now)])
        writing.add(
            msgspec.structs.replace(coding, coder=coder, round=round_, evidence=passage, at=now)
            for coding, coder, round_ in [
                (given, "anna", "main"), (fine, "rules", "machine"), (given, "lena", "reference"),
            ]
        )  # fmt: skip
    return readers


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize(("days", "signed"), [(5, True), (-1, True), (5, False)], ids=["may", "ended", "no promise"])
def test_words_of_a_closed_text_are_shown_to_who_may_read_it_now_and_logged(
    readers: dict[str, Client], until: Until, where: str, *, days: int, signed: bool
) -> None:
    name, path = WHERE[where]
    until(timezone.localdate() + dt.timedelta(days=days), "[coding.reveal]\nwhen = 'after_answer'\n")
    if signed:
        sign(name)
    shown = days > 0 and signed
    before = store().length()
    for _ in range(2):
        page = readers[name].get(path, headers={"HX-Request": "true"}).content.decode()
        assert ("MARKTEXT" in page) is shown
        assert ("D1-1 <span" in page and "closed text that you may not read now" in page) is not shown
    lines = store().each_line(before + 1, name="text.read")
    assert [(line.actor, line.detail) for line in lines] == (
        [(name, '{"document":"D1-1","subject":"D1"}')] if shown else []
    )


@pytest.mark.parametrize(("travels", "role"), [(False, "lead"), (True, "coder")])
def test_the_first_account_of_a_folder_that_travels_codes(db: None, travels: bool, role: str) -> None:  # noqa: FBT001, ARG001 - a case; as above
    if travels:
        travel = Travel(
            way="out", study="s", title="t", pack="p", coder="anna", codebook=("1", "x"), recipient="r",
            at=timezone.now(), units=(),
        )  # fmt: skip
        store().remark(TRAVEL, msgspec.json.encode(travel).decode())
    assert first_link(timezone.now())
    assert Invitation.objects.get().roles == ["administrator", role]
