"""Answers in a long CSV across a change of the codebook, and answers of a score form as such a CSV.

The columns are ``unit, coder, variable, value``; others (``start``, ``end``, ``codebook_version``, ``at``) come along.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.codebook.codebook import LEVELS, Codebook
from vonnis.codebook.excel_form import Asked, Scored
from vonnis.codebook.migration import AskAgain, Entry, Migration, migrate
from vonnis.codebook.values import write_answer
from vonnis.errors import MistakesError, StudyError
from vonnis.located.text import read_text

NEEDED = ("unit", "coder", "variable", "value")


class Moved(msgspec.Struct, frozen=True):
    """How many answers a migration kept, queued and set aside, and where each was written."""

    kept: int
    ask_again: int
    set_aside: int
    written: tuple[Path, ...]


def migrate_codings(codings: Path, migration: Migration, *, before: Codebook, after: Codebook, out: Path) -> Moved:
    """Write what becomes of the answers in a long CSV: ``codings.csv``, ``ask_again.csv``, ``set_aside.csv``.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: a column or a value is missing; nothing is written then.
    """
    head, rows = _rows(codings, needed=NEEDED)
    entries = [Entry(row["unit"], row["variable"], row["coder"], row["value"], str(n)) for n, row in enumerate(rows)]
    moved = migrate(entries, migration, before=before, after=after)
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "codings.csv": _csv(head, (_moved(rows[int(one.coding)], one, migration.to) for one in moved.kept)),
        "ask_again.csv": _csv(AskAgain.__struct_fields__, (msgspec.structs.asdict(one) for one in moved.ask_again)),
        "set_aside.csv": _csv(head, (rows[int(one.coding)] for one in moved.set_aside)),
    }
    for name, text in files.items():
        write_atomically(out / name, text)
    written = tuple(out / name for name in files)
    return Moved(len(moved.kept), len(moved.ask_again), len(moved.set_aside), written)


def read_units(path: Path) -> tuple[Asked, ...]:
    """Return the units in a CSV with columns ``level`` and ``unit``.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: a column is missing, or a level is none; with the row.
    """
    _, rows = _rows(path, needed=("level", "unit"))
    wrong = [(number, row["level"]) for number, row in enumerate(rows, 2) if row["level"] not in LEVELS]
    if wrong:
        levels = ", ".join(LEVELS)
        told = (f"{path}, row {number}, column level: `{level}` is no level; write {levels}" for number, level in wrong)
        raise MistakesError(tuple(told))
    return tuple(msgspec.convert({"level": row["level"], "unit": row["unit"]}, Asked) for row in rows)


def scored_csv(scored: Iterable[Scored], *, coder: str, version: str, at: str) -> str:
    """Return the answers of a score form as a long CSV."""
    head = (*NEEDED, "standing", "document", "page", "certainty", "note", "codebook_version", "at")
    rows = (
        {
            **{name: getattr(one, name) or "" for name in ("unit", "variable", *head[4:9])},
            "coder": coder,
            "value": write_answer(one.answer),
            "codebook_version": version,
            "at": at,
        }
        for one in scored
    )
    return _csv(head, rows)


def _moved(row: dict[str, str], entry: Entry, version: str) -> dict[str, str]:
    known = {"codebook_version": version} if "codebook_version" in row else {}
    return {**row, "variable": entry.variable, "value": entry.answer, **known}


def _rows(path: Path, *, needed: tuple[str, ...]) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    text = read_text(path, hint="name a CSV", most=None)
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        head = tuple(reader.fieldnames or ())
        rows = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    except csv.Error as error:
        message = f"{path}, row {reader.line_num}: this is no valid CSV ({error}); check its quotation marks"
        raise StudyError(message) from error
    absent = [name for name in needed if name not in head]
    if absent:
        told = f"the column `{absent[0]}` is missing; the first row must name {', '.join(needed)}"
        raise MistakesError((f"{path}, row 1: {told}",))
    empty = [(number, name) for number, row in enumerate(rows, 2) for name in needed if not row[name].strip()]
    if empty:
        told = "is empty; fill it in or remove the row"
        raise MistakesError(tuple(f"{path}, row {number}, column {name}: this {told}" for number, name in empty))
    return head, rows


def _csv(head: tuple[str, ...], rows: Iterable[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, head, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
