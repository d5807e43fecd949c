"""Measures the coding room: ``python -m benchmarks.room [--minutes N] [--coders N] [--rate N] [--only text|team]``.

Text: a judgment of 300,000 characters with 200 marked passages, in Chromium: when the first byte comes, when the screen
can be used (the questions stand, every passage is marked, and a frame was drawn after that), and how long frames are
while the text is scrolled through from end to end.

Team: coders at once on PostgreSQL that waits for its disk, each answering at fixed moments from a second process. At
half the whole server is killed (``kill -9``) and started again. The export then proves each acknowledged answer: there,
once, with its value. Results of the
whole form go to ``benchmarks/room/results.json``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.room.study import PASSWORD, fill_team, long_study, new_study, team_plan
from benchmarks.room.text import MARK, measured
from tests.ports import free_port
from tests.postgresql import make_database, running_postgresql
from vonnis.archive.files import write_atomically

HERE = Path(__file__).parent
CHARACTERS, PASSAGES = 300_000, 200
RUNS = 5
WORKERS = 2


@contextmanager
def room(study: Path, *, port: int, database: str | None, workers: int) -> Iterator[subprocess.Popen[str]]:
    """Serve a study in a group of processes of its own, killed with all its workers at the end."""
    command = [sys.executable, "-m", "vonnis", "serve", str(study), "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        command,
        env=os.environ | ({"DATABASE_URL": database} if database else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        while "Ctrl-C" not in (line := process.stdout.readline()):
            assert line, "the room did not open"
        first_turn(str(study), "vonnis-postgresql-")
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """End a room with all its workers at once, as a power cut does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def first_turn(*words: str) -> None:
    """Let this bench, and programs that were started with these words, have the processor before other programs.

    A machine that others use too would measure them. Without the right to ask for it (Linux, root) nothing happens.
    """
    for place in ("self", *(path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if _is_of(path, words))):
        with suppress(OSError):
            (Path("/proc") / place / "autogroup").write_text("-15", encoding="ascii")


def _is_of(path: Path, words: tuple[str, ...]) -> bool:
    with suppress(OSError):
        told = path.read_bytes().decode(errors="replace")
        return any(word in told for word in words)
    return False


def people(study: Path, names: list[str], *, database: str | None) -> None:
    """Make the accounts of the people who are named."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.room.study", str(study), *names],
        env=os.environ | ({"DATABASE_URL": database} if database else {}),
        check=True,
    )


def text_bench(scratch: Path, *, runs: int) -> dict[str, Any]:
    """Measure the long judgment."""
    study = long_study(scratch / "text", characters=CHARACTERS, passages=PASSAGES)
    people(study, ["anna"], database=None)
    port = free_port()
    with room(study, port=port, database=None, workers=1):
        found = measured(
            f"http://127.0.0.1:{port}",
            name="anna",
            password=PASSWORD,
            passages=PASSAGES,
            runs=runs,
            ready=lambda: first_turn(MARK),
        )
    middle = {name: round(median(run[name] for run in found), 1) for name in found[0]}
    return {"characters": CHARACTERS, "passages": PASSAGES, "runs": runs, "median": middle, "all": found}


def team_bench(scratch: Path, *, coders: int, minutes: float, rate: float) -> dict[str, Any]:
    """Measure a team at work, with the server killed in the middle."""
    study = new_study(scratch / "team")
    plan = team_plan(study, coders=coders, answers=round(minutes * 60 * rate))
    path, out = scratch / "plan.json", scratch / "answers.jsonl"
    write_atomically(path, json.dumps(plan))
    with running_postgresql(safe=True) as server:
        database = make_database(server, "room")
        people(study, list(plan), database=database)
        fill_team(study, plan, database=database)
        seconds_gone = _worked(study, path, out, database=database, minutes=minutes, rate=rate)
        told = exported(study, database)
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {
        "coders": coders,
        "minutes": minutes,
        "rate": rate,
        "workers": WORKERS,
        "seconds_gone": round(seconds_gone, 1),
        **judged(plan, answers, told=told),
    }


def _worked(study: Path, plan: Path, out: Path, *, database: str, minutes: float, rate: float) -> float:
    """Let the coders work through the plan; return how many seconds the room was gone after it was killed."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with room(study, port=port, database=database, workers=WORKERS) as first:
        command = [sys.executable, "-m", "benchmarks.room.client", address, str(plan), str(out), str(rate)]
        client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert client.stdout is not None
        client.stdout.readline()
        first_turn(str(plan))
        time.sleep(minutes * 30)
        killed = time.monotonic()
        kill(first)
        with room(study, port=port, database=database, workers=WORKERS):
            gone = time.monotonic() - killed
            client.wait()
    client.stdout.close()
    assert client.returncode == 0, "the coders did not finish"
    return gone


def exported(study: Path, database: str) -> list[dict[str, str]]:
    """Return the codings as the study exports them."""
    command = [sys.executable, "-m", "vonnis", "code-export", str(study)]
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": database}, check=True, capture_output=True, text=True
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


def judged(
    plan: dict[str, list[tuple[str, str, str]]], answers: list[dict[str, Any]], *, told: list[dict[str, str]]
) -> dict[str, Any]:
    """Return how fast answers were, and whether the export holds each once and nothing else."""
    held = Counter((row["coder"], row["unit"], row["variable"], row["value"]) for row in told)
    acknowledged = {(each["coder"], each["unit"], each["variable"], each["value"]) for each in answers}
    planned = {(coder, *wanted) for coder, given in plan.items() for wanted in given}
    calm = sorted(each["seconds"] for each in answers if each["sent"] == 1)
    return {
        "answers": len(answers),
        "sent_again": sum(each["sent"] > 1 for each in answers),
        "milliseconds": {
            name: round(1000 * calm[min(len(calm) - 1, int(share * len(calm)))], 1)
            for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0))
        },
        "lost": len(acknowledged - held.keys()),
        "doubled": sum(number - 1 for number in held.values()),
        "never_given": len(held.keys() - planned),
    }


def main() -> None:
    """Run what was asked for and keep the results."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--coders", type=int, default=20)
    asked.add_argument("--rate", type=float, default=2.0)
    asked.add_argument("--runs", type=int, default=RUNS, help="how often the long judgment is opened")
    asked.add_argument("--only", choices=("text", "team"))
    asked.add_argument("--keep", action="store_true", help="write results.json after a shorter form too")
    given = asked.parse_args()
    path = HERE / "results.json"
    results = json.loads(path.read_text("utf-8")) if path.exists() else {}
    first_turn()
    with TemporaryDirectory(prefix="vonnis-bench-room-") as scratch:
        if given.only != "team":
            results["text"] = text_bench(Path(scratch), runs=given.runs)
            print(json.dumps(results["text"]["median"], indent=1))
        if given.only != "text":
            results["team"] = team_bench(Path(scratch), coders=given.coders, minutes=given.minutes, rate=given.rate)
            print(json.dumps(results["team"], indent=1))
    if given.keep or given.minutes >= asked.get_default("minutes"):
        write_atomically(path, json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
