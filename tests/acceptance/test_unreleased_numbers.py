"""A number that was not released stands nowhere: not in a sentence, a chart, its text, metadata, a file or a name.

The release of these tests withholds two counts, 7 and 9, among counts of four digits, so that either of them can be
searched for as a word.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from functools import cache

import msgspec
import polars as pl
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from pypdf import PdfReader

from tests.acceptance.attacker import rare_answers
from tests.report.invented import AT, CLASSES, masthead, table
from vonnis.disclosure.data_file import DataPolicy, protect_rows
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import default_policy
from vonnis.disclosure.released import Release, ReleasedCell, ReleasedResult
from vonnis.disclosure.seal import gate_opened
from vonnis.errors import DisclosureError
from vonnis.report.building import build
from vonnis.report.document import Document, Picture, Table, plain
from vonnis.report.page import page
from vonnis.report.paper.typesetting import pdf
from vonnis.report.prose.reading import Source, read_text
from vonnis.report.sheets import sheet_files
from vonnis.report.word.package import docx
from vonnis.report.writing import Texts, documents, figures_file, render

HIDDEN = re.compile(r"(?<![\w.,:/-])[79](?![\w.,:%-])")
TEXT = """# Title {#first}

::: chart secret
draw: bars
:::

::: table secret :::

# Other {#other .annex ?}

::: others :::
"""


@cache
def secret() -> Release:
    """Return a release of one table in which two cells are too small to leave."""
    title = {"nl": "geheim", "en": "secret"}
    private = table("secret", title, CLASSES, [[1111], [7], [9], [2222]])
    return release([], [private], policy=default_policy(), at=AT, fictional=True)


def texts() -> Texts:
    return {"nl": read_text(Source("own.md", TEXT)), "en": read_text(Source("own.md", TEXT))}


@cache
def made() -> tuple[Document, ...]:
    frame = msgspec.structs.replace(masthead(), references=(), reference_name=None)
    return documents(secret(), masthead=frame, texts=texts())


def own(written: str) -> Document:
    """Return a report of one chapter with these words in it."""
    frame = msgspec.structs.replace(masthead(), references=(), reference_name=None)
    sections = read_text(Source("own.md", f"# Title {{#first}}\n\n{written}\n"))
    return build(secret(), frame, sections=sections, language="en")


def found(text: str) -> list[str]:
    """Return the hidden counts in a text, with the words around them."""
    return [text[max(0, place.start() - 30) : place.end() + 30] for place in HIDDEN.finditer(text)]


def in_names(names: Iterable[str]) -> list[str]:
    """Return the names of files in which a hidden count stands."""
    return [name for name in names if {"7", "9"} & set(re.findall(r"\d+", name))]


def test_the_two_counts_are_withheld() -> None:
    assert [cell.value for row in secret().tables[0].cells for cell in row].count(None) >= 2


def test_they_are_not_in_the_page_its_charts_and_their_texts() -> None:
    page = render(secret(), masthead=masthead(), texts=texts())["report.html"].decode()
    soup = BeautifulSoup(page, "lxml")
    for tag in soup(["style", "path", "code"]):
        tag.decompose()
    assert found(soup.get_text(" ")) == []
    assert [hit for node in soup.select("[aria-label]") for hit in found(str(node["aria-label"]))] == []
    assert [node["value"] for node in soup.select("data[value]") if node["value"] in {"7", "9"}] == []


def test_they_are_not_in_the_pdf_or_its_metadata() -> None:
    for document in made():
        reader = PdfReader(io.BytesIO(pdf(document)))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert found(re.sub(r"(Bladzijde|Page) \d+ (van|of) \d+", "", text)) == []
        assert [value for value in (reader.metadata or {}).values() if found(str(value))] == []


def test_they_are_not_in_the_word_document_its_pictures_texts_or_metadata() -> None:
    for document in made():
        package = zipfile.ZipFile(io.BytesIO(docx(document)))
        body = etree.fromstring(package.read("word/document.xml"))
        words = [node.text or "" for node in body.iter("{*}t")]
        assert [word for word in words if word.strip() in {"7", "9"} or found(word)] == []
        assert [hit for node in body.iter("{*}docPr") for hit in found(node.get("descr", ""))] == []
        assert found(package.read("docProps/core.xml").decode()) == []


def test_they_are_not_in_figures_json_and_no_share_gives_them_away() -> None:
    figures = json.loads(figures_file(secret(), masthead()))["figures"]
    assert {figure["value"] for figure in figures} & {7, 9, 7 / 3349, 9 / 3349} == set()


def test_they_are_not_in_the_sheets_or_the_names_of_their_files() -> None:
    files = sheet_files(secret(), masthead(), reports=made())
    assert in_names(files) == []
    for name, data in files.items():
        if name.endswith(".svg"):
            assert found(" ".join(str(word) for word in etree.fromstring(data).itertext())) == []


def test_they_are_not_in_the_text_of_any_chart() -> None:
    pictures = [block for document in made() for block in document.blocks() if isinstance(block, Picture)]
    assert pictures
    assert [hit for picture in pictures for hit in found(picture.alternative)] == []


@pytest.mark.parametrize("kind", ["bars", "people", "series", "distribution", "attrition", "pyramid"])
def test_no_kind_of_chart_draws_or_tells_them(kind: str) -> None:
    made = own(f"::: chart secret\ndraw: {kind}\nbeside: secret\n:::")
    for picture in (block for block in made.blocks() if isinstance(block, Picture)):
        for svg in (picture.wide, picture.narrow):
            tree = etree.fromstring(svg)
            assert found(" ".join(str(word) for word in tree.itertext())) == []
            assert [
                hit for node in tree.iter() for hit in found(re.sub(r"at: \d+", "", node.get("aria-label", "")))
            ] == []


WRITTEN = [
    pytest.param("::: chart secret\nfinding: {{ secret.1_day_and_community_service }}\n:::", id="finding"),
    pytest.param("There are {{ secret.1_day_and_community_service }}.", id="sentence"),
    pytest.param("- {{ secret.1_day_and_community_service.share }}", id="list"),
    pytest.param("Word.^[{{ secret.1_day_and_community_service }}]", id="footnote"),
    pytest.param("::: diagram x\nbox: {{ secret.1_day_and_community_service }}\n:::", id="diagram"),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_text_that_asks_for_one_is_refused_without_telling_it(written: str) -> None:
    with pytest.raises(DisclosureError) as refused:
        own(written)
    assert found(str(refused.value)) == []


def test_the_log_of_decisions_tells_the_reason_and_not_the_number() -> None:
    said = [text for decision in secret().decisions for text in (*decision.reason.values(), *decision.label.values())]
    assert said
    assert [hit for text in said for hit in found(text)] == []
    assert [hit for line in secret().policy for text in line.values() for hit in found(text)] == []


def small() -> Release:
    """Return a release of a table whose total, which its caption tells, is withheld."""
    title = {"nl": "geheim", "en": "secret"}
    return release(
        [], [table("secret", title, CLASSES, [[1], [1], [3], [2]])], policy=default_policy(), at=AT, fictional=True
    )


def without_wall(made: Release) -> Release:
    """Return a release in which every withheld count of its table is printed, as without a gate."""
    counts = [1111, 7, 9, 2222] if made is secret() else [1, 1, 3, 2]
    with gate_opened():
        (found,) = made.tables
        cells = tuple(
            (msgspec.structs.replace(row[0], value=count, status="released"),)
            for row, count in zip(found.cells, counts, strict=True)
        )
        total = msgspec.structs.replace(found.total, value=sum(counts), status="released") if found.total else None
        told = {"nl": f"telt {counts[1]}", "en": f"counts {sum(counts)}"}
        decisions = tuple(msgspec.structs.replace(one, reason=told) for one in made.decisions)
        return msgspec.structs.replace(
            made, tables=(msgspec.structs.replace(found, cells=cells, total=total),), decisions=decisions
        )


def sentence(made: Release) -> list[str]:
    frame = msgspec.structs.replace(masthead(), references=(), reference_name=None)
    text = "# Title {#first}\n\nThere are {{ secret.1_day_and_community_service }} of them.\n"
    try:
        document = build(made, frame, sections=read_text(Source("own.md", text)), language="en")
    except DisclosureError:
        return []
    return found(page([document]))


def pictures(made: Release) -> list[Picture]:
    frame = msgspec.structs.replace(masthead(), references=(), reference_name=None)
    reports = documents(made, masthead=frame, texts=texts())
    return [block for report in reports for block in report.blocks() if isinstance(block, Picture)]


def chart(made: Release) -> list[str]:
    marks = [etree.fromstring(one.wide).iter() for one in pictures(made)]
    said = (f"{node.text or ''} {node.get('aria-label', '')}" for tree in marks for node in tree)
    return [hit for text in said for hit in found(text)]


def caption(made: Release) -> list[str]:
    frame = msgspec.structs.replace(masthead(), references=(), reference_name=None)
    reports = documents(made, masthead=frame, texts=texts())
    blocks = [block for report in reports for block in report.blocks() if isinstance(block, Table)]
    return [hit for block in blocks for hit in found(plain(block.caption))]


def alternative(made: Release) -> list[str]:
    return [hit for picture in pictures(made) for hit in found(picture.alternative)]


def metadata(made: Release) -> list[str]:
    soup = BeautifulSoup(render(made, masthead=masthead(), texts=texts())["report.html"], "lxml")
    return [str(node["value"]) for node in soup.select("data[value]") if str(node["value"]) in {"7", "9", "7.0", "9.0"}]


def figures(made: Release) -> list[str]:
    return [one["id"] for one in json.loads(figures_file(made, masthead()))["figures"] if one["value"] in (7, 9)]


def log(made: Release) -> list[str]:
    return [hit for one in made.decisions for text in one.reason.values() for hit in found(text)]


Look = Callable[[Release], list[str]]
PLACES = [
    pytest.param(secret, sentence, id="template"),
    pytest.param(secret, chart, id="chart"),
    pytest.param(small, caption, id="caption"),
    pytest.param(secret, alternative, id="alternative text"),
    pytest.param(secret, metadata, id="metadata"),
    pytest.param(secret, figures, id="data file"),
    pytest.param(secret, log, id="log"),
]


@pytest.mark.parametrize(("make", "look"), PLACES)
def test_each_look_finds_what_stands_there_without_the_gate_and_nothing_with_it(
    make: Callable[[], Release], look: Look
) -> None:
    assert look(make()) == []
    assert look(without_wall(make())) != []


def test_a_count_in_the_name_of_a_file_would_be_found() -> None:
    names = sheet_files(secret(), masthead(), reports=made())
    assert in_names(names) == []
    assert in_names([*names, "figures/secret-7.nl.svg"]) == ["figures/secret-7.nl.svg"]


def test_rows_of_the_public_data_tell_the_counts_only_without_protection() -> None:
    classes = [1] * 30 + [2] * 7 + [3] * 9 + [4] * 40
    frame = pl.DataFrame({"class": classes})
    rows = [protect_rows(frame, DataPolicy(traits=("class",), k=k)).frame for k in (10, 1)]
    protected, bare = ({"data/csv/a.csv": one.write_csv().encode()} for one in rows)
    assert rare_answers(protected, 10) == []
    assert len(rare_answers(bare, 10)) == 2


@pytest.mark.parametrize("type_", [ReleasedCell, ReleasedResult, Release])
def test_a_number_cannot_be_called_released_by_hand(type_: type[msgspec.Struct]) -> None:
    fields = dict.fromkeys(type_.__struct_fields__)
    with pytest.raises(DisclosureError, match="is made by the gate alone"):
        type_(**fields)


def test_a_withheld_cell_cannot_be_given_a_value() -> None:
    cell = next(cell for row in secret().tables[0].cells for cell in row if cell.value is None)
    with pytest.raises(DisclosureError, match="is made by the gate alone"):
        msgspec.structs.replace(cell, value=7)
