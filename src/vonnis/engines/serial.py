"""The engine that does everything in the calling process, one item after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from vonnis.engines.engine import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")


class SerialEngine:
    """Works in the calling process; a function that kills the process kills the caller."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        """Yield ``function(item)`` for each item, in order."""
        for item in items:
            yield function(item)
