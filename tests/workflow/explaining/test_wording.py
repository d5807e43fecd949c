"""Values in words, as a Dutch court and an English reader say them."""

from __future__ import annotations

import ast
import datetime as dt
import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
import yaml

from vonnis.extraction.record import (
    Ages,
    BenchmarkClass,
    ChannelClass,
    Decision,
    ExtractionRecord,
    Instance,
    KnowledgeOfAge,
    Outcome,
    Period,
    Sanction,
    SanctionKind,
    Sex,
)
from vonnis.judgment.section import SectionKind
from vonnis.judgment.span import Span
from vonnis.workflow.explaining.wording import Words, ages, amount, period, reason, sentence, word

CATALOGUE = yaml.safe_load(files("vonnis.workflow.explaining").joinpath("words.yaml").read_text(encoding="utf-8"))
EVIDENCE = Span(0, 5, "straf")


@pytest.mark.parametrize(
    ("parts", "nl", "en"),
    [
        pytest.param({"kind": "prison", "total": "P18M"}, "18 maanden", "18 months", id="whole"),
        pytest.param(
            {"kind": "prison", "total": "P18M", "suspended": "P6M", "probation": "P2Y"},
            "18 maanden, waarvan 6 voorwaardelijk, proeftijd 2 jaar",
            "18 months, of which 6 suspended, probation 2 years",
            id="suspended in the same unit",
        ),
        pytest.param(
            {"kind": "prison", "total": "P1Y", "suspended": "P6M"},
            "1 jaar, waarvan 6 maanden voorwaardelijk",
            "1 year, of which 6 months suspended",
            id="suspended in another unit",
        ),
        pytest.param(
            {"kind": "community_service", "total": "PT40H", "suspended": "all", "substitute": "P20D"},
            "40 uur, geheel voorwaardelijk, vervangende hechtenis 20 dagen",
            "40 hours, all of it suspended, substitute detention 20 days",
            id="all suspended",
        ),
        pytest.param(
            {"kind": "community_service", "total": "PT100H", "after_deduction": "PT80H"},
            "100 uur, na aftrek 80 uur",
            "100 hours, 80 hours after deduction",
            id="deduction",
        ),
        pytest.param(
            {"kind": "compensation_order", "total": "EUR 1560.10", "substitute": "P25D"},
            "€ 1.560,10, gijzeling 25 dagen",
            "€1,560.10, custody 25 days if unpaid",
            id="compensation",
        ),
        pytest.param({"kind": "fine", "total": "ANG 1999.00"}, "ANG 1.999,00", "ANG 1,999.00", id="guilders"),
        pytest.param(
            {"kind": "liberty_restriction", "total": "P3Y", "substitute": "P2W"},
            "3 jaar, hechtenis 2 weken per overtreding",
            "3 years, detention 2 weeks per breach",
            id="restriction",
        ),
        pytest.param({"kind": "forfeiture"}, "", "", id="without amount"),
    ],
)
def test_a_sanction_in_one_line(parts: dict[str, str], nl: str, en: str) -> None:
    assert sentence(Sanction(**parts, evidence=EVIDENCE)) == (nl, en)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "nl"),
    [("P2Y6M", "2 jaar en 6 maanden"), ("EUR 500.00", "€ 500"), ("all", "geheel"), ("3 keer", "3 keer")],
)
def test_an_amount(value: str, nl: str) -> None:
    assert amount(value).nl == nl


@pytest.mark.parametrize(("low", "high", "nl"), [(15, 15, "15 jaar"), (12, 15, "12 tot en met 15 jaar")])
def test_an_age(low: int, high: int, nl: str) -> None:
    assert ages(Ages(low, high)).nl == nl


@pytest.mark.parametrize(
    ("first", "last", "en"),
    [
        (dt.date(2019, 1, 2), dt.date(2020, 3, 4), "2 January 2019 to 4 March 2020"),
        (dt.date(2019, 1, 2), dt.date(2019, 1, 2), "2 January 2019"),
        (dt.date(2019, 1, 2), None, "from 2 January 2019"),
        (None, dt.date(2020, 3, 4), "until 4 March 2020"),
        (None, None, "not stated"),
    ],
)
def test_a_period(first: dt.date | None, last: dt.date | None, en: str) -> None:
    assert period(Period(first, last)).en == en


@pytest.mark.parametrize(
    ("topic", "kinds"),
    [
        ("kinds", SanctionKind),
        ("decisions", Decision),
        ("instances", Instance),
        ("outcomes", Outcome),
        ("sexes", Sex),
        ("channels", ChannelClass),
        ("sections", SectionKind),
        ("knowledge", KnowledgeOfAge),
        ("benchmarks", BenchmarkClass),
    ],
)
def test_every_term_of_the_record_has_words(topic: str, kinds: object) -> None:
    assert set(CATALOGUE[topic]) == set(get_args(kinds))


@pytest.mark.parametrize("topic", CATALOGUE)
def test_both_languages_say_something_with_the_same_names(topic: str) -> None:
    for key, row in CATALOGUE[topic].items():
        assert isinstance(key, str), key
        assert set(row) == {"nl", "en"}, key
        assert row["nl"].strip(), key
        assert row["en"].strip(), key
        assert set(re.findall(r"{\w+}", row["nl"])) == set(re.findall(r"{\w+}", row["en"])), key


def reasons_of(source: str) -> set[str]:
    """Return every reason that a module gives for a doubt, with a word for each value that is filled in."""
    tree = ast.parse(source)
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Doubt"]
    given = [node.args[1] for node in calls]
    for each in [each for each in given if isinstance(each, ast.Name)]:
        given += named.get(each.id, [])
    given += [piece for each in given if isinstance(each, ast.IfExp) for piece in (each.body, each.orelse)]
    return {
        "".join(str(part.value) if isinstance(part, ast.Constant) else "prison" for part in each.values)
        if isinstance(each, ast.JoinedStr)
        else str(each.value)
        for each in given
        if isinstance(each, ast.Constant | ast.JoinedStr)
    }


MODULES = sorted(Path(str(files("vonnis.extraction"))).glob("*.py"))
GIVEN = sorted({each for module in MODULES for each in reasons_of(module.read_text(encoding="utf-8"))})
BEGUN = (
    "The list also refers to articles quoted earlier in the judgment, which are not in it",
    "The judgment refers to the articles that it quoted earlier, and lists none itself",
    "the demand is the sentence of the court below; prison",
)
"""Reasons that the program ends in another place; their ends are among the cases below."""


@pytest.mark.parametrize("said", [each for each in GIVEN if each not in BEGUN])
def test_every_reason_for_a_doubt_is_said_in_both_languages(said: str) -> None:
    nl, en = reason(said)
    assert nl != en
    assert nl[0].isupper()
    assert nl.endswith(".")


def test_the_reasons_are_found_in_the_program() -> None:
    assert set(BEGUN) < set(GIVEN)
    assert {"no dictum was found", "there is no text"} < set(GIVEN)
    assert len(GIVEN) > 25


@pytest.mark.parametrize(
    ("said", "nl"),
    [
        pytest.param(
            "total PT500H of community_service is above the legal maximum PT480H (art. 22c Sr (240 hours, twice))",
            "Taakstraf, duur of bedrag: 500 uur is meer dan het wettelijk maximum van 480 uur (art. 22c Sr).",
            id="limit",
        ),
        pytest.param(
            "suspended P4M of prison is more than its total P3M",
            "Gevangenisstraf, voorwaardelijk: 4 maanden is meer dan het geheel van 3 maanden.",
            id="more than the whole",
        ),
        pytest.param(
            "The list also refers to articles quoted earlier in the judgment, which are not in it; it cites earlier: "
            "Sr 2:259, Opiumwet 2.",
            "De lijst verwijst ook naar artikelen die eerder in de uitspraak zijn aangehaald; die staan er niet in. "
            "Eerder genoemd: Sr 2:259, Opiumwet 2.",
            id="cited earlier",
        ),
        pytest.param(
            "the demand is the sentence of the court below; it is not repeated",
            "Geëist is de straf van de vorige rechter; die is niet herhaald.",
            id="as below",
        ),
    ],
)
def test_what_stands_in_a_reason_is_said_in_words(said: str, nl: str) -> None:
    assert reason(said).nl == nl


def test_an_unknown_key_stands_for_itself() -> None:
    assert reason("The court is silent {here}.").nl == "The court is silent {here}."
    assert word("reasons", "The court is silent {here}.") == Words(*["The court is silent {here}."] * 2)


def test_named_fields_are_those_of_the_record() -> None:
    plain = {field.partition(".")[0] for field in CATALOGUE["fields"]}
    assert plain <= set(ExtractionRecord.__struct_fields__)
