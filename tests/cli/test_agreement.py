"""``vonnis agreement`` as a user meets it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.cli.conftest import Run
from tests.study.agreement.published import KRIPPENDORFF, Matrix
from tests.study.codings import AT, codebook_text, permit
from vonnis.archive.store import open_store
from vonnis.study.coding import Adjudication, Coding

NOMINAL = ["--from", "long.csv", "--level", "nominal"]
KEYS = ["units", "coders", "percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"]


def long_table(path: Path, matrix: Matrix, *, variable: str = "v") -> Path:
    """Write a matrix as a long table."""
    lines = ["unit,coder,variable,value"]
    for unit, row in enumerate(matrix, 1):
        lines += [f"{unit},{'ABCDEF'[coder]},{variable},{value or ''}" for coder, value in enumerate(row)]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return long_table(tmp_path / "long.csv", KRIPPENDORFF)


def answer(run: Run, *arguments: object) -> dict[str, Any]:
    """Return what the command prints as JSON."""
    done = run("agreement", *arguments, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_json_has_the_agreed_shape(vonnis: Run, table: Path, level: str, alpha: float) -> None:
    found = answer(vonnis, "--from", table, "--level", level)
    assert list(found) == ["variables"]
    one = found["variables"]["v"]
    assert list(one) == KEYS
    assert (one["units"], one["coders"]) == (12, 4)
    assert one["percent"] == pytest.approx(0.8181818)
    assert one["krippendorff_alpha"]["estimate"] == pytest.approx(alpha, abs=0.0005)
    assert one["cohen_kappa"] == {"estimate": None, "low": None, "high": None, "reason": one["cohen_kappa"]["reason"]}
    assert all(list(one[key]) == ["estimate", "low", "high", "reason"] for key in KEYS[3:])


def test_it_runs_as_its_own_program(program: Run, table: Path) -> None:
    done = program("agreement", "--from", table, "--level", "nominal")
    assert done.returncode == 0
    assert b"0.74 [0.38, 0.92]" in done.stdout
    assert b"Measuring agreement" in done.stderr


def test_the_table_is_aligned_and_cautious(vonnis: Run, tmp_path: Path) -> None:
    path = long_table(tmp_path / "two.csv", [["a", "a"]] * 8, variable="a_long_name")
    with path.open("a") as stream:
        stream.writelines(
            f"{unit},{coder},v,{unit % 3 if coder == 'A' else unit % 5 % 3}\n" for unit in range(40) for coder in "AB"
        )
    lines = vonnis("agreement", "--from", path, "--level", "nominal").stdout.decode().splitlines()
    head, *rows = lines[2:5]
    assert [row.index(row.split()[1]) + len(row.split()[1]) for row in rows] == [head.index("units") + 5] * 2
    text = "\n".join(lines)
    assert "0.667 for tentative conclusions" in text
    assert "The interval of alpha reaches below 0.667: v." in text
    assert "a  all answers fall in one category" in text


def test_full_adds_categories_and_weights(vonnis: Run, table: Path) -> None:
    one = answer(vonnis, "--from", table, "--level", "ordinal", "--full")["variables"]["v"]
    assert one["overlap"] == 11
    assert [each["category"] for each in one["categories"]] == ["1", "2", "3", "4", "5"]
    assert one["weighted"]["gwet_ac2_quadratic"]["estimate"] > one["gwet_ac1"]["estimate"]
    text = vonnis("agreement", "--from", table, "--level", "ordinal", "--full").stdout.decode()
    assert "v, in full" in text
    assert "AC2, quadratic weights            0.91" in text


def test_each_variable_may_have_its_level(vonnis: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(
        "unit,coder,variable,value\n1,A,months,3\n1,B,months,4\n2,A,months,9\n2,B,months,9\n"
        "1,A,kind,x\n1,B,kind,x\n2,A,kind,y\n2,B,kind,x\n"
    )
    found = answer(vonnis, "--from", path, "--level", "nominal", "--level", "months=interval")["variables"]
    assert found["months"]["krippendorff_alpha"]["estimate"] > 0.9
    assert found["kind"]["krippendorff_alpha"]["estimate"] == 0.0


def test_ranks_in_words_take_an_order(vonnis: Run, tmp_path: Path) -> None:
    path = long_table(tmp_path / "long.csv", [["low", "mid"], ["high", "high"], ["low", "low"]])
    found = answer(vonnis, "--from", path, "--level", "ordinal", "--order", "low,mid,high")["variables"]["v"]
    assert found["krippendorff_alpha"]["estimate"] == pytest.approx(7 / 9)


def test_intervals_may_be_made_otherwise(vonnis: Run, table: Path) -> None:
    ways = ("best", "analytic", "bootstrap")
    found = [
        answer(vonnis, "--from", table, "--level", "nominal", "--intervals", way)["variables"]["v"] for way in ways
    ]
    assert len({each["krippendorff_alpha"]["low"] for each in found}) == 3
    assert len({each["krippendorff_alpha"]["estimate"] for each in found}) == 1


def test_the_plan_needs_no_table(vonnis: Run) -> None:
    found = answer(vonnis, "--plan", "--expect", "0.8", "--shares", "0.7,0.3", "--width", "0.2")
    assert found["units_needed"] == 171
    text = vonnis("agreement", "--plan", "--shares", "0.7,0.3", "--width", "0.2").stdout.decode()
    assert "171 units coded twice give an interval no wider than 0.2." in text
    assert "       100       0.63 to 0.90   0.26" in text


def test_the_machine_is_measured_against_the_final_values(vonnis: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "")]
    lines = [
        f"{unit},{coder},v,{value}"
        for unit, row in enumerate(rows)
        for coder, value in zip(("final", "m"), row, strict=True)
    ]
    path.write_text("\n".join(["unit,coder,variable,value", *lines]))
    found = answer(vonnis, "--from", path, "--level", "nominal", "--machine", "m")["variables"]["v"]
    assert found["correct"]["count"] == 2
    assert found["categories"][1]["taken_for"] == {"": 1}
    text = vonnis("agreement", "--from", path, "--level", "nominal", "--machine", "m").stdout.decode()
    assert "v: right on 67%" in text
    assert "no answer 1" in text


def test_drift_is_told_for_each_coder(vonnis: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [f"{u},{c},v,{'x' if c == 'B' or u < 10 else u % 2},2026-01-{u + 1:02}" for u in range(20) for c in "AB"]
    path.write_text("\n".join(["unit,coder,variable,value,at", *rows]))
    text = vonnis("agreement", "--from", path, "--level", "nominal", "--drift").stdout.decode()
    assert "100% [72%, 100%]" in text
    assert "trend p" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["--from", "absent.csv", "--level", "nominal"], 1, "absent.csv cannot be read", id="absent"),
        pytest.param(["--from", "long.csv"], 2, "needs a --level", id="no level"),
        pytest.param(["--from", "long.csv", "--level", "metric"], 2, "--level metric is not known", id="level"),
        pytest.param(["--from", "long.csv", "--level", "w=nominal"], 2, "has no variable 'w'", id="variable"),
        pytest.param([*NOMINAL, "--machine", "m"], 2, "no answers of 'm'", id="machine"),
        pytest.param([*NOMINAL, "--drift"], 1, "needs a column at", id="drift"),
        pytest.param(["--plan", "--shares", "half"], 2, "--shares half are not numbers", id="shares"),
        pytest.param(["--plan", "--expect", "2"], 2, "alpha of 2 cannot be expected", id="expect"),
        pytest.param(["--plan", "--width", "0"], 2, "--width 0 is not between", id="width"),
        pytest.param([*NOMINAL, "--intervals", "wald"], 2, "wald", id="intervals"),
        pytest.param(["."], 1, "codebook.yaml", id="no study"),
        pytest.param([".", "--level", "nominal"], 2, "for a table", id="level of a study"),
    ],
)
def test_what_is_wrong_is_one_sentence(vonnis: Run, table: Path, arguments: list[str], code: int, said: str) -> None:
    assert table.is_file()
    done = vonnis("agreement", *arguments)
    assert done.returncode == code
    assert done.stdout == b""
    sentences = [line for line in done.stderr.decode().splitlines() if line.startswith("vonnis: ")]
    assert len(sentences) == 1
    assert said in sentences[0]


def test_a_level_for_one_variable_leaves_the_others_without(vonnis: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("unit,coder,variable,value\n1,A,v,1\n1,A,w,1\n")
    done = vonnis("agreement", "--from", path, "--level", "v=nominal")
    assert done.returncode == 2
    assert b"--level w=LEVEL" in done.stderr


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study folder with a codebook, codings of two coders and of the machine, and one decision."""
    folder = tmp_path / "study"
    folder.mkdir()
    (permit(folder) / "codebook.yaml").write_text(codebook_text())
    records: list[msgspec.Struct] = []
    for number in range(24):
        common: dict[str, Any] = {"unit": f"D{number:02}", "codebook_version": "1.0.0"}
        seen = {"A": number % 2, "B": 1 - number % 2 if number == 3 else number % 2}
        for coder, answer in seen.items():
            at = AT + dt.timedelta(hours=number)
            records.append(Coding(variable="k_sex", coder=coder, value=str(answer), at=at, **common))
            records.append(Coding(variable="k_year", coder=coder, value=str(2000 + number), at=at, **common))
        records.append(Coding(variable="k_sex", coder="rules", value="1", round="machine", at=AT, **common))
    decision = Adjudication(
        unit="D03", variable="k_sex", adjudicator="C", value="1", reason="p. 3", codebook_version="1.0.0", at=AT
    )
    store = open_store(folder)
    with store.action("code", actor="test", at=AT, detail={}) as writing:
        writing.add([*records, decision])
    store.close()
    return folder


def test_a_study_is_measured_by_its_codebook(vonnis: Run, study: Path) -> None:
    found = answer(vonnis, study)["variables"]
    assert list(found) == ["k_sex", "k_year"]
    assert (found["k_sex"]["units"], found["k_sex"]["coders"]) == (24, 2)
    assert found["k_sex"]["percent"] == pytest.approx(23 / 24)
    assert found["k_year"]["krippendorff_alpha"]["estimate"] == 1.0


def test_the_current_folder_is_the_study(vonnis: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study)
    assert list(answer(vonnis)["variables"]) == ["k_sex", "k_year"]


def test_the_machine_of_a_study_is_measured_against_what_was_decided(vonnis: Run, study: Path) -> None:
    found = answer(vonnis, study, "--machine", "rules")["variables"]
    assert list(found) == ["k_sex"]
    assert (found["k_sex"]["correct"]["count"], found["k_sex"]["correct"]["of"]) == (12, 24)


def test_drift_of_a_study_follows_its_clock(vonnis: Run, study: Path) -> None:
    assert [each["coder"] for each in answer(vonnis, study, "--drift")["variables"]["k_sex"]] == ["A", "B"]


def test_a_study_without_codings_says_so(vonnis: Run, study: Path) -> None:
    done = vonnis("agreement", study, "--part", "pilot")
    assert done.returncode == 1
    assert b"holds no codings of the part 'pilot'" in done.stderr
    (study / "coding.sqlite3").unlink()
    done = vonnis("agreement", study)
    assert done.returncode == 1
    assert b"holds no codings" in done.stderr
    assert not (study / "coding.sqlite3").exists(), "asking makes nothing"
