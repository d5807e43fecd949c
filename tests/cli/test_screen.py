"""``vonnis screen``: a sheet goes out, comes back, and what is in, out and missing is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vonnis.cli.app import app
from vonnis.cli.main import main

LIST = "disposal\n" + "veroordeeld\n" * 12


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    folder = tmp_path / "study"
    folder.mkdir()
    assert run("frame", "import", str(tmp_path / "list.csv"), str(folder)).exit_code == 0
    return folder


def run(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, list(words))


def fill_in(study: Path, *, out: set[str]) -> Path:
    """Return a sheet in which all listed units are decided upon."""
    shown = run("screen", "list", str(study), "--screener", "anna").stdout
    rows = list(csv.DictReader(shown.splitlines()))
    for row in rows:
        row["decision"], row["reason"] = ("out", "no_payment") if row["unit"] in out else ("in", "")
    path = study.parent / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_sheet_goes_out_and_comes_back(study: Path) -> None:
    sheet = fill_in(study, out={"D0001", "D0005"})
    assert (
        run("screen", "import", str(sheet), str(study), "--screener", "anna", "--json").stdout == '{"decisions": 12}\n'
    )
    found = json.loads(run("screen", "status", str(study), "--json").stdout)
    assert found["screened"]["excluded"]["no_payment"] == ["D0001", "D0005"]
    flow = json.loads(run("frame", "flow", str(study), "--json").stdout)
    assert flow["steps"][-1] == {"step": "screening", "reached": 12, "dropped": {"no_payment": 2}, "kept": 10}


def test_status_says_where_the_screening_stands(study: Path) -> None:
    run("screen", "decide", "D0003", "--study", str(study), "--screener", "anna", "--out", "no_payment")
    told = run("screen", "status", str(study)).stdout
    assert "out: no_payment      1" in told
    assert "unread              11" in told
    assert "no random sample of the unread was drawn" in told


def test_the_list_has_the_criteria_beside_it(study: Path) -> None:
    found = json.loads(run("screen", "list", str(study), "--screener", "anna", "--number", "3", "--json").stdout)
    assert len(found["units"]) == 3
    assert found["criteria"]["exclude"][0]["text"]["en"]


@pytest.mark.parametrize("words", [[], ["--in", "--out", "no_payment"]])
def test_a_decision_is_one_of_two(study: Path, words: list[str]) -> None:
    assert run("screen", "decide", "D0003", "--study", str(study), "--screener", "anna", *words).exit_code != 0


def test_the_search_cannot_stop_before_it_is_shown_to_be_enough(study: Path) -> None:
    result = run("screen", "stop", str(study))
    assert result.exit_code != 0
    assert "no random sample" in str(result.exception)


def test_of_two_decisions_in_one_second_the_later_counts(study: Path) -> None:
    for _ in range(3):
        run("screen", "decide", "D0003", "--study", str(study), "--screener", "anna", "--out", "no_payment")
        run("screen", "decide", "D0003", "--study", str(study), "--screener", "anna", "--in")
        found = json.loads(run("screen", "status", str(study), "--json").stdout)
        assert found["screened"]["included"] == ["D0003"]


def test_each_wrong_row_has_a_line_of_its_own(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = study.parent / "sheet.csv"
    sheet.write_text("unit,decision,reason\nD0001,perhaps,\nD0002,maybe,\n", encoding="utf-8")
    assert main(["screen", "import", str(sheet), str(study), "--screener", "anna"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("vonnis: ")]
    assert told[0].endswith("nothing was imported.")
    assert [line[:14] for line in told[1:]] == ["vonnis: row 2,", "vonnis: row 3,"]
