"""Harvests from a service that does everything wrong, killed half-way in every run: ``python -m benchmarks.harvest``.

Each run has its own seed: other judgments, other faults, another moment at which ``kill -9`` strikes. After it the same
command is run again, and the folder is held against what the service has: nothing lost, nothing doubled, the ledger
balanced, nothing fetched again but at most the one answer that was under way. Where the real feeds and documents are
there (``../shared/judgments``), one more run serves those. Results go to ``benchmarks/harvest/results.json``.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.harvest.real import real_service
from tests.sources.service import ILL, Published, Service, invented
from vonnis.archive.files import write_atomically
from vonnis.sources.holdings import Holdings, connect
from vonnis.sources.proof import prove
from vonnis.sources.registry import source_named

RESULTS = Path(__file__).parent / "results.json"
RUNS = 20
JUDGMENTS = 1_300
"""More than one page holds, so that spans are split."""
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 3, 31)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What one run showed."""

    name: str
    announced: int
    stored: int
    metadata_only: int
    deleted: int
    failed: int
    complete: bool
    lost: int
    doubled: int
    changed: int
    fetched_again: int
    killed_after: int
    requests: int
    turned_away_or_broken: int
    seconds: float


def run(name: str, service: Service, *, folder: Path, seed: int, last: dt.date = LAST, first: dt.date = FIRST) -> Run:
    """Harvest, kill, harvest again, and hold the folder against the service."""
    command = [
        sys.executable, "-m", "vonnis", "harvest", "--from", str(first), "--to", str(last), "--no-extract", "--quiet",
        "--base-url", service.address, "--rate", "5000", "--out", str(folder),
    ]  # fmt: skip
    begin = time.monotonic()
    stop = random.Random(seed).randrange(1, JUDGMENTS * 3 // 4)
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while service.given.total() < stop and running.poll() is None:
        time.sleep(0.002)
    running.kill()
    running.wait()
    killed_after = service.given.total()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begin
    expected = {ecli: one for ecli, one in service.expected(first, last).items() if not one.deleted}
    held, doubled = _held(folder)
    proof = prove(folder, source_named)
    if done.returncode != (0 if proof.complete else 1):
        sys.exit(f"{name}: exit code {done.returncode}: {done.stderr}")
    return Run(
        name=name,
        announced=proof.announced,
        stored=proof.stored,
        metadata_only=proof.metadata_only,
        deleted=proof.deleted,
        failed=proof.failed,
        complete=proof.complete,
        lost=len(expected.keys() - held.keys()),
        doubled=doubled + len(held.keys() - expected.keys()),
        changed=sum(held[e] != sha256(one.xml()).hexdigest() for e, one in expected.items() if e in held),
        fetched_again=sum(times - 1 for times in service.given.values()),
        killed_after=killed_after,
        requests=len(service.asked),
        turned_away_or_broken=service.faulty,
        seconds=round(seconds, 1),
    )


def _held(folder: Path) -> tuple[dict[str, str], int]:
    """Return the digest of each document's bytes in a folder, and how many names hold a document twice."""
    connection = connect(folder, read_only=True)
    holdings = Holdings(connection)
    held = {kept.id: sha256(holdings.read(kept)).hexdigest() for kept in holdings.all()}
    (files,) = connection.execute("SELECT count(*) FROM sqlar").fetchone()
    connection.close()
    return held, files - len(held)


def seeded(seed: int) -> Service:
    """Return the service of a run; some judgments are published while it is read."""
    published: list[Published] = invented(JUDGMENTS + 20, first=FIRST, days=90, seed=seed)
    service = Service(published[:JUDGMENTS], faults=ILL, seed=seed)
    service.late = published[JUDGMENTS:]
    return service


def main() -> int:
    """Do all runs, print and store what they show; return 1 where any lost, doubled or changed a judgment."""
    runs = []
    with TemporaryDirectory() as scratch:
        for seed in range(1, RUNS + 1):
            folder = Path(scratch) / str(seed)
            with seeded(seed).running() as service:
                runs.append(run(f"seed {seed}", service, folder=folder, seed=seed))
            shutil.rmtree(folder)
            _print(runs[-1])
        if (real := real_service(seed=99)) is not None:
            with real.running() as service:
                days = [one.date for one in service.published.values()]
                runs.append(
                    run("real", service, folder=Path(scratch) / "real", seed=99, first=min(days), last=max(days))
                )
            _print(runs[-1])
    write_atomically(RESULTS, msgspec.json.format(msgspec.json.encode({"runs": runs}), indent=1) + b"\n")
    good = all(one.complete and not (one.lost or one.doubled or one.changed) for one in runs)
    print(f"{len(runs)} runs, {sum(one.announced for one in runs):,} judgments announced: {'good' if good else 'BAD'}")
    return 0 if good else 1


def _print(one: Run) -> None:
    print(
        f"{one.name:>8}: {one.announced} = {one.stored} + {one.metadata_only} + {one.deleted} + {one.failed}; "
        f"lost {one.lost}, doubled {one.doubled}, changed {one.changed}, again {one.fetched_again}; "
        f"{one.requests} requests, {one.turned_away_or_broken} faulty, {one.seconds} s",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
