"""Tables for spreadsheets: no formula leaves, and every cell comes back as it was written."""

from __future__ import annotations

import csv
import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.located.spreadsheet import FORMULA, guarded, read_table, unguarded, write_table

SIGNS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
FORMULAS = [
    *("=1+1", '=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(A1)", "\tno", "\rno", "- no"),
    *("'=1", "''@x", " =1", "\uff1d1", '"=1'),
]
PLAIN = ["", "no", "-8", "+3", "-1.5", "-1,5", "1;3", "'s avonds", "a=b", "P18M", "2016-05-03", 7, -8, None]


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_carry_out_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", PLAIN)
def test_numbers_and_plain_words_stay_as_they_are(cell: object) -> None:
    assert guarded(cell) == cell


LATER = {
    "\t=1": "'\t'=1",
    "no;=1+1": "no;'=1+1",
    "no; =1": "no;' =1",
    "no\n-1": "no\n'-1",
    "no;'=1": "no;''=1",
    'no;"=A1&"': 'no;\'"=A1&"',
}


@pytest.mark.parametrize("cell", LATER)
def test_a_cell_that_begins_within_a_text_gets_an_apostrophe_too(cell: str) -> None:
    """A Dutch Excel parts a line at each semicolon, and a row at each line end, whatever stands in quotation marks."""
    assert guarded(cell) == LATER[cell]


@pytest.mark.parametrize("cell", [*FORMULAS, *LATER, *("\uff0b1", "\uff0d1", "no;\uff201")])
def test_a_cell_that_gets_an_apostrophe_holds_the_pattern_by_which_columns_are_looked_through(cell: str) -> None:
    assert guarded(cell) != cell
    assert pl.Series([None, cell, "no"]).str.contains(FORMULA).to_list() == [None, True, False]


@given(st.text(alphabet="=+-@'1a\t\r ,;\"\n"))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(str(guarded(cell))) == cell


CELL = st.text(alphabet="=+-@'1a ,;\"\n\r\t\u2028")


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5))
def test_a_table_comes_back_whole_with_cells_of_several_lines(rows: list[list[str]]) -> None:
    read = [row for _, row in read_table(write_table(["one", "other"], rows))]
    assert read == [["one", "other"], *rows]


@given(st.lists(CELL, min_size=1, max_size=4))
def test_no_cell_of_a_table_begins_as_a_formula(cells: list[str]) -> None:
    (_, written) = csv.reader(io.StringIO(write_table(["a"] * len(cells), [cells]), newline=""))
    assert [cell for cell in written if cell[:1] in set("=+-@\t\r") and not cell[1:].isdecimal()] == []


@given(st.lists(CELL, min_size=1, max_size=4))
def test_no_cell_begins_as_a_formula_where_semicolons_part_a_line(cells: list[str]) -> None:
    text = write_table(["a"] * len(cells), [["x", *cells]])
    begins = [piece.lstrip('" ')[:1] for piece in re.split("[;\t\n\r]", text)]
    assert not set(begins) & set(SIGNS)
