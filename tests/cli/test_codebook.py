"""``vonnis codebook`` as a user types it: check, compare, migrate, print, carry out and in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run


@pytest.fixture
def study(vonnis: Run, tmp_path: Path) -> Path:
    """A new study folder in the folder that the program runs in."""
    assert vonnis("new", "mine", "--quiet").returncode == 0
    return tmp_path / "mine"


def change(path: Path, part: str, other: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert part in text
    path.write_text(text.replace(part, other), encoding="utf-8")


def test_a_sound_codebook_is_counted(vonnis: Run, study: Path) -> None:
    answer = vonnis("codebook", "check", study)
    assert answer.returncode == 0
    assert b"is without mistakes: 3 questions" in answer.stdout
    told = json.loads(vonnis("codebook", "check", study / "codebook.yaml", "--json").stdout)
    assert told["questions"] == {"complex": 1, "defendant": 2, "victim": 0, "pair": 0}


def test_every_mistake_is_told(vonnis: Run, study: Path) -> None:
    change(study / "codebook.yaml", "code: 97", "code: 1")
    change(study / "codebook.yaml", "section: case", "section: cases")
    answer = vonnis("codebook", "check", study)
    assert (answer.returncode, answer.stdout) == (1, b"")
    assert answer.stderr.count(b"codebook.yaml, line ") == 2
    told = json.loads(vonnis("codebook", "check", study, "--json").stdout)
    assert len(told["mistakes"]) == 2


def test_a_change_is_compared_and_migrated(vonnis: Run, study: Path, tmp_path: Path) -> None:
    old, new = study / "codebook.yaml", study / "new.yaml"
    new.write_text(old.read_text())
    change(new, "version: 0.1.0", "version: 0.2.0")
    change(new, "{code: 3, label: {nl: anders, en: other}}", "{code: 4, label: {nl: anders, en: other}}")
    told = json.loads(vonnis("codebook", "diff", old, new, "--json").stdout)
    assert told["heaviest"] == "meaning"
    assert b"- k_sex.categories.3: anders / other" in vonnis("codebook", "diff", old, new).stdout
    (tmp_path / "steps.yaml").write_text(
        "from: 0.1.0\nto: 0.2.0\nsteps: [{do: recode, variable: k_sex, code: 3, into: [4]}]\n"
    )
    (tmp_path / "codings.csv").write_text("unit,coder,variable,value,codebook_version\nD1,A,k_sex,3,0.1.0\n")
    files = ("--from", old, "--to", new, "--steps", "steps.yaml")
    assert vonnis("codebook", "migrate", "codings.csv", *files, "--out", "moved").returncode == 0
    assert (tmp_path / "moved" / "codings.csv").read_text().splitlines()[1] == "D1,A,k_sex,4,0.2.0"


def test_a_migration_that_forgets_a_coding_is_refused(vonnis: Run, study: Path, tmp_path: Path) -> None:
    old, new = study / "codebook.yaml", study / "new.yaml"
    new.write_text(old.read_text().replace("code: 3,", "code: 4,").replace("0.1.0", "0.2.0"))
    (tmp_path / "steps.yaml").write_text("from: 0.1.0\nto: 0.2.0\nsteps: []\n")
    (tmp_path / "codings.csv").write_text("unit,coder,variable,value\nD1,A,k_sex,3\n")
    files = ("--from", old, "--to", new, "--steps", "steps.yaml")
    answer = vonnis("codebook", "migrate", "codings.csv", *files, "--out", "moved")
    assert answer.returncode == 1
    assert b"no step says what becomes of its codings" in answer.stderr
    assert not (tmp_path / "moved").exists()


def test_a_form_goes_out_and_comes_back(vonnis: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("level,unit\ndefendant,D1\n")
    assert vonnis("codebook", "form", study, "--units", "units.csv", "--out", "form.xlsx").returncode == 0
    book = load_workbook(tmp_path / "form.xlsx")
    book["defendant"]["D2"] = "2 vrouw"
    book["defendant"]["F2"] = "vonnis"
    book.save(tmp_path / "form.xlsx")
    assert vonnis("codebook", "answers", "form.xlsx", study, "--coder", "A", "--out", "a.csv").returncode == 0
    (row,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text()))
    assert (row["unit"], row["coder"], row["variable"], row["value"], row["document"]) == (
        "D1",
        "A",
        "k_sex",
        "2",
        "vonnis",
    )


def test_a_form_with_a_mistake_is_not_half_read(vonnis: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("level,unit\ndefendant,D1\n")
    vonnis("codebook", "form", study, "--units", "units.csv", "--out", "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    book["defendant"]["D2"], book["defendant"]["D3"] = "2 vrouw", "three months"
    book.save(tmp_path / "form.xlsx")
    answer = vonnis("codebook", "answers", "form.xlsx", study, "--coder", "A", "--out", "a.csv")
    assert answer.returncode == 1
    assert b"form.xlsx, sheet defendant, row 3, column answer: `three months` is no duration" in answer.stderr
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize(
    ("what", "name", "beginning"),
    [
        ("codebook", "c.html", b"<!DOCTYPE html>"),
        ("codebook", "c.pdf", b"%PDF"),
        ("form", "f.html", b"<!DOCTYPE html>"),
        ("form", "f.pdf", b"%PDF"),
        ("redcap", "r.csv", b"Variable / Field Name"),
        ("workbook", "w.xlsx", b"PK"),
    ],
)
def test_a_codebook_is_written_for_people(
    vonnis: Run, study: Path, tmp_path: Path, what: str, name: str, beginning: bytes
) -> None:
    assert vonnis("codebook", "export", study, "--what", what, "--out", name).returncode == 0
    first = (tmp_path / name).read_bytes()
    assert first[:60].lower().strip().startswith(beginning.lower())


@pytest.mark.parametrize(("what", "name"), [("redcap", "r.csv"), ("workbook", "w.xlsx")])
def test_what_was_carried_out_comes_in(vonnis: Run, study: Path, what: str, name: str) -> None:
    vonnis("codebook", "export", study, "--what", what, "--out", name)
    assert vonnis("codebook", "import", name, "--name", "mine", "--out", "made.yaml").returncode == 0
    assert vonnis("codebook", "check", "made.yaml").returncode == 0
    assert vonnis("codebook", "import", name, "--name", "mine", "--out", "made.yaml").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("check", "nowhere.yaml"), 1, b"cannot be read (No such file or directory); name a codebook"),
        (("export", "mine", "--out", "c.doc"), 2, b"must end in .html or .pdf"),
        (("export", "mine", "--what", "redcap", "--out", "c.pdf"), 2, b"must end in .csv"),
        (("form", "mine", "--units", "units.csv", "--out", "f.xlsx"), 1, b"row 2, column level: `client` is no level"),
        (("answers", "nothing.xlsx", "mine", "--coder", "A", "--out", "a.csv"), 1, b"nothing.xlsx cannot be read"),
    ],
)
def test_bad_input_is_one_sentence(
    vonnis: Run, study: Path, arguments: tuple[str, ...], code: int, sentence: bytes
) -> None:
    (study.parent / "units.csv").write_text("level,unit\nclient,D1\n")
    answer = vonnis("codebook", *arguments)
    assert answer.returncode == code
    assert sentence in answer.stderr
    assert b"Traceback" not in answer.stderr


def test_the_short_form_is_a_codebook(vonnis: Run, tmp_path: Path) -> None:
    vonnis("new", "full", "--template", "op-de-koop-toe", "--quiet")
    assert b"with 33 questions" in vonnis("codebook", "shorten", "full", "--out", "short.yaml").stdout
    assert vonnis("codebook", "check", tmp_path / "short.yaml").returncode == 0
    assert vonnis("codebook", "shorten", "full", "--out", "short.yaml").returncode == 1
