"""How much room a pattern of withheld numbers leaves for each sensitive one, and what narrows it.

Room is proven by two whole tables that a reader cannot tell from the true one, as far apart as the number needs. Such
tables are kept: one that moves withheld numbers only stays a proof while more is withheld, and often while less is.
Where there is too little room, the dual prices of the linear program tell which published numbers narrow it (the
Benders cut of M. Fischetti and J.J. Salazar-González, Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47, 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, floor

import msgspec

from vonnis.disclosure.linked import Linked, limits, reader
from vonnis.disclosure.moves import Moves
from vonnis.disclosure.solver import TOLERANCE, Answer

_WHOLE_NODES = 200
_SHARED_ROUNDS = 4
_NEAR_STEPS = 3
"""How many values on either side are tried for whole tables, where the first has fractions."""
_CEILING = 6.0
"""How far a number may move in a proof, in widths; a reader allows more, which only adds room."""


class Cut(msgspec.Struct, frozen=True):
    """What must be given up for a sensitive number: the weights of the withheld must come to ``least`` together."""

    target: int
    coefficients: dict[int, float]
    least: float


class Room:
    """The proofs of room for the sensitive numbers of one system.

    Args:
        linked: the numbers and their equations.
        needs: how far apart the least and greatest possible value of each sensitive number must lie.
        inside: the numbers that stay inside in any case, the sensitive ones among them.
    """

    def __init__(self, linked: Linked, needs: Mapping[int, int], *, inside: frozenset[int]) -> None:
        import numpy as np

        self._np = np
        self.linked, self.needs, self.inside = linked, dict(needs), inside
        self._ceiling = _CEILING * max(self.needs.values(), default=1)
        self._program = reader(linked, inside, ceiling=self._ceiling)
        self._moves = Moves(linked, ceiling=self._ceiling)
        self._proofs = linked.truth[None, :].copy()
        self._moved = np.zeros(self._proofs.shape, dtype=bool)
        self._kept = 1
        self._turn = -1
        self._hidden: frozenset[int] = frozenset()
        self._low = self._high = linked.truth

    def protects(self, hidden: frozenset[int]) -> bool:
        """Tell whether a pattern leaves every sensitive number its room."""
        self._enter(hidden)
        # The narrowest first: where anything is lacking, it is most likely there.
        lacking = sorted(self._lacking(self.needs), key=lambda n: (self._high[n] - self._low[n], n))
        return all(not self._lacking([target]) or self._alone(target) is None for target in lacking)

    def cuts(self, hidden: frozenset[int]) -> list[Cut]:
        """Return a cut for each sensitive number that has too little room; none where all are protected."""
        self._enter(hidden)
        lacking = self._shared(self._lacking(self.needs))
        found: list[Cut] = []
        while lacking:
            cut = self._alone(lacking[0])
            if cut:
                found.append(cut)
            lacking = self._lacking(lacking[1:])
        return found

    def partial_cuts(self, shares: Mapping[int, float], *, most: int) -> list[Cut]:
        """Return the cuts that a pattern breaks in which each number is withheld by a share of 0 to 1.

        At most so many: the next call goes on where this one stopped.
        """
        lower, upper = limits(self.linked, self.inside, ceiling=self._ceiling)
        for number, share in shares.items():
            lower[number] *= 1.0 - share
            upper[number] += share * self._ceiling / _CEILING
        self._program.bound(lower, upper)
        self._hidden = frozenset()
        lowest = highest = self.linked.truth
        found: list[Cut] = []
        lacking = sorted(self.needs)
        for _ in range(_SHARED_ROUNDS):
            for maximise in (False, True):
                point = self._program.best(dict.fromkeys(lacking, 1.0), maximise=maximise).point
                lowest, highest = self._np.minimum(lowest, point), self._np.maximum(highest, point)
            before = len(lacking)
            lacking = [n for n in lacking if highest[n] - lowest[n] < self.needs[n] - TOLERANCE]
            if len(lacking) in (0, before):
                break
        for target in [*(n for n in lacking if n > self._turn), *(n for n in lacking if n <= self._turn)]:
            need = self.needs[target] - TOLERANCE
            if highest[target] - lowest[target] >= need:
                continue
            low, high = self._program.best({target: 1.0}), self._program.best({target: 1.0}, maximise=True)
            lowest = self._np.minimum(lowest, self._np.minimum(low.point, high.point))
            highest = self._np.maximum(highest, self._np.maximum(low.point, high.point))
            if high.value - low.value < need:
                found.append(self._cut(target, low, high=high))
            if len(found) == most:
                self._turn = target
                break
        return found

    def width(self, target: int, hidden: frozenset[int]) -> float:
        """Return how far apart the least and greatest possible value of a number lie, as far as the ceiling."""
        self._enter(hidden)
        return self._ask(target, maximise=True).value - self._ask(target, maximise=False).value

    def pins(self, target: int, hidden: frozenset[int]) -> frozenset[int]:
        """Return the published numbers that narrow what a reader can think of a number."""
        self._enter(hidden)
        prices = [self._ask(target, maximise=maximise).prices for maximise in (False, True)]
        open_ = hidden | self.linked.background
        return frozenset(
            number
            for number in range(len(self.linked.values))
            if number not in open_ and any(abs(price[number]) > TOLERANCE for price in prices)
        )

    def _enter(self, hidden: frozenset[int]) -> None:
        """Take a pattern as the one that is asked about."""
        if hidden == self._hidden:
            return
        np = self._np
        self._hidden = hidden
        lower, upper = limits(self.linked, hidden, ceiling=self._ceiling)
        self._program.bound(lower, upper)
        self._moves.enter(hidden)
        held = np.ones(len(self.linked.values), dtype=bool)
        held[list(hidden | self.linked.background)] = False
        seen = self._proofs[: self._kept][~self._moved[: self._kept][:, held].any(axis=1)]
        self._low, self._high = seen.min(axis=0), seen.max(axis=0)

    def _lacking(self, among: Iterable[int]) -> list[int]:
        """Return the sensitive numbers whose room the kept proofs do not show."""
        return [n for n in sorted(among) if self._high[n] - self._low[n] < self.needs[n] - TOLERANCE]

    def _ask(self, target: int, *, maximise: bool) -> Answer:
        answer = self._program.best({target: 1.0}, maximise=maximise)
        self._keep(answer)
        return answer

    def _shared(self, lacking: list[int]) -> list[int]:
        """Look for tables that prove room for many numbers at once; return those that still lack it."""
        for _ in range(_SHARED_ROUNDS):
            before = len(lacking)
            if before < 2:  # noqa: PLR2004 - one number is asked about alone
                break
            for maximise in (False, True):
                self._keep(self._program.best(dict.fromkeys(lacking, 1.0), maximise=maximise))
            lacking = self._lacking(lacking)
            if len(lacking) == before:
                break
        return lacking

    def _near(self, target: int, *, low: float, high: float) -> bool:
        """Tell whether tables near the true ones prove the room of a number; keep them.

        Args:
            target: the number.
            low: the least value that is tried.
            high: the greatest value that is tried.
        """
        need = float(self.needs[target])
        for step in range(_NEAR_STEPS):
            if low + step <= min(self._low[target], high) - 1.0:
                self._keep(self._moves.to(target, low + step))
            elif low + step >= self._low[target]:
                break
        for step in range(_NEAR_STEPS):
            value = self._low[target] + need + step
            if not self._lacking([target]) or value > high:
                break
            self._keep(self._moves.to(target, value))
        return not self._lacking([target])

    def _alone(self, target: int) -> Cut | None:
        truth, need = float(self.linked.truth[target]), float(self.needs[target])
        lowest = max(0.0, truth - need)
        if self._near(target, low=lowest, high=lowest + need):
            return None
        low, high = self._ask(target, maximise=False), self._ask(target, maximise=True)
        narrow = high.value - low.value < need - TOLERANCE
        if narrow or not (
            self._spread(target, low.value, high=high.value)
            or self._led(target, low.value, high=high.value)
            or self._whole(target)
        ):
            return self._cut(target, low, high=high)
        return None

    def _spread(self, target: int, low: float, *, high: float) -> bool:
        """Tell whether whole tables near the true ones prove the room between two values that linear ones reach."""
        least, most = ceil(low - TOLERANCE), floor(high + TOLERANCE)
        return not self._lacking([target]) or self._near(target, low=least, high=most)

    def _led(self, target: int, low: float, *, high: float) -> bool:
        """Tell whether tables led to whole numbers prove the room between two values that linear ones reach."""
        need = float(self.needs[target])
        self._keep(self._moves.whole(target, max(ceil(low - TOLERANCE), self._high[target] - need)))
        if self._lacking([target]):
            self._keep(self._moves.whole(target, min(floor(high + TOLERANCE), self._low[target] + need)))
        return not self._lacking([target])

    def _whole(self, target: int) -> bool:
        """Tell whether whole tables lie as far apart as the linear ones do; keep them as proof."""
        from vonnis.disclosure.solver import Program

        lower, upper = limits(self.linked, self._hidden, ceiling=self._ceiling)
        rows = [equation.row() for equation in self.linked.equations]
        zero = [0.0] * len(rows)
        moving = sorted(self._hidden | self.linked.background)
        program = Program(lower, upper, rows, least=zero, most=zero, whole=moving)
        for maximise in (False, True):
            if self._lacking([target]):
                self._keep(program.best({target: 1.0}, maximise=maximise, nodes=_WHOLE_NODES))
        return not self._lacking([target])

    def _keep(self, answer: Answer) -> None:
        """Keep a whole table as proof; one with fractions proves nothing against a reader who counts people."""
        np = self._np
        whole = np.round(answer.point)
        if not len(whole) or np.abs(answer.point - whole).max() > TOLERANCE:
            return
        if self._kept == len(self._proofs):
            self._proofs = np.vstack([self._proofs, np.zeros_like(self._proofs)])
            self._moved = np.vstack([self._moved, np.zeros_like(self._moved)])
        self._proofs[self._kept] = whole
        self._moved[self._kept] = whole != self.linked.truth
        self._kept += 1
        self._low, self._high = np.minimum(self._low, whole), np.maximum(self._high, whole)

    def _cut(self, target: int, low: Answer, *, high: Answer) -> Cut:
        """Return the inequality that a pattern must meet to leave this number enough room."""
        np, linked = self._np, self.linked
        # A price above zero narrows the least value from below, and the greatest from above.
        down, up = np.round(low.prices, 9), -np.round(high.prices, 9)
        falls = np.maximum(down, 0.0) + np.maximum(up, 0.0)
        rises = np.maximum(-down, 0.0) + np.maximum(-up, 0.0)
        room = falls * linked.truth + rises * self._ceiling
        need = float(self.needs[target])
        least = need - sum(float(room[number]) for number in linked.background | self.inside)
        if high.value - low.value >= need - TOLERANCE or least < TOLERANCE:
            # The linear room is enough and the whole one is not: something more must go.
            free = linked.candidates(self._hidden)
            pricing = [number for number in free if room[number] > TOLERANCE] or free
            return Cut(target, dict.fromkeys(pricing, 1.0), 1.0)
        capped = {n: float(min(room[n], least)) for n in linked.candidates(self.inside) if room[n] > TOLERANCE}
        return Cut(target, capped, least)
