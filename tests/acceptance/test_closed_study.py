"""A study of a hundred closed files, without any text, from the outside list to the dataset, by its commands alone."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest

from tests.study.codings import codebook_text, permit

ENDS = ["veroordeeld"] * 100 + ["vrijspraak"] * 6 + ["sepot 02"] * 9 + ["overdracht"] * 3 + ["hoger beroep loopt"] * 2
CHOICES = {
    "k_sex": ["0", "1"],
    "k_seen": ["0", "1", "0;1"],
    "k_year": ["1970", "1985"],
    "k_prison": ["P1D", "P3M"],
    "k_date": ["2017-02-03", "2018"],
}


def vonnis(*words: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vonnis", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def outside_list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Parketnummer", "Instroomdatum", "Artikel", "Afdoening", "Parket", "Onderzoek"])
    for place, end in enumerate(Random(3).sample(ENDS, len(ENDS))):
        number, day = f"01/{700000 + place}-16", f"{1 + place % 28}-3-2016"
        sheet.append([number, day, "248b Sr", end, "Noord", f"Onderzoek {place // 3}"])
    book.save(path)


def answered(assignments: list[dict[str, str]], folder: Path) -> Path:
    """Write what invented coders answered: the truth of each unit, with one slip in ten."""
    path = folder / "codings.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["unit", "coder", "variable", "value", "document", "page", "standing", "at"])
        for one in assignments:
            for name, choices in CHOICES.items():
                truth = Random(f"{one['unit']} {name}").choice(choices)
                slip = Random(f"{one['unit']} {name} {one['coder']}")
                value = slip.choice([*choices, "-8"]) if slip.random() < 0.1 else truth
                writer.writerow(
                    [one["unit"], one["coder"], name, value, "vonnis", "3", "court", "2026-03-01T10:00:00+00:00"]
                )
    return path


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("closed")
    folder = root / "study"
    folder.mkdir()
    (permit(folder) / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    outside_list(root / "list.xlsx")
    vonnis("frame", "import", root / "list.xlsx", folder, "--key", root / "key.csv")
    made = json.loads(vonnis("assign", folder, "--coder", "anna", "--coder", "bram", "--overlap", "0.3", "--json"))
    vonnis("code-import", answered(made, root), folder)
    listed = list(csv.DictReader(io.StringIO(vonnis("adjudicate", folder, "--list"))))
    with (root / "decided.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ["unit", "variable", "decision", "reason"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "decision": row["anna"], "reason": "page 3 says so"} for row in listed)
    vonnis("adjudicate", folder, "--from", root / "decided.csv", "--by", "eva")
    vonnis("dataset", folder)
    return folder


def test_the_attrition_is_counted_from_registered_to_convicted(study: Path) -> None:
    flow = json.loads(vonnis("frame", "flow", study, "--json"))
    assert (flow["units"], len(flow["left"])) == (120, 100)
    assert flow["steps"][0]["dropped"] == {"dismissed": 9, "transferred": 3, "acquitted": 6, "on_appeal": 2}


def test_every_convicted_defendant_is_a_row_with_a_value_for_each_question(study: Path) -> None:
    table = pl.read_parquet(study / "private" / "dataset" / "defendant.parquet")
    assert table.height == 100
    for name in CHOICES:
        assert table.select((pl.col(name).is_null() & pl.col(f"{name}_mis").is_null()).any()).item() is False
    assert table.columns[:3] == ["unit", "complex", "defendant"]
    assert set(table["weight"].to_list()) == {1.0}


def test_every_value_says_what_it_rests_on(study: Path) -> None:
    summary = json.loads((study / "private" / "dataset" / "summary.json").read_bytes())
    assert sum(summary["basis"].values()) == 100 * len(CHOICES)
    assert summary["basis"]["single"] == 70 * len(CHOICES)
    assert "open" not in summary["basis"]
    assert summary["basis"]["adjudicated"] > 5


def test_the_agreement_of_the_coders_is_measured(study: Path) -> None:
    found = json.loads(vonnis("agreement", study, "--intervals", "analytic", "--json"))["variables"]
    assert found["k_sex"]["coders"] == 2
    assert all(0.7 < found[name]["percent"] < 1 for name in ("k_sex", "k_seen"))
    assert 0.4 < found["k_sex"]["krippendorff_alpha"]["estimate"] < 1


def test_no_parketnummer_or_investigation_is_anywhere_in_the_folder(study: Path) -> None:
    for path in study.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"01/7" not in data, path
            assert b"Onderzoek" not in data, path
    with sqlite3.connect(study / "coding.sqlite3") as raw:
        assert not [line for line in raw.iterdump() if "01/7" in line or "Onderzoek" in line]
    raw.close()
    assert (study.parent / "key.csv").stat().st_mode & 0o077 == 0


def test_the_status_says_what_comes_next_and_when_the_dataset_is_stale(study: Path) -> None:
    states = {stage["name"]: stage["state"] for stage in json.loads(vonnis("status", study, "--json"))["stages"]}
    assert (states["coding"], states["assignment"], states["dataset"]) == ("done", "done", "done")
    words = ("--unit", "D0001", "--variable", "k_year", "--value", "1985", "--reason", "read again")
    left = json.loads(vonnis("frame", "flow", study, "--json"))["left"]
    vonnis("adjudicate", study, "--unit", left[0], *words[2:])
    assert "dataset     stale" in vonnis("status", study)
    vonnis("dataset", study, "--quiet")
    assert "dataset     done" in vonnis("status", study)


def test_the_flow_diagram_holds_the_counts(study: Path, tmp_path: Path) -> None:
    vonnis("frame", "flow", study, "--out", tmp_path / "flow.svg", "--language", "nl")
    drawn = (tmp_path / "flow.svg").read_text(encoding="utf-8")
    assert all(words in drawn for words in ("n = 120", "n = 100", "geseponeerd: 9", "Stroomdiagram"))


def test_two_runs_of_the_same_give_the_same_dataset(study: Path) -> None:
    before = {path.name: path.read_bytes() for path in (study / "private" / "dataset").glob("*.csv")}
    vonnis("dataset", study)
    assert before == {path.name: path.read_bytes() for path in (study / "private" / "dataset").glob("*.csv")}


def test_mistakes_of_use_are_told_in_a_sentence(study: Path) -> None:
    listed = study.parent / "list.xlsx"
    assert "lies in the study folder" in vonnis("frame", "import", listed, study, "--key", study / "k.csv", code=2)
    assert "--key" in vonnis("frame", "import", listed, study, code=2)
    again = vonnis("frame", "import", listed, study, "--key", study.parent / "key.csv", code=1)
    assert "was imported before" in again
    assert "a new sample would change" in vonnis("sample", study, "--size", "10", code=1)
    assert "is no folder" in vonnis("status", study / "nowhere", code=1)
