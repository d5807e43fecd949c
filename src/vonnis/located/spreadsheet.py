"""Tables that people open in a spreadsheet: no cell is carried out as a formula, and all come back as written.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is a formula to Excel and LibreOffice,
whoever wrote it; a note ``=HYPERLINK(…)`` would send what stands beside it elsewhere. Such a cell gets an apostrophe
before it, as the Open Worldwide Application Security Project asks
(https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def guarded(cell: object) -> object:
    """Return a cell as it is written: text that a spreadsheet would carry out gets an apostrophe before it."""
    return _MARK + cell if isinstance(cell, str) and _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before :func:`guarded`."""
    return cell[1:] if cell.startswith(_MARK) and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    """Tell whether a cell is a formula, or looks like one that was guarded already."""
    return cell.lstrip(_MARK).startswith(_SIGNS) and not _NUMBER.fullmatch(cell)


def write_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV with a row of names, for people and their spreadsheets."""
    stream = io.StringIO()
    plain = csv.writer(stream, lineterminator="\n")
    # Before Python 3.13 a carriage return alone puts no quotation marks round its cell, and would end the row.
    whole = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in chain([columns], rows):
        cells = [guarded(cell) for cell in row]
        (whole if any("\r" in str(cell) for cell in cells) else plain).writerow(cells)
    return stream.getvalue()


def read_table(text: str, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with the number of the line on which each ends; a cell may hold several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        yield reader.line_num, [unguarded(cell) for cell in row]
