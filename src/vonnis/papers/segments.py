"""The sentences and paragraphs of a paper, as stretches of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?][)\]\"'’”]*\s+(?=[\"'‘“(]*[A-ZÀ-Ý0-9•–-])")
_CUT_SHORT = frozenset({
    "nr", "nrs", "no", "art", "artt", "blz", "bijv", "bv", "c.s", "d.d", "dhr", "mevr", "mr", "dr", "drs",
    "ir", "ing", "prof", "jl", "ca", "e.d", "e.o", "etc", "evt", "excl", "incl", "i.c", "i.h.b", "lid",
    "m.b.t", "m.n", "mln", "mld", "o.a", "o.m", "p", "resp", "s", "sr", "st", "stb", "stcrt", "tel", "t.a.v",
    "t.b.v", "t.o.v", "t.v.v", "vgl", "z.s.m", "zgn", "aanh", "hand",
})  # fmt: skip
"""Words that end in a full stop without ending a sentence."""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretch of each line with words."""
    for line in _LINE.finditer(text):
        if not line.group().isspace():
            yield line.span()


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the stretches of the sentences of a text, in order; none runs over a line end."""
    found = []
    for start, end in paragraphs(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            word = text[begin : stop.start()].rpartition(" ")[2].lstrip("(").lower()
            if word in _CUT_SHORT or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"\d{1,2}", word):
                continue
            last = stop.end() - (len(stop.group()) - len(stop.group().rstrip()))
            found.append((begin, last))
            begin = stop.end()
        if begin < end:
            found.append((begin, end))
    return found
