"""Tables as files of SPSS and Stata: labels whole or not at all, and bytes that tell no other time than the release.

pyreadstat cuts value labels at 120 bytes and variable labels at 256 without a word, and Stata takes 80 characters; a
label that is longer is refused here, with its name and what to do.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vonnis.codebook.missing import Missing
from vonnis.deposit.sheet import Column, Sheet
from vonnis.errors import StudyError

if TYPE_CHECKING:
    import polars as pl

_LONGEST_NAME, _LONGEST_VALUE, _LONGEST_LABEL, _LONGEST_STATA, _LONGEST_TITLE = 64, 120, 256, 80, 64
_SAV_DATE, _SAV_TIME = slice(92, 101), slice(101, 109)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STAMP = (b"<timestamp>", b"</timestamp>")
STATA_MISSING = {int(kind): letter for kind, letter in zip(sorted(Missing), "abcd", strict=True)}
"""The letter of Stata's extended missing value for each kind of missing, the lowest code first."""
MISSING_LOW, MISSING_HIGH = int(Missing.UNCLEAR), int(Missing.WITHHELD)


def labels_of(column: Column, language: str) -> dict[int | float, str]:
    """Return the value labels of a column, the kinds of missing included."""
    found: dict[int | float, str] = {code: text[language] for code, text in column.values}
    if column.missing:
        found |= {int(kind): kind.label[language] for kind in Missing}
    return found


def check_labels(sheet: Sheet) -> None:
    """Refuse a table whose names or labels a statistical program would cut.

    Raises:
        StudyError: a name, a variable label or a value label is too long.
    """
    for column in sheet.columns:
        _within(column.name, _LONGEST_NAME, f"the name {column.name}")
        for language in ("nl", "en"):
            _within(column.label[language], _LONGEST_LABEL, f"the label of {column.name} ({language})")
            for code, label in labels_of(column, language).items():
                _within(label, _LONGEST_VALUE, f"the label of {column.name} = {code} ({language})")


def for_stata(label: str) -> str:
    """Return a variable label as Stata holds it: 80 characters; a longer one ends in an ellipsis, whole elsewhere."""
    return label if len(label) <= _LONGEST_STATA else f"{label[: _LONGEST_STATA - 1].rstrip()}…"


def _within(text: str, most: int, what: str) -> None:
    if len(text.encode()) > most:
        message = f"{what} is longer than the {most} bytes of SPSS and would be cut; shorten it in the codebook"
        raise StudyError(message)


def sav(sheet: Sheet, *, language: str, title: str, at: dt.datetime) -> bytes:
    """Return a table as an SPSS file: labels, measures, and −9 to −6 as one range of missing values.

    Raises:
        StudyError: a label is too long.
    """
    import pyreadstat

    check_labels(sheet)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        pyreadstat.write_sav(
            _doubles(sheet),
            str(path),
            file_label=title.encode()[:_LONGEST_TITLE].decode(errors="ignore"),
            column_labels=[column.label[language] for column in sheet.columns],
            variable_value_labels={
                column.name: {float(code): label for code, label in labels.items()}
                for column in sheet.columns
                if (labels := labels_of(column, language))
            },
            missing_ranges={
                column.name: [{"lo": MISSING_LOW, "hi": MISSING_HIGH}] for column in sheet.columns if column.missing
            },
            variable_measure={column.name: column.measure for column in sheet.columns},
        )
        data = bytearray(path.read_bytes())
    moment = at.astimezone(dt.UTC)
    data[_SAV_DATE] = f"{moment.day:02d} {_MONTHS[moment.month - 1]} {moment:%y}".encode()
    data[_SAV_TIME] = f"{moment:%H:%M:%S}".encode()
    return bytes(data)


def dta(sheet: Sheet, *, language: str, title: str, at: dt.datetime) -> bytes:
    """Return a table as a Stata file; the kinds of missing are its extended missing values, with labels.

    −9 unclear is ``.a``, −8 not stated ``.b``, −7 not applicable ``.c``, −6 withheld ``.d``, so that no mean or table
    counts them as numbers.

    Raises:
        StudyError: a label is too long.
    """
    import pyreadstat

    check_labels(sheet)
    lettered: dict[str, dict[Any, str]] = {
        column.name: {STATA_MISSING.get(int(code), code): label for code, label in labels.items()}
        for column in sheet.columns
        if (labels := labels_of(column, language))
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.dta"
        pyreadstat.write_dta(
            _lettered(sheet),
            str(path),
            file_label=title[:_LONGEST_STATA],
            column_labels=[for_stata(column.label[language]) for column in sheet.columns],
            variable_value_labels=lettered,
            missing_user_values={
                column.name: list(STATA_MISSING.values()) for column in sheet.columns if column.missing
            },
        )
        data = path.read_bytes()
    return _stamped(data, at.astimezone(dt.UTC))


def _lettered(sheet: Sheet) -> pl.DataFrame:
    """Return a table in which each kind of missing is the letter of Stata's extended missing value.

    Such columns hold objects: pandas would take one for text whose first hundred answers are all missing.
    """
    import polars as pl

    columns = []
    for column in sheet.columns:
        own = sheet.frame[column.name]
        if column.missing:
            values = [value if value is None else STATA_MISSING.get(value, float(value)) for value in own.to_list()]
            own = pl.Series(column.name, values, dtype=pl.Object)
        columns.append(own)
    return pl.DataFrame(columns)


def _stamped(data: bytes, moment: dt.datetime) -> bytes:
    """Return a Stata file with a given time in its header."""
    start, end = (data.find(mark) for mark in _STAMP)
    if start < 0 or end < 0:
        return data
    stamp = f"{moment.day:02d} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M}".encode()
    return data[: start + len(_STAMP[0])] + bytes([len(stamp)]) + stamp + data[end:]


def _doubles(sheet: Sheet) -> pl.DataFrame:
    """Return a table with every number as a double: SPSS keeps ranges of missing values for these alone."""
    import polars as pl

    return sheet.frame.with_columns(
        pl.col(column.name).cast(pl.Float64) for column in sheet.columns if column.kind != "text"
    )


def syntax(sheet: Sheet, *, language: str, file: str, mark: str) -> str:
    """Return SPSS syntax that opens a table, sets its multiple-response sets, and counts every variable."""
    sets: dict[str, list[Column]] = {}
    for column in sheet.columns:
        if column.set_of:
            sets.setdefault(column.set_of, []).append(column)
    lines = [f"* {mark}." if mark else f"* {sheet.title[language]}.", f"GET FILE='{file}'."]
    coded = [column for column in sheet.columns if column.values]
    plain = [column.name for column in coded if not column.set_of and column.source]
    numbers = [column.name for column in sheet.columns if column.measure == "scale" and column.source]
    if sheet.frame["weight"].n_unique() > 1 if "weight" in sheet.frame.columns else False:
        lines.append("WEIGHT BY weight.")
    for name, columns in sets.items():
        label = columns[0].label[language].rpartition(": ")[0].replace("'", "''")
        members = " ".join(column.name for column in columns)
        lines.append(
            f"MRSETS /MDGROUP NAME=${name} LABEL='{label}' CATEGORYLABELS=VARLABELS VARIABLES={members} VALUE=1."
        )
    lines += [f"FREQUENCIES VARIABLES={' '.join(plain)}."] if plain else []
    for columns in sets.values():  # how many chose each answer, and their share; PSPP knows no MULT RESPONSE
        lines.append(f"DESCRIPTIVES VARIABLES={' '.join(column.name for column in columns)} /STATISTICS=SUM MEAN.")
    lines += [f"DESCRIPTIVES VARIABLES={' '.join(numbers)} /STATISTICS=MEAN MIN MAX."] if numbers else []
    return "\n".join([*lines, ""])
