"""Codings as a long table: one row an answer, in and out, the same for forms on paper, spreadsheets and other programs.

Columns: ``unit, coder, variable, value, start, end, codebook_version, at``, and where they are known ``document``,
``page``, ``document_date``, ``standing``, ``certainty``, ``contradicted``, ``round``, ``more_evidence`` and ``note``. A
kind of missing stands in ``value`` as its code (``-8``) or word (``not_stated``). Where an answer rests on several
passages or places, the first has columns and the others stand in ``more_evidence``, a JSON array of objects with those
columns' names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NoReturn

import msgspec

from vonnis.codebook.codebook import STANDINGS, Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import read_answer, write_answer
from vonnis.errors import RefusedError, StudyError
from vonnis.located.spreadsheet import write_table
from vonnis.study.coding import Coding, Evidence, Locator, Passage
from vonnis.study.frame_list import as_date
from vonnis.study.unit import Unit, pair_unit, victim_unit

COLUMNS = ("unit", "coder", "variable", "value", "start", "end", "codebook_version", "at")
"""The columns that other programs rely on; ours follow them."""

MORE = (
    *("document", "page", "document_date", "standing", "certainty", "contradicted", "round", "more_evidence", "note"),
)
SKIPPED = "skipped"
"""A column of exports alone: 1 where later answers of the coder skip the question, so that it does not count."""

_NEEDED = ("unit", "coder", "variable", "value")
_ROUNDS = ("training", "pilot", "main", "recode")


class LongTable(msgspec.Struct, frozen=True):
    """Codings read from a table, and the units that they speak of for the first time (victims and pairs)."""

    codings: tuple[Coding, ...]
    units: tuple[Unit, ...]


def read_long_table(
    rows: Sequence[tuple[int, Sequence[object]]],
    *,
    codebook: Codebook,
    units: Iterable[Unit],
    at: dt.datetime,
    file: str,
    homes: Mapping[str, str] | None = None,
) -> LongTable:
    """Return the codings of a table whose first row names the columns; nothing where a single row is wrong.

    Args:
        rows: numbered rows of cells.
        codebook: the questions; an answer that none of them takes is a mistake.
        units: the units of the study. A victim is new where its number is of a known complex (``C0001-V1``), a pair
            where it joins a known defendant and a victim of one complex (``D0001.C0001-V1``).
        at: the moment of rows that state none.
        file: what errors call the table.
        homes: which complex a complex is part of, where links joined some.

    Raises:
        StudyError: columns lack, or rows are wrong; the message names each by row and column.
    """
    if not rows:
        message = f"{file} is empty; its first row must name the columns {', '.join(_NEEDED)}"
        raise StudyError(message)
    names = [str(cell or "").strip() for cell in rows[0][1]]
    lacking = [name for name in _NEEDED if name not in names]
    if lacking:
        message = f"{file} lacks the column {lacking[0]!r}; its first row must name {', '.join(_NEEDED)}"
        raise StudyError(message)
    reading = _Reading(codebook, {unit.id: unit for unit in units}, at, homes=homes or {})
    for number, cells in rows[1:]:
        reading.row(number, dict(zip(names, (*cells, *[None] * len(names)), strict=False)))
    if reading.mistakes:
        refusal = f"{file}: nothing was imported"
        raise RefusedError(refusal, reading.mistakes)
    return LongTable(tuple(reading.codings), tuple(reading.new.values()))


class _WrongCellError(ValueError):
    """A cell is wrong; the message begins with its column."""


def _refuse(column: str, sentence: str) -> NoReturn:
    message = f"column {column}: {sentence}"
    raise _WrongCellError(message)


class _Reading:
    """A table while it is read."""

    def __init__(
        self, codebook: Codebook, units: dict[str, Unit], at: dt.datetime, *, homes: Mapping[str, str]
    ) -> None:
        self._codebook, self._units, self._at, self._homes = codebook, units, at, homes
        self.new: dict[str, Unit] = {}
        self.codings: list[Coding] = []
        self.mistakes: list[str] = []
        self._seen: dict[tuple[object, ...], int] = {}

    def row(self, number: int, cells: Mapping[str, object]) -> None:
        """Read a row into a coding, or note what is wrong with it."""
        try:
            coding = self._coding({name: _text(cell) for name, cell in cells.items()})
        except _WrongCellError as wrong:
            self.mistakes.append(f"row {number}, {wrong}")
            return
        if coding is None:
            return
        key = (coding.unit, coding.coder, coding.variable, coding.round, coding.at)
        if key in self._seen:
            self.mistakes.append(f"row {number}, column unit: the same question was answered in row {self._seen[key]}")
        self._seen[key] = number
        self.codings.append(coding)

    def _coding(self, row: Mapping[str, str]) -> Coding | None:
        if not row["value"]:
            return None
        variable = self._codebook.by_name.get(row["variable"])
        if variable is None:
            _refuse("variable", f"{row['variable']!r} is no variable of codebook {self._codebook.version}")
        if not row["coder"]:
            _refuse("coder", "is empty; say who answered")
        if not row["coder"].isprintable():
            _refuse("coder", "holds a sign that cannot be printed; write the name in letters")
        version = row.get("codebook_version") or self._codebook.version
        if version != self._codebook.version:
            sentence = f"is {version}, and the study has {self._codebook.version}; migrate the codings first"
            _refuse("codebook_version", sentence)
        try:
            answer = read_answer(variable, row["value"])
        except ValueError as error:
            _refuse("value", str(error))
        missing = answer if isinstance(answer, Missing) else None
        return Coding(
            unit=self._unit(row["unit"], variable),
            variable=variable.name,
            coder=row["coder"],
            value=None if missing is not None else write_answer(answer),
            missing=missing,
            evidence=(*_evidence(row), *_more(row)),
            standing=_one_of(row, "standing", STANDINGS),
            certainty=_one_of(row, "certainty", ("sure", "unsure")),
            contradicted=_one_of(row, "contradicted", ("1", "0", "yes", "no")) in ("1", "yes"),
            note=row.get("note", ""),
            codebook_version=version,
            round=_one_of(row, "round", _ROUNDS) or "main",
            at=_moment(row.get("at", ""), self._at),
        )

    def _unit(self, id_: str, variable: Variable) -> str:
        unit = self._units.get(id_) or self.new.get(id_) or self._made(id_)
        if unit is None:
            _refuse("unit", f"{id_!r} is no unit of the study")
        if unit.level != variable.level:
            _refuse("unit", f"{id_} is a {unit.level}, and {variable.name} is asked of a {variable.level}")
        return id_

    def _made(self, id_: str) -> Unit | None:
        """Return a new victim or pair whose number shows where it belongs, and its victim where that is new too."""
        person, _, victim = id_.rpartition(".")
        complex_, _, place = victim.rpartition("-V")
        home = self._units.get(complex_)
        if home is None or home.level != "complex" or not place.isdigit() or place.startswith("0"):
            return None
        if person:
            defendant = self._units.get(person)
            if defendant is None or defendant.level != "defendant":
                return None
            own, theirs = (self._homes.get(one, one) for one in (defendant.complex, complex_))
            if own != theirs:
                _refuse(
                    "unit", f"{id_} joins {person} of {own} and a victim of {theirs}; mend it, or link the complexes"
                )
            self.new[id_] = pair_unit(person, victim, complex_=defendant.complex, wave=defendant.wave)
        if victim not in self._units:
            self.new.setdefault(victim, victim_unit(victim, complex_=complex_, wave=home.wave))
        return self.new.get(id_)


def _evidence(row: Mapping[str, str]) -> tuple[Evidence, ...]:
    document, start, end = row.get("document", ""), row.get("start", ""), row.get("end", "")
    if start or end:
        if not (start.isdigit() and end.isdigit() and int(start) < int(end)):
            _refuse("start", f"{start!r} to {end!r} is no passage; give its first character and its end")
        return (Passage(document or row["unit"], int(start), int(end)),)
    day = row.get("document_date", "")
    if day and as_date(day) is None:
        _refuse("document_date", f"{day!r} is no date (such as 2016-05-03)")
    if not document:
        if row.get("page") or day:
            _refuse("document", "is empty, while a page or date is given; say of which document")
        return ()
    return (Locator(document, page=row.get("page", ""), date=as_date(day) if day else None),)


def _more(row: Mapping[str, str]) -> list[Evidence]:
    """Return the passages and places after the first."""
    text = row.get("more_evidence", "")
    try:
        found = msgspec.json.decode(text, type=list[dict[str, str | int]]) if text else []
    except msgspec.MsgspecError:
        _refuse("more_evidence", "is no JSON array of objects with document, start and end, or page and document_date")
    places = [{"unit": row["unit"]} | {name: str(cell) for name, cell in one.items()} for one in found]
    return [each for place in places for each in _evidence(place)]


def _one_of(row: Mapping[str, str], column: str, allowed: Sequence[str]) -> Any:  # noqa: ANN401 - one of ``allowed``
    value = row.get(column, "")
    if value and value not in allowed:
        _refuse(column, f"{value!r} is none of {', '.join(allowed)}")
    return value or None


def _moment(text: str, default: dt.datetime) -> dt.datetime:
    if not text:
        return default
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        _refuse("at", f"{text!r} is no moment (such as 2026-05-03T14:00:00+02:00)")
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return "" if cell is None else str(cell).strip()


def write_long_table(
    codings: Iterable[Coding], *, notes: bool = False, skipped: Collection[tuple[str, str, str]] = ()
) -> str:
    """Return codings as CSV, ordered by unit, variable, coder and moment; notes only where they are asked for.

    ``skipped`` are the unit, variable and coder of answers to questions that the coder's later answers skip; the column
    of that name marks them with 1. They are history, and count nowhere.
    """
    columns = (*COLUMNS, *(name for name in MORE if notes or name != "note"), SKIPPED)
    order: Callable[[Coding], tuple[object, ...]] = lambda one: (one.unit, one.variable, one.coder, one.at, one.id)  # noqa: E731
    cells = (
        {**_cells(coding), SKIPPED: int((coding.unit, coding.variable, coding.coder) in skipped)}
        for coding in sorted(codings, key=order)
    )
    return write_table(columns, ([row[name] for name in columns] for row in cells))


def _place(evidence: Evidence) -> dict[str, str | int]:
    """Return where a piece of evidence stands, without its words."""
    if isinstance(evidence, Passage):
        return {"start": evidence.start, "end": evidence.end, "document": evidence.document}
    day = {"document_date": evidence.date.isoformat()} if evidence.date else {}
    return {"document": evidence.document, "page": evidence.page, **day}


def _cells(coding: Coding) -> dict[str, object]:
    first, *others = [_place(each) for each in coding.evidence] or [{}]
    return {
        "unit": coding.unit,
        "coder": coding.coder,
        "variable": coding.variable,
        "value": coding.value if coding.missing is None else int(coding.missing),
        "codebook_version": coding.codebook_version,
        "at": coding.at.isoformat(),
        **{name: first.get(name, "") for name in ("start", "end", "document", "page", "document_date")},
        "standing": coding.standing or "",
        "certainty": coding.certainty or "",
        "contradicted": int(coding.contradicted),
        "round": coding.round,
        "more_evidence": msgspec.json.encode(others).decode() if others else "",
        "note": coding.note,
    }
