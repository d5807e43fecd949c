"""What only a cluster can promise: that the death of a worker costs nothing, or no more than its item."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.engines.cluster import Cluster
from vonnis.engines.dask import DaskEngine
from vonnis.engines.engine import Lost
from vonnis.errors import UsageError


def note_and_wait(task: tuple[str, int]) -> int:
    folder, number = task
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(0.05)
    return number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def test_work_goes_on_when_a_worker_is_killed(running: Cluster, tmp_path: Path) -> None:
    results = DaskEngine(running.address, chunk_size=2).map(note_and_wait, [(str(tmp_path), n) for n in range(60)])
    first = next(results)
    victim = int(next(tmp_path.iterdir()).name)
    assert victim != os.getpid()
    os.kill(victim, signal.SIGKILL)
    assert [first, *results] == list(range(60))


def test_a_deadly_item_costs_no_more_than_itself(running: Cluster) -> None:
    results = list(DaskEngine(running.address, chunk_size=1).map(die_at_three, range(6)))
    assert [result.item for result in results if isinstance(result, Lost)] == [3]
    assert [result for result in results if not isinstance(result, Lost)] == [0, 1, 2, 4, 5]


def test_nobody_at_the_address_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vonnis.engines.dask._SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(DaskEngine("tcp://127.0.0.1:9").map(abs, [1]))


@pytest.mark.parametrize(("workers", "chunk_size"), [(0, 8), (1, 0)])
def test_impossible_numbers_are_refused(workers: int, chunk_size: int) -> None:
    with pytest.raises(UsageError, match="give 1 or more"):
        DaskEngine(workers=workers, chunk_size=chunk_size)


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        (None, False),
        ("tcp://127.0.0.1:8786", False),
        ("localhost:8786", False),
        ("tcp://[::1]:8786", False),
        ("tcp://10.0.0.5:8786", True),
        ("tls://cluster.example.org:8786", True),
        ("cluster:8786", True),
    ],
)
def test_what_counts_as_elsewhere(address: str | None, *, elsewhere: bool) -> None:
    assert DaskEngine(address).elsewhere is elsewhere
