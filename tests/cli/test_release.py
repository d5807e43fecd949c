"""``vonnis release`` as a person types it: publish, edit the text, refresh a draft, and what goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MOMENT = {"SOURCE_DATE_EPOCH": "1795435200"}


def typed(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vonnis", *map(str, arguments)]
    environment = {**os.environ, **MOMENT, "NO_COLOR": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once."""
    folder = tmp_path_factory.mktemp("study") / "demo"
    assert typed("demo", "--out", folder, "--quiet").returncode == 0
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(made, tmp_path / "study"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_study_gives_the_same_bytes_in_every_format(study: Path) -> None:
    before = contents(study / "release")
    done = typed("release", study, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"The report is at {study / 'release/report.html'}\n"
    after = contents(study / "release")
    assert {f"report.{one}.{kind}" for one in ("nl", "en") for kind in ("pdf", "docx")} <= set(after)
    assert [name for name in after if after[name] != before.get(name)] == []


def test_a_text_that_names_a_withheld_figure_stops_the_release_and_changes_nothing(study: Path) -> None:
    before = contents(study / "release")
    own = study / "report" / "en" / "10-summary.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("# In brief {#summary}\n\nIt is {{ age_gap_18_share }}.\n", encoding="utf-8")
    done = typed("release", study, "--quiet")
    assert done.returncode == 1
    assert "report/en/10-summary.md, line 3: the figure 'age_gap_18_share' is withheld" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(study / "release") == before


def test_the_text_is_copied_for_editing(study: Path) -> None:
    done = typed("release", study, "--texts")
    assert done.returncode == 0
    assert (study / "report/nl/10-summary.md").is_file()
    assert "those that stood there were kept" in done.stdout


def test_a_draft_is_refreshed_in_place(study: Path) -> None:
    draft = study / "draft.docx"
    shutil.copy(study / "release/report.nl.docx", draft)
    before = draft.read_bytes()
    done = typed("release", study, "--into", draft, "--quiet")
    assert done.returncode == 0
    assert "0 changed" in done.stdout
    assert draft.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["{study}", "--into", "{study}/nothing.docx"], 1, "nothing.docx cannot be read"),
        (["{study}", "--into", "{study}/study.toml"], 1, "cannot be read as a Word document"),
        (["{study}", "--into", "a.docx", "--texts"], 2, "give one of them"),
        (["{study}", "--for", "us"], 2, "add --interim"),
        (["{study}", "--interim"], 2, "name the readers with --for"),
        (["{study}/private"], 2, "is no study folder"),
    ],
    ids=["absent", "no word", "both", "no interim", "no readers", "no study"],
)
def test_what_goes_wrong_is_one_sentence(made: Path, arguments: list[str], code: int, complaint: str) -> None:
    done = typed("release", *(argument.format(study=made) for argument in arguments), "--quiet")
    assert done.returncode == code
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
