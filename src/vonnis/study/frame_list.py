"""An outside list of cases, as a prosecutor's office gives it: rows checked one by one, every mistake named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from vonnis.errors import RefusedError, StudyError
from vonnis.located.spreadsheet import read_table
from vonnis.study.reasons import disposal_reason, list_words, reason

_NUMBER = re.compile(r"(\d{2})\D?(\d{6})\D?(\d{2})(?!\d)")
_ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]+:\d{4}:[A-Z0-9.]+")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_FIRST_YEAR = 1980


class ListedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the list.

    ``parketnummer`` and ``complex`` identify people and investigations outside the study: they go to the key file and
    nowhere else. ``documents`` are the ECLIs of its published judgments. ``drops_out`` is the reason that the disposal
    gives, with its code; None where the case stays in.
    """

    row: int
    parketnummer: str | None
    complex: str | None
    intake_date: dt.date | None
    article: str
    disposal: str
    office: str
    documents: tuple[str, ...] = ()
    drops_out: str | None
    code: str


class CaseList(msgspec.Struct, frozen=True):
    """A list that was read whole; ``left_out`` names its columns that the study takes no notice of."""

    cases: tuple[ListedCase, ...]
    columns: dict[str, str]
    left_out: tuple[str, ...]


def read_case_list(
    path: Path, *, columns: Mapping[str, str] | None = None, means: Mapping[str, str] | None = None, today: dt.date
) -> CaseList:
    """Return the cases of a list; nothing where a single row is wrong.

    Args:
        path: an ``.xlsx`` (its first sheet) or a ``.csv`` with comma or semicolon; the first row names the columns.
        columns: what a column is called in this list where that is unusual (``{"disposal": "einde"}``).
        means: what unusual words for a disposal mean: a reason, or ``convicted``.
        today: no case can have been registered later.

    Raises:
        StudyError: the file cannot be read, or rows are wrong; the message names each by row and column.
    """
    rows = list(table_rows(path))
    if not rows:
        message = f"{path} is empty; its first row must name the columns"
        raise StudyError(message)
    names = [_text(cell) for cell in rows[0][1]]
    taken = _columns(names, columns or {}, path=path)
    mistakes: list[str] = []
    cases: list[ListedCase] = []
    seen: dict[str, int] = {}
    for number, cells in rows[1:]:
        row = {
            what: cells[names.index(name)] if names.index(name) < len(cells) else None for what, name in taken.items()
        }
        reading = _Reading(number, row, taken, means or {}, mistakes)
        case = reading.case(today)
        if case.parketnummer is not None:
            if case.parketnummer in seen:
                reading.wrong("parketnummer", f"stands in row {seen[case.parketnummer]} already; keep one row a case")
            seen.setdefault(case.parketnummer, number)
        cases.append(case)
    if not cases:
        mistakes.append("it names columns and holds no case")
    if mistakes:
        refusal = f"{path}: nothing was imported"
        raise RefusedError(refusal, mistakes)
    return CaseList(tuple(cases), taken, tuple(name for name in names if name and name not in taken.values()))


def table_rows(path: Path, *, sheet: str | None = None) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows of a sheet or CSV file that hold anything, with their numbers as a spreadsheet counts them.

    ``sheet`` names a sheet of a workbook; without it the first is read.

    Raises:
        StudyError: the file cannot be read, is of another kind, or is encrypted.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        yield from _csv_rows(path)
    elif suffix == ".xlsx":
        yield from _sheet_rows(path, sheet)
    else:
        message = f"{path} is no .xlsx or .csv; save the list as one of these"
        raise StudyError(message)


def _csv_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise StudyError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not in UTF-8; save it as CSV UTF-8"
        raise StudyError(message) from error
    first = text.split("\n", 1)[0]
    for number, row in read_table(text, delimiter=";" if first.count(";") > first.count(",") else ","):
        if any(cell.strip() for cell in row):
            yield number, [*row]


def _sheet_rows(path: Path, name: str | None) -> Iterator[tuple[int, list[object]]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise StudyError(message) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        message = f"{path} is no Excel file, or is closed by a password; save it as .xlsx without one"
        raise StudyError(message) from error
    try:
        if name is not None and name not in book.sheetnames:
            message = f"{path} has no sheet {name!r}; it has {', '.join(book.sheetnames)}"
            raise StudyError(message)
        sheet = book.worksheets[0] if name is None else book[name]
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if any(cell is not None and _text(cell) for cell in row):
                yield number, list(row)
    finally:
        book.close()


def _columns(names: Sequence[str], given: Mapping[str, str], *, path: Path) -> dict[str, str]:
    """Return what each field is called in this list."""
    known = list_words().columns
    for what, name in given.items():
        if what not in known or name not in names:
            problem = f"has no column {name!r}" if what in known else f"{what!r} is no field"
            message = (
                f"{path}: {problem}; the fields are {', '.join(known)}, the columns {', '.join(filter(None, names))}"
            )
            raise StudyError(message)
    taken = dict(given)
    for what, words in known.items():
        found = [name for name in names if name.strip().casefold() in words]
        if what not in taken and len(found) > 1:
            message = (
                f"{path}: both {found[0]!r} and {found[1]!r} may be the {what}; say which with --column {what}=NAME"
            )
            raise StudyError(message)
        if what not in taken and found:
            taken[what] = found[0]
    if "disposal" not in taken:
        message = f"{path} has no column for how a case ended (such as {known['disposal'][0]}); say which with --column"
        raise StudyError(message)
    return taken


class _Reading:
    """One row while it is read; what is wrong goes to the list of mistakes."""

    def __init__(
        self,
        number: int,
        row: Mapping[str, object],
        columns: Mapping[str, str],
        means: Mapping[str, str],
        mistakes: list[str],
    ) -> None:
        self._number, self._row, self._columns, self._means, self._mistakes = number, row, columns, means, mistakes

    def wrong(self, what: str, sentence: str) -> None:
        """Note a mistake, by row and column, without repeating a number that identifies somebody."""
        self._mistakes.append(f"row {self._number}, column {self._columns[what]}: {sentence}")

    def case(self, today: dt.date) -> ListedCase:
        disposal = _text(self._row.get("disposal"))
        means = self._disposal(disposal)
        return ListedCase(
            row=self._number,
            parketnummer=self._parketnummer(),
            complex=_text(self._row.get("complex")) or None,
            intake_date=self._date(today),
            article=self._kept("article"),
            disposal=self._kept("disposal"),
            office=self._kept("office"),
            documents=self._documents(),
            drops_out=means[0],
            code=means[1],
        )

    def _kept(self, what: str) -> str:
        """Return a cell that enters the study, with any parketnummer in it masked."""
        return _NUMBER.sub("[parketnummer]", _text(self._row.get(what)))

    def _parketnummer(self) -> str | None:
        if "parketnummer" not in self._columns:
            return None
        found = _NUMBER.fullmatch(_text(self._row.get("parketnummer")))
        if found is None:
            self.wrong("parketnummer", "is no parketnummer (such as 01/234567-15)")
            return None
        return f"{found[1]}/{found[2]}-{found[3]}"

    def _documents(self) -> tuple[str, ...]:
        """Return the published judgments of the case: ECLIs between spaces, commas or semicolons."""
        named = [word for word in re.split(r"[\s,;]+", _text(self._row.get("ecli"))) if word]
        if wrong := [word for word in named if not _ECLI.fullmatch(word)]:
            self.wrong("ecli", f"{wrong[0]!r} is no ECLI (such as ECLI:NL:RBXXX:2016:1234)")
        return tuple(dict.fromkeys(named))

    def _date(self, today: dt.date) -> dt.date | None:
        if "intake_date" not in self._columns:
            return None
        cell = self._row.get("intake_date")
        day = as_date(cell)
        if day is None:
            self.wrong("intake_date", f"{_text(cell)!r} is no date (such as 3-5-2016 or 2016-05-03)")
        elif not dt.date(_FIRST_YEAR, 1, 1) <= day <= today:
            self.wrong("intake_date", f"{day.isoformat()} lies before {_FIRST_YEAR} or in the future")
        return day

    def _disposal(self, words: str) -> tuple[str | None, str]:
        meant = {key.casefold(): value for key, value in self._means.items()}.get(words.casefold())
        if meant is not None:
            return (None, "") if meant == "convicted" else (reason(meant, step="list").id, "")
        found = disposal_reason(words) if words else None
        if found is None:
            said = f"{words!r} is no disposal that vonnis knows" if words else "is empty"
            self.wrong("disposal", f"{said}; say what it means with --means '{words or '…'}=convicted' or a reason")
            return None, ""
        return found


def as_date(cell: object) -> dt.date | None:
    """Return the day that a cell holds: a date of the spreadsheet, ``2016-05-03``, or ``3-5-2016``; None otherwise."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = _text(cell)
    dutch = _DUTCH_DATE.fullmatch(text)
    try:
        return dt.date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else dt.date.fromisoformat(text)
    except ValueError:
        return None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
