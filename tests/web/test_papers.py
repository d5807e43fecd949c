"""A paper in the room: its page with the text, an answer with its passage, and the machine's answer out of sight."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.web.conftest import NOW
from tests.web.desk import coder_named
from vonnis.codebook.templates import template_files
from vonnis.demo.papers import FOLDER, paper_files
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment
from vonnis.study.unit import paper_unit
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
PAPER = "99001-140"
QUOTE = "Ik start een voorlichtingscampagne voor klanten van minderjarigen met € 500.000 per jaar."
CODER = "anna"


@pytest.fixture
def anna() -> Iterator[Client]:
    """Make the room that of a study of papers until the test ends: Anna has one paper, which the machine has read."""
    study: Path = settings.ROOM.study
    kept = {name: (study / name).read_bytes() for name in ("study.toml", "codebook.yaml")}
    template = template_files("policy-papers")
    for number, name in enumerate(kept, start=1):
        write(study / name, template[name].encode(), number)
    for name, data in paper_files().items():
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_bytes(data)
    machine = Coding(
        unit=PAPER, variable="d_group", coder="machine", value="3", codebook_version="1.0.0", round="machine", at=NOW
    )
    given = Assignment(unit=PAPER, coder=CODER, round="main", place=1, at=NOW)
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([paper_unit(PAPER, dossier="99001", year=2023), given, machine])
    yield coder_named(CODER)
    shutil.rmtree(study / FOLDER)
    for number, (name, data) in enumerate(kept.items(), start=3):
        write(study / name, data, number)


def write(path: Path, data: bytes, version: int) -> None:
    path.write_bytes(data)
    os.utime(path, ns=(path.stat().st_mtime_ns + version * 1_000_000_000,) * 2)


def test_a_paper_stands_beside_its_questions_and_the_machine_stays_sealed(anna: Client) -> None:
    page = anna.get(reverse("screen", args=[PAPER])).content.decode()
    assert QUOTE in page
    assert (
        "How far does the paper go for the group?"
        in anna.get(reverse("screen", args=[PAPER]), {"question": f"{PAPER}/d_group"}).content.decode()
    )
    assert f"Paper {PAPER}" in page
    assert "defendant" not in page.lower().split("<main", 1)[1]
    assert "checked" not in page


def test_an_answer_about_a_paper_has_its_passage(anna: Client) -> None:
    question = {"question": f"{PAPER}/d_group"}
    assert anna.post(reverse("answer", args=[PAPER]), {**question, "answer": "3"}).status_code == 200
    place = {"document": PAPER, "start": "366", "end": "455", "quote": QUOTE}
    assert anna.post(reverse("evidence", args=[PAPER]), {**question, **place}).status_code == 200
    coding = [one for one in store().records(Coding) if one.coder == CODER][-1]
    (passage,) = coding.evidence
    assert isinstance(passage, Passage)
    assert (coding.value, passage.document, passage.quote) == ("3", PAPER, QUOTE)
    shown = anna.get(reverse("screen", args=[PAPER]), {"question": f"{PAPER}/d_group"}).content.decode()
    assert 'data-passage="366-455"' in shown


def test_nobody_opens_a_paper_that_was_not_given(anna: Client) -> None:
    assert anna.get(reverse("screen", args=["99001-101"])).status_code == 404
