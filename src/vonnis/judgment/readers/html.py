"""Read HTML: a page of uitspraken.rechtspraak.nl as saved from a browser, or any other page with a judgment on it."""

from __future__ import annotations

import re

from lxml import etree

from vonnis.errors import EncodingError, NotAJudgmentError, TooLargeError
from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.judgment import Metadata
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.readers.envelope import ECLI
from vonnis.judgment.readers.plain import decode

_UNSEEN = frozenset(
    (
        *("head", "script", "style", "template", "noscript", "nav", "footer", "aside", "dialog"),
        *("form", "button", "select", "option", "svg", "canvas", "iframe", "object", "video", "audio"),
    )
)
_BLOCKS = frozenset(
    (
        *("html", "body", "main", "article", "section", "header", "address", "div", "center", "fieldset", "figure"),
        *("p", "pre", "blockquote", "details", "summary", "caption", "figcaption", "hr", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOTE_MARK = re.compile(r"\[?\d{1,3}\]?")
_LEAST_SHARE = 0.5


def read_html(data: bytes, origin: str) -> Draft:
    """Return the draft of a page: its main part, without navigation and hidden text; footnote marks are left out.

    Raises:
        NotAJudgmentError: there is no page in the bytes.
        TooLargeError: the page is nested too deep for its words to be read in full.
        EncodingError: the bytes are not in the encoding that the page declares.
    """
    text = _DECLARATION.sub("", _decoded(data, origin)).replace("\0", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        message = f"{origin} is no HTML page that can be read; save the page again."
        raise NotAJudgmentError(message)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        message = f"{origin} is nested deeper than any page that a person wrote; save its text instead."
        raise TooLargeError(message)
    walk = _Walk()
    walk.page(_main_part(root))
    composed, headings = walk.composition.compose()
    return Draft(text=composed, headings=headings, metadata=_stated(root))


def _decoded(data: bytes, origin: str) -> str:
    """Return the page as text, by the encoding that it declares, or else as plain text is."""
    declared = _CHARSET.search(data, 0, 4_096)
    if declared is None or data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:3] == b"\xef\xbb\xbf":
        return decode(data, origin)
    name = declared[1].decode("ascii").lower()
    try:
        return data.decode("cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"} else name)
    except LookupError:
        return decode(data, origin)
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        message = f"{origin}, line {line}: the page is not in {name}, as it declares; save it as UTF-8."
        raise EncodingError(message) from None


def _stated(root: etree._Element) -> Metadata | None:
    """Return the ECLI in the page's title, where it has one."""
    title = root.find(".//title")
    ecli = ECLI.search("".join(map(str, title.itertext()))) if title is not None else None
    return Metadata(ecli=ecli.group()) if ecli else None


def _main_part(root: etree._Element) -> etree._Element:
    """Return the one main part that a page marks, if most of its words stand there; else the whole page."""
    parts = [element for element in root.iter("main", "article", "div") if _is_main(element)]
    if not parts:
        return root
    words = sum(len(piece) for piece in root.itertext())
    largest = max(parts, key=lambda part: sum(len(piece) for piece in part.itertext()))
    share = sum(len(piece) for piece in largest.itertext()) / max(words, 1)
    return largest if share >= _LEAST_SHARE else root


def _is_main(element: etree._Element) -> bool:
    """Tell whether the page marks an element as its main part."""
    return element.tag == "main" or element.get("role") == "main" or element.get("id") in {"content", "main"}


class _Walk:
    """One pass over a page, from its elements to the lines of a text; no recursion, so no page is too deep."""

    def __init__(self) -> None:
        self.composition = Composition()
        self._targets: list[list[str]] = [self.composition.lines]
        self._rows: list[list[list[str]]] = []
        self._words: list[str] = []
        self._preformatted = 0

    def page(self, root: etree._Element) -> None:
        """Add the lines of a page, or a part of one."""
        walker = etree.iterwalk(root, events=("start", "end"))
        unseen: etree._Element | None = None
        for event, element in walker:
            if event == "start":
                if _is_unseen(element):
                    unseen = element
                    walker.skip_subtree()
                else:
                    self._start(element, str(element.tag))
                continue
            if element is not unseen:
                self._end(str(element.tag))
            if element is not root:
                self._add(element.tail)
        self._break()

    def _start(self, element: etree._Element, tag: str) -> None:
        """Open an element."""
        if tag in _BLOCKS:
            self._break()
        if tag in {"p", "ul", "ol", "table", "section"}:
            self._targets[-1].append("")
        elif tag == "br":
            self._break()
        elif tag == "tr":
            self._rows.append([])
        elif tag in _CELLS and self._rows:
            self._targets.append([])
        elif tag == "pre":
            self._preformatted += 1
        self._add(element.text)

    def _end(self, tag: str) -> None:
        """Close an element."""
        if tag in _HEADINGS and len(self._targets) == 1:
            title, self._words = "".join(self._words), []
            self.composition.heading(title.replace("\n", " "))
        elif tag in _BLOCKS:
            self._break()
        if tag in _CELLS and self._rows and len(self._targets) > 1:
            self._rows[-1].append(self._targets.pop())
        elif tag == "tr" and self._rows:
            self._targets[-1].extend(row_lines(self._rows.pop()))
        elif tag == "pre":
            self._preformatted -= 1

    def _add(self, words: str | None) -> None:
        """Add words to the line that is being made; line ends count in preformatted text only."""
        if not words:
            return
        if not self._preformatted:
            self._words.append(words)
            return
        *lines, last = words.split("\n")
        for line in lines:
            self._words.append(line)
            self._break()
        self._words.append(last)

    def _break(self) -> None:
        """End the line that is being made."""
        if self._words:
            self._targets[-1].append("".join(self._words))
            self._words = []


def _is_unseen(element: etree._Element) -> bool:
    """Tell whether a browser shows no words of an element, or only the mark of a footnote."""
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if element.tag in {"sup", "a"}:
        return _is_note_mark(element)
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _is_note_mark(element: etree._Element) -> bool:
    """Tell whether an element is the raised number that leads to a footnote: a link in it, or around it."""
    inner = element.find("a" if element.tag == "sup" else "sup")
    link = element if element.tag == "a" else inner
    if inner is None or link is None or "#" not in (link.get("href") or ""):
        return False
    return _NOTE_MARK.fullmatch("".join(map(str, element.itertext())).strip()) is not None
