"""A sheet of a screener is read back, and what is wrong in it is named by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.study.screening_sheet import Vote, read_sheet, write_sheet
from vonnis.study.unit import Unit


def test_a_filled_in_sheet_is_read_back(tmp_path: Path) -> None:
    units = [Unit(id=f"D{n}", level="defendant", complex="C1", defendant=f"D{n}") for n in (1, 2, 3)]
    lines = write_sheet(units).splitlines()
    lines[1] += "in,"
    lines[1], lines[2] = "D1,,,,in,", "D2,,,,uit,no_payment"
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_sheet(path) == (Vote(unit="D1", row=2), Vote(unit="D2", reason="no_payment", row=3))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("D1,maybe,", "row 2, column decision: 'maybe'"),
        ("D1,out,", "row 2, column reason: is empty"),
        ("D1,in,adult", "row 2, column reason: a unit that is in"),
        ("D1,,adult", "row 2, column decision: ''"),
        ("D1,in,\nD1,in,", "row 3, column unit: D1 stands in row 2"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f"unit,decision,reason\n{row}\n", encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        read_sheet(path)


@pytest.mark.parametrize("text", ["unit,decision\nD1,in\n", ""])
def test_a_sheet_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="lacks the column"):
        read_sheet(path)
