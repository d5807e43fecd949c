"""What courts' abstracts say, in their telegraphic style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vonnis.extraction.abstract import AbstractReader
from vonnis.extraction.record import Sanction

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("abstracts.yaml").read_text("utf-8"))


def rows(sanctions: tuple[Sanction, ...]) -> list[list[str | None]]:
    """Return sanctions as the cases write them."""
    return sorted(([s.kind, s.total, s.suspended, s.probation, s.substitute] for s in sanctions), key=str)


@pytest.mark.parametrize("name", CASES)
def test_sanctions(name: str) -> None:
    reader = AbstractReader(CASES[name]["text"])
    assert rows(reader.sanctions(reader.imposed)) == sorted(CASES[name]["imposed"], key=str)
    assert rows(reader.sanctions(reader.demanded)) == sorted(CASES[name].get("demanded", []), key=str)


@pytest.mark.parametrize("name", CASES)
def test_outcome(name: str) -> None:
    assert AbstractReader(CASES[name]["text"]).outcome().value == CASES[name]["outcome"]
