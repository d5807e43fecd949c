"""How a thing is timed: several things in turn, round after round, so that a slow moment slows all alike."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from statistics import median

import msgspec

ROUNDS = 5


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds a run, in the order of the rounds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return median(self.seconds)


def interleaved(
    contestants: Mapping[str, Callable[[], object]],
    *,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, Timing]:
    """Run every contestant once a round, after one round that does not count.

    ``clock`` gives seconds: of the wall, or of this process on a processor, which a busy machine disturbs less.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            begin = clock()
            contestant()
            taken = clock() - begin
            if turn:
                seconds[name].append(taken)
    return {name: Timing(seconds=tuple(runs)) for name, runs in seconds.items()}


_LAUNCHER = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Command:
    """A Python command that can be run again and again."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = [sys.executable, *arguments]

    def __call__(self) -> None:
        """Run the command to its end; SystemExit where it fails."""
        done = subprocess.run(self._arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        # Some of the published documents cannot be read for a stated reason, which is exit code 1.
        if done.returncode not in (0, 1):
            sys.exit(f"{' '.join(self._arguments)} failed: {done.stderr.decode(errors='replace')}")

    @cached_property
    def peak_bytes(self) -> int:
        """The most memory that the command's first process takes, measured in a run that is not timed."""
        # A new process counts the memory of the one that started it, so a small one starts it.
        launcher = [sys.executable, "-c", _LAUNCHER, *self._arguments]
        done = subprocess.run(launcher, capture_output=True, text=True, check=True)
        return int(done.stdout.split()[1]) * (1 if sys.platform == "darwin" else 1024)
