"""Read the XML of the Dutch judiciary's open-data service (schema Rechtspraak 1.0), in one pass over the tree.

Every character of the body comes once, in its order, with two exceptions: a footnote inside a paragraph follows that
paragraph, so that no sentence is torn; and what a browser would make up (list marks, footnote labels) is not in the
document, so it is not in the text. The court's abstract (inhoudsindicatie) comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from vonnis.judgment.canonical import is_sound
from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.section import Heading

NAMESPACE = "{http://www.rechtspraak.nl/schema/rechtspraak-1.0}"
ROOTS = frozenset({"open-rechtspraak", "uitspraak", "conclusie"})
BODIES = frozenset({"uitspraak", "conclusie"})

_PARA, _BLOCK, _SECTION, _TITLE, _BRIDGEHEAD, _NUMBER, _ROW, _FOOTNOTE, _MEDIA, _SILENT, _INSTRUCTION, _INNER = range(
    1, 13
)
_NAMES: dict[int, tuple[str, ...]] = {
    _PARA: ("para", "caption", "alt"),
    _BLOCK: (
        *("parablock", "paragroup", "itemizedlist", "orderedlist", "lists", "blockquote"),
        *("uitspraak.info", "conclusie.info", "samenvatting", "ondertekening", "inhoudsindicatie"),
        *("instantie", "afdeling", "uitspraaksoort", "zaaknr", "plaats", "partij", "uitspraakdatum"),
        *("informaltable", "table"),
    ),
    _INNER: ("listitem", "tgroup", "thead", "tbody", "tfoot", "entry"),
    _SECTION: ("section",),
    _TITLE: ("title",),
    _BRIDGEHEAD: ("bridgehead",),
    _NUMBER: ("nr",),
    _ROW: ("row",),
    _FOOTNOTE: ("footnote",),
    _MEDIA: ("mediaobject", "inlinemediaobject", "imageobject", "textobject", "audioobject", "videoobject"),
    _SILENT: ("colspec", "spanspec", "imagedata", "textdata", "audiodata", "videodata", "footnote-ref"),
}
_KINDS: dict[object, int] = {
    prefix + name: kind for kind, names in _NAMES.items() for name in names for prefix in ("", NAMESPACE)
} | {etree.ProcessingInstruction: _INSTRUCTION}
_PLAIN_BLOCKS = frozenset({_BLOCK, _FOOTNOTE})
_HEADINGS = frozenset({_TITLE, _BRIDGEHEAD})
_OWN_LINES = frozenset({_PARA, _BLOCK, _INNER, _SECTION, _TITLE, _BRIDGEHEAD, _ROW})
_PASSED_THROUGH = frozenset({_MEDIA, _INNER})
_LINE_BREAK = "linebreak"
_BREAK = "\0"
"""Marks a line break among the words of a paragraph; no XML document can hold this character."""


class _Walk:
    """One pass over the body of a document, from its elements to the lines of a text."""

    __slots__ = ("composition", "lines", "number", "table_depth")

    def __init__(self, *, sound: bool) -> None:
        self.composition = Composition(sound=sound)
        self.lines = self.composition.lines
        self.number = ""
        self.table_depth = 0

    def blocks(self, element: etree._Element, role: str | None = None) -> None:
        """Add the lines of an element that holds blocks; ``role`` is that of the section that it is."""
        if (loose := element.text) and not loose.isspace():
            self._line(loose)
        for child in element:
            kind = _KINDS.get(child.tag, 0)
            if kind == _PARA:
                if len(child):
                    self._paragraph(child)
                elif self.number:
                    self._line(child.text or "")
                else:
                    self.lines.append(child.text or "")
            elif kind in _PLAIN_BLOCKS:
                self.lines.append("")
                self.blocks(child)
            elif kind == _SECTION:
                self._section(child)
            elif kind:
                self._other(child, kind, role)
            else:
                self._paragraph(child)
            if (loose := child.tail) and not loose.isspace():
                self._line(loose)
        self._flush_number()

    def _other(self, element: etree._Element, kind: int, role: str | None) -> None:
        """Add what stands among blocks less often."""
        if kind == _NUMBER:
            self._flush_number()
            self.number = " ".join("".join(_pieces(element, [])).replace(_BREAK, " ").split())
        elif kind in _HEADINGS:
            self._heading(element, role if kind == _TITLE else None)
        elif kind == _ROW:
            self._row(element)
        elif kind in _PASSED_THROUGH:
            self.blocks(element)

    def _line(self, text: str) -> None:
        """Add one line, after the number that waits for words."""
        if self.number and not text.isspace() and text:
            text, self.number = f"{self.number} {text}", ""
        self.lines.append(text)

    def _flush_number(self) -> None:
        """Give a number that no words follow a line of its own."""
        if self.number:
            self.lines.append(self.number)
            self.number = ""

    def _section(self, section: etree._Element) -> None:
        """Add a section, whose title is its heading; one without a title still opens where it opens."""
        role = section.get("role")
        first = next(iter(section), None)
        if role and (first is None or _KINDS.get(first.tag) != _TITLE):
            self.composition.opening(role)
        self.lines.append("")
        self.blocks(section, role)

    def _heading(self, element: etree._Element, role: str | None) -> None:
        """Add a title or bridgehead as one line; in a table it is a line like any other."""
        notes: list[etree._Element] = []
        title = "".join(_pieces(element, notes)).replace(_BREAK, " ")
        if self.table_depth:
            self._line(title)
        else:
            if self.number and title and not title.isspace():
                title, self.number = f"{self.number} {title}", ""
            self.composition.heading(title, role)
        self._footnotes(notes)

    def _paragraph(self, element: etree._Element) -> None:
        """Add a paragraph with inline markup, then the footnotes that stand in it."""
        notes: list[etree._Element] = []
        for line in "".join(_pieces(element, notes)).split(_BREAK):
            self._line(line)
        self._footnotes(notes)

    def _footnotes(self, notes: list[etree._Element]) -> None:
        """Add footnotes after the paragraph that holds them."""
        for note in notes:
            self.blocks(note)

    def _row(self, row: etree._Element) -> None:
        """Add a table row."""
        self._flush_number()
        outer, cells = self.lines, [[row.text or ""]]
        self.table_depth += 1
        for entry in row:
            self.lines = []
            if _KINDS.get(entry.tag) != _INSTRUCTION:
                self.blocks(entry)
            cells += [self.lines, [entry.tail or ""]]
        self.lines = outer
        self.table_depth -= 1
        self.lines.extend(row_lines(cells))


def _pieces(element: etree._Element, notes: list[etree._Element]) -> Iterator[str]:
    """Yield the words of an element with inline markup, with a mark for each line break, and set footnotes apart."""
    if element.text:
        yield element.text
    for child in element:
        kind = _KINDS.get(child.tag, 0)
        if kind == _FOOTNOTE:
            notes.append(child)
        elif kind == _NUMBER:
            yield f"{child.text or ''} "
        elif kind in _OWN_LINES:
            yield _BREAK
            yield from _pieces(child, notes)
            yield _BREAK
        elif kind != _INSTRUCTION:
            yield from _pieces(child, notes)
        elif getattr(child, "target", None) == _LINE_BREAK:
            yield _BREAK
        if child.tail:
            yield child.tail


def compose(root: etree._Element, data: bytes = b"&#") -> tuple[str, tuple[Heading, ...]]:
    """Return the canonical text of a document and the headings that its markup shows; no text for metadata alone.

    ``data`` is the document as it was parsed; characters in it are looked at sooner than in what it becomes.
    """
    plain = (b"&" not in data or b"&#" not in data) and (
        root.getroottree().docinfo.encoding or "UTF-8"
    ).upper() == "UTF-8"
    walk = _Walk(sound=plain and is_sound(data))
    for part in (root,) if local_name(root) in BODIES else root:
        name = local_name(part)
        if name == "inhoudsindicatie" or name in BODIES:
            walk.composition.opening(name)
            walk.blocks(part)
    return walk.composition.compose()


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
