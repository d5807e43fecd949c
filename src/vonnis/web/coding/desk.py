"""The file that lies before a coder: given to this coder, with this coder's answers and what was opened for them."""

from __future__ import annotations

from collections.abc import Sequence

from vonnis.study.coding import Coding
from vonnis.study.log import AskAgain, MeetingRule
from vonnis.study.meeting import ASKED_AGAIN, Again, waiting
from vonnis.study.unit import belongs
from vonnis.web.coding import machine
from vonnis.web.coding.file import File, newest_assignment
from vonnis.web.coding.persons import own_case
from vonnis.web.database import store


def file_of(coder: str, unit: str) -> File | None:
    """Return a coder's file of a unit; None where nobody gave it to this coder."""
    newest = newest_assignment(coder, unit)
    if newest is None:
        return None
    case = store().case_of(unit)
    root = next(each for each in case if each.id == unit)
    units = [each for each in own_case(case, newest) if belongs(each, root)]
    codings = store().records(Coding, coder=coder, unit=[each.id for each in units])
    return File(
        newest,
        units,
        codings=[each for each in codings if each.round == newest.round],
        opened=machine.opened(units, coder=coder, round_=newest.round),
        again=asked_again_of(codings, coder=coder) if newest.round in ASKED_AGAIN else (),
    )


def asked_again_of(codings: Sequence[Coding], *, coder: str) -> tuple[Again, ...]:
    """Return which of a coder's answers in one file wait to be given anew."""
    rules = store().records(MeetingRule)
    if not rules:
        return ()
    asked = store().records(AskAgain, coder=coder, unit={each.unit for each in codings})
    # A rule that names single answers asks nobody else; that it names any must be known, or it would ask all.
    elsewhere = store().tally(AskAgain, "rule").keys() - {each.rule for each in asked}
    rules = tuple(rule for rule in rules if rule.id not in elsewhere)
    return waiting(rules, asked=asked, codings=codings)
