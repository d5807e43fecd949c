"""Reading codings from a long table: a row an answer, with the columns unit, coder, variable and value.

Millions of rows are held as numbers only; names and answers are kept once.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
import numpy as np

from vonnis.errors import EncodingError, UnreadableError
from vonnis.study.agreement.ratings import GAP, Level, Ratings, Scale, scale_of

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("unit", "coder", "variable", "value")
TIME = "at"
"""The column that says when an answer was given, where there is one."""
SEPARATORS = (",", ";", "\t")
_WRONG = {
    "interval": "an interval level needs numbers",
    "ratio": "a ratio level needs numbers of zero or more",
    "ordinal": "ranks that are words need their order",
}


class LongTable:
    """Answers as they were read, by variable in the order of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names: dict[str, int] = {}
        self._variables: dict[str, _Columns] = {}

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """Take one answer; an empty value is a gap."""
        for column in COLUMNS[:-1]:
            if not cells[column]:
                self._refuse(line, f"the {column} is empty")
        columns = self._variables.setdefault(cells["variable"], _Columns())
        columns.units.append(self._place(cells["unit"]))
        columns.coders.append(self._place(cells["coder"]))
        columns.values.append(self._place(cells["value"]) if cells["value"] else GAP)
        columns.lines.append(line)
        if cells.get(TIME):
            columns.times.append(self._place(cells[TIME]))

    def add_all(self, columns: Mapping[str, pl.Series]) -> None:
        """Take a whole table of plain cells, the first of them on line 2; none of the names is empty."""
        import polars as pl

        names = [str(name) for column in ("coder", "unit", "value", TIME) if column in columns
                 for name in columns[column].unique(maintain_order=True).to_list()]  # fmt: skip
        self._names = {name: place for place, name in enumerate(dict.fromkeys(names))}
        kinds = pl.Enum(list(self._names))
        places = {
            name: column.cast(kinds).to_physical().cast(pl.Int32).to_numpy()
            for name, column in columns.items()
            if name != "variable"
        }
        blank = self._names.get("")
        if blank is not None:
            places["value"] = np.where(places["value"] == blank, np.int32(GAP), places["value"])
        variables = columns["variable"].unique(maintain_order=True)
        which = columns["variable"].cast(pl.Enum(variables)).to_physical().to_numpy()
        order = np.argsort(which, kind="stable")
        ends = np.searchsorted(which[order], np.arange(len(variables) + 1))
        for place, variable in enumerate(variables.to_list()):
            rows = order[ends[place] : ends[place + 1]]
            own = _Columns()
            own.units.frombytes(places["unit"][rows].astype(np.int32).tobytes())
            own.coders.frombytes(places["coder"][rows].astype(np.int32).tobytes())
            own.values.frombytes(places["value"][rows].astype(np.int32).tobytes())
            own.lines.frombytes((rows + 2).astype(np.int32).tobytes())
            if TIME in places and not (places[TIME][rows] == blank).any():
                own.times.frombytes(places[TIME][rows].astype(np.int32).tobytes())
            self._variables[variable] = own

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that the table holds."""
        return tuple(self._variables)

    def ratings(self, variable: str, *, level: Level, order: Sequence[str] = (), gaps: Sequence[str] = ()) -> Ratings:
        """Return the ratings of a variable.

        Args:
            variable: one of ``variables``.
            level: how its answers are measured.
            order: its categories in their order, where they are ranks in words.
            gaps: answers that stand for no answer, beside the empty cell.

        Raises:
            UnreadableError: a coder answered a unit twice, or an answer does not go with the level.
        """
        columns = self._variables[variable]
        names = list(self._names)
        units, unit_of = np.unique(np.array(columns.units), return_inverse=True)
        coders, coder_of = np.unique(np.array(columns.coders), return_inverse=True)
        self._refuse_twice(variable, columns, unit_of.astype(np.int64) * len(coders) + coder_of)
        values = np.array(columns.values)
        written, value_of = np.unique(values, return_inverse=True)
        known = sorted(names[place] for place in written if place != GAP and names[place] not in gaps)
        scale = self._scale(variable, known, level=level, order=order, columns=columns)
        places = np.array([scale.places.get(names[place], GAP) if place != GAP else GAP for place in written])
        codes = np.full((len(units), len(coders)), GAP, dtype=np.int32)
        codes[unit_of, coder_of] = places[value_of]
        return Ratings(
            variable=variable,
            level=level,
            units=tuple(names[place] for place in units),
            coders=tuple(names[place] for place in coders),
            categories=scale.categories,
            codes=codes,
            numbers=scale.numbers,
        )

    def times(self, variable: str) -> list[list[int | None]] | None:
        """Return when each coder answered each unit, as places in time; None where a time is missing.

        Times are compared as text, as those of ISO 8601 can be.
        """
        columns = self._variables[variable]
        if len(columns.times) < len(columns.lines):
            return None
        names = list(self._names)
        distinct = {place: rank for rank, place in enumerate(sorted(set(columns.times), key=names.__getitem__))}
        units = {place: row for row, place in enumerate(sorted(set(columns.units)))}
        coders = {place: row for row, place in enumerate(sorted(set(columns.coders)))}
        found: list[list[int | None]] = [[None] * len(units) for _ in coders]
        for unit, coder, when in zip(columns.units, columns.coders, columns.times, strict=True):
            found[coders[coder]][units[unit]] = distinct[when]
        return found

    def _place(self, name: str) -> int:
        return self._names.setdefault(name, len(self._names))

    def _refuse(self, line: int, fault: str) -> NoReturn:
        message = f"{self.path}, line {line}: {fault}"
        raise UnreadableError(message)

    def _refuse_twice(self, variable: str, columns: _Columns, keys: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        order = np.argsort(keys, kind="stable")
        twice = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        if not len(twice):
            return
        later = int(min(order[twice + 1]))
        earlier = next(place for place in range(later) if keys[place] == keys[later])
        names = list(self._names)
        unit, coder = names[columns.units[later]], names[columns.coders[later]]
        fault = f"coder {coder!r} has answered {variable!r} on unit {unit!r} before, on line {columns.lines[earlier]}"
        self._refuse(columns.lines[later], f"{fault}; keep one of the two")

    def _scale(
        self, variable: str, known: Sequence[str], *, level: Level, order: Sequence[str], columns: _Columns
    ) -> Scale:
        try:
            found = scale_of(known, level=level, order=order)
        except ValueError as error:
            wrong = str(error)
        else:
            return found
        place = self._names[wrong]
        line = columns.lines[columns.values.index(place)]
        if order:
            self._refuse(line, f"{variable!r} is {wrong!r}, which is not in the order {', '.join(order)}")
        remedy = (
            "give them by --order, or take the level nominal"
            if level == "ordinal"
            else f"mend it, or give --gap {wrong} where it stands for no answer"
        )
        return self._refuse(line, f"{variable!r} is {wrong!r}, and {_WRONG[level]}; {remedy}")


class _Columns(msgspec.Struct):
    """The answers on one variable, as places in the list of names."""

    units: array[int] = msgspec.field(default_factory=lambda: array("i"))
    coders: array[int] = msgspec.field(default_factory=lambda: array("i"))
    values: array[int] = msgspec.field(default_factory=lambda: array("i"))
    lines: array[int] = msgspec.field(default_factory=lambda: array("i"))
    times: array[int] = msgspec.field(default_factory=lambda: array("i"))


def read_long_table(path: Path) -> LongTable:
    """Return the answers of a CSV file; commas, semicolons or tabs between cells, further columns are passed over.

    Raises:
        UnreadableError: the file cannot be read, lacks a column, a row is short or empty where it must not be, or
            there is no row at all.
        EncodingError: the file is not in UTF-8.
    """
    table = LongTable(path)
    empty = True
    columns = _columns_of(path)
    if columns is not None:
        table.add_all(columns)
        return table
    for line, cells in _rows(path):
        table.add(line, cells)
        empty = False
    if empty:
        message = f"{path}, line 1: no answers stand below it; a row is needed for each answer of a coder"
        raise UnreadableError(message)
    return table


def _columns_of(path: Path) -> dict[str, pl.Series] | None:  # noqa: PLR0911 - each is a file that is not plain
    """Return the columns of a file that Polars reads as the rows below would: no quotation marks, every row whole.

    None for anything else: that is left to the reader of rows, which names the line of what is wrong.
    """
    import polars as pl

    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        head, _, body = data.partition(b"\n")
        first = head.decode()
    except (OSError, UnicodeDecodeError):
        return None
    if b'"' in data or b"\r" in body or b"\n\n" in data or not body.strip():
        return None
    separator = max(SEPARATORS, key=first.count)
    names = [name.strip().lower() for name in first.split(separator)]
    if any(names.count(column) != 1 for column in COLUMNS) or names.count(TIME) > 1:
        return None
    try:
        read = pl.read_csv(body, separator=separator, has_header=False, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    whole = body.count(separator.encode()) == lines * (len(names) - 1)
    if read.shape != (lines, len(names)) or not whole:
        return None
    columns = {name: read.to_series(names.index(name)).fill_null("").str.strip_chars()
               for name in (*COLUMNS, TIME) if name in names}  # fmt: skip
    if any((columns[name] == "").any() for name in COLUMNS[:-1]):
        return None
    return columns


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            separator = max(SEPARATORS, key=first.count)
            places = _places(path, next(csv.reader([first], delimiter=separator), []))
            reader = csv.reader(stream, delimiter=separator, strict=True)
            yield from _cells(path, reader, places)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); give a CSV file"
        raise UnreadableError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}, line {_line_of_fault(path)}: not in UTF-8; save it as CSV UTF-8"
        raise EncodingError(message) from error


def _places(path: Path, head: Sequence[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in head]
    lacking = [column for column in COLUMNS if column not in names]
    if lacking:
        message = f"{path}, line 1: there is no column {lacking[0]!r}; the first line must name {', '.join(COLUMNS)}"
        raise UnreadableError(message)
    twice = [column for column in COLUMNS if names.count(column) > 1]
    if twice:
        message = f"{path}, line 1: the column {twice[0]!r} stands twice; keep one"
        raise UnreadableError(message)
    return {column: names.index(column) for column in (*COLUMNS, TIME) if column in names}


def _cells(path: Path, reader: csv.reader, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:  # type: ignore[valid-type] # csv.reader is a function in its stub
    width = max(places.values())
    try:
        for row in reader:  # type: ignore[attr-defined] # as above
            if not any(map(str.strip, row)):
                continue
            line = reader.line_num + 1  # type: ignore[attr-defined] # as above
            if len(row) <= width:
                message = f"{path}, line {line}: the row has {len(row)} cells, and {width + 1} are needed"
                raise UnreadableError(message)
            yield line, {column: row[place].strip() for column, place in places.items()}
    except csv.Error as error:
        message = f"{path}, line {reader.line_num + 1}: not a row of CSV ({error})"  # type: ignore[attr-defined] # as above
        raise UnreadableError(message) from error


def _line_of_fault(path: Path) -> int:
    """Return the first line that is not in UTF-8."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return 1
