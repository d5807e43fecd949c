"""An attacker of protected tables that shares no line with the program that protects them.

It knows the tables as printed, that they count the same people, and that people are whole. Where the joint table of all
columns is small, every one of its cells is an unknown; else the cells of the tables are, with their shared margins.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_matrix

Cell = frozenset[tuple[str, str]]
JOINT = 4_000


class Outsider:
    """Knows printed tables: for each its columns, and its rows of values and count (None for an ``x``)."""

    def __init__(self, tables: Sequence[tuple[Sequence[str], Sequence[tuple[Sequence[str], int | None]]]]) -> None:
        self.printed: dict[Cell, int | None] = {}
        values: dict[str, list[str]] = {}
        for columns, rows in tables:
            for heads, count in rows:
                cell = frozenset((c, v) for c, v in zip(columns, heads, strict=True) if v != "Total")
                assert self.printed.setdefault(cell, count) == count, "two tables print one cell differently"
                for column, value in sorted(cell):
                    seen = values.setdefault(column, [])
                    seen += [value] if value not in seen else []
        whole = int(np.prod([len(found) for found in values.values()])) if values else 1
        self._is_joint = whole <= JOINT
        if self._is_joint:
            self._unknowns, rows_ = self._joint(values)
        else:
            self._unknowns, rows_ = self._margins(tables, values)
        self._matrix = lil_matrix((len(rows_), len(self._unknowns)))
        for index, (row, _) in enumerate(rows_):
            for place, weight in row.items():
                self._matrix[index, place] = weight
        self._matrix = self._matrix.tocsr()
        self._known = np.array([right for _, right in rows_], dtype=float)

    def _joint(self, values: dict[str, list[str]]) -> tuple[list[Cell], list[tuple[dict[int, float], float]]]:
        names = sorted(values)
        unknowns = [frozenset(zip(names, heads, strict=True)) for heads in product(*(values[name] for name in names))]
        rows = [
            ({index: 1.0 for index, unknown in enumerate(unknowns) if cell <= unknown}, float(count))
            for cell, count in self.printed.items()
            if count is not None
        ]
        return unknowns, rows

    def _margins(
        self, tables: Sequence[Any], values: dict[str, list[str]]
    ) -> tuple[list[Cell], list[tuple[dict[int, float], float]]]:
        unknowns = list(self.printed)
        place = {cell: index for index, cell in enumerate(unknowns)}
        rows: list[tuple[dict[int, float], float]] = [
            ({place[cell]: 1.0}, float(count)) for cell, count in self.printed.items() if count is not None
        ]
        for columns, lines in tables:
            for heads, _ in lines:
                cell = frozenset((c, v) for c, v in zip(columns, heads, strict=True) if v != "Total")
                for column in (c for c, v in zip(columns, heads, strict=True) if v == "Total"):
                    parts = {place[cell | {(column, value)}]: 1.0 for value in values[column]}
                    rows.append(({**parts, place[cell]: parts.get(place[cell], 0.0) - 1.0}, 0.0))
        return unknowns, rows

    def width(self, cell: Cell) -> float:
        """Return how far apart the least and the greatest possible whole count of a cell lie."""
        goal = np.array(
            [float(cell <= unknown) if self._is_joint else float(cell == unknown) for unknown in self._unknowns]
        )
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(
                sign * goal, A_eq=self._matrix if self._matrix.shape[0] else None,
                b_eq=self._known if self._matrix.shape[0] else None, method="highs",
            )  # fmt: skip
            if solved.status == 3:  # noqa: PLR2004 - unbounded
                return float("inf")
            assert solved.status == 0, solved.message
            if np.abs(solved.x - np.round(solved.x)).max() > 1e-6:  # noqa: PLR2004 - fractions of people
                solved = milp(
                    sign * goal, constraints=LinearConstraint(self._matrix, self._known, self._known),
                    bounds=Bounds(0, np.inf), integrality=np.ones(len(goal)),
                )  # fmt: skip
                assert solved.status == 0, solved.message
            ends.append(round(sign * solved.fun))  # whole by now; what is left is the rounding of the solver
        return float(ends[1] - ends[0])
