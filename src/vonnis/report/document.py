"""The report as one value, before any format: chapters, paragraphs with their figures, tables, charts.

Everything in it is frozen and has passed the gate. Page, PDF and Word are three renderings of this one document, so
that nothing is written twice and no format can say what another does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from vonnis.report.words import Language


class Words(msgspec.Struct, frozen=True, tag=True):
    """A piece of text without a figure in it."""

    text: str
    style: Literal["plain", "strong", "emphasis", "code"] = "plain"


class Number(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A number of the release as it is shown, with the id under which ``figures.json`` holds it.

    ``part`` says what of the figure it is: ``value``, ``n``, ``low`` or ``high``. ``value`` is None where it was
    withheld; ``shown`` is then the cross. ``exception`` tells that an exception published it; ``strong`` that it stands
    among strong words.
    """

    figure: str
    part: str = "value"
    value: float | None
    shown: str
    exception: bool = False
    strong: bool = False


class Link(msgspec.Struct, frozen=True, tag=True):
    """Words that lead to an address outside the document."""

    text: str
    address: str


class Reference(msgspec.Struct, frozen=True, tag=True):
    """A place in the document, by its id: ``Tabel 3``."""

    target: str
    shown: str


class Footnote(msgspec.Struct, frozen=True, tag=True):
    """A remark at the foot of the page."""

    line: Line


Inline: TypeAlias = Words | Number | Link | Reference | Footnote
Line: TypeAlias = tuple[Inline, ...]
"""A run of text with its figures."""

Role = Literal["body", "lead", "muted", "notice", "note", "source"]


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A paragraph; its role says how it stands: ``notice`` is set apart, ``note`` belongs to the table above it."""

    line: Line
    role: Role = "body"


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading inside a chapter."""

    text: str
    id: str = ""


class Points(msgspec.Struct, frozen=True, tag=True):
    """A list, numbered where its order means something."""

    items: tuple[Line, ...]
    ordered: bool = False


class Term(msgspec.Struct, frozen=True):
    """A term with what it means; ``id`` is where the numbers that it defines lead to."""

    term: Line
    meaning: Line
    id: str = ""


class Terms(msgspec.Struct, frozen=True, tag=True):
    """Terms and their meanings."""

    items: tuple[Term, ...]


class Card(msgspec.Struct, frozen=True):
    """A key figure: the number, what it is, how sure it is, where it comes from."""

    number: Line
    what: str
    sure: tuple[Line, ...]
    source: Line


class Cards(msgspec.Struct, frozen=True, tag=True):
    """Key figures side by side, with a note where a mark needs one."""

    cards: tuple[Card, ...]
    label: str
    note: Line = ()


class Picture(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A chart: the sentence it shows, what of whom, its drawing for a wide and a narrow page, and its text.

    ``wide`` and ``narrow`` are SVG; ``alternative`` tells the finding and every number to who cannot see it.
    """

    id: str
    figure: str
    number: str
    finding: Line
    subtitle: Line
    wide: str
    narrow: str
    alternative: str
    notes: tuple[str, ...] = ()
    source: Line = ()


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table."""

    line: Line
    right: bool = False
    strong: bool = False
    long: bool = False


class Table(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A table: its caption and number, one head row, rows whose first cell is their head, rows set off as totals."""

    id: str
    figure: str = ""
    number: str
    caption: Line
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()
    notes: Line = ()
    compact: bool = False


Block: TypeAlias = Paragraph | Heading | Points | Terms | Cards | Picture | Table


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter (numbered), annex (lettered), or the block that tells where help is found (neither)."""

    id: str
    title: str
    number: str = ""
    blocks: tuple[Block, ...]
    kind: Literal["chapter", "annex", "help"] = "chapter"


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the first chapter."""

    title: str
    subtitle: str = ""
    question: str
    population: str
    author: str
    day: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole document in one language.

    Attributes:
        language: the language that it is written in.
        kind: ``report`` has contents and a colophon; a ``sheet`` is a page or two.
        front: title, question, material, publisher, date.
        notice: what is said of material that is made up, of rounded counts and of an interim report, else empty.
        mark: the word that stands on every page and table of such material, else empty.
        watermark: a word across every page of an interim report, else empty.
        chapters: in their order.
        colophon: terms that close the document.
        at: the only time that the document knows.
        generator: name and version of the program.
    """

    language: Language
    kind: Literal["report", "sheet"]
    front: Front
    notice: str
    mark: str
    watermark: str = ""
    chapters: tuple[Chapter, ...]
    colophon: Terms
    at: dt.datetime
    generator: str

    def blocks(self) -> Iterator[Block]:
        """Yield every block, in order."""
        for chapter in self.chapters:
            yield from chapter.blocks


def words(text: str) -> Line:
    """Return plain text as a line; empty text is an empty line."""
    return (Words(text),) if text else ()


def joined(parts: Iterable[Line], *, by: str = "") -> Line:
    """Return lines as one line, with a separator between them."""
    found: list[Inline] = []
    for part in parts:
        if not part:
            continue
        if found and by:
            found.append(Words(by))
        found += part
    return tuple(found)


def with_leading(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield blocks, and whether each is a sentence that leads in the list below it, so that no page parts the two."""
    for place, block in enumerate(blocks):
        leads = isinstance(block, Paragraph) and block.role == "body"
        yield block, leads and any(isinstance(below, Points) for below in blocks[place + 1 : place + 2])


def together(line: Line) -> Line:
    """Return a line whose words do not part from the numbers beside them, as the ends of an interval."""
    return tuple(
        msgspec.structs.replace(part, text=part.text.replace(" ", "\u00a0")) if isinstance(part, Words) else part
        for part in line
    )


def plain(line: Line) -> str:
    """Return what a line says, without its marks and footnotes."""
    shown = []
    for part in line:
        if isinstance(part, Words | Link):
            shown.append(part.text)
        elif isinstance(part, Number | Reference):
            shown.append(part.shown)
    return "".join(shown)


def numbers(document: Document) -> Iterator[Number]:
    """Yield every number that a document prints, in order, those in charts left out."""
    for block in document.blocks():
        for line in lines(block):
            yield from _numbers(line)


def lines(block: Block) -> Iterator[Line]:
    """Yield every line of a block."""
    if isinstance(block, Paragraph):
        yield block.line
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Terms):
        for term in block.items:
            yield from (term.term, term.meaning)
    elif isinstance(block, Cards):
        for card in block.cards:
            yield from (card.number, *card.sure, card.source)
        yield block.note
    elif isinstance(block, Picture):
        yield from (block.finding, block.subtitle, block.source)
    elif isinstance(block, Table):
        yield block.caption
        for row in (block.head, *block.rows, *block.foot):
            yield from (cell.line for cell in row)
        yield block.notes


def _numbers(line: Line) -> Iterator[Number]:
    for part in line:
        if isinstance(part, Number):
            yield part
        elif isinstance(part, Footnote):
            yield from _numbers(part.line)
