"""A level of the dataset as flat columns: every type, every kind of missing."""

from __future__ import annotations

import pytest

from tests.deposit.invented import codebook, flat, levels
from vonnis.deposit.sheet import Column, sheets
from vonnis.errors import StudyError


def columns() -> dict[str, Column]:
    return {column.name: column for column in flat()[0].columns}


def test_every_type_becomes_its_columns() -> None:
    assert list(columns()) == [
        "fictional",
        "unit",
        "complex",
        "weight",
        "d_class",
        *("d_ways_1", "d_ways_2"),
        *("d_age_low", "d_age_high"),
        "d_fine",
        *("d_term_years", "d_term_months", "d_term_weeks", "d_term_days"),
        *("d_day_year", "d_day_month"),
    ]


def test_values_and_codes_of_missing_stand_in_one_column() -> None:
    rows = flat()[0].frame.rows(named=True)
    first, last = rows[0], rows[-1]
    assert [first[name] for name in ("d_class", "d_ways_1", "d_ways_2", "d_age_low", "d_fine")] == [1, 1, 0, 40, 250.5]
    assert [first[name] for name in ("d_term_months", "d_day_year", "d_day_month")] == [3, 2016, 5]
    assert {last[name] for name in columns() if name.startswith("d_")} == {-8}


def test_fiction_is_a_column_of_its_own() -> None:
    assert set(flat()[0].frame["fictional"]) == {1}
    assert columns()["fictional"].label["nl"].startswith("FICTIEF")
    assert "fictional" not in sheets(codebook(), levels(), fictional=False)[0].frame.columns


def test_labels_say_which_part_a_column_is() -> None:
    assert columns()["d_age_low"].label == {"nl": "Leeftijd: ondergrens", "en": "Age: lower bound"}
    assert columns()["d_ways_2"].label["en"] == "Ways: street"
    assert columns()["d_ways_2"].set_of == "d_ways"
    assert columns()["d_fine"].label["en"] == "Fine (EUR)"


def test_an_answer_that_nobody_gave_yet_is_not_stated() -> None:
    import polars as pl

    frame = levels()["defendant"].with_columns(d_class_mis=pl.lit(None, dtype=pl.Int8))
    assert sheets(codebook(), {"defendant": frame}, fictional=True)[0].frame["d_class"][-1] == -8


def test_a_level_without_units_is_left_out() -> None:
    assert sheets(codebook(), {"defendant": levels()["defendant"].clear()}, fictional=True) == ()


def test_data_that_lack_a_variable_are_refused() -> None:
    with pytest.raises(StudyError, match="the data lack d_class"):
        sheets(codebook(), {"defendant": levels()["defendant"].drop("d_class")}, fictional=True)
