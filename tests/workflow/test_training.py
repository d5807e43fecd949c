"""Reference answers made of settled files, and the marks of coders in a study folder."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.study.codings import AT, adjudication, codebook_text, coding, units
from tests.web.rooms import STUDY, run_vonnis
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError
from vonnis.study.coding import Coding, Locator, Round
from vonnis.study.log import Assignment, HandIn, Link
from vonnis.study.unit import Unit, complex_unit, paper_unit
from vonnis.workflow.population import RoundPlan, assign_units, taught
from vonnis.workflow.training import make_reference, marks_of

LATER = AT + dt.timedelta(hours=1)
PAGE = (Locator("pv 12", page="3"),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_bytes(STUDY.read_bytes())
    (tmp_path / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(folder)
    add(opened, *units(), coding("D1", "k_sex", 1, evidence=PAGE), coding("C1-V1", "v_age", "16"))
    yield opened
    opened.close()


def add(store: Store, *records: msgspec.Struct) -> None:
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add(records)


def references(store: Store) -> dict[tuple[str, str], Coding]:
    return {(one.unit, one.variable): one for one in store.records(Coding, round="reference")}


def test_the_final_answers_of_a_file_become_the_reference(folder: Path, store: Store) -> None:
    add(store, coding("D2", "k_sex", 0))
    assert make_reference(folder, ["D1"], by="lead", at=LATER) == 2
    made = references(store)
    assert set(made) == {("D1", "k_sex"), ("C1-V1", "v_age")}
    assert (made["D1", "k_sex"].value, made["D1", "k_sex"].evidence, made["D1", "k_sex"].coder) == ("1", PAGE, "lead")


def test_a_decision_goes_with_its_reason_for_the_coder_to_learn_from(folder: Path, store: Store) -> None:
    add(store, coding("D1", "k_sex", 0, coder="B"), adjudication("D1", "k_sex", 1))
    make_reference(folder, ["D1"], by="lead", at=LATER)
    assert references(store)["D1", "k_sex"].note == "page 3 is plain"


def test_an_answer_about_a_complex_that_became_part_of_another_is_a_reference_about_that_one(
    folder: Path, store: Store
) -> None:
    far = Unit(id="D3", level="defendant", complex="C2", defendant="D3")
    joined = Link(kind="complex", one="C1", other="C2", reason="one victim", linked_by="A", at=AT)
    add(store, far, complex_unit("C2"), coding("C2", "c_link", 1, evidence=PAGE), joined)
    make_reference(folder, ["D1"], by="lead", at=LATER)
    made = references(store)["C1", "c_link"]
    assert (made.value, made.evidence) == ("1", PAGE)


@pytest.mark.parametrize(
    ("file", "words"), [("D1", "still differ about D1 k_sex"), ("D9", "D9 is no unit of this study")]
)
def test_what_is_not_settled_becomes_no_reference(file: str, words: str, folder: Path, store: Store) -> None:
    add(store, coding("D1", "k_sex", 0, coder="B"))
    with pytest.raises(StudyError, match=words):
        make_reference(folder, [file], by="lead", at=LATER)
    assert references(store) == {}


def test_a_file_that_nobody_coded_becomes_no_reference(folder: Path) -> None:
    opened = open_store(folder)
    add(opened, *units())
    opened.close()
    with pytest.raises(StudyError, match="nothing about D1 was answered yet"):
        make_reference(folder, ["D1"], by="lead", at=LATER)


@pytest.mark.parametrize(("coder", "round_", "refused"), [("B", "main", True), ("A", "pilot", False)])
def test_a_case_that_somebody_still_codes_becomes_no_reference(
    coder: str, round_: Round, *, refused: bool, folder: Path, store: Store
) -> None:
    add(store, Assignment(unit="D1", coder=coder, round=round_, place=1, at=AT))
    if refused:
        with pytest.raises(StudyError, match="B still code this case"):
            make_reference(folder, ["D1"], by="lead", at=LATER)
    else:
        make_reference(folder, ["D1"], by="lead", at=LATER)
    assert (references(store) == {}) is refused


def test_a_case_with_a_reference_file_is_given_out_in_no_round_that_counts(folder: Path, store: Store) -> None:
    others = [Unit(id=f"D{n}", level="defendant", complex=f"C{n}", defendant=f"D{n}") for n in (3, 4)]
    add(store, *(complex_unit(each.complex) for each in others), *others)
    add(store, Link(kind="complex", one="C1", other="C3", reason="one victim", linked_by="A", at=AT))
    make_reference(folder, ["D1"], by="lead", at=LATER)
    for unit in ("D1", "D2", "D3"):
        with pytest.raises(StudyError, match=f"the case of {unit} has a reference file"):
            assign_units(folder, RoundPlan(coders=("B",), overlap=0.0, only=(unit,)), by="lead", at=LATER)
    given = assign_units(folder, RoundPlan(coders=("B",), overlap=0.0), by="lead", at=LATER)
    assert {one.unit for one in given} == {"D4"}
    trained = RoundPlan(coders=("B",), overlap=0.0, round="training", only=("D1",))
    assert [one.unit for one in assign_units(folder, trained, by="lead", at=LATER)] == ["D1"]


def test_a_reference_paper_bars_no_other_paper_of_its_dossier(store: Store) -> None:
    add(store, *(paper_unit(f"kst-{n}", dossier="29279", year=2020) for n in (1, 2)))
    add(store, coding("kst-1", "k_sex", 1, round="reference"))
    assert taught(store) == {"kst-1"}


def test_marks_are_of_everybody_in_the_training(folder: Path, store: Store) -> None:
    make_reference(folder, ["D1"], by="lead", at=AT)
    add(
        store,
        *(Assignment(unit="D1", coder=coder, round="training", place=1, at=AT) for coder in "AB"),
        coding("D1", "k_sex", 1, round="training"),
        coding("C1-V1", "v_age", "15", round="training"),
        HandIn(unit="D1", coder="A", round="training", at=LATER),
    )
    first, second = marks_of(folder)
    assert [(mark.variable, mark.right, mark.units) for mark in first.marks] == [("k_sex", 1, 1), ("v_age", 0, 1)]
    assert (first.passed, second.files, second.passed) == (False, 0, False)
    told = run_vonnis("training", "marks", str(folder)).stdout
    assert "A: not passed yet, 1 of at least 1 files handed in" in told
    assert "v_age    0 of 1     below 80%" in told
    rows = json.loads(run_vonnis("training", "marks", str(folder), "--json").stdout)["coders"]
    assert [row["passed"] for row in rows] == [False, False]


def test_the_command_makes_reference_answers_and_says_what_comes_next(folder: Path, store: Store) -> None:
    done = run_vonnis("training", "reference", str(folder), "--unit", "D1", "--by", "eva")
    assert "2 reference answers added." in done.stderr
    assert "vonnis assign --round training --coder NAME --unit D1" in done.stderr
    assert {one.coder for one in references(store).values()} == {"eva"}
    wrong = run_vonnis("training", "reference", str(folder))
    assert (wrong.returncode, wrong.stderr) == (2, "vonnis: name a file with --unit, once for each.\n")
