"""Shorter papers from the same release: a public summary, a press sheet with its charts, a sheet for who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from vonnis.disclosure.released import Release
from vonnis.report.building import build
from vonnis.report.document import Document, Picture, plain
from vonnis.report.masthead import Masthead
from vonnis.report.paper.typesetting import drawn, pdf
from vonnis.report.prose.reading import Section, Source, read_text
from vonnis.report.prose.texts import FOLDER
from vonnis.report.tokens import tokens
from vonnis.report.word.package import png_of
from vonnis.report.words import Language, words

Kind = Literal["summary", "press", "speaker"]
KINDS: tuple[Kind, ...] = ("summary", "press", "speaker")
_SOURCE_LINE = 26


def sheet_files(
    release: Release, masthead: Masthead, *, reports: Sequence[Document], study: Path | None = None
) -> dict[str, bytes]:
    """Return the sheets as PDF in each language, and every chart of the report as PNG and SVG with its source line.

    Raises:
        StudyError: the text of a sheet names something that does not exist.
        DisclosureError: it names a figure that is withheld.
    """
    found: dict[str, bytes] = {}
    for report in reports:
        for kind in KINDS:
            made = sheet(release, masthead, kind=kind, language=report.language, study=study)
            found[f"{kind}.{report.language}.pdf"] = pdf(made)
        found |= dict(_charts(report))
    return found


def sheet(
    release: Release, masthead: Masthead, *, kind: Kind, language: Language, study: Path | None = None
) -> Document:
    """Return one sheet as a document."""
    made = build(release, masthead, sections=sections_of(kind, language, study=study), language=language)
    front = msgspec.structs.replace(made.front, subtitle=words(language)[f"sheet_{kind}"])
    chapters = tuple(msgspec.structs.replace(chapter, number="") for chapter in made.chapters)
    return msgspec.structs.replace(made, kind="sheet", front=front, chapters=chapters)


def sections_of(kind: Kind, language: Language, *, study: Path | None = None) -> tuple[Section, ...]:
    """Return the text of a sheet: the study's own (``report/nl/sheets/press.md``), or the shipped one."""
    own = study / FOLDER / language / "sheets" / f"{kind}.md" if study else None
    if own is not None and own.is_file():
        name = f"{FOLDER}/{language}/sheets/{kind}.md"
        return read_text(Source(name, own.read_text(encoding="utf-8")))
    shipped = files("vonnis.report").joinpath("prose", "sheets", language, f"{kind}.md")
    return read_text(Source(f"shipped sheet {language}/{kind}.md", shipped.read_text(encoding="utf-8")))


def _charts(report: Document) -> Iterator[tuple[str, bytes]]:
    for block in report.blocks():
        if isinstance(block, Picture):
            svg = with_source(block, report)
            name = f"figures/{block.figure}.{report.language}"
            yield f"{name}.svg", drawn(svg)[0].encode()
            yield f"{name}.png", png_of(svg)


def with_source(picture: Picture, report: Document) -> str:
    """Return the drawing of a chart with its finding above, its notes and source below, which go with it."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"', picture.wide)
    if found is None:  # pragma: no cover - every drawing of ours has it
        return picture.wide
    width, height = float(found[1]), float(found[2])
    title = _wrapped(plain(picture.finding), int(width / 8.4))
    head = 14 + 22 * len(title)
    source = plain(picture.source) or f"{words(report.language)['source_head']}: {report.front.author}"
    below = _wrapped(
        " ".join((*picture.notes, f"{source}. {report.front.title}, {report.front.day}")), int(width / 6.2)
    )
    whole = head + height + _SOURCE_LINE + 15 * (len(below) - 1)
    ink, muted, paper = (tokens().light[name] for name in ("ink", "muted", "paper"))
    lines = "".join(
        f'<text x="2" y="{18 + 22 * place}" font-size="17" font-weight="600" fill="{ink}">{escape(line)}</text>'
        for place, line in enumerate(title)
    )
    lines += "".join(
        f'<text x="2" y="{head + height + 18 + 15 * place:g}" font-size="11.5" fill="{muted}">{escape(line)}</text>'
        for place, line in enumerate(below)
    )
    inner = picture.wide[picture.wide.index(">") + 1 : picture.wide.rindex("</svg>")]
    label = escape(picture.alternative, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {width:g} {whole:g}" '
        f'width="{width:g}" height="{whole:g}"><rect width="{width:g}" height="{whole:g}" fill="{paper}"/>{lines}'
        f'<g transform="translate(0,{head})">{inner}</g></svg>'
    )


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width) or [text]
