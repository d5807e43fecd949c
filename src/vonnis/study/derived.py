"""What a codebook's rules make of the dataset: questions that were not asked, and derived variables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from vonnis.codebook.codebook import Codebook, Derived, Level, Variable
from vonnis.codebook.coded import Coded, CodedUnits
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, Duration, Interval, PartialDate
from vonnis.study.tables import StudyTables

if TYPE_CHECKING:
    import polars as pl


def with_skips(tables: StudyTables) -> StudyTables:
    """Return the dataset with every question that a rule skips as not applicable (-7), answered or not.

    A question is skipped only where its condition is known not to hold. An answer from before it was skipped does not
    count; it stays in the codings.
    """
    import polars as pl

    if not any(variable.asked_if for variable in tables.codebook.variables):
        return tables
    units = CodedUnits(tables.codebook, _coded(tables))
    levels = {}
    for level in tables.levels:
        frame = tables.levels[level]
        own = [units.unit(level, key) for key in frame["unit"].to_list()]
        changed: list[pl.Expr] = []
        for variable in tables.codebook.at(level):
            if variable.asked_if is None:
                continue
            skipped = pl.lit(pl.Series([unit.asked(variable) is False for unit in own], dtype=pl.Boolean))
            columns = [name for name in (variable.name, f"{variable.name}_precision") if name in frame.columns]
            changed += [pl.when(skipped).then(None).otherwise(pl.col(name)).alias(name) for name in columns]
            kind, companion = pl.lit(int(Missing.NOT_APPLICABLE), pl.Int8), f"{variable.name}_mis"
            changed.append(pl.when(skipped).then(kind).otherwise(pl.col(companion)).alias(companion))
        levels[level] = frame.with_columns(changed)
    return StudyTables(tables.codebook, levels, tables.basis)


def with_derived(tables: StudyTables) -> StudyTables:
    """Return the dataset with a column and its ``_mis`` companion for every derived variable of the codebook.

    Columns have the types of coded variables. A value that cannot be known carries the kind of the first missing
    answer that it rests on, and is unclear where the answers leave it open.
    """
    units = CodedUnits(tables.codebook, _coded(tables))
    levels = {}
    for level in tables.levels:
        frame = tables.levels[level]
        own = [units.unit(level, key) for key in frame["unit"].to_list()]
        columns: list[pl.Series] = []
        for derived in tables.codebook.derived:
            if derived.level == level:
                columns += _columns(derived, [unit.derive(derived) for unit in own])
        levels[level] = frame.with_columns(columns)
    return StudyTables(tables.codebook, levels, tables.basis)


def _coded(tables: StudyTables) -> Iterator[Coded]:
    for level in tables.levels:
        for row in tables.levels[level].iter_rows(named=True):
            yield _unit(tables.codebook, level, row)


def _unit(codebook: Codebook, level: Level, row: dict[str, Any]) -> Coded:
    answers = {variable.name: _answer(variable, row) for variable in codebook.at(level)}
    return Coded(
        level=level,
        key=row["unit"],
        complex=row["complex"],
        defendant=row.get("defendant"),
        victim=row.get("victim"),
        answers={name: answer for name, answer in answers.items() if answer is not None},
    )


def _answer(variable: Variable, row: dict[str, Any]) -> Answer | None:  # noqa: PLR0911 - one way out per type
    """Return what a row holds for a variable; None where nobody has answered."""
    value, kind = row[variable.name], row[f"{variable.name}_mis"]
    if value is None:
        return None if kind is None else Missing(kind)
    if variable.type == "categories":
        return tuple(value)
    if variable.type == "interval":
        return Interval(**value)
    if variable.type == "duration":
        return Duration(**value)
    if variable.type == "money":
        return Decimal(str(value)).quantize(Decimal("0.01"))
    if variable.type == "date":
        precision = row[f"{variable.name}_precision"]
        day = value.day if precision == "day" else None
        return PartialDate(value.year, None if precision == "year" else value.month, day)
    return int(value)


def _columns(derived: Derived, answers: list[Answer]) -> Iterator[pl.Series]:
    import polars as pl

    ends = pl.Struct({"low": pl.Int64, "high": pl.Int64})
    kinds: dict[str, Any] = {"category": pl.Int64, "integer": pl.Int64, "interval": ends, "date": pl.Date}
    yield pl.Series(derived.name, [_cell(answer) for answer in answers], dtype=kinds[derived.type])
    missing = [int(answer) if isinstance(answer, Missing) else None for answer in answers]
    yield pl.Series(f"{derived.name}_mis", missing, dtype=pl.Int8)
    if derived.type == "date":
        told = [answer.precision if isinstance(answer, PartialDate) else None for answer in answers]
        yield pl.Series(f"{derived.name}_precision", told, dtype=pl.String)


def _cell(answer: Answer) -> int | dict[str, int] | dt.date | None:
    if isinstance(answer, Missing):
        return None
    if isinstance(answer, Interval):
        return {"low": answer.low, "high": answer.high}
    if isinstance(answer, PartialDate):
        return answer.first
    return int(answer) if isinstance(answer, int) else None
