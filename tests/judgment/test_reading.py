"""Reading a document as a judgment, whatever its form."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

import vonnis
from tests.judgment.papers import LINES, pdf, word
from tests.judgment.readers.envelopes import ECLI, envelope
from vonnis.errors import UsageError
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.readers.sniff import form_of
from vonnis.judgment.reading import read, read_all, reading
from vonnis.judgment.steps import in_step
from vonnis.sources.document import Document

TEXT = "\n".join(LINES)
FORMS = {
    "plain": (TEXT.encode(), "plain"),
    "pdf": (pdf(LINES), "pdf"),
    "word": (word(), "docx"),
    "html": (f"<!DOCTYPE html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body>".encode(), "html"),
    "html without a head": ("".join(f"<p>{line}</p>" for line in LINES).encode(), "html"),
    "html after a comment": (f"<!-- saved --><html><pre>{TEXT}</pre></html>".encode(), "html"),
    "xml": (envelope("<para>Een.</para>"), "xml"),
    "xml after blank lines": (b"\r\n\n" + envelope("<para>Een.</para>"), "xml"),
    "xml after a mark": (b"\xef\xbb\xbf" + envelope("<para>Een.</para>"), "xml"),
    "xml in UTF-16": (envelope("<para>Een.</para>").decode().encode("utf-16"), "xml"),
}


@pytest.mark.parametrize(("data", "form"), FORMS.values(), ids=FORMS)
def test_form_is_told_by_content(data: bytes, form: str) -> None:
    assert form_of(data, "x") == form


@pytest.mark.parametrize("form", ["plain", "pdf", "word", "html", "html without a head", "html after a comment"])
def test_a_judgment_without_metadata(form: str) -> None:
    judgment = read(FORMS[form][0], name="map/zaak.bin")
    assert (judgment.id, judgment.court) == ("zaak", "Rechtbank Zutphen")
    assert judgment.date == dt.date(2009, 10, 28)
    assert judgment.metadata.case_numbers == ("06/990021-09",)
    (dictum,) = judgment.of_kind("dictum")
    assert "veroordeelt" in judgment.text[dictum.start : dictum.end]


@pytest.mark.parametrize("form", ["xml", "xml after blank lines", "xml after a mark", "xml in UTF-16"])
def test_a_published_judgment(form: str) -> None:
    judgment = read(FORMS[form][0], name="x.txt")
    assert (judgment.ecli, judgment.text, judgment.metadata.evidence) == (ECLI, "Een.", {})


@pytest.mark.parametrize("form", ["plain", "xml"])
def test_to_read_step_by_step_gives_the_same(form: str) -> None:
    document = Document(id="zaak", origin="zaak", data=FORMS[form][0])
    assert in_step([reading(document), reading(document)]) == [list(read_all(document))] * 2


def test_sections_cover_the_text() -> None:
    judgment = read(envelope("<para>Kop.</para><para>De rechtbank.</para>", abstract="<para>Kort.</para>"))
    places = [section.start for section in judgment.sections]
    assert [0, *(section.end for section in judgment.sections)] == [*places, len(judgment.text)]
    assert [section.kind for section in judgment.sections] == ["abstract", "head"]


def test_metadata_only() -> None:
    judgment = read(envelope())
    assert (judgment.ecli, judgment.text, judgment.sections, judgment.text_sha256) == (ECLI, "", (), None)


def test_what_the_publisher_leaves_out_comes_from_the_head() -> None:
    data = envelope("<para>Rechtbank Utrecht</para>").replace(b"Rechtbank\n        Fictie", b" ")
    judgment = read(data)
    assert judgment.court == "Rechtbank Utrecht"
    assert judgment.metadata.evidence["court"].quote == "Rechtbank Utrecht"
    assert judgment.date == dt.date(2020, 1, 2)


@pytest.mark.parametrize("text_is", ["dictum", "abstract"])
def test_a_text_that_is_one_part(text_is: vonnis.judgment.judgment.TextIs) -> None:
    judgment = read(b"Taakstraf 40 uren / 20 dagen", text_is=text_is)
    assert [(section.kind, section.start, section.end) for section in judgment.sections] == [(text_is, 0, 28)]
    assert judgment.text_is == text_is
    assert judgment.date is None


FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>',
    "<entry><id>ECLI:NL:RBFIC:2021:{}</id><title>x</title><summary>Straf</summary></entry>",
)


def feed(entries: int) -> bytes:
    return FEED[0].format("".join(FEED[1].format(number) for number in range(1, entries + 1))).encode()


def test_an_index_page() -> None:
    judgments = list(read_all(Document(id="x", origin="x.atom", data=feed(3))))
    assert [judgment.id for judgment in judgments] == [f"ECLI:NL:RBFIC:2021:{number}" for number in (1, 2, 3)]
    assert read(feed(1)).text_is == "abstract"


def test_an_index_page_is_not_one_judgment() -> None:
    with pytest.raises(UsageError, match=r"^x\.atom holds several entries; .*read_all"):
        read(feed(2), name="x.atom")


def test_a_path_of_any_kind(tmp_path: Path) -> None:
    path = tmp_path / "zaak 1.txt"
    path.write_text(TEXT)
    assert vonnis.read(path) == vonnis.read(os.fspath(path)) == vonnis.read(TEXT.encode(), name="zaak 1.txt")


def all_read(folder: Path) -> list[Judgment]:
    return [read(path) for path in sorted(folder.iterdir())]


def test_real_material_reads(judgments: Path) -> None:
    texts, published = all_read(judgments / "text"), all_read(judgments / "xml")
    assert (len(texts), len(published)) == (46, 95)
    without_text = [judgment.id for judgment in (*texts, *published) if not judgment.text]
    assert without_text == [
        "ECLI_NL_GHAMS_2007_AZ8310",
        "ECLI_NL_GHAMS_2007_BC1110",
        "ECLI_NL_GHARN_2007_53",
        "ECLI_NL_RBAMS_2007_YB0083",
    ]
    for judgment in (*texts, *published):
        for before, after in zip(judgment.sections, judgment.sections[1:], strict=False):
            assert before.end == after.start, judgment.id
        if judgment.text:
            assert (judgment.sections[0].start, judgment.sections[-1].end) == (0, len(judgment.text))
