"""Decision, instance and outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from vonnis.extraction.decision import find_instance
from vonnis.extraction.extractor import extract
from vonnis.judgment.judgment import Judgment, Metadata, Relation

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("outcomes.yaml").read_text("utf-8"))
CRIMINAL = "RECHTBANK\nparketnummer 01/123456-10\nvonnis in de strafzaak tegen de verdachte [verdachte]\n"


def judgment(text: str) -> Judgment:
    """Return a judgment with sections."""
    return Judgment(id="J", text=text, headings=())


@pytest.mark.parametrize("name", CASES)
def test_decision_and_outcome(name: str) -> None:
    case = CASES[name]
    record = extract(judgment(f"{case.get('head', CRIMINAL)}Beslissing\n{case['text']}\nAldus gewezen door mr. A."))
    assert (record.decision, record.outcome) == (case.get("decision", "criminal"), case["outcome"])


def test_a_confirmed_sentence_is_imposed() -> None:
    case = CASES["appeal_confirms_what_it_recites"]
    record = extract(judgment(f"{case['head']}Beslissing\n{case['text']}\nAldus gewezen door mr. A."))
    assert [(s.kind, s.total) for s in record.imposed] == [("prison", "P3M")]


@pytest.mark.parametrize(
    ("court", "kind", "instance"),
    [
        ("Rechtbank Amsterdam", "uitspraak", "first_instance"),
        ("Gerechtshof Den Haag", "uitspraak", "appeal"),
        ("Hoge Raad", "uitspraak", "cassation"),
        ("Parket bij de Hoge Raad", "conclusie", "opinion"),
        ("Gerecht in Eerste Aanleg van Aruba", "uitspraak", "first_instance"),
        ("Centrale Raad van Beroep", "uitspraak", "appeal"),
        ("College van Beroep voor het bedrijfsleven", "uitspraak", "other"),
    ],
)
def test_instance_by_court(court: str, kind: Literal["uitspraak", "conclusie"], instance: str) -> None:
    metadata = Metadata(court=court, type=kind)
    assert find_instance(Judgment(id="J", text="", metadata=metadata)).value == instance


@pytest.mark.parametrize(
    ("text", "instance"),
    [
        ("Vonnis van de politierechter in de strafzaak", "first_instance"),
        ("Arrest van het gerechtshof, gewezen op het hoger beroep tegen het vonnis van de rechtbank", "appeal"),
        ("Vonnis van dit Gerecht in de strafzaak", "first_instance"),
        ("Een brief zonder meer", "other"),
    ],
)
def test_instance_by_text(text: str, instance: str) -> None:
    assert find_instance(judgment(text)).value == instance


def test_a_court_of_administrative_law_decides_no_charge() -> None:
    metadata = Metadata(court="College van Beroep voor het bedrijfsleven", subjects=("Bestuursrecht", "Strafrecht"))
    record = extract(Judgment(id="J", text=CRIMINAL, headings=(), metadata=metadata))
    assert (record.decision, record.outcome) == ("other", "other")


def test_nobody_looks_for_sections_in_what_is_known_to_be_no_criminal_case() -> None:
    civil = Judgment(id="J", text=CRIMINAL, headings=(), metadata=Metadata(subjects=("Civiel recht",)))
    assert extract(civil).decision == "other"
    assert "sections" not in vars(civil)


def test_a_text_without_a_dictum_raises_a_doubt() -> None:
    record = extract(judgment(CRIMINAL + "De rechtbank heeft het onderzoek gesloten."))
    assert record.outcome == "not_stated"
    assert "outcome" in {doubt.field for doubt in record.failures}


@pytest.mark.parametrize(
    ("relation", "final"),
    [
        (Relation("ECLI:NL:GHXX:2021:1", "hogerBeroep", "latereAanleg", "(Gedeeltelijke) vernietiging"), False),
        (Relation("ECLI:NL:HR:2022:1", "cassatie", "latereAanleg"), False),
        (Relation("ECLI:NL:PHR:2022:1", "conclusie", "latereAanleg"), True),
        (Relation("ECLI:NL:RBXX:2020:1", "hogerBeroep", "eerdereAanleg"), True),
    ],
)
def test_a_later_decision_is_a_doubt(relation: Relation, *, final: bool) -> None:
    metadata = Metadata(subjects=("Strafrecht",), relations=(relation,))
    record = extract(Judgment(id="J", text=CRIMINAL, headings=(), metadata=metadata))
    named = [doubt for doubt in record.failures if relation.ecli in doubt.reason]
    assert (not named) is final
