"""What the extraction answers to a codebook's questions, from a judgment to a sealed coding with its passage."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import UNSET

from tests.cli.conftest import JUDGMENT
from tests.study.codings import AT, coding, permit
from tests.web.rooms import run_vonnis, study_folder
from vonnis.archive.store import open_store
from vonnis.codebook.codebook import Variable
from vonnis.codebook.reading import parse_codebook
from vonnis.extraction.extractor import extract
from vonnis.extraction.record import Doubt, ExtractionRecord
from vonnis.judgment.reading import read
from vonnis.study.coding import Coding, Passage, Reveal
from vonnis.study.seen import found_again
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.machine_answers import answer_of, read_answers

TEXT = JUDGMENT.format(number=1, months=18)
ASKED = """
name: small
version: 1.0.0
title: {nl: Klein, en: Small}
variables:
- {name: k_year, level: defendant, type: integer, scale: interval, extractor: defendant.birth_year, TEXTS}
- {name: k_day, level: defendant, type: date, scale: interval, extractor: date, TEXTS}
- {name: k_prison, level: defendant, type: duration, scale: ratio, extractor: imposed, reads: prison.total, TEXTS}
- {name: k_late, level: defendant, type: duration, scale: ratio, extractor: imposed, reads: prison.suspended, TEXTS}
- {name: k_hours, level: defendant, type: duration, scale: ratio, extractor: imposed,
   reads: community_service.total, TEXTS}
- {name: k_fine, level: defendant, type: money, scale: ratio, unit: EUR, extractor: imposed, reads: fine.total, TEXTS}
- name: k_end
  level: defendant
  type: category
  extractor: outcome
  label: {nl: einde, en: end}
  question: {nl: einde, en: end}
  categories:
  - {code: 1, label: {nl: veroordeeld, en: convicted}, read_as: [conviction, upheld]}
  - {code: 2, label: {nl: vrij, en: acquitted}, read_as: [acquittal]}
- name: k_demand
  level: defendant
  type: category
  extractor: demand_stated
  label: {nl: eis, en: demand}
  question: {nl: eis, en: demand}
  categories: [{code: 0, label: {nl: nee, en: 'no'}}, {code: 1, label: {nl: ja, en: 'yes'}}]
- name: k_kinds
  level: defendant
  type: categories
  extractor: imposed
  label: {nl: soorten, en: kinds}
  question: {nl: soorten, en: kinds}
  categories:
  - {code: 0, label: {nl: geen, en: none}, alone: true}
  - {code: 1, label: {nl: taakstraf, en: work}, read_as: [community_service]}
  - {code: 2, label: {nl: cel, en: cell}, read_as: [prison, detention]}
  - {code: 3, label: {nl: boete, en: fine}}
- {name: k_free, level: defendant, type: integer, scale: ratio, TEXTS}
""".replace("TEXTS", "label: {nl: x, en: x}, question: {nl: x, en: x}")


@pytest.fixture
def variables() -> dict[str, Variable]:
    return parse_codebook(ASKED, file="codebook.yaml").by_name


@pytest.fixture
def record() -> ExtractionRecord:
    return extract(read(TEXT.encode(), name="zaak-1.txt"))


ANSWERS = [
    ("k_year", "1980"),
    ("k_day", "2020-03-03"),
    ("k_prison", "P18M"),
    ("k_late", "P3M"),
    ("k_hours", "PT120H"),
    ("k_end", "1"),
    ("k_demand", "1"),
    ("k_kinds", "1;2"),
]


@pytest.mark.parametrize(("name", "value"), ANSWERS)
def test_a_field_of_the_record_answers_with_its_passages(
    name: str, value: str, variables: dict[str, Variable], record: ExtractionRecord
) -> None:
    found = answer_of(variables[name], record)
    assert found is not None
    assert found[0] == value
    assert all(TEXT[span.start : span.end] == span.quote for span in found[1])


@pytest.mark.parametrize("name", ["k_fine", "k_free"])
def test_what_the_record_does_not_say_is_not_answered(
    name: str, variables: dict[str, Variable], record: ExtractionRecord
) -> None:
    assert answer_of(variables[name], record) is None


@pytest.mark.parametrize("field", ["imposed", "defendant"])
def test_what_the_record_doubts_is_not_answered(
    field: str, variables: dict[str, Variable], record: ExtractionRecord
) -> None:
    from msgspec.structs import replace

    doubted = replace(record, failures=(Doubt(field, "unsure"),))
    name = {"imposed": "k_prison", "defendant": "k_year"}[field]
    assert answer_of(variables[name], doubted) is None


def test_several_categories_of_which_none_was_read_are_no_answer(
    variables: dict[str, Variable], record: ExtractionRecord
) -> None:
    from msgspec.structs import replace

    assert answer_of(variables["k_kinds"], replace(record, imposed=())) is None


def test_two_sentences_of_a_kind_are_not_one_answer(variables: dict[str, Variable], record: ExtractionRecord) -> None:
    from msgspec.structs import replace

    doubled = replace(record, imposed=record.imposed * 2)
    assert answer_of(variables["k_prison"], doubled) is None


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = study_folder(tmp_path / "study")
    (folder / "codebook.yaml").write_text(ASKED, encoding="utf-8")
    texts = folder / "sources" / "judgments"
    texts.mkdir(parents=True)
    (texts / "zaak-1.txt").write_text(TEXT, encoding="utf-8")
    store = open_store(folder)
    people = [
        Unit(id="D1", level="defendant", complex="C1", defendant="D1", documents=("zaak-1",)),
        Unit(id="D2", level="defendant", complex="C1", defendant="D2"),
    ]
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1"), *people])
    store.close()
    return folder


def answers(study: Path) -> list[Coding]:
    store = open_store(study)
    found = store.records(Coding, round="machine")
    store.close()
    return list(found)


def test_reading_keeps_sealed_codings_and_repeating_it_adds_nothing(study: Path) -> None:
    first = read_answers(study, by="lead", at=AT)
    assert (first.units, first.answers, first.new, first.unread) == (1, 8, 8, ())
    again = read_answers(study, by="lead", at=AT + dt.timedelta(days=1))
    assert (again.answers, again.new) == (8, 0)
    (prison,) = [one for one in answers(study) if one.variable == "k_prison"]
    (passage,) = prison.evidence
    assert isinstance(passage, Passage)
    assert (prison.unit, prison.value, passage.document) == ("D1", "P18M", "zaak-1")
    assert TEXT[passage.start : passage.end] == passage.quote


def test_what_the_text_was_is_kept_of_a_published_judgment_alone(study: Path) -> None:
    other = Unit(
        id="D3", level="defendant", complex="C2", defendant="D3", documents=("zaak-1",), source_mode="published",
        frame="x",
    )  # fmt: skip
    with closing(open_store(permit(study))) as store, store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add([complex_unit("C2"), other])
    read_answers(study, by="lead", at=AT)
    places = {one.unit: one.evidence for one in answers(study) if one.variable == "k_prison"}
    assert [place.seen for place in places["D1"]] == [UNSET]
    assert [found_again(place, TEXT.rstrip("\n")).since for place in places["D3"]] == ["same"]


def test_a_text_that_changed_gives_a_new_answer(study: Path) -> None:
    read_answers(study, by="lead", at=AT)
    (study / "sources/judgments/zaak-1.txt").write_text(JUDGMENT.format(number=1, months=24), encoding="utf-8")
    assert read_answers(study, by="lead", at=AT + dt.timedelta(days=1)).new >= 1
    assert [one.value for one in answers(study) if one.variable == "k_prison"] == ["P18M", "P24M"]


def test_the_command_says_what_was_read_and_what_was_not(study: Path) -> None:
    done = run_vonnis("machine", "read", str(study))
    assert done.returncode == 0
    assert "8 answers about 1 units with a text, 8 of them new." in done.stderr
    (study / "sources/judgments/zaak-1.txt").unlink()
    lacking = run_vonnis("machine", "read", str(study))
    assert lacking.returncode == 1
    assert "zaak-1: its judgment is not in the study" in lacking.stderr


def test_the_command_tells_what_coders_did_after_they_saw_the_machine(study: Path) -> None:
    assert "No coder has seen an answer" in run_vonnis("machine", "revised", str(study)).stdout
    read_answers(study, by="lead", at=AT)
    times = [AT + dt.timedelta(minutes=minutes) for minutes in (1, 2, 3)]
    store = open_store(study)
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add([coding("D1", "k_year", 1981, at=times[0]), coding("D1", "k_year", 1980, at=times[2])])
        writing.add([Reveal(unit="D1", variable="k_year", coder="A", at=times[1])])
    store.close()
    lines = run_vonnis("machine", "revised", str(study)).stdout.splitlines()
    assert lines[1].split() == ["k_year", "1", "1", "1", "0", "100%"]
    (row,) = json.loads(run_vonnis("machine", "revised", str(study), "--json").stdout)["variables"]
    assert (row["moved_share"], row["revised_share"]) == (1.0, 1.0)
