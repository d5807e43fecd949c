"""Put a canonical text together, line by line, and remember which lines the markup calls headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vonnis.judgment.canonical import joined, trimmed_lines
from vonnis.judgment.section import Heading

CELL_BREAK = " | "
"""What stands between two cells of a table row, so that their words and numbers do not run together."""
_HERE = "\0"
"""Stands before a marked line while the text is put together; no canonical text holds this character."""


def row_lines(cells: Iterable[list[str]]) -> list[str]:
    """Return a table row as one line when each cell holds one line, else the lines of its cells one after another."""
    filled = [[line for line in cell if line and not line.isspace()] for cell in cells]
    if all(len(cell) <= 1 for cell in filled):
        words = [line for cell in filled for line in cell]
        return [CELL_BREAK.join(words)] if words else []
    return [line for cell in filled for line in cell]


class _Mark(NamedTuple):
    """A mark on a line, by number: a part opens there, and the line is its title or only where it starts."""

    line: int
    role: str | None
    titled: bool


class Composition:
    """The lines of a text in the making, as a reader meets them.

    ``lines`` is open to readers, which add raw lines; an empty one is a blank line. Headings are kept by the number of
    their line, since their place is known only when the text is whole. ``sound`` says that the document holds no
    character with more to it than white space (:func:`vonnis.judgment.canonical.is_sound`).
    """

    __slots__ = ("_marks", "lines", "sound")

    def __init__(self, *, sound: bool = False) -> None:
        self.sound = sound
        self.lines: list[str] = []
        self._marks: list[_Mark] = []

    def heading(self, title: str, role: str | None = None) -> None:
        """Add a heading line, after a blank one; a heading without words but with a role marks where its part opens."""
        if title and not title.isspace():
            self.lines.append("")
            self._marks.append(_Mark(len(self.lines), role, titled=True))
            self.lines.append(title)
        elif role:
            self.opening(role)

    def mark_last(self) -> None:
        """Make the last line that was added a heading."""
        self._marks.append(_Mark(len(self.lines) - 1, None, titled=True))

    def opening(self, role: str) -> None:
        """Mark that a part with this role opens at the next line with words, without a heading line of its own."""
        self.lines.append("")
        self._marks.append(_Mark(len(self.lines), role, titled=False))

    def compose(self) -> tuple[str, tuple[Heading, ...]]:
        """Return the canonical text and its headings, in the order of the text."""
        lines = trimmed_lines(self.lines, sound=self.sound)
        marked = list(self._marked(lines))
        for number, _ in marked:
            lines[number] = _HERE + lines[number]
        before, *parts = joined(lines).split(_HERE)
        headings: list[Heading] = []
        place = len(before)
        for (number, marks), part in zip(marked, parts, strict=True):
            heading = _heading(marks, number, place, place + len(part.partition("\n")[0]))
            headings += [heading] if heading else []
            place += len(part)
        return "".join((before, *parts)), tuple(headings)

    def _marked(self, lines: Sequence[str]) -> Iterator[tuple[int, list[_Mark]]]:
        """Yield the lines with words for which marks wait, by number, with these marks."""
        waiting: list[_Mark] = []
        at = 0
        for mark in self._marks:
            if waiting and mark.line > at:
                yield at, waiting
                waiting = []
            at = next((number for number in range(max(at, mark.line), len(lines)) if lines[number]), len(lines))
            if at == len(lines):
                return
            waiting.append(mark)
        if waiting:
            yield at, waiting


def _heading(waiting: list[_Mark], number: int, start: int, end: int) -> Heading | None:
    """Return the one heading at ``start``, for the marks that wait for this line: the last role that they give."""
    role = next((mark.role for mark in reversed(waiting) if mark.role), None)
    if any(mark.titled and mark.line == number for mark in waiting):
        return Heading(start, end, role, marked=True)
    return Heading(start, start, role, marked=True) if role else None
