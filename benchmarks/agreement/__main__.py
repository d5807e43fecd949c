"""Measures how well the intervals of agreement hold, and how fast they are: ``python -m benchmarks.agreement``.

It simulates every coefficient with every method in worlds whose truth is known, times a large study in a process of
its own, writes ``docs/reference/agreement-coverage.md``, and stores the numbers in ``results.json``. ``--render``
writes the page from the stored numbers.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.agreement.coverage import SIZES, Coverage, everything, trials
from benchmarks.agreement.page import render
from benchmarks.agreement.speed import UNITS, VARIABLES, Speed, write_table
from vonnis.archive.files import write_atomically

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results.json"
PAGE = ROOT / "docs" / "reference" / "agreement-coverage.md"
SAMPLES, RESAMPLED, RESAMPLES = 2_000, 250, 500


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """What was simulated and timed."""

    resamples: int
    coverage: tuple[Coverage, ...]
    speed: Speed


def measured() -> Results:
    """Simulate and time everything; it takes some ten minutes."""
    found: list[Coverage] = []
    begin = time.monotonic()
    for each in everything(trials(SAMPLES, resampled=RESAMPLED, resamples=RESAMPLES), SIZES):
        found.append(each)
        print(
            f"{time.monotonic() - begin:5.0f} s  {each.coefficient}, {each.method}, n = {each.units}: {each.mean:.3f}"
        )
    return Results(resamples=RESAMPLES, coverage=tuple(found), speed=_speed())


def _speed() -> Speed:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        write_table(path, units=UNITS, variables=VARIABLES)
        command = [sys.executable, "-m", "benchmarks.agreement.speed", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=Speed)


def main(arguments: Sequence[str]) -> int:
    """Write the results, unless only the page is asked for, and the page."""
    if "--render" not in arguments:
        encoded = msgspec.json.format(msgspec.json.encode(measured()), indent=2)
        write_atomically(RESULTS, encoded + b"\n")
    results = msgspec.json.decode(RESULTS.read_bytes(), type=Results)
    write_atomically(PAGE, render(results.coverage, results.speed, resamples=results.resamples))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
