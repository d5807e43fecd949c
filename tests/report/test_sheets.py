"""The shorter papers: two pages for the public, charts that travel with their source, numbers with theirs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from tests.report.invented import document, masthead, released
from vonnis.errors import DisclosureError
from vonnis.report.document import Picture, Table, numbers, plain
from vonnis.report.sheets import KINDS, Kind, sheet, sheet_files
from vonnis.report.words import LANGUAGES, Language


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return sheet_files(released(), masthead(), reports=[document("nl"), document("en")])


def text(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_sheet_is_a_tagged_pdf_marked_as_fiction(made: dict[str, bytes], kind: str, language: str) -> None:
    reader = PdfReader(io.BytesIO(made[f"{kind}.{language}.pdf"]))
    assert b"pdfuaid:part>1<" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()  # type: ignore[index]
    for page in reader.pages:
        assert "FICTI" in page.extract_text()[:200]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_public_summary_fills_two_pages_at_most(made: dict[str, bytes], language: str) -> None:
    assert len(PdfReader(io.BytesIO(made[f"summary.{language}.pdf"])).pages) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_each_sheet_tells_where_help_is_found(made: dict[str, bytes], kind: str) -> None:
    assert "chatmetfier.nl" in text(made[f"{kind}.nl.pdf"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_speaker_reads_source_and_id_of_each_number(language: Language) -> None:
    paper = sheet(released(), masthead(), kind="speaker", language=language)
    table = next(block for block in paper.blocks() if isinstance(block, Table))
    assert len(table.rows) > 5
    for row in table.rows:
        figure = next(part.figure for part in row[0].line if hasattr(part, "figure"))
        assert plain(row[3].line).endswith(f"; {figure}")


def test_charts_are_there_as_png_and_svg_with_finding_and_source(made: dict[str, bytes]) -> None:
    pictures = [block for block in document("nl").blocks() if isinstance(block, Picture)]
    assert len(pictures) > 5
    assert any(picture.notes for picture in pictures)
    for picture in pictures:
        svg = etree.fromstring(made[f"figures/{picture.figure}.nl.svg"])
        words = " ".join(str(word) for word in svg.itertext())
        assert plain(picture.finding).split(",")[0][:30] in words
        assert "Bron: " in words
        assert " ".join(picture.notes) in words
        assert "FICTIEF" in words
        assert svg.get("aria-label") == picture.alternative
        assert made[f"figures/{picture.figure}.nl.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_print_the_same_numbers(kind: Kind) -> None:
    papers = [sheet(released(), masthead(), kind=kind, language=language) for language in LANGUAGES]
    dutch, english = ([(n.figure, n.part) for n in numbers(paper)] for paper in papers)
    assert dutch
    assert dutch == english


def test_a_study_writes_its_own_sheet_under_the_same_rule(tmp_path: Path) -> None:
    own = tmp_path / "report/en/sheets/press.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Ours {#ours}\n\nThere are {{ clients }}.\n", encoding="utf-8")
    paper = sheet(released(), masthead(), kind="press", language="en", study=tmp_path)
    assert [chapter.id for chapter in paper.chapters] == ["ours", "help"]
    own.write_text("# Ours {#ours}\n\n{{ victims_by_age.13_years }}.\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match=r"report/en/sheets/press\.md, line 3"):
        sheet(released(), masthead(), kind="press", language="en", study=tmp_path)


def test_the_same_release_gives_the_same_bytes(made: dict[str, bytes]) -> None:
    assert sheet_files(released(), masthead(), reports=[document("nl"), document("en")]) == made
