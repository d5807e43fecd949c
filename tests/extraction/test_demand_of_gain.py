"""What the prosecutor claims in a confiscation case, in the wordings of judgments."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from vonnis.extraction.demand_of_gain import find_demand_of_gain
from vonnis.extraction.extractor import extract
from vonnis.judgment.judgment import Judgment

HEAD = "RECHTBANK VOORBEELDSTAD\nBeslissing op de vordering tot ontneming van wederrechtelijk verkregen voordeel\n"
CASES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("claims_of_gain.yaml").read_text("utf-8"))
TAIL = (
    "\nDe beslissing\nDe rechtbank:\nstelt het bedrag waarop het wederrechtelijk verkregen voordeel wordt geschat vast"
    " op € 100,00;\nlegt de verplichting op tot betaling aan de Staat van € 100,00;\n"
)


def judgment(text: str) -> Judgment:
    """Return a decision on a claim with a text before its dictum."""
    whole = f"{HEAD}{text}{TAIL}"
    return Judgment(id="J", text=whole, headings=())


def claimed(text: str, *, appeal: bool = False) -> tuple[list[tuple[str | None, str | None]], bool]:
    """Return the amounts and days that are claimed, and whether a claim is stated at all."""
    whole = judgment(text)
    stop = next(section.start for section in whole.sections if section.kind == "dictum")
    answer = find_demand_of_gain(whole, appeal=appeal, stop=stop)
    for sanction in answer.value:
        assert sanction.kind == "confiscation"
        assert sanction.evidence.quote == whole.text[sanction.evidence.start : sanction.evidence.end]
    return [(s.total, s.substitute) for s in answer.value], "demand_stated" in answer.evidence


@pytest.mark.parametrize("name", CASES)
def test_the_amount_claimed(name: str) -> None:
    assert claimed(CASES[name]["text"]) == ([(CASES[name]["amount"], None)], True)


def test_the_claim_in_appeal_is_the_advocate_generals() -> None:
    first = "Het openbaar ministerie heeft in eerste aanleg gevorderd de verplichting tot betaling van € 9.000,-."
    assert claimed(first, appeal=True) == ([], False)
    own = (
        "De advocaat-generaal heeft gevorderd dat het hof het voordeel vaststelt op € 8.000,- en de verplichting "
        "oplegt tot betaling van € 7.000,-, met bepaling van de duur van de gijzeling op 140 dagen."
    )
    assert claimed(f"{first} {own}", appeal=True) == ([("EUR 7000.00", "P140D")], True)


@pytest.mark.parametrize(
    "text",
    [
        "De officier van justitie heeft geconcludeerd tot afwijzing van de vordering.",
        "De officier van justitie heeft gevorderd de betalingsverplichting op nihil te stellen.",
        "De advocaat-generaal heeft gevorderd dat het hof de beslissing zal bevestigen.",
    ],
)
def test_a_claim_that_demands_nothing_is_stated(text: str) -> None:
    assert claimed(text, appeal="hof" in text) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        "De raadsman heeft verzocht het voordeel te schatten op € 50,-.",
        "De rechtbank schat het voordeel op € 700,- en zal de verplichting tot betaling daarvan opleggen.",
        "Betrokkene is veroordeeld tot een geldboete van € 700,-.",
    ],
)
def test_what_nobody_claims(text: str) -> None:
    assert claimed(text) == ([], False)


def test_the_record_of_a_confiscation_case_has_its_claim() -> None:
    record = extract(judgment("De officier van justitie heeft gevorderd de verplichting tot betaling van € 900,-."))
    assert (record.decision, record.demand_stated) == ("confiscation", True)
    assert [(s.kind, s.total) for s in record.demanded] == [("confiscation", "EUR 900.00")]
    assert [(s.kind, s.total) for s in record.imposed] == [("confiscation", "EUR 100.00")]
