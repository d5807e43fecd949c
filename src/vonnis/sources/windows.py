"""Listing what an index holds for a span of days, so that the list is provably whole.

An index announces how many lines it found. A list is proven when the distinct lines of one pass are as many as were
announced, with the same announcement on each of its pages. What fits on one page cannot move between pages, so a span
that does not fit is split. Where a day alone does not fit, or the numbers disagree, passes are repeated, in both
directions; what still disagrees is not proven, and is said.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import msgspec

from vonnis.errors import ServiceError
from vonnis.sources.source import Entry, IndexPage, Query, Request, outside

AskPage = Callable[[Query, int, bool], IndexPage]
"""Returns the page of an index from an offset on, oldest or newest changes first."""
Follow = Callable[[Request], IndexPage]
"""Returns the page that an answer links to as its next one."""

_PASSES = 6
_PASSES_BEFORE_SPLIT = 3
_MOST_PARTS = 64
_TELLING = 20
_FILL = 0.7
"""How full a page may become in the spans that a span is split into: days differ, and a new split costs requests."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What an index lists for a span.

    Attributes:
        entries: the lines that belong to the question, each ECLI once, in the order of their ECLIs.
        strays: how many lines came that do not belong to it.
        announced: how many lines the index announced, less the strays.
        doubt: why the list is not proven, or None where it is.
    """

    entries: tuple[Entry, ...]
    strays: int
    announced: int
    doubt: str | None = None


class Split(msgspec.Struct, frozen=True):
    """The spans to list instead, because this one does not fit on a page or its numbers disagree."""

    spans: tuple[tuple[dt.date, dt.date], ...]


class _Pass(msgspec.Struct, frozen=True):
    """One reading of an index from its first page to its last."""

    announced: tuple[int, ...]
    lines: dict[str, Entry]

    @property
    def proven(self) -> bool:
        return set(self.announced) == {len(self.lines)}


def list_window(query: Query, ask: AskPage, *, page_size: int, follow: Follow | None = None) -> Listed | Split:
    """Return the lines for a question, proven where the index allows it, or the spans to split it into.

    Pages are asked for by offset; where an answer links to its next page and ``follow`` is given, the link is taken.
    """
    union: dict[str, Entry] = {}
    passes: list[_Pass] = []
    for turn in range(_PASSES):
        first = ask(query, 0, turn % 2 == 1)
        _must_heed(query, first)
        if query.days > 1 and max(first.announced, len(first.entries)) >= page_size:
            return _split(query, int(first.announced / (page_size * _FILL)) + 1)
        read = _read(query, _Asking(ask, follow, turn % 2 == 1, page_size), first)
        passes.append(read)
        union = _merged(union, read.lines)
        # A fault can make a page empty, and nothing on it would show that; so an empty list is asked for twice.
        if read.proven and len(read.lines) >= len(union) and (read.lines or turn):
            return _listed(query, read.lines, len(read.lines))
        if turn + 1 == _PASSES_BEFORE_SPLIT and query.days > 1:
            return _split(query, 2)
    return _unproven(query, union, passes)


def _must_heed(query: Query, page: IndexPage) -> None:
    """Stop where the index answers with other days than were asked for, since no list of them would ever be whole."""
    strays = sum(outside(query, entry) is not None for entry in page.entries)
    if strays >= _TELLING and strays == len(page.entries):
        message = (
            f"the index does not heed what it is asked: of {strays} lines for {query.first.isoformat()} to "
            f"{query.last.isoformat()} none belongs to it; try again later, or report it"
        )
        raise ServiceError(message)


class _Asking(msgspec.Struct, frozen=True):
    """How the pages of one pass are asked for."""

    ask: AskPage
    follow: Follow | None
    newest_first: bool
    page_size: int

    def next(self, query: Query, page: IndexPage, *, known: int) -> IndexPage:
        """Return the page after a page: the one that it links to, else the one at the offset of what is known."""
        if self.follow is not None and page.following is not None:
            return self.follow(page.following)
        return self.ask(query, known, self.newest_first)


def _read(query: Query, asking: _Asking, first: IndexPage) -> _Pass:
    """Read on from a first page until nothing new comes, overlapping where sources differ on the offset."""
    announced = [first.announced]
    lines: dict[str, Entry] = {}
    page = first
    while True:
        before = len(lines)
        lines = _merged(lines, {entry.ecli: entry for entry in _sorted(page.entries)})
        whole = page.following is None and len(page.entries) < asking.page_size and len(lines) >= max(announced)
        if whole or len(lines) == before:
            return _Pass(tuple(announced), lines)
        page = asking.next(query, page, known=len(lines))
        announced.append(page.announced)


def _sorted(entries: tuple[Entry, ...]) -> list[Entry]:
    """Put the lines so that of two for one ECLI the later change comes last and holds."""
    return sorted(entries, key=lambda entry: entry.updated or "")


def _merged(one: dict[str, Entry], other: dict[str, Entry]) -> dict[str, Entry]:
    result = dict(one)
    for ecli, entry in other.items():
        if ecli not in result or (result[ecli].updated or "") <= (entry.updated or ""):
            result[ecli] = entry
    return result


def _listed(query: Query, lines: dict[str, Entry], announced: int, doubt: str | None = None) -> Listed:
    kept = [lines[ecli] for ecli in sorted(lines) if outside(query, lines[ecli]) is None]
    strays = len(lines) - len(kept)
    return Listed(entries=tuple(kept), strays=strays, announced=announced - strays, doubt=doubt)


def _unproven(query: Query, union: dict[str, Entry], passes: list[_Pass]) -> Listed:
    """Return the best that is known when the numbers never agreed within one pass."""
    ((usual, times),) = Counter(number for read in passes for number in read.announced).most_common(1)
    agreed = times > len(passes) / 2
    if len(union) == usual and agreed:
        # The lines moved while they were read, but all passes together give what was announced throughout.
        return _listed(query, union, usual)
    days = f"{query.first.isoformat()} to {query.last.isoformat()}"
    if len(union) > usual and all(len(read.lines) == len(union) for read in passes):
        # Every pass gives the same lines, more than the index itself counts: nothing is missing from what it gives.
        return _listed(query, union, len(union))
    announced = max(usual, len(union))
    doubt = f"the index announces {usual} for {days}, but gives {len(union)} in {len(passes)} passes"
    return _listed(query, union, announced, doubt)


def _split(query: Query, parts: int) -> Split:
    """Split a span into so many spans of about the same number of days."""
    parts = max(2, min(parts, query.days, _MOST_PARTS))
    edges = [query.days * part // parts for part in range(parts + 1)]
    spans = tuple(
        (query.first + dt.timedelta(days=start), query.first + dt.timedelta(days=end - 1))
        for start, end in pairwise(edges)
    )
    return Split(spans)
