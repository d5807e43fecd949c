"""A release of a study that rests on its codings: report, data with final values, and the way back to the figures."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from contextlib import closing
from pathlib import Path
from random import Random

import polars as pl
import pyreadstat
import pytest
from bs4 import BeautifulSoup

from tests.study.codings import codebook_text
from vonnis.archive.store import open_store
from vonnis.cli.main import main
from vonnis.errors import StudyError
from vonnis.study.coding import Adjudication, Coding, Locator
from vonnis.study.erasure import Erasure
from vonnis.study.log import Decision
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow import release
from vonnis.workflow.computing import computed_of
from vonnis.workflow.progress import Silence
from vonnis.workflow.release import interim_report, rebuild
from vonnis.workflow.resting import rests_on_codings
from vonnis.workflow.study import Computed

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
CODED = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
PEOPLE = 120
PROTOCOL = """
[study]
id = "coded"
languages = ["en"]
title = { en = "A coded study" }
question = { en = "Who, and how long?" }
author = { en = "Nobody" }
[population]
description = { en = "Invented." }
intake_from = 2015
intake_to = 2019
[[sources]]
id = "files"
kind = "closed_paper"
description = { en = "Files" }
permission = { basis = "art. 15 Wjsg", giver = "College", reference = "2026/7", secrecy = false }
[[analysis.plan]]
kind = "count"
id = "clients"
level = "defendant"
[[analysis.plan]]
kind = "share"
id = "yes_share"
level = "defendant"
variable = "k_sex"
codes = [1]
[[analysis.plan]]
kind = "mean"
id = "year_mean"
level = "defendant"
variable = "k_year"
unit = "year"
[[analysis.plan]]
kind = "frequencies"
id = "kept_inside"
level = "defendant"
variable = "k_seen"
report = false
"""


def codings() -> list[Coding | Adjudication]:
    """Return the answers of two coders on 120 people: 30 coded twice, two differences, both decided."""
    found: list[Coding | Adjudication] = []
    for place in range(PEOPLE):
        chance = Random(place)
        sex = int(chance.random() < 0.4)
        answers = {"k_sex": sex, "k_seen": chance.choice([0, 1]), "k_year": 1960 + place % 25}
        for coder in ("A", "B")[: 2 if place < 30 else 1]:
            for name, value in answers.items():
                differs = coder == "B" and name == "k_sex" and place < 2
                found.append(
                    Coding(
                        unit=f"D{place:03}",
                        variable=name,
                        coder=coder,
                        value=str(1 - value if differs else value),
                        evidence=(Locator(document="verdict", page={"A": "3", "B": "4"}[coder]),),
                        codebook_version="1.0.0",
                        at=CODED,
                    )
                )
        if place < 2:
            decided = {"unit": f"D{place:03}", "variable": "k_sex", "value": str(sex), "reason": "read again"}
            found.append(Adjudication(adjudicator="E", codebook_version="1.0.0", at=CODED, **decided))  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coded") / "study"
    folder.mkdir()
    (folder / "study.toml").write_text(PROTOCOL, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    people = [
        Unit(id=f"D{n:03}", level="defendant", complex=f"C{n // 4:02}", defendant=f"D{n:03}", frame="list")
        for n in range(PEOPLE)
    ]
    groups = [complex_unit(f"C{n:02}") for n in range(PEOPLE // 4)]
    with closing(open_store(folder)) as store, store.action("made", actor="test", at=CODED, detail={}) as writing:
        writing.add((*groups, *people))
        writing.add(codings())
    rebuild(folder, at=AT)
    return folder


@pytest.fixture(scope="module")
def figures(study: Path) -> dict[str, float]:
    content = json.loads((study / "release/figures.json").read_text(encoding="utf-8"))
    return {figure["id"]: figure["value"] for figure in content["figures"]}


def test_the_planned_results_are_printed_and_those_kept_inside_are_not(study: Path, figures: dict[str, float]) -> None:
    assert rests_on_codings(study)
    assert figures["clients"] == PEOPLE
    assert not [id_ for id_ in figures if id_.startswith("kept_inside")]
    page = BeautifulSoup((study / "release/report.html").read_text(encoding="utf-8"), "html.parser").get_text()
    assert "Coders answered the questions of the codebook" in page
    assert "ublished judgments" not in page.split("In brief")[1].split("How was this studied")[0]


def test_margins_that_stay_inside_weigh_what_is_released(study: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(study, tmp_path / "study"))
    (folder / "by-sex.csv").write_text("code,number,source\n0,500,invented\n1,500,invented\n", encoding="utf-8")
    entry = 'kind = "selection"\nid = "by_sex"\nlevel = "defendant"\nvariable = "k_sex"\nmargins = "by-sex.csv"'
    (folder / "study.toml").write_text(f"{PROTOCOL}[[analysis.plan]]\n{entry}\nreport = false\n", encoding="utf-8")
    found = computed_of(folder)
    assert found.analysis.result("yes_share").value == pytest.approx(0.5)
    ids = [one.id for one in found.analysis.results] + [one.id for one in found.analysis.tables]
    assert not [id_ for id_ in ids if id_.startswith("by_sex")]
    assert folder / "by-sex.csv" in found.inputs


def test_the_agreement_of_the_coders_stands_in_the_method(study: Path, figures: dict[str, float]) -> None:
    assert figures["agreement_percent_k_sex"] == pytest.approx(28 / 30)
    page = (study / "release/report.html").read_text(encoding="utf-8")
    table = page.split('id="en-table-agreement"')[1].split("</table>")[0]
    assert "93%" in table
    assert "k_year" in table


def test_the_deposit_holds_final_values_and_leads_back_to_the_figures(study: Path, figures: dict[str, float]) -> None:
    table = pl.read_csv(study / "private/restricted-edition/csv/defendants.csv")
    assert table.height == PEOPLE
    assert table.filter(pl.col("k_sex") == 1).height / PEOPLE == figures["yes_share"]
    assert table["k_year"].mean() == pytest.approx(figures["year_mean"])
    frame, meta = pyreadstat.read_sav(str(study / "private/restricted-edition/spss/defendants.en.sav"))
    assert (frame["k_sex"] == 1).sum() / PEOPLE == figures["yes_share"]
    assert meta.variable_value_labels["k_sex"][1.0] == "yes"


def test_the_public_data_hold_no_study_number(study: Path) -> None:
    for path in (study / "release/data").rglob("*"):
        if path.is_file():
            assert b"D001" not in path.read_bytes(), path
    assert (study / "release/data/codebook.xml").is_file()


def test_the_passage_book_leads_to_places_in_the_files(study: Path) -> None:
    book = (study / "private/passages.html").read_text(encoding="utf-8")
    assert 'href="#unit-D000"' in book.split('id="clients"')[1].split("</section>")[0]
    unit = book.split('id="unit-D000"')[1].split("</section>")[0]
    seen = unit.split("k_seen</strong>")[1].split("<strong>")[0]
    assert ["<cite>verdict, p. 3, A</cite>" in seen, "<cite>verdict, p. 4, B</cite>" in seen] == [True, True]


def test_the_place_of_an_overruled_answer_does_not_carry_the_final_one(study: Path) -> None:
    book = (study / "private/passages.html").read_text(encoding="utf-8")
    sex = book.split('id="unit-D000"')[1].split("k_sex</strong>")[1].split("</section>")[0].split("<strong>")[0]
    assert re.search(r"^: [01] \(adjudicated by E\); B answered [01]</p>", sex)
    assert re.findall(r"<cite>(.*?)</cite>", sex) == ["verdict, p. 3, A"]


def test_the_method_tells_what_the_final_values_rest_on(study: Path, figures: dict[str, float]) -> None:
    rested = {id_: value for id_, value in figures.items() if id_.startswith("final_")}
    assert rested == {
        "final_agreed": 0.24, "final_adjudicated": 0.01, "final_single": 0.75, "final_machine_accepted": 0,
        "final_open": 0,
    }  # fmt: skip
    page = BeautifulSoup((study / "release/report.html").read_text(encoding="utf-8"), "html.parser").get_text()
    assert "24% are agreed, 1% adjudicated, 75% of a single coder and 0% taken over from the program" in page
    told = json.loads((study / "private/run.json").read_bytes())["completed"]
    assert {name: told[f"final_{name}"] for name in ("agreed", "adjudicated", "single")} == {
        "agreed": "88", "adjudicated": "2", "single": "270"
    }  # fmt: skip


def test_nothing_about_judgments_is_written(study: Path) -> None:
    names = {path.name for path in (study / "private").iterdir()}
    assert {"results.jsonl", "tables.jsonl", "passages.html"} <= names
    assert not names & {"records.jsonl", "clients.jsonl", "pairs.jsonl"}


def test_the_text_to_edit_is_that_of_a_coded_study(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", str(study), "--texts"]) == 0
    assert "Wrote" in capsys.readouterr().out
    assert "coders answered fixed questions" in (study / "report/en/30-method.md").read_text(encoding="utf-8")


def test_a_coded_study_without_a_plan_has_nothing_to_release(study: Path, tmp_path: Path) -> None:
    for name in ("codebook.yaml", "coding.sqlite3"):
        (tmp_path / name).write_bytes((study / name).read_bytes())
    (tmp_path / "study.toml").write_text(PROTOCOL.split("[[analysis.plan]]", maxsplit=1)[0], encoding="utf-8")
    with pytest.raises(StudyError, match="plans no result"):
        rebuild(tmp_path, at=AT)


def test_a_reference_date_gives_a_coded_study_as_it_stood_on_that_day(study: Path, tmp_path: Path) -> None:
    for name in ("codebook.yaml", "study.toml", "coding.sqlite3"):
        (tmp_path / name).write_bytes((study / name).read_bytes())
    later = CODED + dt.timedelta(days=30)
    new = Unit(id="D900", level="defendant", complex="C00", defendant="D900", frame="later")
    with closing(open_store(tmp_path)) as store, store.action("more", actor="test", at=later, detail={}) as writing:
        writing.add([new, Decision(unit="D900", step="list", decided_by="test", at=later)])
        changed = {"unit": "D000", "variable": "k_sex", "value": "1", "reason": "read anew"}
        writing.add([Adjudication(adjudicator="E", codebook_version="1.0.0", at=later, **changed)])  # type: ignore[arg-type]
    before, after = (computed_of(tmp_path, until=until).analysis for until in (CODED.date(), None))
    assert (before.result("clients").value, after.result("clients").value) == (PEOPLE, PEOPLE + 1)
    assert before.result("yes_share").numerator == computed_of(study).analysis.result("yes_share").numerator
    assert "D000" in after.result("yes_share").units
    with pytest.raises(StudyError, match="nobody had coded anything by 2026-01-04"):
        computed_of(tmp_path, until=CODED.date() - dt.timedelta(days=1))


def test_an_interim_report_names_the_day_of_coding_and_the_units(study: Path) -> None:
    made = interim_report(study, at=AT, recipients="us", report=Silence(), reference=CODED.date())
    page = BeautifulSoup(made.report.read_text(encoding="utf-8"), "html.parser").find(lang="en", id="en")
    assert page is not None
    text = " ".join(page.get_text("").split())
    assert "What was coded by 5 January 2026 counts." in text
    assert "of 120 defendants" in text
    assert "judgment" not in text.split("How was this studied?")[-1].split("Terms, counts")[0].lower()


def test_a_release_that_an_erasure_overtakes_writes_nothing(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(study, tmp_path / "study"))
    before = {path: path.stat().st_mtime_ns for part in ("private", "release") for path in (folder / part).rglob("*.*")}
    made = release._passages

    def overtaken(where: Path, computed: Computed) -> str:
        book = made(where, computed)
        with closing(open_store(folder)) as store, store.action("destroy", actor="E", at=AT, detail={}) as writing:
            writing.add([Erasure(unit="D001", ground="request", erased_by="E", at=AT)])
        return book

    monkeypatch.setattr(release, "_passages", overtaken)
    with pytest.raises(StudyError, match="words of the study were erased while this ran"):
        rebuild(folder, at=AT)
    changed = {path.name for path in before if path.stat().st_mtime_ns != before[path]}
    assert changed == {"attack.json"}, "what an outsider can infer holds no words"
