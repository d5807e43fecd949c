"""Random sets of linked tables: invented units with a few columns, and the tables that are asked of them."""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

Units = dict[tuple[tuple[str, str], ...], int]


class TableSet(NamedTuple):
    """Tables by their columns, the units that they count, and the rules."""

    tables: list[tuple[str, ...]]
    units: Units
    threshold: int
    zeros: bool


def random_set(chance: random.Random, *, tables: int, categories: int, units: int, dimensions: int = 3) -> TableSet:
    """Return up to so many linked tables of up to so many dimensions, over columns of unequal classes."""
    names = "abcdef"[: chance.randint(2, min(6, dimensions + tables - 1))]
    weights = {name: [chance.random() ** 2 + 0.03 for _ in range(chance.randint(2, categories))] for name in names}
    counts: Counter[tuple[tuple[str, str], ...]] = Counter()
    for _ in range(chance.randint(units // 8, units)):
        counts[
            tuple((name, f"{name}{chance.choices(range(len(odds)), odds)[0]}") for name, odds in weights.items())
        ] += 1
    wanted = [
        tuple(chance.sample(names, chance.randint(1, min(dimensions, len(names)))))
        for _ in range(chance.randint(1, tables))
    ]
    return TableSet(wanted, dict(counts), chance.choice([3, 5, 10]), chance.random() < 0.15)  # noqa: PLR2004


def large_set(chance: random.Random, *, categories: int, columns: int, units: int) -> TableSet:
    """Return four linked tables of three dimensions with a few thousand cells together."""
    names = "abcdefgh"[:columns]
    weights = {name: [chance.random() ** 2 + 0.05 for _ in range(categories)] for name in names}
    counts = Counter(
        tuple((name, f"{name}{chance.choices(range(categories), weights[name])[0]}") for name in names)
        for _ in range(units)
    )
    return TableSet([tuple(chance.sample(names, 3)) for _ in range(4)], dict(counts), 10, zeros=False)
