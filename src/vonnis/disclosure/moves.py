"""Small changes of whole tables that no reader can see: as few withheld numbers moved, by as little, as can be.

A proof of room that moves few numbers stays a proof while those few are withheld, whatever else is published again. Its
tables are nearly always whole, where the corners that bound a number from afar are full of fractions in three
dimensions. Only the bounds of one number change between two questions, so that each starts from the last answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vonnis.disclosure.linked import Linked
from vonnis.disclosure.solver import Answer, Program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]


class Moves:
    """Looks for other tables that a reader cannot tell from the true ones, near to them.

    Args:
        linked: the numbers and their equations.
        ceiling: how far a number may rise.
    """

    def __init__(self, linked: Linked, *, ceiling: float) -> None:
        import numpy as np

        self._np, self._linked, self._ceiling = np, linked, ceiling
        size = len(linked.values)
        rows = []
        for equation in linked.equations:
            row = equation.row()
            rows.append({**row, **{size + number: -weight for number, weight in row.items()}})
        zero = [0.0] * len(rows)
        # A column for how far each number rises, and one for how far it falls.
        self._upper = np.zeros(2 * size)
        self._lower = np.zeros(2 * size)
        self._costs = np.ones(2 * size)
        self._program = Program(self._lower, self._upper, rows, least=zero, most=zero)

    def enter(self, hidden: frozenset[int]) -> None:
        """Let these numbers move, and those that no reader sees; all others stand still."""
        size, truth = len(self._linked.values), self._linked.truth
        self._upper[:] = 0.0
        open_ = sorted(hidden | self._linked.background)
        self._upper[open_] = self._ceiling
        self._upper[[size + number for number in open_]] = truth[open_]

    def to(self, target: int, value: float) -> Answer:
        """Return the nearest tables in which a number has another value."""
        np, size, truth = self._np, len(self._linked.values), self._linked.truth
        change = value - float(truth[target])
        up, down = target, size + target
        kept = self._upper[[up, down]].copy()
        self._upper[up] = self._lower[up] = max(change, 0.0)
        self._upper[down] = self._lower[down] = max(-change, 0.0)
        self._program.bound(self._lower, self._upper)
        found = self._program.best(self._costs)
        self._lower[[up, down]] = 0.0
        self._upper[[up, down]] = kept
        if not len(found.point):
            return found
        return found._replace(point=truth + found.point[:size] - found.point[size:], prices=np.empty(0))
