"""The file that lies before a coder: given to this coder, with this coder's answers and what was opened for them."""

from __future__ import annotations

from vonnis.study.coding import Coding
from vonnis.study.unit import Unit
from vonnis.web.coding import machine
from vonnis.web.coding.file import File, assignments_of
from vonnis.web.database import store


def file_of(coder: str, unit: str) -> File | None:
    """Return a coder's file of a unit; None where nobody gave it to this coder."""
    given = [each for each in assignments_of(coder) if each.unit == unit]
    if not given:
        return None
    newest = max(given, key=lambda each: each.at)
    (root,) = store().records(Unit, id=unit)
    units = store().records(Unit, complex=root.complex)
    return File(
        newest,
        units,
        codings=store().records(Coding, coder=coder, round=newest.round),
        opened=machine.opened(units, coder=coder),
    )
