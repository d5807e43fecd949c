"""Measure how long a whole plan takes, and how that grows: ``python -m benchmarks.analysis``.

Every size is computed in a process of its own, so that its largest memory is its own; the sizes take turns, and the
median of the rounds counts. Seconds are those of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.analysis.material import plan_of_everything, thousands
from vonnis.analysis.running import Material, run

RESULTS = Path(__file__).with_name("results.json")
SIZES = (2_500, 25_000)
VARIABLES = 60
ROUNDS = 3


def once(count: int) -> dict[str, float]:
    """Return seconds, megabytes and results of one plan over so many units."""
    units = thousands(count, variables=VARIABLES, seed=1)
    plan = plan_of_everything(VARIABLES)
    begun = time.process_time()
    found = run(plan, Material(units={"defendant": units}))
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak, "results": len(found.results) + len(found.tables)}


def main(arguments: list[str]) -> None:
    """Time one size and print it, where one is given; else all sizes, stored as JSON."""
    if arguments:
        print(json.dumps(once(int(arguments[0]))))
        return
    rounds: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, found in rounds.items():
            command = [sys.executable, "-m", "benchmarks.analysis", str(size)]
            found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    rows = [
        {
            "units": size,
            "variables": VARIABLES,
            "seconds": round(statistics.median(one["seconds"] for one in found), 2),
            "megabytes": round(max(one["megabytes"] for one in found)),
            "results": found[0]["results"],
        }
        for size, found in rounds.items()
    ]
    ratio = rows[-1]["seconds"] / rows[0]["seconds"]
    stored = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "rounds": ROUNDS,
        "rows": rows,
        "ten times the units, times the time": round(ratio, 1),
    }
    RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
