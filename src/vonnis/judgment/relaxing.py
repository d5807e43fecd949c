"""Relax the patterns of the rules, so that a search in linear time tells where they cannot match.

For a pattern a *relaxed* one is made by machine: bounds of repetitions fall away, classes widen, and of assertions no
more is kept than a scanner can look at (the edges of words, what must follow, starts and ends). It matches wherever the
pattern does, and sometimes elsewhere, and needs no backtracking.

What is relaxed still remembers, over a gap such as ``[^.;]{0,160}``, how the words before it went on. A machine for
many patterns then has about as many states as texts have turns, each made for one text and seldom met again. So
:func:`needs` takes a pattern apart at its gaps: what stands between two gaps must be in a text somewhere, and to look
for that takes few states, which all texts share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_BYTES = 256
_STAND_IN = ord("?")
_EVERY = frozenset(range(_BYTES))
_OF_WORDS = frozenset(byte for byte in range(128) if chr(byte).isalnum()) | {ord("_")}
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_FOLDED_ABROAD = frozenset("ikså\u00b5\u00df\u00ff".upper() + "ikså\u00b5\u00df\u00ff")
"""Characters of Latin-1 that without case equal one outside it, such as the long s and the Kelvin sign."""
_MOST_WAYS = 32
"""With more ways to match than these, what follows in a pattern counts as a gap."""
_TELLING = 2
"""A single character stands in nearly every text, and is looked for only where a pattern has no more to show."""


class _Piece(NamedTuple):
    """A part of a pattern without a gap, as google-re2 writes it, and how many characters it takes at least."""

    pattern: bytes
    width: int


_Way = tuple[_Piece, ...]
"""One way in which a pattern can match: its parts, with a gap between each two."""
_NOTHING: _Way = (_Piece(b"", 0),)
_GAP: _Way = (_Piece(b"", 0), _Piece(b"", 0))


def relaxed(pattern: re.Pattern[str], *, ahead: bool = False) -> bytes:
    """Return a pattern for google-re2, over scanned texts, that matches wherever a pattern does.

    ``ahead`` takes in what the pattern asks of the characters behind it, so that fewer places seem to match.
    """
    relaxing = _Relaxing(gaps=False, closed=False)
    ((piece,),) = relaxing.row(_parser.parse(pattern.pattern, pattern.flags), pattern.flags, edges=_Edges(last=ahead))
    return piece.pattern


def needs(pattern: re.Pattern[str]) -> Iterator[frozenset[bytes]]:
    """Yield, for each way in which a pattern can match in a stretch, patterns for google-re2 that then match in it too.

    The stretch ends where the pattern may see an end. A way that shows nothing needs nothing.
    """
    for way in _Relaxing(gaps=True, closed=True).row(_parser.parse(pattern.pattern, pattern.flags), pattern.flags):
        telling = [piece for piece in way if piece.width >= _TELLING] or [piece for piece in way if piece.width]
        yield frozenset(piece.pattern for piece in telling)


class _Edges(NamedTuple):
    """What stands at the edges of nodes in a row: a word's edge before or behind them, or the end of the pattern."""

    before: bool = False
    behind: bool = False
    last: bool = False


_NO_EDGES = _Edges()


class _Relaxing(NamedTuple):
    """How patterns are relaxed: whether they are taken apart at their gaps, and whether a stretch's end is theirs."""

    gaps: bool
    closed: bool

    def row(self, items: Iterable[tuple[Any, Any]], flags: int, *, edges: _Edges = _NO_EDGES) -> list[_Way]:
        """Return the ways in which nodes in a row match, relaxed; there is one, of one piece, without gaps."""
        ways = [_NOTHING]
        for op, value, own in _with_edges(items, edges):
            ways = _followed(ways, self._node(op, value, flags, edges=own))
        return ways

    def _node(self, op: Any, value: Any, flags: int, *, edges: _Edges) -> list[_Way]:  # noqa: ANN401 - re ships no types
        """Return the ways in which one node of a parsed pattern matches, relaxed."""
        if op in _ASSERTIONS:
            ahead = op is sre.ASSERT and edges.last and value[0] > 0
            return (
                self.row(value[1], flags, edges=edges._replace(behind=False))
                if ahead
                else self._assertion(value, flags)
            )
        if op is sre.BRANCH:
            return _either([way for branch in value[1] for way in self.row(branch, flags, edges=edges)])
        if op in _REPETITIONS:
            return self._repetition(value, flags, edges=edges)
        if op in {sre.SUBPATTERN, sre.ATOMIC_GROUP}:
            _, added, removed, items = value if op is sre.SUBPATTERN else (None, 0, 0, value)
            return self.row(items, (flags | added) & ~removed, edges=edges)
        if op is sre.GROUPREF:
            return [_GAP] if self.gaps else _one(_class(_EVERY) + b"*", 0)
        taken = tuple(value) if op is sre.IN else value
        # Where a stretch ends is unknown to a scanner that is told to stop there, and a word ends there too.
        behind = edges.behind and self.closed
        return _one(_character(op, taken, flags & (re.IGNORECASE | re.DOTALL), edges=(edges.before, behind)), 1)

    def _repetition(self, value: tuple[int, int, Any], flags: int, *, edges: _Edges) -> list[_Way]:
        """Return the ways in which a repetition matches, whose bounds fall away."""
        low, high, items = value
        once = (low, high) == (1, 1)
        ways = self.row(items, flags, edges=edges if once else _NO_EDGES)
        if len(ways) > 1 or len(ways[0]) > 1:
            return _followed(ways, [_GAP]) if low else [_GAP]
        if self.gaps and high > 1 and _runs_over_words(items):
            return [_GAP]
        ((piece,),) = ways
        mark = b"?" if (low, high) == (0, 1) else b"" if once else b"+" if low else b"*"
        again = b"(?:" + piece.pattern + b")" + mark
        if low and not once and edges.before:
            ((first,),) = self.row(items, flags, edges=_Edges(before=True))
            again = first.pattern + again.removesuffix(b"+") + b"*"
        return _one(again, piece.width if low else 0)

    def _assertion(self, value: Any, flags: int) -> list[_Way]:  # noqa: ANN401
        """Return the start of a line or text, and where the end is known that too; any other assertion falls away."""
        kept = b""
        if value in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
            kept = b"(?m:^)" if flags & re.MULTILINE and value is sre.AT_BEGINNING else rb"\A"
        elif self.closed and value is sre.AT_END and not flags & re.MULTILINE:
            kept = rb"\n?\z"
        return _one(kept, 0)


def _with_edges(items: Iterable[tuple[Any, Any]], edges: _Edges) -> Iterator[tuple[Any, Any, _Edges]]:
    """Yield nodes in a row, each with what stands at its edges; a word's edge itself is told by its neighbours."""
    nodes = list(items)
    ends: list[tuple[bool, bool]] = []
    behind, last = edges.behind, edges.last
    for op, value in reversed(nodes):
        ends.append((behind, last))
        behind = op in _ASSERTIONS and (behind or value is sre.AT_BOUNDARY)
        last = last and op in _ASSERTIONS and op is not sre.ASSERT
    before = edges.before
    for (op, value), (behind, last) in zip(nodes, reversed(ends), strict=True):
        yield op, value, _Edges(before, behind, last) if before or behind or last else _NO_EDGES
        before = op in _ASSERTIONS and (before or value is sre.AT_BOUNDARY)


_ASSERTIONS = frozenset({sre.AT, sre.ASSERT, sre.ASSERT_NOT})
_REPETITIONS = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})


def _one(pattern: bytes, width: int) -> list[_Way]:
    """Return the ways of what matches in one way, without a gap."""
    return [(_Piece(pattern, width),)]


def _followed(ways: list[_Way], others: list[_Way]) -> list[_Way]:
    """Return each way, followed by each of the others."""
    if len(ways) * len(others) > _MOST_WAYS:
        others = [_GAP]
    return [
        (*way[:-1], _Piece(way[-1].pattern + other[0].pattern, way[-1].width + other[0].width), *other[1:])
        for way in ways
        for other in others
    ]


def _either(ways: list[_Way]) -> list[_Way]:
    """Return ways of which one must match; those without a gap are one together."""
    plain = [way[0] for way in ways if len(way) == 1]
    # Where no way asks anything, nothing is written, so that what follows may open the pattern.
    joined = b"(?:" + b"|".join(piece.pattern for piece in plain) + b")" if any(p.pattern for p in plain) else b""
    together = _one(joined, min(piece.width for piece in plain)) if plain else []
    return [*together, *(way for way in ways if len(way) > 1)]


def _runs_over_words(items: Any) -> bool:  # noqa: ANN401
    """Tell whether nodes, when repeated, take any words with the spaces between them."""
    members = list(_characters(items))
    return any(ord(" ") in taken for taken in members) and any(taken >= _LETTERS for taken in members)


def _characters(items: Any) -> Iterator[frozenset[int]]:  # noqa: ANN401
    """Yield what each node that takes one character can take, among nodes and all within them."""
    for op, value in items:
        if op in _REPETITIONS or op is sre.SUBPATTERN:
            yield from _characters(value[-1])
        elif op is sre.ATOMIC_GROUP:
            yield from _characters(value)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _characters(branch)
        elif op is sre.GROUPREF:
            yield _EVERY
        elif op not in _ASSERTIONS:
            yield _members(op, tuple(value) if op is sre.IN else value, 0)


@cache
def _character(op: Any, value: Any, flags: int, *, edges: tuple[bool, bool]) -> bytes:  # noqa: ANN401
    """Return a node that takes one character, relaxed; the patterns of the rules share a few hundred of them.

    ``edges`` says whether a word's edge stands before and behind it. google-re2 knows words of ASCII alone, so the
    edge is asked for where the character is one of those: what it sees there is an edge wherever Python sees one.
    """
    members = _members(op, value, flags)
    if not any(edges) or not members & _OF_WORDS:
        return _class(members)
    before, behind = (rb"\b" if edge else b"" for edge in edges)
    bounded = before + _class(members & _OF_WORDS) + behind
    return b"(?:" + bounded + b"|" + _class(members - _OF_WORDS) + b")" if members - _OF_WORDS else bounded


def _members(op: Any, value: Any, flags: int) -> frozenset[int]:  # noqa: ANN401
    """Return the bytes for which a node stands that takes one character."""
    fold = bool(flags & re.IGNORECASE)
    if op is sre.LITERAL:
        return _folded({chr(value)}) if fold else _as_bytes({chr(value)})
    if op is sre.IN:
        if value and value[0][0] is sre.NEGATE:
            # What is left out is left out without doubt only where no case and no stand-in can bring it back.
            outside = {byte for kind, item in value[1:] for byte in _plain_members(kind, item)} - {_STAND_IN}
            return _EVERY - outside if not fold else _EVERY - {b for b in outside if not chr(b).isalpha()}
        members = frozenset[int]().union(*(_plain_members(kind, item, widen=True) for kind, item in value))
        return members | _folded({chr(byte) for byte in members}) if fold else members
    if op not in {sre.ANY, sre.NOT_LITERAL}:
        message = f"a pattern with {op} has no relaxed form; write it without"
        raise ValueError(message)
    return _EVERY if op is sre.NOT_LITERAL or flags & re.DOTALL else _EVERY - {ord("\n")}


def _plain_members(op: Any, value: Any, *, widen: bool = False) -> frozenset[int]:  # noqa: ANN401
    """Return the bytes of one part of a class; ``widen`` adds the stand-in for what lies outside Latin-1."""
    if op is sre.LITERAL:
        return _as_bytes({chr(value)}) if widen or value < _BYTES else frozenset()
    if op is sre.RANGE:
        low, high = value
        inside = frozenset(range(low, min(high, _BYTES - 1) + 1))
        return inside | {_STAND_IN} if widen and high >= _BYTES else inside
    inside = frozenset(byte for byte in range(_BYTES) if _IS[value].match(chr(byte)))
    return inside | {_STAND_IN} if widen else inside


_IS = {
    sre.CATEGORY_DIGIT: re.compile(r"\d"),
    sre.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    sre.CATEGORY_SPACE: re.compile(r"\s"),
    sre.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    sre.CATEGORY_WORD: re.compile(r"\w"),
    sre.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


def _as_bytes(characters: Iterable[str]) -> frozenset[int]:
    return frozenset(ord(c) if ord(c) < _BYTES else _STAND_IN for c in characters)


def _folded(characters: set[str]) -> frozenset[int]:
    """Return the bytes for characters in either case."""
    both = {form for c in characters for form in (c, c.lower(), c.upper()) if len(form) == 1}
    return _as_bytes(both) | ({_STAND_IN} if both & _FOLDED_ABROAD else frozenset())


def _class(members: frozenset[int]) -> bytes:
    """Return a set of bytes as google-re2 writes it."""
    if members == _EVERY:
        return rb"[\x00-\xff]"
    if len(members) == 1:
        return b"\\x%02x" % next(iter(members))
    return (
        b"[" + b"".join(b"\\x%02x-\\x%02x" % pair for pair in _ranges(sorted(members))) + b"]"
        if members
        else b"[^\\x00-\\xff]"
    )


def _ranges(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of an ordered row of numbers."""
    start = last = ordered[0]
    for number in ordered[1:]:
        if number != last + 1:
            yield start, last
            start = number
        last = number
    yield start, last
