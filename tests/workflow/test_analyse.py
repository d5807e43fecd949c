"""The plan of the demonstration carried out: the reference figures come out, and what is explored is marked."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tests.analysis.units import COLOURS, asked, units
from tests.demonstration import usual_material
from vonnis.analysis.plan import plan_of
from vonnis.analysis.result import Result
from vonnis.analysis.running import Material, run
from vonnis.archive.store import open_store
from vonnis.cli.analyse import summary
from vonnis.cli.main import main
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.tables import study_tables
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.analyse import Analysed, analyse_study, analyse_tables, read_margins

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
EXPLORED = """
[[plan]]
kind = "difference"
id = "explored"
level = "defendant"
variable = "k_legal_site"
codes = [1]
by = "k_appealed"
groups = [[1], [0]]
"""
# What the reference study printed, as the plan computes it from the fictional judgments.
FIGURES = [
    ("plan_girls", 0.88),
    ("plan_legal_site", 0.80),
    ("plan_gap_19", 0.61),
    ("plan_sentences_one_day_strict", 0.60),
    ("plan_sentences_long", 0.16),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analysed") / "study"
    usual_material(out)
    (out / "further.toml").write_text(EXPLORED, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def analysed(folder: Path) -> Analysed:
    return analyse_study(folder, at=AT, explore=folder / "further.toml")


@pytest.mark.parametrize(("id_", "value"), FIGURES, ids=[row[0] for row in FIGURES])
def test_the_plan_gives_the_reference_figures_with_an_interval(analysed: Analysed, id_: str, value: float) -> None:
    found = analysed.analysis.result(id_)
    assert found.value is not None
    assert round(found.value, 2) == value
    assert found.interval is not None
    assert found.interval.low < value < found.interval.high


STANDARD = [
    ("plan_girls", "girls_share"),
    ("plan_legal_site", "legal_site_share"),
    ("plan_gap_18", "age_gap_18_share"),
    ("plan_sentences_one_day_broad", "one_day_broad_share"),
    ("plan_victim_age", "victim_age_mean"),
    ("plan_demand_days", "demand_gap_days_median"),
    ("plan_demand_hours", "demand_gap_hours_median"),
]


@pytest.mark.parametrize(("planned", "standard"), STANDARD, ids=[row[0] for row in STANDARD])
def test_the_plan_and_the_standard_figures_agree(analysed: Analysed, planned: str, standard: str) -> None:
    one, other = analysed.analysis.result(planned), analysed.analysis.result(standard)
    assert (one.value, one.n) == (other.value, other.n)


def test_the_ratio_is_the_published_change(analysed: Analysed) -> None:
    found = analysed.analysis.result("plan_suspects_against_base")
    assert found.value == pytest.approx(26 / 112)
    assert "invented" not in found.label["en"]
    assert not found.published_elsewhere


def test_what_is_explored_is_marked_and_the_plan_is_not(analysed: Analysed) -> None:
    marks = {one.id: one.basis.exploratory for one in analysed.analysis.results if one.basis}
    assert {id_ for id_, explored in marks.items() if explored} == {"explored", "explored_first", "explored_second"}
    assert analysed.exploratory == 3


def test_results_are_written_to_private_and_nowhere_else(analysed: Analysed, folder: Path) -> None:
    assert {path.parent.name for path in analysed.written} == {"private"}
    lines = (folder / "private" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    decoded = [msgspec.json.decode(line, type=Result) for line in lines]
    assert tuple(decoded) == analysed.analysis.results
    assert not (folder / "release").exists()


def test_two_runs_give_the_same_bytes(analysed: Analysed, folder: Path) -> None:
    before = [path.read_bytes() for path in analysed.written]
    again = analyse_study(folder, at=AT, explore=folder / "further.toml")
    assert [path.read_bytes() for path in again.written] == before


def test_the_summary_says_what_is_private_and_what_was_corrected(analysed: Analysed) -> None:
    lines = list(summary(analysed))
    text = "\n".join(lines)
    assert any(line.startswith("Victims who are girls") and "88% (" in line and "n = 41" in line for line in lines)
    assert "3 exploratory results" in text
    assert "tests together (Holm)" in text
    assert "disclosure gate" in lines[-1]
    assert any("5 of 8" in line for line in lines)  # fewer than 20: counts only


def test_the_command_prints_json_without_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(folder), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {one["id"] for one in shown["results"]} >= {"plan_girls", "girls_share"}
    assert not any("units" in one or "base" in one for one in (*shown["results"], *shown["tables"]))


def test_a_folder_without_a_protocol_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(tmp_path), "--quiet"]) == 1
    assert "study.toml cannot be read" in capsys.readouterr().err


WRONG = [
    pytest.param("[[plan]]\nkind = 'guess'\n", "Invalid value 'guess'", id="kind"),
    pytest.param("[[plan", "is no valid TOML", id="toml"),
    pytest.param(EXPLORED.replace("explored", "girls_share"), "two results are called 'girls_share'", id="taken id"),
    pytest.param(
        "[[plan]]\nkind = 'attrition'\nid = 'a'\nlevel = 'x'\nfile = '../a.csv'\n",
        "inside the study folder",
        id="outside",
    ),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_wrong_further_plan_is_one_sentence(folder: Path, tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "further.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        analyse_study(folder, at=AT, explore=path)


PROTOCOL = """
[study]
id = "coded"
languages = ["en"]
title = { en = "A coded study" }
question = { en = "What?" }
author = { en = "Nobody" }
[population]
description = { en = "Invented." }
intake_from = 2015
intake_to = 2019
[[sources]]
id = "files"
kind = "closed_paper"
description = { en = "Files" }
permission = { basis = "art. 15 Wjsg", giver = "Nobody", reference = "2026/7", secrecy = false }
[[analysis.plan]]
kind = "mean"
id = "days"
level = "defendant"
variable = "days"
unit = "day"
cluster = ""
"""


def test_a_plan_is_carried_out_on_the_tables_of_codings(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(PROTOCOL, encoding="utf-8")
    words = {"nl": "dagen", "en": "days"}
    variable = Variable(name="days", level="defendant", type="integer", label=words, question=words)
    codebook = Codebook(name="test", version="1.0.0", title=words, variables=(variable,))
    units = [Unit(id=f"D{n}", level="defendant", complex="C1", defendant=f"D{n}") for n in range(3)]
    schema = {"unit": pl.String, "variable": pl.String, "value": pl.String, "missing": pl.Int8}
    finals = pl.DataFrame([("D0", "days", "10", None), ("D1", "days", "20", None)], schema=schema, orient="row")
    done = analyse_tables(tmp_path, study_tables(codebook, finals, units=units), at=AT)
    found = done.analysis.result("days")
    assert (found.value, found.n, found.missing) == (15.0, 2, {"not_coded": 1})
    assert (tmp_path / "private" / "results.jsonl").is_file()


CODEBOOK = """
name: test
version: 1.0.0
title: {nl: dagen, en: days}
variables:
- name: k_days
  level: defendant
  type: integer
  scale: ratio
  label: {nl: dagen, en: days}
  question: {nl: Hoeveel?, en: How many?}
derived:
- name: k_twice
  level: defendant
  type: integer
  scale: ratio
  label: {nl: dubbel, en: twice}
  definition: {nl: Tweemaal., en: Twice.}
  value: k_days * 2
"""


def test_a_study_without_judgments_is_analysed_from_its_codings(tmp_path: Path) -> None:
    plan = PROTOCOL.replace('variable = "days"', 'variable = "k_twice"')
    (tmp_path / "study.toml").write_text(plan, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    units = [
        Unit(id=f"D{n}", level="defendant", complex="C1", defendant=f"D{n}", source_mode="published") for n in range(3)
    ]
    codings = [
        Coding(unit=f"D{n}", variable="k_days", coder="anna", value=value, codebook_version="1.0.0", at=AT)
        for n, value in enumerate(("10", "20"))
    ]
    with closing(open_store(tmp_path)) as store, store.action("test", actor="anna", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1"), *units, *codings])
    found = analyse_study(tmp_path, at=AT).analysis.result("days")
    assert (found.value, found.n) == (30.0, 2)


def test_margins_are_read_with_their_source(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text("code,number,source\n1,50,OM\n2,30,OM\n", encoding="utf-8")
    assert [(one.code, one.number, one.source) for one in read_margins(path)] == [(1, 50, "OM"), (2, 30, "OM")]
    path.write_text("code,number,source\n1,50,\n", encoding="utf-8")
    with pytest.raises(StudyError, match="has no source"):
        read_margins(path)
    path.write_text("code;number;source\n1;0;OM\n2;0;OM\n", encoding="utf-8")
    with pytest.raises(StudyError, match="margins add up to nought"):
        read_margins(path)


def test_the_summary_names_what_has_no_number_and_why() -> None:
    plan = plan_of(
        {
            "plan": [
                {"kind": "mean", "id": f"mean{place}", "level": "defendant", "variable": "days", "unit": "day"}
                for place in range(8)
            ]
            + [{"kind": "share", "id": "none", "level": "defendant", "variable": "days", "at_least": 1,
                "where": {"kind": [1]}}]
        },
        where="study.toml",
    )  # fmt: skip
    found = units(
        {"days": (asked("days", "integer"), [5] * 30), "kind": (asked("kind", "category", COLOURS), [2] * 30)}
    )
    done = run(plan, Material(units={"defendant": found}))
    ids = frozenset(one.id for one in done.results)
    lines = list(summary(Analysed(done, planned=len(ids), exploratory=0, asked=ids, written=())))
    named = "mean0, mean1, mean2, mean3, mean4, mean5 and 2 more"
    assert f"No interval ({named}): All units have the same value." in lines
    assert "Not computed (none): No unit has a valid answer." in lines
