"""Series with complexes, and the steps of attrition, from their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.study.series import Step, read_series, read_steps

HEAD = "step_nl,step_en,number,source,invented\n"


def test_complexes_are_read_where_a_series_has_them(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("year,suspects,source,invented,complexes\n2015,112,OM,no,3\n2016,41,OM,no,\n", encoding="utf-8")
    assert [year.complexes for year in read_series(path)] == [3, None]
    path.write_text("year,suspects,source,invented\n2015,112,OM,no\n", encoding="utf-8")
    assert read_series(path)[0].complexes is None


def test_steps_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}ingeschreven,registered,20,OM,no\nveroordeeld,convicted,9,OM,yes\n", encoding="utf-8")
    assert read_steps(path)[1] == Step({"nl": "veroordeeld", "en": "convicted"}, 9, "OM", invented=True)


WRONG = [("", "holds no steps"), ("a,b,1,,no\n", "has no source"), ("a,b,x,OM,no\n", "a whole number is needed")]


@pytest.mark.parametrize(("rows", "words"), WRONG, ids=["empty", "source", "number"])
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, rows: str, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        read_steps(path)
