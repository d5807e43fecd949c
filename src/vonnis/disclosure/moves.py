"""Small changes of whole tables that no reader can see: as few withheld numbers moved, by as little, as can be.

A proof of room that moves few numbers stays a proof while those few are withheld, whatever else is published again. Its
tables are nearly always whole, where the corners that bound a number from afar are full of fractions in three
dimensions. Only the bounds of one number change between two questions, so that each starts from the last answer.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from vonnis.disclosure.linked import Linked
from vonnis.disclosure.solver import TOLERANCE, Answer, Program

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
        up, down = target, len(self._linked.values) + target
        kept = self._upper[[up, down]].copy()
        self._hold(target, value - float(self._linked.truth[target]))
        found = self._program.best(self._costs)
        self._lower[[up, down]] = 0.0
        self._upper[[up, down]] = kept
        return self._tables(found)

    def whole(self, target: int, value: float) -> Answer:
        """Return tables in which a number has another value, led to whole numbers step by step; maybe none.

        Of what has fractions the number nearest to a whole one is held there, or on its other side where that cannot
        be, and the nearest tables are sought again. That takes far less than a search, and mostly finds some.
        """
        np, size = self._np, len(self._linked.values)
        lower, upper = self._lower.copy(), self._upper.copy()
        self._hold(target, value - float(self._linked.truth[target]))
        found = self._program.best(self._costs)
        background = np.array(sorted(self._linked.background or range(size)))
        while len(found.point):
            change = (found.point[:size] - found.point[size:])[background]
            off = np.abs(change - np.round(change))
            if off.max() < TOLERANCE:
                break
            off[off < TOLERANCE] = np.inf
            nearest = int(off.argmin())
            number, part = int(background[nearest]), float(change[nearest])
            for side in (round(part), floor(part) if round(part) > part else ceil(part)):
                self._hold(number, side)
                found = self._program.best(self._costs)
                if len(found.point):
                    break
        self._lower, self._upper = lower, upper
        return self._tables(found)

    def _hold(self, number: int, change: float) -> None:
        """Let a number differ from the true one by so much, no more and no less."""
        up, down = number, len(self._linked.values) + number
        self._upper[up] = self._lower[up] = max(change, 0.0)
        self._upper[down] = self._lower[down] = max(-change, 0.0)
        self._program.bound(self._lower, self._upper)

    def _tables(self, found: Answer) -> Answer:
        """Return the tables that changes lead to."""
        if not len(found.point):
            return found
        size = len(self._linked.values)
        point = self._linked.truth + found.point[:size] - found.point[size:]
        return found._replace(point=point, prices=self._np.empty(0))
