"""How far the coding is, and what changed in the codebook, as the team sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from tests.web.desk import code_all, coder_named, post
from tests.web.material import CODEBOOK
from tests.web.rooms import study_folder
from vonnis.web.coding.overview import standings
from vonnis.web.coding.progress import questions, stretches

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(file: None) -> Client:  # noqa: ARG001 - there is a file
    return coder_named("anna")


def test_files_are_counted_by_round_and_by_coder(anna: Client) -> None:
    code_all(anna, sex="1")
    post(coder_named("bert"), "answer", "D1/k_sex", answer="1")
    (whole,) = stretches(standings(), by_coder=False)
    assert (whole.round, whole.given, whole.begun, whole.done) == ("main", 2, 2, 1)
    first, second = stretches(standings(), by_coder=True)
    assert (first.coder, first.done, first.answered, first.asked) == ("anna", 1, 5, 5)
    assert (second.coder, second.done, second.answered) == ("bert", 0, 1)


def test_questions_are_counted_by_answers_alike_open_and_unsure(anna: Client) -> None:
    code_all(anna, sex="1")
    bert = coder_named("bert")
    code_all(bert, sex="2")
    post(bert, "detail", "D1/k_sex", unsure="1")
    by_name = {each.name: each for each in questions(standings(), language="en")}
    sex, fine = by_name["k_sex"], by_name["k_fine"]
    assert (sex.answers, sex.compared, sex.alike, sex.open, sex.unsure) == (2, 1, 0, 1, 1)
    assert (fine.answers, fine.compared, fine.alike, fine.open) == (2, 1, 1, 0)


@pytest.mark.parametrize("sex", ["1", "2"])
def test_a_coder_who_is_not_done_learns_nothing_of_the_other_from_the_counts(anna: Client, sex: str) -> None:
    code_all(anna, sex="1")
    post(coder_named("bert", ("coder", "reader")), "answer", "D1/k_sex", answer=sex)
    asked = {each.name: each for each in questions(standings(), language="en")}["k_sex"]
    assert (asked.answers, asked.compared, asked.alike, asked.open) == (2, 0, 0, 0)


@pytest.mark.parametrize("route", ["1", "2"])
def test_who_still_codes_learns_not_even_which_questions_the_other_was_asked(anna: Client, route: str) -> None:
    """The route 2 asks one question more: a count of answers, or of questions asked, would tell it."""
    bert = coder_named("bert", ("coder", "reader"))
    before = rows_of(bert)
    post(anna, "answer", "D1/k_sex", answer="1")
    post(anna, "answer", "D1/k_route", answer=[route])
    assert rows_of(bert) == before
    assert "are left out" in bert.get("/progress/").content.decode()


def rows_of(client: Client) -> list[str]:
    """Return the rows of the tables of the page."""
    return re.findall(r"<tr>.*?</tr>", client.get("/progress/").content.decode())


def test_the_page_holds_counts_and_no_answer_and_no_moment(anna: Client) -> None:
    code_all(anna, sex="1")
    page = coder_named("rita", ("reader",)).get("/progress/").content.decode()
    main = page.split('<main id="content"')[1].split("</main>")[0]
    assert "anna" in main
    assert "male" not in main
    assert not re.search(r"\d\d:\d\d|per (hour|day)", main)


@pytest.mark.parametrize("path", ["/", "/audit/", "/differences/", "/files/", "/exchange/"])
def test_a_study_that_has_no_codebook_yet_has_its_pages(
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = msgspec.structs.replace(settings.ROOM, study=study_folder(tmp_path / "begun"))
    monkeypatch.setattr(settings, "ROOM", room)
    roles = ("lead", "coder", "adjudicator", "administrator")
    assert coder_named("lena", roles).get(path).status_code == 200


def test_an_empty_study_says_so(db: None) -> None:  # noqa: ARG001 - the database must be there
    assert "No file was given to anybody yet" in coder_named("lena", ("lead",)).get("/progress/").content.decode()


@pytest.fixture
def older() -> Iterator[Path]:
    """An older version of the codebook, with one question less and another meaning."""
    folder: Path = settings.ROOM.study / "codebooks"
    folder.mkdir()
    text = CODEBOOK.replace("version: 1.0.0", "version: 0.9.0").replace("As the court calls it.", "As registered.")
    text = text[: text.index("- name: v_age")]
    (folder / "0.9.0.yaml").write_text(text, encoding="utf-8")
    (folder / "0.10.0.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "0.1.0.yaml").write_text("name: [", encoding="utf-8")
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def changes(client: Client, version: str | None = None) -> str:
    return client.get("/codebook/changes/", {"from": version} if version else {}).content.decode()


def test_what_changed_stands_by_weight_heaviest_first(anna: Client, older: Path) -> None:
    assert older.exists()
    page = changes(anna, "0.9.0")
    assert page.index("<h2>Meaning") < page.index("<h2>Additions")
    assert "<del>As registered.</del>" in page
    assert "<ins>As the court calls it.</ins>" in page
    assert "v_age" in page


def test_the_newest_older_version_is_compared_first(anna: Client, older: Path) -> None:
    assert older.exists()
    page = changes(anna)
    assert "Nothing differs in meaning or in words." in page
    assert page.index("0.10.0") < page.index("0.9.0") < page.index("0.1.0")


def test_an_older_version_with_mistakes_is_said(anna: Client, older: Path) -> None:
    page = changes(anna, "0.1.0")
    assert 'role="alert"' in page
    assert str(older.parent) not in page


@pytest.mark.parametrize("version", ["../codebook", "0.9.0.yaml", "/etc/passwd", "9.9.9"])
def test_only_versions_that_the_study_keeps_are_read(anna: Client, older: Path, version: str) -> None:
    assert older.exists()
    assert anna.get("/codebook/changes/", {"from": version}).status_code == 404


def test_without_older_versions_the_page_says_how_to_keep_one(anna: Client) -> None:
    assert "keeps no older version" in changes(anna)


def test_a_rule_of_the_meeting_stands_in_the_codebook(anna: Client) -> None:
    lead = coder_named("lena", ("lead",))
    lead.post("/meeting/", {"variable": "k_sex", "words": "As registered.", "again": "none"})
    page = anna.get("/codebook/").content.decode()
    assert "As registered." in page
    assert "As the court calls it." in page
