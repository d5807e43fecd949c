"""What a machine finds in one paper: its kind, topics with passages, the group concerned, money, promises, status.

Everything has its passage. A machine proposes; people code, and agreement says how well it does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from vonnis.judgment.span import Span
from vonnis.papers.amounts import Amount, find_amounts
from vonnis.papers.deadlines import find_deadline
from vonnis.papers.kinds import kind_of
from vonnis.papers.lexicon import Lexicon
from vonnis.papers.paper import Kind, Outcome, Paper
from vonnis.papers.segments import sentences
from vonnis.papers.terms import Term, find_term, opened

MACHINE = "vonnis-papers-1"
"""The name and version of these rules, as the coder of machine codings."""
Concern = Literal["not_named", "named", "measure", "measure_with_budget"]
CONCERNS: tuple[Concern, ...] = ("not_named", "named", "measure", "measure_with_budget")
"""How far a paper goes towards the group concerned, from nothing to money."""
_GOVERNMENT = frozenset({"plan", "letter", "answer", "commitment", "minutes"})
"""Papers in which the government speaks; what a member asks for is no measure."""


_HEAD_GAP = 8
"""The most line ends between two fields of a printed head: a title may run over some lines."""
_GOES_ON = ("hiervoor", "daarvoor", "hiermee", "dit kost", "de kosten", "voor deze")
"""How a sentence begins that says what the measure before it costs."""


class TopicPassage(msgspec.Struct, frozen=True):
    """A sentence about a topic: the topic, the sentence, and the words by which it was found."""

    topic: str
    span: Span
    words: Span


class Promise(msgspec.Struct, frozen=True):
    """A promise to the House: the sentence, and the day by which it is to be kept (None where none is stated)."""

    span: Span
    due: dt.date | None = None
    term: Span | None = None


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one paper.

    Attributes:
        paper: its id.
        date: of the paper.
        kind: with ``kind_evidence`` where the text tells it.
        words: the number of words searched; nought for a paper without text.
        sentences: the number of sentences searched.
        topics: the sentences about each topic, in order.
        concern: how far the paper goes towards the group; with ``concern_evidence``, one passage a step.
        amounts: the money that it names.
        promises: what it promises the House.
        asked_by: the day by which a motion asks for something.
        outcome: the last decision of the House about it; None where none is known.
        outcome_date: its day.
    """

    paper: str
    date: dt.date | None
    kind: Kind
    kind_evidence: Span | None = None
    words: int = 0
    sentences: int = 0
    characters: int = 0
    topics: tuple[TopicPassage, ...] = ()
    concern: Concern = "not_named"
    concern_evidence: tuple[Span, ...] = ()
    money: tuple[Span, ...] = ()
    amounts: tuple[Amount, ...] = ()
    promises: tuple[Promise, ...] = ()
    asked_by: dt.date | None = None
    outcome: Outcome | None = None
    outcome_date: dt.date | None = None

    def about(self, topic: str) -> tuple[TopicPassage, ...]:
        """Return the passages about a topic."""
        return tuple(one for one in self.topics if one.topic == topic)


def find(paper: Paper, lexicon: Lexicon) -> Findings:
    """Return what the lexicon finds in a paper."""
    text = paper.text
    kind = kind_of(paper)
    body = _body(paper)
    parts = [part for part in sentences(text) if part[0] >= body] if text else []
    topics = tuple(_topics(text, parts, lexicon))
    concern, evidence, money = _concern(paper, parts, lexicon, topics=topics, kind=kind.kind)
    last = paper.decisions[-1] if paper.decisions else None
    return Findings(
        paper=paper.id,
        date=paper.date,
        kind=kind.kind,
        kind_evidence=kind.evidence,
        words=len(text[body:].split()),
        sentences=len(parts),
        characters=sum(end - start for start, end in parts),
        topics=topics,
        concern=concern,
        concern_evidence=evidence,
        money=money,
        amounts=tuple(find_amounts(text)),
        promises=tuple(_promises(paper, parts, lexicon))
        if kind.kind in {"letter", "plan", "answer", "minutes"}
        else (),
        asked_by=_asked_by(paper, parts) if kind.kind == "motion" else None,
        outcome=last.outcome if last else None,
        outcome_date=last.date if last else None,
    )


def _body(paper: Paper) -> int:
    """Return where the text begins after the printed head, since the title of a dossier is not what a paper says.

    The lines of a head lie together at the top, and its number stands below a session or dossier; a line further down
    that looks like one of them is text.
    """
    body = 0
    for field in ("session", "dossier", "dossier_title", "number"):
        span = paper.evidence.get(field)
        if span is None or span.end <= body or (field == "number" and body == 0):
            continue
        if paper.text.count("\n", body, span.start) > _HEAD_GAP:
            break
        body = span.end
    return body


def _topics(text: str, parts: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterator[TopicPassage]:
    found = []
    for order, topic in enumerate(lexicon.topics):
        terms = tuple(term.term for term in topic.terms)
        for start, end in opened(terms, text, parts=parts):
            if place := _first_of(topic.terms, text, start, end):
                found.append((start, order, TopicPassage(topic.id, Span.of(text, start, end), Span.of(text, *place))))
    return (one for _, _, one in sorted(found, key=lambda each: each[:2]))


def _first_of(terms: Sequence[Term], text: str, start: int, end: int) -> tuple[int, int] | None:
    found = (find_term(term, text, start=start, end=end) for term in terms)
    return min((one for one in found if one is not None), default=None)


def _concern(
    paper: Paper,
    parts: Sequence[tuple[int, int]],
    lexicon: Lexicon,
    *,
    topics: Sequence[TopicPassage],
    kind: Kind,
) -> tuple[Concern, tuple[Span, ...], tuple[Span, ...]]:
    """Return how far a paper goes towards the group, with a passage for each step, and the money of its measures."""
    group = lexicon.group
    named = [one for one in topics if group is not None and one.topic == group.id]
    if not named:
        return "not_named", (), ()
    text = paper.text
    measures = [one for one in named if kind in _GOVERNMENT and _is_measure(text, one.span, lexicon)]
    if not measures:
        return "named", (named[0].span,), ()
    places = {start: place for place, (start, _) in enumerate(parts)}
    paid = [(one, money) for one in measures if (money := _money_of(text, parts, places[one.span.start]))]
    if not paid:
        return "measure", (named[0].span, measures[0].span), ()
    first, money = paid[0]
    every = {span.start: span for _, spans in paid for span in spans}
    return "measure_with_budget", (named[0].span, first.span, *money), tuple(every.values())


def _is_measure(text: str, span: Span, lexicon: Lexicon) -> bool:
    if _first_of(lexicon.no_measure, text, span.start, span.end):
        return False
    return _first_of(lexicon.measures, text, span.start, span.end) is not None


def _money_of(text: str, parts: Sequence[tuple[int, int]], place: int) -> tuple[Span, ...]:
    """Return the amounts in the sentence of a measure, or in the next one that says what it costs."""
    start, end = parts[place]
    found = tuple(Span.of(text, one.start, one.end) for one in find_amounts(text, start, end))
    if found or place + 1 == len(parts):
        return found
    next_start, next_end = parts[place + 1]
    if "\n" in text[end:next_start] or not text[next_start:next_end].lower().startswith(_GOES_ON):
        return ()
    return tuple(Span.of(text, one.start, one.end) for one in find_amounts(text, next_start, next_end))


def _promises(paper: Paper, parts: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterator[Promise]:
    text = paper.text
    if not lexicon.promises:
        return
    for start, end in opened(tuple(term.term for term in lexicon.promises), text, parts=parts):
        if _first_of(lexicon.promises, text, start, end) is None:
            continue
        due = find_deadline(text, start, end, written=paper.held or paper.date)
        term = Span.of(text, due.start, due.end) if due else None
        yield Promise(Span.of(text, start, end), due.day if due else None, term)


def _asked_by(paper: Paper, parts: Sequence[tuple[int, int]]) -> dt.date | None:
    """Return the day by which a motion asks for something, in what it asks the government to do."""
    for start, end in parts:
        if paper.text.startswith(("verzoekt", "Verzoekt", "spreekt uit"), start):
            due = find_deadline(paper.text, start, end, written=paper.date)
            if due:
                return due.day
    return None
