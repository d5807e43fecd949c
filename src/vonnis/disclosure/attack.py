"""An outsider with the published numbers only: what can still be told about those that were withheld.

The attacker shares nothing with what chose the pattern but the solver and the layout of tables, in which no count
stands. It reads numbers as a reader does, an ``x`` for what is withheld, and asks for each of those the least and the
greatest value that everything published leaves possible; in whole numbers where the linear answer has fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor, inf
from typing import TYPE_CHECKING

import msgspec

from vonnis.disclosure.solver import TOLERANCE, Answer, Program, Row
from vonnis.errors import DisclosureError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_WHOLE_NODES = 500
_FAR = 1e7
"""Beyond this a number counts as unbounded; no table of people comes near it."""


class Bounds(msgspec.Struct, frozen=True):
    """The least and the greatest value that a reader cannot rule out; ``high`` is infinite where nothing bounds it."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two lie."""
        return self.high - self.low


class Published(msgspec.Struct, frozen=True):
    """Everything that a reader knows, as numbered quantities.

    Attributes:
        known: the least and greatest value of each number that was published or rounded; the others can be anything
            from zero.
        sums: a number, and the numbers whose sum it is known to be.
        size: how many numbers there are, those in the background included.
    """

    known: Mapping[int, tuple[float, float]]
    sums: Sequence[tuple[int, tuple[int, ...]]]
    size: int


def bounds_of(published: Published, targets: Iterable[int]) -> dict[int, Bounds]:
    """Return what a reader can tell about each of some numbers.

    Raises:
        DisclosureError: the published numbers contradict each other, so that one of them must be wrong.
    """
    return _Reader(published).bounds(list(targets))


class _Reader:
    """The reader's program, asked about one number after another."""

    def __init__(self, published: Published) -> None:
        import numpy as np

        self._np = np
        self._lower, self._upper = np.zeros(published.size), np.full(published.size, np.inf)
        for number, (low, high) in published.known.items():
            self._lower[number], self._upper[number] = low, high
        self._rows: list[Row] = []
        for whole, parts in published.sums:
            row = dict.fromkeys(parts, 1.0)
            row[whole] = row.get(whole, 0.0) - 1.0
            self._rows.append(row)
        # A ceiling far beyond any count keeps the program bounded where the reader is not.
        self._program = self._made(())

    def _made(self, whole: Sequence[int]) -> Program:
        zero = [0.0] * len(self._rows)
        upper = self._np.minimum(self._upper, 2.0 * _FAR)
        program = Program(self._lower, upper, self._rows, least=zero, most=zero, whole=whole)
        return program if whole else program.from_last_point()

    def bounds(self, targets: Sequence[int]) -> dict[int, Bounds]:
        found: dict[int, Bounds] = {}
        for target in targets:
            low = self._end(target, maximise=False)
            high = self._end(target, maximise=True)
            found[target] = Bounds(max(0.0, low), inf if high >= _FAR else high)
        return found

    def _end(self, target: int, *, maximise: bool) -> float:
        answer = self._program.best({target: 1.0}, maximise=maximise)
        if not len(answer.point):
            message = "the published numbers contradict each other; check the tables that they come from"
            raise DisclosureError(message)
        if answer.value >= _FAR or self._is_whole(answer):
            return round(answer.value)
        # Fractions of people: ask again in whole numbers, and keep what is proven if that takes too long.
        moving = [int(n) for n in self._np.flatnonzero(self._lower < self._upper)]
        sharper = self._made(moving).best({target: 1.0}, maximise=maximise, nodes=_WHOLE_NODES)
        if not len(sharper.point) and sharper.ending == "infeasible":
            message = "the published numbers contradict each other in whole numbers; check where they come from"
            raise DisclosureError(message)
        known = answer.value if not self._np.isfinite(sharper.bound) else sharper.bound
        return floor(known + TOLERANCE) if maximise else ceil(known - TOLERANCE)

    def _is_whole(self, answer: Answer) -> bool:
        return bool(self._np.abs(answer.point - self._np.round(answer.point)).max() < TOLERANCE)
