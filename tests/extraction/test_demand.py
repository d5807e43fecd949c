"""What the prosecutor demanded, in the wordings of judgments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vonnis.extraction.answer import Answer
from vonnis.extraction.demand import find_demand
from vonnis.extraction.extractor import extract
from vonnis.extraction.record import Sanction
from vonnis.judgment.judgment import Judgment

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted(Path(__file__).parent.glob("demands*.yaml"))
    for name, case in yaml.safe_load(path.read_text("utf-8")).items()
}
HEAD = "RECHTBANK\nin de strafzaak tegen:\n[verdachte].\n"
TAIL = "\nBeslissing\nDe rechtbank:\nveroordeelt verdachte tot een gevangenisstraf voor de duur van 7 weken;\n"


def judgment(text: str) -> tuple[Judgment, int]:
    """Return a judgment around a text, and where its dictum starts."""
    whole = HEAD + text + TAIL
    made = Judgment(id="J", text=whole, headings=())
    return made, next(made.of_kind("dictum")).start


@pytest.mark.parametrize("name", CASES)
def test_demands_are_read(name: str) -> None:
    case = CASES[name]
    answer = _read(case)
    found = [[s.kind, s.total, s.suspended] for s in answer.value]
    assert sorted(found, key=str) == sorted(case["sanctions"], key=str)


@pytest.mark.parametrize("name", CASES)
def test_a_stated_demand_has_its_passage(name: str) -> None:
    case = CASES[name]
    answer = _read(case)
    assert ("demand_stated" in answer.evidence) is case.get("stated", True)


@pytest.mark.parametrize(
    ("claim", "executed"),
    [
        (
            "gevangenisstraf van 1 maand, om te zetten in een taakstraf van 60 uren, subsidiair 30 dagen hechtenis.",
            "P30D",
        ),
        ("gevangenisstraf van 1 maand, waarbij deze wordt omgezet in een taakstraf van 60 uren.", None),
        ("taakstraf van 60 uren, te vervangen door 25 dagen hechtenis.", "P25D"),
    ],
    ids=["converted", "converted_without", "as_it_was"],
)
def test_an_execution_demanded_has_its_substitute(claim: str, executed: str | None) -> None:
    text = "De eis\nDe officier van justitie vordert een gevangenisstraf van 6 maanden en de tenuitvoerlegging van de"
    found = _read({"text": f"{text} voorwaardelijk opgelegde {claim}"}).value
    assert [(s.kind, s.total, s.substitute) for s in found[1:]] == [("execution_of_suspended", "PT60H", executed)]


def _read(case: dict[str, Any]) -> Answer[tuple[Sanction, ...]]:
    """Read the demand of a case."""
    whole, stop = judgment(case["text"])
    return find_demand(whole, "appeal" if case.get("appeal") else "first_instance", stop=stop)


@pytest.mark.parametrize(
    ("reasons", "stated"),
    [
        ("De rechtbank zal de verdachte veroordelen conform de eis van de officier van justitie.", True),
        ("De rechtbank acht de straf zoals door de officier van justitie gevorderd passend.", True),
        ("De rechtbank zal niet oordelen conform de eis van de officier van justitie.", False),
        ("De benadeelde partij vordert schade conform de vordering.", False),
    ],
    ids=["conform", "as demanded", "not conform", "a claim"],
)
def test_a_sentence_as_demanded_tells_the_demand(reasons: str, *, stated: bool) -> None:
    whole, _ = judgment(f"Strafoplegging\nDe straf is gegrond op de ernst van het feit. {reasons}")
    record = extract(whole)
    assert record.demand_stated is stated
    assert [s.total for s in record.demanded] == (["P7W"] if stated else [])
