"""Extraction records on disk: JSON Lines, one row a sanction as CSV, nested tables as Parquet.

Each writer takes records as encoded JSON, one at a time, so that memory stays flat for any number of them.
"""

from __future__ import annotations

from typing import BinaryIO, Literal, Protocol

RecordFormat = Literal["jsonl", "csv", "parquet"]


class RecordWriter(Protocol):
    """Takes records one by one, and finishes the file when closed."""

    def write(self, record: bytes) -> None:
        """Take one record, encoded as JSON without a line end."""
        ...

    def close(self) -> None:
        """Write what is still held back; the stream itself stays open."""
        ...


class JsonLinesWriter:
    """Writes one JSON object a line, in UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write to this stream."""
        self._stream = stream

    def write(self, record: bytes) -> None:
        """Write the record and a line end."""
        self._stream.write(record + b"\n")

    def close(self) -> None:
        """Do nothing: every record is already in the stream."""


def open_records(stream: BinaryIO, record_format: RecordFormat) -> RecordWriter:
    """Return the writer for a format; only who asks for Parquet pays for loading it."""
    if record_format == "jsonl":
        return JsonLinesWriter(stream)
    if record_format == "csv":
        from vonnis.archive.record_rows import CsvWriter

        return CsvWriter(stream)
    from vonnis.archive.record_parquet import ParquetWriter

    return ParquetWriter(stream)
