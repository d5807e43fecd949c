"""The score form in Excel: one row a question and unit, with lists to choose from, read back without loss.

Each level has a sheet. An answer is chosen from a list (``1 man``) or typed in its written form (``16..17``); beside it
stand who says so, document and page, certainty, and a note. The form knows the version of its codebook: it is never
read with another one. A form with a single mistake is not read at all; each mistake names its sheet, row and column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from vonnis.codebook.codebook import Codebook, Level, Standing, Text, Variable
from vonnis.codebook.spreadsheet import opened, saved, text_of
from vonnis.codebook.values import Answer, read_answer, write_answer
from vonnis.errors import MistakesError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("unit", "variable", "question", "answer", "standing", "document", "page", "certainty", "note")
_WIDTHS = (12, 22, 60, 26, 14, 22, 8, 12, 40)
_ABOUT, _LISTS = "vonnis", "lists"
_CERTAINTY = ("sure", "unsure")
_INPUTS = COLUMNS[3:]
_MOST_ROWS = 200_000


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as a score form gives it: who says so, where it stands, how sure, and a note; empty where left open."""

    level: Level
    unit: str
    variable: str
    answer: Answer
    standing: Standing | None = None
    document: str = ""
    page: str = ""
    certainty: str | None = None
    note: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of which a form asks the questions of its level."""

    level: Level
    unit: str


def write_form(
    codebook: Codebook, units: Iterable[Asked], *, at: dt.datetime, language: str, scored: Iterable[Scored] = ()
) -> bytes:
    """Return a form that asks these units' questions, with the answers that are known already.

    Raises:
        MistakesError: a sheet would be longer than one that is read back.
    """
    from openpyxl import Workbook

    known = {(one.level, one.unit, one.variable): one for one in scored}
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    asked = list(units)
    for level in codebook.levels:
        keys = [one.unit for one in asked if one.level == level]
        rows = len(keys) * len(codebook.at(level)) + 1
        if rows > _MOST_ROWS:
            sentence = f"{len(keys):,} units make a sheet {level} of {rows:,} rows, and {_MOST_ROWS:,} can be read back"
            raise MistakesError((f"{sentence}; make several forms",))
        if keys:
            _sheet(book.create_sheet(level), codebook, keys, (level, language, known))
    _lists(book, codebook, language)
    about = book.create_sheet(_ABOUT)
    for row in (("codebook", codebook.name), ("version", codebook.version), ("digest", codebook.digest)):
        about.append(row)
    about.sheet_state = book[_LISTS].sheet_state = "hidden"
    return saved(book, at)


def _sheet(
    sheet: Worksheet,
    codebook: Codebook,
    units: list[str],
    told: tuple[Level, str, dict[tuple[Level, str, str], Scored]],
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    level, language, known = told
    sheet.append(COLUMNS)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "E2"
    shade = PatternFill("solid", fgColor="F1F2EE")
    rows: dict[str, list[int]] = {}
    for number, (unit, variable) in enumerate(product(units, codebook.at(level)), 2):
        one = known.get((level, unit, variable.name))
        rows.setdefault(variable.name, []).append(number)
        sheet.append((unit, variable.name, variable.question.get(language, ""), *_inputs(variable, one, language)))
        for column, cell in enumerate(sheet[number], 1):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column > len(COLUMNS) - len(_INPUTS):
                cell.number_format = "@"
                if cell.value is not None:
                    cell.data_type = "s"  # a note that begins with = is no formula
                cell.protection = Protection(locked=False)
            else:
                cell.fill = shade
    sheet.protection.sheet = True
    _validate(sheet, codebook, rows)


def _inputs(variable: Variable, one: Scored | None, language: str) -> tuple[str | None, ...]:
    if one is None:
        return (None,) * len(_INPUTS)
    written = write_answer(one.answer)
    texts = dict(_choices(variable, language))
    shown = f"{written} {texts[written]}" if written in texts else written
    found = (shown, one.standing, one.document, one.page, one.certainty, one.note)
    return tuple(text or None for text in found)


def _choices(variable: Variable, language: str) -> Iterator[tuple[str, str]]:
    """Yield code and words of each answer that can be chosen from a list."""
    if variable.type == "category":
        yield from ((str(one.code), one.label[language]) for one in variable.categories)
    yield from ((str(int(kind)), kind.label[language]) for kind in variable.missing[::-1])


def _lists(book: Workbook, codebook: Codebook, language: str) -> None:
    sheet = book.create_sheet(_LISTS)
    for number, variable in enumerate(codebook.variables, 1):
        for row, (code, words) in enumerate(_choices(variable, language), 2):
            sheet.cell(row, number, f"{code} {words}")
        sheet.cell(1, number, variable.name)


def _validate(sheet: Worksheet, codebook: Codebook, rows: dict[str, list[int]]) -> None:
    """Let Excel offer the answers; where others may be typed, it explains how and does not refuse."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.cell_range import MultiCellRange
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, variable in enumerate(codebook.variables, 1):
        letter, length = get_column_letter(number), len(list(_choices(variable, codebook.languages[0])))
        if length and variable.name in rows:
            formula = f"{_LISTS}!${letter}$2:${letter}${length + 1}"
            offered = DataValidation(type="list", formula1=formula, allow_blank=True)
            offered.showErrorMessage = variable.type == "category"
            offered.error, offered.errorTitle = "Choose one of the answers in the list.", variable.name
            offered.promptTitle, offered.prompt = variable.name, _FORMS[variable.type]
            offered.showInputMessage = True
            sheet.add_data_validation(offered)
            offered.sqref = MultiCellRange(" ".join(f"D{row}" for row in rows[variable.name]))
    last = max((row for found in rows.values() for row in found), default=2)
    for column, words in ((5, get_args(Standing)), (8, _CERTAINTY)):
        plain = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
        sheet.add_data_validation(plain)
        letter = get_column_letter(column)
        plain.add(f"{letter}2:{letter}{last}")


_FORMS = {
    "category": "One of the answers in the list.",
    "categories": "Codes with a semicolon between them, as 1;3, or a kind of missing from the list.",
    "integer": "A whole number, or a kind of missing from the list.",
    "interval": "A whole number or an interval, as 16..17, or a kind of missing from the list.",
    "money": "An amount, as 150.00, or a kind of missing from the list.",
    "duration": "As P18M, P1Y6M, P1D, or P0D for none, or a kind of missing from the list.",
    "date": "As 2016-05-03, or 2016-05 or 2016 where the question allows it, or a kind of missing from the list.",
}


def read_form(data: bytes, codebook: Codebook, *, file: str) -> tuple[Scored, ...]:
    """Return the answers in a form; questions that are left open are left out.

    Raises:
        MistakesError: the file is no form of this version of the codebook, or holds a mistake; nothing of it counts.
    """
    book = opened(data, file)
    about = {str(row[0]): str(row[1]) for row in book[_ABOUT].values} if _ABOUT in book.sheetnames else {}
    if about.get("digest") != codebook.digest:
        told = f"{about['codebook']} {about['version']}" if {"codebook", "version"} <= about.keys() else "no codebook"
        sentence = f"this form belongs to {told} and not to {codebook.name} {codebook.version} as it is now"
        raise MistakesError((f"{file}: {sentence}; use the codebook that the form was made with, and migrate",))
    found: list[Scored] = []
    mistakes: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    for level in codebook.levels:
        if level in book.sheetnames:
            for where, outcome in _rows(book[level], codebook, level):
                if isinstance(outcome, str):
                    mistakes.append(f"{file}, sheet {level}, {where}: {outcome}")
                elif (outcome.unit, outcome.variable) in seen:
                    first = seen[outcome.unit, outcome.variable]
                    mistakes.append(f"{file}, sheet {level}, {where}: answered before in {first}; keep one of them")
                else:
                    seen[outcome.unit, outcome.variable] = where
                    found.append(outcome)
    if mistakes:
        raise MistakesError(tuple(mistakes))
    return tuple(found)


def _rows(sheet: Worksheet, codebook: Codebook, level: Level) -> Iterator[tuple[str, Scored | str]]:
    head = tuple(sheet.cell(1, number).value for number in range(1, len(COLUMNS) + 1))
    if head != COLUMNS:
        yield "row 1", f"the head must be {', '.join(COLUMNS)}; do not move or rename columns"
        return
    if sheet.max_row > _MOST_ROWS:
        sentence = f"the sheet has {sheet.max_row:,} rows, and {_MOST_ROWS:,} can be read"
        yield f"row {_MOST_ROWS + 1}", f"{sentence}; delete the empty rows at its end, or split the form"
        return
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_col=len(COLUMNS)), 2):
        cells = dict(zip(COLUMNS, row, strict=True))
        texts = {name: text_of(cell) for name, cell in cells.items()}
        if not texts["answer"]:
            left = [name for name in ("standing", "document", "page", "certainty", "note") if texts[name]]
            if left:
                yield (
                    f"row {number}, column answer",
                    f"the answer is empty but {left[0]} is filled in; answer or clear it",
                )
            continue
        yield _scored(texts, codebook, level, number)


def _scored(texts: dict[str, str], codebook: Codebook, level: Level, number: int) -> tuple[str, Scored | str]:
    variable = codebook.by_name.get(texts["variable"])
    if variable is None or variable.level != level:
        return f"row {number}, column variable", f"`{texts['variable']}` is no question of this sheet; restore the name"
    if not texts["unit"]:
        return f"row {number}, column unit", "the unit is missing; restore its study number"
    try:
        answer = read_answer(variable, _code(variable, texts["answer"]))
    except ValueError as error:
        return f"row {number}, column answer", str(error)
    for name, words in (("standing", get_args(Standing)), ("certainty", _CERTAINTY)):
        if texts[name] and texts[name] not in words:
            return f"row {number}, column {name}", f"`{texts[name]}` is not known; choose one of {', '.join(words)}"
    given: dict[str, Any] = {name: texts[name] or None for name in ("standing", "certainty")}
    given |= {name: texts[name] for name in ("unit", "variable", "document", "page", "note")}
    return f"row {number}", Scored(level=level, answer=answer, **given)


def _code(variable: Variable, text: str) -> str:
    """Return the code of an answer that was chosen from a list (``1 man``), and any other text as it is."""
    first, _, rest = text.partition(" ")
    labels: list[Text] = [kind.label for kind in variable.missing] + [one.label for one in variable.categories]
    known = {words for label in labels for words in label.values()}
    return first if rest in known else text
