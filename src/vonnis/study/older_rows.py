"""The rows of an older study as units and codings: each cell checked against the codebook, each mistake named."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Lookup
from random import Random

import msgspec

from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import read_answer, write_answer
from vonnis.errors import RefusedError
from vonnis.located.decoding import nearest
from vonnis.study.coding import Coding
from vonnis.study.frame import KeyLine
from vonnis.study.log import Drawn
from vonnis.study.older import DATE, DURATION, Mapping, OlderTable, Source, with_same_names
from vonnis.study.unit import Unit, complex_unit, pair_unit, victim_unit

OLDER = "older-"
"""How the frame id of a unit of an older study begins."""
_LETTERS = dict(zip(DURATION, "YMWDH", strict=True))


def is_older(unit: Unit) -> bool:
    """Tell whether a unit came with an older study, so that nobody codes it in this one."""
    return unit.frame is not None and unit.frame.startswith(OLDER)


class Rows(msgspec.Struct, frozen=True):
    """The rows of a table as texts, the first of them numbered as its program numbers it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


class Older(msgspec.Struct, frozen=True):
    """What an older study becomes; ``left_out`` names columns that nobody spoke of, by their file.

    ``drawn`` holds the weights of its defendants, where it states them.
    """

    units: tuple[Unit, ...]
    codings: tuple[Coding, ...]
    key: tuple[KeyLine, ...]
    left_out: dict[str, tuple[str, ...]]
    drawn: tuple[Drawn, ...] = ()


def older_study(
    mapping: Mapping,
    tables: Sequence[Rows],
    *,
    codebook: Codebook,
    taken: Lookup[str, int],
    seed: int,
    at: dt.datetime,
) -> Older:
    """Return the units and codings of an older study; nothing where a single cell is wrong.

    Args:
        mapping: how its tables are read.
        tables: the rows of each of its tables, in the order of the mapping.
        codebook: the questions that they answer.
        taken: how many numbers of each letter (``D``, ``C``) are in use.
        seed: study numbers are given in an order that chance decides, so that a number tells nothing about its row.
        at: the moment of the import.

    Raises:
        RefusedError: a column lacks or a cell is wrong; each is named by file, row and column.
    """
    reading, frame = _Reading(mapping, codebook, at), f"{OLDER}{mapping.study}"
    paired = zip(mapping.tables, tables, strict=True)
    spoken = [(with_same_names(table, rows.columns, codebook=codebook), rows) for table, rows in paired]
    for table, rows in spoken:
        reading.columns(table, rows)
    if not reading.mistakes:
        reading.name(spoken, taken, seed=seed)
    if not reading.mistakes:
        for table, rows in spoken:
            reading.answers(table, rows)
    if reading.mistakes:
        refusal = "nothing was imported"
        raise RefusedError(refusal, reading.mistakes)
    left_out: dict[str, tuple[str, ...]] = {}
    for table, rows in spoken:
        others = tuple(one for one, _ in spoken if (one.file, one.sheet) == (table.file, table.sheet))
        left_out[table.file] = tuple(dict.fromkeys((*left_out.get(table.file, ()), *_left_out(others, rows))))
    return Older(
        tuple(reading.units[id_] for id_ in sorted(reading.units)),
        tuple(reading.codings),
        tuple(sorted(reading.key)),
        {file: names for file, names in left_out.items() if names},
        tuple(
            Drawn(unit=unit, draw=frame, stratum="", probability=min(1.0, 1 / weight), weight=weight, seed=seed, at=at)
            for unit, weight in sorted(reading.weights.items())
        ),
    )


def _left_out(tables: Sequence[OlderTable], rows: Rows) -> tuple[str, ...]:
    """Return the columns that no table of a sheet speaks of."""
    spoken = {name for table in tables for name in (*table.keys, *table.leave, table.coder, table.weight)}
    spoken |= {name for table in tables for one in table.variables.values() for name in one.names}
    return tuple(name for name in rows.columns if name and name not in spoken)


class _Reading:
    """An older study while it is read."""

    def __init__(self, mapping: Mapping, codebook: Codebook, at: dt.datetime) -> None:
        self._mapping, self._codebook = mapping, codebook
        self._at = dt.datetime.combine(mapping.coded, dt.time(), dt.UTC) if mapping.coded else at
        self._frame = f"{OLDER}{mapping.study}"
        self._missing = {**{str(int(kind)): kind for kind in Missing}, **_kinds(mapping.missing)}
        self._numbers: dict[tuple[str, str], str] = {}
        self.units: dict[str, Unit] = {}
        self.codings: list[Coding] = []
        self.key: list[KeyLine] = []
        self.weights: dict[str, float] = {}
        self.mistakes: list[str] = []

    def columns(self, table: OlderTable, rows: Rows) -> None:
        """Note every column that is named and is not there."""
        named = [*table.keys, *(name for name in (table.coder, table.weight) if name), *table.leave]
        named += [name for source in table.variables.values() for name in source.names]
        for name in dict.fromkeys(named):
            if name not in rows.columns:
                self.mistakes.append(f"{table.file}: there is no column {name!r}{nearest(name, list(rows.columns))}")
            elif rows.columns.count(name) > 1:
                self.mistakes.append(f"{table.file}: {name!r} heads more than one column; rename one")

    def name(self, tables: Sequence[tuple[OlderTable, Rows]], taken: Lookup[str, int], *, seed: int) -> None:
        """Give every complex, defendant, victim and pair its study number."""
        used = {letter: taken.get(letter, 0) for letter in "DC"}
        homes: dict[str, str] = {}
        people: dict[str, str] = {}
        for table, number, row in _all(tables):
            if table.level == "defendant" and self._key(table, number, row, table.unit):
                older = row[table.unit or ""]
                home = (row[table.complex] if table.complex else "") or f"of {older}"
                if people.setdefault(older, home) != home:
                    self._wrong(table, number, table.complex or "", f"{older!r} is of two complexes")
            if table.complex and row[table.complex]:
                homes.setdefault(row[table.complex], "")
        for older in _shuffled({*homes, *people.values()} - {""}, seed):
            used["C"] += 1
            self._give("complex", older, complex_unit(f"C{used['C']:04}", wave=self._mapping.wave, frame=self._frame))
        for older in _shuffled(people, seed):
            used["D"] += 1
            self._give("defendant", older, self._defendant(f"D{used['D']:04}", people[older]))
        self._victims(tables)
        self._pairs(tables)

    def _defendant(self, number: str, home: str) -> Unit:
        return Unit(
            id=number,
            level="defendant",
            complex=self._numbers["complex", home],
            defendant=number,
            frame=self._frame,
            wave=self._mapping.wave,
            source_mode=self._mapping.source_mode,
        )

    def _victims(self, tables: Sequence[tuple[OlderTable, Rows]]) -> None:
        counted: dict[str, int] = {}
        for table, number, row in _all(tables):
            if table.level != "victim":
                continue
            if not (self._key(table, number, row, table.unit) and self._key(table, number, row, table.complex)):
                continue
            older, home = row[table.unit or ""], self._numbers["complex", row[table.complex or ""]]
            if table.coder and ("victim", older) in self._numbers:
                continue
            counted[home] = counted.get(home, 0) + 1
            made = victim_unit(f"{home}-V{counted[home]}", complex_=home, wave=self._mapping.wave)
            self._give("victim", older, msgspec.structs.replace(made, frame=self._frame))

    def _pairs(self, tables: Sequence[tuple[OlderTable, Rows]]) -> None:
        for table, number, row in _all(tables):
            if table.level != "pair":
                continue
            found = [self._known(table, number, row, level) for level in ("defendant", "victim")]
            if None in found:
                continue
            person, victim = (self.units[str(id_)] for id_ in found)
            if person.complex != victim.complex:
                self._wrong(table, number, table.victim or "", "this victim is of another complex than the defendant")
                continue
            made = pair_unit(person.id, victim.id, complex_=person.complex, wave=self._mapping.wave)
            if made.id in self.units and not table.coder:
                self._wrong(table, number, table.victim or "", "this pair stands in an earlier row already")
            self.units[made.id] = msgspec.structs.replace(made, frame=self._frame)

    def _known(self, table: OlderTable, number: int, row: dict[str, str], level: str) -> str | None:
        column = getattr(table, level)
        found = self._numbers.get((level, row[column]))
        if found is None:
            self._wrong(table, number, column, f"no table of this study holds this {level}")
        return found

    def _key(self, table: OlderTable, number: int, row: dict[str, str], column: str | None) -> bool:
        if column is not None and row[column]:
            return True
        self._wrong(table, number, column or "", "is empty; a row says which unit it is about")
        return False

    def _give(self, level: str, older: str, unit: Unit) -> None:
        if (level, older) in self._numbers:
            self.mistakes.append(f"the {level} {older!r} stands in two rows; keep one row a {level}")
            return
        self._numbers[level, older] = unit.id
        self.units[unit.id] = unit
        self.key.append(KeyLine(unit.id, f"{self._frame} {level}", older))

    def answers(self, table: OlderTable, rows: Rows) -> None:
        """Read every answer of a table."""
        seen: dict[str, int] = {}
        for number, row in rows.rows:
            unit = self._unit(table, row)
            if unit in seen and not table.coder:
                self._wrong(table, number, table.unit or "", f"this unit stands in row {seen[unit]} already")
            seen.setdefault(unit, number)
            if table.weight is not None:
                self._weigh(table, number, unit, row[table.weight])
            coder = (row[table.coder] if table.coder else "") or self._mapping.coder
            for name, source in table.variables.items():
                variable = self._codebook.by_name[name]
                try:
                    answer = _answer(variable, source, row, self._missing)
                except ValueError as error:
                    self._wrong(table, number, ", ".join(source.names), str(error))
                    continue
                if answer is not None:
                    self.codings.append(self._coding(unit, name, coder, answer))

    def _weigh(self, table: OlderTable, number: int, unit: str, cell: str) -> None:
        """Note how many of the population a defendant stands for."""
        try:
            weight = float(cell.replace(",", "."))
        except ValueError:
            weight = math.nan
        if not 0 < weight < math.inf:
            self._wrong(table, number, table.weight or "", f"{cell!r} is no weight; a weight is a number above 0")
        elif self.weights.setdefault(unit, weight) != weight:
            self._wrong(table, number, table.weight or "", "this unit has another weight in an earlier row")

    def _unit(self, table: OlderTable, row: dict[str, str]) -> str:
        if table.level == "pair":
            person = self._numbers["defendant", row[table.defendant or ""]]
            return f"{person}.{self._numbers['victim', row[table.victim or '']]}"
        column = table.complex if table.level == "complex" else table.unit
        return self._numbers[table.level, row[column or ""]]

    def _coding(self, unit: str, variable: str, coder: str, answer: str | Missing) -> Coding:
        missing = answer if isinstance(answer, Missing) else None
        return Coding(
            unit=unit,
            variable=variable,
            coder=coder,
            value=None if isinstance(answer, Missing) else answer,
            missing=missing,
            codebook_version=self._codebook.version,
            round="older",
            at=self._at,
        )

    def _wrong(self, table: OlderTable, number: int, column: str, sentence: str) -> None:
        self.mistakes.append(f"{table.file}, row {number}, column {column}: {sentence}")


def _kinds(words: Lookup[str, str]) -> dict[str, Missing]:
    return {code: kind for code, word in words.items() if (kind := Missing.of(word)) is not None}


def _all(tables: Sequence[tuple[OlderTable, Rows]]) -> Iterator[tuple[OlderTable, int, dict[str, str]]]:
    return ((table, number, row) for table, rows in tables for number, row in rows.rows)


def _shuffled(names: set[str] | dict[str, str], seed: int) -> list[str]:
    ordered = sorted(names)
    return Random(seed).sample(ordered, len(ordered))


def _answer(
    variable: Variable, source: Source, row: dict[str, str], missing: dict[str, Missing]
) -> str | Missing | None:
    """Return what the cells of a row answer, as the codebook writes it; None where they answer nothing.

    Raises:
        ValueError: they hold no answer to this question.
    """
    cells = [row[name] for name in source.names]
    if not any(cells):
        return Missing.of(source.empty) if source.empty else None
    if source.column is not None:
        return _whole(variable, source, cells[0], missing)
    kinds = [missing[cell] for cell in cells if cell in missing]
    if kinds:
        return _valid(variable, str(int(kinds[0])))
    if source.columns:
        yes = {word.casefold() for word in source.yes}
        held = [code for code, name in source.columns.items() if row[name].casefold() in yes]
        if not held and source.none is None:
            message = "no category holds; say in the mapping what that means, with `none`"
            raise ValueError(message)
        return _valid(variable, ";".join(sorted(held, key=int)) or str(source.none))
    return _valid(variable, _joined({part: row[name] for part, name in source.parts.items()}))


def _whole(variable: Variable, source: Source, cell: str, missing: dict[str, Missing]) -> str | Missing:
    if cell in source.values:
        return _valid(variable, source.values[cell])
    if cell in missing:
        return _valid(variable, missing[cell].word)
    if source.values:
        message = f"{cell!r} is not among the codes that the mapping explains ({', '.join(source.values)})"
        raise ValueError(message)
    return _valid(variable, cell)


def _joined(parts: dict[str, str]) -> str:
    """Return an answer in parts as the codebook writes it."""
    if "low" in parts or "high" in parts:
        low, high = parts.get("low", ""), parts.get("high", "")
        return f"{low or high}..{high or low}"
    if "year" in parts:
        told = [parts.get(part, "") for part in DATE]
        return "-".join(text.zfill(4 if place == 0 else 2) for place, text in enumerate(told) if text)
    told = [f"{parts[part]}{letter}" for part, letter in _LETTERS.items() if parts.get(part, "") not in ("", "0")]
    hours = [text for text in told if text.endswith("H")]
    days = "".join(text for text in told if text not in hours)
    return f"P{days}{'T' + hours[0] if hours else ''}" if told else "P0D"


def _valid(variable: Variable, text: str) -> str | Missing:
    # An older study may know a date less precisely than this one asks for; how precisely stands in the dataset.
    coarse = msgspec.structs.replace(variable, precision="year") if variable.type == "date" else variable
    answer = read_answer(coarse, text)
    return answer if isinstance(answer, Missing) else write_answer(answer)
