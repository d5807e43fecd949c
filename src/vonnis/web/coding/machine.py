"""The machine's answers in the room: sealed until the protocol lets a coder see one, and logged when it does.

A machine's answer is read here only; the pages of a coder get it after a :class:`~vonnis.study.coding.Reveal` stands in
the store, so that no address shows one that was not opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied

from vonnis.study.coding import Coding, Reveal, Round
from vonnis.study.revealing import RevealPlan
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.file import File, Question
from vonnis.web.database import store
from vonnis.web.protocol import protocol


def plan() -> RevealPlan:
    """Return when this study shows the machine's answers."""
    return protocol().coding.reveal


def due(file: File, questions: Iterable[Question]) -> list[Question]:
    """Return the questions of which the machine's answer may be opened now, and is not open yet."""
    rule = plan()
    if rule.when == "never" or (rule.when == "after_file" and not file.is_done):
        return []
    round_ = file.assignment.round
    wanted = [
        each
        for each in questions
        if each.machine is None and each.state == "answered" and rule.covers(each.variable.name, round_=round_)
    ]
    read = {(each.unit, each.variable) for each in _answers({each.unit.id for each in wanted})}
    return [each for each in wanted if (each.unit.id, each.variable.name) in read]


def reveal(person: Person, file: File, *, questions: Sequence[Question], at: dt.datetime) -> None:
    """Open the machine's answers to some questions for their coder: one action, with a line for each of them.

    Raises:
        PermissionDenied: the person codes nothing here, or one of the answers is still sealed.
    """
    may = {each.id for each in due(file, questions)}
    if not person.may(Right.CODE) or not questions or any(each.id not in may for each in questions):
        raise PermissionDenied
    detail = {"unit": file.root.id, "questions": sorted(may)}
    with store().action("machine.reveal", actor=person.username, at=at, detail=detail) as writing:
        writing.add(
            Reveal(unit=each.unit.id, variable=each.variable.name, coder=person.username, at=at) for each in questions
        )


def opened(units: Iterable[Unit], *, coder: str, round_: Round) -> list[Coding]:
    """Return the machine's answers about some units that were opened for a coder, where the study still shows them.

    What was opened in one round stays out of another that the protocol does not name: there the answers are blind.
    """
    rule, wanted = plan(), {unit.id for unit in units}
    shown = {
        (each.unit, each.variable)
        for each in store().records(Reveal, coder=coder, unit=wanted)
        if rule.covers(each.variable, round_=round_)
    }
    return [each for each in _answers({unit for unit, _ in shown}) if (each.unit, each.variable) in shown]


def _answers(units: Iterable[str]) -> list[Coding]:
    """Return the machine's last answer to each question about some units."""
    found: dict[tuple[str, str], Coding] = {}
    for each in store().records(Coding, unit=set(units), round="machine"):
        found[each.unit, each.variable] = each
    return list(found.values())
