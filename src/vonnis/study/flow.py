"""The flow of units through a study, counted from the log of decisions: how many came in, dropped out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from vonnis.study.log import STEPS, Decision, Step
from vonnis.study.reasons import list_words
from vonnis.study.unit import Unit


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

    Args:
        units: every unit; only defendants flow, since complexes and victims follow from them.
        decisions: every decision; a unit about which a step decides nothing goes on.
    """
    people = sorted(unit.id for unit in units if unit.level == "defendant")
    decided: dict[tuple[str, str], Decision] = {}
    for decision in sorted(decisions, key=lambda one: (one.at, one.id)):
        decided[decision.unit, decision.step] = decision
    order = [reason.id for reason in list_words().reasons]
    steps: list[FlowStep] = []
    left = people
    for step in STEPS:
        if not any(key[1] == step for key in decided):
            continue
        dropped: Counter[str] = Counter()
        kept = []
        for person in left:
            last = decided.get((person, step))
            if last is None or last.reason is None:
                kept.append(person)
            else:
                dropped[last.reason] += 1
        counted = {name: dropped[name] for name in sorted(dropped, key=lambda name: _place(order, name))}
        steps.append(FlowStep(step=step, reached=len(left), dropped=counted, kept=len(kept)))
        left = kept
    return StudyFlow(len(people), tuple(steps), tuple(left))


def _place(order: list[str], name: str) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)
