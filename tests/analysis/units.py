"""Invented units for the tests of planned results: small enough to count by hand, or made by the thousand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from vonnis.analysis.plan import Plan, plan_of
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import Material, run
from vonnis.analysis.units import Asked, Units
from vonnis.study.durations import DayRule

YES_NO = ((0, {"nl": "nee", "en": "no"}), (1, {"nl": "ja", "en": "yes"}))
COLOURS = tuple((code, {"nl": word, "en": word}) for code, word in enumerate(("red", "green", "blue"), start=1))
SPAN = pl.Struct(dict.fromkeys(("years", "months", "weeks", "days", "hours"), pl.Int64))
RANGE = pl.Struct({"low": pl.Int64, "high": pl.Int64})
KINDS: dict[str, Any] = {
    "category": pl.Int64,
    "integer": pl.Int64,
    "money": pl.Float64,
    "categories": pl.List(pl.Int64),
    "interval": RANGE,
    "duration": SPAN,
    "date": pl.Date,
}


def asked(name: str, kind: str, categories: tuple[Any, ...] = ()) -> Asked:
    return Asked(name, kind, {"nl": name, "en": name}, categories)


def units(
    columns: dict[str, tuple[Asked, list[Any]]],
    *,
    complexes: list[str] | None = None,
    weights: list[float] | None = None,
    level: str = "defendant",
    rule: DayRule | None = None,
) -> Units:
    """Return units K0, K1, … with these answers; a negative whole number from -9 to -6 is a kind of missing."""
    count = len(next(iter(columns.values()))[1])
    series = [
        pl.Series("unit", [f"K{place}" for place in range(count)], dtype=pl.String),
        pl.Series("complex", complexes or [f"C{place}" for place in range(count)], dtype=pl.String),
        pl.Series("weight", weights or [1.0] * count, dtype=pl.Float64),
    ]
    for name, (question, answers) in columns.items():
        lacks = [isinstance(answer, int) and -9 <= answer <= -6 for answer in answers]
        values = [None if lack else answer for lack, answer in zip(lacks, answers, strict=True)]
        kinds = [answer if lack else None for lack, answer in zip(lacks, answers, strict=True)]
        series.append(pl.Series(name, values, dtype=KINDS[question.type]))
        series.append(pl.Series(f"{name}_mis", kinds, dtype=pl.Int8))
    return Units(
        level, pl.DataFrame(series), {name: question for name, (question, _) in columns.items()}, rule or DayRule()
    )


def planned(found: Units, *entries: dict[str, Any], **settings: Any) -> dict[str, Result | TableResult]:
    """Return what a plan of these entries comes to, by id."""
    plan = plan_for(*entries, **settings)
    analysis = run(plan, Material(units={found.level: found}))
    return {one.id: one for one in analysis.results} | {one.id: one for one in analysis.tables}


def plan_for(*entries: dict[str, Any], **settings: Any) -> Plan:
    return plan_of({"plan": [{"level": "defendant", **entry} for entry in entries], **settings}, where="study.toml")


def result(found: dict[str, Result | TableResult], id_: str) -> Result:
    one = found[id_]
    assert isinstance(one, Result)
    return one


def table(found: dict[str, Result | TableResult], id_: str) -> TableResult:
    one = found[id_]
    assert isinstance(one, TableResult)
    return one


def remarks(one: Result | TableResult) -> str:
    assert one.basis is not None
    return " ".join(words["en"] for words in one.basis.remarks)


def span(**parts: int) -> dict[str, int | None]:
    return {unit: parts.get(unit) for unit in ("years", "months", "weeks", "days", "hours")}


def day(year: int, month: int = 1, number: int = 1) -> dt.date:
    return dt.date(year, month, number)
