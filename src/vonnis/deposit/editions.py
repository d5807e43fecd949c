"""The two editions of the data: one for a reader under a contract, one for everybody.

The restricted edition holds every row with its study number, dates to the month. The public edition holds what a
codebook marks as open, without study numbers and in an order that tells nothing, dates to the year, and no row that is
rarer than the threshold: the rarest answers are withheld (−6) until each combination occurs often enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec
import polars as pl

from vonnis.codebook.missing import Missing
from vonnis.deposit.sheet import Sheet
from vonnis.errors import DisclosureError

Edition = Literal["public", "restricted"]
_KEYS = frozenset({"unit", "complex", "defendant", "victim"})
_PUBLIC_LEVELS = ("defendant", "victim")
_WITHHELD = int(Missing.WITHHELD)
_ECLI = re.compile(rb"ECLI[:_][A-Z]{2}[:_][A-Z0-9]+[:_]\d{4}[:_]", re.IGNORECASE)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """An edition: its tables, and what had to be withheld from it (cells by column)."""

    edition: Edition
    sheets: tuple[Sheet, ...]
    withheld: dict[str, int] = {}
    threshold: int = 0


def restricted(sheets: Sequence[Sheet]) -> Made:
    """Return the edition for the archive's restricted access."""
    return Made(edition="restricted", sheets=tuple(sheets))


def public(sheets: Sequence[Sheet], *, threshold: int) -> Made:
    """Return the edition for everybody: open variables, and no combination of answers below the threshold.

    Raises:
        DisclosureError: there are fewer rows than the threshold asks for.
    """
    found = []
    withheld: dict[str, int] = {}
    for sheet in sheets:
        if sheet.level in _PUBLIC_LEVELS:
            made, cells = _public(sheet, threshold)
            found.append(made)
            withheld |= {f"{sheet.name}.{name}": count for name, count in cells.items()}
    return Made(edition="public", sheets=tuple(found), withheld=withheld, threshold=threshold)


def _public(sheet: Sheet, threshold: int) -> tuple[Sheet, dict[str, int]]:
    columns = tuple(
        column
        for column in sheet.columns
        if column.name not in _KEYS and column.edition == "open" and not column.name.endswith("_month")
    )
    told = [column.name for column in columns if column.source]
    frame = sheet.frame.select(column.name for column in columns)
    if frame.height < threshold:
        message = f"{sheet.name}: {frame.height} rows are too few for a public edition; publish the figures alone"
        raise DisclosureError(message)
    protected = suppress_rare(frame, told, least=threshold)
    cells = {name: changed for name in told if (changed := int((frame[name] != protected[name]).sum()))}
    ordered = protected.sort([column.name for column in columns])
    return msgspec.structs.replace(sheet, columns=columns, frame=ordered), cells


def suppress_rare(frame: pl.DataFrame, names: Sequence[str], *, least: int) -> pl.DataFrame:
    """Return a table in which every combination of answers in some columns occurs at least so often.

    Rows of rare combinations lose the answer in one column after the other, the column with the most different answers
    first; where whole rows are then still few, frequent ones join them until there are enough (L. Sweeney,
    k-anonymity, 2002: suppression as the generalisation to "any value").
    """
    order = sorted(names, key=lambda name: (-frame[name].n_unique(), name))
    rows = [dict(row) for row in frame.iter_rows(named=True)]

    def combination(row: dict[str, object]) -> tuple[object, ...]:
        return tuple(row[name] for name in order)

    for name in order:
        counts = Counter(map(combination, rows))
        for row in rows:
            if counts[combination(row)] < least:
                row[name] = _WITHHELD
    counts = Counter(map(combination, rows))
    while rare := sorted(key for key, count in counts.items() if count < least):
        joined = min((key for key in counts if key not in rare), key=lambda key: (counts[key], str(key)), default=None)
        for row in rows:
            if combination(row) in {*rare, joined}:
                row.update(dict.fromkeys(order, _WITHHELD))
        counts = Counter(map(combination, rows))
    return pl.DataFrame(rows, schema=frame.schema)


def check_public(files: dict[str, bytes]) -> None:
    """Refuse a public file that names a judgment: beside a row of attributes, that is a person.

    Raises:
        DisclosureError: a file holds an ECLI.
    """
    for name, data in sorted(files.items()):
        if found := _ECLI.search(data):
            message = f"{name} names a judgment ({found[0].decode()}…) beside its rows and cannot be public"
            raise DisclosureError(message)
