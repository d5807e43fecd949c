"""Look for many patterns in one linear pass, so that the patterns themselves are tried only where they can match.

The rules of vonnis are Python patterns, which look behind and ahead and know Unicode; a search with one costs as much
on a text without a match as on one with it, and there are hundreds of them. For each pattern a *relaxed* one is made
by machine: assertions fall away, bounds of repetitions too, classes widen. It matches wherever the pattern does, and
sometimes elsewhere, and needs no backtracking, so google-re2 finds any number of them in one pass. What a reader sees
is always decided by the pattern itself.

A text is scanned as bytes, one for each of its characters, so that places in both are the same: a character that is
not in Latin-1 becomes a question mark, and a relaxed pattern takes a question mark wherever its pattern could take
such a character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeVar

import re2

Said = TypeVar("Said")

_BYTES = 256
_STAND_IN = ord("?")
_EVERY = frozenset(range(_BYTES))
_FOLDED_ABROAD = frozenset("ikså\u00b5\u00df\u00ff".upper() + "ikså\u00b5\u00df\u00ff")
"""Characters of Latin-1 that without case equal one outside it, such as the long s and the Kelvin sign."""
_ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED  # noqa: SLF001 - re2 ships no public name for it
_SHORT = 500
"""So few characters, a heading or a court's name, cost less to scan again than to keep in a judgment's place."""
_FEW = 120
"""In fewer words, counted in characters, a pattern is tried from place to place sooner than it is skipped to."""
_PATIENCE = 64
"""So many places may only seem to match before a finder leaves a text, which is an odd one, to the pattern alone."""
_ROOM = 1 << 26
"""Bytes of memory for the states of one scanner."""


def once_a_text(read: Callable[[str], Said]) -> Callable[[str], Said]:
    """Keep what a function says of the text that it read last: many readers ask the same of one text after another.

    The same text is the same object, since to compare or hash texts takes as long as to look for something in them.
    """
    kept: list[tuple[str, Said] | None] = [None]

    def said(text: str) -> Said:
        last = kept[0]
        if last is not None and last[0] is text:
            return last[1]
        made = read(text)
        kept[0] = (text, made)
        return made

    return said


def scanned(text: str) -> bytes:
    """Return a text as a scanner sees it."""
    return _scanned_whole(text) if len(text) > _SHORT else text.encode("latin-1", "replace")


@once_a_text
def _scanned_whole(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def relaxed(pattern: re.Pattern[str], *, closed: bool = False) -> bytes:
    """Return a pattern for google-re2, over :func:`scanned` texts, that matches wherever a pattern does.

    ``closed`` says that what is scanned ends where the pattern may see an end.
    """
    return _sequence(_parser.parse(pattern.pattern, pattern.flags), pattern.flags, closed=closed)


def compiled(pattern: bytes) -> Any:  # noqa: ANN401 - re2 ships no types
    """Return a pattern of google-re2 over :func:`scanned` texts."""
    return re2.compile(pattern, _options())


class Spans:
    """Finds every match of a pattern of google-re2 over :func:`scanned` texts; it gives places alone, which is fast."""

    def __init__(self, pattern: bytes) -> None:
        """Find ``pattern``, as google-re2 writes it; it must not match nothing at all."""
        # Its own objects for matches would cost as much as the scan.
        self._match = compiled(pattern)._regexp.Match  # noqa: SLF001

    def search(self, data: bytes, start: int = 0) -> tuple[int, int] | None:
        """Return where the first match behind ``start`` begins and ends, or None."""
        place = self._match(_ANYWHERE, data, start, len(data))[0]
        return place if place[0] >= 0 else None

    def finditer(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each match begins and ends, in order."""
        place = self.search(data)
        while place is not None:
            yield place
            place = self.search(data, place[1])


class Finder:
    """Finds what a pattern finds, in its order, but skips in linear time to where it may match.

    Where no relaxed match starts, no match does; where one starts, the pattern itself is tried.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Find ``pattern``, which must not match nothing at all."""
        self.pattern = pattern

    @cached_property
    def _match(self) -> Any:  # noqa: ANN401 - re2 ships no types
        return compiled(relaxed(self.pattern))._regexp.Match  # noqa: SLF001 - as for spans

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match in ``text[start:end]``, as ``pattern.search(text, start, end)`` would."""
        return self.within(text, scanned(text), start=start, stop=len(text) if end is None else min(end, len(text)))

    def within(self, text: str, data: bytes, *, start: int, stop: int) -> re.Match[str] | None:
        """Return the first match between two places of a text that was scanned already."""
        match = self._match
        for _ in range(_PATIENCE):
            start = match(_ANYWHERE, data, start, stop)[0][0] if start < stop else -1
            if start < 0:
                return None
            found = self.pattern.match(text, start, stop)
            if found is not None:
                return found
            start += 1
        return self.pattern.search(text, start, stop)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in ``text[start:end]``, as ``pattern.finditer(text, start, end)`` would."""
        found = self.search(text, start, end)
        while found is not None:
            yield found
            found = self.search(text, found.end(), end)


class Watch:
    """Tells in one pass which of many patterns may match in a stretch of text."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        """Watch for patterns."""
        self._patterns = patterns
        self._ids = tuple(map(id, patterns))  # to hash a pattern takes longer than to look
        self._finders = dict(zip(self._ids, map(Finder, patterns), strict=True))

    @cached_property
    def _match(self) -> Any:  # noqa: ANN401 - re2 ships no types
        patterns = re2.Set.SearchSet(_options())
        for pattern in self._patterns:
            patterns.Add(relaxed(pattern, closed=True))
        patterns.Compile()
        return patterns._set.Match  # noqa: SLF001 - as for the matches of a finder

    def numbers(self, text: str, start: int, end: int) -> frozenset[int]:
        """Return the places, in the order given, of the patterns that may match in ``text[start:end]``."""
        return frozenset(self._match(scanned(text)[start:end]) or ())

    def look(self, text: str, start: int, end: int) -> Glance:
        """Look at ``text[start:end]`` once for all patterns."""
        finders, ids = self._finders, self._ids
        data = scanned(text)[start:end]
        return Glance(text[start:end], data, {ids[n]: finders[ids[n]] for n in self._match(data) or ()})


class Sign:
    """A pattern that shows whether a text can concern a reader at all.

    A text is looked at once for all signs there are, in one pass, the first time that a reader asks for one of them.
    """

    def __init__(self, pattern: str) -> None:
        """Look out for a pattern, which is searched without case."""
        self._number = len(_SIGNS)
        _SIGNS.append(re.compile(pattern, re.IGNORECASE))

    def may_be_in(self, text: str) -> bool:
        """Tell whether the pattern may match somewhere in a text; False is certain."""
        looked_for, seen = _seen_in(text)
        if looked_for != len(_SIGNS):
            looked_for, seen = _look_for_signs(text)
        return self._number in seen


_SIGNS: list[re.Pattern[str]] = []
"""Every sign that a reader has made, by its number."""


@lru_cache(maxsize=1)
def _all_signs(count: int) -> Watch:
    """Return the watch for the first so many signs."""
    return Watch(*_SIGNS[:count])


def _look_for_signs(text: str) -> tuple[int, frozenset[int]]:
    """Return how many signs were looked for, and the numbers of those that may be in a text."""
    count = len(_SIGNS)
    return count, _all_signs(count).numbers(text, 0, len(text))


_seen_in = once_a_text(_look_for_signs)


class Glance:
    """A stretch of text at which a watch has looked; only patterns that may match in it are tried."""

    __slots__ = ("_data", "_possible", "words")

    def __init__(self, words: str, data: bytes, possible: Mapping[int, Finder]) -> None:
        """Keep the words, scanned, and by their identity the watched patterns that may match in them."""
        self.words = words
        self._data = data
        self._possible = possible

    def may_have(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a watched pattern may match in the words; False is certain."""
        return id(pattern) in self._possible

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the first match of a watched pattern in the words."""
        finder = self._possible.get(id(pattern))
        if finder is None:
            return None
        if len(self.words) < _FEW:
            return pattern.search(self.words)
        return finder.within(self.words, self._data, start=0, stop=len(self.words))

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the match of a watched pattern at the start of the words."""
        return pattern.match(self.words) if id(pattern) in self._possible else None

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a watched pattern matches in the words."""
        return id(pattern) in self._possible and self.search(pattern) is not None

    def opens(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a watched pattern matches at the start of the words."""
        return id(pattern) in self._possible and pattern.match(self.words) is not None


def _options() -> Any:  # noqa: ANN401 - re2 ships no types
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _ROOM
    options.log_errors = False
    return options


def _sequence(items: Iterable[tuple[Any, Any]], flags: int, *, closed: bool) -> bytes:
    return b"".join(_one(op, value, flags, closed=closed) for op, value in items)


def _one(op: Any, value: Any, flags: int, *, closed: bool) -> bytes:  # noqa: ANN401 - the parser ships no types
    """Return one node of a parsed pattern, relaxed."""
    if op in {sre.AT, sre.ASSERT, sre.ASSERT_NOT}:
        return _assertion(value, flags, closed=closed)
    inner = partial(_sequence, closed=closed)
    if op is sre.SUBPATTERN:
        _, added, removed, items = value
        return _group(inner(items, (flags | added) & ~removed))
    if op is sre.BRANCH:
        return _group(b"|".join(inner(branch, flags) for branch in value[1]))
    if op in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        low, high, items = value
        mark = b"?" if (low, high) == (0, 1) else b"" if (low, high) == (1, 1) else b"+" if low else b"*"
        return _group(inner(items, flags)) + mark
    if op is sre.ATOMIC_GROUP:
        return _group(inner(value, flags))
    taken = tuple(value) if op is sre.IN else value
    return _class(_EVERY) + b"*" if op is sre.GROUPREF else _character(op, taken, flags & (re.IGNORECASE | re.DOTALL))


@cache
def _character(op: Any, value: Any, flags: int) -> bytes:  # noqa: ANN401
    """Return a node that takes one character, relaxed; the patterns of the rules share a few hundred of them."""
    return _class(_members(op, value, flags))


def _assertion(value: Any, flags: int, *, closed: bool) -> bytes:  # noqa: ANN401
    """Return the start of a line or text, and where the end is known that too; any other assertion falls away."""
    if value in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
        return b"(?m:^)" if flags & re.MULTILINE and value is sre.AT_BEGINNING else rb"\A"
    if closed and value is sre.AT_END and not flags & re.MULTILINE:
        return rb"\n?\z"
    return b""


def _group(inner: bytes) -> bytes:
    return b"(?:" + inner + b")"


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
