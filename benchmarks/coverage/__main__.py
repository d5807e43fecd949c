"""Measure how often intervals hold the truth, and write the table of the docs: ``python -m benchmarks.coverage``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.coverage import drawn, scenes
from benchmarks.coverage.page import PAGE, page_of

RESULTS = Path(__file__).with_name("results.json")
SEED = 20261123


def measure(*, repeats: int) -> dict[str, Any]:
    """Return the coverage of every method in every scene; ``repeats`` samples for each simulated share."""
    return {
        "repeats": repeats,
        "alone": list(scenes.alone()),
        "differences": list(scenes.differences()),
        "clustered": list(scenes.clustered(SEED, repeats=repeats)),
        "medians": list(scenes.medians(SEED, repeats=repeats)),
        "machine": list(scenes.machine(SEED, repeats=repeats)),
        "drawn": list(drawn.samples(SEED, repeats=repeats)),
        "yearly": list(drawn.yearly(SEED, repeats=repeats)),
        "machine by cluster": list(drawn.machine_by_cluster(SEED, repeats=repeats)),
        "machine differences": list(drawn.machine_differences(SEED, repeats=repeats)),
    }


def main(arguments: list[str]) -> None:
    """Measure with so many repeats (2,000 where none are given), and write results and page."""
    repeats = int(arguments[0]) if arguments else 2000
    results = measure(repeats=repeats)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page_of(results), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
