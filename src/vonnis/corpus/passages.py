"""The passage of a text that answers a question, at its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from vonnis.corpus.asking import Term, folded

_LONGEST = 320
_AROUND = 140
_BETWEEN = r"[\W_]+"
_MOST_MATCHES = 50


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """The stretch ``text[start:end]``, and within it the places of the words that were asked for."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def passage_of(text: str, terms: tuple[Term, ...]) -> Passage | None:
    """Return the passage that has most of what was asked, as it was asked where it stands so, or None for none.

    It is the line of the text in which the words stand, cut at words where that is long.
    """
    plain = _folded_text(text)
    found = [list(_places(text, plain, term)) for term in terms if term.wanted]
    found = [places for places in found if places]
    if not found:
        return None
    if len(found) == 1:
        best = next((place for place in found[0] if place[2]), found[0][0])
        start, end = _around(text, *best[:2])
        return Passage(start=start, end=end, marks=(best[:2],))
    rarest = min(found, key=len)
    best = min(rarest, key=lambda place: (not place[2], _spread(place, found), place[0]))
    marks = [best[:2]]
    for places in found:
        if places is not rarest:
            near = min(places, key=lambda place: (abs(place[0] - best[0]), place[0]))
            if max(near[1], best[1]) - min(near[0], best[0]) <= _LONGEST:
                marks.append(near[:2])
    start, end = _around(text, min(mark[0] for mark in marks), max(mark[1] for mark in marks))
    return Passage(start=start, end=end, marks=tuple(sorted(set(marks))))


def _spread(place: tuple[int, int, bool], found: list[list[tuple[int, int, bool]]]) -> int:
    """Return how far the other terms are from a place, together."""
    return sum(min(abs(other[0] - place[0]) for other in places) for places in found)


def _places(text: str, plain: str, term: Term) -> Iterator[tuple[int, int, bool]]:
    """Yield where a term stands, and whether it stands as it was asked, accents and all."""
    spellings = [term.words, *((form,) for form in term.forms)]
    for words in spellings:
        for number, (start, end) in enumerate(_spans(plain, term, words)):
            if number >= _MOST_MATCHES:
                break
            as_asked = words is term.words and _has(text[start:end].lower(), words)
            yield start, end, as_asked


def _spans(plain: str, term: Term, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    bare = [re.escape(folded(word)) for word in words]
    if term.kind == "near" and len(bare) > 1:
        yield from _near(plain, bare, term.within)
        return
    ending = r"[^\W_]*" if term.kind == "prefix" else ""
    pattern = rf"(?<![^\W_]){_BETWEEN.join(bare)}{ending}(?![^\W_])"
    for match in re.finditer(pattern, plain):
        yield match.span()


def _near(plain: str, words: list[str], within: int) -> Iterator[tuple[int, int]]:
    """Yield stretches that begin and end with one of the words, hold them all, and few others between."""
    any_of = "|".join(words)
    for match in re.finditer(rf"(?<![^\W_])(?:{any_of})(?![^\W_])", plain):
        if stretch := _shortest(plain, match.start(), words, within):
            yield stretch


def _shortest(plain: str, start: int, words: list[str], within: int) -> tuple[int, int] | None:
    missing = set(words)
    passed = 0
    for token in re.compile(r"[^\W_]+").finditer(plain, start):
        word = re.escape(token.group())
        if word in missing:
            missing.discard(word)
            if not missing:
                return start, token.end()
        else:
            passed += 1
            if passed > within:
                return None
    return None


def _has(stretch: str, words: tuple[str, ...]) -> bool:
    return all(word in stretch for word in words)


def _folded_text(text: str) -> str:
    """Return a text in lower case without accents, character for character."""
    if text.isascii():
        return text.lower()
    bases = {ord(char): _base(char) for char in set(text) if not char.isascii() or char.isupper()}
    return text.translate(bases)


def _base(char: str) -> str:
    lower = char.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return bare if len(bare) == 1 else (lower if len(lower) == 1 else char)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to its line, or to whole words some way to either side where the line is long."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if line_end - line_start <= _LONGEST:
        return line_start, line_end
    left, right = max(line_start, start - _AROUND), min(line_end, end + _AROUND)
    if left > line_start:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else start
    if right < line_end:
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else end
    return left, right
