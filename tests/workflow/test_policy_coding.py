"""A study of papers: its frame, the machine's answers, two coders, agreement and a dataset, as in any study."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from vonnis.archive.store import open_store
from vonnis.codebook.templates import template
from vonnis.demo.papers import FOLDER, paper_files
from vonnis.errors import StudyError
from vonnis.papers.finding import MACHINE
from vonnis.papers.reading import read_paper
from vonnis.sources.document import Document
from vonnis.study.agreement.measuring import measure
from vonnis.study.coding import Coding, Passage
from vonnis.study.unit import Unit
from vonnis.workflow.agreement import study_machine_errors, study_ratings
from vonnis.workflow.codings import import_codings
from vonnis.workflow.computing import computed_of
from vonnis.workflow.dataset import tables_of, write_dataset
from vonnis.workflow.method import methods_of
from vonnis.workflow.new_study import new_study
from vonnis.workflow.passage_book import passage_book_of_codings
from vonnis.workflow.policy_coding import Framed, frame_papers
from vonnis.workflow.population import RoundPlan, assign_units
from vonnis.workflow.progress import Silence
from vonnis.workflow.resting import rests_on_codings
from vonnis.workflow.standing import standing_of

AT = dt.datetime(2024, 7, 1, 12, 0, tzinfo=dt.UTC)
TEXTS = 11
KINDS = {"99001-101": 2, "99001-104": 5, "99001-110": 2, "99001-112": 2, "99001-118": 8, "99001-121": 5,
         "99001-130": 1, "99001-133": 2, "99001-140": 1, "99001-144": 4, "TZ201905-017": 3}  # fmt: skip
GROUP = {"99001-101": 1, "99001-104": 1, "99001-110": 1, "99001-112": 1, "99001-118": 0, "99001-121": 0,
         "99001-130": 0, "99001-133": 1, "99001-140": 3, "99001-144": 1, "TZ201905-017": 1}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    new_study(folder, template="policy-papers")
    for name, data in paper_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def framed(study: Path) -> Framed:
    return frame_papers(study, by="me", at=AT, report=Silence())


def machine(study: Path, variable: str) -> dict[str, Coding]:
    with closing(open_store(study)) as store:
        return {one.unit: one for one in store.records(Coding, variable=variable, round="machine")}


def test_every_paper_with_a_text_is_a_unit(study: Path) -> None:
    done = framed(study)
    assert (done.papers, done.new, done.without_text) == (12, TEXTS, ("99001-145",))
    with closing(open_store(study)) as store:
        units = {unit.id: unit for unit in store.records(Unit)}
    assert set(units) == set(KINDS)
    assert (units["99001-130"].level, units["99001-130"].complex) == ("paper", "99001")


def test_a_second_time_brings_only_what_is_new(study: Path) -> None:
    framed(study)
    (study / FOLDER / "brief.txt").write_text(
        "99 001 Dossier\nNr. 150 BRIEF VAN DE MINISTER\nDen Haag, 1 juni 2024\nIets.\n"
    )
    assert framed(study).new == 1
    assert framed(study).new == 0


def test_the_machine_answers_with_passages(study: Path) -> None:
    framed(study)
    assert {unit: int(one.value or -1) for unit, one in machine(study, "d_kind").items()} == KINDS
    assert {unit: int(one.value or -1) for unit, one in machine(study, "d_group").items()} == GROUP
    path = study / FOLDER / "kst-99001-140.xml"
    text = read_paper(Document(id="x", origin="x.xml", data=path.read_bytes())).text
    (_, measure, money) = machine(study, "d_group")["99001-140"].evidence
    assert isinstance(measure, Passage)
    assert isinstance(money, Passage)
    assert text[measure.start : measure.end] == measure.quote
    assert money.quote == "€ 500.000"


def test_the_machine_tells_what_the_house_decided_and_what_became_of_it(study: Path) -> None:
    framed(study)
    assert {unit: one.value for unit, one in machine(study, "d_status").items()} == {
        "99001-101": "1", "99001-110": "1", "99001-112": "2", "99001-133": "1",
    }  # fmt: skip
    states = {unit: one.value for unit, one in machine(study, "d_followed").items()}
    assert states == {"99001-101": "2", "99001-110": "5", "99001-112": "6", "99001-133": "1", "TZ201905-017": "5"}


def test_what_a_paper_does_not_state_is_missing(study: Path) -> None:
    framed(study)
    answers = machine(study, "d_actor")
    assert answers["99001-144"].value is None
    assert {one.coder for one in answers.values()} == {MACHINE}


def coded(study: Path, *, wrong: str | None = None) -> None:
    """Have two coders answer two questions about every paper; the second errs about one of them."""
    rows = ["unit,coder,variable,value"]
    for coder in ("a", "b"):
        for unit, kind in KINDS.items():
            group = 0 if coder == "b" and unit == wrong else GROUP[unit]
            rows += [f"{unit},{coder},d_kind,{kind}", f"{unit},{coder},d_group,{group}"]
    path = study.parent / "codings.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_codings(study, path, by="me", at=AT)


def test_papers_are_assigned_to_coders(study: Path) -> None:
    framed(study)
    given = assign_units(study, RoundPlan(coders=("a", "b"), overlap=0.5), by="me", at=AT)
    assert {one.unit for one in given} == set(KINDS)
    assert len(given) == TEXTS + 6


def test_coders_agree_as_far_as_they_do(study: Path) -> None:
    framed(study)
    coded(study, wrong="99001-101")
    found = [measure(each.ratings) for each in study_ratings(study)]
    shares = {one.variable: one.percent.estimate for one in found}
    assert shares == {"d_kind": 1.0, "d_group": pytest.approx((TEXTS - 1) / TEXTS)}


def test_the_machine_is_measured_against_people(study: Path) -> None:
    framed(study)
    coded(study)
    errors = study_machine_errors(study)
    assert {"d_kind", "d_group"} <= set(errors)


def test_the_dataset_has_a_row_for_each_paper(study: Path) -> None:
    framed(study)
    coded(study)
    tables = tables_of(study)
    papers = tables.levels["paper"]
    assert papers.height == TEXTS
    assert dict(zip(papers["unit"], papers["d_group"], strict=True)) == GROUP
    # Only motions are asked what the House decided.
    skipped = dict(zip(papers["unit"], papers["d_status_mis"], strict=True))
    assert (skipped["99001-104"], skipped["TZ201905-017"]) == (-7, -7)
    assert tables.levels["defendant"].height == 0


def test_a_study_of_cases_has_no_level_of_papers() -> None:
    assert template("op-de-koop-toe").levels == ("complex", "defendant", "victim", "pair")
    assert template("policy-papers").levels[-1] == "paper"


def test_a_protocol_without_papers_is_told(study: Path) -> None:
    path = study / "study.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[policy]"), text.index("[coding]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(StudyError, match="names no papers"):
        framed(study)


def test_papers_outside_the_study_are_refused(study: Path) -> None:
    path = study / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('papers = "sources/papers"', 'papers = "../other"'), encoding="utf-8")
    with pytest.raises(StudyError, match="lies inside its folder"):
        framed(study)


def test_a_codebook_of_cases_is_told(study: Path) -> None:
    other = study.parent / "cases"
    new_study(other, template="blank")
    (study / "codebook.yaml").write_bytes((other / "codebook.yaml").read_bytes())
    with pytest.raises(StudyError, match="asks nothing of a paper"):
        framed(study)


def coded_by_two(study: Path) -> None:
    """Let two coders answer every question as the machine did."""
    framed(study)
    with closing(open_store(study)) as store:
        answers = [one for one in store.records(Coding) if one.coder == MACHINE]
    rows = ["unit,coder,variable,value,at"]
    for coder in ("anna", "bram"):
        for one in answers:
            value = one.value if one.missing is None else one.missing.word
            rows.append(f"{one.unit},{coder},{one.variable},{value},{AT.isoformat()}")
    table = study / "answers.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_codings(study, table, by="me", at=AT)


def test_a_coded_study_of_papers_is_laid_out_and_computed_with_its_chapter_on_papers(study: Path) -> None:
    coded_by_two(study)
    with (study / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            '\n[[analysis.plan]]\nkind = "frequencies"\nid = "papers_by_concern"\nlevel = "paper"\n'
            'variable = "d_group"\nlabel = { nl = "Hoe ver", en = "How far" }\n'
        )
    assert rests_on_codings(study)
    made = write_dataset(study, at=AT)
    assert made.units["paper"] == TEXTS
    assert made.persons == 0
    computed = computed_of(study)
    ids = {one.id for one in computed.analysis.tables}
    assert {"papers_by_concern", "policy_by_state"} <= ids
    assert computed.policy is not None
    book = passage_book_of_codings(computed.analysis, study, says=computed.says)
    paper = book.split('id="unit-99001-140"')[1].split("</section>")[0]
    assert "<strong>d_group</strong>: 3 (agreed)" in paper
    assert "<cite>99001-140, " in paper


def test_a_coded_study_of_papers_without_a_plan_still_has_its_figures_on_papers(study: Path) -> None:
    coded_by_two(study)
    computed = computed_of(study)
    assert "policy_overdue" in {one.id for one in computed.analysis.results}
    said = " ".join(text["en"] for text in methods_of(computed.protocol, extractor="x", coded=True))
    assert "for each paper" in said


def test_papers_that_nobody_has_coded_yet_have_their_figures(study: Path) -> None:
    framed(study)
    found = {one.id for one in computed_of(study).analysis.results}
    assert "policy_overdue" in found
    assert not any(id_.startswith(("agreement_", "machine_")) for id_ in found)


def test_the_status_of_a_study_of_papers_speaks_of_papers(study: Path) -> None:
    coded_by_two(study)
    coding = next(stage for stage in standing_of(study).stages if stage.name == "coding")
    assert coding.words.startswith(f"{TEXTS} of {TEXTS} papers have answers")
