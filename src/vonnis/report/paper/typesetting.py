"""A document as Typst source, and that source as a PDF.

Typst itself refuses what PDF/UA-1 forbids (``pdf_standards="ua-1"``): an image without text, a document without title
or language, a heading out of order.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from vonnis.report import document
from vonnis.report.columns import LINE, LONG, columns_of
from vonnis.report.document import (
    Block,
    Cards,
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
from vonnis.report.tokens import tokens
from vonnis.report.words import words

if TYPE_CHECKING:
    import typst

_VARIABLE = re.compile(r"var\(--[\w-]+,(#[0-9a-fA-F]+)\)")
_FONT = re.compile(r'font-family="[^"]*"')
_FAMILIAR = re.compile(r"<text (?![^>]*font-family)")
_ROLES = {"lead": "lead", "muted": "quiet", "notice": "notice", "note": "remark", "source": "remark", "body": "par"}
_STYLES = {"strong": "#strong[{}]", "emphasis": "#emph[{}]"}
_FULL, _PIXELS = 160.0, 680.0
_SHORT_LIST = 6
"""How many lines a list may have that stays on one page."""
_TOGETHER = 14
"""How many lines a table may have that stays on one page."""


def _said(true: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "true" if true else "false"


def pdf(made: Document) -> bytes:
    """Return a document as a tagged PDF; the same document gives the same bytes."""
    import typst

    compiled: bytes = typst.compile(
        source(made).encode(),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
        timestamp=int(made.at.timestamp()),
    )
    return compiled


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of every PDF: those that come with the program, and none of the machine's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


def font_folder() -> Path:
    """Return the folder of the font that PDF and pictures are set in; it comes with the program's libraries."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.__file__).parent / "files"


@cache
def _frame() -> str:
    text = files("vonnis.report").joinpath("paper", "frame.typ").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda found: tokens().light[found[1]], text)


def source(made: Document) -> str:
    """Return a document as Typst source."""
    known = words(made.language)
    setter = _Setter(made)
    front = made.front
    at = made.at.astimezone(dt.UTC)
    moment = (
        f"year: {at.year}, month: {at.month}, day: {at.day}, hour: {at.hour}, minute: {at.minute}, second: {at.second}"
    )
    settings = {
        "title": _string(f"{made.mark}: {front.title}" if made.mark else front.title),
        "author": _string(front.author),
        "language": _string(made.language),
        "mark": _string(made.mark),
        "watermark": _string(made.watermark),
        "date": f"datetime({moment})",
        "page-words": _string(known["page_of"]),
    }
    parts = [_frame(), f"#show: frame.with({', '.join(f'{key}: {value}' for key, value in settings.items())})"]
    parts += [setter.front(), *(setter.chapter(chapter) for chapter in made.chapters)]
    if made.kind == "report":
        parts += [
            f"#heading(level: 2, outlined: true)[{_text(known['colophon'])}]",
            f"#block(breakable: false)[{setter.block(made.colophon)}]",
        ]
    return "\n".join(parts)


class _Setter:
    """Writes the blocks of one document."""

    def __init__(self, made: Document) -> None:
        self.made = made
        self.words = words(made.language)
        self.defined = {term.id for block in made.blocks() if isinstance(block, Terms) for term in block.items}

    def front(self) -> str:
        front = self.made.front
        size = "26pt" if self.made.kind == "report" else "20pt"
        lines = [f"#title-block({size})[{_text(front.title)}]"]
        lines += [f"#subtitle-block[{_text(front.subtitle)}]"] if front.subtitle else []
        lines += [f"#notice[{_text(self.made.notice)}]"] if self.made.notice else []
        if self.made.kind == "report":
            lines += [f"#lead[{_text(front.question)}]", f"#quiet[{_text(front.population)}]"]
        lines.append(f"#quiet[{_text(f'{front.author}, {front.day}')}]")
        if self.made.kind == "report":
            title = _string(self.words["contents"])
            lines.append(
                f'#block(above: 26pt, below: 10pt, text(size: 12.5pt, weight: "semibold", {title}))\n'
                "#show outline.entry: set block(above: 7pt)\n#outline(title: none, depth: 1)\n#pagebreak(weak: true)"
            )
        return "\n".join(lines)

    def chapter(self, chapter: document.Chapter) -> str:
        number = f'#text(fill: muted, weight: "regular")[{_text(chapter.number)}]#h(8pt)' if chapter.number else ""
        head = f"#heading(level: 1)[{number}{_text(chapter.title)}] #label({_string(chapter.id)})"
        blocks = document.with_leading(chapter.blocks)
        return "\n".join(
            [head, *(f"#leading[{self.block(one)}]" if leads else self.block(one) for one, leads in blocks)]
        )

    def line(self, line: Line, *, linked: bool = False) -> str:
        """Return a line as Typst markup; nothing of it can be read as a command."""
        return "".join(self._inline(part, linked=linked) for part in line)

    def _inline(self, part: Inline, *, linked: bool) -> str:
        if isinstance(part, Words):
            if part.style == "code":
                return f"#raw({_string(part.text)})"
            return _STYLES.get(part.style, "{}").format(_text(part.text))
        if isinstance(part, Number):
            return self._number(part, linked=linked)
        if isinstance(part, Link):
            return f"#ext({_string(part.address)})[{_text(part.text)}]"
        if isinstance(part, Reference):
            return f"#to({_string(part.target)})[{_text(part.shown)}]"
        return f"#footnote[{self.line(part.line)}]"

    def _number(self, part: Number, *, linked: bool) -> str:
        shown = _text(part.shown)
        owner = f"definition-{part.figure.split('.')[0]}"
        if linked and part.value is not None and owner in self.defined:
            shown = f"#to({_string(owner)})[{shown}]"
        shown = _STYLES["strong"].format(shown) if part.strong else shown
        return f"{shown}#super[{_text('†')}]" if part.exception else shown

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return f"#{_ROLES[block.role]}[{self.line(block.line, linked=True)}]"
        if isinstance(block, Heading):
            return f"#heading(level: 2)[{_text(block.text)}]"
        if isinstance(block, Points):
            items = "".join(f"[{self.line(item, linked=True)}]" for item in block.items)
            listed = f"#{'enum' if block.ordered else 'list'}{items}"
            short = sum(len(document.plain(item)) // LINE + 1 for item in block.items) <= _SHORT_LIST
            return f"#block(breakable: false)[{listed}]" if short else listed
        if isinstance(block, Terms):
            return "\n".join(
                f"#definition({_string(term.id)})[{self.line(term.term)}][{self.line(term.meaning)}]"
                for term in block.items
            )
        if isinstance(block, Cards):
            return self._cards(block)
        return self._picture(block) if isinstance(block, Picture) else self._table(block)

    def _cards(self, block: Cards) -> str:
        cards = ", ".join(
            f"card([{self.line(card.number, linked=True)}], [{_text(card.what)}], "
            f"[{' #linebreak() '.join(self.line(line) for line in card.sure)}], [{self.line(card.source)}])"
            for card in block.cards
        )
        note = f"\n#remark[{self.line(block.note)}]" if block.note else ""
        return f"#cards({cards}){note}"

    def _picture(self, block: Picture) -> str:
        drawing, width = drawn(block.wide)
        label = f"{self.words['figure_word']} {block.number}."
        notes = "".join(f"[{_text(note)}], " for note in block.notes)
        return (
            f"#picture({_string(block.id)}, {_string(label)}, [{self.line(block.finding)}], "
            f"[{self.line(block.subtitle)}], {_string(drawing)}, {_string(block.alternative)}, "
            f"{min(width / _PIXELS, 1) * _FULL:.1f}mm, ({notes}))"
        )

    def _table(self, block: Table) -> str:
        label = f"{self.words['table_word']} {block.number}."
        aligns = ", ".join("right" if cell.right else "left" for cell in block.head)
        rows = "".join(f"({self._cells(row)},), " for row in block.rows)
        foot = "".join(f"({self._cells(row)},), " for row in block.foot)
        size = "8.5pt" if block.compact and len(block.head) > len("four") else "9.5pt"
        long = _lines(block) > _TOGETHER  # one that breaks over pages and sticks to its notes would begin on a new one
        sheet = (
            f"#sheet({_string(block.id)}, {_string(label)}, [{self.line(block.caption)}], {_string(self.made.mark)}, "
            f"({self._columns(block)},), ({aligns},), ({self._cells(block.head)},), ({rows}), ({foot}), {size}, "
            f"{_said(long)}, {_said(bool(block.notes) and not long)})"
        )
        return f"{sheet}\n#remark[{self.line(block.notes)}]" if block.notes else sheet

    def _columns(self, block: Table) -> str:
        """Return the widths of columns: what is short as wide as it is, words by how much they have to say."""
        return ", ".join("auto" if one.fixed else f"{one.part}fr" for one in columns_of(block))

    def _cells(self, row: tuple[document.Cell, ...]) -> str:
        return ", ".join(f"[{self.line(cell.line)}]" for cell in row)


def _lines(block: Table) -> int:
    """Return about how many lines the rows of a table take."""
    return sum(max(len(document.plain(cell.line)) // LONG + 1 for cell in row) for row in block.rows)


def drawn(svg: str) -> tuple[str, float]:
    """Return a drawing without what only a page understands, and its width in pixels."""
    found = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    plain = _FONT.sub('font-family="Source Sans Pro"', _VARIABLE.sub(r"\1", svg))
    return _FAMILIAR.sub('<text font-family="Source Sans Pro" ', plain), float(found[1]) if found else _PIXELS


def _string(text: str) -> str:
    """Return text as a Typst string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _text(text: str) -> str:
    """Return text as Typst markup in which nothing is a command."""
    return f"#{_string(text)};" if text else ""
