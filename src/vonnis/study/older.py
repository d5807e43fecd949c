"""An older study taken in as a wave of its own: which column answers which question, and what its codes mean now.

A mapping says it, in YAML; every mistake in it has line and column, and every wrong cell its row and column::

    study: clients-2016
    wave: 0
    coder: team 2016
    missing: {"99": not_stated}
    tables:
      - file: clients.sav
        level: defendant
        unit: respnr
        complex: case
        variables:
          k_sex: {column: sex, values: {"1": 1, "2": 2, "9": unclear}}
          k_age: {low: age_min, high: age_max}
          k_seen: {columns: {"1": seen_street, "2": seen_site}}
          k_prison: {years: prison_y, months: prison_m}
          k_date: {year: year, month: month}
        leave: [name, remarks]

``same_names: true`` takes every further column that is named as vonnis names it in its own deposits (``v_age_low``,
``v_channels_3``). Nothing of an older number is kept: units get study numbers of this study.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vonnis.codebook.codebook import Codebook, Level, Variable
from vonnis.codebook.missing import Missing
from vonnis.located.decoding import WRONG, decode, nearest
from vonnis.located.node import Node, Notes
from vonnis.located.text import read_text
from vonnis.located.yaml_file import parse_yaml
from vonnis.study.unit import SourceMode

DURATION = ("years", "months", "weeks", "days", "hours")
DATE = ("year", "month", "day")
_PARTS: dict[str, tuple[str, ...]] = {"interval": ("low", "high"), "duration": DURATION, "date": DATE}


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the answer to a question stands, and how its codes are read.

    Attributes:
        column: the column that holds the whole answer.
        low, high: the columns of the two ends of an interval.
        columns: for a set, the column of each category by its code; a cell of ``yes`` means that it holds.
        years, months, weeks, days, hours: the columns of the parts of a duration.
        year, month, day: the columns of the parts of a date.
        values: what each older code means: a code of the codebook, or a kind of missing. A code that is not named is a
            mistake.
        yes: the cells that mean that a category of a set holds; every other cell means that it does not.
        none: the kind of missing where no category of a set holds.
        empty: the kind of missing that an empty cell means; without it an empty cell is no answer.
    """

    column: str | None = None
    low: str | None = None
    high: str | None = None
    columns: dict[str, str] = {}
    years: str | None = None
    months: str | None = None
    weeks: str | None = None
    days: str | None = None
    hours: str | None = None
    year: str | None = None
    month: str | None = None
    day: str | None = None
    values: dict[str, str] = {}
    yes: tuple[str, ...] = ("1", "yes", "ja", "x")
    none: str | None = None
    empty: str | None = None

    @property
    def parts(self) -> dict[str, str]:
        """The columns of an answer in parts, by the name of the part."""
        named = {name: getattr(self, name) for names in _PARTS.values() for name in names}
        return {name: column for name, column in named.items() if column is not None}

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that the answer is read from."""
        whole = () if self.column is None else (self.column,)
        return (*whole, *self.parts.values(), *self.columns.values())


class OlderTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of an older study, a row a unit.

    Attributes:
        file: its file, beside the mapping: ``.sav``, ``.xlsx`` or ``.csv``; ``sheet`` names a sheet of a workbook.
        level: what a row is.
        unit: the column with the older number of the unit; a pair has none.
        complex: the column of the complex; a defendant without one is in a complex of its own.
        defendant, victim: for a pair, the columns of the two; for a victim alone ``complex`` is needed.
        coder: the column of the coder, where there was more than one.
        weight: for defendants, the column of how many of the population each stands for; without it each weighs 1.
        variables: the questions of the codebook that are answered here.
        same_names: take columns that are named as vonnis names them.
        leave: columns that are left behind; ``left_out`` of the import names the others.
    """

    file: str
    level: Level
    sheet: str | None = None
    unit: str | None = None
    complex: str | None = None
    defendant: str | None = None
    victim: str | None = None
    coder: str | None = None
    weight: str | None = None
    variables: dict[str, Source] = {}
    same_names: bool = False
    leave: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say which unit a row is about."""
        return tuple(name for name in (self.unit, self.complex, self.defendant, self.victim) if name is not None)


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an older study is read.

    Attributes:
        study: its name, which becomes part of the frame id of its units.
        wave: the number of its wave; the first wave of this study is 1, so that an older one is usually 0.
        coder: who coded it, where no column tells.
        coded: when, as a date; the moment of the import where it is not known.
        source_mode: where its units were read.
        missing: what older codes mean a kind of missing, in every column.
        tables: its tables.
    """

    study: str
    wave: int = 0
    coder: str = "older study"
    coded: dt.date | None = None
    source_mode: SourceMode = "closed_paper"
    missing: dict[str, str] = {}
    tables: tuple[OlderTable, ...]


def read_mapping(path: Path, *, codebook: Codebook) -> Mapping:
    """Return the mapping in a file, checked against the codebook that it goes into.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: it holds mistakes, each with line and column.
    """
    notes = Notes(str(path))
    node = parse_yaml(read_text(path, hint="name a mapping, such as older.yaml"), notes)
    found = decode(node, Mapping, notes=notes) if node is not None else WRONG
    if node is not None and found is not WRONG:
        _check(found, node, notes, codebook)
    notes.stop_if_any()
    mapping: Mapping = found
    return mapping


def _check(mapping: Mapping, node: Node, notes: Notes, codebook: Codebook) -> None:
    if not mapping.study.replace("-", "").isalnum():
        notes.add(node.at("study"), "the name of a study is made of letters, digits and hyphens, such as clients-2016")
    if mapping.wave < 0:
        notes.add(node.at("wave"), "a wave is 0 or more; the first wave of this study is 1")
    if not mapping.tables:
        notes.add(node.at("tables"), "no table is named; add one with its file, level and columns")
    for code, word in mapping.missing.items():
        if Missing.of(word) is None:
            notes.add(node.at("missing", code), f"`{word}` is no kind of missing{_kinds(word)}")
    for number, table in enumerate(mapping.tables):
        for setting, sentence in _table_mistakes(table):
            notes.add(node.at("tables", number, setting), sentence)
        for name, source in table.variables.items():
            for place, sentence in _source_mistakes(name, source, table.level, codebook):
                notes.add(node.at("tables", number, "variables", name, *place), sentence)


def _table_mistakes(table: OlderTable) -> Iterator[tuple[str, str]]:
    if Path(table.file).suffix.lower() not in (".sav", ".xlsx", ".csv"):
        yield "file", f"{table.file} is no .sav, .xlsx or .csv; save the table as one of these"
    needed = {"complex": ("complex",), "defendant": ("unit",), "victim": ("unit", "complex")}
    for key in needed.get(table.level, ("defendant", "victim")):
        if getattr(table, key) is None:
            yield "level", f"a {table.level} needs `{key}`, the column that says which it is; add it"
    if table.weight is not None and table.level != "defendant":
        yield "weight", "weights are those of defendants; name the column in the table of defendants"
    if not table.variables and not table.same_names:
        yield "variables", "no question is answered; add variables, or same_names: true"


def _source_mistakes(
    name: str, source: Source, level: Level, codebook: Codebook
) -> Iterator[tuple[tuple[str, ...], str]]:
    variable = codebook.by_name.get(name)
    if variable is None:
        hint = nearest(name, list(codebook.by_name))
        yield (), f"`{name}` is no variable of codebook {codebook.version}{hint}"
        return
    if variable.level != level:
        yield (), f"`{name}` is asked of a {variable.level}, and this table holds a row a {level}"
    yield from _column_mistakes(variable, source)
    yield from _code_mistakes(variable, source)


def _column_mistakes(variable: Variable, source: Source) -> Iterator[tuple[tuple[str, ...], str]]:
    name = variable.name
    ways = [way for way in ("column", "columns", "parts") if getattr(source, way)]
    if len(ways) != 1:
        yield (), f"say once where `{name}` stands: in a column, in columns by code, or in its parts"
    if source.columns and variable.type != "categories":
        yield ("columns",), f"`{name}` is no set; name its one column"
    for part in source.parts:
        if part not in _PARTS.get(variable.type, ()):
            yield (part,), f"`{name}` is a {variable.type}, which has no {part}"
    if source.parts and variable.type == "date" and source.year is None:
        yield (), f"`{name}` needs its year"


def _code_mistakes(variable: Variable, source: Source) -> Iterator[tuple[tuple[str, ...], str]]:
    name, codes = variable.name, {str(known) for known in variable.codes}
    for code in source.columns:
        if code not in codes:
            yield ("columns", code), f"{code} is no category of `{name}`"
    for code, word in source.values.items():
        if Missing.of(word) is None and codes and word not in codes:
            yield ("values", code), f"`{word}` is neither a category of `{name}` nor a kind of missing{_kinds(word)}"
    for field in ("none", "empty"):
        kind = getattr(source, field)
        if kind is not None and Missing.of(kind) is None:
            yield (field,), f"`{kind}` is no kind of missing{_kinds(kind)}"


def _kinds(word: str) -> str:
    return nearest(word, [kind.word for kind in Missing]) or f"; use {', '.join(kind.word for kind in Missing)}"


def with_same_names(table: OlderTable, columns: tuple[str, ...], *, codebook: Codebook) -> OlderTable:
    """Return a table whose columns with names of vonnis are mapped, where the mapping asks for that."""
    if not table.same_names:
        return table
    known = set(columns)
    found = {}
    for variable in codebook.at(table.level):
        source = _same_named(variable, known)
        if source is not None and variable.name not in table.variables:
            found[variable.name] = source
    return msgspec.structs.replace(table, variables={**table.variables, **found})


def _same_named(variable: Variable, columns: set[str]) -> Source | None:
    name = variable.name
    if name in columns:
        return Source(column=name)
    if variable.type == "categories":
        own = {str(code): f"{name}_{code}" for code in variable.codes if f"{name}_{code}" in columns}
        return Source(columns=own) if own else None
    parts = {part: f"{name}_{part}" for part in _PARTS.get(variable.type, ()) if f"{name}_{part}" in columns}
    return msgspec.convert(parts, Source) if parts else None
