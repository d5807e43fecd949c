"""A place in a text, with the words that stand there."""

from __future__ import annotations

import msgspec

from vonnis.errors import EvidenceError


class Span(msgspec.Struct, frozen=True):
    """A half-open stretch of a canonical text, in Unicode code points, with its exact words.

    Make one with :meth:`of`, which takes the words from the text, so that ``text[start:end] == quote`` holds from
    the start. A span built from its parts (read back from a file) is checked for shape when it is made, and against
    a text by :meth:`check`.

    Raises:
        EvidenceError: the span is empty, turned around, negative, or as long as its quote is not.
    """

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        """Refuse a span that cannot stand in any text."""
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            message = f"span {self.start}:{self.end} does not fit a quote of {len(self.quote)} characters"
            raise EvidenceError(message)

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span of ``text[start:end]``; raise EvidenceError where nothing stands there."""
        return cls(start, end, text[start:end] if start >= 0 else "")

    def check(self, text: str) -> Span:
        """Return the span itself when its quote stands at its place in the text; raise EvidenceError otherwise."""
        if not text.startswith(self.quote, self.start):
            message = f"the text at {self.start}:{self.end} is not {self.quote[:60]!r}"
            raise EvidenceError(message)
        return self
