"""Whether what a coder read still stands in the text of a document as it is today.

Where the text at the time was noted (:class:`vonnis.study.coding.Seen`), the same text, or the same words in lines that
are the same from end to end, tell that it stands: an answer may rest on the words beside its passage too. Where it was
not noted, the words at their place do, and their absence from the whole text tells that they are gone; words that stand
elsewhere tell nothing, as they may have stood there before too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Literal, TypeVar

import msgspec

from vonnis.judgment.span import Span
from vonnis.study.coding import Coding, Evidence, Locator, Passage, Seen

Since = Literal["same", "stands", "gone", "not_known"]
"""The text is the same; it changed, but not where the passage stands; the passage changed; nothing tells."""
Place = TypeVar("Place", bound=Evidence)


class Found(msgspec.Struct, frozen=True):
    """What today's text says of a place that was noted; ``span`` is the passage where it stands today."""

    since: Since
    span: Span | None = None


def as_seen(place: Place, text: str) -> Place:
    """Return a passage or locator with what the text of its document is now."""
    lines = ""
    if isinstance(place, Passage) and 0 <= place.start < place.end <= len(text):
        lines = _digest(_lines(text, place.start, place.end))
    return msgspec.structs.replace(place, seen=Seen(_digest(text), lines))


def found_again(place: Evidence, text: str | None) -> Found:
    """Return whether a place still stands in the text of its document; None where there is no text today."""
    if text is None:
        return Found("not_known")
    seen = place.seen if isinstance(place.seen, Seen) else None
    same = seen is not None and seen.text == _digest(text)
    if isinstance(place, Locator):
        return Found("same" if same else "not_known" if seen is None else "gone")
    if same:
        fits = 0 <= place.start < place.end <= len(text)
        return Found("same", Span.of(text, place.start, place.end) if fits else None)
    if not place.quote:
        return Found("not_known" if seen is None else "gone")
    start = next(_starts(place, text, seen), None)
    if start is not None:
        return Found("stands", Span(start, start + len(place.quote), place.quote))
    return Found("not_known" if seen is None and place.quote in text else "gone")


def _starts(place: Passage, text: str, seen: Seen | None) -> Iterator[int]:
    """Yield where the words of a passage stand today: in the same lines where these were noted, else at their place."""
    if seen is None:
        yield from [place.start] if text.startswith(place.quote, place.start) else []
        return
    at = text.find(place.quote)
    while at >= 0:
        if _digest(_lines(text, at, at + len(place.quote))) == seen.lines:
            yield at
        at = text.find(place.quote, at + 1)


def noted(coding: Coding, texts: Mapping[str, str]) -> Coding:
    """Return a coding whose places tell what the texts of their documents are now, as far as these are known."""
    places = (as_seen(place, texts[place.document]) if place.document in texts else place for place in coding.evidence)
    return msgspec.structs.replace(coding, evidence=tuple(places))


def _lines(text: str, start: int, end: int) -> str:
    """Return the whole lines that a stretch of a text stands in."""
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if last < 0 else last]


@lru_cache(maxsize=64)
def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
