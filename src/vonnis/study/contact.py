"""How contact came about, per victim: the machine reads it per judgment, the sentence around it says of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vonnis.extraction.record import Channel
from vonnis.judgment.span import Span
from vonnis.study.selection import ReadJudgment
from vonnis.study.value import Datum, Known, Source, not_stated, unclear

_SENTENCE_END = re.compile(r"[.!?;]\s")


def same_placeholder(one: str | None, other: str | None) -> bool:
    """Tell whether two placeholders are the same: ``[Slachtoffer 1]`` and ``slachtoffer 1`` are."""
    return one is not None and other is not None and _bare(one) == _bare(other)


def channels_by_victim(judgment: ReadJudgment, placeholders: Sequence[str]) -> dict[str, Datum[tuple[str, ...]]]:
    """Return the contact channels for each victim of a judgment, sorted and once each.

    A passage belongs to the victims that its sentence names, else its paragraph; in a judgment about one victim it
    belongs to that victim. A passage that names none of several victims makes the channel of all of them unclear.
    """
    found: dict[str, list[Channel]] = {placeholder: [] for placeholder in placeholders}
    loose: list[Channel] = []
    for channel in judgment.record.contact_channels:
        named = placeholders if len(placeholders) == 1 else _named_near(judgment.text, channel.evidence, placeholders)
        if not named:
            loose.append(channel)
        for placeholder in named:
            found[placeholder].append(channel)
    return {placeholder: _datum(judgment.key, own, loose) for placeholder, own in found.items()}


def _datum(key: str, own: Sequence[Channel], loose: Sequence[Channel]) -> Datum[tuple[str, ...]]:
    sources = tuple(Source(key, channel.evidence) for channel in own or loose)
    if own:
        return Known(tuple(sorted({channel.class_ for channel in own})), sources)
    if loose:
        return unclear("the judgment says how contact came about, but not with whom", sources)
    return not_stated("the judgment does not say how contact came about")


def _named_near(text: str, span: Span, placeholders: Sequence[str]) -> list[str]:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    paragraph = text[start : end if end >= 0 else len(text)]
    for stretch in (_sentence(paragraph, span.start - start, span.end - start), paragraph):
        words = _bare(stretch)
        named = [
            placeholder
            for placeholder in placeholders
            # "slachtoffer 1" must not be found in "slachtoffer 12".
            if re.search(re.escape(_bare(placeholder)) + r"(?!\d)", words)
        ]
        if named:
            return named
    return []


def _sentence(paragraph: str, start: int, end: int) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph)]
    first = max((stop for stop in ends if stop <= start), default=0)
    last = min((stop for stop in ends if stop >= end), default=len(paragraph))
    return paragraph[first:last]


def _bare(placeholder: str) -> str:
    return re.sub(r"[^\w]+", "", placeholder.casefold())
