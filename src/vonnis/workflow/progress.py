"""The way in which long work says how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told what is being done; a terminal draws a bar, a log prints lines, a test takes notes."""

    def start(self, step: str, total: int | None = None) -> None:
        """Begin a step (``reading judgments``), of so many units where that is known."""
        ...

    def advance(self, units: int = 1) -> None:
        """Tell that so many more units of the step are done."""
        ...

    def note(self, sentence: str) -> None:
        """Say one sentence that belongs to no unit."""
        ...


class Silence:
    """A listener that hears everything and says nothing."""

    def start(self, step: str, total: int | None = None) -> None:
        """Hear of a step."""

    def advance(self, units: int = 1) -> None:
        """Hear of units done."""

    def note(self, sentence: str) -> None:
        """Hear a sentence."""
