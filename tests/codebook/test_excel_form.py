"""A score form comes back as it was filled in; a mistake names sheet, row and column, and nothing else is read."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.codebook.test_mistakes import GOOD
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.excel_form import COLUMNS, Asked, Scored, read_form, write_form
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.values import Interval, PartialDate
from vonnis.errors import MistakesError

if TYPE_CHECKING:
    from openpyxl import Workbook

BOOK = parse_codebook(GOOD, file="codebook.yaml")
AT = dt.datetime(2026, 11, 25, 12, 0, 0, tzinfo=dt.UTC)
UNITS = (Asked(level="defendant", unit="D1"), Asked(level="victim", unit="V1"), Asked(level="pair", unit="P1"))
FILLED = (
    Scored(level="defendant", unit="D1", variable="k_sex", answer=1, standing="court", document="vonnis", page="3"),
    Scored(level="defendant", unit="D1", variable="k_birth_year", answer=Missing.NOT_STATED, note="=1+1"),
    Scored(level="victim", unit="V1", variable="v_age", answer=Interval(16, 17), certainty="unsure"),
    Scored(level="pair", unit="P1", variable="p_first_date", answer=PartialDate(2016, 5, 3)),
)


def form(codebook: Codebook = BOOK, scored: tuple[Scored, ...] = FILLED) -> bytes:
    return write_form(codebook, UNITS, at=AT, language="nl", scored=scored)


def edited(sheet: str, cell: str, value: str | float | dt.date | None) -> bytes:
    book = load_workbook(io.BytesIO(form()))
    book[sheet][cell] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_form_comes_back_as_it_was_filled_in() -> None:
    assert read_form(form(), BOOK, file="form.xlsx") == FILLED
    assert read_form(form(scored=()), BOOK, file="form.xlsx") == ()


def test_two_forms_have_the_same_bytes() -> None:
    assert form() == form()


def test_a_form_offers_the_answers_and_asks_every_question_of_its_units() -> None:
    book = load_workbook(io.BytesIO(form(scored=())))
    assert [row[:2] for row in book["defendant"].iter_rows(min_row=2, values_only=True)] == [
        ("D1", "k_sex"),
        ("D1", "k_birth_year"),
        ("D1", "k_fine"),
    ]
    column = next(cells for cells in book["lists"].iter_cols(values_only=True) if cells[0] == "k_sex")
    assert [text for text in column[1:] if text] == [
        "1 man",
        "2 vrouw",
        "-6 afgeschermd",
        "-9 onduidelijk",
        "-8 niet vermeld",
    ]
    rules = [rule for rule in book["defendant"].data_validations.dataValidation if "D2" in str(rule.sqref)]
    assert rules[0].formula1.startswith("lists!$B$2:")
    assert rules[0].showErrorMessage


answers = st.sampled_from([1, 2, Missing.NOT_STATED, Missing.UNCLEAR, Missing.WITHHELD])
texts = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("C", "Z")), max_size=30
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=15, deadline=None)
@given(answers, texts, texts, texts)
def test_nothing_is_lost_on_the_way(answer: int | Missing, note: str, document: str, page: str) -> None:
    one = Scored(level="defendant", unit="D1", variable="k_sex", answer=answer, note=note, document=document, page=page)
    assert read_form(form(scored=(one,)), BOOK, file="form.xlsx") == (one,)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "where", "sentence"),
    [
        ("defendant", "D2", "3 anders", "sheet defendant, row 2, column answer", "its codes are 1, 2"),
        ("defendant", "D3", "1899", "row 3, column answer", "outside the range"),
        ("defendant", "B2", "k_six", "row 2, column variable", "is no question of this sheet"),
        ("defendant", "A2", None, "row 2, column unit", "the unit is missing"),
        ("defendant", "D2", None, "row 2, column answer", "the answer is empty but standing is filled in"),
        ("defendant", "E2", "judge", "row 2, column standing", "choose one of court"),
        ("defendant", "B3", "k_sex", "row 3", "answered before in row 2"),
        ("victim", "H2", "maybe", "row 2, column certainty", "choose one of sure, unsure"),
        ("victim", "D1", "antwoord", "row 1", "do not move or rename columns"),
        ("pair", "D2", "in May", "row 2, column answer", "takes one as 2016-05-03"),
    ],
)
def test_a_mistake_names_its_place(sheet: str, cell: str, value: str | None, where: str, sentence: str) -> None:
    with pytest.raises(MistakesError) as caught:
        read_form(edited(sheet, cell, value), BOOK, file="form.xlsx")
    assert any(where in one and sentence in one for one in caught.value.mistakes), caught.value.mistakes


@pytest.mark.parametrize(
    ("value", "answer"), [(dt.date(2017, 1, 2), PartialDate(2017, 1, 2)), (-8.0, Missing.NOT_STATED)]
)
def test_what_excel_turned_into_a_date_or_number_is_understood(value: float | dt.date, answer: object) -> None:
    found = read_form(edited("pair", "D2", value), BOOK, file="form.xlsx")
    assert next(one.answer for one in found if one.unit == "P1") == answer


def test_a_form_of_another_version_is_refused() -> None:
    other = parse_codebook(GOOD.replace("version: 1.0.0", "version: 1.1.0"), file="x")
    with pytest.raises(MistakesError, match=r"belongs to small 1\.0\.0 and not to small 1\.1\.0"):
        read_form(form(), other, file="form.xlsx")


@pytest.mark.parametrize("data", [b"", b"unit,variable\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_one_sentence(data: bytes) -> None:
    with pytest.raises(MistakesError, match=r"form\.xlsx: this is no Excel workbook"):
        read_form(data, BOOK, file="form.xlsx")


def test_a_form_that_is_too_long_is_refused_and_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vonnis.codebook.excel_form._MOST_ROWS", 6)
    with pytest.raises(MistakesError, match=r"sheet defendant, row 7: the sheet has 9 rows, and 6 can be read"):
        read_form(edited("defendant", "D9", "1 man"), BOOK, file="form.xlsx")
    many = [Asked(level="defendant", unit=f"D{number}") for number in range(6)]
    with pytest.raises(MistakesError, match=r"6 units make a sheet defendant of \d+ rows, and 6 can be read back"):
        write_form(BOOK, many, at=AT, language="nl")


def test_the_columns_are_those_of_a_coding() -> None:
    assert {"standing", "document", "page", "certainty", "note"} < set(COLUMNS)
