"""Reading the CSV tables of a study folder: rows with their line, and one sentence for what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from vonnis.errors import StudyError
from vonnis.located.spreadsheet import unguarded


def rows(
    path: Path, *, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a CSV file with the number of its line; cells are stripped, empty lines passed over.

    A column that is ``optional`` gives an empty cell where the file does not have it. Cells are parted by commas, or by
    semicolons where the first line holds more of these, as a Dutch spreadsheet writes them.

    Raises:
        StudyError: the file cannot be read, is no UTF-8, lacks a column, or a row is short.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); put the table there"
        raise StudyError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not in UTF-8; save it as CSV UTF-8"
        raise StudyError(message) from error
    head = next(iter(text.splitlines()), "")
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    lacking = [column for column in columns if column not in (reader.fieldnames or [])]
    if lacking:
        message = f"{path} lacks the column {lacking[0]!r}; its first line must name {', '.join(columns)}"
        raise StudyError(message)
    for row in reader:
        if any(row[column] is None for column in columns):
            message = f"{path}, line {reader.line_num}: the row has too few cells"
            raise StudyError(message)
        yield reader.line_num, {column: unguarded((row.get(column) or "").strip()) for column in (*columns, *optional)}


def whole_number(value: str, *, where: str) -> int:
    """Return a whole number of zero or more.

    Raises:
        StudyError: the cell holds something else; the message begins with ``where``.
    """
    if not (value.isascii() and value.isdigit()):
        message = f"{where} is {value!r}; a whole number is needed"
        raise StudyError(message)
    return int(value)
