"""Records of the store as rows of its tables, and back."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from types import NoneType
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)

_JSON = frozenset({"evidence", "documents"})
_PLAIN = frozenset({str, int, float, NoneType})


@lru_cache(maxsize=4096)
def instant(at: dt.datetime) -> str:
    """Return a moment as the store writes it: UTC, of one width, so that texts sort as moments do."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@cache
def columns_of(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the columns of the table of a kind of record, its id among them."""
    fields = tuple(kind.__struct_fields__)
    return fields if "id" in fields else ("id", *fields)


def row_of(record: msgspec.Struct) -> tuple[object, ...]:
    """Return a record as a row; what a database takes as it is goes through untouched, as most of millions of cells."""
    names = columns_of(type(record))
    values = msgspec.structs.astuple(record)
    if len(values) < len(names):
        values = (record.id, *values)  # type: ignore[attr-defined]
    return tuple(
        [value if type(value) in _PLAIN else _cell(name, value) for name, value in zip(names, values, strict=True)]
    )


def _cell(name: str, value: Any) -> object:  # noqa: ANN401 - whatever a field holds
    if name in _JSON:
        return msgspec.json.encode(value, order="deterministic").decode()
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool | int) else value


def record_of(kind: type[Record], columns: tuple[str, ...], *, row: tuple[Any, ...]) -> Record:
    """Return the record that a row holds."""
    named, in_json = _fields_in(kind, columns)
    content = {name: row[place] for name, place in named}
    for name in in_json:
        cell = content[name]
        if cell is not None:
            content[name] = () if cell == "[]" else msgspec.json.decode(cell)
    return msgspec.convert(content, kind, strict=False)


@cache
def _fields_in(
    kind: type[msgspec.Struct], columns: tuple[str, ...]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return the fields of a kind of record with their places in a row, and those that are kept as JSON."""
    named = tuple((name, place) for place, name in enumerate(columns) if name in kind.__struct_fields__)
    return named, tuple(name for name, _ in named if name in _JSON)
