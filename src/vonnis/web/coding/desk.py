"""The file that lies before a coder: given to this coder, with this coder's answers and what was opened for them."""

from __future__ import annotations

from vonnis.study.coding import Coding
from vonnis.study.meeting import ASKED_AGAIN
from vonnis.study.unit import Unit, belongs
from vonnis.web.coding import machine
from vonnis.web.coding.file import File, newest_assignment
from vonnis.web.database import store
from vonnis.workflow.meeting import queue


def file_of(coder: str, unit: str) -> File | None:
    """Return a coder's file of a unit; None where nobody gave it to this coder."""
    newest = newest_assignment(coder, unit)
    if newest is None:
        return None
    (root,) = store().records(Unit, id=unit)
    units = store().records(Unit, complex=root.complex)
    return File(
        newest,
        units,
        codings=[
            coding
            for each in units
            if belongs(each, root)
            for coding in store().records(Coding, coder=coder, round=newest.round, unit=each.id)
        ],
        opened=machine.opened(units, coder=coder, round_=newest.round),
        again=queue(store(), coder=coder) if newest.round in ASKED_AGAIN else (),
    )
