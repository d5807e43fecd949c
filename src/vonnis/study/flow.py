"""The flow of units through a study, counted from the log of decisions: how many came in, dropped out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from vonnis.study.log import STEPS, Decision, Step
from vonnis.study.reasons import list_words
from vonnis.study.screening import decided_by_two
from vonnis.study.unit import FLOWING, Unit


class FlowStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step: units that reached it, those that dropped out by reason, and those that went on."""

    step: Step
    reached: int
    dropped: dict[str, int]
    kept: int


class StudyFlow(msgspec.Struct, frozen=True):
    """All steps at which anything was decided, and the units that are left."""

    units: int
    steps: tuple[FlowStep, ...]
    left: tuple[str, ...]


def flow_of(units: Iterable[Unit], decisions: Iterable[Decision]) -> StudyFlow:
    """Return the flow of the defendants of a study; the last decision about a unit at a step counts.

    Two blind screeners who agree decide at the screening; where they differ or one has yet to read, a unit goes on.

    Args:
        units: every unit; only defendants flow, since complexes and victims follow from them.
        decisions: every decision; a unit about which a step decides nothing goes on.
    """
    people = sorted(unit.id for unit in units if unit.level in FLOWING)
    held = sorted(decisions, key=lambda one: (one.at, one.id))
    decided: dict[tuple[str, str], str | None] = {(one.unit, one.step): one.reason for one in held}
    decided |= {(unit, "screening"): reason for unit, reason in decided_by_two(held).items()}
    order = [reason.id for reason in list_words().reasons]
    steps: list[FlowStep] = []
    left = people
    for step in STEPS:
        if not any(key[1] == step for key in decided):
            continue
        dropped: Counter[str] = Counter()
        kept = []
        for person in left:
            reason = decided.get((person, step))
            if reason is None:
                kept.append(person)
            else:
                dropped[reason] += 1
        counted = {name: dropped[name] for name in sorted(dropped, key=lambda name: _place(order, name))}
        steps.append(FlowStep(step=step, reached=len(left), dropped=counted, kept=len(kept)))
        left = kept
    return StudyFlow(len(people), tuple(steps), tuple(left))


def _place(order: list[str], name: str) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)
