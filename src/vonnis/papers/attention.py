"""How much attention papers give to a topic: passages, share of the text, measures, money; per paper and per year.

Silence is a finding only over a stated set of papers: what was searched stands beside it, and a paper whose text is
not at hand was not searched.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vonnis.judgment.span import Span
from vonnis.papers.finding import CONCERNS, Concern, Findings
from vonnis.papers.paper import Kind

_NO_YEAR = 0


class PaperAttention(msgspec.Struct, frozen=True, kw_only=True):
    """What one paper says about a topic.

    Attributes:
        paper: its id.
        date: its day in ISO form, or an empty text.
        kind: what it is.
        searched: whether its text was at hand.
        passages: the sentences about the topic.
        share: their share of the characters of all sentences, 0 to 1; None where nothing was searched.
        concern: how far the paper goes, where the topic is the group concerned; else ``named`` or ``not_named``.
        money: euros in measures for the group, once and each year.
    """

    paper: str
    date: str
    kind: Kind
    searched: bool
    passages: tuple[Span, ...] = ()
    share: float | None = None
    concern: Concern = "not_named"
    money: float = 0.0
    money_yearly: float = 0.0


class YearAttention(msgspec.Struct, frozen=True, kw_only=True):
    """What the papers of one year say about a topic; ``year`` is nought for papers without a date.

    ``papers`` counts all, ``searched`` those with a text, ``naming`` those that name the topic, ``measures`` those
    with a measure for it, ``budget`` those with money for it; ``share`` is that of all text that was searched.
    """

    year: int
    papers: int
    searched: int
    naming: int
    passages: int
    share: float | None
    measures: int
    budget: int
    money: float
    money_yearly: float


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What was searched: papers with a text, their words, papers without a text, the first and last day, the terms."""

    papers: int
    without_text: tuple[str, ...]
    words: int
    first: str
    last: str
    terms: tuple[str, ...]
    lexicon: str


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """The attention for a topic over a set of papers, and what was searched."""

    topic: str
    label: dict[str, str]
    papers: tuple[PaperAttention, ...]
    years: tuple[YearAttention, ...]
    searched: Searched

    @property
    def silent(self) -> tuple[PaperAttention, ...]:
        """The papers that were searched and say nothing about the topic."""
        return tuple(one for one in self.papers if one.searched and not one.passages)


def paper_attention(found: Findings, topic: str, *, is_group: bool) -> PaperAttention:
    """Return what one paper says about a topic."""
    passages = tuple(one.span for one in found.about(topic))
    said = sum(span.end - span.start for span in passages)
    concern: Concern = found.concern if is_group else ("named" if passages else "not_named")
    places = {span.start for span in found.money} if is_group else set()
    amounts = [one for one in found.amounts if one.start in places]
    return PaperAttention(
        paper=found.paper,
        date=found.date.isoformat() if found.date else "",
        kind=found.kind,
        searched=found.words > 0,
        passages=passages,
        share=said / found.characters if found.characters else None,
        concern=concern,
        money=sum(one.euros for one in amounts if not one.yearly),
        money_yearly=sum(one.euros for one in amounts if one.yearly),
    )


def attention(
    findings: Sequence[Findings],
    topic: str,
    *,
    label: dict[str, str],
    terms: Sequence[str],
    lexicon: str,
    is_group: bool,
) -> Attention:
    """Return the attention for a topic over a set of papers, in the order of their days."""
    ordered = sorted(findings, key=lambda one: (str(one.date or ""), one.paper))
    papers = tuple(paper_attention(one, topic, is_group=is_group) for one in ordered)
    by_year: dict[int, list[tuple[Findings, PaperAttention]]] = {}
    for found, one in zip(ordered, papers, strict=True):
        by_year.setdefault(found.date.year if found.date else _NO_YEAR, []).append((found, one))
    dates = [one.date for one in papers if one.date]
    return Attention(
        topic=topic,
        label=label,
        papers=papers,
        years=tuple(_year(year, by_year[year]) for year in sorted(by_year)),
        searched=Searched(
            papers=sum(one.searched for one in papers),
            without_text=tuple(one.paper for one in papers if not one.searched),
            words=sum(one.words for one in findings),
            first=min(dates, default=""),
            last=max(dates, default=""),
            terms=tuple(terms),
            lexicon=lexicon,
        ),
    )


def _year(year: int, pairs: Sequence[tuple[Findings, PaperAttention]]) -> YearAttention:
    characters = sum(found.characters for found, _ in pairs)
    papers = [one for _, one in pairs]
    said = sum(span.end - span.start for one in papers for span in one.passages)
    measure, budget = CONCERNS.index("measure"), CONCERNS.index("measure_with_budget")
    return YearAttention(
        year=year,
        papers=len(papers),
        searched=sum(one.searched for one in papers),
        naming=sum(bool(one.passages) for one in papers),
        passages=sum(len(one.passages) for one in papers),
        share=said / characters if characters else None,
        measures=sum(CONCERNS.index(one.concern) >= measure for one in papers),
        budget=sum(CONCERNS.index(one.concern) >= budget for one in papers),
        money=sum(one.money for one in papers),
        money_yearly=sum(one.money_yearly for one in papers),
    )
