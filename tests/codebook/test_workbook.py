"""A codebook goes to Excel and comes back whole; a wrong cell names its sheet, row and column."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.templates import TEMPLATES, template
from vonnis.codebook.workbook import read_workbook, write_workbook
from vonnis.errors import MistakesError

AT = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


def edited(sheet: str, cell: str, value: str | int | None) -> bytes:
    book = load_workbook(io.BytesIO(write_workbook(template("blank"), at=AT)))
    book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_codebook_comes_back_whole(name: str) -> None:
    codebook = template(name)
    data = write_workbook(codebook, at=AT)
    assert data == write_workbook(codebook, at=AT)
    assert parse_codebook(read_workbook(data, file="w.xlsx"), file="made.yaml").digest == codebook.digest


def test_what_was_edited_comes_in() -> None:
    text = read_workbook(edited("categories", "C2", "uitspraak"), file="w.xlsx")
    made = parse_codebook(text, file="made.yaml")
    assert made.variables[0].categories[0].label == {"nl": "uitspraak", "en": "judgment"}


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("categories", "A3", "k_six", "sheet categories, row 3, column variable: `k_six` is no variable; did you mean"),
        ("variables", "C1", "typo", "sheet variables, row 1: `typo` is no column of this sheet; did you mean `type`?"),
    ],
)
def test_a_mistake_names_its_place(sheet: str, cell: str, value: str, sentence: str) -> None:
    with pytest.raises(MistakesError) as caught:
        read_workbook(edited(sheet, cell, value), file="w.xlsx")
    assert any(sentence in one for one in caught.value.mistakes), caught.value.mistakes


def test_a_wrong_setting_is_told_by_the_reader_of_codebooks() -> None:
    text = read_workbook(edited("variables", "C2", "categoris"), file="w.xlsx")
    with pytest.raises(MistakesError, match="did you mean `categories`"):
        parse_codebook(text, file="w.xlsx as a codebook")


def test_another_workbook_is_refused() -> None:
    book = load_workbook(io.BytesIO(write_workbook(template("blank"), at=AT)))
    del book["more"]
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(MistakesError, match="the sheet `more` is missing"):
        read_workbook(stream.getvalue(), file="w.xlsx")
