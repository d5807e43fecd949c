"""Pages of the open-data index."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from vonnis.judgment.readers.atom import read_atom
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.reading import read_all
from vonnis.sources.document import Document

ENTRY = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Index</title><entry{}><id>ECLI:NL:RBFIC:2021:5</id>'
    "<title>{}</title><summary>{}</summary><updated>2021-01-04T14:02:41Z</updated></entry></feed>"
)
TITLE = "ECLI:NL:RBFIC:2021:5, Rechtbank Fictie, 04-01-2021, 08.990007.20 en 08-990014-18 (vordering TUL)"


def only(title: str = TITLE, summary: str = "Taakstraf 40 uren", extra: str = "") -> Draft:
    (draft,) = read_atom(etree.fromstring(ENTRY.format(extra, title, summary)))
    return draft


def test_entry() -> None:
    draft = only()
    assert (draft.id, draft.text, draft.text_is) == ("ECLI:NL:RBFIC:2021:5", "Taakstraf 40 uren", "abstract")
    assert draft.metadata is not None
    assert draft.metadata.ecli == "ECLI:NL:RBFIC:2021:5"
    assert draft.metadata.court == "Rechtbank Fictie"
    assert draft.metadata.date == dt.date(2021, 1, 4)
    assert draft.metadata.case_numbers == ("08.990007.20", "08-990014-18")
    assert draft.metadata.modified == dt.datetime(2021, 1, 4, 14, 2, 41, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("title", "court", "date"),
    [
        pytest.param("Rechtbank Fictie, 31-02-2021, 1/2", "Rechtbank Fictie", None, id="no such day"),
        pytest.param("Gerecht van A, B en C, 04-01-2021", "Gerecht van A, B en C", dt.date(2021, 1, 4), id="commas"),
        pytest.param("Iets anders", None, None, id="another title"),
    ],
)
def test_title(title: str, court: str | None, date: dt.date | None) -> None:
    metadata = only(f"ECLI:NL:RBFIC:2021:5, {title}").metadata
    assert metadata is not None
    assert (metadata.court, metadata.date, metadata.ecli) == (court, date, "ECLI:NL:RBFIC:2021:5")


@pytest.mark.parametrize(
    "draft",
    [pytest.param(only(summary="-"), id="dash"), pytest.param(only(extra=' deleted="ecli"'), id="deleted")],
)
def test_no_text(draft: Draft) -> None:
    assert draft.text == ""


def test_real_pages(judgments: Path) -> None:
    pages = sorted((judgments / "atom").glob("*.atom"))
    entries = [
        entry for page in pages for entry in read_all(Document(id=page.stem, origin=page.name, data=page.read_bytes()))
    ]
    assert len(entries) == 1000 * len(pages)
    assert all(entry.ecli == entry.id and entry.court and entry.date for entry in entries)
    assert all(entry.text_is == "abstract" for entry in entries)
    assert all([section.kind for section in entry.sections] == ["abstract"] for entry in entries if entry.text)
