"""One action is a permission, a change and a line in the study's chained log, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied

from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.database import store

SYSTEM = "vonnis"
"""The actor of what the program itself does, such as making the first link."""


@contextmanager
def acting(
    person: Person | None, action: str, *, right: Right | None, subject: str, at: dt.datetime
) -> Iterator[dict[str, Any]]:
    """Open the transaction of an action and give the detail of its audit line, to be filled in.

    Where the block raises, nothing was done and no line stands. Without a person the program itself acts; without a
    right everybody who is in may act.

    Raises:
        PermissionDenied: the person has no such right.
    """
    if person is not None and right is not None and not person.may(right):
        raise PermissionDenied
    detail: dict[str, Any] = {"subject": subject}
    with store().action(action, actor=person.username if person else SYSTEM, at=at, detail=detail):
        yield detail
