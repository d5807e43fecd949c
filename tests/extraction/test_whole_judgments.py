"""Whole judgments in short: decision, outcome, and the kinds of sanction, by courts of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import vonnis
from vonnis.errors import UsageError

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("whole_judgments.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_whole_judgment_is_read(name: str) -> None:
    case = CASES[name]
    record = vonnis.extract(vonnis.read(case["text"].encode(), name="x.txt"))
    found = {
        "decision": record.decision,
        "outcome": record.outcome,
        "imposed": sorted(sanction.kind for sanction in record.imposed),
    }
    assert found == {key: case[key] for key in found}


@pytest.mark.parametrize("given", ["De rechtbank beslist.", Path("x.xml"), None], ids=["text", "path", "nothing"])
def test_what_is_no_judgment_is_refused_in_a_sentence(given: object) -> None:
    with pytest.raises(UsageError, match=r"takes a judgment; read it first, as in vonnis\.extract\(vonnis\.read"):
        vonnis.extract(given)  # type: ignore[arg-type]
