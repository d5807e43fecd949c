"""Look for many patterns in one linear pass, so that the patterns themselves are tried only where they can match.

The rules of vonnis are Python patterns, which look behind and ahead and know Unicode; a search with one costs as much
on a text without a match as on one with it, and there are hundreds of them. For each pattern a relaxed one is made
(:mod:`vonnis.judgment.relaxing`), which matches wherever the pattern does, and sometimes elsewhere, and needs no
backtracking, so google-re2 finds any number of them in one pass. What a reader sees is always decided by the pattern
itself.

A text is scanned as bytes, one for each of its characters, so that places in both are the same: a character that is
not in Latin-1 becomes a question mark, and a relaxed pattern takes a question mark wherever its pattern could take
such a character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, TypeVar

import re2

from vonnis.judgment.relaxing import needs, relaxed

Said = TypeVar("Said")

_ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED  # noqa: SLF001 - re2 ships no public name for it
_SHORT = 500
"""So few characters, a heading or a court's name, cost less to scan again than to keep in a judgment's place."""
_FEW = 120
"""In fewer words, counted in characters, a pattern is tried from place to place sooner than it is skipped to."""
_PATIENCE = 64
"""So many places may only seem to match before a finder leaves a text, which is an odd one, to the pattern alone."""
_AT_HAND = 32
"""So many texts are read together at most, and what is known of each stays at hand."""
_ROOM = 1 << 26
"""Bytes of memory for the states of one scanner."""
_SIGHTS = 4_096
"""So many different sights, of what is in a stretch, a watch keeps in mind."""


def once_a_text(read: Callable[[str], Said]) -> Callable[[str], Said]:
    """Keep what a function says of the texts that it read last: many readers ask the same of one text after another.

    The same text is the same object, since to compare or hash texts takes as long as to look for something in them.
    """
    kept: dict[int, tuple[str, Said]] = {}
    changing = Lock()

    def said(text: str) -> Said:
        held = kept.get(id(text))
        if held is not None:
            return held[1]
        made = read(text)
        with changing:
            if len(kept) >= _AT_HAND:
                del kept[next(iter(kept))]
            # The text itself is kept too, so that no other can take its identity.
            kept[id(text)] = (text, made)
        return made

    return said


def scanned(text: str) -> bytes:
    """Return a text as a scanner sees it."""
    return _scanned_whole(text) if len(text) > _SHORT else text.encode("latin-1", "replace")


@once_a_text
def _scanned_whole(text: str) -> bytes:
    return text.encode("latin-1", "replace")


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
        return compiled(relaxed(self.pattern, ahead=True))._regexp.Match  # noqa: SLF001 - as for spans

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
    def _possible(self) -> Callable[[bytes], tuple[frozenset[int], dict[int, Finder]]]:
        """Return what tells, of a scanned stretch, the places and the finders of the patterns that may match in it."""
        pieces: dict[bytes, int] = {}
        needed = [
            [frozenset(pieces.setdefault(piece, len(pieces)) for piece in way) for way in needs(pattern)]
            for pattern in self._patterns
        ]
        scanner = re2.Set.SearchSet(_options())
        for piece in pieces:
            scanner.Add(piece)
        scanner.Compile()
        match = scanner._set.Match  # noqa: SLF001 - as for the matches of a finder

        @lru_cache(maxsize=_SIGHTS)
        def possible(seen: tuple[int, ...]) -> tuple[frozenset[int], dict[int, Finder]]:
            there = frozenset(seen)
            numbers = frozenset(n for n, ways in enumerate(needed) if any(way <= there for way in ways))
            return numbers, {self._ids[n]: self._finders[self._ids[n]] for n in numbers}

        return lambda data: possible(tuple(match(data) or ()))

    def numbers(self, text: str, start: int, end: int) -> frozenset[int]:
        """Return the places, in the order given, of the patterns that may match in ``text[start:end]``."""
        return self._possible(scanned(text)[start:end])[0]

    def look(self, text: str, start: int, end: int) -> Glance:
        """Look at ``text[start:end]`` once for all patterns."""
        data = scanned(text)[start:end]
        return Glance(text[start:end], data, self._possible(data)[1])


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

    def search(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """Return the first match of a watched pattern in the words, from a place on."""
        finder = self._possible.get(id(pattern))
        if finder is None:
            return None
        if len(self.words) < _FEW:
            return pattern.search(self.words, start)
        return finder.within(self.words, self._data, start=start, stop=len(self.words))

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
