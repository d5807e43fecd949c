"""Attacks random sets of linked tables, and weighs what is withheld: ``python -m benchmarks.disclosure``.

Four questions: can an outsider who shares no line with the program pin down a protected cell; how much more is
withheld than must be, where that can be computed; how long do some two thousand linked cells take; and what can be
told about the numbers that the demonstration withholds. Results are stored in ``benchmarks/disclosure/results.json``;
seconds are those of one core. ``python -m benchmarks.disclosure 50`` asks it of fifty sets and stores nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.disclosure.optimum import least_loss
from benchmarks.disclosure.outsider import Cell, Outsider
from benchmarks.disclosure.sets import TableSet, large_set, random_set
from vonnis.archive.files import write_atomically
from vonnis.demo.material import write_material
from vonnis.disclosure.unit_tables import Protection, protect_tables
from vonnis.workflow.release import rebuild

RESULTS = Path(__file__).parent / "results.json"
SETS, SMALL_SETS = 500, 60
SECONDS = 20.0


def protected(asked: TableSet) -> Protection:
    """Protect one set."""
    return protect_tables(asked.tables, asked.units, threshold=asked.threshold, zeros=asked.zeros)


def withheld(protection: Protection) -> set[Cell]:
    """Return the cells that no table prints, each once."""
    return {
        frozenset((c, v) for c, v in zip(table.columns, row.values, strict=True) if v != "Total")
        for table in protection.tables
        for row in table.rows
        if row.count is None
    }


def pinned(protection: Protection, threshold: int) -> list[Cell]:
    """Return the sensitive cells that the outsider bounds more narrowly than the threshold."""
    outsider = Outsider([(t.columns, [(row.values, row.count) for row in t.rows]) for t in protection.tables])
    return [cell for cell in map(frozenset, sorted(protection.sensitive)) if outsider.width(cell) < threshold]


def truth(asked: TableSet) -> tuple[dict[Cell, int], list[tuple[Cell, list[Cell]]]]:
    """Return every cell of the tables with its count, and every sum between them."""
    values: dict[str, list[str]] = {}
    for unit in asked.units:
        for column, value in unit:
            values.setdefault(column, [])
            values[column] += [value] if value not in values[column] else []
    counts: dict[Cell, int] = {}
    sums: list[tuple[Cell, list[Cell]]] = []
    for table in asked.tables:
        for heads in product(*([*values[column], None] for column in table)):
            cell = frozenset((c, v) for c, v in zip(table, heads, strict=True) if v is not None)
            counts[cell] = sum(n for unit, n in asked.units.items() if cell <= frozenset(unit))
            over = (column for column, value in zip(table, heads, strict=True) if value is None)
            sums += [(cell, [cell | {(column, value)} for value in values[column]]) for column in over]
    return counts, sums


def attacked(sets: int, *, seed: int) -> dict[str, Any]:
    """Protect random sets and attack each; return how many sensitive cells were pinned."""
    chance = random.Random(seed)
    cells = sensitive = broken = hidden = proven = 0
    seconds: list[float] = []
    failed: list[dict[str, Any]] = []
    for number in range(sets):
        asked = random_set(chance, tables=4, categories=4, units=400)
        start = time.process_time()
        protection = protected(asked)
        seconds.append(time.process_time() - start)
        cells += len({*truth(asked)[0]})
        sensitive += len(protection.sensitive)
        hidden += len(withheld(protection))
        proven += protection.least_loss
        if found := pinned(protection, asked.threshold):
            broken += len(found)
            failed.append({"number": number, "cells": [sorted(cell) for cell in found]})
            print(f"set {number} of seed {seed}: pinned {failed[-1]['cells']}", file=sys.stderr, flush=True)
    return {
        "sets": sets,
        "cells": cells,
        "sensitive": sensitive,
        "withheld": hidden,
        "pinned": broken,
        "sets_with_a_pinned_cell": failed,
        "sets_proven_least": proven,
        "median_seconds": statistics.median(seconds),
        "longest_seconds": max(seconds),
    }


def compared(sets: int, *, seed: int) -> dict[str, Any]:
    """Compare the loss on small sets with the least; return the ratios of withheld cells."""
    chance = random.Random(seed)
    ratios: list[float] = []
    unsolved = 0
    for asked in _small(chance):
        if len(ratios) + unsolved == sets:
            break
        counts, sums = truth(asked)
        protection = protected(asked)
        sensitive = [frozenset(key) for key in sorted(protection.sensitive)]
        least = least_loss(counts, sums, sensitive=sensitive, threshold=asked.threshold, seconds=SECONDS)
        if least:
            ratios.append(len(withheld(protection)) / least)
        unsolved += least is None
    return {
        "sets": len(ratios),
        "not_solved_exactly": unsolved,
        "mean_ratio": statistics.mean(ratios),
        "worst_ratio": max(ratios),
    }


def _small(chance: random.Random) -> Iterator[TableSet]:
    while True:
        asked = random_set(chance, tables=3, categories=3, units=200, dimensions=2)
        counts, _ = truth(asked)
        least = 0 if asked.zeros else 1
        if len(counts) <= 40 and 0 < sum(least <= n < asked.threshold for n in counts.values()) <= 6:  # noqa: PLR2004
            yield asked


def timed(*, seed: int) -> list[dict[str, Any]]:
    """Time sets of some two thousand linked cells; return cells, seconds and what was withheld."""
    rows = []
    for categories, columns, units in ((7, 8, 20_000), (7, 6, 5_000)):
        asked = large_set(random.Random(seed), categories=categories, columns=columns, units=units)
        start = time.process_time()
        protection = protected(asked)
        rows.append(
            {
                "cells": len({*truth_cells(protection)}),
                "sensitive": len(protection.sensitive),
                "withheld": len(withheld(protection)),
                "seconds": time.process_time() - start,
            }
        )
    return rows


def truth_cells(protection: Protection) -> Iterator[Cell]:
    """Yield each cell of the printed tables."""
    for table in protection.tables:
        for row in table.rows:
            yield frozenset((c, v) for c, v in zip(table.columns, row.values, strict=True) if v != "Total")


def demonstrated() -> dict[str, Any]:
    """Release the demonstration; return how many withheld numbers its attacker bounds, and how many too narrowly."""
    with tempfile.TemporaryDirectory() as folder:
        write_material(Path(folder))
        findings = rebuild(Path(folder), at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC)).attack.findings
    return {
        "withheld": len(findings),
        "pinned": sum(finding.too_tight for finding in findings),
        "told_by_exceptions_alone": sum(finding.unavoidable for finding in findings),
    }


def main(sets: int = SETS) -> int:
    """Ask the questions, print the answers and store them. Return 1 where a cell was pinned."""
    found: dict[str, Any] = {
        "timed": timed(seed=3),
        "demonstration": demonstrated(),
        "compared": compared(min(sets, SMALL_SETS), seed=2),
        "attacked": attacked(sets, seed=1),
    }
    text = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    print(text.decode())
    if sets == SETS:
        write_atomically(RESULTS, text)
    return 1 if found["attacked"]["pinned"] or found["demonstration"]["pinned"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
