"""Anyone's tables of units through the gate: counted, protected together, and attacked as a reader would.

A count of 1 up to, and not including, the threshold is sensitive; a zero where that is asked. A sensitive cell is
protected when the least and the greatest value that all tables together leave possible lie at least the threshold
apart. That holds for whole numbers, for margins that tables share, and for people who must exist to meet all tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Literal

import msgspec

from vonnis.disclosure.attack import Bounds, Published, bounds_of
from vonnis.disclosure.rounding import rounded_to
from vonnis.disclosure.suppression import suppress
from vonnis.disclosure.tables import Key, Layout, layout
from vonnis.disclosure.unit_amounts import Sums, sums_of, withheld_for_sums
from vonnis.errors import DisclosureError

TOTAL = "Total"
"""What stands for all values of a column together."""

Method = Literal["suppress", "round"]


class Row(msgspec.Struct, frozen=True):
    """One cell of a table: a value (or ``Total``) for each column, and its count; None where it is withheld.

    ``sum`` is that of an amount, where one is asked for and the cell is not withheld.
    """

    values: tuple[str, ...]
    count: int | None
    sum: float | None = None


class ProtectedTable(msgspec.Struct, frozen=True):
    """A table as it may be published, with all margins; ``base`` is what its counts are rounded to, 1 for exact."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    base: int = 1


class Protection(msgspec.Struct, frozen=True):
    """Tables that may be published together, and, for the study alone, which of their cells are sensitive."""

    tables: tuple[ProtectedTable, ...]
    sensitive: frozenset[Key]
    least_loss: bool
    """Whether it is proven that nothing less could be withheld."""
    sums: Sums | None = None


def protect_tables(
    tables: Iterable[Sequence[str]],
    units: Mapping[tuple[tuple[str, str], ...], int],
    *,
    threshold: int,
    zeros: bool = False,
    method: Method = "suppress",
    amounts: Mapping[Key, Sequence[float]] | None = None,
) -> Protection:
    """Return some tables of the same units as they may be published together.

    Args:
        tables: the columns of each table.
        units: how many units have each combination of values, a (column, value) pair for each column that any table
            names, sorted by column.
        threshold: counts of 1 up to, and not including, this number are sensitive.
        zeros: whether zeros are sensitive as well.
        method: withhold cells, or round all counts to multiples of the threshold.
        amounts: the amounts of the units of each combination, none below nought, where the tables hold their sums as
            well; sums are withheld, never rounded.

    Raises:
        DisclosureError: no rounding was found that still adds up.
    """
    wanted = [tuple(columns) for columns in tables]
    plan = layout(wanted, _categories(units))
    linked = plan.linked(_counted(plan, units))
    least = 0 if zeros else 1
    needs = {number: threshold for number in range(plan.published) if least <= linked.values[number] < threshold}
    shown: dict[Key, int | None] = {}
    base, optimal = 1, False
    sums = sums_of(plan, amounts, few=[plan.keys[number] for number in needs]) if amounts is not None else None
    if method == "round":
        base = threshold
        shown.update(zip(plan.keys, rounded_to(linked, base), strict=True))
    else:
        pattern = suppress(linked, needs)
        kept, optimal = pattern.withheld | frozenset(needs), pattern.optimal
        if sums is not None:
            kept, optimal = withheld_for_sums(plan, sums, inside=kept), False
        shown.update({key: None if n in kept else linked.values[n] for n, key in enumerate(plan.keys)})
    return Protection(
        tables=tuple(
            ProtectedTable(columns, tuple(_rows(columns, plan, shown, sums)), base) for columns in plan.tables
        ),
        sensitive=frozenset(plan.keys[number] for number in needs),
        least_loss=optimal,
        sums=sums,
    )


def attack_tables(tables: Sequence[ProtectedTable]) -> dict[Key, Bounds]:
    """Return what a reader of these tables, and of nothing else, can tell about each of their cells.

    Raises:
        DisclosureError: the tables contradict each other.
    """
    known: dict[Key, tuple[float, float]] = {}
    for table in tables:
        step = table.base if table.base > 1 else 0
        for row in table.rows:
            if row.count is not None:
                known[key_of(table.columns, row.values)] = (max(0, row.count - step), row.count + step)
    return _bounds(tables, known)


def attack_sums(tables: Sequence[ProtectedTable], sums: Sums) -> dict[Key, Bounds]:
    """Return what a reader of these tables can tell about the sum of each of their cells, in steps.

    Raises:
        DisclosureError: the tables contradict each other.
    """
    keys = (key_of(table.columns, row.values) for table in tables for row in table.rows if row.sum is not None)
    return _bounds(tables, {key: (sums.steps.get(key, 0), sums.steps.get(key, 0)) for key in keys})


def _bounds(tables: Sequence[ProtectedTable], known: Mapping[Key, tuple[float, float]]) -> dict[Key, Bounds]:
    """Return the bounds of every cell that follow from what is known of some, by the layout of the tables alone."""
    categories: dict[str, list[str]] = {}
    for table in tables:
        for row in table.rows:
            for column, value in zip(table.columns, row.values, strict=True):
                if value != TOTAL and value not in categories.setdefault(column, []):
                    categories[column].append(value)
    plan = layout([table.columns for table in tables], categories)
    published = Published(
        known={number: known[key] for number, key in enumerate(plan.keys) if key in known},
        sums=[(equation.whole, equation.parts) for equation in plan.equations],
        size=len(plan.keys),
    )
    open_ = [number for number in range(plan.published) if number not in published.known]
    open_ += [number for number, (low, high) in published.known.items() if low < high]
    found = bounds_of(published, open_)
    exact = {key: Bounds(low, high) for key, (low, high) in known.items()}
    return {**exact, **{plan.keys[number]: bounds for number, bounds in found.items()}}


def too_narrow(bounds: Mapping[Key, Bounds], sensitive: Collection[Key], *, threshold: int) -> list[Key]:
    """Return the sensitive cells that a reader can pin within less than the threshold."""
    return sorted(key for key in sensitive if bounds[key].width < threshold)


def key_of(columns: Sequence[str], values: Sequence[str]) -> Key:
    """Return the values that a row fixes, in the order of the names of the columns."""
    return tuple(sorted((c, v) for c, v in zip(columns, values, strict=True) if v != TOTAL))


def in_order(values: Iterable[str]) -> list[str]:
    """Return values in the order in which tables print them: numbers by size, else by their letters, empty last.

    The order tells nothing about the counts.
    """
    found = sorted(set(values))
    if all(_is_number(value) for value in found if value):
        found.sort(key=lambda value: float(value.replace(",", ".")) if value else 0.0)
    return sorted(found, key=lambda value: not value)


def _is_number(value: str) -> bool:
    whole, _, part = value.removeprefix("-").replace(",", ".").partition(".")
    return whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))


def _categories(units: Mapping[Key, int]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for key in units:
        for column, value in key:
            if value == TOTAL:
                message = f"column {column} holds the value {TOTAL}, which stands for the margin; rename that value"
                raise DisclosureError(message)
            found.setdefault(column, set()).add(value)
    return {column: in_order(values) for column, values in found.items()}


def _counted(plan: Layout, units: Mapping[Key, int]) -> dict[Key, int]:
    """Return the count of every cell and joint group."""
    groups = sorted({tuple(column for column, _ in key) for key in plan.keys})
    largest = [group for group in groups if not any(set(group) < set(other) for other in groups)]
    found: dict[Key, int] = {}
    for group in largest:
        finest: dict[Key, int] = {}
        for key, count in units.items():
            part = tuple(pair for pair in key if pair[0] in group)
            finest[part] = finest.get(part, 0) + count
        for size in range(len(group) + 1):
            for columns in combinations(group, size):
                sums: dict[Key, int] = {}
                for key, count in finest.items():
                    part = tuple(pair for pair in key if pair[0] in columns)
                    sums[part] = sums.get(part, 0) + count
                found |= sums
    return found


def _rows(columns: Sequence[str], plan: Layout, shown: Mapping[Key, int | None], sums: Sums | None) -> Iterator[Row]:
    for values in product(*([*plan.categories[column], TOTAL] for column in columns)):
        key = key_of(columns, values)
        yield Row(values, shown[key], sums.told[key] if sums and shown[key] is not None else None)
