"""The records are what ``docs/reference/record.schema.json`` and ``record.md`` say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Run
from vonnis.archive.record_rows import COLUMNS
from vonnis.extraction import record as record_module
from vonnis.extraction.record import ExtractionRecord


@pytest.fixture(scope="session")
def schema(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "docs/reference/record.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return found


def check(schema: dict[str, Any], data: bytes) -> int:
    validator = Draft202012Validator(schema)
    records = [json.loads(line) for line in data.splitlines()]
    for record in records:
        found = [f"{record['id']} {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(record)]
        assert found == []
    return len(records)


def test_invented_material_keeps_to_the_schema(vonnis: Run, mixed: Path, schema: dict[str, Any]) -> None:
    assert check(schema, vonnis("extract", mixed, "--quiet").stdout) > 0


@pytest.mark.parametrize(
    ("part", "text_is"), [("text", "judgment"), ("xml", "judgment"), ("atom/results_from_1.atom", "abstract")]
)
def test_real_material_keeps_to_the_schema(
    vonnis: Run, judgments: Path, schema: dict[str, Any], part: str, text_is: str
) -> None:
    out = vonnis("extract", judgments / part, "--text-is", text_is, "--quiet").stdout
    if text_is == "abstract":
        out = b"\n".join(out.splitlines()[::10])
    assert check(schema, out) >= 46


NAMES = (
    *("SanctionKind", "Decision", "Instance", "Outcome", "Sex", "ChannelClass", "KnowledgeOfAge", "BenchmarkClass"),
    "Standing",
)


@pytest.mark.parametrize("name", NAMES)
def test_schema_and_page_know_every_word(root: Path, schema: dict[str, Any], name: str) -> None:
    words = getattr(record_module, name).__args__
    page = (root / "docs/reference/record.md").read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in page] == []
    assert sorted(words) in [sorted(enum) for enum in enums(schema)]


def enums(node: object) -> Iterator[list[str]]:
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield node["enum"]
        for inner in node.values():
            yield from enums(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from enums(inner)


def test_the_schema_has_the_keys_of_the_record(schema: dict[str, Any]) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(ExtractionRecord)]
    assert list(schema["properties"]) == keys == schema["required"]


def test_the_page_lists_every_key_and_every_column_in_order(root: Path, schema: dict[str, Any]) -> None:
    page = (root / "docs/reference/record.md").read_text(encoding="utf-8")
    whole, rows = page.split("## As CSV")[0], page.split("## As CSV")[1]
    assert [key for key in schema["properties"] if f"| `{key}` |" not in whole] == []
    assert re.findall(r"^\| `(\w+)` \| (.+) \|$", rows, re.MULTILINE) == list(COLUMNS.items())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("outcome",), "guilty", id="unknown outcome"),
        pytest.param(("imposed", 0, "total"), "18 months", id="amount in words"),
        pytest.param(("imposed", 0, "total"), "EUR 500", id="money without cents"),
        pytest.param(("imposed", 0, "evidence"), None, id="sanction without passage"),
        pytest.param(("date",), "3 maart 2020", id="date in words"),
    ],
)
def test_the_schema_refuses_what_is_no_record(
    vonnis: Run, mixed: Path, schema: dict[str, Any], path: tuple[Any, ...], value: object
) -> None:
    record = json.loads(vonnis("extract", mixed / "good.txt", "--quiet").stdout)
    inner = record
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert not Draft202012Validator(schema).is_valid(record)
