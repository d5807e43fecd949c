"""Number the cells of tables, and read tables without usable keys as statements that can be protected together.

A table that counts something else than its keys (suspects, in years) is linked to figures about the same keys; a table
without keys stands on its own. What can be read by its keys is read in :mod:`vonnis.disclosure.claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vonnis.analysis.result import Result, TableResult, Text
from vonnis.disclosure.protection import CELL, FIGURE, MARGIN, TOTAL, Statement
from vonnis.errors import DisclosureError

_WHOLE = 1e-6
Place = tuple[int, int]


def slug(text: Text) -> str:
    """Return a short id for a row or column, from its English head (``16-17 years`` gives ``16_17_years``)."""
    return re.sub(r"[^a-z0-9]+", "_", text["en"].lower().replace("≥", "from ").replace("≤", "to ")).strip("_") or "none"


def slugs(heads: Sequence[Text]) -> tuple[str, ...]:
    """Return an id for each head; a head that repeats gets its place added."""
    plain = [slug(head) for head in heads]
    return tuple(f"{name}_{index + 1}" if plain.count(name) > 1 else name for index, name in enumerate(plain))


def cell_id(table: TableResult, row: int | None, *, column: int | None) -> str:
    """Return the id of a cell; None for a row or column means the total over it."""
    if row is None and column is None:
        return f"{table.id}.total"
    parts = [table.id]
    if len(table.rows) > 1:
        parts.append("total" if row is None else slugs(table.rows)[row])
    if len(table.columns) > 1:
        parts.append("total" if column is None else slugs(table.columns)[column])
    return ".".join(parts)


def check_table(table: TableResult) -> None:
    """Raise DisclosureError where a table's shape, counts or units do not fit together."""
    shape = {len(row) for row in table.cells} | {len(table.columns)}
    if len(table.cells) != len(table.rows) or len(shape) != 1 or not table.rows or not table.columns:
        message = f"table {table.id}: {len(table.rows)} row heads and {len(table.columns)} column heads do not fit"
        raise DisclosureError(message)
    if any(count < 0 for row in table.cells for count in row):
        message = f"table {table.id}: a count is negative"
        raise DisclosureError(message)
    keys = [key for row in table.units for cell in row for key in cell] if counts_its_keys(table) else []
    if table.additive and not table.row_wholes and len(set(keys)) != len(keys):
        message = f"table {table.id}: a unit stands in two cells, so totals would count it twice; set additive=False"
        raise DisclosureError(message)


def printed_counts(table: TableResult) -> Iterator[tuple[str, int]]:
    """Yield id and count of every number that a table prints, totals included."""
    yield from ((id_, _sum(table, where)) for id_, where, _ in printed(table))


def systems_of(
    results: Sequence[Result], tables: Sequence[TableResult], *, fixed: frozenset[str], known: frozenset[int]
) -> list[list[Statement]]:
    """Return the equations of what cannot be read by its keys: a system for each table and for each share without them.

    A system holds the numbers of its own table, and the figures that are about exactly the units of some of its
    cells together. A total of ``known`` size stands in the report anyway, as the n of a figure.
    """
    found = [
        _system(table, part, results, fixed=fixed, known=known)
        for table in tables
        if not counts_its_keys(table) or table.level == "year"
        for part in _parts(table)
    ]
    bare = (
        result for result in results if result.statistic == "share" and result.n and not (result.base or result.units)
    )
    return found + [_share_system(result, fixed) for result in bare]


def _system(
    table: TableResult,
    part: Sequence[Place],
    results: Sequence[Result],
    *,
    fixed: frozenset[str],
    known: frozenset[int],
) -> list[Statement]:
    inside = set(part)
    statements = [
        Statement(
            id=id_,
            units=_atoms(table, where),
            value=_sum(table, where),
            rank=rank,
            fixed=id_ in fixed or (rank == TOTAL and _sum(table, where) in known),
        )
        for id_, where, rank in printed(table)
        if inside.issuperset(where)
    ]
    for figure in results:
        covered = _cells_covered(table, figure)
        quantity = quantity_of(figure)
        if covered and quantity is not None and quantity == _sum(table, covered):
            atoms = _atoms(table, covered)
            statements.append(
                Statement(id=figure.id, units=atoms, value=quantity, rank=FIGURE, fixed=figure.id in fixed)
            )
    return statements


def _share_system(result: Result, fixed: frozenset[str]) -> list[Statement]:
    """Return a share as a table of two cells, those inside and those outside it, with its n as the known total."""
    inside, outside = f"{result.id}/in", f"{result.id}/out"
    numerator = result.numerator or 0
    return [
        Statement(id=result.id, units=frozenset({inside}), value=numerator, rank=FIGURE, fixed=result.id in fixed),
        Statement(id=outside, units=frozenset({inside, outside}), value=result.n or 0, rank=FIGURE, fixed=True),
    ]


def quantity_of(figure: Result) -> int | None:
    """Return the number of people (or other units) that a figure gives away, or None where it gives none."""
    if figure.value is None:
        return None
    if figure.statistic == "count":
        return round(figure.value)
    if figure.statistic == "share":
        return figure.numerator
    if figure.statistic == "mean" and figure.unit == "count" and figure.n is not None:
        total = figure.value * figure.n
        return round(total) if abs(total - round(total)) < _WHOLE * max(1, figure.n) else None
    return None


def printed(table: TableResult) -> Iterator[tuple[str, list[Place], int]]:
    """Yield id, cells (row, column) and rank of each number that a table prints, totals included."""
    rows, columns = range(len(table.rows)), range(len(table.columns))
    for row in rows:
        for column in columns:
            yield cell_id(table, row, column=column), [(row, column)], CELL
    if table.row_wholes:
        yield from ((cell_id(table, row, column=None), [(row, column) for column in columns], TOTAL) for row in rows)
    if not table.additive or table.row_wholes:
        return
    if len(columns) > 1 and len(rows) > 1:
        yield from ((cell_id(table, row, column=None), [(row, column) for column in columns], MARGIN) for row in rows)
        yield from (
            (cell_id(table, None, column=column), [(row, column) for row in rows], MARGIN) for column in columns
        )
    if len(rows) * len(columns) > 1:
        yield cell_id(table, None, column=None), [(row, column) for row in rows for column in columns], TOTAL


def _parts(table: TableResult) -> list[list[Place]]:
    """Return the cells of a table, together or, where each row is a whole, row by row."""
    rows = [[(row, column) for column in range(len(table.columns))] for row in range(len(table.rows))]
    return rows if table.row_wholes else [[place for row in rows for place in row]]


def is_crossing(table: TableResult, rank: int) -> bool:
    """Tell whether a number of a table, by its rank, is a cell of two variables, and says two things of its units."""
    return rank == CELL and len(table.rows) > 1 and len(table.columns) > 1


def counts_its_keys(table: TableResult) -> bool:
    """Tell whether each cell of a table has as many keys as it counts, so that its units are known."""
    return bool(table.units) and all(
        len(set(keys)) == count
        for keys_row, count_row in zip(table.units, table.cells, strict=True)
        for keys, count in zip(keys_row, count_row, strict=True)
    )


def _atoms(table: TableResult, where: Sequence[Place]) -> frozenset[str]:
    return frozenset(f"{table.id}/{row}/{column}" for row, column in where)


def keys_of(table: TableResult, where: Sequence[Place]) -> frozenset[str]:
    """Return the keys of the units in some cells of a table."""
    return frozenset(key for row, column in where for key in table.units[row][column])


def _cells_covered(table: TableResult, figure: Result) -> list[Place]:
    """Return the cells whose keys together are exactly the figure's keys; empty where they are not."""
    if not table.units or len(table.columns) > 1 or not figure.units:
        return []
    wanted = set(figure.units)
    covered = [(row, 0) for row, keys in enumerate(table.units) if keys[0] and set(keys[0]) <= wanted]
    return covered if set().union(*(table.units[row][0] for row, _ in covered)) == wanted else []


def _sum(table: TableResult, where: Sequence[Place]) -> int:
    return sum(table.cells[row][column] for row, column in where)
