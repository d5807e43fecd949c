"""What the report sets about papers: the timeline, attention with passages, and recommendations on their grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from vonnis.disclosure.released import ReleasedTable
from vonnis.errors import DisclosureError, StudyError
from vonnis.report import document
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.charts.timeline import Beside, shown_share, timeline
from vonnis.report.document import Block, Cell, Heading, Line, Paragraph, Picture, Points, Table
from vonnis.report.papers_shown import ShownItem, ShownPaper, ShownPolicy
from vonnis.report.printing import Printer
from vonnis.report.prose.filling import Filler
from vonnis.report.prose.reading import Place

SERIES, SENTENCES = "suspects_by_year", "sentence_by_year"
"""The tables whose years stand above the timeline, where the release has them."""
_STATES_TABLE = "policy_by_state"
_LONGEST_QUOTE = 280
_MOST_DRAWN = 30
"""So many motions and commitments fit on a page as a chart; the table holds all."""
_STATES = ("carried_out", "partly", "refused", "open", "overdue", "not_adopted", "withdrawn", "replaced")


def timeline_blocks(printer: Printer) -> Iterator[Block]:
    """Yield the timeline beside the registration series, and its table; nothing where the study has no papers."""
    shown = printer.masthead.policy
    if shown is None or not shown.items:
        return
    yield _picture(shown, printer)
    yield _items_table(shown, printer)


def attention_blocks(printer: Printer) -> Iterator[Block]:
    """Yield what was searched, the papers that name the topic with a passage, and those that are silent."""
    shown = printer.masthead.policy
    if shown is None:
        return
    known = printer.words
    searched = [paper for paper in shown.papers if paper.searched]
    yield Paragraph(printer.fill("policy_searched", terms="; ".join(shown.terms), on=printer.day(shown.on)))
    naming = [paper for paper in searched if paper.passages]
    if naming:
        yield _passages_table(naming, printer)
    for key, papers in (
        ("policy_silent", [paper for paper in searched if not paper.passages]),
        ("policy_unsearched", [paper for paper in shown.papers if not paper.searched]),
    ):
        if papers:
            yield Paragraph(document.words(known[key]))
            yield Points(tuple(_named(paper, printer) for paper in papers))


def recommendation(place: Place, printer: Printer, *, filler: Filler) -> Iterator[Block]:
    """Yield a recommendation with the figures and passages that it rests on.

    Raises:
        StudyError: it rests on nothing, or on a figure or paper that the report does not have.
        DisclosureError: a figure that it rests on is withheld.
    """
    if len(place.given) < 1 or place.option("text") is None:
        message = (
            f"{place.where}: write '::: recommendation ID figures', with a line 'text: ...' and perhaps 'passages:'"
        )
        raise StudyError(message)
    id_, figures = place.given[0], place.given[1:]
    passages = [one for name, written in place.options if name == "passages" for one in written.text.split()]
    if not figures and not passages:
        message = f"{place.where}: the recommendation {id_} rests on nothing; name figures, or papers with 'passages:'"
        raise StudyError(message)
    yield Heading(printer.words["recommendation"].format(id=id_), f"recommendation-{id_.lower()}")
    for name, written in place.options:
        if name == "text" and (line := filler.line(written)):
            yield Paragraph(line, "lead")
    grounds = [_figure(name, place, printer) for name in figures]
    grounds += [_passage(name, place, printer) for name in passages]
    yield Paragraph(document.words(printer.words["rests_on"]))
    yield Points(tuple(grounds))


def _figure(id_: str, place: Place, printer: Printer) -> Line:
    """Return a figure as a ground: its label and value."""
    result = printer.release.result(id_)
    line = printer.named(id_)
    if line is None:
        message = f"{place.where}: the recommendation rests on the figure '{id_}', which the report does not have"
        raise StudyError(message)
    if any(isinstance(part, document.Number) and part.value is None for part in line):
        message = (
            f"{place.where}: the recommendation rests on the figure '{id_}', which is withheld by disclosure control; "
            "rest it on another, or take it out"
        )
        raise DisclosureError(message)
    label = result.label[printer.language] if result else id_
    basis = printer.basis(result) if result else ()
    parts = [document.words(f"{label}: "), line]
    return (
        document.joined([*parts, document.words(" ("), basis, document.words(")")]) if basis else document.joined(parts)
    )


def _passage(id_: str, place: Place, printer: Printer) -> Line:
    """Return a paper as a ground: its name and its first passage."""
    shown = printer.masthead.policy
    quotes = shown.quotes(id_) if shown else ()
    if not quotes:
        message = (
            f"{place.where}: the recommendation rests on a passage of {id_}, and the papers of the study have none; "
            "name a paper that says something, or take it out"
        )
        raise StudyError(message)
    return document.words(f"{id_}: “{_cut(quotes[0])}”")


def _picture(shown: ShownPolicy, printer: Printer) -> Picture:
    known = printer.words
    beside = Beside(printer.release.table(SERIES), printer.release.table(SENTENCES))
    words = {state: known[f"state_{state}"] for state in _STATES}
    words |= {"plans": known["policy_plans_lane"], "series": known["policy_series"]}
    words["sentences"] = known["policy_sentences"].format(column=_first_column(beside, printer))
    finding = _finding(shown, printer)
    items = shown.items[-_MOST_DRAWN:]
    rows = "; ".join([*_sentences_told(beside.sentences, printer), *(_told(item, printer) for item in items)])
    alternative = known["alt_chart"].format(finding=document.plain(finding), rows=rows)
    drawn = []
    for width in (WIDE, NARROW):
        frame = Frame(
            id=f"{printer.language}-policy-{width}",
            language=printer.language,
            width=width,
            fictional=printer.release.fictional,
        )
        chart = timeline(items, shown.papers, on=shown.on, beside=beside, words=words, frame=frame)
        drawn.append(svg_of(chart, frame, alt=alternative))
    return Picture(
        id="chart-policy",
        figure="policy",
        number="",
        finding=finding,
        subtitle=printer.fill("policy_subtitle", topic=_topic(shown, printer), on=printer.day(shown.on)),
        wide=drawn[0],
        narrow=drawn[1],
        alternative=alternative,
        notes=(
            known["policy_note"],
            *([known["policy_drawn"].format(number=len(items))] if len(items) < len(shown.items) else []),
        ),
    )


def _finding(shown: ShownPolicy, printer: Printer) -> Line:
    """Return how many items were carried out and are late, as released; without numbers where those are not there."""
    numbers = {
        part: printer.named(f"{_STATES_TABLE}.{cell}")
        for part, cell in (("done", "carried_out"), ("overdue", "overdue"), ("all", "total"))
    }
    found = {part: line for part, line in numbers.items() if line is not None}
    if len(found) < len(numbers):
        return printer.fill("policy_subtitle", topic=_topic(shown, printer), on=printer.day(shown.on))
    return printer.fill("policy_finding", on=printer.day(shown.on), **found)


def _items_table(shown: ShownPolicy, printer: Printer) -> Table:
    known = printer.words
    heads = ("policy_item", "policy_asks", "policy_term", "policy_state", "policy_events")
    return Table(
        id="table-policy",
        number="",
        caption=printer.fill("policy_caption", topic=_topic(shown, printer), on=printer.day(shown.on)),
        head=tuple(Cell(document.words(known[head])) for head in heads),
        rows=tuple(_item_row(item, printer) for item in shown.items),
        notes=document.words(known["policy_term_note"]),
        compact=True,
    )


def _item_row(item: ShownItem, printer: Printer) -> tuple[Cell, ...]:
    known = printer.words
    term = f"{_day(item.due, printer)}{'' if item.stated else '†'}"
    state = known[f"state_{item.state}"] + (f", {_day(item.settled, printer)}" if item.settled else "")
    events = "; ".join(f"{event.paper} ({known[f'says_{event.says}']})" for event in item.events)
    return (
        Cell(
            document.words(f"{item.id}, {_day(item.date, printer)}{', ' if item.actor else ''}{item.actor}"), long=True
        ),
        Cell(document.words(_cut(item.asks).rstrip(",;")), long=True),
        Cell(document.words(term)),
        Cell(document.words(state)),
        Cell(document.words(events or "–"), long=True),
    )


def _passages_table(papers: Sequence[ShownPaper], printer: Printer) -> Table:
    known = printer.words
    heads = ("policy_paper", "policy_kind", "policy_concern", "policy_passage")
    return Table(
        id="table-policy-passages",
        number="",
        caption=document.words(known["policy_passages_caption"]),
        head=tuple(Cell(document.words(known[head])) for head in heads),
        rows=tuple(
            (
                Cell(_named(paper, printer)),
                Cell(document.words(known[f"kind_{paper.kind}"])),
                Cell(document.words(known[f"concern_{paper.concern}"])),
                Cell(document.words(f"“{_cut(paper.passages[0])}”"), long=True),
            )
            for paper in papers
        ),
        compact=True,
    )


def _first_column(beside: Beside, printer: Printer) -> str:
    return beside.sentences.columns[0][printer.language] if beside.sentences else ""


def _sentences_told(table: ReleasedTable | None, printer: Printer) -> Iterator[str]:
    """Yield the share of the first column by year, for who cannot see the chart."""
    for place, head in enumerate(table.rows if table else ()):
        shown = (shown_share(table, place, language=printer.language) if table else None) or printer.words["withheld"]
        yield f"{head[printer.language]}, {table.columns[0][printer.language] if table else ''}: {shown}"


def _told(item: ShownItem, printer: Printer) -> str:
    return f"{item.id}, {_day(item.date, printer)}: {printer.words[f'state_{item.state}']}"


def _named(paper: ShownPaper, printer: Printer) -> Line:
    return document.words(f"{paper.id}, {_day(paper.date, printer)}")


def _day(day: dt.date | None, printer: Printer) -> str:
    return printer.day(day) if day else "–"


def _topic(shown: ShownPolicy, printer: Printer) -> str:
    label = shown.topic[printer.language]
    return label[:1].lower() + label[1:]


def _cut(quote: str) -> str:
    """Return a passage, cut at a word where it is long."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    return quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
