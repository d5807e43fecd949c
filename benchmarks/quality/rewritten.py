"""The labelled judgments written otherwise: what is read must not hang on how a text is laid out or worded.

Each rewriting changes every text in one way that changes nothing it says: lines broken at a width, headings in
capitals or gone, numbers in words, other turns of phrase. A judgment endures a rewriting when all scored values are
those that its text as published gives. This tells more of texts elsewhere than a score on the texts that the rules
were written on.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from vonnis.extraction.extractor import extract
from vonnis.extraction.numbers import number_of
from vonnis.extraction.record import ExtractionRecord, Sanction
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read

Rewriting = Callable[[str], str]
_TWICE = re.compile(r"\b(\d{1,3})\s*\(([a-zéëï]+)\)")


class Endured(msgspec.Struct, frozen=True, kw_only=True):
    """In how many of so many judgments a rewriting changed no scored value."""

    rewriting: str
    same: int
    of: int


def broken_at(width: int) -> Rewriting:
    """Return the rewriting that breaks every paragraph at a width."""
    return lambda text: "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def _headings(text: str) -> tuple[Judgment, list[tuple[int, int, bool]]]:
    """Return the judgment and its headings, the last first, each with whether the decision stands under it."""
    judgment = _read(text)
    found = [(s.heading.start, s.heading.end, s.kind == "dictum") for s in judgment.sections if s.heading]
    return judgment, [place for place in reversed(found) if place[1] > place[0]]


def in_capitals(text: str) -> str:
    """Return a text with its headings in capitals."""
    judgment, headings = _headings(text)
    words = judgment.text
    for start, end, _ in headings:
        words = words[:start] + words[start:end].upper() + words[end:]
    return words


def without_heading_of_decision(text: str) -> str:
    """Return a text without the line that announces the decision."""
    judgment, headings = _headings(text)
    words = judgment.text
    for start, end, decides in headings:
        words = words[:start] + words[end + 1 :] if decides else words
    return words


def numbers_said(said: str) -> Rewriting:
    """Return the rewriting that says numbers given twice ("6 (zes)") as ``words``, as ``digits``, or ``turned``."""

    def one(match: re.Match[str]) -> str:
        digits, words = match.groups()
        forms = {"words": words, "digits": digits, "turned": f"{words} ({digits})"}
        return forms[said] if number_of(words) == int(digits) else match.group()

    return lambda text: _TWICE.sub(one, text)


def replaced(pattern: str, replacement: str) -> Rewriting:
    """Return the rewriting that replaces a pattern everywhere."""
    return lambda text: re.sub(pattern, replacement, text)


REWRITINGS: Mapping[str, Rewriting] = {
    "lines broken at 60 characters": broken_at(60),
    "lines broken at 100 characters": broken_at(100),
    "every line a paragraph": replaced(r"\n", "\n\n"),
    "no-break spaces": replaced(" ", "\u00a0"),
    "headings in capitals": in_capitals,
    "no heading above the decision": without_heading_of_decision,
    "other bullets": replaced(r"(?m)^[-–•]\s*", "* "),
    "no bullets": replaced(r"(?m)^[-–•]\s*", ""),
    "numbers in words alone": numbers_said("words"),
    "numbers in digits alone": numbers_said("digits"),
    "words before digits": numbers_said("turned"),
    "of in place of for the duration of": replaced("voor de duur van", "van"),
    "demands in the present tense": replaced("heeft gevorderd", "vordert"),
    "amounts behind EUR": replaced(r"€ ?(?=\d)", "EUR "),
    "months cut short": replaced(r"\bmaanden\b", "mnd"),
}


def _read(text: str) -> Judgment:
    return read(text.encode(), name="judgment.txt")


def _scored(record: ExtractionRecord) -> object:
    """Return the values of a record that labels score, whatever their passages."""

    def rows(sanctions: tuple[Sanction, ...]) -> list[tuple[str | None, ...]]:
        return sorted(((s.kind, s.total, s.suspended, s.probation, s.substitute) for s in sanctions), key=str)

    plain = (record.outcome, record.decision, record.instance, record.demand_stated, record.pretrial_detention_deducted)
    person = (record.defendant.birth_year, record.defendant.sex)
    return (
        rows(record.imposed),
        rows(record.demanded),
        plain,
        person,
        sorted((p.law, p.article) for p in record.statutes),
    )


def endured(folder: Path) -> tuple[Endured, ...]:
    """Return for each rewriting how many of the texts in a folder it leaves with the same values."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    plain = [_scored(extract(_read(text))) for text in texts]
    return tuple(
        Endured(
            rewriting=name,
            same=sum(_scored(extract(_read(rewrite(text)))) == value for text, value in zip(texts, plain, strict=True)),
            of=len(texts),
        )
        for name, rewrite in REWRITINGS.items()
    )
