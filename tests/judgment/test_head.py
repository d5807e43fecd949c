"""What the head of a text states about itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from vonnis.judgment.courts import courts, mentions
from vonnis.judgment.head import read_head
from vonnis.judgment.reading import read

DAY = dt.date(2017, 4, 4)
DAYS = {
    "Datum uitspraak: 4 april 2017": DAY,
    "Uitspraakdatum: 4 april 2017": DAY,
    "Datum vonnis:\n4 april 2017": DAY,
    "Uitspraak d.d.: 4 april 2017": DAY,
    "Uitspraak : 4 april 2017": DAY,
    "Datum uitspraak\n04-04-2017\nDatum publicatie\n05-06-2018": DAY,
    "Datum uitspraak: dinsdag 4 april 2017": DAY,
    "vonnis van de meervoudige kamer d.d. 4 april 2017": DAY,
    "Vonnis van de meervoudige kamer van 4 april 2017\nin de strafzaak": DAY,
    "Arrest d.d. 4 april 2017 van het gerechtshof te Leeuwarden": DAY,
    "Verkort arrest van 4 april 2017": DAY,
    "Dit vonnis is gewezen door mr. A, rechter, en uitgesproken ter openbare terechtzitting op 4 april 2017.": DAY,
    "en op 4 april 2017 ter openbare terechtzitting uitgesproken.": DAY,
    "Aldus gewezen en uitgesproken op de openbare terechtzitting van dinsdag 4 april 2017 te 13.30 uur.": DAY,
    "4 april 2017\nStrafkamer\nArrest": DAY,
    "op het hoger beroep tegen het vonnis van de rechtbank Gelderland van 4 april 2017": None,
    "Arrest op het hoger beroep, ingesteld tegen het vonnis van 4 april 2017 in de zaak": None,
    "Vonnis op tegenspraak, naar aanleiding van de terechtzitting van 4 april 2017": None,
    "Verdachte is geboren op 4 april 2017": None,
    "Datum uitspraak: 31 april 2017": None,
}


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_day(text: str, expected: dt.date | None) -> None:
    metadata = read_head(text)
    assert metadata.date == expected
    assert ("date" in metadata.evidence) == (expected is not None)


def test_the_day_of_this_judgment_before_that_of_another() -> None:
    head = read_head(
        "Arrest\ntegen het vonnis van de rechtbank van 1 mei 2010.\nBewezen.\nUitgesproken op 4 april 2017."
    )
    assert head.date == DAY


COURTS = {
    "RECHTBANK ZUTPHEN\nSector straf": "Rechtbank Zutphen",
    "Rechtbank\nMidden-Nederland": "Rechtbank Midden-Nederland",
    "Arrondissementsrechtbank te Utrecht": "Rechtbank Utrecht",
    "arrest van het gerechtshof te ’s-Hertogenbosch": "Gerechtshof 's-Hertogenbosch",
    "Hof Den Bosch": "Gerechtshof 's-Hertogenbosch",
    "gerechtshof Arnhem-Leeuwarden, zittingsplaats Arnhem": "Gerechtshof Arnhem-Leeuwarden",
    "HOGE RAAD DER NEDERLANDEN": "Hoge Raad",
    "Gerecht in eerste aanleg van Curaçao": "Gerecht in eerste aanleg van Curaçao",
    "Arrest tegen het vonnis van de rechtbank Gelderland van 4 april 2017": None,
    "hoger beroep van de rechtbank Gelderland\ngerechtshof Amsterdam": "Gerechtshof Amsterdam",
    "Vonnis van dit Gerecht": None,
    "De griffie van de rechtbank Utrecht ontving": None,
}


@pytest.mark.parametrize(("text", "expected"), COURTS.items())
def test_court(text: str, expected: str | None) -> None:
    assert read_head(text).court == expected


NUMBERS = {
    "Parketnummer: 06/990021-09": ("06/990021-09",),
    "Parketnummers: 16.990035.23, 16.990042.23 (gev. ttz.), 16.990049.21 (vord.tul.)": (
        *("16.990035.23", "16.990042.23"),
        "16.990049.21",
    ),
    "parketnummer: 16/990056-09, 16/990063-08 (gevoegd) en 16/ 990070-07 (TUL) [P]": (
        *("16/990056-09", "16/990063-08"),
        "16/990070-07",
    ),
    "Rolnummer: 22-990077-17 Parketnummer: 09-990084-16": ("22-990077-17", "09-990084-16"),
    "Zaaknummer: 353187\nRekestnummer: HA RK 10-81": ("353187", "HA RK 10-81"),
    "Parketnummer: 24-990091-08\nParketnummer eerste aanleg: 18-990098-06": ("24-990091-08",),
    "tegen het vonnis van de rechtbank met parketnummer 05-990105-12": (),
    "kenmerken 12/00440, 12/00443 en 12/00445": ("12/00440", "12/00443", "12/00445"),
    "Parketnummer: onbekend": (),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_case_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert read_head(text).case_numbers == expected


def test_ecli_and_its_passage() -> None:
    head = read_head("ECLI:NL:RBFIC:2020:12\nRechtbank Utrecht")
    assert head.ecli == "ECLI:NL:RBFIC:2020:12"
    assert {field: span.quote for field, span in head.evidence.items()} == {
        "ecli": "ECLI:NL:RBFIC:2020:12",
        "court": "Rechtbank Utrecht",
    }


def test_each_name_in_the_list_is_found() -> None:
    for court in courts():
        assert [mention.court for mention in mentions(f"xx {court.name}, yy")] == [court], court.name


def test_heads_of_real_judgments_agree_with_their_ecli(judgments: Path) -> None:
    codes = {court.name: court.code for court in courts()}
    nameless = {"J39", "J68"}  # these name their court nowhere
    for line in (judgments / "gold.jsonl").read_text().splitlines():
        labelled = json.loads(line)
        if not labelled["ecli"]:
            continue
        judgment = read(judgments / "text" / f"{labelled['id']}.txt")
        _, _, code, year, _ = labelled["ecli"].split(":")
        assert str(judgment.date)[:4] == year, labelled["id"]
        if labelled["id"] not in nameless:
            assert codes.get(judgment.court or "") == code, labelled["id"]
        for span in judgment.metadata.evidence.values():
            span.check(judgment.text)
