"""A sheet in which a screener works: a row a unit, with room for in or out and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from vonnis.errors import RefusedError, StudyError
from vonnis.located.spreadsheet import write_table
from vonnis.study.frame_list import table_rows
from vonnis.study.unit import Unit

_IN = frozenset({"in", "ja", "yes", "1"})
_OUT = frozenset({"out", "uit", "nee", "no", "0"})


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """What a screener says of a unit: in (``reason`` None), or out for a reason.

    ``detail`` is a remark without names; ``row`` the place in a sheet.
    """

    unit: str
    reason: str | None = None
    detail: str = ""
    row: int | None = None


SHEET = ("unit", "documents", "office", "intake_year", "decision", "reason")
"""The columns of a sheet that a screener fills in."""


def write_sheet(units: Sequence[Unit]) -> str:
    """Return a sheet (CSV) with a row a unit, in which a screener writes ``in`` or ``out``, and the reason."""
    rows = ([unit.id, " ".join(unit.documents), unit.office, unit.intake_year or "", "", ""] for unit in units)
    return write_table(SHEET, rows)


def read_sheet(path: Path) -> tuple[Vote, ...]:
    """Return the decisions in a sheet with the columns ``unit``, ``decision`` and ``reason``; empty ones are left out.

    Raises:
        StudyError: the file cannot be read, lacks a column, or rows are wrong; each is named by row and column.
    """
    rows = list(table_rows(path))
    names = [str(cell or "").strip().casefold() for cell in rows[0][1]] if rows else []
    lacking = [name for name in ("unit", "decision", "reason") if name not in names]
    if lacking:
        message = f"{path} lacks the column {lacking[0]!r}; its first row must name unit, decision, reason"
        raise StudyError(message)
    votes: list[Vote] = []
    mistakes: list[str] = []
    seen: dict[str, int] = {}
    for number, cells in rows[1:]:
        row = dict(zip(names, ("" if cell is None else str(cell).strip() for cell in cells), strict=False))
        word, reason, unit = row.get("decision", "").casefold(), row.get("reason", ""), row.get("unit", "")
        if not word and not reason:
            continue
        problem = _wrong(word, reason)
        if unit in seen:
            problem = f"column unit: {unit} stands in row {seen[unit]} already"
        seen[unit] = number
        if problem:
            mistakes.append(f"row {number}, {problem}")
        votes.append(Vote(unit=unit, reason=reason if word in _OUT else None, row=number))
    if mistakes:
        refusal = f"{path}: nothing was imported"
        raise RefusedError(refusal, mistakes)
    return tuple(votes)


def _wrong(word: str, reason: str) -> str | None:
    if word not in _IN | _OUT:
        return f"column decision: {word!r} is neither in nor out"
    if word in _OUT and not reason:
        return "column reason: is empty; say for which reason the unit is out"
    if word in _IN and reason:
        return "column reason: a unit that is in has no reason to be out"
    return None
