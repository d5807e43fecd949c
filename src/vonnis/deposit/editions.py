"""The two editions of the data: one for a reader under a contract, one for everybody.

The restricted edition holds every row with its study number, dates to the month. The public edition holds what a
codebook marks as open, without study numbers and in an order that tells nothing, dates to the year, and no row that is
rarer than the threshold: the rarest answers are withheld (−6) until each combination occurs often enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import polars as pl

from vonnis.codebook.codebook import Level
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


def public(sheets: Sequence[Sheet], *, thresholds: Mapping[Level, int]) -> Made:
    """Return the edition for everybody: open variables, and no combination of answers below the threshold of its level.

    Raises:
        DisclosureError: there are fewer rows than the threshold asks for.
    """
    found = []
    withheld: dict[str, int] = {}
    for sheet in sheets:
        if sheet.level in _PUBLIC_LEVELS:
            made, cells = _public(sheet, thresholds[sheet.level])
            found.append(made)
            withheld |= {f"{sheet.name}.{name}": count for name, count in cells.items()}
    return Made(edition="public", sheets=tuple(found), withheld=withheld, threshold=min(thresholds.values()))


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

    Rows of rare combinations lose an answer in the column that makes most of them frequent; where none does, in the
    column with the most different answers. Where whole rows are then still few, frequent ones join them until there are
    enough (L. Sweeney, k-anonymity, 2002: suppression as the generalisation to "any value").
    """
    order = sorted(names, key=lambda name: (-frame[name].n_unique(), name))
    rows = [tuple(row) for row in frame.select(order).iter_rows()]
    left = set(range(len(order)))
    while left and (rare := _rare(rows, least)):
        masked = {place: _masked(rows, rare, place) for place in left}
        gains = {place: len(rare) - len(_rare(made, least)) for place, made in masked.items()}
        best = max(sorted(left), key=lambda place: (gains[place], -place))
        made = masked[best]
        if gains[best] > 0:
            still = set(_rare(made, least))
            rows = [rows[at] if at in still else made[at] for at in range(len(rows))]
            if not _rare(rows, least) or len(_rare(rows, least)) < len(rare):
                continue
        rows = made
        left.discard(best)
    rows = _joined(rows, least)
    shown = pl.DataFrame(rows, schema={name: frame.schema[name] for name in order}, orient="row")
    return frame.with_columns(shown[name] for name in order)


def _rare(rows: Sequence[tuple[object, ...]], least: int) -> list[int]:
    counts = Counter(rows)
    return [at for at, row in enumerate(rows) if counts[row] < least]


def _masked(rows: Sequence[tuple[object, ...]], rare: Sequence[int], place: int) -> list[tuple[object, ...]]:
    """Return the rows with one answer of the rare ones withheld."""
    chosen = set(rare)
    return [(*row[:place], _WITHHELD, *row[place + 1 :]) if at in chosen else row for at, row in enumerate(rows)]


def _joined(rows: list[tuple[object, ...]], least: int) -> list[tuple[object, ...]]:
    """Return rows of which the last rare ones are blank, with the smallest frequent combination beside them."""
    while rare := _rare(rows, least):
        blank = (_WITHHELD,) * len(rows[0])
        counts = Counter(row for at, row in enumerate(rows) if at not in set(rare) and row != blank)
        smallest = min(counts, key=lambda row: (counts[row], str(row)), default=None)
        rows = [blank if at in set(rare) or row in (smallest, blank) else row for at, row in enumerate(rows)]
        if smallest is None:
            return rows
    return rows


def check_public(files: dict[str, bytes]) -> None:
    """Refuse a public file that names a judgment: beside a row of attributes, that is a person.

    Raises:
        DisclosureError: a file holds an ECLI.
    """
    for name, data in sorted(files.items()):
        if found := _ECLI.search(data):
            message = f"{name} names a judgment ({found[0].decode()}…) beside its rows and cannot be public"
            raise DisclosureError(message)
