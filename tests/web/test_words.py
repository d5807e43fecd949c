"""The room speaks Dutch and English, and leaves no word in the wrong one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

LOCALE = Path("locale") / "nl" / "LC_MESSAGES"


@pytest.fixture
def web(root: Path) -> Path:
    return root / "src" / "vonnis" / "web"


def test_every_sentence_is_there_in_dutch(web: Path) -> None:
    catalogue = polib.pofile(str(web / LOCALE / "django.po"))
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_the_compiled_words_are_those_of_the_catalogue(web: Path, tmp_path: Path) -> None:
    catalogue = polib.pofile(str(web / LOCALE / "django.po"))
    catalogue.save_as_mofile(str(tmp_path / "django.mo"))
    assert (tmp_path / "django.mo").read_bytes() == (web / LOCALE / "django.mo").read_bytes()


def test_no_sentence_of_a_page_is_missing_in_the_catalogue(web: Path, tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed; the sentences of the pages are not gathered")
    copy = tmp_path / "web"
    shutil.copytree(web, copy)
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "nl",
        "--no-location",
        "--no-wrap",
        "--no-obsolete",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "vonnis.web.settings"}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    gathered = {entry.msgid for entry in polib.pofile(str(copy / LOCALE / "django.po"))}
    assert gathered == {entry.msgid for entry in polib.pofile(str(web / LOCALE / "django.po"))}
