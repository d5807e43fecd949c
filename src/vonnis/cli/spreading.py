"""How commands spread their reading over processes: one option, and one rule for when it is worth it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from vonnis.engines.engine import Engine

FEW_DOCUMENTS = 64
"""Below this, starting processes takes longer than the work that they would share."""
_CHUNK = 32
"""So many documents are sent to a process at a time."""
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes", min=1, metavar="N", help="Share the work over N processes. Without it, one a processor."
    ),
]


def processors() -> int:
    """Return how many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def engine_for(processes: int | None, documents: int, *, preload: str, together: int = 1) -> Engine:
    """Return an engine for so many documents; without a number of processes, several where that is worth it.

    ``preload`` is the module that each process needs, and ``together`` how many documents are one item of its work.
    Every engine gives the same.
    """
    from vonnis.engines.serial import SerialEngine

    if processes is None:
        processes = processors() if documents > FEW_DOCUMENTS else 1
    if processes == 1:
        return SerialEngine()
    from vonnis.engines.processes import ProcessEngine

    return ProcessEngine(processes, chunk_size=max(1, _CHUNK // together), preload=(preload,))
