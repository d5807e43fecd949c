"""The papers of a study become figures, and a changed paper changes timeline and attention."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from vonnis.analysis.result import Result, TableResult
from vonnis.demo.papers import FOLDER, paper_files
from vonnis.errors import MistakesError, StudyError
from vonnis.study.dataset import Dataset
from vonnis.study.policy_plan import PolicyPlan
from vonnis.study.selection import Flow
from vonnis.workflow.passage_book import passage_book
from vonnis.workflow.policy_study import StudyPolicy, study_policy
from vonnis.workflow.progress import Silence

SOURCE = {"nl": "verzonnen", "en": "invented"}
NOTHING = Flow(documents=0, unreadable=(), not_in_table=(), not_found=(), outside=(), excluded=(), clients=0)
EMPTY = Dataset(clients=(), victims=(), pairs=(), complexes=(), flow=NOTHING)
PLAN = PolicyPlan(papers=FOLDER, on=dt.date(2024, 7, 1), source=SOURCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in paper_files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def counted(folder: Path, plan: PolicyPlan = PLAN) -> StudyPolicy:
    return study_policy(folder, plan, report=Silence())


def figure(found: StudyPolicy, id_: str) -> Result:
    return found.figures.result(id_)


def rows(found: StudyPolicy, id_: str) -> dict[str, tuple[int, ...]]:
    table: TableResult = next(one for one in found.figures.tables if one.id == id_)
    return {row["en"]: cells for row, cells in zip(table.rows, table.cells, strict=True)}


def test_the_figures_of_the_demonstration_come_from_its_papers(folder: Path) -> None:
    found = counted(folder)
    assert figure(found, "policy_searched").value == 11
    assert figure(found, "policy_without_text").units == ("99001-145",)
    assert figure(found, "policy_plans_silent").units == ("99001-130",)
    assert figure(found, "policy_budget").units == ("99001-140",)
    assert rows(found, "policy_by_state") == {
        "Carried out": (1,), "Partly carried out": (1,), "Refused": (0,), "Open": (0,), "Overdue": (2,),
        "Not adopted": (1,), "Withdrawn": (0,), "Replaced": (0,),
    }  # fmt: skip
    assert rows(found, "policy_by_year")["2023"] == (1, 1, 1)
    assert rows(found, "policy_attention")["2023"] == (1, 1894, 0, 500_000)
    assert rows(found, "policy_attention")["2020"] == (0, 0, 0, 0)


def test_a_paper_without_a_date_stands_in_no_year_and_is_counted_as_missing(folder: Path) -> None:
    before = counted(folder)
    undated = "Verslag\n\nKlanten van minderjarigen worden niet genoemd.\n\nZij komen in geen plan voor."
    (folder / FOLDER / "undated.txt").write_text(undated, encoding="utf-8")
    after = counted(folder)
    assert [figure(one, "policy_without_date").value for one in (before, after)] == [0, 1]
    assert figure(after, "policy_naming_share").n == 12
    assert rows(after, "policy_by_year") == rows(before, "policy_by_year")
    missing = {table.id: table.missing for table in after.figures.tables}
    assert missing == {
        "policy_by_year": {"not_stated": 1},
        "policy_attention": {"not_stated": 1},
        "policy_by_state": {},
    }


def test_what_was_rejected_is_in_no_denominator(folder: Path) -> None:
    share = figure(counted(folder), "policy_carried_out_share")
    assert (share.numerator, share.n, share.value) == (1, 4, 0.25)
    assert "99001-112" not in share.base


def test_a_changed_paper_changes_timeline_and_attention(folder: Path) -> None:
    before = counted(folder)
    path = folder / FOLDER / "kst-99001-121.xml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace(
        "wordt uitgewerkt in overleg met de sector.", "is uitgevoerd. Klanten van minderjarigen zijn geweerd."
    )
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    after = counted(folder)
    states = [{item.id: item.state for item in found.shown.items} for found in (before, after)]
    assert [found["99001-110"] for found in states] == ["overdue", "carried_out"]
    naming = [figure(found, "policy_naming_share").numerator for found in (before, after)]
    assert naming == [8, 9]
    assert rows(after, "policy_by_year")["2020"] == (1, 1, 0)
    assert rows(after, "policy_attention")["2020"][0] == 1


def test_a_removed_paper_is_no_longer_searched(folder: Path) -> None:
    (folder / FOLDER / "kst-99001-140.xml").unlink()
    found = counted(folder)
    assert figure(found, "policy_budget").value == 0
    assert {item.id: item.state for item in found.shown.items}["99001-133"] == "overdue"


@pytest.mark.parametrize(
    ("on", "overdue"), [(dt.date(2019, 6, 1), 0), (dt.date(2020, 6, 1), 2), (dt.date(2024, 7, 1), 2)]
)
def test_the_day_of_the_count_decides_what_is_late(folder: Path, on: dt.date, overdue: int) -> None:
    plan = PolicyPlan(papers=FOLDER, on=on, source=SOURCE)
    assert figure(counted(folder, plan), "policy_overdue").value == overdue


def test_another_topic_is_counted(folder: Path) -> None:
    found = counted(folder, PolicyPlan(papers=FOLDER, on=PLAN.on, topic="ad_sites", source=SOURCE))
    assert found.shown.topic["en"] == "Sex advertisement sites"
    assert figure(found, "policy_budget").value == 0


def test_what_is_shown_has_its_passages(folder: Path) -> None:
    shown = counted(folder).shown
    assert shown.quotes("99001-140")
    assert shown.quotes("99001-145") == ()
    assert [paper.id for paper in shown.papers if not paper.searched] == ["99001-145"]


def test_a_number_on_papers_leads_to_its_passages_in_the_private_book(folder: Path) -> None:
    found = counted(folder)
    book = passage_book(found.figures, EMPTY, says=found.says)
    for number in ("policy_naming_share", "policy_plans_silent", "policy_overdue", "policy_by_state.overdue"):
        section = book.split(f'id="{number}"')[1].split("</section>")[0]
        units = re.findall(r'href="#unit-([^"]+)"', section)
        assert units, number
        for unit in units:
            assert f'<section id="unit-{unit}">' in book
    plan = book.split('id="unit-99001-140"')[1].split("</section>")[0]
    assert re.search(r"measure with budget.*?<blockquote>.+?<cite>99001-140, characters \d+–\d+", plan, flags=re.DOTALL)
    overdue = book.split('id="unit-99001-110"')[1].split("</section>")[0]
    assert "<cite>99001-121, " in overdue
    silent = re.search(r'href="#unit-([^"]+)"', book.split('id="policy_plans_silent"')[1])
    assert silent is not None
    assert "silent; searched" in book.split(f'id="unit-{silent[1]}"')[1].split("</section>")[0]


def test_an_unreadable_paper_is_named(folder: Path) -> None:
    (folder / FOLDER / "kst-99001-200.xml").write_text("<officiele-publicatie>", encoding="utf-8")
    assert "kst-99001-200" in counted(folder).unreadable[0]


@pytest.mark.parametrize("name", ["/tmp", "../elsewhere"])  # noqa: S108 - a place outside the study
def test_papers_lie_inside_the_study(folder: Path, name: str) -> None:
    with pytest.raises(StudyError, match="lies inside its folder"):
        counted(folder, PolicyPlan(papers=name, on=PLAN.on, source=SOURCE))


def test_a_study_without_papers_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    with pytest.raises(StudyError, match="holds no paper"):
        counted(tmp_path, PolicyPlan(papers="papers", on=PLAN.on, source=SOURCE))


def test_a_lexicon_of_the_study_is_used_and_checked(folder: Path) -> None:
    lexicon = """version: 2.0.0
topics:
  - {id: a, group: true, label: {nl: Opvang, en: Shelter}, terms: [{term: opvang, source: x}]}
measures: []
"""
    (folder / "topics.yaml").write_text(lexicon, encoding="utf-8")
    plan = PolicyPlan(papers=FOLDER, on=PLAN.on, lexicon="topics.yaml", source=SOURCE)
    assert figure(counted(folder, plan), "policy_naming_share").numerator == 2
    (folder / "topics.yaml").write_text(lexicon.replace("source: x", "bron: x"), encoding="utf-8")
    with pytest.raises(MistakesError, match=r"topics\.yaml, line 3"):
        counted(folder, plan)


def test_every_file_of_the_demonstration_says_that_it_is_made_up() -> None:
    for name, data in paper_files().items():
        assert b"FICTIEF / FICTIONAL" in data, name
