"""Items in chunks, so that sending them to another process costs little for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def chunked(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items in chunks of ``size``, the last one shorter, taking them as they are needed."""
    source = iter(items)
    while chunk := tuple(islice(source, size)):
        yield chunk


def apply(function: Callable[[Item], Result], chunk: tuple[Item, ...]) -> tuple[list[Result], Exception | None]:
    """Return the results up to the first exception, and that exception: it is raised at its place by the caller."""
    results: list[Result] = []
    try:
        results.extend(map(function, chunk))
    except Exception as error:  # noqa: BLE001 - carried over to the caller, who raises it
        return results, error
    return results, None
