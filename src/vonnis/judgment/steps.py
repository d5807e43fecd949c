"""Many works taken together, one step with each before the next step with any.

What a step needs, its patterns above all, then stays in the processor's near memory from one judgment to the next.
Where each judgment is read to its end, every step has to fetch it again.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TypeVar

Result = TypeVar("Result")


def in_step(works: Iterable[Generator[None, None, Result]]) -> list[Result]:
    """Return what each work returns, in their order; what one of them raises is raised."""
    under_way = dict(enumerate(works))
    results: dict[int, Result] = {}
    while under_way:
        for number, work in list(under_way.items()):
            try:
                next(work)
            except StopIteration as end:
                results[number] = end.value
                del under_way[number]
    return [results[number] for number in sorted(results)]
