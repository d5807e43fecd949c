"""The dataset: one table a level, one row a unit, typed columns, the kind of missing beside each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.study.codings import KINDS, codebook, coding, frame_of, units
from vonnis.codebook.codebook import LEVELS, Level
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.final import final_values
from vonnis.study.tables import ABOUT, KEYS, StudyTables, study_tables


def tables(*codings: Coding, **more: Any) -> StudyTables:
    return study_tables(codebook(), final_values(frame_of(*codings), frame_of()), units=units(), **more)


VALUES: dict[str, tuple[str, int | str, Any, pl.DataType]] = {
    "c_link": ("C1", 1, 1, pl.Int64()),
    "k_sex": ("D1", 1, 1, pl.Int64()),
    "k_seen": ("D1", "0;1", [0, 1], pl.List(pl.Int64)),
    "k_year": ("D1", 1980, 1980, pl.Int64()),
    "k_fine": ("D1", "1250.50", 1250.5, pl.Float64()),
    "k_date": ("D1", "2016-03-04", dt.date(2016, 3, 4), pl.Date()),
    "v_age": ("C1-V1", "16..17", {"low": 16, "high": 17}, pl.Struct({"low": pl.Int64, "high": pl.Int64})),
    "p_channel": ("D2.C1-V1", 0, 0, pl.Int64()),
}


@pytest.mark.parametrize("name", VALUES)
def test_each_type_has_its_column(name: str) -> None:
    unit, value, cell, kind = VALUES[name]
    level = KINDS[name][0]
    table = tables(coding(unit, name, value)).levels[level]  # type: ignore[index]
    row = table.row(by_predicate=pl.col("unit") == unit, named=True)
    assert (row[name], row[f"{name}_mis"], table.schema[name]) == (cell, None, kind)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P18M", {"months": 18}),
        ("P2Y6M", {"years": 2, "months": 6}),
        ("P1D", {"days": 1}),
        ("P2W", {"weeks": 2}),
        ("PT120H", {"hours": 120}),
        ("P1Y2M3W4DT5H", {"years": 1, "months": 2, "weeks": 3, "days": 4, "hours": 5}),
    ],
)
def test_a_duration_stands_as_written(text: str, parts: dict[str, int]) -> None:
    cell = tables(coding("D1", "k_prison", text)).levels["defendant"]["k_prison"][0]
    assert {part: number for part, number in cell.items() if number} == parts


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [("2016", dt.date(2016, 1, 1), "year"), ("2016-03", dt.date(2016, 3, 1), "month")],
)
def test_a_date_says_how_precise_it_is(text: str, day: dt.date, precision: str) -> None:
    row = tables(coding("D1", "k_date", text)).levels["defendant"].row(0, named=True)
    assert (row["k_date"], row["k_date_precision"]) == (day, precision)


def test_an_exact_age_is_the_interval_of_itself() -> None:
    assert tables(coding("C1-V1", "v_age", 16)).levels["victim"]["v_age"][0] == {"low": 16, "high": 16}


def test_a_missing_answer_has_its_kind_and_an_unasked_one_has_nothing() -> None:
    table = tables(coding("D1", "k_sex", missing=Missing.NOT_STATED)).levels["defendant"]
    assert table["k_sex"].to_list() == [None, None]
    assert table["k_sex_mis"].to_list() == [-8, None]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_there_with_its_keys_first(level: Level) -> None:
    table = tables().levels[level]
    assert tuple(table.columns[: len(KEYS[level]) + len(ABOUT)]) == KEYS[level] + ABOUT
    assert table.height == {"complex": 1, "defendant": 2, "victim": 1, "pair": 2}[level]


def test_weights_follow_from_the_defendants_that_were_drawn() -> None:
    levels = tables(weights={"D1": 2.5, "D2": 4.0}).levels
    assert levels["defendant"]["weight"].to_list() == [2.5, 4.0]
    assert levels["pair"]["weight"].to_list() == [2.5, 4.0]
    assert [levels["victim"]["weight"][0], levels["complex"]["weight"][0]] == [4.0, 4.0]
    assert set(tables().levels["pair"]["weight"].to_list()) == {1.0}


def test_a_weight_of_nought_stays_nought() -> None:
    levels = tables(weights={"D1": 0.0, "D2": 4.0}).levels
    assert levels["defendant"]["weight"].to_list() == [0.0, 4.0]
    assert levels["pair"]["weight"].to_list() == [0.0, 4.0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (coding("D1", "k_gone", 1), "does not ask"),
        (coding("D9", "k_sex", 1), "no defendant of the study"),
        (coding("C1-V1", "k_sex", 1), "no defendant of the study"),
        (coding("D1", "k_sex", "yes"), "no category"),
        (coding("D1", "k_date", "soon"), "no date"),
    ],
)
def test_what_cannot_stand_in_a_table_is_named(wrong: Coding, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        tables(wrong)
