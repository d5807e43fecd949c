"""The PDF: tagged after PDF/UA-1, with language, title, bookmarks and text for every picture; the same bytes each time.

Typst refuses a document that breaks PDF/UA-1; ``pdfua`` and the structure as pypdf reads it check that once more.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from tests.report.invented import document, written
from vonnis.report.document import Block, Cell, Document, Number, Paragraph, Picture, Points, Table, Words
from vonnis.report.paper.typesetting import drawn, pdf, source
from vonnis.report.words import Language


@pytest.fixture(scope="module", params=["nl", "en"])
def made(request: pytest.FixtureRequest) -> tuple[Language, bytes]:
    return request.param, pdf(document(request.param))


@pytest.fixture(scope="module")
def reader(made: tuple[Language, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(made[1]))


def elements(node: Any) -> Iterator[Any]:
    """Yield every element of the tree of tags."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K", []))


def root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def tags(reader: PdfReader) -> list[str]:
    return [element["/S"] for element in elements(root(reader)["/StructTreeRoot"])]


def test_it_declares_what_it_is(made: tuple[Language, bytes], reader: PdfReader) -> None:
    top = root(reader)
    assert bool(top["/MarkInfo"]["/Marked"])
    assert top["/Lang"].startswith(made[0])
    assert bool(top["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"pdfuaid:part>1<" in top["/Metadata"].get_object().get_data()


def test_it_is_titled_fictional_and_dated_by_its_argument(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(("FICTIEF: ", "FICTIONAL: "))
    assert reader.metadata.creation_date is not None
    assert f"{reader.metadata.creation_date:%Y-%m-%d %H:%M}" == "2026-11-23 12:00"


def test_every_picture_has_its_text(made: tuple[Language, bytes], reader: PdfReader) -> None:
    figures = [e for e in elements(root(reader)["/StructTreeRoot"]) if e["/S"] == "/Figure"]
    pictures = [block for block in document(made[0]).blocks() if isinstance(block, Picture)]
    assert [str(figure["/Alt"]) for figure in figures] == [picture.alternative for picture in pictures]


def test_tables_have_head_cells_and_chapters_are_headings(made: tuple[Language, bytes], reader: PdfReader) -> None:
    found = tags(reader)
    tables = [block for block in document(made[0]).blocks() if isinstance(block, Table)]
    assert found.count("/Table") == len(tables)
    assert found.count("/TH") == sum(len(table.head) for table in tables)
    assert found.count("/H1") == len(document(made[0]).chapters)


def test_bookmarks_are_the_chapters(made: tuple[Language, bytes], reader: PdfReader) -> None:
    top = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    for chapter, title in zip(document(made[0]).chapters, top, strict=True):
        assert chapter.title in title


def test_fiction_stands_on_every_page(reader: PdfReader) -> None:
    assert len(reader.pages) > 8
    for page in reader.pages:
        assert "FICTI" in page.extract_text()[:200]


def test_fonts_are_embedded(reader: PdfReader) -> None:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & inner.keys()


def test_the_checker_of_pdf_ua_finds_nothing(made: tuple[Language, bytes], tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(made[1])
    command = [sys.executable, "-m", "pdfua", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_same_document_gives_the_same_bytes(made: tuple[Language, bytes]) -> None:
    assert pdf(document(made[0])) == made[1]


def test_no_text_is_read_as_a_command() -> None:
    nasty = 'a #let x = 1 "quoted" \\ $x$ *b* _c_ <d> @e `f` [g] {h} // i'
    made = msgspec.structs.replace(written("# A {#a}\n\nwords\n"), notice=nasty)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(made))).pages)
    assert "#let x = 1" in text
    assert "// i" in text


def test_a_drawing_on_paper_needs_no_page_around_it() -> None:
    picture = next(block for block in document("nl").blocks() if isinstance(block, Picture))
    plain, width = drawn(picture.wide)
    assert "var(" not in plain
    assert 600 < width < 720


def test_an_interim_report_carries_its_word_across_every_page() -> None:
    made = msgspec.structs.replace(document("en"), watermark="INTERIM")
    assert 'watermark: "INTERIM"' in source(made)
    pages = PdfReader(io.BytesIO(pdf(made))).pages
    assert all("INTERIM" in page.extract_text() for page in pages)


def test_no_column_is_narrower_than_its_longest_word() -> None:
    words = [
        "In the reference study",
        "101",
        "d_sentence_class",
        "an answer of many words that may run over lines " * 3,
    ]
    cells = tuple(Cell((Words(text),), right=place in (0, 1)) for place, text in enumerate(words))
    wide = Table(id="table-x", number="1", caption=(), head=cells, rows=(cells,))
    report = document("en")
    chapter = msgspec.structs.replace(report.chapters[0], blocks=(wide,))
    text = source(msgspec.structs.replace(report, chapters=(chapter,)))
    widths = re.search(r"#sheet\(.*?\((\d+fr|auto), (\w+), (\w+), (\d+)fr,\)", text)
    assert widths is not None
    assert (widths[2], widths[3]) == ("auto", "auto")
    share = int(widths[1].removesuffix("fr")) / (int(widths[1].removesuffix("fr")) + int(widths[4]))
    assert share * (96 - len("101") - len("d_sentence_class")) >= len("reference")


def test_a_no_break_space_keeps_a_column_as_wide_as_what_it_holds_together() -> None:
    kept = "12% (10%\u00a0to\u00a014%,\u00a0at\u00a095%)"
    cells = tuple(Cell((Words(text),)) for text in (kept, "a reason of many words that may run over lines " * 6))
    wide = Table(id="table-x", number="1", caption=(), head=cells, rows=(cells,))
    report = document("en")
    chapter = msgspec.structs.replace(report.chapters[0], blocks=(wide,))
    text = source(msgspec.structs.replace(report, chapters=(chapter,)))
    widths = re.search(r"#sheet\(.*?\((\d+)fr, (\d+)fr,\)", text)
    assert widths is not None
    share = int(widths[1]) / (int(widths[1]) + int(widths[2]))
    assert share * 96 >= len(kept.split(" ")[1])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_note_of_a_table_that_fits_a_page_stays_on_its_page(language: Language) -> None:
    text = source(document(language))
    noted = re.findall(r", (true|false), (true|false)\)\n#remark\[", text)
    assert len(noted) > 3
    assert {(long, sticks) for long, sticks in noted} <= {("true", "false"), ("false", "true")}
    assert not re.findall(r", (?:true|false), true\)\n(?!#remark\[)", text)


def with_blocks(*blocks: Block) -> Document:
    """Return a sheet with one chapter of these blocks."""
    report = document("en")
    chapter = msgspec.structs.replace(report.chapters[0], blocks=blocks)
    return msgspec.structs.replace(report, kind="sheet", chapters=(chapter,))


def test_a_long_table_begins_below_its_heading() -> None:
    cells = (Cell((Words("a word"),)), Cell((Words("another"),)))
    table = Table(id="t", number="1", caption=(Words("Rows"),), head=cells, rows=(cells,) * 60, notes=(Words("note"),))
    pages = PdfReader(io.BytesIO(pdf(with_blocks(table)))).pages
    assert pages[0].extract_text().count("another") > 10


def test_a_chapter_of_which_everything_was_left_out_has_its_heading() -> None:
    assert source(with_blocks()).count("#heading(level: 1)") == 1


def test_a_long_name_of_a_variable_has_its_own_width() -> None:
    named = (Cell((Words("d_demanded_and_imposed_long", "code"),)), Cell((Words("what it asks, in many words " * 4),)))
    table = Table(id="t", number="1", caption=(), head=named, rows=(named,))
    assert re.search(r"#sheet\(.*?\(auto, \d+fr,\)", source(with_blocks(table)))


def test_the_colophon_is_not_torn_apart() -> None:
    assert "#block(breakable: false)[#definition(" in source(document("nl"))


def test_a_sentence_stays_with_the_list_that_it_leads_in() -> None:
    led, other = (Paragraph((Words(text),)) for text in ("What changed:", "A sentence."))
    text = source(with_blocks(led, Points(((Words("one"),),)), other))
    assert text.count("#leading[") == 1
    assert text.index("#leading[") < text.index("What changed") < text.index("#list")


@pytest.mark.parametrize(("items", "together"), [(3, True), (7, False)])
def test_a_short_list_stays_on_one_page(items: int, together: bool) -> None:  # noqa: FBT001
    text = source(with_blocks(Points(((Words("one"),),) * items)))
    assert ("#block(breakable: false)[#list[" in text) is together


def test_the_ends_of_intervals_stand_on_one_line() -> None:
    def row(label: str, *ends: str) -> tuple[Cell, ...]:
        cells = [Cell((Number(figure="f", value=1.0, shown=end),) if end else ()) for end in ends]
        return (Cell((Words(label),)), *cells)

    head = tuple(Cell((Words(word),)) for word in ("Figure", "95% interval", "Then"))
    table = Table(id="t", number="1", caption=(), head=head[:2], rows=(row("a", "-90 days to -89 days"), row("b", "")))
    assert re.search(r"#sheet\(.*?\(\w+, auto,\)", source(with_blocks(table)))
    two = msgspec.structs.replace(table, head=head, rows=(row("a", "-90 days to -89 days", "12% (10% to 14%)"),))
    assert re.search(r"#sheet\(.*?\(\w+, \d+fr, \d+fr,\)", source(with_blocks(two)))
