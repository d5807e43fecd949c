"""The gate on its own: any table of units in, tables that may be published together out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from math import inf
from pathlib import Path

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.disclosure.attack import Bounds
from vonnis.disclosure.tables import Key
from vonnis.disclosure.unit_tables import (
    TOTAL,
    Method,
    ProtectedTable,
    Protection,
    attack_sums,
    attack_tables,
    key_of,
    protect_tables,
    too_narrow,
)
from vonnis.errors import DisclosureError, UnreadableError, UnwritableError, UsageError
from vonnis.located.spreadsheet import unguarded, write_table
from vonnis.workflow.progress import Progress

WITHHELD = "x"
_SEPARATORS = ",;\t|"
_ENDINGS = (
    ("count",),
    ("count", "low", "high"),
    ("count", "sum"),
    ("count", "low", "high", "sum", "sum_low", "sum_high"),
)
"""The last columns of a table that this program wrote."""
_MOST_CELLS = 200_000


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: tables by their columns, and the rules that they are held against.

    ``amount`` names a column whose sums stand in the tables beside the counts; none where it is empty.
    """

    tables: tuple[tuple[str, ...], ...]
    threshold: int = 10
    zeros: bool = False
    method: Method = "suppress"
    attack: bool = False
    amount: str = ""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One table that was written: its file, how many cells it has, and how many of them are withheld."""

    file: str
    columns: tuple[str, ...]
    cells: int
    withheld: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was published. Nothing in it tells which of the withheld cells are the sensitive ones.

    ``attacked`` tells that a reader's bounds were computed for every cell, and none was too narrow.
    """

    method: Method
    threshold: int
    zeros: bool
    attacked: bool
    tables: tuple[Written, ...]


def protect(data: Path, request: Request, *, out: Path, report: Progress) -> Outcome:
    """Count the units of a file by the columns of some tables, protect them together, and write one file a table.

    Tables of an earlier run in that folder are taken away: they were not protected together with these, and a
    subtraction could tell what either withholds.

    Raises:
        UsageError: a table names a column that the file does not have, or one twice; or zeros are sensitive and counts
            are rounded to multiples of one, which hides none.
        UnreadableError: the file cannot be read as a table of units.
        DisclosureError: a sensitive cell could be pinned too narrowly; nothing is written then.
        UnwritableError: the folder or a file in it cannot be written.
    """
    _check_request(request)
    report.start("counting units")
    amounts = read_amounts(data, request.tables, amount=request.amount) if request.amount else None
    units = {key: len(values) for key, values in amounts.items()} if amounts else read_units(data, request.tables)
    _check_size(request, units)
    report.start("protecting the tables")
    protection = protect_tables(
        request.tables,
        units,
        threshold=request.threshold,
        zeros=request.zeros,
        method=request.method,
        amounts=amounts,
    )
    bounds = _attacked(protection, request, report) if request.attack else None
    sums = _attacked_sums(protection) if request.attack and protection.sums else None
    report.start("writing the tables")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder {out} cannot be made ({error.strerror}); choose another --out"
        raise UnwritableError(message) from error
    for name in _take_away(out, {file_name(table.columns) for table in protection.tables}):
        report.note(f"{out / name} is taken away: it is a table of an earlier run, not protected together with these")
    written = []
    for table in protection.tables:
        name = file_name(table.columns)
        write_atomically(out / name, _as_csv(table, bounds, sums, amount=request.amount))
        withheld = sum(row.count is None for row in table.rows)
        written.append(Written(file=name, columns=table.columns, cells=len(table.rows), withheld=withheld))
    return Outcome(
        method=request.method,
        threshold=request.threshold,
        zeros=request.zeros,
        attacked=request.attack,
        tables=tuple(written),
    )


def file_name(columns: Sequence[str]) -> str:
    """Return the name of the file of a table: its columns with commas, and what no file name may hold as ``_``."""
    joined = ",".join(columns)
    safe = "".join("_" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in joined)
    return f"{'_' + safe[1:] if safe.startswith('.') else safe}.csv"


def _take_away(out: Path, kept: Collection[str]) -> list[str]:
    """Delete the tables of earlier runs in a folder, and nothing else; return the names of their files."""
    gone = [path for path in sorted(out.glob("*.csv")) if path.name not in kept and _is_protected_table(path)]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def _is_protected_table(path: Path) -> bool:
    """Tell whether a file is a table as this program writes it: named by its columns, and a grand total at its end."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream)
            header = [unguarded(name) for name in next(rows, [])]
            last: list[str] = []
            for row in rows:
                last = row
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    own = next((len(header) - len(one) for one in _ENDINGS if tuple(header[-len(one) :]) == one), 0)
    return own > 0 and file_name(header[:own]) == path.name and last[:own] == [TOTAL] * own


def read_units(path: Path, tables: Sequence[Sequence[str]]) -> dict[Key, int]:
    """Return how many rows of a file hold each combination of values in the columns that some tables name.

    The file is CSV in UTF-8, with a comma, semicolon, tab or bar between the cells. Values stay as they are written; an
    empty cell is a value of its own. Rows are read one by one, so that a file may be larger than the memory.

    Raises:
        UsageError: a column is not there, or stands twice.
        UnreadableError: the file cannot be opened, is no UTF-8, holds no rows, or a row does not fit the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _counted(stream, path, tables)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); give a CSV file with a row for each unit"
        raise UnreadableError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not in UTF-8; save it as CSV UTF-8"
        raise UnreadableError(message) from error


def read_amounts(path: Path, tables: Sequence[Sequence[str]], *, amount: str) -> dict[Key, list[float]]:
    """Return the amounts of the rows of a file, by the combination of values in the columns that some tables name.

    An amount is a number of nought or more, with a point or comma before its decimals, taken to the cent.

    Raises:
        UsageError: a column is not there, stands twice, or stands in a table as well.
        UnreadableError: as :func:`read_units`, or an amount is none.
    """
    if any(amount in columns for columns in tables):
        message = f"{amount} is a column of a table, so that it cannot be the amount as well; leave it out of one"
        raise UsageError(message)
    found: dict[Key, list[float]] = {}
    for key, many in read_units(path, [*tables, (amount,)]).items():
        given = dict(key)[amount]
        try:
            value = round(float(given.replace(",", ".")), 2)
        except ValueError:
            value = -1.0
        if not 0 <= value < inf:
            message = (
                f"{path}: column {amount} holds {given!r}, which is no amount of nought or more; leave that row out"
            )
            raise UnreadableError(message)
        found.setdefault(tuple(pair for pair in key if pair[0] != amount), []).extend([value] * many)
    return found


def _counted(stream: io.TextIOBase, path: Path, tables: Sequence[Sequence[str]]) -> dict[Key, int]:
    first = stream.readline()
    stream.seek(0)
    reader = csv.reader(stream, delimiter=_separator(first), strict=True)
    wanted = sorted({column for columns in tables for column in columns})
    counts: Counter[tuple[str, ...]] = Counter()
    try:
        header = next(reader, [])
        places = [_place(column, header, path) for column in wanted]
        width = len(header)
        for cells in reader:
            if len(cells) == width:
                counts[tuple(cells[place] for place in places)] += 1
            elif cells:
                message = f"{path}, line {reader.line_num}: the row has {len(cells)} cells and the header {width}"
                raise UnreadableError(message)
    except csv.Error as error:
        message = f"{path}, line {reader.line_num}: no valid CSV ({error}); check the quotation marks"
        raise UnreadableError(message) from error
    if not counts:
        message = f"{path} holds no rows below its header; give a CSV file with a row for each unit"
        raise UnreadableError(message)
    for place, column in enumerate(wanted):
        if any(values[place] == TOTAL for values in counts):
            message = f"{path}: column {column} holds the value {TOTAL}, which stands for a margin; rename that value"
            raise UnreadableError(message)
    return {tuple(zip(wanted, values, strict=True)): count for values, count in sorted(counts.items())}


def _separator(header: str) -> str:
    """Return the character that parts the cells of the first line, outside quotation marks."""
    bare = "".join(header.split('"')[::2])
    return max(_SEPARATORS, key=lambda char: (bare.count(char), -_SEPARATORS.index(char)))


def _place(column: str, header: Sequence[str], path: Path) -> int:
    if not header:
        message = f"{path} is empty; give a CSV file with a header and a row for each unit"
        raise UnreadableError(message)
    if header.count(column) > 1:
        message = f"{path} has {header.count(column)} columns called {column}; rename all but one"
        raise UsageError(message)
    if column not in header:
        near = get_close_matches(column, header, n=1, cutoff=0.0)
        message = f"{path} has no column {column!r}; did you mean {near[0]!r}?" if near else f"{path} has no columns"
        raise UsageError(message)
    return header.index(column)


def _check_request(request: Request) -> None:
    if request.method == "round" and request.zeros and request.threshold == 1:
        message = (
            "rounding to multiples of 1 leaves every zero as it is; give a higher --threshold, or leave out --zeros"
        )
        raise UsageError(message)
    if request.method == "round" and request.amount:
        message = "sums of an amount are withheld, never rounded; leave out --method round, or --amount"
        raise UsageError(message)
    reserved = tuple(_own_columns(request))
    names: dict[str, tuple[str, ...]] = {}
    for columns in request.tables:
        if not columns or "" in columns:
            message = "a table needs the names of its columns, with commas: --table sex,court"
            raise UsageError(message)
        if len(set(columns)) != len(columns):
            message = f"the table {','.join(columns)} names a column twice; name each once"
            raise UsageError(message)
        if taken := next((column for column in columns if column in reserved), None):
            message = f"a column cannot be called {taken}, which the tables use themselves; rename it in the file"
            raise UsageError(message)
        if names.setdefault(file_name(columns), columns) != columns:
            message = f"two tables would be written to {file_name(columns)}; rename a column"
            raise UsageError(message)


def _check_size(request: Request, units: dict[Key, int]) -> None:
    values: dict[str, set[str]] = {}
    for key in units:
        for column, value in key:
            values.setdefault(column, set()).add(value)
    for columns in request.tables:
        cells = 1
        for column in columns:
            cells *= len(values[column]) + 1
        if cells > _MOST_CELLS:
            message = (
                f"the table {','.join(columns)} would have {cells:,} cells; join values into fewer classes first "
                f"(at most {_MOST_CELLS:,})"
            )
            raise UsageError(message)


def _attacked(protection: Protection, request: Request, report: Progress) -> dict[Key, Bounds]:
    report.start("attacking the tables")
    bounds = attack_tables(protection.tables)
    narrow = too_narrow(bounds, protection.sensitive, threshold=request.threshold)
    if narrow:
        cell = ", ".join(f"{column}={value}" for column, value in narrow[0]) or "the grand total"
        message = (
            f"a reader could pin {len(narrow)} sensitive cells within less than {request.threshold}, the first at "
            f"{cell}; nothing was written; ask for fewer or coarser tables"
        )
        raise DisclosureError(message)
    return bounds


def _attacked_sums(protection: Protection) -> dict[Key, Bounds]:
    """Return the bounds of each sum, in the amount itself.

    Raises:
        DisclosureError: the sum of a sensitive cell could be pinned too narrowly.
    """
    sums = protection.sums
    if sums is None:
        return {}
    found = attack_sums(protection.tables, sums)
    if narrow := sums.too_near(found):
        cell = ", ".join(f"{column}={value}" for column, value in narrow[0]) or "the grand total"
        message = f"a reader could compute too much of the sum at {cell}; nothing was written; ask for coarser tables"
        raise DisclosureError(message)
    return {key: Bounds(one.low * sums.step, one.high * sums.step) for key, one in found.items()}


def _own_columns(request: Request) -> Iterator[str]:
    """Yield the columns that a table has beside its own."""
    yield "count"
    yield from ("low", "high") if request.attack else ()
    yield from ("sum",) if request.amount else ()
    yield from ("sum_low", "sum_high") if request.attack and request.amount else ()


def _as_csv(
    table: ProtectedTable, bounds: dict[Key, Bounds] | None, sums: dict[Key, Bounds] | None, *, amount: str
) -> str:
    asked = Request(tables=(), attack=bounds is not None, amount=amount)
    rows = []
    for row in table.rows:
        key = key_of(table.columns, row.values)
        cells = [*row.values, WITHHELD if row.count is None else str(row.count)]
        if bounds is not None:
            cells += [f"{bounds[key].low:.0f}", f"{bounds[key].high:.0f}"]
        if amount:
            cells.append(WITHHELD if row.sum is None else f"{row.sum:.2f}")
        if sums is not None:
            open_ = row.sum is None
            cells += [f"{one if open_ else row.sum:.2f}" for one in (sums[key].low, sums[key].high)]
        rows.append(cells)
    return write_table([*table.columns, *_own_columns(asked)], rows)
