"""OpenDocument texts, good and bad, as files in a folder may hold them."""

from __future__ import annotations

import io
import zipfile

import pytest

import vonnis
from vonnis.errors import NotAJudgmentError, ProtectedError, UnreadableError
from vonnis.judgment.readers.odt import read_odt

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""

NOTE = """<text:p>Zin<text:note><text:note-citation>1</text:note-citation>\
<text:note-body><text:p>Noot</text:p></text:note-body></text:note> af.</text:p>"""
TABLE = """<table:table><table:table-row><table:table-cell><text:p>links</text:p></table:table-cell>\
<table:table-cell><text:p>rechts</text:p></table:table-cell></table:table-row></table:table>"""


def odt(body: str, *, manifest: str = "<manifest/>", kind: str = "text") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        package.writestr("content.xml", CONTENT.format(body=body))
        package.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


def text_of(body: str) -> str:
    return read_odt(odt(body), "x.odt").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>Een</text:p><text:p>twee</text:p>", "Een\ntwee"),
        ("<text:p>Een<text:s text:c='3'/>twee<text:tab/>drie</text:p>", "Een twee drie"),
        ("<text:p>Een<text:line-break/>twee</text:p>", "Een\ntwee"),
        ("<text:p>Een <text:span>vet</text:span> woord</text:p>", "Een vet woord"),
        ("<text:list><text:list-item><text:p>punt</text:p></text:list-item></text:list>", "punt"),
        (
            NOTE,
            "Zin af.\nNoot",
        ),
        ("<text:tracked-changes><text:p>weg</text:p></text:tracked-changes><text:p>blijft</text:p>", "blijft"),
        ("<text:p>a<office:annotation><text:p>opmerking</text:p></office:annotation>b</text:p>", "ab"),
        (
            TABLE,
            "links | rechts",
        ),
    ],
)
def test_words_come_in_their_order(body: str, text: str) -> None:
    assert text_of(body) == text


def test_headings_are_marked() -> None:
    draft = read_odt(odt("<text:h>De beslissing</text:h><text:p>Taakstraf.</text:p>"), "x.odt")
    assert [draft.text[heading.start : heading.end] for heading in draft.headings] == ["De beslissing"]
    assert draft.headings[0].marked


def test_a_judgment_is_read_from_it() -> None:
    body = (
        "<text:p>Vonnis van de rechtbank</text:p><text:p>veroordeelt verdachte tot een taakstraf van 40 uren</text:p>"
    )
    judgment = vonnis.read(odt(body), name="zaak.odt")
    assert judgment.text.startswith("Vonnis van de rechtbank")


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (odt("", manifest="<manifest:encryption-data/>"), ProtectedError, "password"),
        (odt("<text:p>x</text:p>")[:200], UnreadableError, "x.odt"),
        (odt("<text:p>"), UnreadableError, "broken"),
        (odt("<text:p>brood, melk</text:p>"), NotAJudgmentError, "none of the words"),
        (odt("", kind="spreadsheet"), NotAJudgmentError, "not one judgment"),
        (odt("<text:section>" * 300 + "</text:section>" * 300), UnreadableError, "x.odt"),
    ],
    ids=["password", "cut off", "broken", "no judgment", "spreadsheet", "too deep"],
)
def test_what_cannot_be_read_is_said(data: bytes, error: type[UnreadableError], said: str) -> None:
    with pytest.raises(error, match=said):
        vonnis.read(data, name="x.odt")
