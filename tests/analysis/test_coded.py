"""A plan over the dataset tables of a coded study, from final values as its codebook writes them."""

from __future__ import annotations

from typing import get_args

import polars as pl
import pytest

from tests.analysis.units import plan_for, result, table
from vonnis.analysis.coded import units_of_tables
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import Material, run
from vonnis.codebook.codebook import Category, Codebook, Type, Variable
from vonnis.study.durations import DayRule
from vonnis.study.tables import study_tables
from vonnis.study.unit import Unit

BOTH = {"nl": "x", "en": "x"}
COLOURS = tuple(Category(code=code, label={"nl": word, "en": word}) for code, word in ((1, "red"), (2, "blue")))
# For each type of variable: the answers of three clients as the codebook writes them; the third is not yet coded.
ANSWERS: dict[Type, tuple[str, str]] = {
    "category": ("1", "2"),
    "categories": ("1;2", "2"),
    "integer": ("30", "40"),
    "interval": ("16..17", "15"),
    "money": ("1500.00", "500.00"),
    "duration": ("P3M", "P1Y2D"),
    "date": ("2017-05-02", "2019-06"),
}
ENTRIES = [
    {"kind": "frequencies", "id": "category", "variable": "category"},
    {"kind": "frequencies", "id": "categories", "variable": "categories"},
    {"kind": "mean", "id": "integer", "variable": "integer", "unit": "x"},
    {"kind": "mean", "id": "interval", "variable": "interval", "unit": "year"},
    {"kind": "mean", "id": "money", "variable": "money", "unit": "EUR"},
    {"kind": "mean", "id": "duration", "variable": "duration", "unit": "day"},
]


@pytest.fixture(scope="module")
def found() -> dict[str, Result | TableResult]:
    variables = tuple(
        Variable(
            name=kind,
            level="defendant",
            type=kind,
            label=BOTH,
            question=BOTH,
            categories=COLOURS if kind in ("category", "categories") else (),
        )
        for kind in get_args(Type)
    )
    codebook = Codebook(name="test", version="1.0.0", title=BOTH, variables=variables)
    units = [Unit(id=f"D{n}", level="defendant", complex="C1", defendant=f"D{n}") for n in range(3)]
    finals = pl.DataFrame(
        [(f"D{n}", kind, answer, None) for kind, both in ANSWERS.items() for n, answer in enumerate(both)],
        schema={"unit": pl.String, "variable": pl.String, "value": pl.String, "missing": pl.Int8},
        orient="row",
    )
    tables = study_tables(codebook, finals, units=units)
    levels = units_of_tables(tables, rule=DayRule())
    assert levels["defendant"].dates("date")[1] is not None
    analysis = run(plan_for(*ENTRIES, cluster=""), Material(units=levels))
    return {one.id: one for one in analysis.results} | {one.id: one for one in analysis.tables}


VALUES = [("integer", 35.0), ("interval", 15.5), ("money", 1000.0), ("duration", (90 + 367) / 2)]


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=[row[0] for row in VALUES])
def test_each_type_of_variable_is_read(found: dict[str, Result | TableResult], kind: str, value: float) -> None:
    one = result(found, kind)
    assert (one.value, one.n, one.missing) == (value, 2, {"not_coded": 1})


def test_categories_are_counted(found: dict[str, Result | TableResult]) -> None:
    assert table(found, "category").cells == ((1,), (1,))
    assert table(found, "categories").cells == ((1,), (2,))
