"""A codebook as an Excel workbook that people edit together, out and in without loss.

Sheet ``variables`` has a row a variable and a column a setting, texts once a language (``label.nl``); sheet
``categories`` a row a category. Checks, derived variables and the head stand in sheet ``more`` as the text that the
YAML file would hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from vonnis.codebook.codebook import Category, Codebook, Variable
from vonnis.codebook.spreadsheet import opened, saved, text_of
from vonnis.codebook.writing import lean, yaml_of
from vonnis.errors import MistakesError
from vonnis.located.decoding import nearest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TEXTS = frozenset({"label", "question", "definition", "rule", "example", "counter_example"})
_LISTS = frozenset({"read_as", "missing", "precedence"})
_VARIABLES, _CATEGORIES, _MORE = "variables", "categories", "more"
_NUMBERS = frozenset({"least", "most", "code", "double_coding"})


def _columns(type_: type[msgspec.Struct], languages: tuple[str, ...]) -> Iterator[str]:
    for field in msgspec.structs.fields(type_):
        if field.name in _TEXTS:
            yield from (f"{field.name}.{language}" for language in languages)
        elif field.name != "categories":
            yield field.name


def write_workbook(codebook: Codebook, *, at: dt.datetime) -> bytes:
    """Return a codebook as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    plain = lean(codebook)
    variables, categories = book.create_sheet(_VARIABLES), book.create_sheet(_CATEGORIES)
    variables.append(tuple(_columns(Variable, codebook.languages)))
    categories.append(("variable", *_columns(Category, codebook.languages)))
    for row in plain.pop("variables"):
        _append(variables, row)
        for category in row.get("categories", ()):
            _append(categories, {"variable": row["name"], **category})
    more = book.create_sheet(_MORE)
    more.append(("setting", "text"))
    for key, value in plain.items():
        _append(more, {"setting": key, "text": yaml_of({key: value})})
    for sheet in (variables, categories, more):
        sheet.freeze_panes = "B2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 40 if "." in str(cell.value) else 16
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    return saved(book, at)


def _append(sheet: Worksheet, row: dict[str, Any]) -> None:
    """Write a row under the heads of a sheet; an empty list is written as a dash, and nothing is a formula."""
    heads = [str(cell.value) for cell in sheet[1]]
    number = sheet.max_row + 1
    for column, head in enumerate(heads, 1):
        name, _, language = head.partition(".")
        value = row.get(name)
        if language:
            value = (value or {}).get(language)
        if isinstance(value, list):
            value = ", ".join(value) or "-"
        if value is not None:
            cell = sheet.cell(number, column, value if isinstance(value, int | float) else str(value))
            if isinstance(value, str):
                cell.data_type = "s"


def read_workbook(data: bytes, *, file: str) -> str:
    """Return the codebook in a workbook as the text of a ``codebook.yaml``; the reader of that file checks the rest.

    Raises:
        MistakesError: the file is no such workbook, or a cell is wrong; with sheet, row and column.
    """
    book = opened(data, file)
    absent = [name for name in (_VARIABLES, _CATEGORIES, _MORE) if name not in book.sheetnames]
    if absent:
        told = f"the sheet `{absent[0]}` is missing; begin from a workbook that vonnis wrote"
        raise MistakesError((f"{file}: {told}",))
    mistakes: list[str] = []
    variables = {row["name"]: row for row in _rows(book[_VARIABLES], Variable, (file, mistakes)) if "name" in row}
    for row in _rows(book[_CATEGORIES], Category, (file, mistakes)):
        name, number = row.pop("variable", ""), row.pop("row")
        if name not in variables:
            hint = nearest(str(name), list(variables)) or "; name one of the sheet `variables`"
            mistakes.append(f"{file}, sheet categories, row {number}, column variable: `{name}` is no variable{hint}")
            continue
        variables[name].setdefault("categories", []).append(row)
    if mistakes:
        raise MistakesError(tuple(mistakes))
    asked = [{key: value for key, value in row.items() if key != "row"} for row in variables.values()]
    head = [text_of(cell) for (cell,) in book[_MORE].iter_rows(min_row=2, min_col=2, max_col=2)]
    return "".join(f"{text}\n" for text in head) + yaml_of({"variables": asked})


def _rows(sheet: Worksheet, type_: type[msgspec.Struct], told: tuple[str, list[str]]) -> Iterator[dict[str, Any]]:
    file, mistakes = told
    heads = [text_of(cell) for cell in sheet[1]]
    known = {*_columns(type_, ("nl", "en")), "variable"}
    for head in heads:
        if head and head not in known:
            hint = nearest(head, sorted(known)) or "; remove the column"
            mistakes.append(f"{file}, sheet {sheet.title}, row 1: `{head}` is no column of this sheet{hint}")
    for number, line in enumerate(sheet.iter_rows(min_row=2), 2):
        row: dict[str, Any] = {}
        for head, cell in zip(heads, line, strict=False):
            text = text_of(cell)
            if not head or not text:
                continue
            name, _, language = head.partition(".")
            if language:
                row.setdefault(name, {})[language] = text
            else:
                row[name] = _value(name, text)
        if row:
            yield {**row, "row": number}


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - as the setting is
    if name in _LISTS:
        return [] if text == "-" else [part.strip() for part in text.split(",")]
    if text in {"True", "False", "true", "false"} and name != "machine":
        return text.lower() == "true"
    if name in _NUMBERS:
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return text
    return text
