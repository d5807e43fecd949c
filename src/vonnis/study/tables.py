"""The dataset of a study as tables: one a level, one row a unit, linked by keys, without a word of any text.

Each variable has a column with its name and a companion ``<name>_mis``: null where the value is valid, else the kind of
missing (−9 to −6). Where both are null nobody has answered yet. Columns by type of variable:

===========  ==========================================================================
category     Int64, the code
categories   List(Int64), the codes in rising order
integer      Int64
interval     Struct ``low``, ``high``, both Int64
money        Float64, in the currency of the variable
duration     Struct ``years``, ``months``, ``weeks``, ``days``, ``hours``, as written
date         Date; the first day of the month or year where ``<name>_precision`` says so
===========  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from vonnis.codebook.codebook import Codebook, Level, Variable
from vonnis.errors import StudyError
from vonnis.study.unit import Unit

if TYPE_CHECKING:
    import polars as pl

KEYS: dict[Level, tuple[str, ...]] = {
    "complex": ("unit", "complex"),
    "defendant": ("unit", "complex", "defendant"),
    "victim": ("unit", "complex", "victim"),
    "pair": ("unit", "complex", "defendant", "victim"),
    "paper": ("unit", "complex"),
}
"""The key columns of each level; ``unit`` is the level's own."""

ABOUT: tuple[str, ...] = ("wave", "frame", "source_mode", "intake_year", "weight")
"""What stands in every table between the keys and the variables."""

_DURATION = {"years": r"^P(?:\d+[MWD])*(\d+)Y", "months": r"^P(?:\d+Y)?(\d+)M", "weeks": r"^P[^T]*?(\d+)W",
             "days": r"^P[^T]*?(\d+)D", "hours": r"T(\d+)H"}  # fmt: skip
_DAY, _MONTH = 10, 7


class StudyTables(msgspec.Struct, frozen=True):
    """The dataset: the codebook that it answers, a table for each level, and how many final values rest on what."""

    codebook: Codebook
    levels: dict[Level, pl.DataFrame]
    basis: dict[str, int] = {}


def study_tables(
    codebook: Codebook, finals: pl.DataFrame, *, units: Iterable[Unit], weights: Mapping[str, float] | None = None
) -> StudyTables:
    """Return the dataset of all units from the final values.

    Args:
        codebook: the questions; a final value of a variable that it does not know is an error.
        finals: columns ``unit``, ``variable``, ``value`` (text of the codebook, or null) and ``missing`` (Int8).
        units: every unit of the study, with the complex that it belongs to now.
        weights: how many units of the population a drawn defendant stands for. A unit that is not named weighs 1.0
            where there are no weights at all (a census), else as much as its defendants: a complex or victim stands in
            the study once for all of them, so the largest of their weights holds.

    Raises:
        StudyError: a final value is of a variable or unit that does not exist, or not of the type of its variable.
    """
    import polars as pl

    listed = tuple(units)
    known = {variable.name for variable in codebook.variables}
    strange = [name for name in finals["variable"].unique().to_list() if name not in known]
    if strange:
        message = f"the codings answer {min(strange)!r}, which codebook {codebook.version} does not ask; migrate them"
        raise StudyError(message)
    by_variable = {str(key[0]): frame for key, frame in finals.partition_by("variable", as_dict=True).items()}
    levels: dict[Level, pl.DataFrame] = {}
    frame = _unit_frame(listed, weights or {})
    for level in codebook.levels:
        own = frame.filter(pl.col("level") == level).select(*KEYS[level], *ABOUT).sort("unit")
        columns = [own]
        for variable in codebook.at(level):
            answers = by_variable.get(variable.name)
            columns.append(_columns(variable, own, finals.clear() if answers is None else answers))
        levels[level] = pl.concat(columns, how="horizontal")
    return StudyTables(codebook, levels)


def wide_table(tables: StudyTables) -> pl.DataFrame:
    """Return one row a defendant: the complex's columns beside, and those of each victim and pair numbered from 1.

    A victim's columns end in its place among the victims of the defendant (``v_sex_1``, ``p_channel_1``).
    """
    import polars as pl

    about = [*KEYS["pair"], *ABOUT]
    people, complexes, victims, pairs = (tables.levels[level] for level in ("defendant", "complex", "victim", "pair"))
    wide = people.join(complexes.drop("unit", *ABOUT), on="complex", how="left", maintain_order="left")
    own = pairs.join(victims.drop("unit", "complex", *ABOUT), on="victim", how="left", maintain_order="left")
    own = own.sort("defendant", "victim").with_columns(pl.int_range(1, pl.len() + 1).over("defendant").alias("place"))
    for place in sorted(own["place"].unique().to_list()):
        part = own.filter(pl.col("place") == place).drop("place")
        names = {name: f"{name}_{place}" for name in part.columns if name not in about or name == "victim"}
        part = part.rename(names).select("defendant", *names.values())
        wide = wide.join(part, on="defendant", how="left", maintain_order="left")
    return wide


def _unit_frame(units: tuple[Unit, ...], weights: Mapping[str, float]) -> pl.DataFrame:
    import polars as pl

    heaviest: dict[str, float] = {}
    for unit in units:
        if unit.defendant is None:
            continue
        weight = weights.get(unit.defendant, 1.0)
        for key in (unit.complex, unit.victim):
            if key is not None:
                heaviest[key] = max(weight, heaviest.get(key, 0.0))
    schema = dict.fromkeys(("unit", "level", "complex", "defendant", "victim", "frame", "source_mode"), pl.String)
    rows = {
        "unit": [unit.id for unit in units],
        "level": [unit.level for unit in units],
        "complex": [unit.complex for unit in units],
        "defendant": [unit.defendant for unit in units],
        "victim": [unit.victim for unit in units],
        "frame": [unit.frame for unit in units],
        "source_mode": [unit.source_mode for unit in units],
        "wave": [unit.wave for unit in units],
        "intake_year": [unit.intake_year for unit in units],
        "weight": [weights.get(unit.defendant or "", heaviest.get(unit.id, 1.0)) for unit in units],
    }
    return pl.DataFrame(rows, schema={**schema, "wave": pl.Int64, "intake_year": pl.Int64, "weight": pl.Float64})


def _columns(variable: Variable, own: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of a variable, in the order of the units of its level."""
    import polars as pl

    joined = own.select("unit").join(
        answers.select(pl.col("unit").cast(pl.String), "value", "missing"), on="unit", how="left", maintain_order="left"
    )
    stray = answers.with_columns(pl.col("unit").cast(pl.String)).join(own, on="unit", how="anti")
    if stray.height:
        message = f"{variable.name}: {stray['unit'][0]} has an answer, but is no {variable.level} of the study"
        raise StudyError(message)
    name = variable.name
    try:
        columns = _MAKERS[variable.type](name, pl.col("value"))
        return joined.select(*columns, pl.col("missing").cast(pl.Int8).alias(f"{name}_mis"))
    except pl.exceptions.PolarsError as error:
        message = f"{name}: a coded value is no {variable.type} ({str(error).splitlines()[0]})"
        raise StudyError(message) from error


def _number(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    return [value.cast(pl.Int64).alias(name)]


def _set(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    return [value.str.split(";").cast(pl.List(pl.Int64)).alias(name)]


def _interval(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    ends = value.str.split("..").list
    fields = [ends.get(place).cast(pl.Int64).alias(field) for place, field in ((0, "low"), (-1, "high"))]
    return [pl.when(value.is_not_null()).then(pl.struct(fields)).alias(name)]


def _money(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    return [value.cast(pl.Float64).alias(name)]


def _duration(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    parts = [value.str.extract(pattern).cast(pl.Int64).fill_null(0).alias(part) for part, pattern in _DURATION.items()]
    return [pl.when(value.is_not_null()).then(pl.struct(parts)).alias(name)]


def _date(name: str, value: pl.Expr) -> list[pl.Expr]:
    import polars as pl

    text = value
    length = text.str.len_chars()
    whole = (
        pl.when(length == _DAY).then(text).when(length == _MONTH).then(text + "-01").otherwise(text + "-01-01")
    ).str.to_date("%Y-%m-%d")
    precision = (
        pl.when(length == _DAY)
        .then(pl.lit("day"))
        .when(length == _MONTH)
        .then(pl.lit("month"))
        .when(length.is_not_null())
        .then(pl.lit("year"))
    )
    return [whole.alias(name), precision.alias(f"{name}_precision")]


_MAKERS: dict[str, Callable[[str, pl.Expr], list[pl.Expr]]] = {
    "category": _number,
    "integer": _number,
    "categories": _set,
    "interval": _interval,
    "money": _money,
    "duration": _duration,
    "date": _date,
}
