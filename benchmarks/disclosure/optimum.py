"""The least loss that any pattern can have, found by one large program that knows nothing of cuts.

For each sensitive cell two whole sets of tables are unknowns: one in which the cell is low and one in which it is high,
both the same as the true tables wherever a cell is published. A binary unknown a cell says whether it is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from benchmarks.disclosure.outsider import Cell


def least_loss(
    counts: dict[Cell, int],
    sums: Sequence[tuple[Cell, Sequence[Cell]]],
    *,
    sensitive: Sequence[Cell],
    threshold: int,
    seconds: float,
) -> int | None:
    """Return the least number of withheld cells, the sensitive ones counted; None where time runs out."""
    cells = list(counts)
    place = {cell: index for index, cell in enumerate(cells)}
    size, copies = len(cells), 2 * len(sensitive)
    far = 6.0 * threshold
    rows = copies * (len(sums) + 2 * size) + len(sensitive)
    matrix = lil_matrix((rows, size * (copies + 1)))
    low, high = np.zeros(rows), np.zeros(rows)
    row = 0
    for copy in range(copies):
        at = size * (copy + 1)
        for whole, parts in sums:
            for part in parts:
                matrix[row, at + place[part]] += 1.0
            matrix[row, at + place[whole]] -= 1.0
            row += 1
        for index, cell in enumerate(cells):  # the copy departs from the truth where the cell is withheld only
            matrix[row, at + index], matrix[row, index], low[row], high[row] = 1.0, -far, -np.inf, counts[cell]
            matrix[row + 1, at + index], matrix[row + 1, index] = 1.0, float(counts[cell])
            low[row + 1], high[row + 1] = counts[cell], np.inf
            row += 2
    for number, cell in enumerate(sensitive):
        matrix[row, size * (2 * number + 1) + place[cell]] = -1.0
        matrix[row, size * (2 * number + 2) + place[cell]] = 1.0
        low[row], high[row] = threshold, np.inf
        row += 1
    goal = np.concatenate([np.ones(size), np.zeros(size * copies)])
    lower = np.zeros(size * (copies + 1))
    lower[[place[cell] for cell in sensitive]] = 1.0
    upper = np.concatenate([np.ones(size), np.full(size * copies, np.inf)])
    integrality = np.concatenate([np.ones(size), np.zeros(size * copies)])
    solved = milp(
        goal,
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        bounds=Bounds(lower, upper),
        integrality=integrality,
        options={"time_limit": seconds},
    )
    return round(solved.fun) if solved.status == 0 else None
