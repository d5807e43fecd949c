"""What was found in papers as records and tables that other programs read: JSON Lines and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vonnis.judgment.span import Span
from vonnis.located.spreadsheet import write_table
from vonnis.papers.attention import Attention, PaperAttention, YearAttention
from vonnis.papers.commitments import Tracked
from vonnis.papers.finding import MACHINE, Findings
from vonnis.papers.paper import Paper
from vonnis.papers.resolving import Reference
from vonnis.workflow.papers import Read


def paper_record(paper: Paper, found: Findings, *, references: Sequence[Reference]) -> dict[str, Any]:
    """Return one paper with everything that the machine found in it; every passage is ``{start, end, quote}``."""
    return {
        "id": paper.id,
        "origin": paper.origin,
        "title": paper.title,
        "date": _day(paper.date),
        "kind": found.kind,
        "dossiers": list(paper.dossiers),
        "number": paper.number,
        "session": paper.session,
        "actors": [{"name": one.name, "party": one.party, "office": one.office} for one in paper.actors],
        "outcome": found.outcome,
        "outcome_date": _day(found.outcome_date),
        "text_sha256": paper.text_sha256,
        "machine": MACHINE,
        "words": found.words,
        "topics": [{"topic": one.topic, **_span(one.span), "words": one.words.quote} for one in found.topics],
        "concern": {"level": found.concern, "evidence": [_span(one) for one in found.concern_evidence]},
        "amounts": [
            {**_span(paper.span(one.start, one.end)), "euros": one.euros, "yearly": one.yearly} for one in found.amounts
        ],
        "promises": [{**_span(one.span), "due": _day(one.due)} for one in found.promises],
        "asked_by": _day(found.asked_by),
        "references": [_reference(paper, one) for one in references],
        "evidence": {field: _span(span) for field, span in sorted(paper.evidence.items())},
    }


def paper_records(read: Read) -> Iterator[dict[str, Any]]:
    """Yield a record for each paper, in the order of their ids."""
    for paper in read.papers:
        yield paper_record(paper, read.findings[paper.id], references=read.references[paper.id])


def attention_record(found: Attention) -> dict[str, Any]:
    """Return the attention for a topic: the set that was searched, years, papers, and who is silent."""
    searched = found.searched
    return {
        "topic": found.topic,
        "label": found.label,
        "searched": {
            "papers": searched.papers,
            "without_text": list(searched.without_text),
            "words": searched.words,
            "first": searched.first or None,
            "last": searched.last or None,
            "terms": list(searched.terms),
            "lexicon": searched.lexicon,
        },
        "years": [dict(zip(YEAR_COLUMNS, _year_row(one), strict=True)) for one in found.years],
        "papers": [
            {
                **dict(zip(PAPER_COLUMNS, _paper_row(one), strict=True)),
                "evidence": [_span(span) for span in one.passages],
            }
            for one in found.papers
        ],
        "silent": [one.paper for one in found.silent],
    }


def tracked_record(one: Tracked) -> dict[str, Any]:
    """Return a motion or promise with what became of it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "date": _day(one.date),
        "actor": one.actor,
        "paper": one.paper,
        "text": _span(one.text),
        "outcome": one.outcome,
        "due": _day(one.due),
        "due_stated": one.stated,
        "state": one.state,
        "settled": _day(one.settled),
        "days_late": one.days_late,
        "events": [
            {"paper": event.paper, "date": _day(event.date), "says": event.says, **_span(event.passage)}
            for event in one.events
        ],
    }


PAPER_COLUMNS = (
    *("paper", "date", "kind", "searched", "passages", "share", "concern", "money", "money_yearly"),
)  # fmt: skip
YEAR_COLUMNS = (
    *("year", "papers", "searched", "naming", "passages", "share", "measures", "budget", "money", "money_yearly"),
)  # fmt: skip
TRACKED_COLUMNS = (
    *("id", "kind", "date", "actor", "paper", "outcome", "due", "due_stated", "state", "settled", "days_late", "text"),
)  # fmt: skip
EVENT_COLUMNS = ("id", "paper", "date", "says", "start", "end", "passage")
PASSAGE_COLUMNS = ("paper", "date", "start", "end", "passage")


def attention_files(found: Attention) -> dict[str, bytes]:
    """Return the tables of the attention for a topic by file name: papers, years, passages."""
    passages = [
        (one.paper, one.date, span.start, span.end, span.quote) for one in found.papers for span in one.passages
    ]
    return {
        "attention_papers.csv": table_bytes(PAPER_COLUMNS, map(_paper_row, found.papers)),
        "attention_years.csv": table_bytes(YEAR_COLUMNS, map(_year_row, found.years)),
        "attention_passages.csv": table_bytes(PASSAGE_COLUMNS, passages),
    }


def tracked_files(tracked: Sequence[Tracked]) -> dict[str, bytes]:
    """Return the tables of motions and promises by file name: one row each, and one an event."""
    events = [
        (one.id, event.paper, _day(event.date), event.says, event.passage.start, event.passage.end, event.passage.quote)
        for one in tracked
        for event in one.events
    ]
    rows = [
        (
            *(one.id, one.kind, _day(one.date), one.actor, one.paper, one.outcome, _day(one.due), int(one.stated)),
            *(one.state, _day(one.settled), one.days_late, one.text.quote),
        )
        for one in tracked
    ]
    return {"commitments.csv": table_bytes(TRACKED_COLUMNS, rows), "events.csv": table_bytes(EVENT_COLUMNS, events)}


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV for spreadsheets; an absent value is an empty cell."""
    return write_table(columns, rows).encode()


def _paper_row(one: PaperAttention) -> tuple[object, ...]:
    return (
        *(one.paper, one.date, one.kind, int(one.searched), len(one.passages), one.share, one.concern),
        *(one.money, one.money_yearly),
    )


def _year_row(one: YearAttention) -> tuple[object, ...]:
    return (
        *(one.year, one.papers, one.searched, one.naming, one.passages, one.share, one.measures, one.budget),
        *(one.money, one.money_yearly),
    )


def _reference(paper: Paper, one: Reference) -> dict[str, Any]:
    mention = one.mention
    return {
        **_span(paper.span(mention.start, mention.end)),
        "form": mention.form,
        "paper": one.paper,
        "rule": one.rule or None,
        "reason": one.reason,
        "candidates": list(one.candidates),
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote}


def _day(day: object) -> str | None:
    return None if day is None else str(day)
