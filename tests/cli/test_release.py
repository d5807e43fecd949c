"""``vonnis release`` as a person types it: publish, edit the text, refresh a draft, and what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demonstration import called, contents, copied, typed
from vonnis.cli.main import main

SAME = ("clients.jsonl", "results.jsonl", "tables.jsonl", "passages.html")


@pytest.fixture(scope="module")
def again(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demonstration released a second time, in another folder that knows of no release."""
    gone = ("release", "private/let_out", "private/releases", *(f"private/{name}" for name in SAME))
    folder = copied(demonstration, tmp_path_factory.mktemp("again") / "study", without=gone)
    return folder, typed("release", folder, "--attack", "--quiet")


@pytest.fixture
def study(few: Path, tmp_path: Path) -> Path:
    """A released study to change."""
    return Path(shutil.copytree(few, tmp_path / "study"))


def findings(study: Path) -> Iterator[dict[str, object]]:
    yield from json.loads((study / "private/attack.json").read_text(encoding="utf-8"))["findings"]


def test_the_same_study_gives_the_same_bytes_in_every_format(
    demonstration: Path, again: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    folder, done = again
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"The report is at {folder / 'release/report.html'}\n")
    before, after = contents(demonstration / "release"), contents(folder / "release")
    assert {f"report.{one}.{kind}" for one in ("nl", "en") for kind in ("pdf", "docx")} <= set(after)
    assert [name for name in before.keys() | after if after.get(name) != before.get(name)] == []
    for name in SAME:
        assert (folder / "private" / name).read_bytes() == (demonstration / "private" / name).read_bytes(), name


def test_a_release_is_attacked_and_says_what_an_outsider_can_tell(
    again: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = again
    kept = list(findings(folder))
    assert f"let loose on the release: {len(kept)} withheld numbers or differences" in done.stdout
    for finding in kept:
        assert f"  {finding['id']}: " in done.stdout
    narrow = [one for one in kept if one["high"] is not None and float(str(one["high"])) - float(str(one["low"])) < 10]
    assert narrow
    assert all(one["unavoidable"] for one in narrow)
    assert done.stdout.count("exceptions and earlier releases alone tell as much") == len(narrow)


def test_no_line_of_the_attack_tells_a_withheld_number(demonstration: Path) -> None:
    tables = [json.loads(line) for line in (demonstration / "private/tables.jsonl").read_bytes().splitlines()]
    channel = next(one for one in tables if one["id"] == "victims_by_channel")
    small = [count for row in channel["cells"] for count in row if count < 10]
    bounds = [one for one in findings(demonstration) if str(one["id"]).startswith("victims_by_channel.")]
    assert len(bounds) == len(small) == 3
    assert {(one["low"], one["high"]) for one in bounds} == {(0.0, 8.0)}


def test_a_text_that_names_a_withheld_figure_stops_the_release_and_changes_nothing(study: Path) -> None:
    before = contents(study / "release")
    own = study / "report" / "en" / "10-summary.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("# In brief {#summary}\n\nIt is {{ age_gap_18_share }}.\n", encoding="utf-8")
    done = called("release", study, "--quiet")
    assert done.returncode == 1
    assert "report/en/10-summary.md, line 3: the figure 'age_gap_18_share' is withheld" in done.stderr
    assert contents(study / "release") == before


def test_the_text_is_copied_for_editing(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", str(study), "--texts"]) == 0
    assert (study / "report/nl/10-summary.md").is_file()
    assert "those that stood there were kept" in capsys.readouterr().out


def test_a_draft_is_refreshed_in_place(study: Path) -> None:
    draft = study / "draft.docx"
    shutil.copy(study / "release/report.nl.docx", draft)
    before = draft.read_bytes()
    done = called("release", study, "--into", draft, "--quiet")
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
def test_what_goes_wrong_is_one_sentence(
    few: Path, arguments: list[str], code: int, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release", *(argument.format(study=few) for argument in arguments), "--quiet"]) == code
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1
