"""Withhold enough beside a withheld number that nobody can compute it back.

Every count that might be published is a *statement*: so many units in this set. Units that no statement tells apart
form one atom; a reader's knowledge is then a set of linear equations over atoms that are not negative, and what is
known about a withheld number is the smallest and largest value that the equations allow (two linear programs). A
number is protected when these lie at least the threshold apart. Where they do not, the equations that pin the number
have a dual price; of those, the least important is withheld too, until every sensitive number is protected. Last,
each extra suppression that turns out not to be needed is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from vonnis.errors import DisclosureError

_TOLERANCE = 1e-6
_SOLVED, _UNBOUNDED = 0, 3
CELL, MARGIN, TOTAL, FIGURE = range(4)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A count over a set of units.

    ``rank`` orders what may be given up first: CELL, MARGIN (the total of a row or column), TOTAL (of a table), FIGURE
    (of the report). ``fixed`` marks what stays published whatever follows from it (an exception, or a number
    that a third party has published).
    """

    id: str
    units: frozenset[str]
    value: int
    rank: int
    fixed: bool = False


class Protection(msgspec.Struct, frozen=True):
    """What protection asks: statements to withhold beside the sensitive ones, and sensitive ones beyond help.

    ``exposed`` maps sensitive statements that can be computed from fixed ones alone, so that withholding them hides
    nothing, to those fixed ones.
    """

    withheld: frozenset[str]
    exposed: dict[str, frozenset[str]]


def protect(
    statements: Sequence[Statement],
    sensitive: Iterable[str],
    *,
    width: int,
    already: Iterable[str] = (),
    unnamed: Sequence[Statement] = (),
) -> Protection:
    """Return which statements must be withheld so that each sensitive one stays at least ``width`` wide.

    Where fixed statements alone bound it more narrowly, it stays as wide as those allow. What is withheld ``already``,
    for another reason, is not known to a reader and is not published again. ``unnamed`` are sensitive groups that no
    number names, but that a subtraction could tell.
    """
    system = _System([*statements, *unnamed], width)
    wanted = set(sensitive)
    targets = [*(statement for statement in statements if statement.id in wanted), *unnamed]
    before = {target.id for target in targets} | set(already)
    fixed_only = before | {statement.id for statement in statements if not statement.fixed}
    exposed: dict[str, frozenset[str]] = {}
    for target in targets:
        low, high, pins = system.range_of(target, fixed_only)
        system.widths[target.id] = min(width, high - low)
        if high - low < _TOLERANCE:
            exposed[target.id] = frozenset(statement.id for statement in pins)
    kept = [target for target in targets if target.id not in exposed]
    withheld = set(before)
    for target in kept:
        while pins := system.pins(target, withheld):
            withheld.add(min((pin for pin in pins if not pin.fixed), key=system.cost).id)
    _take_back(system, kept, withheld, kept_back=before)
    return Protection(frozenset(withheld - before), exposed)


def bounds(statements: Sequence[Statement], target: Statement) -> tuple[float, float]:
    """Return the smallest and largest value of ``target`` that the published ``statements`` allow."""
    system = _System([*statements, target], 1)
    low, high, _ = system.range_of(target, {target.id} - {statement.id for statement in statements})
    return low, high


def _take_back(system: _System, targets: Sequence[Statement], withheld: set[str], *, kept_back: set[str]) -> None:
    """Publish again, most important first, what no sensitive statement needs; changes ``withheld``."""
    extra = [statement for statement in system.statements if statement.id in withheld - kept_back]
    for statement in sorted(extra, key=system.cost, reverse=True):
        fewer = withheld - {statement.id}
        if not any(system.pins(target, fewer) for target in targets):
            withheld.discard(statement.id)


class _System:
    """The equations over atoms, and the linear programs that ask what they allow."""

    def __init__(self, statements: Sequence[Statement], width: int) -> None:
        self.statements = tuple(statements)
        self.width = width
        self.widths: dict[str, float] = {}
        members: dict[str, list[int]] = defaultdict(list)
        for index, statement in enumerate(statements):
            for unit in statement.units:
                members[unit].append(index)
        self.atoms = sorted({tuple(signature) for signature in members.values()})
        self.rows = {
            statement.id: [float(index in atom) for atom in self.atoms] for index, statement in enumerate(statements)
        }

    def cost(self, statement: Statement) -> tuple[int, bool, int, int]:
        """Return what giving a statement up costs: cells before totals before figures, zeros last.

        Of cells the smallest goes first; of figures the one that the study names last.
        """
        place = self.statements.index(statement)
        last = statement.rank == FIGURE
        return statement.rank, statement.value == 0, -place if last else statement.value, place

    def pins(self, target: Statement, withheld: set[str]) -> list[Statement]:
        """Return the published statements that pin ``target`` too narrowly; none where it is protected."""
        low, high, active = self.range_of(target, withheld)
        return [] if high - low >= self.widths.get(target.id, self.width) - _TOLERANCE else active

    def range_of(self, target: Statement, withheld: set[str]) -> tuple[float, float, list[Statement]]:
        """Return lowest and highest value of ``target``, and the statements with a dual price at either end."""
        from scipy.optimize import linprog

        known = [statement for statement in self.statements if statement.id not in withheld]
        ends, active = [], set()
        for sign in (1.0, -1.0):
            solved = linprog(
                [sign * weight for weight in self.rows[target.id]],
                A_eq=[self.rows[statement.id] for statement in known] or None,
                b_eq=[statement.value for statement in known] or None,
                method="highs",
            )
            if solved.status == _UNBOUNDED:
                ends.append(float("inf"))
                continue
            if solved.status != _SOLVED:
                message = f"the published numbers around {target.id} contradict each other; check the units behind them"
                raise DisclosureError(message)
            ends.append(sign * solved.fun)
            if known:
                prices = zip(known, solved.eqlin.marginals, strict=True)
                active |= {statement.id for statement, price in prices if abs(price) > _TOLERANCE}
        return ends[0], ends[1], [statement for statement in known if statement.id in active]
