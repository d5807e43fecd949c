"""A document as WordprocessingML: paragraphs, real captions and references, tables with head rows, content controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

import msgspec

from vonnis.report import document
from vonnis.report.columns import shares_of
from vonnis.report.document import (
    Block,
    Cards,
    Cell,
    Chapter,
    Document,
    Heading,
    Inline,
    Line,
    Link,
    Number,
    Paragraph,
    Picture,
    Points,
    Reference,
    Table,
    Terms,
    Words,
)
from vonnis.report.word.controls import Tag, control_id
from vonnis.report.words import words

_STYLES = {"lead": "Lead", "muted": "Quiet", "notice": "Notice", "note": "TableNote", "source": "TableNote"}
_RUNS = {"strong": "<w:b/>", "emphasis": "<w:i/>", "code": '<w:rStyle w:val="Code"/>'}
_EMU_PER_MM = 36000
WIDE_MM = 160.0
_TEXT_TWIPS = 9070
_NAME = 40
_TOGETHER = 14
_CONTENTS = " TOC \\o &quot;1-1&quot; \\h \\z \\u "


class Drawn(msgspec.Struct, frozen=True):
    """A chart as the document holds it: the relation to its file, and its size in millimetres."""

    relation: str
    width: float
    height: float


class Body:
    """Writes the blocks of one document; footnotes and links are gathered on the way."""

    def __init__(self, made: Document, drawn: dict[str, Drawn]) -> None:
        """Write a document whose charts stand in the given files."""
        self.made = made
        self.drawn = drawn
        self.words = words(made.language)
        self.footnotes: list[str] = []
        self.links: dict[str, str] = {}
        self._seen: Counter[str] = Counter()
        self._bookmarks = 0

    def whole(self) -> str:
        """Return everything between the start and the end of the body."""
        parts = [self._front()]
        for chapter in self.made.chapters:
            parts.append(self._title(chapter))
            parts += [
                paragraph(self.line(block.line), kept=True)
                if leads and isinstance(block, Paragraph)
                else self.block(block)
                for block, leads in document.with_leading(chapter.blocks)
            ]
        if self.made.kind == "report":
            parts += [paragraph(run(self.words["colophon"]), "Heading2"), self.block(self.made.colophon)]
        return "".join(parts)

    def _front(self) -> str:
        front = self.made.front
        parts = [paragraph(run(front.title), "Title")]
        parts += [paragraph(run(front.subtitle), "Subtitle")] if front.subtitle else []
        parts += [paragraph(run(self.made.notice), "Notice")] if self.made.notice else []
        if self.made.kind == "report":
            parts += [paragraph(run(front.question), "Lead"), paragraph(run(front.population), "Quiet")]
        parts.append(paragraph(run(f"{front.author}, {front.day}"), "Quiet"))
        if self.made.kind == "report":
            parts += [paragraph(run(self.words["contents"]), "TOCHeading"), self._contents()]
        return "".join(parts)

    def _contents(self) -> str:
        """Return the table of contents as a field; Word fills in the pages when it opens or updates it."""
        entries = [
            f'<w:hyperlink w:anchor="{bookmark(chapter.id)}" w:history="1">'
            f"{run(f'{chapter.number}  {chapter.title}' if chapter.number else chapter.title)}</w:hyperlink>"
            for chapter in self.made.chapters
        ]
        first = field_char("begin", dirty=True) + instruction(_CONTENTS) + field_char("separate")
        lines = [paragraph((first if not place else "") + entry, "TOC1") for place, entry in enumerate(entries)]
        return "".join(lines) + paragraph(field_char("end"), "TOC1")

    def _title(self, chapter: Chapter) -> str:
        style = {"chapter": "Heading1", "annex": "AnnexHeading", "help": "PlainHeading"}[chapter.kind]
        return paragraph(self._marked(chapter.id, run(chapter.title)), style)

    def _marked(self, id_: str, content: str) -> str:
        """Return content inside a bookmark, so that a reference finds it."""
        self._bookmarks += 1
        number = self._bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(id_)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'

    def line(self, line: Line, properties: str = "") -> str:
        """Return a line as runs and controls; ``properties`` hold for all of it."""
        return "".join(self._inline(part, properties) for part in line)

    def _inline(self, part: Inline, properties: str) -> str:
        if isinstance(part, Words):
            return run(part.text, _RUNS.get(part.style, "") + properties)
        if isinstance(part, Number):
            return self.number(part, (_RUNS["strong"] if part.strong else "") + properties)
        if isinstance(part, Link):
            relation = self.links.setdefault(part.address, f"link{len(self.links) + 1}")
            shown = run(part.text, '<w:rStyle w:val="Hyperlink"/>')
            return f'<w:hyperlink r:id="{relation}" w:history="1">{shown}</w:hyperlink>'
        if isinstance(part, Reference):
            return self._reference(part)
        self.footnotes.append(self.line(part.line))
        number = len(self.footnotes)
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def number(self, part: Number, properties: str = "") -> str:
        """Return a number in its control, with the mark of an exception beside it."""
        tag = Tag(self.made.language, part.part, part.figure)
        mark = run("†", '<w:vertAlign w:val="superscript"/>') if part.exception else ""
        return self._control(tag, part.figure, run(part.shown, properties)) + mark

    def _control(self, tag: Tag, name: str, content: str) -> str:
        self._seen[tag.text] += 1
        id_ = control_id(tag.text, self._seen[tag.text])
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name[:64])}/><w:tag w:val={quoteattr(tag.text)}/>"
            f'<w:id w:val="{id_}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        )

    def _reference(self, part: Reference) -> str:
        chapter = next((chapter for chapter in self.made.chapters if chapter.id == part.target), None)
        if chapter is None:
            return field(f" REF {bookmark(part.target)} \\h \\* Lower ", part.shown)
        word = self.words[f"{chapter.kind}_ref"]
        return run(f"{word} ") + field(f" REF {bookmark(part.target)} \\r \\h ", chapter.number)

    def block(self, block: Block) -> str:
        """Return a block."""
        if isinstance(block, Paragraph):
            return paragraph(self.line(block.line), _STYLES.get(block.role, ""))
        if isinstance(block, Heading):
            return paragraph(run(block.text), "Heading2")
        if isinstance(block, Points):
            style = "ListNumber" if block.ordered else "ListBullet"
            return "".join(paragraph(self.line(item), style) for item in block.items)
        if isinstance(block, Terms):
            return "".join(
                paragraph(self.line(term.term), "Term") + paragraph(self.line(term.meaning), "Meaning")
                for term in block.items
            )
        if isinstance(block, Cards):
            return self._cards(block)
        return self._picture(block) if isinstance(block, Picture) else self._table(block)

    def _cards(self, block: Cards) -> str:
        """Return key figures as a table: a number, what it is, how sure, whence."""
        known = self.words
        heads = ("value_head", "figure_head", "sure_head", "source_head")
        head = tuple(Cell(document.words(known[key]), right=not place) for place, key in enumerate(heads))
        rows = tuple(
            (
                Cell(card.number, right=True, strong=True),
                Cell(document.words(card.what)),
                Cell(document.joined(card.sure, by="; ")),
                Cell(card.source),
            )
            for card in block.cards
        )
        table = Table(id="cards", number="", caption=document.words(block.label), head=head, rows=rows)
        note = paragraph(self.line(block.note), "TableNote") if block.note else paragraph("", "TableNote")
        return self.table(table) + note

    def _picture(self, block: Picture) -> str:
        notes = "".join(paragraph(run(note), "TableNote") for note in block.notes)
        drawing = self._control(
            Tag(self.made.language, "chart", block.id), block.figure, paragraph(self.drawing(block), "Chart")
        )
        subtitle = paragraph(self.line(block.subtitle), "ChartSubtitle")
        return self._caption(block.id, "figure", block.number, block.finding) + subtitle + drawing + notes

    def drawing(self, block: Picture) -> str:
        """Return a run with the picture of a chart and its text alternative."""
        drawn = self.drawn[block.id]
        width, height = round(drawn.width * _EMU_PER_MM), round(drawn.height * _EMU_PER_MM)
        number = control_id(block.id, 0) % 100000 + 1
        name, text = quoteattr(block.id), quoteattr(block.alternative)
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name={name} descr={text}/>'
            '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={text}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{drawn.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def _caption(self, id_: str, kind: str, number: str, caption: Line) -> str:
        word = self.words[f"{kind}_word"]
        label = run(f"{word} ") + field(f" SEQ {word} \\* ARABIC ", number)
        mark = f"  [{self.made.mark}]" if self.made.mark else ""
        return paragraph(self._marked(id_, label) + run(". ") + self.line(caption) + run(mark, "<w:b/>"), "Caption")

    def _table(self, block: Table) -> str:
        notes = paragraph(self.line(block.notes) if block.notes else "", "TableNote")
        tag = Tag(self.made.language, "table", block.id)
        held = self._control(tag, block.figure or block.id, self.table(block, controls=False))
        return self._caption(block.id, "table", block.number, block.caption) + held + notes

    def table(self, block: Table, *, controls: bool = True) -> str:
        """Return a table with a head row that repeats; without ``controls`` its numbers are plain words."""
        widths = shares_of(block, _TEXT_TWIPS)
        title = quoteattr(document.plain(block.caption)[:250])
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        foot = len(block.rows)
        together = foot <= _TOGETHER
        rows = "".join(
            self._row(row, widths, last=place >= foot, controls=controls, kept=together)
            for place, row in enumerate((*block.rows, *block.foot))
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
            f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={title}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{self._head(block.head, widths)}{rows}</w:tbl>"
        )

    def _head(self, head: Sequence[Cell], widths: Sequence[int]) -> str:
        cells = "".join(
            _cell(self.line(_bare(cell.line)), width, right=cell.right)
            for cell, width in zip(head, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, row: Sequence[Cell], widths: Sequence[int], *, last: bool, controls: bool, kept: bool) -> str:
        cells = "".join(
            _cell(
                self.line(cell.line if controls else _bare(cell.line), "<w:b/>" if cell.strong or last else ""),
                width,
                right=cell.right,
                ruled=last,
                kept=kept,
            )
            for cell, width in zip(row, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _bare(line: Line) -> Line:
    """Return a line whose numbers are plain words, for inside a control that is refreshed as a whole."""
    parts: list[Inline] = []
    for part in line:
        if isinstance(part, Number):
            parts.append(Words(part.shown + ("†" if part.exception else "")))
        else:
            parts.append(part)
    return tuple(parts)


def _cell(content: str, width: int, *, right: bool, ruled: bool = False, kept: bool = True) -> str:
    keep = "<w:keepNext/>" if kept else ""
    align = '<w:jc w:val="right"/>' if right else ""
    edge = '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tcBorders>' if ruled else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keep}{align}</w:pPr>{content}</w:p></w:tc>'
    )


def paragraph(content: str, style: str = "", *, kept: bool = False) -> str:
    """Return a paragraph with runs in it; ``kept`` on the page of the one below."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"{named}<w:keepNext/>" if kept else named
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" if properties else f"<w:p>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text; nothing where there is no text."""
    if not text:
        return ""
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field_char(kind: str, *, dirty: bool = False) -> str:
    """Return a mark of a field: its begin, what separates code from result, its end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{" w:dirty=" + chr(34) + "true" + chr(34) if dirty else ""}/></w:r>'


def instruction(code: str) -> str:
    """Return the code of a field."""
    return f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'


def field(code: str, result: str) -> str:
    """Return a field with the result that it has until Word computes it anew."""
    return f"{field_char('begin')}{instruction(code)}{field_char('separate')}{run(result)}{field_char('end')}"


def bookmark(id_: str) -> str:
    """Return the name of a bookmark: letters, digits and underscores, at most forty of them."""
    name = "v_" + "".join(char if char.isalnum() and char.isascii() else "_" for char in id_)
    return name if len(name) <= _NAME else f"{name[: _NAME - 9]}_{sha256(id_.encode()).hexdigest()[:8]}"
