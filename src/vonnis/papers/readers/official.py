"""Read the XML of official publications: parliamentary papers, answers in the annex, proceedings.

Several schemas are in use (op-xsd-2012 and later), so the reader goes by what elements hold: an element with words of
its own is a paragraph, one with elements only is a block. A footnote follows the paragraph that it stands in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.span import Span
from vonnis.papers.identity import dossier_of, published_id, session_of
from vonnis.sources.answers import iso_day, local_name

_DOSSIER = re.compile(r"(\d{2}\s?\d{3})(?:[\s-]+([IVXLC]+[A-C]?)\b)?")
_INLINE = frozenset(
    {"nadruk", "extref", "intref", "sup", "inf", "voornaam", "achternaam", "dossiernr", "noot.nr", "ondernummer"}
)
_HEADINGS = frozenset({"titel", "tussenkop", "kop", "subtitel"})
_NUMBERS = frozenset({"li.nr", "nr"})
_HEAD_LINES = 40
_SILENT = frozenset({"metadata", "colspec", "noot.nr", "illustratie", "plaatje"})


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What the metadata of a publication state."""

    id: str | None
    title: str
    date: dt.date | None
    dossiers: tuple[str, ...]
    number: str | None
    session: str | None
    kind: str


def compose(root: etree._Element) -> str:
    """Return the canonical text of a publication."""
    walk = _Walk()
    walk.blocks(root)
    return walk.composition.compose()[0]


def stated_in(root: etree._Element) -> Stated:
    """Return what a publication states about itself, in its metadata or its marked-up head."""
    meta = {one.get("name", ""): (one.get("content") or "").strip() for one in root.iterfind(".//{*}metadata/{*}meta")}
    identifier = meta.get("DC.identifier", "")
    head = [*root.iterfind(".//{*}dossiernummer"), *root.iterfind(".//{*}dossiernr")]
    digits = tuple(filter(None, (dossier_in(_words(one)) for one in head)))
    number = meta.get("OVERHEIDop.ondernummer") or _words(root.find(".//{*}ondernummer"))
    return Stated(
        id=published_id(identifier) if identifier else None,
        title=meta.get("DC.title") or _title(root),
        date=_first_day(meta, "DCTERMS.issued", "DC.date", "DCTERMS.available"),
        dossiers=tuple(dict.fromkeys((*_dossiers(meta), *digits))),
        number=number.strip() or None,
        session=session_of(meta.get("OVERHEIDop.vergaderjaar", "")),
        kind=meta.get("DC.type") or _words(root.find(".//{*}stuk/{*}titel")),
    )


def dossier_title_in(root: etree._Element, text: str) -> Span | None:
    """Return where the text prints the title of the last dossier in the head; that title is not what the paper says."""
    titles = {words for one in root.iterfind(".//{*}dossier/{*}titel") if (words := _words(one))}
    at, found = 0, None
    for line in text.split("\n", _HEAD_LINES):
        if " ".join(line.split()) in titles:
            found = Span.of(text, at, at + len(line))
        at += len(line) + 1
    return found


def dossier_in(text: str) -> str | None:
    """Return the dossier that a short text holds (``28 638``, ``36 200-VI``), or None."""
    found = _DOSSIER.search(text)
    return dossier_of(found[1], found[2]) if found else None


def _dossiers(meta: Mapping[str, str]) -> Iterator[str]:
    for part in meta.get("OVERHEIDop.dossiernummer", "").split(";"):
        if found := dossier_in(part):
            yield found


def _first_day(meta: Mapping[str, str], *names: str) -> dt.date | None:
    return next((day for name in names if (day := iso_day(meta.get(name, ""))) is not None), None)


def _title(root: etree._Element) -> str:
    parts = [_words(root.find(".//{*}dossier/{*}titel")), _words(root.find(".//{*}stuk/{*}titel"))]
    return "; ".join(filter(None, parts))


def _words(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


class _Walk:
    """One pass over a publication, from its elements to the lines of a text."""

    def __init__(self) -> None:
        self.composition = Composition()
        self.number = ""

    def blocks(self, element: etree._Element) -> None:
        """Add the lines of an element."""
        name = local_name(element)
        if name in _SILENT or not isinstance(element.tag, str):
            return
        if name == "row":
            self._row(element)
        elif name in _NUMBERS:
            self.number = _words(element)
        elif _is_paragraph(element):
            self._paragraph(element, heading=name in _HEADINGS)
        else:
            self.composition.lines.append("")
            for child in element.iterchildren("*"):
                self.blocks(child)

    def _paragraph(self, element: etree._Element, *, heading: bool) -> None:
        notes: list[etree._Element] = []
        text = "".join(_pieces(element, notes))
        if self.number and text.strip():
            text, self.number = f"{self.number} {text}", ""
        if local_name(element) == "ondernummer" and text.strip():
            text = f"Nr. {text.strip()}" if text.strip().isdigit() else text
        if heading:
            self.composition.heading(text)
        else:
            self.composition.lines.append(text)
        for note in notes:
            self.composition.lines.append(" ".join("".join(map(str, note.itertext())).split()))

    def _row(self, row: etree._Element) -> None:
        cells = [[_words(entry)] for entry in row.iterchildren("*")]
        self.composition.lines.extend(row_lines(cells))


def _is_paragraph(element: etree._Element) -> bool:
    """Tell whether an element has words of its own, or nothing but inline elements."""
    if element.text and not element.text.isspace():
        return True
    children = [local_name(child) for child in element.iterchildren("*")]
    if any(child.tail and not child.tail.isspace() for child in element):
        return True
    return bool(children) and all(name in _INLINE for name in children)


def _pieces(element: etree._Element, notes: list[etree._Element]) -> Iterator[str]:
    """Yield the words of a paragraph, and set its footnotes apart."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            if local_name(child) == "noot":
                notes.append(child)
            else:
                yield from _pieces(child, notes)
        if child.tail:
            yield child.tail
