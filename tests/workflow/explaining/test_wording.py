"""Values in words, as a Dutch court and an English reader say them."""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files
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
from vonnis.workflow.explaining.wording import Words, ages, amount, period, sentence, word

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


def test_an_unknown_key_stands_for_itself() -> None:
    assert word("reasons", "The court is silent {here}.") == Words(*["The court is silent {here}."] * 2)


def test_named_fields_are_those_of_the_record() -> None:
    plain = {field.partition(".")[0] for field in CATALOGUE["fields"]}
    assert plain <= set(ExtractionRecord.__struct_fields__)
