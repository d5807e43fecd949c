"""A registration series brought into a study: from CBS StatLine or from a plain CSV, with its source a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.errors import StudyError, UnwritableError
from vonnis.located.spreadsheet import write_table
from vonnis.sources import statline
from vonnis.sources.client import Manners
from vonnis.study.series import SeriesYear, read_series
from vonnis.study.table_file import rows, whole_number

_FINAL = "definitief"


class Imported(msgspec.Struct, frozen=True):
    """A series that was written: its years, and a sentence for each thing that a reader must know."""

    years: tuple[SeriesYear, ...]
    remarks: tuple[str, ...]


def import_statline(
    table: str,
    measure: str,
    *,
    where: Mapping[str, str],
    services: tuple[Manners, Manners | None],
    out: Path,
    at: dt.date,
) -> Imported:
    """Fetch yearly numbers from CBS and write them as a series of a study.

    Raises:
        ServiceError: CBS does not have them, or did not answer.
        UnwritableError: the file cannot be written.
    """
    _ready(out)
    found = statline.fetch(table, measure, where=where, v4=services[0], v3=services[1])
    source = f"CBS StatLine {table}, {found.title}, {found.version}, {at.isoformat()}"
    years = [
        SeriesYear(
            one.year,
            one.number,
            source if one.status.lower() == _FINAL else f"{source} ({one.status.lower()})",
            invented=False,
        )
        for one in found.years
    ]
    remarks = [f"CBS gives no number for {year}" for year in found.without_number]
    provisional = [one.year for one in found.years if one.status.lower() != _FINAL]
    if provisional:
        remarks.append(f"not final yet: {', '.join(map(str, provisional))}")
    return _written(years, out, remarks)


def import_csv(path: Path, *, year: str, count: str, source: str, out: Path) -> Imported:
    """Read years and numbers from two columns of a CSV and write them as a series of a study.

    Raises:
        StudyError: the file cannot be read, or a cell is no whole number.
        UnwritableError: the file cannot be written.
    """
    if not source.strip():
        message = "a series without a source cannot be judged; say who counted with --source"
        raise StudyError(message)
    years = []
    for line, row in rows(path, columns=(year, count)):
        where = f"{path}, line {line}"
        years.append(
            SeriesYear(
                whole_number(row[year], where=f"{where}: {year}"),
                whole_number(row[count], where=f"{where}: {count}"),
                source,
                invented=False,
            )
        )
    return _written(years, out, [])


def _ready(out: Path) -> None:
    """Refuse a place that cannot be written before a service is asked.

    Raises:
        UnwritableError: its folder does not exist.
    """
    if not out.absolute().parent.is_dir():
        message = f"{out} cannot be written: the folder {out.absolute().parent} does not exist; make it first"
        raise UnwritableError(message)


def _written(years: Iterable[SeriesYear], out: Path, remarks: list[str]) -> Imported:
    """Write a series and read it back; what is wrong with it is said before a file is written over."""
    lines: dict[int, tuple[object, ...]] = {}
    for one in years:
        if one.year in lines:
            message = f"the year {one.year} stands twice; a series has one number a year, so {out} was not written"
            raise StudyError(message)
        lines[one.year] = (one.year, one.suspects, one.source, "yes" if one.invented else "no")
    if not lines:
        message = f"there is no year to write, so {out} was not written"
        raise StudyError(message)
    write_atomically(out, write_table(("year", "suspects", "source", "invented"), lines.values()))
    return Imported(read_series(out), tuple(remarks))
