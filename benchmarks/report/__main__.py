"""Measure how long the report of the demonstration takes from its results: ``python -m benchmarks.report``.

The results are computed first and not timed. Timed is what a release does with them: the gate, the attack on it, the
page, PDF and Word in both languages, and the sheets with their charts. Seconds are those of the processor, so that
other work on the machine does not count; the median of the rounds counts.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vonnis.demo.material import write_material
from vonnis.report.page import page
from vonnis.report.sheets import sheet_files
from vonnis.report.writing import documents, printed
from vonnis.workflow.computing import computed_of
from vonnis.workflow.publishing import texts_of
from vonnis.workflow.release_attack import attacked
from vonnis.workflow.study import masthead_of, policy_in, released_of

RESULTS = Path(__file__).with_name("results.json")
AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
ROUNDS = 3


def parts(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each part of a release of a study, by name, in the order in which they are made."""
    computed = computed_of(folder)
    policy = policy_in(computed, folder=folder)
    masthead = masthead_of(computed, folder=folder, at=AT)
    released = released_of(computed, folder=folder, at=AT, policy=policy)
    texts = texts_of(folder)
    made = documents(released, masthead=masthead, texts=texts)
    yield "gate", lambda: released_of(computed, folder=folder, at=AT, policy=policy)
    yield "attack", lambda: attacked(computed, released, folder=folder, policy=policy)
    yield "documents with their charts", lambda: documents(released, masthead=masthead, texts=texts)
    yield "page", lambda: page(made)
    yield "PDF and Word", lambda: printed(made)
    yield "sheets", lambda: sheet_files(released, masthead, reports=made, study=folder)


def main() -> None:
    """Time the parts of a release, and store the medians."""
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        write_material(folder)
        made = list(parts(folder))
        for _ in range(ROUNDS):
            for name, make in made:
                begun = time.process_time()
                make()
                seconds.setdefault(name, []).append(time.process_time() - begun)
    medians = {name: round(statistics.median(found), 2) for name, found in seconds.items()}
    stored = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "rounds": ROUNDS,
        "seconds": medians,
        "together": round(sum(medians.values()), 2),
    }
    RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
