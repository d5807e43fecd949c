"""The protocol, the codebook and the texts of a room that is open, while somebody changes their files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from tests.web.material import JUDGMENT, coded_study
from vonnis.archive.permit import protocol_of
from vonnis.web.coding.file import codebook
from vonnis.web.coding.shelf import judgment_of
from vonnis.web.protocol import protocol


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = coded_study(tmp_path / "study")
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, study=folder))
    return folder


def title(study: Path) -> str:
    found = protocol_of(study)
    assert found is not None
    return found.study.title["en"]


READ: list[tuple[str, str, Callable[[Path], str]]] = [
    ("study.toml", 'en = "', lambda _: protocol().study.title["en"]),
    ("study.toml", 'en = "', title),
    ("codebook.yaml", "en: ", lambda _: codebook().title["en"]),
]


@pytest.mark.parametrize(("name", "before", "read"), READ, ids=["protocol", "permission", "codebook"])
def test_an_edit_within_a_tick_of_the_clock_is_seen(
    name: str, before: str, read: Callable[[Path], str], study: Path
) -> None:
    path, first = study / name, read(study)
    moment = path.stat().st_mtime_ns
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace(f"{before}{first}", f"{before}{first} anew"), encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    assert read(study) == f"{first} anew"


@pytest.mark.django_db
def test_a_text_that_is_replaced_in_a_folder_of_the_corpus_is_shown_as_it_is_now(study: Path) -> None:
    place = study / "sources" / "judgments" / "2020" / "zaak-2.txt"
    place.parent.mkdir()
    place.write_text(JUDGMENT, encoding="utf-8")
    assert "volstaat" in text_of("zaak-2")
    place.write_text(JUDGMENT.replace("volstaat", "volstaat niet"), encoding="utf-8")
    assert "volstaat niet" in text_of("zaak-2")
    place.unlink()
    assert text_of("zaak-2") == ""


def text_of(key: str) -> str:
    found = judgment_of(key)
    return found.text if found else ""
