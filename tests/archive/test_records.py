"""Records come back from every format as they were."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vonnis.archive.record_parquet import record_schema
from vonnis.archive.record_rows import COLUMNS, rows
from vonnis.archive.records import RecordFormat, open_records
from vonnis.extraction.record import (
    Ages,
    Benchmark,
    Channel,
    CourtReasons,
    Defendant,
    Doubt,
    ExtractionRecord,
    Finality,
    LaterDecision,
    Period,
    Provision,
    Sanction,
    Victim,
)
from vonnis.judgment.span import Span
from vonnis.located.spreadsheet import guarded, unguarded

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
SPANS = st.builds(lambda start, quote: Span(start, start + len(quote), quote), st.integers(0, 10_000), TEXTS)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
SANCTIONS = st.builds(
    Sanction,
    kind=st.sampled_from(["prison", "fine", "community_service"]),
    total=st.none() | TEXTS,
    charges=st.lists(TEXTS, max_size=2).map(tuple),
    evidence=SPANS,
    parts=st.dictionaries(st.sampled_from(["suspended", "probation"]), SPANS),
)
RECORDS = st.builds(
    ExtractionRecord,
    id=TEXTS,
    date=st.none() | DATES,
    defendant=st.builds(Defendant, age_at_offence=st.none() | st.builds(Ages, min=st.integers(0, 99), max=st.just(99))),
    offence_period=st.none() | st.builds(Period, st.none() | DATES, st.none() | DATES),
    demanded=st.lists(SANCTIONS, max_size=2).map(tuple),
    imposed=st.lists(SANCTIONS, max_size=2).map(tuple),
    statutes=st.lists(st.builds(Provision, law=TEXTS, article=TEXTS, evidence=SPANS), max_size=1).map(tuple),
    victims=st.lists(st.builds(Victim, evidence=SPANS), max_size=1).map(tuple),
    contact_channels=st.lists(st.builds(Channel, st.just("chat"), SPANS), max_size=1).map(tuple),
    evidence=st.dictionaries(TEXTS, st.lists(SPANS, min_size=1, max_size=2).map(tuple), max_size=2),
    failures=st.lists(st.builds(Doubt, TEXTS, TEXTS, st.none() | SPANS), max_size=1).map(tuple),
    court_reasons=st.builds(
        CourtReasons,
        knowledge_of_age=st.none() | st.just("knew"),
        benchmarks=st.lists(st.builds(Benchmark, class_=st.just("lovs"), evidence=SPANS), max_size=1).map(tuple),
        repeat_visits=st.none() | st.booleans(),
    ),
    finality=st.builds(
        Finality,
        status=st.just("changed"),
        later=st.lists(st.builds(LaterDecision, ecli=TEXTS, type=st.none() | TEXTS), max_size=1).map(tuple),
    ),
)

EMPTY = ExtractionRecord(
    id="x", ecli=None, court=None, date=None, case_numbers=(), text_sha256=None, extractor="x 1",
    decision="criminal", instance="appeal", defendant=Defendant(), outcome="other", offence_period=None,
    demand_stated=False, demanded=(), imposed=(), statutes=(), pretrial_detention_deducted=False, victims=(),
    contact_channels=(), evidence={}, failures=(),
)  # fmt: skip


def written(records: list[ExtractionRecord], record_format: RecordFormat) -> bytes:
    stream = io.BytesIO()
    writer = open_records(stream, record_format)
    for record in records:
        writer.write(msgspec.json.encode(record))
    writer.close()
    return stream.getvalue()


def plain(value: Any, *, is_map: bool = False) -> Any:
    """Return a Parquet row in the shape of the JSON: there maps are lists of pairs, and dates are dates."""
    if is_map:
        return {key: plain(inner) for key, inner in value}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, dict):
        maps = {"parts"} if "kind" in value else {"evidence"} if "extractor" in value else set()
        return {key: plain(inner, is_map=key in maps) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORDS, max_size=3))
def test_parquet_gives_back_what_the_json_says(records: list[ExtractionRecord]) -> None:
    table = pq.read_table(io.BytesIO(written(records, "parquet")))
    assert table.schema.equals(record_schema())
    assert [plain(row) for row in table.to_pylist()] == [json.loads(msgspec.json.encode(record)) for record in records]


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORDS, max_size=3))
def test_json_lines_are_one_record_a_line(records: list[ExtractionRecord]) -> None:
    lines = written(records, "jsonl").split(b"\n")
    assert lines.pop() == b""
    assert [msgspec.json.decode(line, type=ExtractionRecord) for line in lines] == records


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORDS, max_size=3))
def test_csv_has_a_row_for_each_sanction_and_none_is_a_formula(records: list[ExtractionRecord]) -> None:
    table = list(csv.DictReader(io.StringIO(written(records, "csv").decode(), newline="")))
    wanted = [row for record in records for row in rows(record)]
    assert len(table) == sum(max(1, len(record.demanded) + len(record.imposed)) for record in records)
    for got, want in zip(table, wanted, strict=True):
        assert list(got) == list(want) == list(COLUMNS)
        assert [cell for cell in got.values() if cell != guarded(unguarded(cell))] == []
        quote = str(want["quote"] or "").replace("\r", " ")
        assert got["quote"] == guarded(quote)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "+1"),
        ("-1+1", "'-1+1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("a=1", "a=1"),
        ("'=1", "''=1"),
    ],
)
def test_a_formula_gets_an_apostrophe(text: str, cell: str) -> None:
    record = msgspec.structs.replace(EMPTY, id=text)
    (row,) = csv.DictReader(io.StringIO(written([record], "csv").decode(), newline=""))
    assert row["id"] == cell


@pytest.mark.parametrize("record_format", ["jsonl", "csv", "parquet"])
def test_no_records_give_a_file_that_can_be_read(record_format: RecordFormat) -> None:
    data = written([], record_format)
    if record_format == "parquet":
        assert pq.read_table(io.BytesIO(data)).num_rows == 0
    else:
        assert data.decode().splitlines() == ([",".join(COLUMNS)] if record_format == "csv" else [])


def test_many_records_go_to_parquet_in_groups() -> None:
    found = pq.ParquetFile(io.BytesIO(written([EMPTY] * 4_100, "parquet")))
    assert [found.metadata.row_group(i).num_rows for i in range(found.num_row_groups)] == [2_000, 2_000, 100]
