"""Word documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.judgment.papers import saved, word
from vonnis.errors import TooLargeError, UnreadableError
from vonnis.judgment.readers.word import read_word
from vonnis.judgment.section import Heading


def test_paragraphs_and_headings() -> None:
    draft = read_word(word(["RECHTBANK", "10. De  beslissing", "Veroordeelt."]), "x.docx")
    assert draft.text == "RECHTBANK\n\n10. De beslissing\nVeroordeelt."
    assert draft.headings == (Heading(11, 28, None, marked=True),)


def test_headings_of_a_dutch_word() -> None:
    document = Document()
    style = document.styles.add_style("Kop 7", 1)
    document.add_paragraph("De eis", style=style)
    assert read_word(saved(document), "x.docx").headings == (Heading(0, 6, None, marked=True),)


def test_tables_stand_in_their_place() -> None:
    document = Document()
    document.add_paragraph("Voor")
    table = document.add_table(2, 2)
    for place, words in {(0, 0): "feit", (0, 1): "1", (1, 0): "a\nb", (1, 1): "c"}.items():
        table.cell(*place).text = words
    table.cell(1, 1).add_table(1, 2).cell(0, 0).text = "binnen"
    document.add_paragraph("Na")
    assert read_word(saved(document), "x.docx").text.split() == [
        "Voor",
        "feit",
        "|",
        "1",
        "a",
        "b",
        "c",
        "binnen",
        "Na",
    ]


RUN = "<w:r><w:t>a</w:t></w:r>"
SOFT = "strafzaak-x"
PARAGRAPHS = {
    "tab and break": ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc"),
    "tab stops are no words": (f"<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>{RUN}", "a"),
    "inserted": (f"<w:ins w:id='1' w:author='x'>{RUN}</w:ins>", "a"),
    "struck out": (f"{RUN}<w:del w:id='1' w:author='x'><w:r><w:delText>b</w:delText></w:r></w:del>", "a"),
    "field": ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "3"),
    "hyphens": ("<w:r><w:t>straf</w:t><w:softHyphen/><w:t>zaak</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r>", SOFT),
    "text box": (f"{RUN}<w:txbxContent><w:p>{RUN}</w:p><w:p>{RUN}</w:p></w:txbxContent>{RUN}", "a\na\n\na\na"),
    "content control": (f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>", "a"),
}


@pytest.mark.parametrize(("inside", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraph(inside: str, expected: str) -> None:
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
    assert read_word(saved(document), "x.docx").text == expected


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word document with one part changed or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return made.getvalue()


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_follow_their_paragraph(kind: str) -> None:
    reference = f"<w:r><w:t>Een</w:t><w:{kind}Reference w:id='2'/><w:t> zin.</w:t></w:r>"
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{reference}</w:p>"))
    document.element.body.insert(1, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Twee.</w:t></w:r></w:p>"))
    notes = (
        f"<w:{kind}s {nsdecls('w')}><w:{kind} w:id='0' w:type='separator'><w:p><w:r><w:t>--</w:t></w:r></w:p>"
        f"</w:{kind}><w:{kind} w:id='2'><w:p><w:r><w:t>Noot.</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId99" Type="{office}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = f'<Override PartName="/word/{kind}s.xml" ContentType="{content}"/></Types>'
    data = with_part(saved(document), f"word/{kind}s.xml", lambda _: notes.encode())
    data = with_part(
        data,
        "word/_rels/document.xml.rels",
        lambda old: old.replace(b"</Relationships>", relation.encode()),
    )
    data = with_part(data, "[Content_Types].xml", lambda old: old.replace(b"</Types>", part.encode()))
    assert read_word(data, "x.docx").text == "Een zin.\nNoot.\nTwee."


BAD = {
    "cut off": (word()[:3000], UnreadableError),
    "broken XML": (with_part(word(), "word/document.xml", lambda old: old[:400]), UnreadableError),
    "no document": (with_part(word(), "[Content_Types].xml", lambda _: b"<Types/>"), UnreadableError),
    "a bomb": (with_part(word(), "word/media/x.png", lambda _: b"\0" * 30_000_000), TooLargeError),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD)
def test_bad_input(data: bytes, error: type[UnreadableError]) -> None:
    with pytest.raises(error, match=r"^x\.docx"):
        read_word(data, "x.docx")
