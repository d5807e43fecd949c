"""Extraction records as rows: one row for each sanction demanded or imposed.

A record without sanctions keeps one row, so that it can be counted. Where a spreadsheet would begin a formula in a
cell stands an apostrophe (:mod:`vonnis.located.spreadsheet`); exact quotes are in JSON Lines and Parquet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from vonnis.extraction.record import Ages, ExtractionRecord, Sanction
from vonnis.located.spreadsheet import guarded

COLUMNS: Final[dict[str, str]] = {
    "id": "the record's id",
    "ecli": "European Case Law Identifier",
    "court": "court",
    "date": "date of the judgment, `YYYY-MM-DD`",
    "case_numbers": "case numbers, separated by `; `",
    "text_sha256": "digest of the text; empty for a document without text",
    "extractor": "name and version of the rules",
    "decision": "kind of decision",
    "instance": "instance",
    "outcome": "outcome of the whole judgment",
    "birth_year": "the defendant's year of birth",
    "sex": "the defendant's sex",
    "legal_person": "`true` where the defendant is a legal person",
    "age_at_judgment_min": "age on the day of judgment, lowest possible",
    "age_at_judgment_max": "the same, highest possible",
    "age_at_offence_min": "age at the offence, lowest possible",
    "age_at_offence_max": "the same, highest possible",
    "offence_from": "first day of the offence period",
    "offence_to": "last day of the offence period",
    "demand_stated": "`true` where the prosecutor's demand in this instance is stated",
    "pretrial_detention_deducted": "`true` where the dictum orders the deduction",
    "statutes": "provisions listed as applied, separated by `; `",
    "doubts": "fields that could not be decided, separated by `; `",
    "which": "`demanded` or `imposed`; empty in the one row of a record without sanctions",
    "sanction": "number of the sanction within `which`, from 1",
    "kind": "kind of sanction",
    "total": "the whole, as written: `P18M`, `PT120H`, `EUR 500.00`",
    "suspended": "the conditional part, or `all`",
    "probation": "probation period",
    "substitute": "substitute detention",
    "after_deduction": "what remains after deduction, where the judgment says so",
    "charges": "charges that the sanction is for, separated by `; `",
    "conditions": "special conditions, separated by `; `",
    "start": "first character of the passage in the text",
    "end": "the character after its last",
    "quote": "the passage",
}
"""The columns in their order, each with what it holds."""


class CsvWriter:
    """Writes a header and one row a sanction: UTF-8, comma, a line feed between rows, an empty cell for no value."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write the header to this stream."""
        self._stream = stream
        self._decoder = msgspec.json.Decoder(ExtractionRecord)
        self._put([tuple(COLUMNS)])

    def write(self, record: bytes) -> None:
        """Write the rows of one record."""
        self._put([tuple(map(_cell, row.values())) for row in rows(self._decoder.decode(record))])

    def close(self) -> None:
        """Do nothing: every row is already in the stream."""

    def _put(self, table: list[tuple[str, ...]]) -> None:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(table)
        self._stream.write(buffer.getvalue().encode())


def rows(record: ExtractionRecord) -> Iterator[dict[str, object]]:
    """Yield the rows of a record, each with every column of :data:`COLUMNS`; None where there is no value."""
    about = _about(record)
    numbered = [
        (which, number, sanction)
        for which, sanctions in (("demanded", record.demanded), ("imposed", record.imposed))
        for number, sanction in enumerate(sanctions, 1)
    ]
    for which, number, sanction in numbered:
        yield {**about, "which": which, "sanction": number, **_sanction(sanction)}
    if not numbered:
        yield {**dict.fromkeys(COLUMNS), **about}


def _about(record: ExtractionRecord) -> dict[str, object]:
    person = record.defendant
    period = record.offence_period
    return {
        "id": record.id,
        "ecli": record.ecli,
        "court": record.court,
        "date": record.date,
        "case_numbers": record.case_numbers,
        "text_sha256": record.text_sha256,
        "extractor": record.extractor,
        "decision": record.decision,
        "instance": record.instance,
        "outcome": record.outcome,
        "birth_year": person.birth_year,
        "sex": person.sex,
        "legal_person": person.legal_person,
        **_ages("age_at_judgment", person.age_at_judgment),
        **_ages("age_at_offence", person.age_at_offence),
        "offence_from": period.from_ if period else None,
        "offence_to": period.to if period else None,
        "demand_stated": record.demand_stated,
        "pretrial_detention_deducted": record.pretrial_detention_deducted,
        "statutes": tuple(f"{provision.law} {provision.article}" for provision in record.statutes),
        "doubts": tuple(doubt.field for doubt in record.failures),
    }


def _ages(name: str, ages: Ages | None) -> dict[str, object]:
    return {f"{name}_min": ages.min if ages else None, f"{name}_max": ages.max if ages else None}


def _sanction(sanction: Sanction) -> dict[str, object]:
    return {
        "kind": sanction.kind,
        "total": sanction.total,
        "suspended": sanction.suspended,
        "probation": sanction.probation,
        "substitute": sanction.substitute,
        "after_deduction": sanction.after_deduction,
        "charges": sanction.charges,
        "conditions": sanction.conditions,
        "start": sanction.evidence.start,
        "end": sanction.evidence.end,
        "quote": sanction.evidence.quote,
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    # Readers of CSV disagree on a carriage return inside a cell; only a file name can hold one.
    text = text.replace("\r", " ")
    return str(guarded(text))
