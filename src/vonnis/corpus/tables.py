"""The library as Parquet: a file for each year and court, with the texts, and one with the extraction records.

``judgments/year=2021/RBAMS.parquet`` and ``records/year=2021/RBAMS.parquet``, compressed with zstd, sorted by id. The
same library gives the same bytes. Polars, DuckDB and anything else that reads Parquet read them as they are.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from vonnis.archive.files import open_atomically
from vonnis.archive.record_parquet import ParquetWriter
from vonnis.corpus.library import Library, Row, Stretch

JUDGMENTS, RECORDS = "judgments", "records"
_ROWS_IN_A_GROUP = 500
_RELATION = pa.struct([(name, pa.string()) for name in ("ecli", "type", "stage", "effect")])
_SECTION = pa.struct([("kind", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
_WORDS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("ecli", pa.string()),
        pa.field("court", pa.string()),
        pa.field("court_code", pa.string()),
        pa.field("date", pa.date32()),
        pa.field("type", pa.string()),
        pa.field("procedures", _WORDS),
        pa.field("subjects", _WORDS),
        pa.field("case_numbers", _WORDS),
        pa.field("relations", pa.list_(_RELATION)),
        pa.field("replaces", _WORDS),
        pa.field("issued", pa.date32()),
        pa.field("modified", pa.string()),
        pa.field("closed", pa.bool_(), nullable=False),
        pa.field("text", pa.string()),
        pa.field("text_sha256", pa.string()),
        pa.field("sections", pa.list_(_SECTION)),
        pa.field("raw_sha256", pa.string(), nullable=False),
    ]
)
"""The columns of ``judgments``; ``year`` comes from the folder's name."""
_REPEATED = [
    *("court", "court_code", "type"),
    *("procedures.list.element", "subjects.list.element", "sections.list.element.kind"),
]
"""The columns whose values come back within a file."""


def paths(folder: Path, part: str) -> tuple[Path, Path]:
    """Return where the tables of a part stand: judgments and records."""
    year, court = part.split("/")
    return (
        folder / JUDGMENTS / f"year={year}" / f"{court}.parquet",
        folder / RECORDS / f"year={year}" / f"{court}.parquet",
    )


def write_part(library: Library, folder: Path, *, part: str) -> int:
    """Write the tables of a part whole, or take them away where nothing is left in it; return how many rows it has.

    The folder of a year stays, since another process may be about to write in it; see :func:`remove_empty_years`.
    """
    judgments, records = paths(folder, part)
    for path in (judgments, records):
        path.parent.mkdir(parents=True, exist_ok=True)
    written = recorded = 0
    with contextlib.ExitStack() as files:
        writer = _Writer(files.enter_context(open_atomically(judgments)))
        record_writer = ParquetWriter(files.enter_context(open_atomically(records)))
        for row in library.rows(part):
            writer.write(row)
            written += 1
            if row.record is not None:
                record_writer.write(row.record)
                recorded += 1
        writer.close()
        record_writer.close()
    for path, rows in ((judgments, written), (records, recorded)):
        if not rows:
            path.unlink()
    return written


def remove_empty_years(folder: Path) -> None:
    """Remove the folders of years that hold no table, once nothing is being written."""
    for year in (*(folder / JUDGMENTS).glob("year=*"), *(folder / RECORDS).glob("year=*")):
        with contextlib.suppress(OSError):
            year.rmdir()


class _Writer:
    """Writes judgments to a stream, so many rows at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = pq.ParquetWriter(
            stream,
            SCHEMA,
            compression="zstd",
            compression_level=3,
            use_dictionary=_REPEATED,
            # The least and the greatest text of a group would stand in the foot of the file, whole and unpacked.
            write_statistics=[name for name in SCHEMA.names if name != "text"],
        )
        self._held: list[Row] = []

    def write(self, row: Row) -> None:
        self._held.append(row)
        if len(self._held) >= _ROWS_IN_A_GROUP:
            self._flush()

    def close(self) -> None:
        if self._held:
            self._flush()
        self._file.close()

    def _flush(self) -> None:
        self._file.write_table(_table(self._held))
        self._held.clear()


def _table(rows: Iterable[Row]) -> pa.Table:
    """Return rows as an Arrow table, column by column, which is some three times as fast as row by row."""
    held = list(rows)
    about = [row.about.metadata for row in held]
    columns = {
        "id": [row.id for row in held],
        "ecli": [one.ecli for one in about],
        "court": [one.court for one in about],
        "court_code": [row.court_code for row in held],
        "date": [one.date for one in about],
        "type": [one.type for one in about],
        "procedures": [one.procedures for one in about],
        "subjects": [one.subjects for one in about],
        "case_numbers": [one.case_numbers for one in about],
        "relations": [[msgspec.structs.asdict(relation) for relation in one.relations] for one in about],
        "replaces": [one.replaces for one in about],
        "issued": [one.issued for one in about],
        "modified": [one.modified.isoformat() if one.modified else None for one in about],
        "closed": [row.closed for row in held],
        "text": [row.text for row in held],
        "text_sha256": [row.text_sha256 for row in held],
        "sections": _sections(held),
        "raw_sha256": [row.raw_sha256 for row in held],
    }
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column, SCHEMA.field(name).type)
        for name, column in columns.items()
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _sections(rows: list[Row]) -> pa.Array:
    offsets: list[int] = [0]
    stretches: list[Stretch] = []
    for row in rows:
        stretches += row.about.sections
        offsets.append(len(stretches))
    values = pa.StructArray.from_arrays(
        [
            pa.array([stretch.kind for stretch in stretches], pa.string()),
            pa.array([stretch.start for stretch in stretches], pa.int64()),
            pa.array([stretch.end for stretch in stretches], pa.int64()),
        ],
        fields=list(_SECTION),
    )
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
