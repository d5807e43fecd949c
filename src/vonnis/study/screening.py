"""Screening: does a unit belong to the study? Fixed reasons, two blind screeners, and when enough has been read.

A study that must find a few hundred cases among tens of thousands reads them in an order that a learner proposes, and
then has to know what it missed. The order is one matter (``ranking``), the estimate another (here): it rests on a
random sample of what was not read, never on the learner's own scores.

Everything that screeners decide is a :class:`~vonnis.study.log.Decision`. One of the step ``screening`` decides. One
of the step ``blind_screening`` is the word of one of two screeners who do not see each other: where both say the same,
that decides; where they differ, a third person does (by a decision of the step ``screening``), or one of them decides
anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, Self

import msgspec

from vonnis.errors import StudyError
from vonnis.study.log import Decision

BLIND = 2
"""How many screeners decide without seeing each other, where a study asks for more than one."""
NOT_READ = "not_read"
"""The reason of units that nobody read, because the search had found enough."""

Place = Literal["in", "out", "conflict", "begun", "open"]
"""Where a unit stands: in, out, in conflict, read by one of two, read by nobody."""


class Stand(msgspec.Struct, frozen=True):
    """Where a unit stands, with the reason for which it is out; ``voters`` have read it blind."""

    place: Place
    reason: str | None = None
    voters: tuple[str, ...] = ()


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """Where the screening of a set of units stands, each unit in one place.

    Attributes:
        included: in, by everybody who had to decide.
        excluded: out, by reason.
        in_conflict: the screeners differ on whether it belongs; somebody must decide.
        begun: read by one of two screeners.
        open: read by nobody.
    """

    included: tuple[str, ...]
    excluded: dict[str, tuple[str, ...]]
    in_conflict: tuple[str, ...]
    begun: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def read(self) -> int:
        """How many units are decided upon by people."""
        return len(self.included) + sum(len(units) for reason, units in self.excluded.items() if reason != NOT_READ)


def stands(decisions: Iterable[Decision]) -> dict[str, Stand]:
    """Return where each unit stands about which anybody decided at the screening.

    Of several decisions by one screener the last counts. Where two agree that a unit is out but not why, the reason of
    the one who read it first counts, as in a flow diagram each unit is excluded once.
    """
    final: dict[str, Decision] = {}
    votes: dict[str, dict[str, Decision]] = {}
    for one in sorted(decisions, key=lambda one: (one.at, one.id)):
        if one.step == "screening":
            final[one.unit] = one
        elif one.step == "blind_screening":
            # An earlier word of the same screener keeps its place, so that the first reader stays the first.
            votes.setdefault(one.unit, {})[one.decided_by] = one
    found: dict[str, Stand] = {}
    for unit in sorted(votes.keys() | final.keys()):
        own = votes.get(unit, {})
        voters = tuple(own)
        found[unit] = _final(final[unit], voters) if unit in final else _agreed(list(own.values()), voters)
    return found


def _final(decision: Decision, voters: tuple[str, ...]) -> Stand:
    return Stand("in" if decision.reason is None else "out", decision.reason, voters)


def _agreed(votes: Sequence[Decision], voters: tuple[str, ...]) -> Stand:
    kept = [vote.reason is None for vote in votes]
    if len(set(kept)) > 1:
        return Stand("conflict", None, voters)
    if len(votes) < BLIND:
        return Stand("begun", None, voters)
    return Stand("in" if kept[0] else "out", votes[0].reason, voters)


def decided_by_two(decisions: Iterable[Decision]) -> dict[str, str | None]:
    """Return the reason (None: in) of each unit on which two blind screeners agree and nobody else decided."""
    held = list(decisions)
    final = {one.unit for one in held if one.step == "screening"}
    return {
        unit: stand.reason
        for unit, stand in stands(one for one in held if one.step == "blind_screening").items()
        if unit not in final and stand.place in ("in", "out")
    }


def screened(units: Sequence[str], decisions: Iterable[Decision], *, reasons: Sequence[str] = ()) -> Screened:
    """Return where each unit stands.

    Args:
        units: the units that are screened, in the order in which results list them.
        decisions: what was decided, about these and other units.
        reasons: the reasons that stand first in the result, in this order.
    """
    known = stands(decisions)
    places: dict[str, list[str]] = {name: [] for name in ("in", "conflict", "begun", "open")}
    excluded: dict[str, list[str]] = {reason: [] for reason in reasons}
    for unit in units:
        stand = known.get(unit, Stand("open"))
        if stand.place == "out":
            excluded.setdefault(str(stand.reason), []).append(unit)
        else:
            places[stand.place].append(unit)
    return Screened(
        included=tuple(places["in"]),
        excluded={reason: tuple(found) for reason, found in excluded.items()},
        in_conflict=tuple(places["conflict"]),
        begun=tuple(places["begun"]),
        open=tuple(places["open"]),
    )


def reading_order(
    units: Sequence[str],
    decisions: Sequence[Decision],
    *,
    screener: str,
    ranked: Sequence[str],
    drawn: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return what a screener reads next, in order; what this screener has read, or needs not read, is left out.

    First the units drawn to estimate what was missed, then those that the other of two screeners has read, so that both
    read the same; then the rest. Both come as this screener's own learner ranks them: in the order in which the other
    read them, what the other found would show.

    Args:
        units: the units that are screened.
        decisions: what was decided about them.
        screener: who reads.
        ranked: unread units in the order of the learner; units that it leaves out come last, as ``units`` lists them.
        drawn: the units of the last random sample of what was not read.
    """
    known = stands(decisions)
    own = dict.fromkeys([*ranked, *units])
    asked = dict.fromkeys([*drawn, *(unit for unit in own if unit in known and known[unit].voters), *own])
    members = set(units)

    def waits(unit: str) -> bool:
        stand = known.get(unit, Stand("open"))
        return unit in members and stand.place in ("open", "begun") and screener not in stand.voters

    return tuple(unit for unit in asked if waits(unit))


def shown_to(screener: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions on which the order of one screener may rest, oldest first: the own, and what is settled.

    What another screener said blind stays out: from the order that it gives, a screener could tell what the other
    found.
    """
    held = sorted(decisions, key=lambda one: (one.at, one.id))
    settled = {unit for unit, stand in stands(held).items() if stand.place in ("in", "out")}
    open_ = [one for one in held if one.decided_by == screener or one.unit in settled]
    return tuple(one for one in open_ if one.step in ("blind_screening", "screening"))


def lessons(decisions: Iterable[Decision], *, screener: str) -> dict[str, bool]:
    """Return what the learner of one screener learns: for each unit, whether it belongs.

    What is settled counts, and of the rest the screener's own last word.
    """
    shown = shown_to(screener, decisions)
    own = {one.unit: one.reason is None for one in shown if one.decided_by == screener}
    settled = {unit: stand for unit, stand in stands(shown).items() if stand.place in ("in", "out")}
    known = own | {unit: stand.place == "in" for unit, stand in settled.items()}
    unread = {unit for unit, stand in settled.items() if stand.reason == NOT_READ}
    return {unit: known[unit] for unit in sorted(known.keys() - unread)}


_CHECK = "screening"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What stood fast when a random sample was drawn of the units that nobody had read.

    Attributes:
        units: how many were screened in all; when more came since, the sample says nothing about those.
        rest: how many of them nobody had read.
        found: how many had been found to belong.
    """

    units: int
    rest: int
    found: int

    @property
    def name(self) -> str:
        """The name of the draw under which the log keeps it."""
        return f"{_CHECK}: {self.units} units, {self.rest} unread, {self.found} found"

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Return what the name of a draw says; None where it is a draw of another kind."""
        found = re.fullmatch(rf"{_CHECK}: (\d+) units, (\d+) unread, (\d+) found", name)
        return cls(units=int(found[1]), rest=int(found[2]), found=int(found[3])) if found else None


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what belongs to the study has been found, estimated from a random sample of the rest.

    Attributes:
        found: documents that belong, found by reading in any order.
        rest: documents that were not read when the sample was drawn.
        sampled, sampled_in: how many of the rest were drawn at random and read, and how many of these belong.
        later: how many more of the rest were found to belong by reading on.
        estimate: found, with those of the sample, as a share of all that belong (expected in the rest).
        low, high: an interval of the stated level for that share; exact, so that it holds at least as often.
        level: of the interval (0.95).
    """

    found: int
    rest: int
    sampled: int
    sampled_in: int
    later: int = 0
    estimate: float
    low: float
    high: float
    level: float

    def reaches(self, target: float) -> bool:
        """Tell whether the study may stop: even the lower end of the interval reaches the target."""
        return self.low >= target


def estimate_recall(
    found: int, *, rest: int, sampled: int, sampled_in: int, later: int = 0, level: float = 0.95
) -> Recall:
    """Return the estimated recall with its exact interval.

    How many of the rest belong is estimated from a simple random sample without replacement: the point by
    proportion, the bounds by inverting the hypergeometric distribution (Buonaccorsi 1987, The American Statistician
    41(3), 215–218, each tail with half of one minus the level). As a rule for stopping it is that of Callaghan and
    Müller-Hansen (2020), Systematic Reviews 9:273, there with a one-sided test.

    Args:
        found: documents that belong, found before the sample was drawn.
        rest: documents that were not read at that moment.
        sampled: how many of these were drawn at random and read.
        sampled_in: how many of the drawn belong.
        later: how many of the rest that were not drawn were found to belong since, by reading on.
        level: of the interval, between 0 and 1.

    Raises:
        StudyError: the numbers cannot be so.
    """
    if not (0 <= sampled_in <= sampled <= rest and 0 <= later <= rest - sampled and found >= 0 and 0 < level < 1):
        message = (
            f"a sample of {sampled} with {sampled_in} that belong cannot come from a rest of {rest};"
            " give the numbers as they were when the sample was drawn"
        )
        raise StudyError(message)
    expected = rest * sampled_in / sampled if sampled else None
    fewest, most = _bounds(rest, sampled, sampled_in=sampled_in, tail=(1 - level) / 2)
    have = found + sampled_in + later

    def share(in_rest: float) -> float:
        # What reading on has found is certainly there, whatever the sample lets expect.
        return have / max(found + in_rest, have) if have or in_rest else 1.0

    return Recall(
        found=found,
        rest=rest,
        sampled=sampled,
        sampled_in=sampled_in,
        later=later,
        estimate=share(expected) if expected is not None else share(most),
        low=share(most),
        high=share(fewest),
        level=level,
    )


def _bounds(rest: int, sampled: int, *, sampled_in: int, tail: float) -> tuple[int, int]:
    """Return the fewest and the most documents of the rest that may belong, given what the sample shows."""
    import numpy as np
    from scipy.stats import hypergeom

    candidates = np.arange(sampled_in, rest - (sampled - sampled_in) + 1)
    at_most = hypergeom.cdf(sampled_in, rest, candidates, sampled)
    at_least = hypergeom.sf(sampled_in - 1, rest, candidates, sampled)
    possible = candidates[(at_most > tail) & (at_least > tail)]
    return int(possible[0]), int(possible[-1])


def sample_size(*, found: int, rest: int, target: float, level: float = 0.95) -> int | None:
    """Return how many of the rest must be drawn and read to show the target, if none of them belongs.

    None where even reading all of the rest would not show it, which cannot happen while something was found.
    """
    if found == 0:
        return None
    low, high = 0, rest
    while low < high:
        middle = (low + high) // 2
        if estimate_recall(found, rest=rest, sampled=middle, sampled_in=0, level=level).reaches(target):
            high = middle
        else:
            low = middle + 1
    return low
