"""Extraction records as Parquet, with the record's own nesting."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import BinaryIO, cast

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import inspect

from vonnis.extraction.record import ExtractionRecord

_ROWS_IN_A_GROUP = 2_000


class ParquetWriter:
    """Writes one row a record, in groups, compressed with zstd."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write to this stream."""
        self._schema = record_schema()
        self._decoder = msgspec.json.Decoder(ExtractionRecord)
        self._held: list[dict[str, object]] = []
        self._file = pq.ParquetWriter(stream, self._schema, compression="zstd", compression_level=3)

    def write(self, record: bytes) -> None:
        """Take one record; every so many records a group goes to the stream."""
        # Decoded by type first, so that days are days and not text.
        value = self._decoder.decode(record)
        self._held.append(msgspec.to_builtins(value, builtin_types=(dt.date,)))
        if len(self._held) >= _ROWS_IN_A_GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last group and the file's foot."""
        if self._held:
            self._flush()
        self._file.close()

    def _flush(self) -> None:
        self._file.write_table(pa.Table.from_pylist(self._held, schema=self._schema))
        self._held.clear()


@cache
def record_schema() -> pa.Schema:
    """Return the Arrow schema of a record: the same names and nesting as its JSON; days as dates, maps as maps."""
    kind = cast("inspect.StructType", inspect.type_info(ExtractionRecord))
    return pa.schema(_fields(kind))


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
