"""The programs that choose what to withhold: in shares, and in whole numbers.

Both know the same: the cuts that readers have shown to be needed, and that a number withheld alone in an equation
would follow from the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vonnis.disclosure.linked import Equation, Linked
from vonnis.disclosure.room import Cut, Room
from vonnis.disclosure.solver import TOLERANCE, Program, Row

_HALF = 0.5
_CHEAPER = 1e-5


def cost(linked: Linked, number: int) -> float:
    """Return what withholding a number costs: its weight, and its count as less than one number in all."""
    return linked.weights.get(number, 1.0) + linked.values[number] / (2.0 * max(1.0, float(sum(linked.values))))


class Choice:
    """What to withhold beside the numbers that stay inside anyway.

    Args:
        room: the readers.
        cuts: the first cuts.
    """

    def __init__(self, room: Room, cuts: Iterable[Cut]) -> None:
        import numpy as np

        self._np = np
        self._linked, self._inside = room.linked, room.inside
        self._free = room.linked.candidates(room.inside)
        self._column = {number: column for column, number in enumerate(self._free)}
        self._costs = np.array([cost(self._linked, number) for number in self._free])
        self._rows: list[Row] = list(self._bridges())
        self._first_cut = len(self._rows)
        self._least = [0.0] * len(self._rows)
        self._shares = self._program(whole=False)
        self._seen: set[tuple[tuple[int, float], ...]] = set()
        self.proven = True
        """Whether every answer of the whole-number program so far was proven to be the best."""
        self.add(cuts)

    def _program(self, *, whole: bool) -> Program:
        np, size = self._np, len(self._free)
        most = [np.inf] * len(self._rows)
        columns = range(size) if whole else ()
        return Program(np.zeros(size), np.ones(size), self._rows, least=self._least, most=most, whole=columns)

    def add(self, cuts: Iterable[Cut]) -> bool:
        """Take further cuts into account; tell whether any was new."""
        news = False
        for cut in cuts:
            row = {self._column[number]: round(weight / cut.least, 9) for number, weight in cut.coefficients.items()}
            key = tuple(sorted(row.items()))
            if row and key not in self._seen:
                self._seen.add(key)
                self._rows.append(row)
                self._least.append(1.0)
                self._shares.add(row, least=1.0)
                news = True
        return news

    def allows(self, hidden: frozenset[int]) -> bool:
        """Tell whether a pattern meets all cuts so far; whether it protects is for the readers to say."""
        chosen = {self._column[number] for number in hidden - self._inside}
        return all(
            sum(weight for column, weight in row.items() if column in chosen) >= 1.0 - TOLERANCE
            for row in self._rows[self._first_cut :]
        )

    def fix(self, numbers: Iterable[int]) -> None:
        """Withhold these numbers whole in the program in shares, and no others for certain."""
        lower = self._np.zeros(len(self._free))
        lower[[self._column[number] for number in sorted(numbers)]] = 1.0
        self._shares.bound(lower, self._np.ones(len(self._free)))

    def tighten(self, room: Room, rounds: int, *, most: int) -> float:
        """Add the cuts that the best pattern in shares breaks, some rounds long and so many each; return its loss."""
        answer = self._shares.best(self._costs)
        for _ in range(rounds):
            shares = dict(zip(self._free, map(float, answer.point), strict=True))
            if not self.add(room.partial_cuts(shares, most=most)):
                break
            answer = self._shares.best(self._costs)
        return answer.value

    def shares(self) -> dict[int, float]:
        """Return by how much the best pattern in shares withholds each number."""
        return dict(zip(self._free, map(float, self._shares.best(self._costs).point), strict=True))

    def cheaper(self, loss: float, *, nodes: int) -> tuple[frozenset[int] | None, int]:
        """Return the cheapest whole pattern that meets the cuts so far and loses less than ``loss``; None without.

        Beside it stands how many nodes were searched.
        """
        program = self._program(whole=True)
        program.add(dict(enumerate(map(float, -self._costs))), least=_CHEAPER - loss)
        answer = program.best(self._costs, nodes=nodes)
        self.proven = self.proven and answer.ending != "stopped"
        if not len(answer.point):
            return None, answer.nodes
        chosen = (number for number, value in zip(self._free, answer.point, strict=True) if value > _HALF)
        return self._inside.union(chosen), answer.nodes

    def _bridges(self) -> Iterator[Row]:
        """Yield that no number is withheld alone in an equation, where it would follow from the rest."""
        hidden = self._inside | self._linked.background
        for equation in _distinct((*self._linked.equations, *self._linked.implied)):
            members = {equation.whole, *equation.parts}
            if members & hidden:
                continue
            free = [self._column[number] for number in sorted(members) if number in self._column]
            for one in free:
                yield {other: -1.0 if other == one else 1.0 for other in free}


def _distinct(equations: Iterable[Equation]) -> Iterator[Equation]:
    seen: set[Equation] = set()
    for one in equations:
        if one not in seen:
            seen.add(one)
            yield one
