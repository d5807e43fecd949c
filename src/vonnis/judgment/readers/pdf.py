"""Read the text layer of a PDF, and put back together what its pages tore apart.

A PDF holds lines as they were printed. Lines that stop in the middle of a sentence are joined, words that were broken
at a line end are made whole, and page numbers, headers and footers that stand on most pages are left out.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vonnis.errors import NoTextError, ProtectedError, TooLargeError, UnreadableError
from vonnis.judgment.canonical import canonical
from vonnis.judgment.readers.draft import Draft

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 2_000
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError),
    *(RecursionError, RuntimeError, TypeError, ValueError, zlib.error),
)
"""What pypdf raises, besides errors of its own, for files that are damaged in one way or another."""

_EDGE_LINES = 2
_FEWEST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:pagina|blad|p\.)\s*\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.:;?!]['\"’”)\]]*$")
_NEW_ITEM = re.compile(r"(?:[-–—•*·▪o]\s|\(?(?:\d{1,2}[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s|\d+(?:\.\d+)+\s)")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}-")
_FULL_LINE = 0.7
_HALF_LINE = 0.4


def read_pdf(data: bytes, origin: str) -> Draft:
    """Return the draft of a PDF.

    Raises:
        ProtectedError: it is closed by a password; an empty one is tried.
        NoTextError: it has no text layer, as a scan has none.
        TooLargeError: it has more pages than any judgment.
        UnreadableError: it is damaged.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(data))
            pages = list(_pages(reader, origin))
        except (PyPdfError, *_BROKEN) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
            message = f"{origin} is a damaged PDF ({reason}); fetch it again, or save its text."
            raise UnreadableError(message) from None
    text = canonical("\n".join(_rejoined(_without_furniture(pages))))
    if not any(character.isalpha() for character in text):
        message = f"{origin} has no text layer, as a scan has none; run text recognition on it first."
        raise NoTextError(message)
    return Draft(text=text)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on oddities off the screen; what matters becomes an error."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _pages(reader: PdfReader, origin: str) -> Iterator[list[str]]:
    """Yield the lines of each page."""
    if reader.is_encrypted and not reader.decrypt(""):
        message = f"{origin} is closed by a password; save it without one."
        raise ProtectedError(message)
    if len(reader.pages) > _MOST_PAGES:
        message = f"{origin} has {len(reader.pages):,} pages; vonnis reads PDFs of at most {_MOST_PAGES:,} pages."
        raise TooLargeError(message)
    for page in reader.pages:
        yield canonical(page.extract_text()).split("\n")


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages, without page numbers and without what opens or closes most pages."""
    usual = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    shapes = Counter(_shape(line) for page in pages for line in set(_edges(page)) if not line.isdecimal())
    shifts = Counter(
        int(line) - index for index, page in enumerate(pages) for line in set(_edges(page)) if line.isdecimal()
    )
    shift, often = max(shifts.items(), key=lambda item: item[1], default=(0, 0))

    def is_furniture(line: str, index: int) -> bool:
        if line.isdecimal():
            return often >= min(usual, len(pages)) > 1 and int(line) - index == shift
        return shapes[_shape(line)] >= usual or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line) is not None)

    lines: list[str] = []
    for index, page in enumerate(pages):
        last = len(page) - _EDGE_LINES
        for number, line in enumerate(page):
            if line and (number < _EDGE_LINES or number >= last) and is_furniture(line, index):
                continue
            lines.append(line)
    return lines


def _edges(page: list[str]) -> list[str]:
    """Return the first and last lines of a page."""
    return [line for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:]) if line]


def _shape(line: str) -> str:
    """Return a line with its numbers made equal, so that page 3 looks like page 4."""
    return _DIGITS.sub("#", line)


def _rejoined(lines: list[str]) -> Iterator[str]:
    """Yield lines, joined where a printed line stopped in the middle of a sentence."""
    width = max((len(line) for line in lines), default=0)
    current = previous = ""
    for line in lines:
        if current and line and _goes_on(previous, line, width):
            if _BROKEN_WORD.fullmatch(current[-3:]) and line[0].islower() and not line.startswith(("en ", "of ")):
                current = current[:-1] + line
            else:
                current = f"{current} {line}"
        else:
            yield current
            current = line
        previous = line
    yield current


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether the sentence on a line goes on in the next one."""
    if _SENTENCE_END.search(line) or _NEW_ITEM.match(following):
        return False
    if following[0].islower():
        return len(line) >= _HALF_LINE * width or line.endswith((",", "-"))
    return len(line) >= _FULL_LINE * width and not following.isupper()
