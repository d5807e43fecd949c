"""The dataset of a large study: 25,000 units, 60 variables, two coders, three million codings.

``python -m benchmarks.study`` fills a store in a temporary folder, then makes the dataset in a process of its own and
prints its seconds and its peak memory, median of three. ``--units`` makes it smaller. The result is stored beside.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from vonnis.archive.store import open_store
from vonnis.codebook.missing import Missing
from vonnis.study.coding import Coding
from vonnis.study.unit import Unit, complex_unit

VARIABLES, CODERS, RUNS = 60, ("A", "B"), 3
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RESULTS = Path(__file__).parent / "results.json"


def codebook() -> str:
    """Return a codebook of sixty questions about defendants."""
    lines = ["name: large", "version: 1.0.0", "title: {nl: Groot, en: Large}", "variables:"]
    codes = ", ".join(f"{{code: {code}, label: {{nl: nummer {code}, en: number {code}}}}}" for code in range(5))
    for place in range(VARIABLES):
        lines += [
            f"  - name: v{place}",
            "    level: defendant",
            "    type: category",
            f"    label: {{nl: v{place}, en: v{place}}}",
            f"    question: {{nl: Wat is v{place}?, en: What is v{place}?}}",
            f"    categories: [{codes}]",
        ]
    return "\n".join(lines) + "\n"


def codings(units: int) -> Iterator[Coding]:
    """Yield the answers: two coders who differ in one of ten, and silence in one of twenty."""
    chance = Random(1)
    for unit in range(units):
        for place in range(VARIABLES):
            truth = chance.randrange(5)
            for coder in CODERS:
                value = truth if chance.random() < 0.9 else chance.randrange(5)  # noqa: PLR2004 - one in ten
                missing = Missing.NOT_STATED if chance.random() < 0.05 else None  # noqa: PLR2004 - one in twenty
                yield Coding(
                    unit=f"D{unit:05}",
                    variable=f"v{place}",
                    coder=coder,
                    value=None if missing else str(value),
                    missing=missing,
                    codebook_version="1.0.0",
                    at=AT,
                )


def fill(folder: Path, units: int) -> None:
    """Write a study of so many units."""
    (folder / "codebook.yaml").write_text(codebook(), encoding="utf-8")
    people = [
        Unit(id=f"D{n:05}", level="defendant", complex=f"C{n:05}", defendant=f"D{n:05}", source_mode="published")
        for n in range(units)
    ]
    with closing(open_store(folder)) as store:
        with store.action("units", actor="A", at=AT, detail={}) as writing:
            writing.add(people)
            writing.add(complex_unit(unit.complex) for unit in people)
        with store.action("codings", actor="A", at=AT, detail={}) as writing:
            batch = []
            for coding in codings(units):
                batch.append(coding)
                if len(batch) == 50_000:  # noqa: PLR2004 - a batch
                    writing.add(batch)
                    batch = []
            writing.add(batch)


def measure(folder: Path) -> dict[str, float]:
    """Make the dataset once in this process; return its seconds, and the peak memory in megabytes."""
    from vonnis.workflow.dataset import write_dataset

    begin, worked = time.perf_counter(), time.process_time()
    write_dataset(folder, at=AT)
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 2), "cpu_seconds": round(worked, 2), "megabytes": round(peak)}


def main() -> None:
    """Fill, measure, print and store."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=25_000)
    parser.add_argument("--only", type=Path)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(given.only)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin = time.perf_counter()
        fill(folder, given.units)
        filled = time.perf_counter() - begin
        size = (folder / "coding.sqlite3").stat().st_size / 1e6
        words = [sys.executable, "-m", "benchmarks.study", "--only", str(folder)]
        runs = [
            json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout) for _ in range(RUNS)
        ]
    result = {
        "units": given.units,
        "codings": given.units * VARIABLES * len(CODERS),
        "fill_seconds": round(filled, 1),
        "store_megabytes": round(size),
        "dataset_seconds": statistics.median(run["seconds"] for run in runs),
        "cpu_seconds": statistics.median(run["cpu_seconds"] for run in runs),
        "peak_megabytes": max(run["megabytes"] for run in runs),
    }
    print(json.dumps(result, indent=1))
    if given.units == parser.get_default("units"):
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
