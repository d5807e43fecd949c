"""The Word document: valid, with real captions, references, contents, footnotes, head rows and controls."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from docx import Document as OpenedDocument
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.report.invented import document
from vonnis.report.document import Paragraph, Picture, Points, Table, Words
from vonnis.report.word.body import Body, bookmark
from vonnis.report.word.controls import Tag, control_id, read_tag
from vonnis.report.word.package import docx
from vonnis.report.words import Language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module", params=["nl", "en"])
def made(request: pytest.FixtureRequest) -> tuple[Language, bytes]:
    return request.param, docx(document(request.param))


@pytest.fixture(scope="module")
def parts(made: tuple[Language, bytes]) -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(made[1]))
    return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def body(parts: dict[str, bytes]) -> Any:
    return etree.fromstring(parts["word/document.xml"])


def instructions(body: Any) -> list[str]:
    return ["".join(node.itertext()).strip() for node in body.iter(f"{W}instrText")]


def test_it_is_valid(made: tuple[Language, bytes], tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(made[1])
    result = OpenXmlValidator().validate(str(path))
    assert [error.description for error in result.errors] == []


def test_a_reader_of_word_opens_it(made: tuple[Language, bytes]) -> None:
    opened = OpenedDocument(io.BytesIO(made[1]))
    titles = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    chapters = [chapter.title for chapter in document(made[0]).chapters if chapter.kind == "chapter"]
    assert titles == chapters
    assert opened.core_properties.title.startswith(("FICTIEF: ", "FICTIONAL: "))


def test_captions_are_numbered_by_word(made: tuple[Language, bytes], body: Any) -> None:
    blocks = list(document(made[0]).blocks())
    found = [code.split()[1] for code in instructions(body) if code.startswith("SEQ")]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    tables = [block for block in blocks if isinstance(block, Table)]
    word = {"nl": ("Figuur", "Tabel"), "en": ("Figure", "Table")}[made[0]]
    assert (found.count(word[0]), found.count(word[1])) == (len(pictures), len(tables))


def test_references_lead_to_bookmarks_that_stand_there(body: Any) -> None:
    names = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    asked = [code.split()[1] for code in instructions(body) if code.startswith("REF")]
    assert len(asked) >= 3
    assert set(asked) <= names
    anchors = {node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink") if node.get(f"{W}anchor")}
    assert anchors <= names
    assert sum(code.startswith("TOC") for code in instructions(body)) == 1


def test_every_field_is_closed(body: Any) -> None:
    kinds = [node.get(f"{W}fldCharType") for node in body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(instructions(body))


def test_footnotes_stand_in_their_part(parts: dict[str, bytes], body: Any) -> None:
    marks = [node.get(f"{W}id") for node in body.iter(f"{W}footnoteReference")]
    notes = [node.get(f"{W}id") for node in etree.fromstring(parts["word/footnotes.xml"]).iter(f"{W}footnote")]
    assert len(marks) >= 5
    assert notes == ["-1", "0", *marks]


def test_tables_have_a_head_row_and_a_title(body: Any) -> None:
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) > 10
    for table in tables:
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")


def test_pictures_have_their_text(made: tuple[Language, bytes], body: Any, parts: dict[str, bytes]) -> None:
    described = [node.get("descr") for node in body.iter() if node.tag.endswith("}docPr")]
    pictures = [block for block in document(made[0]).blocks() if isinstance(block, Picture)]
    assert described == [picture.alternative for picture in pictures]
    assert sum(name.startswith("word/media/") for name in parts) == len(pictures)


def test_numbers_are_controls_with_the_id_of_the_figure(body: Any) -> None:
    tags = [node.get(f"{W}val") for node in body.iter(f"{W}tag")]
    assert "vonnis:nl:value:one_day_share" in tags or "vonnis:en:value:one_day_share" in tags
    assert all(read_tag(tag) is not None and len(tag) <= 64 for tag in tags)
    ids = [node.get(f"{W}val") for node in body.iter(f"{W}id") if node.getparent().tag == f"{W}sdtPr"]
    assert len(ids) == len(set(ids)) == len(tags)


def test_fiction_stands_in_header_and_captions(parts: dict[str, bytes]) -> None:
    assert re.search(r"FICTI(EF|ONAL)", parts["word/header.xml"].decode())
    captions = re.findall(r'<w:pStyle w:val="Caption"/>.*?</w:p>', parts["word/document.xml"].decode())
    assert captions
    assert all("FICTI" in caption for caption in captions)


def test_the_same_document_gives_the_same_bytes(made: tuple[Language, bytes]) -> None:
    assert docx(document(made[0])) == made[1]


def test_entries_carry_the_time_of_the_document(made: tuple[Language, bytes]) -> None:
    times = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(made[1])).infolist()}
    assert times == {(2026, 11, 23, 12, 0, 0)}


def test_a_long_id_gets_a_tag_that_word_can_hold() -> None:
    tag = Tag("nl", "value", "sentence_class.1_day_with_community_service_nothing_suspended.clients")
    assert len(tag.text) <= 64
    assert tag.text.startswith("vonnis:nl:value:#")
    assert read_tag("somebody else") is None
    assert control_id(tag.text, 1) != control_id(tag.text, 2)


@pytest.mark.parametrize("id_", ["chart-a", "table-" + "long_" * 20])
def test_a_bookmark_has_a_name_that_word_allows(id_: str) -> None:
    assert re.fullmatch(r"[A-Za-z]\w{0,39}", bookmark(id_))


def test_a_sentence_that_leads_a_list_in_stays_on_its_page() -> None:
    made = document("nl")
    led = Paragraph((Words("Dit veranderde:"),))
    chapter = msgspec.structs.replace(made.chapters[0], blocks=(led, Points(((Words("iets"),),)), led))
    text = Body(msgspec.structs.replace(made, chapters=(chapter,)), {}).whole()
    assert text.count("Dit veranderde:") == 2
    assert text.count('<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:t xml:space="preserve">Dit veranderde:') == 1
