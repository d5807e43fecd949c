"""A Dask cluster of real processes on loopback: a scheduler and two workers, each of which can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


class Cluster(msgspec.Struct):
    """A running cluster: its scheduler's address, and its processes."""

    address: str
    processes: list[subprocess.Popen[bytes]]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The workers, which have no nanny to start them again."""
        return self.processes[1:]


@contextmanager
def cluster(folder: Path, *, workers: int = 2, nanny: bool = False) -> Iterator[Cluster]:
    """Run a cluster while the block runs."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        log = (folder / f"{len(started)}.log").open("wb")
        with log:
            started.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log))

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        for _ in range(workers):
            start(
                "dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard",
                "--nanny" if nanny else "--no-nanny", "--local-directory", str(folder),
            )  # fmt: skip
        _until_ready(address, workers)
        yield Cluster(address=address, processes=started)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _until_ready(address: str, workers: int) -> None:
    from distributed import Client

    end = time.monotonic() + 300
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(workers, timeout=300)
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
