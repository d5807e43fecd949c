"""The machine's answer after the coder's own: when it may be shown, and what changed once it was.

A machine's answer stays sealed until the coder's own is committed: given, with the evidence that its question asks for.
Both are kept, and so is whatever the coder answers afterwards, so that the pull of the machine can be measured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from vonnis.study.coding import PEOPLES_ROUNDS, Coding, Reveal, Round

When = Literal["never", "after_answer", "after_file"]
"""Never; as soon as the coder has answered that question; once the coder has answered all of the file."""


class RevealPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When coders see what the machine read, as the protocol fixes it before the work begins.

    Attributes:
        when: at which moment; never, unless the protocol says otherwise.
        variables: of which questions; all that the machine answers where none is named.
        rounds: in which rounds. The training has reference answers in its place.
    """

    when: When = "never"
    variables: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ("main",)

    def covers(self, variable: str, *, round_: Round) -> bool:
        """Tell whether the machine's answer to a question is ever shown in a round."""
        return self.when != "never" and round_ in self.rounds and (not self.variables or variable in self.variables)


class AfterReveal(msgspec.Struct, frozen=True, kw_only=True):
    """What coders did after they saw the machine's answer to one variable.

    Attributes:
        shown: answers after which the machine's was shown.
        differed: of these, those that differed from the machine before it was shown.
        moved: of those that differed, those that then took the machine's answer.
        changed: of all shown, those that changed, to whatever answer.
    """

    variable: str
    shown: int
    differed: int
    moved: int
    changed: int

    @property
    def elsewhere(self) -> int:
        """How many changed, and not to the machine's answer."""
        return self.changed - self.moved

    @property
    def revised_share(self) -> float | None:
        """The share of the shown answers that changed; None where none was shown."""
        return self.changed / self.shown if self.shown else None

    @property
    def moved_share(self) -> float | None:
        """The share of the answers that differed which went over to the machine; None where none differed."""
        return self.moved / self.differed if self.differed else None


def after_reveal(codings: Iterable[Coding], reveals: Iterable[Reveal]) -> tuple[AfterReveal, ...]:
    """Return for each variable what changed after the machine's answer was first shown to a coder.

    An answer of which the machine's answer came later, or was withdrawn, is no part of it.
    """
    machine: dict[tuple[str, str], tuple[dt.datetime, str, Coding]] = {}
    own: dict[tuple[str, str, str], list[Coding]] = {}
    for one in sorted(codings, key=lambda each: (each.at, each.id)):
        if one.round == "machine":
            machine[one.unit, one.variable] = (one.at, one.id, one)
        elif one.round in PEOPLES_ROUNDS:
            own.setdefault((one.unit, one.variable, one.coder), []).append(one)
    first: dict[tuple[str, str, str], dt.datetime] = {}
    for shown in sorted(reveals, key=lambda each: each.at):
        first.setdefault((shown.unit, shown.variable, shown.coder), shown.at)
    counts: dict[str, list[int]] = {}
    for key, moment in sorted(first.items()):
        told = machine.get(key[:2])
        before = [one for one in own.get(key, ()) if one.at <= moment]
        if told is None or not before:
            continue
        tally = counts.setdefault(key[1], [0, 0, 0, 0])
        for place, counted in enumerate(_steps(before[-1], own[key][-1], told[2])):
            tally[place] += counted
    return tuple(
        AfterReveal(variable=name, shown=c[0], differed=c[1], moved=c[2], changed=c[3])
        for name, c in sorted(counts.items())
    )


def _steps(before: Coding, after: Coding, machine: Coding) -> Iterator[bool]:
    """Yield whether an answer was shown the machine's, differed from it, went over to it, and changed."""
    differed = before.answer != machine.answer
    yield True
    yield differed
    yield differed and after.answer == machine.answer
    yield before.answer != after.answer
