"""Read what the publisher states about a judgment: the RDF block of the Rechtspraak open-data envelope."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from vonnis.judgment.judgment import Metadata, Relation

ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}")

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_TERMS = "{http://purl.org/dc/terms/}"
_PSI = "{http://psi.rechtspraak.nl/}"
_RELATION = f"{_TERMS}relation"
_FIELDS = {
    f"{_TERMS}identifier": "ecli",
    f"{_TERMS}creator": "court",
    f"{_TERMS}date": "date",
    f"{_PSI}zaaknummer": "numbers",
    f"{_TERMS}type": "type",
    f"{_PSI}procedure": "procedures",
    f"{_TERMS}subject": "subjects",
    f"{_TERMS}issued": "issued",
    f"{_TERMS}modified": "modified",
    f"{_TERMS}replaces": "replaces",
}
_ECLI_ID = "{https://e-justice.europa.eu/ecli}resourceIdentifier"
_TYPES: dict[str, Literal["uitspraak", "conclusie"]] = {"uitspraak": "uitspraak", "conclusie": "conclusie"}
_BETWEEN_NUMBERS = re.compile(r"\s*[;,&]\s*|\s+(?:en|en/of|/|\|)\s+", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)?")
_PLAIN_NUMBERS = re.compile(r"\d[\d./:-]{4,}(?:\s+\d[\d./:-]{4,})+")


def read_metadata(root: etree._Element) -> Metadata:
    """Return what both ``rdf:Description`` blocks state; where they differ, the first one holds.

    A value that is not in the form of its kind (a date that is none) counts as not stated.
    """
    words: dict[str, list[str]] = {field: [] for field in _FIELDS.values()}
    relations: list[Relation] = []
    for block in root.iterchildren(f"{_RDF}RDF"):
        for description in block:
            for item in description:
                field = _FIELDS.get(item.tag)
                if field is not None and (text := item.text):
                    words[field].append(" ".join(text.split()))
                elif item.tag == _RELATION:
                    relations.extend(_relation(item))
    return Metadata(
        ecli=next((match.group() for text in words["ecli"] if (match := ECLI.fullmatch(text))), None),
        court=next(filter(None, words["court"]), None),
        date=next(_dates(words["date"]), None),
        case_numbers=tuple(dict.fromkeys(part for text in words["numbers"] for part in case_numbers_in(text))),
        type=next((_TYPES.get(text.lower()) for text in words["type"]), None),
        procedures=_each(words["procedures"]),
        subjects=_each(words["subjects"]),
        relations=tuple(relations),
        issued=next(_dates(words["issued"]), None),
        modified=next(_moments(words["modified"]), None),
        replaces=_each(words["replaces"]),
    )


def _each(texts: list[str]) -> tuple[str, ...]:
    """Return what is stated, each once."""
    return tuple(dict.fromkeys(filter(None, texts)))


def case_numbers_in(statement: str) -> Iterator[str]:
    """Yield the case numbers in a publisher's statement of them, such as ``08.990007.20 en 08-990014-18 (TUL)``."""
    for part in _BETWEEN_NUMBERS.split(" ".join(_REMARK.sub(" ", statement).split())):
        number = part.strip()
        if _PLAIN_NUMBERS.fullmatch(number):
            yield from number.split()
        elif any(character.isdigit() for character in number):
            yield number


def _relation(item: etree._Element) -> Iterator[Relation]:
    """Yield the relation that an element states, if it names another decision by ECLI."""
    ecli = ECLI.fullmatch((item.get(_ECLI_ID) or "").strip())
    if ecli:
        parts = (_last_part(item.get(_PSI + name)) for name in ("type", "aanleg", "gevolg"))
        yield Relation(ecli.group(), *parts)


def _last_part(uri: str | None) -> str | None:
    """Return what a value-list URI says: what follows its ``#``, or else its last ``/``."""
    if not uri:
        return None
    before, mark, after = uri.partition("#")
    return (after if mark else before.rpartition("/")[2]) or None


def _dates(texts: list[str]) -> Iterator[dt.date]:
    """Yield the texts that are dates, as dates."""
    for text in texts:
        try:
            yield dt.date.fromisoformat(text[:10])
        except ValueError:
            continue


def _moments(texts: list[str]) -> Iterator[dt.datetime]:
    """Yield the texts that are dates with a time, as such."""
    for text in texts:
        try:
            yield dt.datetime.fromisoformat(text)
        except ValueError:
            continue
