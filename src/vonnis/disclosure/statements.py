"""Read results and tables as statements about sets of units, so that they can be protected together.

Where the keys of the units behind a number are known, as many keys as the number counts, two numbers about the same
people are the same statement wherever they stand. A table that counts something else than its keys (suspects, in
years) is linked to figures about the same keys; a table without keys stands on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vonnis.analysis.result import Result, TableResult, Text
from vonnis.disclosure.protection import Statement
from vonnis.errors import DisclosureError

CELL, MARGIN, TOTAL, FIGURE = range(4)
_WHOLE = 1e-6


def slug(text: Text) -> str:
    """Return a short id for a row or column, from its English head (``16-17 years`` gives ``16_17_years``)."""
    return re.sub(r"[^a-z0-9]+", "_", text["en"].lower().replace("≥", "from ").replace("≤", "to ")).strip("_") or "none"


def slugs(heads: Sequence[Text]) -> tuple[str, ...]:
    """Return an id for each head; a head that repeats gets its place added."""
    plain = [slug(head) for head in heads]
    return tuple(f"{name}_{index + 1}" if plain.count(name) > 1 else name for index, name in enumerate(plain))


def cell_id(table: TableResult, row: int | None, column: int | None) -> str:
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
    keys = [key for row in table.units for cell in row for key in cell] if _counts_its_keys(table) else []
    if table.additive and not table.row_wholes and len(set(keys)) != len(keys):
        message = f"table {table.id}: a unit stands in two cells, so totals would count it twice; set additive=False"
        raise DisclosureError(message)


def statements_of(table: TableResult, figures: Sequence[Result], *, fixed: frozenset[str]) -> list[Statement]:
    """Return every count that a table would print, and the figures that speak of its cells as a whole."""
    cells = _cell_units(table)
    found = [
        Statement(id=id_, units=_joined(cells, where), value=_sum(table, where), rank=rank, fixed=id_ in fixed)
        for id_, where, rank in _printed(table)
    ]
    if _counts_its_keys(table):
        return found
    for figure in figures:
        covered = _cells_covered(table, figure)
        quantity = quantity_of(figure)
        if covered and quantity == _sum(table, covered):
            units = _joined(cells, covered)
            found.append(
                Statement(id=figure.id, units=units, value=quantity, rank=FIGURE, fixed=figure.id in fixed),
            )
    return found


def statement_of(figure: Result, *, fixed: frozenset[str]) -> Statement | None:
    """Return a figure as a statement about its units, or None where its keys do not count what it counts."""
    quantity = quantity_of(figure)
    units = frozenset(figure.units)
    if figure.statistic == "mean" or quantity is None or not units or len(units) != quantity:
        return None
    return Statement(id=figure.id, units=units, value=quantity, rank=FIGURE, fixed=figure.id in fixed)


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


def _printed(table: TableResult) -> Iterator[tuple[str, list[tuple[int, int]], int]]:
    """Yield id, cells and rank of each number that the table prints."""
    rows, columns = range(len(table.rows)), range(len(table.columns))
    for row in rows:
        for column in columns:
            yield cell_id(table, row, column), [(row, column)], CELL
    if table.row_wholes:
        yield from ((cell_id(table, row, None), [(row, column) for column in columns], TOTAL) for row in rows)
    if not table.additive or table.row_wholes:
        return
    if len(columns) > 1 and len(rows) > 1:
        yield from ((cell_id(table, row, None), [(row, column) for column in columns], MARGIN) for row in rows)
        yield from ((cell_id(table, None, column), [(row, column) for row in rows], MARGIN) for column in columns)
    if len(rows) * len(columns) > 1:
        yield cell_id(table, None, None), [(row, column) for row in rows for column in columns], TOTAL


def _counts_its_keys(table: TableResult) -> bool:
    return bool(table.units) and all(
        len(set(keys)) == count
        for keys_row, count_row in zip(table.units, table.cells, strict=True)
        for keys, count in zip(keys_row, count_row, strict=True)
    )


def _cell_units(table: TableResult) -> dict[tuple[int, int], frozenset[str]]:
    by_key = _counts_its_keys(table)
    return {
        (row, column): frozenset(table.units[row][column])
        if by_key and count
        else frozenset({f"{table.id}/{row}/{column}"})
        for row, counts in enumerate(table.cells)
        for column, count in enumerate(counts)
    }


def _cells_covered(table: TableResult, figure: Result) -> list[tuple[int, int]]:
    """Return the cells whose keys together are exactly the figure's keys; empty where they are not."""
    if not table.units or len(table.columns) > 1 or not figure.units:
        return []
    wanted = set(figure.units)
    covered = [(row, 0) for row, keys in enumerate(table.units) if keys[0] and set(keys[0]) <= wanted]
    return covered if set().union(*(table.units[row][0] for row, _ in covered)) == wanted else []


def _joined(cells: dict[tuple[int, int], frozenset[str]], where: Sequence[tuple[int, int]]) -> frozenset[str]:
    return frozenset().union(*(cells[place] for place in where))


def _sum(table: TableResult, where: Sequence[tuple[int, int]]) -> int:
    return sum(table.cells[row][column] for row, column in where)
