"""What courts' abstracts say, in their telegraphic style."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.extraction.material import invented
from vonnis.extraction.abstract import NAMELESS, AbstractReader
from vonnis.extraction.abstract_orders import UNTOLD_BAN
from vonnis.extraction.extractor import extract
from vonnis.extraction.record import Sanction

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted(Path(__file__).parent.glob("abstracts*.yaml"))
    for name, case in yaml.safe_load(path.read_text("utf-8")).items()
}


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


def test_the_court_says_more_than_abbreviations_that_the_court_of_cassation_likes() -> None:
    text = "Veroordeling t.z.v. belaging tot een taakstraf van 60 uren. Verweer m.b.t. het bewijs verworpen."
    of_a_court = extract(invented(text, court="Rechtbank Voorbeeldstad", text_is="abstract"))
    assert [(s.kind, s.total) for s in of_a_court.imposed] == [("community_service", "PT60H")]
    assert extract(invented(text, text_is="abstract")).imposed == ()
    assert extract(invented("Taakstraf van 60 uren.", court="Hoge Raad", text_is="abstract")).imposed == ()


@pytest.mark.parametrize(
    "words",
    [
        "legt een contactverbod ",  # took 16 seconds
        "gevangenisstraf van 3 maanden ",
        "Terbeschikkingstelling en tbs en een PIJ. ",
        "verdachte moet aan de staat betalen. ",
    ],
)
def test_a_long_text_is_read_in_little_time(words: str) -> None:
    begun = time.process_time()
    AbstractReader(words * (60_000 // len(words)), cassation=False)
    assert time.process_time() - begun < 3  # each took from 6 seconds on


def test_a_sentence_without_end_is_read_to_its_end() -> None:
    reader = AbstractReader("Verdachte heeft spullen weggenomen, " * 100 + "gevangenisstraf van 3 maanden")
    assert rows(reader.sanctions(reader.imposed)) == [["prison", "P3M", None, None, None]]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("De officier van justitie eiste 2 jaar, de rechtbank legde 20 maanden op.", "20 maanden"),
        ("Oplichting. Straf: 9 maanden.", "9 maanden"),
        ("Mensenhandel. In beginsel past 2 jaar. De rechtbank legt 18 maanden op.", "18 maanden"),
        ("TUL van 3 maanden cel toegewezen. Nieuwe straf 2 maanden voor diefstal.", "2 maanden"),
        ("Straf van 4 maanden onvoorwaardelijk.", "4 maanden"),
        ("15 mnd, wv 5 vw.", "15 mnd"),
        ("12 jaar voor moord.", "12 jaar"),
        ("Doodslag. 11 jaar. Schokschade toegewezen.", "11 jaar"),
        ("Straf conform eis: 18 maanden.", "18 maanden"),
        ("Veroordeling doodslag, 8 jaar.", "8 jaar"),
        ("De man werd in 2015 veroordeeld tot 4 jaar en krijgt nu 2 jaar.", "2 jaar"),
    ],
)
def test_a_length_of_no_punishment_named_is_a_doubt(text: str, length: str) -> None:
    doubts = [doubt for doubt in AbstractReader(text).doubts if doubt.field == "imposed"]
    assert [(doubt.reason, doubt.evidence and doubt.evidence.quote) for doubt in doubts] == [(NAMELESS, length)]


def test_the_form_of_a_hospital_order_that_is_only_demanded_is_in_no_doubt() -> None:
    text = "Het OM eist 3 jaar cel en tbs; de rechtbank legt 2 jaar cel op zonder tbs."
    assert [doubt for doubt in AbstractReader(text).doubts if doubt.field == "imposed"] == []


@pytest.mark.parametrize(
    ("told", "doubted"),
    [
        ("voorwaardelijk met een contactverbod.", True),
        ("waarvan 2 maanden voorwaardelijk. Contactverbod.", True),
        ("voorwaardelijk, contactverbod en gebiedsverbod.", True),
        ("waarvan 2 maanden voorwaardelijk, met als bijzondere voorwaarde een contactverbod.", False),
        ("voorwaardelijk. Aan het voorwaardelijke deel is een gebiedsverbod en een contactverbod verbonden.", False),
        ("waarvan 2 maanden voorwaardelijk, en een contactverbod van 2 jaar (38v).", False),
        ("en een contactverbod.", False),
        ("voorwaardelijk wegens overtreden van een contactverbod.", False),
    ],
    ids=["with_it", "alone", "in_a_row", "condition", "bound", "measure", "not_suspended", "broken"],
)
def test_a_ban_beside_a_suspended_sentence_is_a_doubt(told: str, *, doubted: bool) -> None:
    doubts = AbstractReader(f"Stalking. Gevangenisstraf van 3 maanden {told}").doubts
    assert [doubt.reason for doubt in doubts] == [UNTOLD_BAN] * doubted
