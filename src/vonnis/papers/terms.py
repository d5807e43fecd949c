"""Terms of a lexicon as a person writes them: words, ``*`` for any ending or beginning, ``/`` for or, ``+`` for near.

``klant* + minderjarig*/seks*`` holds for a sentence with a word that begins with *klant* and one that begins with
*minderjarig* or *seks*. Capitals make no difference, and a space stands for any white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from vonnis.judgment.scan import Finder

_WORD = r"[\w'’-]*"


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a lexicon: the term as written, where it comes from, and (``unless``) what must not stand beside it."""

    term: str
    source: str
    unless: str | None = None


@lru_cache(maxsize=4_096)
def parts_of(term: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that must all be found in one sentence for a term to hold, in the order of writing."""
    return tuple(re.compile(_alternatives(part), re.IGNORECASE) for part in term.split("+"))


@lru_cache(maxsize=64)
def opener(terms: tuple[str, ...]) -> Finder:
    """Return a finder of the first part of each of some terms, to be looked for before the terms themselves."""
    words = "|".join(dict.fromkeys(_alternatives(term.split("+")[0]) for term in terms))
    return Finder(re.compile(words, re.IGNORECASE))


def opened(terms: tuple[str, ...], text: str, *, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, in order and each once, in which the first part of one of some terms stands."""
    starts = [start for start, _ in parts]
    last = -1
    for match in opener(terms).finditer(text):
        place = bisect_right(starts, match.start()) - 1
        if place > last and match.start() < parts[place][1]:
            last = place
            yield parts[place]


def find_term(term: Term, text: str, *, start: int, end: int) -> tuple[int, int] | None:
    """Return where the first part of a term stands in a stretch, if all parts stand there and nothing bars it."""
    found = [pattern.search(text, start, end) for pattern in parts_of(term.term)]
    first = found[0] if found else None
    if first is None or any(match is None for match in found):
        return None
    if term.unless and any(pattern.search(text, start, end) for pattern in parts_of(term.unless)):
        return None
    return first.span()


def _alternatives(part: str) -> str:
    forms = (_form(one) for one in part.split("/") if one.strip())
    return rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)"


def _form(words: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", _WORD) for word in words.split())
