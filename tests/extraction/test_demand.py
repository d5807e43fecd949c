"""What the prosecutor demanded, in the wordings of judgments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vonnis.extraction.answer import Answer
from vonnis.extraction.demand import find_demand
from vonnis.extraction.record import Sanction
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.sections import find_sections

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("demands.yaml").read_text("utf-8"))
HEAD = "RECHTBANK\nin de zaak tegen:\n[verdachte].\n"
TAIL = "\nBeslissing\nDe rechtbank:\nveroordeelt verdachte tot een gevangenisstraf voor de duur van 7 weken;\n"


def judgment(text: str) -> tuple[Judgment, int]:
    """Return a judgment around a text, and where its dictum starts."""
    whole = HEAD + text + TAIL
    sections = find_sections(whole)
    return Judgment(id="J", text=whole, sections=sections), next(s.start for s in sections if s.kind == "dictum")


@pytest.mark.parametrize("name", CASES)
def test_demands_are_read(name: str) -> None:
    case = CASES[name]
    answer = _read(case)
    assert [[s.kind, s.total, s.suspended] for s in answer.value] == case["sanctions"]


@pytest.mark.parametrize("name", CASES)
def test_a_stated_demand_has_its_passage(name: str) -> None:
    case = CASES[name]
    answer = _read(case)
    assert ("demand_stated" in answer.evidence) is case.get("stated", True)


def _read(case: dict[str, Any]) -> Answer[tuple[Sanction, ...]]:
    """Read the demand of a case."""
    whole, stop = judgment(case["text"])
    return find_demand(whole, "appeal" if case.get("appeal") else "first_instance", stop=stop)
