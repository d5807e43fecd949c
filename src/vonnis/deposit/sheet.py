"""A table of the dataset as flat columns of numbers and words, as every statistical program reads them.

What has several parts becomes several columns: a set of categories one column of yes or no a category, an interval its
two ends, a duration its units as written, a date its year (and month). Missing answers are the codes −9 to −6 in the
column itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from vonnis.codebook.codebook import Category, Codebook, Derived, Level, Text, Variable
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.located.spreadsheet import guarded

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["integer", "number", "text"]
Measure = Literal["nominal", "ordinal", "scale"]
LANGUAGES = ("nl", "en")
_DURATION = ("years", "months", "weeks", "days", "hours")
_ENDINGS: dict[str, Text] = {
    "low": {"nl": "ondergrens", "en": "lower bound"},
    "high": {"nl": "bovengrens", "en": "upper bound"},
    "years": {"nl": "jaren", "en": "years"},
    "months": {"nl": "maanden", "en": "months"},
    "weeks": {"nl": "weken", "en": "weeks"},
    "days": {"nl": "dagen", "en": "days"},
    "hours": {"nl": "uren", "en": "hours"},
    "year": {"nl": "jaar", "en": "year"},
    "month": {"nl": "maand", "en": "month"},
}
NO_YES: tuple[tuple[int, Text], ...] = ((0, {"nl": "nee", "en": "no"}), (1, {"nl": "ja", "en": "yes"}))
_FICTIONAL: Text = {
    "nl": "FICTIEF: alle rijen zijn verzonnen",
    "en": "FICTIONAL: all rows are invented",
}
_KEYS: dict[str, Text] = {
    "unit": {"nl": "Studienummer van de eenheid", "en": "Study number of the unit"},
    "complex": {"nl": "Zaakcomplex", "en": "Case complex"},
    "defendant": {"nl": "Verdachte", "en": "Defendant"},
    "victim": {"nl": "Slachtoffer", "en": "Victim"},
}
_TITLES: dict[Level, Text] = {
    "complex": {"nl": "Zaakcomplexen", "en": "Case complexes"},
    "defendant": {"nl": "Verdachten", "en": "Defendants"},
    "victim": {"nl": "Slachtoffers", "en": "Victims"},
    "pair": {"nl": "Combinaties van verdachte en slachtoffer", "en": "Pairs of defendant and victim"},
    "paper": {"nl": "Stukken", "en": "Papers"},
}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its name, what it holds, and how it is read.

    ``values`` are codes with their words; ``missing`` tells that −9 to −6 stand for kinds of missing; ``source`` is the
    variable that it is (part of), ``set_of`` that variable where the column is one category of a set.
    """

    name: str
    label: Text
    kind: Kind
    measure: Measure = "nominal"
    values: tuple[tuple[int, Text], ...] = ()
    missing: bool = False
    source: str = ""
    set_of: str = ""
    question: Text | None = None
    definition: Text | None = None
    edition: str = "open"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A flat table with its columns."""

    name: str
    title: Text
    level: Level
    columns: tuple[Column, ...]
    frame: pl.DataFrame


def sheets(codebook: Codebook, levels: Mapping[Level, pl.DataFrame], *, fictional: bool) -> tuple[Sheet, ...]:
    """Return every level of a dataset as a flat table; a level without units is left out.

    Raises:
        StudyError: the tables lack a column that the codebook asks for.
    """
    return tuple(_sheet(codebook, level, frame, fictional=fictional) for level, frame in levels.items() if frame.height)


def _sheet(codebook: Codebook, level: Level, frame: pl.DataFrame, *, fictional: bool) -> Sheet:
    import polars as pl

    parts: list[tuple[Column, pl.Series]] = []
    if fictional:
        mark = Column(name="fictional", label=_FICTIONAL, kind="integer", values=NO_YES)
        parts.append((mark, pl.Series("fictional", [1] * frame.height, dtype=pl.Int64)))
    parts += [
        (Column(name=key, label=label, kind="text"), _names(frame[key].cast(pl.String)))
        for key, label in _KEYS.items()
        if key in frame.columns
    ]
    if "weight" in frame.columns:
        label = {"nl": "Gewicht: hoeveel eenheden deze voorstelt", "en": "Weight: how many units this one stands for"}
        parts.append((Column(name="weight", label=label, kind="number", measure="scale"), frame["weight"]))
    for variable in codebook.at(level):
        if variable.name not in frame.columns or f"{variable.name}_mis" not in frame.columns:
            message = f"the data lack {variable.name}, which codebook {codebook.version} asks of every {level}"
            raise StudyError(message)
        parts += list(_of_variable(variable, frame))
    for derived in codebook.derived:
        if derived.level == level and derived.name in frame.columns:
            parts += list(_of_variable(_as_variable(derived), frame))
    columns = tuple(column for column, _ in parts)
    flat = pl.DataFrame([series.alias(column.name) for column, series in parts])
    return Sheet(name=f"{level}s", title=_TITLES[level], level=level, columns=columns, frame=flat)


def _names(ids: pl.Series) -> pl.Series:
    """Return study numbers as every form of the data holds them, so that those for spreadsheets differ from no other.

    They may come from a list that somebody else made; all other columns hold numbers.
    """
    import polars as pl

    return pl.Series(ids.name, [guarded(each) for each in ids], dtype=pl.String)


def _as_variable(derived: Derived) -> Variable:
    return Variable(
        name=derived.name,
        level=derived.level,
        type=derived.type,
        label=derived.label,
        question=derived.definition,
        scale=derived.scale,
        categories=derived.categories,
    )


def _of_variable(variable: Variable, frame: pl.DataFrame) -> Iterator[tuple[Column, pl.Series]]:
    """Yield the columns that a variable becomes, each with its values."""
    values, missing = frame[variable.name], frame[f"{variable.name}_mis"]
    base = Column(
        name=variable.name,
        label=variable.label,
        kind="integer",
        measure={"nominal": "nominal", "ordinal": "ordinal"}.get(variable.scale, "scale"),  # type: ignore[arg-type]
        missing=True,
        source=variable.name,
        question=variable.question,
        definition=variable.definition,
        edition=variable.edition,
    )
    if variable.type == "category":
        listed = tuple((category.code, category.label) for category in variable.categories)
        yield msgspec.structs.replace(base, values=listed), _filled(values, missing)
    elif variable.type == "categories":
        for category in variable.categories:
            yield _one_of_set(base, category), _filled(_holds(values, category.code), missing)
    elif variable.type == "integer":
        yield msgspec.structs.replace(base, measure="scale"), _filled(values, missing)
    elif variable.type == "money":
        unit = f" ({variable.unit})" if variable.unit else ""
        label = {language: f"{variable.label[language]}{unit}" for language in LANGUAGES}
        yield msgspec.structs.replace(base, kind="number", measure="scale", label=label), _filled(values, missing)
    else:
        fields = {"interval": ("low", "high"), "duration": _durations(variable), "date": ("year", "month")}
        for field in fields[variable.type]:
            part = _part(values, field, is_date=variable.type == "date")
            if field == "month" and variable.precision == "year":
                continue
            yield _named(base, field), _filled(part, missing)


def _durations(variable: Variable) -> tuple[str, ...]:
    return ("hours",) if variable.unit == "hours" else _DURATION[:4]


def _named(base: Column, field: str) -> Column:
    label = {language: f"{base.label[language]}: {_ENDINGS[field][language]}" for language in LANGUAGES}
    return msgspec.structs.replace(base, name=f"{base.name}_{field}", label=label, measure="scale", values=())


def _one_of_set(base: Column, category: Category) -> Column:
    label = {language: f"{base.label[language]}: {category.label[language]}" for language in LANGUAGES}
    return msgspec.structs.replace(
        base, name=f"{base.name}_{category.code}", label=label, values=NO_YES, set_of=base.name, measure="nominal"
    )


def _holds(values: pl.Series, code: int) -> pl.Series:
    import polars as pl

    return values.to_frame().select(pl.col(values.name).list.contains(code).cast(pl.Int64)).to_series()


def _part(values: pl.Series, field: str, *, is_date: bool) -> pl.Series:
    import polars as pl

    if not is_date:
        return values.struct.field(field)
    return (values.dt.year() if field == "year" else values.dt.month()).cast(pl.Int64)


def _filled(values: pl.Series, missing: pl.Series) -> pl.Series:
    """Return values with the code of missing where there is none; an answer not given yet is "not stated"."""
    import polars as pl

    type_ = pl.Float64 if values.dtype == pl.Float64 else pl.Int64
    name = values.name
    held = pl.DataFrame({"value": values.cast(type_), "missing": missing.cast(type_)})
    codes = pl.coalesce("value", "missing", pl.lit(int(Missing.NOT_STATED), dtype=type_))
    return held.select(codes.alias(name)).to_series()
