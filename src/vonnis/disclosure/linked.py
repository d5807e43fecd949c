"""Numbers that hang together: counts, the sums between them, and which of them a reader may see.

The one model behind the protection of tables and of whole reports. A *number* is a count that might be published. A
*background* number is never published (how many units lie in each combination of groups that a reader can think of).
Every equation says that a number is the sum of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from vonnis.disclosure.solver import Program, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]


class Equation(msgspec.Struct, frozen=True):
    """A number and the numbers that it is the sum of."""

    whole: int
    parts: tuple[int, ...]

    def row(self) -> Row:
        """Return the equation as coefficients that come to zero."""
        row = dict.fromkeys(self.parts, 1.0)
        row[self.whole] = row.get(self.whole, 0.0) - 1.0
        return row


class Linked(msgspec.Struct, frozen=True, dict=True):
    """Numbers, and the equations between them.

    Attributes:
        values: the true count behind each number.
        equations: enough equations to say all that is known.
        implied: further equations that follow from those; a search may use them.
        background: the numbers that no reader sees.
        fixed: the numbers that stay published whatever follows from them.
        weights: what withholding a number costs, 1 where it is not named.
    """

    values: tuple[int, ...]
    equations: tuple[Equation, ...]
    implied: tuple[Equation, ...] = ()
    background: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()
    weights: Mapping[int, float] = {}

    @cached_property
    def truth(self) -> Vector:
        """The true counts as a vector."""
        import numpy as np

        return np.array(self.values, dtype=float)

    def candidates(self, hidden: frozenset[int]) -> list[int]:
        """Return the numbers that could be withheld beside those that are."""
        kept = self.background | self.fixed | hidden
        return [number for number in range(len(self.values)) if number not in kept]

    def everything(self) -> frozenset[int]:
        """Return all numbers that can be kept from a reader."""
        return frozenset(range(len(self.values))) - self.fixed


def reader(linked: Linked, hidden: frozenset[int], *, ceiling: float) -> Program:
    """Return the program of a reader: what the published numbers leave open about those that are hidden."""
    lower, upper = limits(linked, hidden, ceiling=ceiling)
    rows = [equation.row() for equation in linked.equations]
    zero = [0.0] * len(rows)
    return Program(lower, upper, rows, least=zero, most=zero).from_last_point()


def limits(linked: Linked, hidden: frozenset[int], *, ceiling: float) -> tuple[Vector, Vector]:
    """Return the least and greatest value of each number: its own where published, none to ``ceiling`` more where not.

    A reader knows no ceiling; a search for room of a certain width needs no more than a few times that width.
    """
    lower, upper = linked.truth.copy(), linked.truth.copy()
    for number in sorted(hidden | linked.background):
        lower[number] = 0.0
        upper[number] += ceiling
    return lower, upper


def check_sums(linked: Linked) -> Sequence[Equation]:
    """Return the equations that the true counts break."""
    values = linked.values
    return [one for one in linked.equations if values[one.whole] != sum(values[part] for part in one.parts)]
