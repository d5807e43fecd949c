"""What every engine promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

import msgspec

Item = TypeVar("Item")
Result = TypeVar("Result")


class Lost(msgspec.Struct, Generic[Item], frozen=True):
    """Work that has no result, because the process that did it died; ``reason`` says so in words."""

    item: Item
    reason: str


class Engine(Protocol):
    """Applies a function to many items.

    Each engine keeps the same promises, and one suite of tests holds them to it:

    - results come in the order of the items, one for each;
    - items are taken as they are needed, and only a bounded number of items and results is held at a time;
    - an exception that the function raises is raised to the caller, at the place of its item;
    - a process that dies costs no more than the item that killed it, which becomes a :class:`Lost`;
    - when the caller stops (an error, Ctrl-C, a closed iterator), nothing goes on running.
    """

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        """Yield ``function(item)`` for each item, in order; the function is importable and free of side effects."""
        ...
