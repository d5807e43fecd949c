"""Invented judgments for a corpus; no such case, court decision or person exists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.sax.saxutils import escape

from vonnis.corpus.library import Library
from vonnis.workflow.corpus import Added, Keeper
from vonnis.workflow.corpus_reading import Way

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
_XML = """<?xml version="1.0" encoding="utf-8"?>
<open-rechtspraak xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:psi="http://psi.rechtspraak.nl/" xmlns:ecli="https://e-justice.europa.eu/ecli">
<rdf:RDF><rdf:Description><dcterms:identifier>{ecli}</dcterms:identifier>
<dcterms:modified>{modified}</dcterms:modified><dcterms:creator>{court}</dcterms:creator>
<dcterms:date>{date}</dcterms:date><psi:zaaknummer>{number}</psi:zaaknummer><dcterms:type>{type}</dcterms:type>
<psi:procedure>{procedure}</psi:procedure>{relation}</rdf:Description></rdf:RDF>
{body}</open-rechtspraak>
"""
_RELATION = (
    '<dcterms:relation ecli:resourceIdentifier="{ecli}" psi:type="http://psi.rechtspraak.nl/{type}" '
    'psi:aanleg="http://psi.rechtspraak.nl/{stage}" psi:gevolg="http://psi.rechtspraak.nl/gevolg#{effect}">x'
    "</dcterms:relation>"
)
LINES = (
    "Parketnummer: {number}",
    "De officier van justitie heeft gevorderd een gevangenisstraf van 6 maanden.",
    "De beslissing",
    "De rechtbank veroordeelt de verdachte tot een gevangenisstraf voor de duur van 4 maanden.",
)


def judgment(  # noqa: PLR0913 - what differs between the judgments of a test
    ecli: str = "ECLI:NL:RBAMS:2021:1", *, lines: tuple[str, ...] = (), date: str = "2021-03-01",
    with_text: bool = True,
    modified: str = "2021-04-01T00:00:00", type_: str = "Uitspraak", number: str = "99/000001-21", relation: str = "",
) -> bytes:  # fmt: skip
    """Return an invented judgment as XML; ``lines`` come before those that every one has."""
    paragraphs = "".join(f"<para>{escape(line.format(number=number))}</para>" for line in (*lines, *LINES))
    body = f'<uitspraak xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0">{paragraphs}</uitspraak>'
    return _XML.format(
        ecli=ecli, modified=modified, court=f"Rechtbank {ecli.split(':')[2]}", date=date, number=number, type=type_,
        procedure="Eerste aanleg - meervoudig", relation=relation, body=body if with_text else "",
    ).encode()  # fmt: skip


def relation(ecli: str, stage: str, *, type_: str = "hogerBeroep", effect: str = "") -> str:
    """Return what an envelope says about another decision in the case."""
    return _RELATION.format(ecli=ecli, stage=stage, type=type_, effect=effect)


def write(folder: Path, *documents: bytes) -> Path:
    """Write documents as files, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in documents:
        ecli = data.partition(b"identifier>")[2].partition(b"<")[0].decode()
        (folder / f"{ecli.replace(':', '_')}.xml").write_bytes(data)
    return folder


def add(corpus: Path, *paths: Path, **way: object) -> Added:
    """Add paths to a corpus in this process."""
    return Keeper(corpus, now=lambda: NOW).add(map(str, paths), way=Way(**way))  # type: ignore[arg-type]


def opened(corpus: Path) -> Library:
    """Return the library of a corpus, to read."""
    from vonnis.corpus.library import open_library

    return open_library(corpus, read_only=True)
