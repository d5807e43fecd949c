"""The long table: what goes out comes in again, and a wrong row is named by row and column."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

import pytest

from tests.study.codings import AT, codebook, coding, units
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.study.coding import Coding, Locator, Passage
from vonnis.study.long_table import COLUMNS, LongTable, read_long_table, write_long_table
from vonnis.study.unit import Unit, complex_unit

NAMES = (
    "unit",
    "coder",
    "variable",
    "value",
    "document",
    "page",
    "document_date",
    "standing",
    "start",
    "end",
    "at",
    "more_evidence",
)


def rows(*cells: Sequence[str], names: Sequence[str] = NAMES) -> list[tuple[int, list[object]]]:
    return [(number, list(row)) for number, row in enumerate((names, *cells), 1)]


def read(*cells: Sequence[str], names: Sequence[str] = NAMES) -> LongTable:
    return read_long_table(rows(*cells, names=names), codebook=codebook(), units=units(), at=AT, file="codings.csv")


SEVERAL = (Passage("zaak 1", 5, 9), Locator("pv 3", page="12", date=dt.date(2016, 5, 3)), Passage("zaak 1", 20, 30))


def test_what_is_written_is_read_back() -> None:
    codings = {
        coding("D1", "k_sex", 1, evidence=(Locator("pv 3", page="12"),), standing="court", certainty="unsure"),
        coding("D1", "k_seen", "0;1", evidence=(Passage("ECLI:NL:RBFIC:2016:1", 5, 9),), contradicted=True),
        coding("D2", "k_prison", "P18M", round="recode", note="see the appeal", evidence=SEVERAL),
        coding("C1-V1", "v_age", missing=Missing.NOT_STATED, coder="B"),
    }
    text = write_long_table(codings, notes=True)
    lines = [(number, list(row)) for number, row in enumerate(csv.reader(io.StringIO(text)), 1)]
    again = read_long_table(lines, codebook=codebook(), units=units(), at=AT, file="x")
    assert set(again.codings) == codings
    assert tuple(lines[0][1][: len(COLUMNS)]) == COLUMNS


def test_notes_go_out_only_where_they_are_asked_for() -> None:
    assert "see the appeal" not in write_long_table([coding("D1", "k_sex", 1, note="see the appeal")])


def test_an_answer_is_kept_in_the_one_way_in_which_it_is_written() -> None:
    found = read(("D1", "A", "k_seen", "1; 0"), ("D1", "A", "k_fine", "500"), ("D1", "B", "k_sex", "unclear"))
    assert [one.value for one in found.codings] == ["0;1", "500.00", None]
    assert found.codings[2].missing is Missing.UNCLEAR


def test_a_victim_and_a_pair_are_made_where_their_numbers_show_where_they_belong() -> None:
    found = read(("D2.C1-V2", "A", "p_channel", "1"), ("C1-V2", "A", "v_age", "16"))
    assert {unit.id: unit.level for unit in found.units} == {"D2.C1-V2": "pair", "C1-V2": "victim"}


def test_a_pair_joins_a_defendant_and_a_victim_of_one_complex_or_of_two_that_were_linked() -> None:
    other = Unit(id="D7", level="defendant", complex="C2", defendant="D7")
    given = rows(("D7.C1-V1", "A", "p_channel", "1"))
    known = (*units(), complex_unit("C2"), other)
    with pytest.raises(StudyError, match=r"row 2, column unit: D7\.C1-V1 joins D7 of C2 and a victim of C1"):
        read_long_table(given, codebook=codebook(), units=known, at=AT, file="x")
    found = read_long_table(given, codebook=codebook(), units=known, at=AT, file="x", homes={"C2": "C1"})
    assert [unit.id for unit in found.units] == ["D7.C1-V1"]


def test_an_empty_answer_is_no_coding() -> None:
    assert read(("D1", "A", "k_sex", "")).codings == ()


MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "unit": (("D9", "A", "k_sex", "1"), "row 2, column unit: 'D9' is no unit"),
    "victim nowhere": (("C9-V1", "A", "v_age", "16"), "column unit: 'C9-V1' is no unit"),
    "pair of nobody": (("D9.C1-V1", "A", "p_channel", "1"), "column unit"),
    "level": (("D1", "A", "v_age", "16"), "D1 is a defendant, and v_age is asked of a victim"),
    "variable": (("D1", "A", "k_gone", "1"), "column variable: 'k_gone' is no variable"),
    "value": (("D1", "A", "k_sex", "7"), "column value: `7` is no category of k_sex"),
    "coder": (("D1", "", "k_sex", "1"), "column coder: is empty"),
    "coder with a zero": (("D1", "A\0B", "k_sex", "1"), "column coder: holds a sign that cannot be printed"),
    "date": (("D1", "A", "k_sex", "1", "pv", "3", "spring"), "column document_date"),
    "page alone": (("D1", "A", "k_sex", "1", "", "3"), "column document: is empty"),
    "standing": (("D1", "A", "k_sex", "1", "", "", "", "rumour"), "column standing: 'rumour' is none of court"),
    "passage": (("D1", "A", "k_sex", "1", "", "", "", "", "9", "5"), "column start"),
    "more evidence": (("D1", "A", "k_sex", "1", *[""] * 7, "x"), "column more_evidence: is no JSON array"),
    "moment": (("D1", "A", "k_sex", "1", "", "", "", "", "", "", "noon"), "column at: 'noon' is no moment"),
}


@pytest.mark.parametrize(("row", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_wrong_row_is_named_and_nothing_is_read(row: tuple[str, ...], words: str) -> None:
    with pytest.raises(StudyError) as caught:
        read(row, ("D1", "B", "k_sex", "1"))
    assert words in str(caught.value)
    assert "nothing was imported" in str(caught.value)


def test_the_same_question_twice_and_a_missing_column_are_said() -> None:
    with pytest.raises(StudyError, match="answered in row 2"):
        read(("D1", "A", "k_sex", "1"), ("D1", "A", "k_sex", "0"))
    with pytest.raises(StudyError, match="lacks the column 'value'"):
        read(("D1", "A", "k_sex"), names=("unit", "coder", "variable"))


def test_codings_to_another_version_of_the_codebook_are_refused() -> None:
    with pytest.raises(StudyError, match=r"is 0\.9\.0, and the study has 1\.0\.0"):
        read(("D1", "A", "k_sex", "1", "0.9.0"), names=("unit", "coder", "variable", "value", "codebook_version"))


def test_two_codings_with_one_content_are_one() -> None:
    assert coding("D1", "k_sex", 1).id == coding("D1", "k_sex", 1).id
    assert coding("D1", "k_sex", 1).id != coding("D1", "k_sex", 0).id
    assert isinstance(coding("D1", "k_sex", 1), Coding)
