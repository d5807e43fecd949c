"""Read everything that a release says about the units of one level as one system of statements.

A figure says how many units it counts, and its n how many it rests on; a cell or total of a table says how many units
it holds. Where the keys behind these numbers are known, numbers about exactly the same units are one statement, and
numbers about overlapping units are held against each other. Numbers of years are left to the tables of the series.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import permutations

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.protection import CELL, FIGURE, Statement
from vonnis.disclosure.statements import counts_its_keys, keys_of, printed, quantity_of

YEAR = "year"
"""The level whose units are moments of counting and no persons."""


class Claim(msgspec.Struct, frozen=True):
    """A number that a release may print, and the units that it is about."""

    id: str
    units: frozenset[str]
    rank: int


class Said(msgspec.Struct, frozen=True):
    """Claims about exactly the same units, as one statement, and the ids of the numbers that make it."""

    statement: Statement
    members: tuple[str, ...]


def n_id(result: Result) -> str:
    """Return the id under which the gate rules on the n of a figure."""
    return f"{result.id}.n"


def base_of(result: Result) -> frozenset[str]:
    """Return the keys of the units that a figure rests on; empty where they are not known."""
    keys = frozenset(result.base or (() if result.statistic in ("count", "share", "change") else result.units))
    return keys if len(keys) == result.n else frozenset()


def claims_of(results: Sequence[Result], tables: Sequence[TableResult]) -> list[Claim]:
    """Return what the numbers of one level say about its units, most important first; nothing about years."""
    found: list[Claim] = []
    everyone = _everyone(results, tables)
    for result in results:
        if result.level == YEAR or result.value is None:
            continue
        rank = CELL if result.bound_of else FIGURE  # a bound is given up before what it is a bound of
        if base := base_of(result) or (everyone if result.n == len(everyone) else frozenset()):
            found.append(Claim(n_id(result), base, rank))
        units = frozenset(result.units)
        if result.statistic in ("count", "share") and units and len(units) == quantity_of(result):
            found.append(Claim(result.id, units, rank))
    for table in tables:
        if table.level != YEAR and counts_its_keys(table):
            found += [
                Claim(id_, units, rank) for id_, where, rank in printed(table) if (units := keys_of(table, where))
            ]
    return found


def said(claims: Sequence[Claim], *, fixed: Collection[str]) -> list[Said]:
    """Return the claims by the units that they are about; one that holds a ``fixed`` number is fixed."""
    groups: dict[frozenset[str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.units, []).append(claim)
    return [
        Said(
            Statement(
                id=same[0].id,
                units=units,
                value=len(units),
                rank=max(claim.rank for claim in same),
                fixed=any(claim.id in fixed for claim in same),
            ),
            tuple(claim.id for claim in same),
        )
        for units, same in groups.items()
    ]


def small_remainders(
    results: Sequence[Result],
    tables: Sequence[TableResult],
    *,
    published: Sequence[Statement],
    sensitive: Collection[str],
    policy: Policy,
) -> Iterator[Statement]:
    """Yield the small groups that no number names, but that a subtraction could tell.

    They are what remains outside a share that is ``sensitive`` for that, the units without a valid answer where the
    policy withholds their number, and what lies between two ``published`` statements of which one holds the other.
    """
    everyone = _everyone(results, tables)
    groups: set[frozenset[str]] = set()
    for result in results:
        if result.id in sensitive and (base := base_of(result)):
            groups.add(base - frozenset(result.units))
    if policy.missing == "withhold":
        bases = [(base_of(result), result.missing) for result in results]
        bases += [(keys_of(table, where), table.missing) for table in tables for where in wholes(table)]
        groups |= {everyone - base for base, missing in bases if base and len(everyone - base) == sum(missing.values())}
    groups |= {big.units - part.units for big, part in permutations(published, 2) if part.units < big.units}
    few = policy.threshold_at(results[0].level if results else tables[0].level)
    named = {statement.units for statement in published}
    for number, units in enumerate(sorted(groups - named, key=sorted)):
        if 0 < len(units) < few:
            yield Statement(id=f"rest/{number}", units=units, value=len(units), rank=FIGURE)


def wholes(table: TableResult) -> list[list[tuple[int, int]]]:
    """Return the cells of each whole in a table that counts its keys: all of them, or row by row."""
    if not counts_its_keys(table) or not (table.additive or table.row_wholes):
        return []
    rows = [[(row, column) for column in range(len(table.columns))] for row in range(len(table.rows))]
    return rows if table.row_wholes else [[place for row in rows for place in row]]


def _everyone(results: Sequence[Result], tables: Sequence[TableResult]) -> frozenset[str]:
    """Return the keys of all units of a level that any number is about."""
    keys = {key for result in results for key in (*result.units, *result.base)}
    cells = (cell for table in tables if counts_its_keys(table) for row in table.units for cell in row)
    return frozenset(keys.union(*cells))
