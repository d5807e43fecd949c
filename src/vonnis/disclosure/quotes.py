"""The quote guard: what in a quote or vignette could lead back to a person, before it may be printed.

A quote is checked for what courts put in a name's place, for names, dates and places, for rare combinations of traits,
and for standing word for word in published judgments, where a search finds the case in a second. The guard warns of
what it sees; a text without findings can still be known to somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any, Literal

import msgspec

from vonnis.errors import DisclosureError

Kind = Literal["placeholder", "name", "date", "place", "age", "number", "identifier", "rare", "findable"]
Search = Callable[[str], Collection[str]]
"""Finds the judgments that hold these words one after another; returns a key for each (an ECLI)."""

_WRITTEN: tuple[Kind, ...] = ("placeholder", "date", "place", "age", "number", "identifier")
FEWEST_WORDS = 5
"""How many words in a row make a passage that a search engine leads to its judgment by."""


class QuoteWarning(msgspec.Struct, frozen=True):
    """What could lead back to a person: its kind, the words, where they stand in the quote, and one sentence."""

    kind: Kind
    words: str
    start: int
    end: int
    reason: str


def check_quote(
    text: str,
    *,
    search: Search | None = None,
    alike: Mapping[str, int] | None = None,
    threshold: int = 10,
    few: float = inf,
) -> tuple[QuoteWarning, ...]:
    """Return everything in a quote or vignette that could lead back to a person, in the order of the text.

    Args:
        text: the quote.
        search: how the local library of judgments is searched for words in a row; without it that is not checked.
        alike: what the text tells about a person together (``victim: girl, 15 years``), and how many in the study
            share it; nobody at all is no person.
        threshold: how many must share it.
        few: words that so many judgments share lead to none of them.
    """
    found = [*_patterns(text), *_names(text)]
    found += _rare(alike or {}, threshold)
    if search is not None:
        found += _findable(text, search, few)
    return tuple(sorted(set(found), key=lambda one: (one.start, one.end, one.kind)))


def refuse_findable_rows(files_: Mapping[str, bytes | str]) -> None:
    """Refuse a public file that names a judgment: beside a row of attributes, an ECLI is a person.

    Raises:
        DisclosureError: a file holds an ECLI, a case number of the prosecution, or an old LJN beside rows.
    """
    patterns = _rules()["identifier"]
    for name, content in sorted(files_.items()):
        text = content if isinstance(content, str) else content.decode("utf-8", errors="replace")
        for pattern in patterns:
            if hit := re.search(pattern, text, re.IGNORECASE):
                message = f"{name} names a case ({hit[0]}) beside its rows and cannot be public; leave the key out"
                raise DisclosureError(message)


def plain_answers() -> frozenset[str]:
    """Return the words of answers that say nothing of a person where they stand in a sentence (``anders``)."""
    return frozenset(_catalogue()["plain_answers"])


def _patterns(text: str) -> Iterator[QuoteWarning]:
    for kind in _WRITTEN:
        for pattern in _rules()[kind]:
            for hit in re.finditer(pattern, text):
                yield QuoteWarning(kind, hit[0], hit.start(), hit.end(), _reasons()[kind])


def _names(text: str) -> Iterator[QuoteWarning]:
    """Yield words with a capital that begin no sentence and are no word of the law: names of persons or places."""
    known = set(_rules()["known_capitals"])
    for hit in re.finditer(r"(?<![\w\[])[A-ZÀ-Ý][\w'’-]+", text):
        before = text[: hit.start()].rstrip(" \"'“‘„(")
        begins = not before or before[-1] in ".!?:\n"
        prefix = re.search(r"\b(?:van|de|der|den|ten|ter|el|al|heer|mevrouw|meneer)$", before)
        if hit[0] not in known and (not begins or prefix):
            yield QuoteWarning("name", hit[0], hit.start(), hit.end(), _reasons()["name"])


def _rare(alike: Mapping[str, int], threshold: int) -> Iterator[QuoteWarning]:
    for told, many in alike.items():
        if 0 < many < threshold:
            yield QuoteWarning("rare", told, 0, 0, _reasons()["rare"])


def _findable(text: str, search: Search, few: float) -> Iterator[QuoteWarning]:
    """Yield the longest runs of words that stand in one or a few judgments, word for word.

    Words that many judgments share go on until few do: a sentence of usual phrases may stand in one judgment only.
    """
    words = list(re.finditer(r"[\w'’-]+", text))
    place = 0
    while place + FEWEST_WORDS <= len(words):
        size = FEWEST_WORDS
        found = search(_run(text, words, place, size=size))
        while len(found) >= few and place + size < len(words):
            size += 1
            found = search(_run(text, words, place, size=size))
        if not 0 < len(found) < few:
            place += 1
            continue
        while place + size < len(words) and search(_run(text, words, place, size=size + 1)):
            size += 1
        start, end = words[place].start(), words[place + size - 1].end()
        yield QuoteWarning("findable", text[start:end], start, end, _reasons()["findable"])
        place += size


def _run(text: str, words: list[re.Match[str]], place: int, *, size: int) -> str:
    return text[words[place].start() : words[place + size - 1].end()]


def _rules() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = _catalogue()["patterns"]
    return found


def _reasons() -> Mapping[str, str]:
    found: Mapping[str, str] = _catalogue()["reasons"]
    return found


@cache
def _catalogue() -> dict[str, Any]:
    import yaml

    content: dict[str, Any] = yaml.safe_load(files("vonnis.disclosure").joinpath("quotes.yaml").read_text("utf-8"))
    return content
