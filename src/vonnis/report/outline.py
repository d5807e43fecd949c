"""The order of the report: which figures and tables stand in which chapter, and what is said about them."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from vonnis.report.words import data

Text = dict[str, str]
ChartKind = Literal["none", "bars", "people", "series", "flow", "stacks"]


class Mean(msgspec.Struct, frozen=True, rename={"from_": "from"}, forbid_unknown_fields=True):
    """A mean drawn over rows of a series: the figure, and the heads of the first and last row."""

    figure: str
    from_: str
    to: str


class TablePlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a table stands, how it is drawn, and the sentence that its chart shows."""

    id: str
    chart: ChartKind = "none"
    tint: str = "accent"
    finding: Text | None = None
    mean: Mean | None = None


class ChapterPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One chapter: sentences, figures by id, tables."""

    id: str
    title: Text
    paragraphs: tuple[Text, ...] = ()
    figures: tuple[str, ...] = ()
    tables: tuple[TablePlace, ...] = ()


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole report: key-figure cards (six at most), figures set beside the reference study, and chapters."""

    cards: tuple[str, ...]
    estimates: tuple[str, ...]
    summary: tuple[Text, ...]
    chapters: tuple[ChapterPlan, ...]


@cache
def outline() -> Outline:
    """Return the shipped outline."""
    return msgspec.convert(data("outline.yaml"), Outline)
