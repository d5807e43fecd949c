"""The block that the judiciary's site puts above a judgment."""

from __future__ import annotations

import datetime as dt

import pytest

from vonnis.judgment.reading import read
from vonnis.judgment.site_block import read_site_block

ROWS = {
    "Instantie": "Rechtbank Utrecht",
    "Datum uitspraak": "04-04-2017",
    "Datum publicatie": "05-05-2017",
    "Zaaknummer": "16/123456-16 en 16-654321-15 (tul)",
    "Rechtsgebieden": "Strafrecht",
    "Bijzondere kenmerken": "Eerste aanleg - meervoudig",
    "Inhoudsindicatie": "Diefstal. Taakstraf 40 uren.",
    "Vindplaatsen": "Rechtspraak.nl",
}
BODY = (
    "<h2>Uitspraak</h2><p>Vonnis van de politierechter</p>"
    "<h3>De beslissing</h3><p>De rechtbank veroordeelt verdachte.</p>"
)
LAYOUTS = {
    "divisions": "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in ROWS.items()),
    "list": f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in ROWS.items())}</dl>",
    "table": f"<table>{''.join(f'<tr><td>{label}</td><td>{value}</td></tr>' for label, value in ROWS.items())}</table>",
    "labels with a colon": "".join(f"<p>{label}: {value}</p>" for label, value in ROWS.items()),
    "copied as text": "<pre>" + "".join(f"{label}\n{value}\n" for label, value in ROWS.items()) + "</pre>",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_saved_page(layout: str) -> None:
    page = f"<!doctype html><title>ECLI:NL:RBUTR:2017:1</title><h1>ECLI:NL:RBUTR:2017:1</h1>{layout}{BODY}"
    judgment = read(page.encode(), name="x.html")
    metadata = judgment.metadata
    assert (metadata.ecli, metadata.court, metadata.date) == (
        "ECLI:NL:RBUTR:2017:1",
        "Rechtbank Utrecht",
        dt.date(2017, 4, 4),
    )
    assert metadata.case_numbers == ("16/123456-16", "16-654321-15")
    assert (metadata.procedures, metadata.subjects) == (("Eerste aanleg - meervoudig",), ("Strafrecht",))
    assert metadata.issued == dt.date(2017, 5, 5)
    assert [section.kind for section in judgment.sections] == ["head", "abstract", "head", "dictum"]
    for span in metadata.evidence.values():
        span.check(judgment.text)


@pytest.mark.parametrize("missing", ["Instantie", "Datum uitspraak", "Datum publicatie"])
def test_half_a_block_is_no_block(missing: str) -> None:
    text = "".join(f"{label}\n{value}\n" for label, value in ROWS.items() if label != missing)
    assert read_site_block(text) is None


def test_a_day_that_the_calendar_has_not() -> None:
    block = read_site_block("Instantie\nHof\nDatum uitspraak\n31-02-2017\nDatum publicatie\nonbekend\nUitspraak\n")
    assert block is not None
    assert (block.metadata.date, block.metadata.issued, block.headings) == (None, None, ())
