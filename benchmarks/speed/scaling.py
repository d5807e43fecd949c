"""Measures how ``vonnis extract`` grows: ``python -m benchmarks.speed.scaling [--documents N] [--most N]``.

Two questions, each about the whole command on files. Does a second process halve the time? Runs with one process and
with two take turns on thousands of documents; what the command takes to start is measured apart, on a handful. And does
memory stay flat? The most memory that all processes of a run hold together is read for a growing number of documents.
The documents are the published judgments and the criminal ones, under as many names as are asked for. The results are
stored in ``benchmarks/speed/scaling.json``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.speed.material import ROOT, missing, named, published, wrapped
from vonnis.archive.files import write_atomically

RESULTS = Path(__file__).parent / "scaling.json"
ROUNDS = 3
FEW = 20
"""So many documents take no time to speak of, and show what starting takes."""
PROCESSES = (1, 2)
_LOOK_EVERY = 0.1


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the command: seconds of the wall, of the processor in its busiest process, and in all.

    ``peak_bytes`` is the most memory that all its processes held together. On a machine that does other work too, the
    busiest process tells what the wall's clock cannot: how long the run would take if no one else were there.
    """

    documents: int
    processes: int
    seconds: float
    busiest_seconds: float
    all_seconds: float
    peak_bytes: int


def run(folder: Path, *, documents: int, processes: int) -> Run:
    """Run the command on a folder; SystemExit where it fails."""
    out = folder.parent / "out.jsonl"
    command = [sys.executable, "-m", "vonnis", "extract", str(folder), "--out", str(out), "--quiet"]
    command += ["--processes", str(processes)]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, used = 0, dict[int, float]()
    while child.poll() is None:
        family = _family(child.pid)
        peak = max(peak, sum(map(_resident, family)))
        used |= {one: taken for one in family if (taken := _processor_seconds(one))}
        time.sleep(_LOOK_EVERY)
    # Some of the published documents cannot be read for a stated reason, which is exit code 1.
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} failed; run it by hand to see why")
    return Run(
        documents=documents,
        processes=processes,
        seconds=time.perf_counter() - began,
        busiest_seconds=max(used.values(), default=0.0),
        all_seconds=sum(used.values()),
        peak_bytes=peak,
    )


def _processor_seconds(process: int) -> float:
    """Return the processor's time that a process has used, 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    """Return the bytes that a process holds in memory; what several share is divided over them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _family(process: int) -> list[int]:
    """Return a process and those that it started, and so on."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return [process]
    return [process, *(one for child in children for one in _family(int(child)))]


def compare(documents: int, rounds: int) -> list[Run]:
    """Run with one process and with two, in turn, so many rounds, on a handful and on many criminal judgments."""
    runs = []
    with TemporaryDirectory() as folder:
        for count in (FEW, documents):
            inputs = Path(folder) / f"in-{count}"
            named(wrapped(), count, folder=inputs)
            for _ in range(rounds):
                runs += [run(inputs, documents=count, processes=processes) for processes in PROCESSES]
    return runs


def grow(most: int) -> list[Run]:
    """Run with two processes on a thousand documents, on ten times as many, and so on to ``most``."""
    runs, count = [], 1_000
    while count <= most:
        with TemporaryDirectory() as folder:
            inputs = Path(folder) / "in"
            named({**published(), **wrapped()}, count, folder=inputs)
            runs.append(run(inputs, documents=count, processes=2))
        count *= 10
    return runs


def _middle(runs: list[Run], documents: int, processes: int, *, field: str) -> float:
    """Return the median of a field over the runs on so many documents with so many processes."""
    mine = [one for one in runs if (one.documents, one.processes) == (documents, processes)]
    return float(median(getattr(one, field) for one in mine))


def gain(runs: list[Run], *, field: str) -> float:
    """Return how many times as fast two processes are as one on many documents, what starting takes left out.

    The median of the rounds: in each, one process and two ran one after the other, on a machine in the same mood.
    """
    few, many = min(one.documents for one in runs), max(one.documents for one in runs)
    took = {
        processes: [
            getattr(one, field) - _middle(runs, few, processes, field=field)
            for one in runs
            if (one.documents, one.processes) == (many, processes)
        ]
        for processes in PROCESSES
    }
    return float(median(one / two for one, two in zip(*took.values(), strict=True)))


def _print(runs: list[Run]) -> None:
    for documents, processes in sorted({(one.documents, one.processes) for one in runs}):
        seconds = _middle(runs, documents, processes, field="seconds")
        busiest = _middle(runs, documents, processes, field="busiest_seconds")
        peak = _middle(runs, documents, processes, field="peak_bytes") / 1e6
        print(
            f"{documents:>7,} documents, {processes} processes: {seconds:8.1f} s, "
            f"{busiest:8.1f} s of the processor in the busiest, {peak:4.0f} MB"
        )


def main() -> int:
    """Measure, print and store. Return 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.scaling", description=__doc__)
    parser.add_argument("--documents", type=int, default=5_060, help="how many documents for the comparison")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each of them is run")
    parser.add_argument("--most", type=int, default=100_000, help="how many documents at most for memory")
    asked = parser.parse_args()
    if sentence := missing():
        print(sentence, file=sys.stderr)
        return 1
    compared, grown = compare(asked.documents, asked.rounds), grow(asked.most)
    _print(compared)
    gains = {field: gain(compared, field=field) for field in ("seconds", "busiest_seconds")}
    print(f"two processes against one, start left out: {gains['seconds']:.2f} times by the wall's clock, ", end="")
    print(f"{gains['busiest_seconds']:.2f} times by the busiest process\n")
    _print(grown)
    document = {
        "processors": os.cpu_count(),
        "rounds": asked.rounds,
        "gains": gains,
        "compared": compared,
        "grown": grown,
    }
    write_atomically(RESULTS, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    print(f"Stored {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
