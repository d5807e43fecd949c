"""A value of a hand-written file, with its place; and a mistake in such a file, with the place it was made."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from vonnis.errors import MistakesError

Kind = Literal["mapping", "list", "plain", "text"]
Scalar = object


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Mistake(msgspec.Struct, frozen=True, order=True):
    """What is wrong at a place, and what to do about it, in one sentence without a full stop."""

    line: int
    column: int
    sentence: str

    def at(self, file: str) -> str:
        """Return the sentence with its file, line and column in front."""
        return f"{file}, line {self.line}, column {self.column}: {self.sentence}"


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping, a list or a scalar as it was written.

    Attributes:
        kind: ``plain`` is a scalar without quotation marks or of a type of its own; ``text`` one that is surely text.
        entries: the values of a mapping by their keys; ``keys`` tells where each key stands.
        raw: a scalar as it was written.
        value: a scalar as the format types it; the text itself in YAML, where the reader decides.
    """

    place: Place
    kind: Kind
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    items: tuple[Node, ...] = ()
    raw: str = ""
    value: Scalar = None

    def at(self, *path: str | int) -> Place:
        """Return the place of what a path leads to, or of the nearest thing on the way that exists."""
        node, place = self, self.place
        for step in path:
            if isinstance(step, str) and step in node.entries:
                place, node = node.keys.get(step, place), node.entries[step]
            elif isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
            else:
                break
        return place


class Notes:
    """Gathers the mistakes of one file while it is read."""

    def __init__(self, file: str) -> None:
        """Begin without mistakes."""
        self.file = file
        self.mistakes: list[Mistake] = []

    def add(self, place: Place, sentence: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place.line, place.column, sentence))

    def stop_if_any(self) -> None:
        """Raise MistakesError when a mistake was noted; its message tells the first and how many more there are."""
        if self.mistakes:
            raise MistakesError(tuple(mistake.at(self.file) for mistake in sorted(set(self.mistakes))))
