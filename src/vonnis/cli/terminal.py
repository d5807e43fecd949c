"""What the program says on standard error: progress, sentences, a closing summary.

A bar stands on a terminal only; elsewhere come plain lines, and colour is never the only sign.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from vonnis.workflow.progress import Progress, Silence

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_SECONDS_BETWEEN_LINES = 5.0


class Listener(Progress, Protocol):
    """Progress that can be closed, after which the terminal is as it was."""

    def close(self) -> None:
        """Take the bar away."""
        ...


def complain(sentence: str) -> None:
    """Say what went wrong, in one sentence, on standard error."""
    say(complaint(sentence))


def complaint(sentence: str) -> str:
    """Return a sentence as the program says it: under its own name, and with a full stop."""
    return f"vonnis: {sentence}" if sentence.endswith((".", "?")) else f"vonnis: {sentence}."


def say(line: str = "") -> None:
    """Say a line about the work on standard error."""
    print(plain(line), file=sys.stderr, flush=True)  # noqa: T201 - this is where the program speaks


def plain(text: str) -> str:
    """Return the text without characters that steer a terminal; file names can hold them."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def table(rows: Sequence[tuple[str, int, str]]) -> list[str]:
    """Return lines of name, number and remark, with names to the left and numbers to the right."""
    names = max((len(name) for name, _, _ in rows), default=0)
    numbers = max((len(f"{number:,}") for _, number, _ in rows), default=0)
    return [f"{name:<{names}}  {number:>{numbers},}  {remark}".rstrip() for name, number, remark in rows]


def close_standard_output() -> None:
    """Let go of a pipe whose reader has seen enough, so that nothing complains about it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@contextmanager
def listening(*, quiet: bool) -> Iterator[Progress]:
    """Give a bar on a terminal, plain lines elsewhere, nothing when quiet; the bar is gone when the block ends."""
    if quiet:
        yield Silence()
        return
    listener: Listener = BarProgress() if sys.stderr.isatty() else LineProgress()
    try:
        yield listener
    finally:
        listener.close()


class LineProgress:
    """Says a line when a step begins, and then at most one every few seconds.

    Args:
        clock: seconds from any beginning, never going back.
        out: what takes a line.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, out: Callable[[str], None] = say) -> None:
        self._clock = clock
        self._out = out
        self._step = ""
        self._total: int | None = None
        self._done = 0
        self._last = clock()

    def start(self, step: str, total: int | None = None) -> None:
        """Say what begins, and how much of it there is."""
        self._step, self._total, self._done, self._last = step, total, 0, self._clock()
        self._out(f"{step}: {total:,}" if total is not None else step)

    def advance(self, units: int = 1) -> None:
        """Count, and say how far the step is when the last line is some seconds old."""
        self._done += units
        if self._clock() - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = self._clock()
            of = f" of {self._total:,}" if self._total is not None else ""
            self._out(f"{self._step}: {self._done:,}{of}")

    def note(self, sentence: str) -> None:
        """Say the sentence."""
        self._out(sentence)

    def close(self) -> None:
        """Do nothing: a line needs no end."""


class BarProgress:
    """Draws a bar on standard error, with lines passing above it."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def start(self, step: str, total: int | None = None) -> None:
        """Begin a new bar in place of the old one."""
        # Rich takes a third of a second to load, and is needed by nobody but a person at a terminal.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.close()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(step, total=total)
        self._bar.start()

    def advance(self, units: int = 1) -> None:
        """Move the bar on."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, units)

    def note(self, sentence: str) -> None:
        """Say the sentence above the bar."""
        if self._bar is None:
            say(sentence)
        else:
            self._bar.console.print(plain(sentence), markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
