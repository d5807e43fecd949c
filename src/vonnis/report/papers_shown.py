"""What a report shows of papers beside its figures: passages, motions and commitments, as plain values.

Papers of parliament are published, so their words may be quoted; the numbers about them pass the gate like all others.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

Text = dict[str, str]
ShownState = Literal["carried_out", "partly", "refused", "open", "overdue", "not_adopted", "withdrawn", "replaced"]


class ShownPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper: its id, day, kind and title, how far it goes towards the group, and its passages about the topic.

    ``searched`` is False where there is no text; such a paper is never called silent.
    """

    id: str
    date: dt.date | None
    kind: str
    title: str
    concern: str
    searched: bool
    passages: tuple[str, ...] = ()


class ShownEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What a later paper says about a motion or commitment."""

    date: dt.date | None
    paper: str
    says: str
    quote: str


class ShownItem(msgspec.Struct, frozen=True, kw_only=True):
    """A motion or commitment: what it asks or promises, its term, and where it stands."""

    id: str
    kind: Literal["motion", "commitment"]
    date: dt.date | None
    due: dt.date | None
    stated: bool
    state: ShownState
    settled: dt.date | None
    actor: str
    asks: str
    events: tuple[ShownEvent, ...] = ()


class ShownPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a report shows of papers.

    Attributes:
        topic: the name of the topic in each language.
        on: the day of the count.
        papers: all papers, the oldest first.
        items: motions and commitments about the topic, the oldest first.
        terms: what was searched for.
    """

    topic: Text
    on: dt.date
    papers: tuple[ShownPaper, ...]
    items: tuple[ShownItem, ...]
    terms: tuple[str, ...] = ()

    def quotes(self, id_: str) -> tuple[str, ...]:
        """Return the passages that a paper, motion or commitment is shown with; none where it is not shown."""
        found = [quote for paper in self.papers if paper.id == id_ for quote in paper.passages]
        found += [item.asks for item in self.items if item.id == id_]
        found += [event.quote for item in self.items for event in item.events if event.paper == id_]
        return tuple(dict.fromkeys(found))
