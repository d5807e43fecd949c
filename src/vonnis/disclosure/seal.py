"""The seal on released values: they can be made inside the gate only.

An import contract lets no other package import this module, so that a number which has not passed the gate cannot
take the type that the report asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from vonnis.errors import DisclosureError

_GATE_OPEN: ContextVar[bool] = ContextVar("gate_open", default=False)


@contextmanager
def gate_opened() -> Iterator[None]:
    """Allow released values to be made inside this block; the gate alone uses it."""
    token = _GATE_OPEN.set(True)
    try:
        yield
    finally:
        _GATE_OPEN.reset(token)


def require_gate(what: str) -> None:
    """Raise DisclosureError where a released value is made outside the gate."""
    if not _GATE_OPEN.get():
        message = f"{what} is made by the gate alone; pass the private result to vonnis.disclosure.gate.release"
        raise DisclosureError(message)
