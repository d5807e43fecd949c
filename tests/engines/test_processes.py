"""What only an engine with processes can promise: that it survives their death and takes them along in its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vonnis.engines.engine import Lost
from vonnis.engines.processes import ProcessEngine
from vonnis.errors import UsageError

DEADLY = frozenset({5, 6})


def die_at_deadly(number: int) -> int:
    if number in DEADLY:
        os._exit(9)
    return number


def process_id(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_dead_process_costs_no_more_than_its_item(processes: int) -> None:
    results = list(ProcessEngine(processes, chunk_size=4).map(die_at_deadly, range(20)))
    lost = {result.item for result in results if isinstance(result, Lost)}
    assert lost == DEADLY
    assert [result for result in results if not isinstance(result, Lost)] == [n for n in range(20) if n not in DEADLY]
    assert all("died" in result.reason for result in results if isinstance(result, Lost))


def test_work_is_done_outside_the_calling_process() -> None:
    assert os.getpid() not in set(ProcessEngine(2, chunk_size=1).map(process_id, range(6)))


@pytest.mark.parametrize(("processes", "chunk_size"), [(0, 1), (1, 0), (-2, 8)])
def test_impossible_numbers_are_refused(processes: int, chunk_size: int) -> None:
    with pytest.raises(UsageError, match="give 1 or more"):
        ProcessEngine(processes, chunk_size=chunk_size)


@pytest.mark.parametrize("error", [NotImplementedError("no semaphores"), OSError(11, "Try again")])
def test_a_system_without_processes_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("vonnis.engines.processes.ProcessPoolExecutor", refuse)
    with pytest.raises(UsageError, match="work with one, which starts none"):
        list(ProcessEngine(2).map(abs, [1]))


PROGRAM = """
import os, sys, time
sys.path.insert(0, {here!r})
from test_processes import note_and_wait
from vonnis.engines.processes import ProcessEngine
if __name__ == "__main__":
    list(ProcessEngine(2, chunk_size=1).map(note_and_wait, [({folder!r}, n) for n in range(100)]))
"""


def note_and_wait(task: tuple[str, int]) -> int:
    folder, number = task
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(0.2)
    return number


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_no_process_outlives_its_parent(tmp_path: Path, sign: signal.Signals) -> None:
    program = tmp_path / "program.py"
    pids = tmp_path / "pids"
    pids.mkdir()
    program.write_text(PROGRAM.format(here=str(Path(__file__).parent), folder=str(pids)))
    parent = subprocess.Popen([sys.executable, str(program)], stderr=subprocess.PIPE)
    _until(lambda: len(list(pids.iterdir())) == 2)
    parent.send_signal(sign)
    parent.communicate(timeout=300)
    _until(lambda: not any(_lives(int(entry.name)) for entry in pids.iterdir()))


def _until(true: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
