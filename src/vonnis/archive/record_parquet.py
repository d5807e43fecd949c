"""Extraction records as Parquet, with the record's own nesting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any, BinaryIO, cast

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import inspect

from vonnis.extraction.record import ExtractionRecord

_ROWS_IN_A_GROUP = 2_000
_UNIQUE = frozenset({"id", "ecli", "text_sha256"})


class ParquetWriter:
    """Writes one row a record, in groups, compressed with zstd."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write to this stream."""
        self._decoder = msgspec.json.Decoder(ExtractionRecord)
        self._held: list[ExtractionRecord] = []
        self._file = pq.ParquetWriter(stream, record_schema(), compression="zstd", compression_level=3, **_ways())

    def write(self, record: bytes) -> None:
        """Take one record; every so many records a group goes to the stream."""
        self._held.append(self._decoder.decode(record))
        if len(self._held) >= _ROWS_IN_A_GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last group and the file's foot."""
        if self._held:
            self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = _column(_record(), self._held, pa.struct(list(record_schema())))
        self._file.write_table(pa.Table.from_arrays(columns.flatten(), schema=record_schema()))
        self._held.clear()


@cache
def _ways() -> dict[str, list[str]]:
    """Return which columns are worth a dictionary (words, which come back) and bounds (what rows are chosen by).

    A record has some ninety columns, so that each of these costs a small file more than its values do.
    """
    schema = record_schema()
    words = [path for field in schema for path, type_ in _leaves(field.name, field.type) if type_ == pa.string()]
    return {
        "use_dictionary": [path for path in words if path not in _UNIQUE],
        "write_statistics": [field.name for field in schema if not pa.types.is_nested(field.type)],
    }


def _leaves(path: str, type_: pa.DataType) -> Iterator[tuple[str, pa.DataType]]:
    """Yield the columns that a value becomes in Parquet, each with its type."""
    if pa.types.is_struct(type_):
        inside = [(f"{path}.{field.name}", field.type) for field in type_]
    elif pa.types.is_map(type_):
        inside = [(f"{path}.key_value.key", type_.key_type), (f"{path}.key_value.value", type_.item_type)]
    elif pa.types.is_list(type_):
        inside = [(f"{path}.list.element", type_.value_type)]
    else:
        yield path, type_
        return
    for name, inner in inside:
        yield from _leaves(name, inner)


@cache
def _record() -> inspect.StructType:
    return cast("inspect.StructType", inspect.type_info(ExtractionRecord))


@cache
def record_schema() -> pa.Schema:
    """Return the Arrow schema of a record: the same names and nesting as its JSON; days as dates, maps as maps."""
    return pa.schema(_fields(_record()))


def _fields(struct: inspect.StructType) -> list[pa.Field]:
    found = []
    for field in struct.fields:
        kind, nullable = _without_none(field.type)
        found.append(pa.field(field.encode_name, _arrow(kind), nullable=nullable))
    return found


def _without_none(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    if not isinstance(kind, inspect.UnionType):
        return kind, False
    (inner,) = (member for member in kind.types if not isinstance(member, inspect.NoneType))
    return inner, True


_PLAIN: dict[type[inspect.Type], pa.DataType] = {
    inspect.StrType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.BoolType: pa.bool_(),
    inspect.DateType: pa.date32(),
}


def _arrow(kind: inspect.Type) -> pa.DataType:
    if isinstance(kind, inspect.StructType):
        return pa.struct(_fields(kind))
    if isinstance(kind, inspect.VarTupleType):
        return pa.list_(pa.field("element", _arrow(kind.item_type), nullable=False))
    if isinstance(kind, inspect.DictType):
        value = pa.field("value", _arrow(kind.value_type), nullable=False)
        return pa.map_(pa.field("key", _arrow(kind.key_type), nullable=False), value)
    return _PLAIN[type(kind)]


def _column(kind: inspect.Type, values: Sequence[Any], type_: pa.DataType) -> pa.Array:
    """Return values of one kind as an Arrow array: column by column, several times as fast as value by value."""
    if isinstance(kind, inspect.StructType):
        return _structs(kind, values, type_)
    if isinstance(kind, inspect.VarTupleType):
        items = _column(kind.item_type, list(chain.from_iterable(values)), type_.value_type)
        return pa.ListArray.from_arrays(_offsets(values), items, type=type_)
    if isinstance(kind, inspect.DictType):
        keys = _column(kind.key_type, list(chain.from_iterable(values)), type_.key_type)
        inner = list(chain.from_iterable(value.values() for value in values))
        return pa.MapArray.from_arrays(_offsets(values), keys, _column(kind.value_type, inner, type_.item_type), type_)
    return pa.array(values, type_)


def _structs(kind: inspect.StructType, values: Sequence[Any], type_: pa.StructType) -> pa.Array:
    present = next((value for value in values if value is not None), None)
    if present is None:
        return pa.array(values, type_)
    absent = [value is None for value in values]
    if any(absent):
        # What stands below an absent value is never read, but Arrow wants something there.
        values = [present if value is None else value for value in values]
    columns = [
        _column(_without_none(one.type)[0], list(map(attrgetter(one.name), values)), field.type)
        for one, field in zip(kind.fields, type_, strict=True)
    ]
    mask = pa.array(absent, pa.bool_()) if any(absent) else None
    return pa.StructArray.from_arrays(columns, fields=list(type_), mask=mask)


def _offsets(values: Sequence[Any]) -> pa.Array:
    """Return where each list begins among the items of all, and where the last one ends."""
    return pa.array(accumulate(map(len, values), initial=0), pa.int32())
