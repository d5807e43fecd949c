"""Registration series: how many suspects were registered in a year, who says so, and which years are made up."""

from __future__ import annotations

from pathlib import Path

import msgspec

from vonnis.errors import StudyError
from vonnis.study.table_file import rows, whole_number

_COLUMNS = ("year", "suspects", "source", "invented")


class SeriesYear(msgspec.Struct, frozen=True):
    """One year of a series; ``complexes`` is the number of case complexes behind the suspects, where it is known."""

    year: int
    suspects: int
    source: str
    invented: bool
    complexes: int | None = None


class Step(msgspec.Struct, frozen=True):
    """One step from registered to convicted: how many got so far, and who says so."""

    label: dict[str, str]
    number: int
    source: str
    invented: bool


def read_series(path: Path) -> tuple[SeriesYear, ...]:
    """Return the years of a series, oldest first.

    Raises:
        StudyError: the file cannot be read, a year stands twice, a number is none, or a source is missing.
    """
    years: dict[int, SeriesYear] = {}
    for line, row in rows(path, columns=_COLUMNS, optional=("complexes",)):
        where = f"{path}, line {line}"
        year = whole_number(row["year"], where=f"{where}: year")
        if year in years:
            message = f"{where}: the year {year} stands twice"
            raise StudyError(message)
        if not row["source"]:
            message = f"{where}: the year {year} has no source; say who counted"
            raise StudyError(message)
        if row["invented"] not in ("yes", "no"):
            message = f"{where}: invented is {row['invented']!r}; write yes or no"
            raise StudyError(message)
        suspects = whole_number(row["suspects"], where=f"{where}: suspects")
        stated = row.get("complexes", "")
        complexes = whole_number(stated, where=f"{where}: complexes") if stated else None
        years[year] = SeriesYear(year, suspects, row["source"], row["invented"] == "yes", complexes)
    if not years:
        message = f"{path} holds no years"
        raise StudyError(message)
    return tuple(years[year] for year in sorted(years))


def read_steps(path: Path) -> tuple[Step, ...]:
    """Return the steps of an attrition file (``step_nl, step_en, number, source, invented``), in its order.

    Raises:
        StudyError: the file cannot be read, a number is none, or a source is missing.
    """
    found = []
    for line, row in rows(path, columns=("step_nl", "step_en", "number", "source", "invented")):
        where = f"{path}, line {line}"
        if not row["source"]:
            message = f"{where}: the step {row['step_en']!r} has no source; say who counted"
            raise StudyError(message)
        label = {"nl": row["step_nl"], "en": row["step_en"]}
        number = whole_number(row["number"], where=f"{where}: number")
        found.append(Step(label, number, row["source"], row["invented"] == "yes"))
    if not found:
        message = f"{path} holds no steps"
        raise StudyError(message)
    return tuple(found)
