"""Tables that people open in a spreadsheet: no cell is carried out as a formula, and all come back as written.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is a formula to Excel and LibreOffice,
whoever wrote it; a note ``=HYPERLINK(…)`` would send what stands beside it elsewhere. Such a cell gets an apostrophe
before it, as the Open Worldwide Application Security Project asks
(https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay numbers.

Where a cell begins is for the reader's program to say. A Dutch Excel takes a comma for a decimal sign, parts a line at
``;``, and knows no quotation marks in the middle of a line, so that every line end is the end of a row to it. A cell
can therefore begin after each ``;``, tab and line end within a text too, and gets its apostrophe there as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_MARK = "'"
_BEGINS = r"""['" ]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"""
"""How a formula begins, guarded already or not, and behind blanks and quotation marks that a program may take away.

The wide signs stand for the plain ones where a spreadsheet is set to an Asian language.
"""
FORMULA = rf"(?:^|[;\t\n\r]){_BEGINS}"
"""A pattern that every cell holds which :func:`guarded` changes, in the language of Python and of Polars."""
_FIRST = re.compile(_BEGINS)
_LATER = re.compile(rf"([;\t\n\r])(?={_BEGINS})")
_LATER_MARKED = re.compile(rf"([;\t\n\r])'(?={_BEGINS})")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def guarded(cell: object) -> object:
    """Return a cell as it is written: where a spreadsheet would begin a formula, an apostrophe stands before it."""
    if not isinstance(cell, str):
        return cell
    inside = _LATER.sub(rf"\1{_MARK}", cell)
    return _MARK + inside if _is_formula(cell) else inside


def unguarded(cell: str) -> str:
    """Return a cell as it was before :func:`guarded`."""
    whole = cell[1:] if cell.startswith(_MARK) and _is_formula(cell[1:]) else cell
    return _LATER_MARKED.sub(r"\1", whole)


def _is_formula(cell: str) -> bool:
    """Tell whether a cell is a formula, or looks like one that was guarded already."""
    return _FIRST.match(cell) is not None and not _NUMBER.fullmatch(cell)


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
