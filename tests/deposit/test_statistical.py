"""SPSS and Stata: what was written is read back equal; labels are whole or refused; bytes tell one time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pyreadstat
import pytest

from tests.deposit.invented import AT, edition, flat, made
from vonnis.deposit.sheet import Sheet
from vonnis.deposit.statistical import STATA_MISSING, check_labels, dta, for_stata, sav, syntax
from vonnis.errors import StudyError


@pytest.fixture
def sheet() -> Sheet:
    return flat()[0]


def with_column(sheet: Sheet, **change: object) -> Sheet:
    """Return the table with its class column changed."""
    columns = tuple(
        msgspec.structs.replace(column, **change) if column.name == "d_class" else column for column in sheet.columns
    )
    return msgspec.structs.replace(sheet, columns=columns)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_spss_reads_back_what_was_written(sheet: Sheet, language: str, tmp_path: Path) -> None:
    path = tmp_path / "data.sav"
    path.write_bytes(made("restricted")[f"spss/defendants.{language}.sav"])
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    assert list(frame.columns) == sheet.frame.columns
    for row, expected in zip(frame.to_dict("records"), sheet.frame.rows(named=True), strict=True):
        assert row == expected
    assert meta.missing_ranges["d_class"] == [{"lo": -9.0, "hi": -6.0}]
    assert "unit" not in meta.missing_ranges
    assert meta.variable_measure["d_class"] == "ordinal"
    labels = meta.variable_value_labels["d_class"]
    assert (labels[2.0], labels[-8.0]) == {"nl": ("zwaar", "niet vermeld"), "en": ("heavy", "not stated")}[language]
    assert str(meta.file_label).startswith(("FICTIEF: ", "FICTIONAL: "))


def test_spss_counts_missing_answers_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "data.sav"
    path.write_bytes(made("restricted")["spss/defendants.nl.sav"])
    frame, _ = pyreadstat.read_sav(str(path))
    assert frame["d_class"].isna().sum() == 1


def test_stata_takes_a_number_whose_first_hundred_answers_are_all_missing(sheet: Sheet, tmp_path: Path) -> None:
    column = next(one for one in sheet.columns if one.name == "d_class")
    answers = pl.DataFrame({"d_class": [-8] * 150 + [1]}, schema={"d_class": pl.Int64})
    path = tmp_path / "data.dta"
    path.write_bytes(
        dta(msgspec.structs.replace(sheet, frame=answers, columns=(column,)), language="en", title="x", at=AT)
    )
    frame, _ = pyreadstat.read_dta(str(path), user_missing=True)
    assert frame["d_class"].tolist()[148:151] == ["b", "b", 1.0]


def test_stata_reads_back_what_was_written(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "data.dta"
    path.write_bytes(made("restricted")["stata/defendants.dta"])
    frame, meta = pyreadstat.read_dta(str(path), user_missing=True)
    for row, expected in zip(frame.to_dict("records"), sheet.frame.rows(named=True), strict=True):
        assert row == {
            column.name: STATA_MISSING.get(value, value) if column.missing else value
            for column, value in zip(sheet.columns, expected.values(), strict=True)
        }
    assert meta.variable_value_labels["d_class"][2] == "heavy"
    labels: dict[Any, str] = dict(meta.variable_value_labels["d_class"])
    assert labels["b"] == "not stated"
    assert f"{meta.creation_time:%Y-%m-%d %H:%M}" == "2026-11-23 12:00"


def test_stata_counts_missing_answers_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "data.dta"
    path.write_bytes(made("restricted")["stata/defendants.dta"])
    frame, _ = pyreadstat.read_dta(str(path))
    assert frame["d_class"].isna().sum() == 1
    assert STATA_MISSING == {-9: "a", -8: "b", -7: "c", -6: "d"}


def test_the_time_in_an_spss_file_is_that_of_the_release(tmp_path: Path) -> None:
    path = tmp_path / "data.sav"
    path.write_bytes(made("restricted")["spss/defendants.nl.sav"])
    _, meta = pyreadstat.read_sav(str(path))
    assert f"{meta.creation_time:%Y-%m-%d %H:%M:%S}" == "2026-11-23 12:00:00"


def test_the_same_table_gives_the_same_bytes(sheet: Sheet) -> None:
    assert sav(sheet, language="nl", title="x", at=AT) == sav(sheet, language="nl", title="x", at=AT)
    assert dta(sheet, language="nl", title="x", at=AT) == dta(sheet, language="nl", title="x", at=AT)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"values": ((1, {"nl": "é" * 61, "en": "x"}),)}, r"label of d_class = 1 \(nl\) is longer than the 120 bytes"),
        ({"label": {"nl": "é" * 129, "en": "x"}}, r"label of d_class \(nl\) is longer than the 256 bytes"),
    ],
    ids=["value label", "variable label"],
)
def test_a_label_that_would_be_cut_is_refused(sheet: Sheet, change: dict[str, object], complaint: str) -> None:
    with pytest.raises(StudyError, match=complaint):
        check_labels(with_column(sheet, **change))


def test_a_label_of_exactly_the_longest_length_is_kept_whole(sheet: Sheet, tmp_path: Path) -> None:
    longest = "é" * 60
    path = tmp_path / "data.sav"
    changed = with_column(sheet, values=((1, {"nl": longest, "en": "x"}), (2, {"nl": "b", "en": "y"})))
    path.write_bytes(sav(changed, language="nl", title="x", at=AT))
    assert pyreadstat.read_sav(str(path))[1].variable_value_labels["d_class"][1.0] == longest


def test_a_name_that_spss_cannot_hold_is_refused(sheet: Sheet) -> None:
    with pytest.raises(StudyError, match="longer than the 64 bytes"):
        check_labels(with_column(sheet, name="d" * 65))


def test_the_syntax_sets_answers_together_and_counts(sheet: Sheet) -> None:
    text = syntax(sheet, language="en", file="defendants.en.sav", mark="FICTIONAL")
    assert text.startswith("* FICTIONAL.\nGET FILE='defendants.en.sav'.\n")
    assert "MRSETS /MDGROUP NAME=$d_ways LABEL='Ways'" in text
    assert "VARIABLES=d_ways_1 d_ways_2 VALUE=1." in text
    assert "FREQUENCIES VARIABLES=d_class." in text
    assert "WEIGHT BY" not in text


def test_the_syntax_names_no_column_that_is_not_there() -> None:
    (sheet,) = edition("public").sheets
    assert "d_ways" not in syntax(sheet, language="nl", file="x.sav", mark="")


@pytest.mark.parametrize(("length", "held"), [(80, "y" * 80), (81, "y" * 79 + "…")], ids=["fits", "cut"])
def test_a_label_that_is_too_long_for_stata_ends_in_an_ellipsis_there(length: int, held: str) -> None:
    assert for_stata("y" * length) == held
