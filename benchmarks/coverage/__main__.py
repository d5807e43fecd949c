"""Measure how often intervals hold the truth, and write the table of the docs: ``python -m benchmarks.coverage``.

``python -m benchmarks.coverage 2000 yearly`` measures one part again and keeps the others as they are stored; each
part draws from a seed of its own, so that this gives what a whole run would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.coverage import drawn, scenes
from benchmarks.coverage.page import PAGE, page_of

RESULTS = Path(__file__).with_name("results.json")
SEED = 20261123


def measure(*, repeats: int, only: str | None = None) -> dict[str, Any]:
    """Return the coverage of every method in every scene, or of one part; ``repeats`` samples for each share."""
    parts: dict[str, Callable[[], Iterator[Any]]] = {
        "alone": scenes.alone,
        "differences": scenes.differences,
        "clustered": partial(scenes.clustered, SEED, repeats=repeats),
        "medians": partial(scenes.medians, SEED, repeats=repeats),
        "machine": partial(scenes.machine, SEED, repeats=repeats),
        "drawn": partial(drawn.samples, SEED, repeats=repeats),
        "yearly": partial(drawn.yearly, SEED, repeats=repeats),
        "means": partial(drawn.means, SEED, repeats=repeats),
        "machine by cluster": partial(drawn.machine_by_cluster, SEED, repeats=repeats),
        "machine differences": partial(drawn.machine_differences, SEED, repeats=repeats),
    }
    return {"repeats": repeats, **{name: list(part()) for name, part in parts.items() if only in (None, name)}}


def main(arguments: list[str]) -> None:
    """Measure with so many repeats (2,000 where none are given), all or one part, and write results and page."""
    repeats = int(arguments[0]) if arguments else 2000
    only = arguments[1] if arguments[1:] else None
    stored = json.loads(RESULTS.read_text(encoding="utf-8")) if only else {}
    results = {**stored, **measure(repeats=repeats, only=only)}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page_of(results), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
