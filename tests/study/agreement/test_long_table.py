"""A long table is read as it was meant, or refused in one sentence with its file and line."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import numpy as np
import pytest

from vonnis.errors import EncodingError, UnreadableError
from vonnis.study.agreement.long_table import read_long_table
from vonnis.study.agreement.ratings import GAP, Level

HEAD = "unit,coder,variable,value\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "long.csv"


def test_rows_become_a_matrix(table: Path) -> None:
    table.write_text(f"{HEAD}1,A,v,x\n1,B,v,y\n2,A,v,\n2,B,v,x\n1,A,w,9\n")
    found = read_long_table(table)
    assert found.variables == ("v", "w")
    ratings = found.ratings("v", level="nominal")
    assert ratings.codes.tolist() == [[0, 1], [GAP, 0]]
    assert (ratings.units, ratings.coders, ratings.categories) == (("1", "2"), ("A", "B"), ("x", "y"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeffunit,coder,variable,value\n1,A,v,x\n1,B,v,y\n", id="byte order mark"),
        pytest.param("unit;coder;variable;value\n1;A;v;x\n1;B;v;y\n", id="semicolons"),
        pytest.param("unit\tcoder\tvariable\tvalue\n1\tA\tv\tx\n1\tB\tv\ty\n", id="tabs"),
        pytest.param("Unit, Coder ,VARIABLE,value\n1, A,v ,x\n1,B,v,y\n", id="spaces and capitals"),
        pytest.param('value,variable,note,coder,unit\nx,v,"a, b",A,1\ny,v,,B,1\n', id="another order"),
        pytest.param("unit,coder,variable,value\r\n1,A,v,x\r\n\r\n1,B,v,y\r\n", id="Windows, empty line"),
        pytest.param('"unit","coder","variable","value"\n"1","A","v","x"\n"1","B","v","y"', id="quoted"),
    ],
)
def test_tables_come_in_many_forms(table: Path, text: str) -> None:
    table.write_bytes(text.encode())
    ratings = read_long_table(table).ratings("v", level="nominal")
    assert ratings.codes.tolist() == [[0, 1]]
    assert ratings.categories == ("x", "y")


def test_decimal_commas_are_numbers(table: Path) -> None:
    table.write_text("unit;coder;variable;value\n1;A;v;1,5\n1;B;v;2\n")
    numbers = read_long_table(table).ratings("v", level="interval").numbers
    assert numbers is not None
    assert numbers.tolist() == [1.5, 2.0]


def test_a_value_may_stand_for_no_answer(table: Path) -> None:
    table.write_text(f"{HEAD}1,A,v,NA\n1,B,v,2\n2,A,v,3\n2,B,v,-9\n")
    ratings = read_long_table(table).ratings("v", level="interval", gaps=("NA", "-9"))
    assert np.array_equal(ratings.codes, [[GAP, 0], [1, GAP]])


def test_ranks_in_words_have_an_order(table: Path) -> None:
    table.write_text(f"{HEAD}1,A,v,high\n1,B,v,low\n")
    ratings = read_long_table(table).ratings("v", level="ordinal", order=("low", "mid", "high"))
    assert ratings.codes.tolist() == [[2, 0]]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("", 1, "no column 'unit'", id="empty file"),
        pytest.param("unit,coder,value\n1,A,x\n", 1, "no column 'variable'", id="missing column"),
        pytest.param("unit,coder,variable,value,value\n", 1, "'value' stands twice", id="column twice"),
        pytest.param(f"{HEAD}1,A,v,x\n1,B,v\n", 3, "the row has 3 cells, and 4 are needed", id="short row"),
        pytest.param(f"{HEAD}1,A,v,x\n,B,v,y\n", 3, "the unit is empty", id="no unit"),
        pytest.param(f"{HEAD}1,,v,x\n", 2, "the coder is empty", id="no coder"),
        pytest.param(f"{HEAD}1,A,,x\n", 2, "the variable is empty", id="no variable"),
        pytest.param(f'{HEAD}1,A,v,x\n1,B,v,"y"z\n', 3, "not a row of CSV", id="stray quote"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(table: Path, text: str, line: int, said: str) -> None:
    table.write_text(text)
    with pytest.raises(UnreadableError, match=rf"^{re.escape(str(table))}, line {line}: .*{re.escape(said)}"):
        read_long_table(table)


@pytest.mark.parametrize(
    ("rows", "level", "line", "said"),
    [
        pytest.param("1,A,v,x\n1,B,v,y\n1,A,v,x\n", "nominal", 4, "before, on line 2; keep one", id="twice"),
        pytest.param("1,A,v,1\n1,B,v,two\n", "interval", 3, "'v' is 'two'", id="no number"),
        pytest.param("1,A,v,1\n1,B,v,nan\n", "interval", 3, "'v' is 'nan'", id="not a number"),
        pytest.param("1,A,v,inf\n1,B,v,1\n", "ratio", 2, "'v' is 'inf'", id="endless"),
        pytest.param("1,A,v,1\n1,B,v,-2\n", "ratio", 3, "numbers of zero or more", id="below zero"),
        pytest.param("1,A,v,low\n1,B,v,2\n", "ordinal", 2, "ranks that are words need their order", id="word as rank"),
        pytest.param("1,A,v,1\n\n1,B,v,x\n", "interval", 4, "'v' is 'x'", id="line after an empty one"),
    ],
)
def test_a_bad_answer_is_refused_with_its_line(table: Path, rows: str, level: Level, line: int, said: str) -> None:
    table.write_text(HEAD + rows)
    found = read_long_table(table)
    with pytest.raises(UnreadableError, match=rf"^{re.escape(str(table))}, line {line}: .*{re.escape(said)}"):
        found.ratings("v", level=level)


def test_a_rank_outside_the_order_is_refused(table: Path) -> None:
    table.write_text(f"{HEAD}1,A,v,low\n1,B,v,higher\n")
    with pytest.raises(UnreadableError, match="line 3: 'v' is 'higher', which is not in the order low, high"):
        read_long_table(table).ratings("v", level="ordinal", order=("low", "high"))


def test_a_table_without_rows_is_refused(table: Path) -> None:
    table.write_text(HEAD)
    with pytest.raises(UnreadableError, match="line 1: no answers stand below it"):
        read_long_table(table)


def test_another_encoding_is_refused_with_its_line(table: Path) -> None:
    table.write_bytes(f"{HEAD}1,A,v,x\n1,B,v,café\n".encode("latin-1"))
    with pytest.raises(EncodingError, match=rf"^{re.escape(str(table))}, line 3: not in UTF-8"):
        read_long_table(table)


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_long_table(tmp_path / name)


def test_times_are_places_in_time(table: Path) -> None:
    table.write_text(f"{HEAD.strip()},at\n1,A,v,x,2026-02-01\n1,B,v,x,2026-01-01\n2,A,v,x,2026-01-15\n")
    assert read_long_table(table).times("v") == [[2, 1], [0, None]]


def test_without_a_time_there_are_none(table: Path) -> None:
    table.write_text(f"{HEAD.strip()},at\n1,A,v,x,2026-02-01\n1,B,v,x,\n")
    assert read_long_table(table).times("v") is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_plain_table_is_read_as_one_with_quotation_marks_is(tmp_path: Path, separator: str) -> None:
    chance = Random(4)
    rows = [("unit", "coder", "variable", "value", "note", "at")]
    for unit in range(40):
        for coder in ("B", "A", "C"):
            for name, values in (("v2", "123"), ("v1", ("yes", "no", ""))):
                if chance.random() < 0.9:
                    rows.append((f" u{unit}", coder, name, chance.choice(values), "", f"2026-01-{unit % 28 + 1:02}"))
    plain, quoted = tmp_path / "plain.csv", tmp_path / "quoted.csv"
    plain.write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8-sig")
    quoted.write_text("\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    one, other = read_long_table(plain), read_long_table(quoted)
    assert one.variables == other.variables == ("v2", "v1")
    for name in one.variables:
        first, second = one.ratings(name, level="nominal"), other.ratings(name, level="nominal")
        assert (first.units, first.categories) == (second.units, second.categories)
        assert dict(zip(first.coders, first.codes.T.tolist(), strict=True)) == dict(
            zip(second.coders, second.codes.T.tolist(), strict=True)
        )
        assert sorted(map(str, one.times(name) or [])) == sorted(map(str, other.times(name) or []))
