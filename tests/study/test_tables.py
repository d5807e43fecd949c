"""The CSV tables of a study folder: complexes and series, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.study.complexes import Link, read_links
from vonnis.study.series import SeriesYear, read_series

LINKS = "complex,client,judgment,placeholder,victim\n"
SERIES = "year,suspects,source,invented\n"
ROW = "C1,K1,E1,[slachtoffer],V1\n"
WRONG_LINKS = [
    ("", "lacks the column 'complex'"),
    ("complex,client\n", "lacks the column 'judgment'"),
    (LINKS, "holds no lines"),
    (LINKS + "C1,K1\n", "line 2: the row has too few cells"),
    (LINKS + "C1,K1,E1,,V1\n", "line 2: the cell 'placeholder' is empty"),
    (LINKS + ROW + ROW, "line 3: .* stands in line 2 already"),
    (LINKS + ROW + "C1,K2,E1,[slachtoffer 2],V2\n", "judgment E1 belongs to K2 here, but to K1 in line 2"),
    (LINKS + ROW + "C2,K1,E2,[slachtoffer],V2\n", "client K1 belongs to C2 here, but to C1 in line 2"),
    (LINKS + ROW + "C2,K2,E2,[slachtoffer],V1\n", "victim V1 belongs to C2 here, but to C1 in line 2"),
]
WRONG_SERIES = [
    (SERIES, "holds no years"),
    (SERIES + "2015,112,OM,no\n2015,3,OM,no\n", "line 3: the year 2015 stands twice"),
    (SERIES + "2015,many,OM,no\n", "suspects is 'many'; a whole number is needed"),
    (SERIES + "2015,-1,OM,no\n", "suspects is '-1'"),
    (SERIES + "2015,112,,no\n", "the year 2015 has no source"),
    (SERIES + "2015,112,OM,maybe\n", "invented is 'maybe'; write yes or no"),
]


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_links_are_read(tmp_path: Path) -> None:
    assert read_links(written(tmp_path, LINKS + ROW)) == (Link("C1", "K1", "E1", "[slachtoffer]", "V1"),)


def test_a_byte_order_mark_and_more_columns_do_no_harm(tmp_path: Path) -> None:
    content = "\ufeffnote,complex,client,judgment,placeholder,victim\nx,C1,K1,E1,[s],V1\n"
    assert [row.victim for row in read_links(written(tmp_path, content))] == ["V1"]


@pytest.mark.parametrize(("content", "sentence"), WRONG_LINKS, ids=[row[1] for row in WRONG_LINKS])
def test_a_wrong_table_of_complexes_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(StudyError, match=sentence):
        read_links(written(tmp_path, content))


def test_a_series_is_sorted(tmp_path: Path) -> None:
    path = written(tmp_path, SERIES + '2016,41,"made up, here",yes\n2015,112,OM,no\n')
    assert read_series(path) == (
        SeriesYear(2015, 112, "OM", invented=False),
        SeriesYear(2016, 41, "made up, here", invented=True),
    )


@pytest.mark.parametrize(("content", "sentence"), WRONG_SERIES, ids=[row[1] for row in WRONG_SERIES])
def test_a_wrong_series_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(StudyError, match=sentence):
        read_series(written(tmp_path, content))


def test_a_missing_table_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        read_links(tmp_path / "absent.csv")


def test_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("jaar,één\n".encode("latin-1"))
    with pytest.raises(StudyError, match="is not in UTF-8"):
        read_links(path)
