"""Controlled rounding: every count becomes a multiple of one base, and everything still adds up.

Each count moves by no more than one base step. A reader who knows that rule can place a count between one step below
and one step above what is printed, and nowhere narrower: the printed numbers add up, and so do those with one person
group more or less (L.H. Cox, A constructive procedure for unbiased controlled rounding, Journal of the American
Statistical Association 82, 1987; here solved as a whole-number program that keeps the counts as close as it can).
"""

from __future__ import annotations

from vonnis.disclosure.linked import Linked
from vonnis.disclosure.solver import Program
from vonnis.errors import DisclosureError

_NODES = 5_000


def rounded_to(linked: Linked, base: int) -> tuple[int, ...]:
    """Return a multiple of ``base`` for each number that is not background, so that all sums hold.

    Multiples of the base stay as they are where that is possible.

    Raises:
        DisclosureError: no such numbers exist, or none were found with the effort allowed.
    """
    for free in (False, True):
        found = _solved(linked, base, free=free)
        if found:
            return found
    message = (
        f"no rounding to multiples of {base} that still adds up was found; ask for fewer tables at once, "
        "or use --method suppress"
    )
    raise DisclosureError(message)


def _solved(linked: Linked, base: int, *, free: bool) -> tuple[int, ...]:
    """Return the closest rounding, or nothing; with ``free`` a multiple of the base may move as well."""
    import numpy as np

    size = len(linked.values)
    steps = linked.truth // base
    exact = linked.truth % base == 0
    # A column a number: how far above the multiple below it; and for multiples that may fall, how far below.
    lower, upper = np.zeros(2 * size), np.zeros(2 * size)
    upper[:size] = np.where(exact & (not free), 0.0, 1.0)
    upper[size:] = np.where(exact & free & (steps > 0), 1.0, 0.0)
    background = sorted(linked.background)
    upper[background], upper[[size + number for number in background]] = np.inf, 0.0
    steps[background] = 0.0
    costs = np.concatenate([np.where(exact, 1.0, 1.0 - 2.0 * (linked.truth % base) / base), np.ones(size)])
    costs[background] = 0.0
    rows, sums = [], []
    for equation in linked.equations:
        row = equation.row()
        rows.append({**row, **{size + number: -weight for number, weight in row.items()}})
        sums.append(-sum(weight * float(steps[number]) for number, weight in row.items()))
    whole = [number for number in range(size) if number not in linked.background]
    program = Program(lower, upper, rows, least=sums, most=sums, whole=[*whole, *(size + n for n in whole)])
    answer = program.best(costs, nodes=_NODES)
    if not len(answer.point):
        return ()
    up, down = answer.point[:size], answer.point[size:]
    return tuple(0 if n in linked.background else round(steps[n] + up[n] - down[n]) * base for n in range(size))
