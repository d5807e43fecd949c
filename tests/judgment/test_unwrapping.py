"""Texts that were broken at a width, and texts that were not."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction.extractor import extract
from vonnis.judgment.canonical import canonical
from vonnis.judgment.reading import read
from vonnis.judgment.unwrapping import unwrapped

TEXT = """RECHTBANK VOORBEELDSTAD
Parketnummer: 99/000001-20
Vonnis van de meervoudige kamer van 15 oktober 2020
in de strafzaak tegen
[verdachte], geboren op [geboortedatum] 1985 te [geboorteplaats], wonende te [woonplaats], hierna te noemen \
verdachte.
1 De procedure
De zaak is op de openbare terechtzitting van 1 oktober 2020 inhoudelijk behandeld, waarbij de officier van \
justitie en de verdediging hun standpunten naar voren hebben gebracht.
6 De motivering van de straf
De officier van justitie heeft gevorderd dat verdachte zal worden veroordeeld tot een gevangenisstraf voor de \
duur van 6 maanden, waarvan 2 maanden voorwaardelijk met een proeftijd van 2 jaren.
8 De beslissing
De rechtbank:
- verklaart bewezen dat verdachte het ten laste gelegde heeft begaan, zoals hiervoor onder 4 is vermeld;
- veroordeelt verdachte tot een gevangenisstraf voor de duur van 4 (vier) maanden, waarvan 1 (één) maand \
voorwaardelijk met een proeftijd van 2 (twee) jaren;
- veroordeelt verdachte tot een taakstraf van 60 uren, te vervangen door 30 dagen hechtenis als verdachte de \
taakstraf niet naar behoren verricht.
Dit vonnis is gewezen door mr. A. Voorbeeld, voorzitter."""


def wrapped(text: str, width: int) -> str:
    """Return a text whose every paragraph is broken at a width."""
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def values(found: Any) -> Any:
    """Return a record without its passages, whose places differ from one text to another."""
    if isinstance(found, dict):
        return {key: values(value) for key, value in found.items() if key not in {"evidence", "parts", "text_sha256"}}
    return [values(one) for one in found] if isinstance(found, list | tuple) else found


def record(text: str) -> Any:
    """Return the record of a plain text, without its passages."""
    return values(msgspec.to_builtins(extract(read(text.encode(), name="x.txt"))))


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100])
def test_a_text_broken_at_a_width_is_whole_again(width: int) -> None:
    assert unwrapped(wrapped(TEXT, width)) == TEXT


def test_a_broken_text_gives_the_same_record_with_its_own_passages() -> None:
    judgment = read(wrapped(TEXT, 60).encode(), name="x.txt")
    assert record(wrapped(TEXT, 60)) == record(TEXT)
    for sanction in extract(judgment).imposed:
        sanction.evidence.check(judgment.text)


LINES = {
    "paragraphs": TEXT,
    "one line": "Taakstraf 40 uren, subsidiair 20 dagen.",
    "list": "\n".join(f"- feit {n}: {'een ' * (n % 9)}vermeld onder {n}" for n in range(1, 40)),
    "narrow": "\n".join(["een twee drie"] * 30),
    "blank lines between": "\n\n".join(["Een alinea van een zin, die niet lang is."] * 9),
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_text_that_was_not_broken_stays(text: str) -> None:
    assert unwrapped(text) == text


BROKEN = {
    "a list after a semicolon": "aaaa bbbb cccc dddd eeee ffff gggg;\nhhhh iiii jjjj kkkk llll mmmm nnnn",
    "an item": "aaaa bbbb cccc dddd eeee ffff gggg.\n- hhhh iiii jjjj kkkk llll mmmm nn",
    "a clause of the decision": "aaaa bbbb cccc dddd eeee ffff gggg.\nVeroordeelt iiii jjjj kkkk llll mmmm",
    "a heading": "aaaa bbbb cccc dddd eeee ffff gggg.\nDe beslissing",
    "a line after a heading": "De beslissing van de rechtbank\nhhhh iiii jjjj kkkk llll mmmm nnnn oooo",
}
FILLING = "\n".join(["een twee drie vier vijf zes zeven acht", "negen tien elf twaalf dertien veertien"] * 9)


@pytest.mark.parametrize("lines", BROKEN.values(), ids=BROKEN)
def test_what_begins_a_line_of_its_own_is_not_joined(lines: str) -> None:
    assert lines in unwrapped(f"{FILLING}\n\n{lines}\n\n{FILLING}")


def test_a_word_broken_at_its_hyphen_is_whole_again() -> None:
    text = unwrapped(
        f"{FILLING}\n\neen twee drie vier vijf zes advocaat-\ngeneraal en een twee drie vier fiets-\nen elf"
    )
    assert text.endswith("advocaat-generaal en een twee drie vier fiets- en elf")


@given(st.lists(st.text("abc .;:-\n1A", max_size=90), max_size=30), st.integers(30, 80))
def test_no_word_is_lost_or_added(paragraphs: list[str], width: int) -> None:
    text = canonical(wrapped("\n".join(paragraphs), width))
    assert "".join(unwrapped(text).split()) == "".join(text.split())


def test_real_judgments_broken_at_a_width_give_the_same_record(judgments: Path) -> None:
    for path in sorted((judgments / "text").glob("*.txt"))[::6]:
        text = canonical(path.read_text(encoding="utf-8"))
        assert record(wrapped(text, 60)) == record(text), path.stem
