"""A draft that people wrote in Word keeps its comments, tracked changes, notes and header in a refresh."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.report.invented import AT, document, masthead, released
from vonnis.report.printing import Printer
from vonnis.report.word.package import zipped
from vonnis.report.word.refreshing import Refreshed, refresh

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:author="A. Writer" w:date="2026-01-05T10:00:00Z"'
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def control(id_: str, shown: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{id_}"/><w:tag w:val="vonnis:nl:value:{id_}"/></w:sdtPr>'
        f"<w:sdtContent>{run(shown)}</w:sdtContent></w:sdt>"
    )


def paragraph(*parts: str) -> str:
    return f"<w:p {W}>{''.join(parts)}</w:p>"


DELETED = control("victims", "40").replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
TABLE = (
    f'<w:tbl {W}><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
    '<w:tr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
)
BODY = [
    paragraph(run("Er zijn "), control("clients", "99"), run(" klanten, zoals eerder gemeld.")),
    paragraph(f'<w:ins w:id="901" {BY}>', run("Ingevoegd: "), control("clients", "98"), "</w:ins>"),
    paragraph(f'<w:del w:id="902" {BY}>', DELETED, "</w:del>", run("en verder")),
    paragraph(
        f'<w:del w:id="903" {BY}><w:r><w:delText>oud</w:delText></w:r></w:del>',
        f'<w:ins w:id="904" {BY}>{run("nieuw")}</w:ins>',
        run(" {{ "), '<w:proofErr w:type="spellStart"/>', run("girls_share"), run(":basis }} meisjes"),
    ),
    TABLE.format(paragraph(control("clients", "97"))),
    paragraph(control("no_such_figure", "12"), run(" onbekend")),
]  # fmt: skip


def footnotes() -> str:
    """Return a part with the two notes that Word needs, and one with a control in it."""
    ends = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for number, kind, mark in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    )
    note = f'<w:footnote w:id="2">{paragraph(run("Van de "), control("clients", "95"))}</w:footnote>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {W}>{ends}{note}</w:footnotes>'


@cache
def draft() -> bytes:
    """Return a document of python-docx with a comment, a header, a note, and a control in every kind of place."""
    made = docx.Document()
    first = made.add_paragraph("Begin")
    made.add_comment(first.runs, text="Klopt dit getal?", author="B. Reader", initials="BR")
    made.sections[0].header.paragraphs[0]._p.addnext(parse_xml(paragraph(control("clients", "96"))))
    note = paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>')
    for xml in reversed([*BODY, note]):
        first._p.addnext(parse_xml(xml))
    stream = io.BytesIO()
    made.save(stream)
    found = parts(stream.getvalue())
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    kind = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES}"/></Types>'
    found[types] = found[types].replace(b"</Types>", kind.encode())
    relation = f'<Relationship Id="rNotes" Type="{RELATION}" Target="footnotes.xml"/></Relationships>'
    found[relations] = found[relations].replace(b"</Relationships>", relation.encode())
    return zipped({**found, "word/footnotes.xml": footnotes().encode()}, at=AT)


def parts(data: bytes) -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(data))
    return {name: package.read(name) for name in package.namelist()}


def refreshed(data: bytes) -> Refreshed:
    printers = {language: Printer(released(), masthead(), language) for language in ("nl", "en")}
    return refresh(data, name="draft.docx", documents={"nl": document("nl"), "en": document("en")}, printers=printers)


@cache
def done() -> Refreshed:
    return refreshed(draft())


def without_numbers(xml: bytes) -> str:
    """Return a part with the words of its controls taken out, and what somebody asked for by name."""
    tree = etree.fromstring(xml)
    for content in tree.iter("{*}sdtContent"):
        for text in content.iter("{*}t"):
            text.text = ""
    canonical: bytes = etree.tostring(tree, method="c14n")
    return canonical.decode()


def test_every_number_is_brought_up_to_date_wherever_it_stands() -> None:
    places = ("99", "98", "97", "96", "95")
    assert {f"clients: {old} became 101" for old in places} <= set(done().changed)
    assert len(done().changed) == len(places) + 1


def test_an_unknown_id_is_listed_and_a_deleted_number_is_left_alone() -> None:
    assert done().stale == ("no_such_figure: the release holds no such figure",)
    body = parts(done().data)["word/document.xml"].decode()
    assert '<w:delText xml:space="preserve">40</w:delText>' in body


def test_an_id_that_word_keeps_in_pieces_is_found() -> None:
    assert "girls_share: {{ girls_share:basis }} became 36 van 41 slachtoffers" in done().changed
    words = "".join(map(str, etree.fromstring(parts(done().data)["word/document.xml"]).itertext()))
    assert "nieuw 36 van 41 slachtoffers meisjes" in words


def test_text_comments_notes_and_tracked_changes_keep_every_byte() -> None:
    before, after = parts(draft()), parts(done().data)
    assert list(before) == list(after)
    touched = {"word/document.xml", "word/footnotes.xml", "word/header1.xml"}
    assert {name for name in before if before[name] != after[name]} == touched
    for name in touched - {"word/document.xml"}:
        assert without_numbers(before[name]) == without_numbers(after[name]), name
    asked = re.compile(r"<w:p>(?:(?!</w:p>).)*meisjes.*?</w:p>")
    bodies = [without_numbers(one["word/document.xml"]) for one in (before, after)]
    assert asked.sub("", bodies[0]) == asked.sub("", bodies[1])
    for kept in (b"901", b"902", b"903", b"904", b"commentRangeStart", b"footnoteReference"):
        assert before["word/document.xml"].count(kept) == after["word/document.xml"].count(kept), kept


def test_a_refresh_adds_nothing_that_the_format_forbids(tmp_path: Path) -> None:
    errors = []
    for name, data in (("before", draft()), ("after", done().data)):
        (tmp_path / f"{name}.docx").write_bytes(data)
        errors.append({one.description for one in OpenXmlValidator().validate(str(tmp_path / f"{name}.docx")).errors})
    assert errors[1] <= errors[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [pytest.param("nl-NL", "slachtoffers", id="Dutch"), pytest.param("en-GB", "victims", id="English")],
)
def test_numbers_are_written_in_the_language_of_a_draft_without_any(language: str, words: str) -> None:
    made = docx.Document()
    made.add_paragraph("{{ girls_share:basis }}")
    stream = io.BytesIO()
    made.save(stream)
    found = parts(stream.getvalue())
    found["word/styles.xml"] = found["word/styles.xml"].replace(b'w:val="en-US"', f'w:val="{language}"'.encode())
    assert words in refreshed(zipped(found, at=AT)).changed[0]


def emptied(words: str = "") -> bytes:
    """Return a draft with a control that somebody emptied: Word shows a prompt there, or nothing at all."""
    prompt = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{words}</w:t></w:r>' if words else ""
    xml = (
        '<w:sdt><w:sdtPr><w:tag w:val="vonnis:nl:low:girls_share"/><w:showingPlcHdr/></w:sdtPr>'
        f"<w:sdtContent>{prompt}</w:sdtContent></w:sdt>"
    )
    made = docx.Document()
    made.paragraphs or made.add_paragraph("Begin")
    made.paragraphs[0]._p.addnext(parse_xml(paragraph(xml)))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("words", [pytest.param("Klik hier.", id="a prompt"), pytest.param("", id="nothing")])
def test_an_emptied_control_gets_its_number_again(words: str) -> None:
    again = refreshed(emptied(words))
    assert again.changed == (f"girls_share (low end): {words or 'nothing'} became 74%",)
    body = parts(again.data)["word/document.xml"].decode()
    assert ">74%<" in body
    assert "showingPlcHdr" not in body
    assert "PlaceholderText" not in body


@pytest.mark.parametrize(
    ("beside", "order"),
    [
        pytest.param("<w:tab/>{}", "tab 101", id="a tab before it"),
        pytest.param("<w:footnoteRef/><w:t>Van de </w:t>{}<w:br/>", "footnoteRef Van de 101 br", id="a note's number"),
        pytest.param('{}<w:footnoteReference w:id="2"/>', "101 footnoteReference", id="a note behind it"),
        pytest.param("{}<w:tab/>{}", "101 tab 101", id="two in one run"),
    ],
)
def test_what_stands_beside_an_id_in_its_run_stays_in_its_place(beside: str, order: str) -> None:
    runs = f"<w:r><w:rPr><w:b/></w:rPr>{beside.replace('{}', '<w:t>{{ clients }}</w:t>')}</w:r>"
    found = parts(draft())
    body = found["word/document.xml"].decode().replace("<w:body>", f"<w:body><w:p>{runs}</w:p>", 1)
    after = parts(refreshed(zipped({**found, "word/document.xml": body.encode()}, at=AT)).data)
    first = etree.fromstring(after["word/document.xml"]).find(".//{*}p")
    assert first is not None
    children = [child for run in first.iter("{*}r") for child in run if child.text != ""]
    assert all(run[0].tag.endswith("rPr") for run in first.iter("{*}r"))
    named = (child.text if child.tag.endswith("}t") else etree.QName(child).localname for child in children)
    assert " ".join(str(one).strip() for one in named if one != "rPr") == order
