"""Codings in a study folder: what a reveal changed is measured, decisions need a ground, imports can be repeated."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
import polars as pl
import pytest

from tests.study.codings import AT, codebook, codebook_text, coding, permit, units
from vonnis.archive.store import Store, open_store
from vonnis.cli.main import main
from vonnis.codebook.excel_form import Asked, Scored, write_form
from vonnis.errors import StudyError
from vonnis.study.coding import Coding, Locator, Reveal
from vonnis.study.log import Assignment, Link, MeetingRule
from vonnis.study.revealing import AfterReveal
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.agreement import study_machine_errors
from vonnis.workflow.codings import (
    codebook_of,
    export_codings,
    final_of,
    import_codings,
    import_form,
    revised,
)
from vonnis.workflow.dataset import tables_of, write_dataset
from vonnis.workflow.differing import Settlement, adjudicate, differences, open_differences
from vonnis.workflow.population import drop, link
from vonnis.workflow.standing import Stage, standing_of

LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (permit(tmp_path) / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    store = open_store(tmp_path)
    add(store, *units())
    store.close()
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(folder)
    yield opened
    opened.close()


def add(store: Store, *records: msgspec.Struct) -> None:
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add(records)


def _stage(folder: Path, name: str) -> Stage:
    return next(stage for stage in standing_of(folder).stages if stage.name == name)


def test_a_score_form_goes_straight_in(folder: Path, store: Store) -> None:
    scored = [Scored(level="defendant", unit="D1", variable="k_sex", answer=1, document="pv 3", page="7")]
    asked = [Asked(level="defendant", unit="D1")]
    form = folder.parent / "form.xlsx"
    form.write_bytes(write_form(codebook(), asked, at=AT, language="nl", scored=scored))
    taken = import_form(folder, form, coder="anna", by="lead", at=LATER)
    assert (taken.codings, taken.new, taken.coders) == (1, 1, ("anna",))
    assert store.records(Coding)[0].evidence == (Locator("pv 3", page="7"),)


def test_what_changes_after_the_reveal_is_measured(folder: Path, store: Store) -> None:
    add(store, *(coding(unit, "k_sex", 1, coder="rules", round="machine") for unit in ("D1", "D2")))
    add(store, coding("D1", "k_sex", 0), coding("D2", "k_sex", 1))
    add(store, *(Reveal(unit=unit, variable="k_sex", coder="A", at=LATER) for unit in ("D1", "D2")))
    add(store, coding("D1", "k_sex", 1, at=LATER + dt.timedelta(minutes=1)))
    assert revised(folder) == (AfterReveal(variable="k_sex", shown=2, differed=1, moved=1, changed=1),)


def test_the_last_reading_of_the_machine_counts_whichever_version_of_its_rules_read(folder: Path, store: Store) -> None:
    later = [coding(unit, "k_sex", 1, coder="rules-1", round="machine", at=LATER) for unit in ("D1", "D2")]
    add(store, *later)
    add(store, *(coding(unit, "k_sex", 0, coder="rules-2", round="machine") for unit in ("D1", "D2")))
    add(store, coding("D1", "k_sex", 1))
    made = final_of(store, codebook=codebook(), accepted=("k_sex",)).select("unit", "value", "basis")
    assert [tuple(map(str, row)) for row in made.iter_rows()] == [
        ("D1", "1", "single"),
        ("D2", "1", "machine_accepted"),
    ]
    assert study_machine_errors(folder)["k_sex"].correct.count == 1


def test_a_pair_of_two_complexes_is_refused_until_they_are_linked(folder: Path, store: Store, tmp_path: Path) -> None:
    other = Unit(id="D7", level="defendant", complex="C2", defendant="D7", frame="list")
    add(store, complex_unit("C2"), other)
    path = tmp_path / "answers.csv"
    path.write_text("unit,coder,variable,value\nD7.C1-V1,A,p_channel,1\n", encoding="utf-8")
    with pytest.raises(StudyError, match="or link the complexes"):
        import_codings(folder, path, by="lead", at=LATER)
    link(folder, [Link(kind="complex", one="C1", other="C2", reason="same", linked_by="A", at=LATER)], by="A", at=LATER)
    assert import_codings(folder, path, by="lead", at=LATER).new == 1


def test_a_file_can_be_imported_again_and_goes_out_as_it_came(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("unit,coder,variable,value,at\nD1,A,k_sex,1,2026-01-05T09:00:00+00:00\n", encoding="utf-8")
    first = import_codings(folder, path, by="lead", at=LATER)
    again = import_codings(folder, path, by="lead", at=LATER)
    assert (first.new, again.codings, again.new) == (1, 1, 0)
    assert export_codings(folder).splitlines()[1].startswith("D1,A,k_sex,1,,,1.0.0,2026-01-05T09:00:00+00:00")


def test_an_answer_to_a_question_that_was_skipped_later_is_marked_in_the_export(folder: Path, store: Store) -> None:
    text = codebook_text().replace("  - name: k_fine\n", "  - name: k_fine\n    asked_if: k_sex = 1\n")
    (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    add(store, coding("D1", "k_sex", 1), coding("D1", "k_fine", "500.00"), coding("D2", "k_sex", 1))
    add(store, coding("D2", "k_fine", "20.00"), coding("D1", "k_sex", 0, at=LATER))
    rows = list(csv.DictReader(export_codings(folder).splitlines()))
    marked = {(row["unit"], row["variable"]) for row in rows if row["skipped"] == "1"}
    assert marked == {("D1", "k_fine")}


WRONG = {
    "no reason": (Settlement(unit="D1", variable="k_sex", answer="1", reason=" "), "gives no reason"),
    "no question": (Settlement(unit="D1", variable="k_gone", answer="1", reason="x"), "is no variable"),
    "no answer": (Settlement(unit="D2", variable="k_sex", answer="1", reason="x"), "nobody has answered"),
    "no category": (
        Settlement(unit="D1", variable="k_sex", answer="7", reason="x", row=4),
        "row 4: `7` is no",
    ),
}


@pytest.mark.parametrize(("settlement", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_decision_that_cannot_stand_is_refused_with_all_others(
    folder: Path, store: Store, settlement: Settlement, words: str
) -> None:
    add(store, coding("D1", "k_sex", 1), coding("D1", "k_sex", 0, coder="B"))
    good = Settlement(unit="D1", variable="k_sex", answer="1", reason="page 3")
    with pytest.raises(StudyError) as caught:
        adjudicate(folder, [good, settlement], by="E", at=LATER)
    assert words in str(caught.value)
    assert "no decision was added" in str(caught.value)
    assert len(open_differences(store, codebook=codebook())) == 1


def test_a_decision_closes_a_difference(folder: Path, store: Store) -> None:
    add(store, coding("D1", "k_sex", 1), coding("D1", "k_sex", 0, coder="B"))
    assert [one.answers for one in open_differences(store, codebook=codebook())] == [{"A": "1", "B": "0"}]
    adjudicate(folder, [Settlement(unit="D1", variable="k_sex", answer="1", reason="page 3")], by="E", at=LATER)
    assert open_differences(store, codebook=codebook()) == ()


def test_a_decision_closes_the_differences_on_what_is_not_asked_after_it(folder: Path, store: Store) -> None:
    text = codebook_text().replace("  - name: k_fine\n", "  - name: k_fine\n    asked_if: k_sex = 1\n")
    (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    book = codebook_of(folder)
    add(store, coding("D1", "k_sex", 1), coding("D1", "k_fine", "500.00"), coding("D2", "k_sex", 1))
    add(store, coding("D1", "k_sex", 0, coder="B"), coding("D1", "k_fine", "20.00", coder="B", at=LATER))
    add(store, coding("D1", "k_sex", 1, coder="C"), coding("D1", "k_fine", "30.00", coder="C"))
    assert [one.variable for one in open_differences(store, codebook=book)] == ["k_fine", "k_sex"]
    adjudicate(folder, [Settlement(unit="D1", variable="k_sex", answer="0", reason="page 3")], by="E", at=LATER)
    assert open_differences(store, codebook=book) == ()
    assert differences(store, codebook=book, units=units())[0].decided
    closed = final_of(store, codebook=book).filter(pl.col("variable") == "k_fine").row(0, named=True)
    assert (closed["basis"], closed["missing"]) == ("not_asked", -7)
    assert write_dataset(folder, at=AT).basis == {"adjudicated": 1, "not_asked": 1, "single": 1}
    stage = _stage(folder, "coding")
    assert (stage.state, "0 differences open" in stage.words) == ("done", True)
    last = LATER + dt.timedelta(minutes=1)
    adjudicate(folder, [Settlement(unit="D1", variable="k_sex", answer="1", reason="page 4")], by="E", at=last)
    assert [one.variable for one in open_differences(store, codebook=book)] == ["k_fine"]


def test_what_dropped_out_leaves_nothing_to_be_decided(folder: Path, store: Store) -> None:
    add(store, coding("D1", "k_sex", 1), coding("D1", "k_sex", 0, coder="B"), coding("D2", "k_sex", 1))
    assert _stage(folder, "coding").state == "under way"
    drop(folder, ["D1"], reason="not_released", by="lead", at=LATER)
    assert open_differences(store, codebook=codebook()) == ()
    stage = _stage(folder, "coding")
    assert (stage.state, "1 of 1" in stage.words) == ("done", True)
    assert write_dataset(folder, at=LATER).basis == {"single": 1}


def test_what_only_the_training_shows_is_waited_for_by_no_stage(folder: Path, store: Store) -> None:
    add(store, complex_unit("C2"), Unit(id="D3", level="defendant", complex="C2", defendant="D3"))
    add(store, *(Assignment(unit=unit, coder="A", round="main", place=1, at=AT) for unit in ("D1", "D2")))
    add(store, coding("D1", "k_sex", 1), coding("D2", "k_sex", 1))
    assert [_stage(folder, name).state for name in ("assignment", "coding")] == ["under way", "under way"]
    add(store, coding("D3", "k_sex", 1, round="reference"))
    for name in ("assignment", "coding"):
        stage = _stage(folder, name)
        assert (stage.state, "1 coded in the training alone" in stage.words) == ("done", True)


def test_what_coders_noted_is_counted_as_it_stands_in_the_rounds_that_count(folder: Path, store: Store) -> None:
    noted = partial(coding, contradicted=True, certainty="unsure")
    add(store, noted("D1", "k_sex", 1), noted("D1", "k_fine", "5.00"))
    add(store, noted("D1", "k_sex", 1, at=LATER, note="page 3"))
    add(store, coding("D1", "k_fine", "5.00", at=LATER), noted("D2", "k_sex", 1, round="training"))
    made = write_dataset(folder, at=LATER)
    assert made.contradicted == made.unsure == {"k_sex": 1}
    drop(folder, ["D1"], reason="not_released", by="lead", at=LATER)
    made = write_dataset(folder, at=LATER)
    assert made.contradicted == made.unsure == {}


def test_a_rule_of_the_meeting_asks_older_answers_again(folder: Path, store: Store) -> None:
    add(store, coding("D1", "k_sex", 1), coding("D2", "k_sex", 1, at=LATER + dt.timedelta(hours=1)))
    add(store, MeetingRule(variable="k_sex", words="As registered.", decided_by="E", ask_again=True, at=LATER))
    assert standing_of(folder).ask_again == {"k_sex": 1}
    add(store, coding("D1", "k_sex", 1, at=LATER + dt.timedelta(hours=2)))
    assert standing_of(folder).ask_again == {}


def test_links_join_complexes_and_the_uncertain_are_varied(folder: Path, store: Store) -> None:
    far = Unit(id="D3", level="defendant", complex="C2", defendant="D3")
    add(store, far, complex_unit("C2"), coding("D1", "k_sex", 1))
    made = Link(kind="complex", one="C1", other="C2", standing="uncertain", reason="same day", linked_by="A", at=AT)
    link(folder, [made], by="A", at=AT)
    usual, certain = (write_dataset(folder, at=AT, with_uncertain=held) for held in (True, False))
    assert (usual.units["complex"], certain.units["complex"], usual.uncertain_links) == (1, 2, 1)
    assert (folder / "private/dataset-certain/complex.csv").is_file()


@pytest.mark.parametrize("standing", ["certain", "uncertain"])
def test_answers_about_a_complex_that_became_part_of_another_are_about_that_one(
    folder: Path, store: Store, standing: Literal["certain", "uncertain"]
) -> None:
    far = Unit(id="D3", level="defendant", complex="C2", defendant="D3")
    add(store, far, complex_unit("C2"), coding("D1", "k_sex", 1), coding("C2", "c_link", 1))
    made = Link(kind="complex", one="C1", other="C2", standing=standing, reason="same day", linked_by="A", at=AT)
    link(folder, [made], by="A", at=AT)
    assert tables_of(folder).levels["complex"]["unit", "c_link"].rows() == [("C1", 1)]
    apart = tables_of(folder, with_uncertain=False).levels["complex"]["unit", "c_link"].rows()
    assert apart == ([("C1", 1)] if standing == "certain" else [("C1", None), ("C2", 1)])
    add(store, coding("C1", "c_link", 0, coder="B"))
    (differ,) = open_differences(store, codebook=codebook())
    assert (differ.unit, differ.answers) == ("C1", {"A (C2)": "1", "B": "0"})
    with pytest.raises(StudyError, match="became part of C1"):
        adjudicate(folder, [Settlement(unit="C2", variable="c_link", answer="1", reason="x")], by="E", at=LATER)
    adjudicate(folder, [Settlement(unit="C1", variable="c_link", answer="1", reason="page 3")], by="E", at=LATER)
    assert open_differences(store, codebook=codebook()) == ()
    assert tables_of(folder).levels["complex"]["unit", "c_link"].rows() == [("C1", 1)]


def test_what_was_decided_about_a_complex_before_it_became_part_of_another_stands_in_the_list(
    folder: Path, store: Store
) -> None:
    add(store, complex_unit("C2"), Unit(id="D3", level="defendant", complex="C2", defendant="D3"))
    add(store, coding("C2", "c_link", 1), coding("C2", "c_link", 0, coder="B"), coding("C1", "c_link", 1))
    adjudicate(folder, [Settlement(unit="C2", variable="c_link", answer="0", reason="page 3")], by="E", at=LATER)
    made = Link(kind="complex", one="C1", other="C2", reason="same day", linked_by="A", at=LATER)
    link(folder, [made], by="A", at=LATER)
    (differ,) = open_differences(store, codebook=codebook())
    assert (differ.unit, differ.answers) == ("C1", {"A": "1", "E (C2, decided)": "0"})


@pytest.mark.parametrize(
    ("one", "other", "words"), [("C1", "C9", "no complex"), ("D1", "C1-V1", "two people"), ("D1", "D9", "no defendant")]
)
def test_what_cannot_be_linked_is_said(folder: Path, one: str, other: str, words: str) -> None:
    kind: Literal["complex", "same_person"] = "complex" if one == "C1" else "same_person"
    with pytest.raises(StudyError, match=words):
        link(folder, [Link(kind=kind, one=one, other=other, reason="x", linked_by="A", at=AT)], by="A", at=AT)


def test_the_same_person_is_counted_once(folder: Path) -> None:
    same = Link(kind="same_person", one="D1", other="D2", reason="same birth year and day", linked_by="A", at=AT)
    assert write_dataset(folder, at=AT).persons == 2
    link(folder, [same], by="A", at=AT)
    assert write_dataset(folder, at=AT).persons == 1


def test_each_wrong_row_of_a_table_stands_on_a_line_of_its_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("unit,coder,variable,value\nD1,A,k_gone,1\nD1,A,k_sex,7\n", encoding="utf-8")
    assert main(["code-import", str(path), str(folder)]) == 1
    first, *rows = capsys.readouterr().err.splitlines()
    assert "nothing was imported" in first
    assert ["row 2" in rows[0], "row 3" in rows[1], len(rows)] == [True, True, 2]
