"""What a page shows of the answers of others stands in the log, once a reader and case: see ``workflow.sight``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.database import store
from vonnis.workflow.sight import SEEN, TAKEN, cases_seen


def note_seen(person: Person, units: Iterable[str], *, at: dt.datetime) -> None:
    """Note that somebody is shown what others answered about some units; the cases that are new to them are logged."""
    found = store().records(Unit, id=sorted(set(units)))
    new = {unit.id if unit.level == "paper" else unit.complex for unit in found} - cases_seen(store(), person.username)
    if new:
        with store().action(SEEN, actor=person.username, at=at, detail={"cases": sorted(new)}):
            pass


def note_taken(person: Person, *, at: dt.datetime) -> None:
    """Note that somebody takes all answers along as a table."""
    with store().action(TAKEN[0], actor=person.username, at=at, detail={}):
        pass
