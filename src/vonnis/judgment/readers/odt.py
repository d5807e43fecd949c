"""Read an OpenDocument text (.odt): paragraphs, headings, lists and tables in their order, notes after their paragraph.

What was struck out under tracked changes is not in the body of such a file, so it is gone; what was inserted stays.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from vonnis.errors import ProtectedError, TooLargeError, UnreadableError
from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.readers.xml import parse_xml
from vonnis.sources.archives import check_member, explained
from vonnis.sources.limits import DEFAULT, in_words

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BODY = f"{_OFFICE}body/{_OFFICE}text"
_LARGEST_PART = 8 * DEFAULT.document_bytes
_SILENT = frozenset({f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_OFFICE}annotation", f"{_OFFICE}forms"})
_PIECES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_DEEPEST = 200
_MANIFEST = "META-INF/manifest.xml"


def read_odt(data: bytes, origin: str) -> Draft:
    """Return the draft of an OpenDocument text.

    Raises:
        UnreadableError: it is damaged, closed by a password, or unpacks to more than an honest document does.
    """
    root = parse_xml(_content(data, origin), f"{origin}!content.xml")
    body = root.find(_BODY)
    if body is None:
        message = f"{origin} is an OpenDocument file without a text; save its text as .odt or .docx."
        raise UnreadableError(message)
    walk = _Walk(origin)
    walk.blocks(body)
    text, headings = walk.composition.compose()
    return Draft(text=text, headings=headings)


def _content(data: bytes, origin: str) -> bytes:
    """Return the part of the package that holds the text."""
    with explained(origin), zipfile.ZipFile(io.BytesIO(data)) as package:
        if not {"content.xml", _MANIFEST} <= set(package.namelist()):
            message = f"{origin} is a damaged OpenDocument text; open it in a word processor and save it again as .odt."
            raise UnreadableError(message)
        part = package.getinfo("content.xml")
        check_member(part, f"{origin}!content.xml", limits=DEFAULT, most=_LARGEST_PART)
        if part.file_size > _LARGEST_PART:
            message = f"{origin} is {in_words(part.file_size)} unpacked, which no text document is."
            raise TooLargeError(message)
        if b"manifest:encryption-data" in package.read(_MANIFEST):
            message = f"{origin} is closed by a password; save it without one."
            raise ProtectedError(message)
        return package.read(part)


class _Walk:
    """One pass over the body of a document, from its elements to the lines of a text."""

    def __init__(self, origin: str) -> None:
        self.composition = Composition()
        self._lines = self.composition.lines
        self._origin = origin
        self._depth = 0

    def blocks(self, parent: etree._Element) -> None:
        """Add the paragraphs, headings and tables of an element, and those in lists, sections and frames."""
        self._depth += 1
        if self._depth > _DEEPEST:
            message = f"{self._origin} is nested deeper than any document that a person wrote; save its text instead."
            raise TooLargeError(message)
        for child in parent:
            if child.tag == f"{_TEXT}p":
                self._paragraph(child)
            elif child.tag == f"{_TEXT}h":
                self._heading(child)
            elif child.tag == f"{_TABLE}table":
                self._table(child)
            elif child.tag not in _SILENT:
                self.blocks(child)
        self._depth -= 1

    def _heading(self, element: etree._Element) -> None:
        if self._lines is self.composition.lines:
            notes: list[etree._Element] = []
            self.composition.heading("".join(_words(element, notes)).replace("\n", " "))
            self._notes(notes)
        else:
            self._paragraph(element)

    def _paragraph(self, element: etree._Element) -> None:
        notes: list[etree._Element] = []
        self._lines.extend("".join(_words(element, notes)).split("\n"))
        self._notes(notes)

    def _notes(self, notes: list[etree._Element]) -> None:
        for note in notes:
            self.blocks(note)

    def _table(self, table: etree._Element) -> None:
        """Add a table, row by row; one inside a cell is part of that cell."""
        outer = self._lines
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            cells: list[list[str]] = []
            for cell in row.iterchildren(f"{_TABLE}table-cell"):
                self._lines = []
                self.blocks(cell)
                cells.append(self._lines)
            self._lines = outer
            self._lines.extend(row_lines(cells))


def _words(element: etree._Element, notes: list[etree._Element]) -> Iterator[str]:
    """Yield the words of a paragraph, and set the bodies of its notes apart."""
    yield element.text or ""
    for child in element:
        if child.tag in _PIECES:
            times = int(child.get(f"{_TEXT}c") or 1) if child.tag == f"{_TEXT}s" else 1
            yield _PIECES[str(child.tag)] * min(times, 8)
        elif child.tag == f"{_TEXT}note":
            notes.extend(child.iterchildren(f"{_TEXT}note-body"))
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            yield from _words(child, notes)
        yield child.tail or ""
