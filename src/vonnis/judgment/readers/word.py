"""Read a Word document (.docx): paragraphs and tables in their order, heading styles, notes after their paragraph.

What was struck out under tracked changes is gone, what was inserted stays. List numbers that Word makes up are not in
the document, so they are not in the text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from vonnis.errors import TooLargeError, UnreadableError
from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.readers.draft import Draft
from vonnis.sources.archives import check_member, explained
from vonnis.sources.limits import DEFAULT, in_words

if TYPE_CHECKING:
    from docx.opc.part import Part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK})
_PIECES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}sym": " "}
_NOTE_MARKS = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
_LARGEST_PART = 8 * DEFAULT.document_bytes
_DEEPEST = 200
_BROKEN = (
    *(etree.LxmlError, zipfile.BadZipFile, ValueError, LookupError, TypeError, AttributeError),
    *(AssertionError, OSError, RecursionError, NotImplementedError),
)
"""What python-docx raises for documents that are damaged in one way or another."""


def read_word(data: bytes, origin: str) -> Draft:
    """Return the draft of a Word document.

    Raises:
        UnreadableError: it is damaged, closed by a password, or unpacks to more than an honest document does.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    _check_size(data, origin)
    try:
        document = Document(io.BytesIO(data))
        styles = _heading_styles(document.styles.element)
        walk = _Walk(styles, _notes(document.part))
        walk.blocks(document.element.body)
    except (OpcError, *_BROKEN) as error:
        message = f"{origin} is a damaged Word document ({_first_line(error)}); open it in Word and save it again."
        raise UnreadableError(message) from None
    text, headings = walk.composition.compose()
    return Draft(text=text, headings=headings)


def _first_line(error: Exception) -> str:
    """Return what an error says, on one short line."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def _check_size(data: bytes, origin: str) -> None:
    """Refuse a document that unpacks to more than an honest one does."""
    with explained(origin), zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            check_member(part, f"{origin}!{part.filename}", limits=DEFAULT, most=_LARGEST_PART)
        total = sum(part.file_size for part in package.infolist())
    if total > _LARGEST_PART:
        message = f"{origin} is {in_words(total)} unpacked; a Word document is at most {in_words(_LARGEST_PART)}."
        raise TooLargeError(message)


def _heading_styles(styles: etree._Element) -> frozenset[str]:
    """Return the ids of the styles that are headings, by name or by outline level, in whatever language Word spoke."""
    found = set()
    for style in styles.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        outlined = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        if outlined or words.startswith(("heading", "kop ", "title", "titel")):
            found.add(style.get(f"{_W}styleId") or "")
    return frozenset(found)


def _notes(part: Part) -> dict[str, etree._Element]:
    """Return the footnotes and endnotes of a document, by their kind and id."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    kinds = {RELATIONSHIP_TYPE.FOOTNOTES: "footnote", RELATIONSHIP_TYPE.ENDNOTES: "endnote"}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    notes = {}
    for relation in part.rels.values():
        kind = kinds.get(relation.reltype)
        if kind and not relation.is_external:
            for note in etree.fromstring(relation.target_part.blob, parser).iterchildren(f"{_W}{kind}"):
                if note.get(f"{_W}type") in {None, "normal"}:
                    notes[kind + (note.get(f"{_W}id") or "")] = note
    return notes


class _Walk:
    """One pass over the body of a document, from its elements to the lines of a text."""

    def __init__(self, heading_styles: frozenset[str], notes: dict[str, etree._Element]) -> None:
        self.composition = Composition()
        self._heading_styles = heading_styles
        self._notes = notes
        self._lines = self.composition.lines
        self._depth = 0

    def blocks(self, parent: etree._Element) -> None:
        """Add the paragraphs and tables of an element, and those in content controls and the like."""
        self._depth += 1
        if self._depth > _DEEPEST:
            message = "its tables lie too deep"
            raise ValueError(message)
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag not in _GONE:
                self.blocks(child)
        self._depth -= 1

    def _paragraph(self, paragraph: etree._Element) -> None:
        """Add a paragraph: a heading by its style, or lines; then its notes."""
        notes: list[str] = []
        words = "".join(_words(paragraph, notes))
        if self._lines is self.composition.lines and self._is_heading(paragraph):
            self.composition.heading(words.replace("\n", " "))
        else:
            self._lines.extend(words.split("\n"))
        for note in notes:
            if note in self._notes:
                self.blocks(self._notes[note])

    def _is_heading(self, paragraph: etree._Element) -> bool:
        """Tell whether a paragraph has a heading style or an outline level of its own."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        outlined = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        return outlined is not None or (style is not None and style.get(f"{_W}val") in self._heading_styles)

    def _table(self, table: etree._Element) -> None:
        """Add a table, row by row."""
        outer = self._lines
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            cells = []
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tr")) is row:
                    self._lines = []
                    self.blocks(cell)
                    cells.append(self._lines)
            outer.extend(row_lines(cells))
        self._lines = outer


def _words(paragraph: etree._Element, notes: list[str]) -> Iterator[str]:
    """Yield the words of a paragraph, and keep the ids of its notes; a text box stands where it is anchored."""
    walker = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            if tag == f"{_W}p" and element is not paragraph:
                yield "\n"
        elif tag in _GONE:
            walker.skip_subtree()
        elif tag == f"{_W}p" and element is not paragraph:
            yield "\n"
        elif tag == f"{_W}t":
            yield element.text or ""
        elif tag in _PIECES:
            yield _PIECES[str(tag)] if tag != f"{_W}tab" or _is_run(element) else ""
        elif tag in _NOTE_MARKS:
            notes.append(_NOTE_MARKS[str(tag)] + (element.get(f"{_W}id") or ""))


def _is_run(tab: etree._Element) -> bool:
    """Tell whether a tab stands among words, and not among the tab stops of a paragraph."""
    parent = tab.getparent()
    return parent is not None and parent.tag == f"{_W}r"
