"""Withhold the least beside the sensitive numbers, so that nobody can compute those back.

Which numbers must go is asked of a program that minimises what is withheld, under the cuts that the readers' linear
programs have shown to be needed so far. First in shares, where a number may be withheld by half: that gives a bound on
the loss, and a direction; following it gives a whole pattern, which is completed until no reader is left who can pin a
sensitive number down, and from which everything is taken back that turns out not to be needed. On a system of moderate
size the whole-number program then looks for anything cheaper. Every step is deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vonnis.disclosure.choice import Choice, cost
from vonnis.disclosure.linked import Linked
from vonnis.disclosure.room import Room
from vonnis.disclosure.solver import TOLERANCE

_SMALL, _MODERATE = 60, 150


class Effort(msgspec.Struct, frozen=True):
    """How hard a pattern is sought.

    Attributes:
        tightening: how often the program in shares is held against the readers before it is followed.
        steps: in how many steps it is followed, at most.
        rounds: how often the whole-number program is asked; 0 where it is not.
        nodes: how many nodes it may search in all.
        cuts: how many cuts a round of tightening adds.
        exchanges: whether each number is tried to be replaced by others.
    """

    tightening: int
    steps: int
    rounds: int
    nodes: int
    cuts: int = 400
    exchanges: bool = True


class Pattern(msgspec.Struct, frozen=True):
    """What to withhold.

    Attributes:
        withheld: the numbers withheld beside the sensitive ones.
        exposed: sensitive numbers that follow from fixed ones alone, so that withholding them hides nothing.
        narrowed: sensitive numbers that fixed ones bound more narrowly than asked, with the width that is left.
        optimal: whether it is proven that no pattern with less loss exists.
    """

    withheld: frozenset[int]
    exposed: frozenset[int]
    narrowed: dict[int, int]
    optimal: bool


def suppress(
    linked: Linked, needs: Mapping[int, int], *, inside: Iterable[int] = (), effort: Effort | None = None
) -> Pattern:
    """Return the least pattern under which every sensitive number stays as wide as it needs.

    Args:
        linked: the numbers and their equations.
        needs: the sensitive numbers, and how far apart their least and greatest possible value must lie.
        inside: numbers that are withheld in any case, for another reason.
        effort: how hard to seek; by default as the size of the system allows.
    """
    kept = frozenset(needs) | frozenset(inside)
    exposed, widths = _possible(linked, needs, kept)
    room = Room(linked, widths, inside=kept)
    hidden, optimal = _search(room, effort or _effort(linked, kept))
    if room.cuts(hidden):
        hidden, optimal = _complete(room, hidden), False
    return Pattern(
        withheld=hidden - kept,
        exposed=exposed,
        narrowed={number: width for number, width in widths.items() if width < needs[number]},
        optimal=optimal,
    )


def _possible(linked: Linked, needs: Mapping[int, int], kept: frozenset[int]) -> tuple[frozenset[int], dict[int, int]]:
    """Return which sensitive numbers fixed ones tell anyway, and how wide the others can be made."""
    if not linked.fixed:
        return frozenset(), dict(needs)
    room = Room(linked, needs, inside=kept)
    everything = linked.everything() | kept
    narrow = [cut.target for cut in room.cuts(everything)]
    widths = {number: min(needs[number], int(room.width(number, everything) + TOLERANCE)) for number in narrow}
    exposed = frozenset(number for number, width in widths.items() if width == 0)
    return exposed, {number: widths.get(number, need) for number, need in needs.items() if number not in exposed}


def _effort(linked: Linked, kept: frozenset[int]) -> Effort:
    free = len(linked.candidates(kept))
    bound = len(linked.fixed) > free  # beside earlier releases there is little to choose, and each look takes long
    if free <= _SMALL:
        return Effort(tightening=40, steps=free, rounds=20, nodes=400, exchanges=not bound)
    if free <= _MODERATE and not bound:
        return Effort(tightening=20, steps=60, rounds=6, nodes=300)
    return Effort(tightening=4, steps=5, rounds=0, nodes=0, cuts=40, exchanges=False)


def _search(room: Room, effort: Effort) -> tuple[frozenset[int], bool]:
    cuts = room.cuts(room.inside)
    if not cuts:
        return room.inside, True
    choice = Choice(room, cuts)
    hidden, bound = _followed(room, choice, effort)
    if _loss(room, hidden) <= bound + TOLERANCE:
        return hidden, True
    left = effort.nodes
    for _ in range(effort.rounds):
        found, used = choice.cheaper(_loss(room, hidden), nodes=left)
        left = max(1, left - used)
        if found is None:
            return hidden, choice.proven
        cuts = room.cuts(found)
        choice.add(cuts)
        repaired = _taken_back(room, choice, _complete(room, found)) if cuts else found
        if _loss(room, repaired) < _loss(room, hidden) - TOLERANCE:
            hidden = repaired
        if not choice.proven:
            break
    return hidden, False


def _followed(room: Room, choice: Choice, effort: Effort) -> tuple[frozenset[int], float]:
    """Return a whole pattern by following the program in shares, and the least loss that any pattern can have."""
    bound = choice.tighten(room, effort.tightening, most=effort.cuts)
    fixed: frozenset[int] = frozenset()
    shares = choice.shares()
    while parts := {number: share for number, share in shares.items() if number not in fixed and share > TOLERANCE}:
        sure = {number for number, share in parts.items() if share > 1.0 - TOLERANCE}
        many = max(1, len(parts) // effort.steps)
        best = sorted(parts, key=lambda n: (-parts[n], cost(room.linked, n), n))[:many]
        fixed |= sure | set(best)
        choice.fix(fixed)
        choice.tighten(room, 1, most=effort.cuts)
        shares = choice.shares()
    choice.fix(())
    hidden = room.inside | fixed
    hidden = _taken_back(room, choice, _complete(room, hidden))
    return _exchanged(room, choice, hidden) if effort.exchanges else hidden, bound


def _loss(room: Room, hidden: frozenset[int]) -> float:
    return sum(cost(room.linked, number) for number in sorted(hidden - room.inside))


def _complete(room: Room, hidden: frozenset[int], *, but: int = -1) -> frozenset[int]:
    """Give up one number more for each cut until nothing is lacking, any number ``but`` one."""
    linked = room.linked
    while cuts := room.cuts(hidden):
        before = hidden
        for cut in cuts:
            free = {n: weight for n, weight in cut.coefficients.items() if n not in hidden and n != but}
            met = sum(weight for number, weight in cut.coefficients.items() if number in hidden)
            if free and met < cut.least - TOLERANCE:
                prices = {number: cost(linked, number) / weight for number, weight in free.items()}
                hidden |= {min(prices, key=lambda n: (prices[n], n))}
        if hidden == before and but >= 0:  # no way around that number
            return hidden | {but}
        if hidden == before:
            # The cuts are met and room lacks all the same, by rounding or for whole numbers: give up what narrows it.
            left = frozenset(linked.candidates(hidden))
            if not left:
                return hidden
            pins = room.pins(cuts[0].target, hidden) & left
            hidden |= {min(pins or left, key=lambda n: (cost(linked, n), n))}
    return hidden


def _exchanged(room: Room, choice: Choice, hidden: frozenset[int]) -> frozenset[int]:
    """Try for each number, dearest first, whether others in its place would cost less; keep what does."""
    for number in sorted(hidden - room.inside, key=lambda n: (-cost(room.linked, n), n)):
        if number in hidden:
            other = _taken_back(room, choice, _complete(room, hidden - {number}, but=number))
            if _loss(room, other) < _loss(room, hidden) - TOLERANCE:
                hidden = other
    return hidden


def _taken_back(room: Room, choice: Choice, hidden: frozenset[int]) -> frozenset[int]:
    """Publish again, dearest first, what no sensitive number needs."""
    for number in sorted(hidden - room.inside, key=lambda n: (-cost(room.linked, n), n)):
        fewer = hidden - {number}
        if choice.allows(fewer) and room.protects(fewer):
            hidden = fewer
    return hidden
