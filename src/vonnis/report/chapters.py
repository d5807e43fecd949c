"""What stands in the page, chapter by chapter, in one language: the template only sets it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from vonnis.disclosure.released import Decision, Release, ReleasedResult, ReleasedTable
from vonnis.report.drawings import Drawing, drawing_of, estimates_drawing
from vonnis.report.formats import date
from vonnis.report.masthead import Masthead, Reference
from vonnis.report.outline import ChapterPlan, Outline, TablePlace
from vonnis.report.printing import Printer
from vonnis.report.words import Language, data


class TableView(msgspec.Struct, frozen=True):
    """A table and its chart, if it has one."""

    table: ReleasedTable
    drawing: Drawing | None
    order: tuple[int, ...]


class ChapterView(msgspec.Struct, frozen=True, kw_only=True):
    """One chapter in one language."""

    id: str
    title: str
    paragraphs: tuple[Markup, ...] = ()
    figures: tuple[ReleasedResult, ...] = ()
    tables: tuple[TableView, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """A figure of this report, and the same of the reference study."""

    reference: Reference
    result: ReleasedResult | None


class Withheld(msgspec.Struct, frozen=True):
    """Decisions about one table or figure, said together: the label, how many numbers, and the reasons."""

    label: str
    numbers: int
    reasons: tuple[str, ...]


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report in one language."""

    language: Language
    printer: Printer
    masthead: Masthead
    release: Release
    day: str
    cards: tuple[ReleasedResult, ...]
    summary: tuple[Markup, ...]
    comparisons: tuple[Comparison, ...]
    estimates: Drawing | None
    chapters: tuple[ChapterView, ...]
    definitions: tuple[ReleasedResult | ReleasedTable, ...]
    methods: str
    how_made: tuple[Markup, ...]
    exceptions: tuple[Decision, ...]
    withheld: tuple[Withheld, ...]
    strict: tuple[Withheld, ...]
    help: dict[str, object]
    other: Language


def article(release: Release, masthead: Masthead, *, outline: Outline, language: Language) -> Article:
    """Return everything that the page says in one language."""
    printer = Printer(release, masthead, language)
    shares = [found for id_ in outline.estimates if (found := release.result(id_)) and found.value is not None]
    methods = sorted({f"{r.interval.method}" for r in release.results if r.interval})
    exceptions = tuple(decision for decision in release.decisions if decision.outcome == "exception")
    return Article(
        language=language,
        printer=printer,
        masthead=masthead,
        release=release,
        day=date(masthead.at.date(), language),
        cards=tuple(found for id_ in outline.cards if (found := release.result(id_)))[:6],
        summary=_said(outline.summary, printer),
        comparisons=tuple(Comparison(ref, release.result(ref.id)) for ref in masthead.references),
        estimates=estimates_drawing(shares, printer) if shares and masthead.references else None,
        chapters=tuple(_chapters(release, outline, printer)),
        definitions=(*release.results, *release.tables),
        methods=", ".join(methods),
        how_made=_said(masthead.methods, printer),
        exceptions=exceptions,
        withheld=_together(tuple(d for d in release.decisions if d.outcome == "withheld"), release, language),
        strict=_together(release.strict, release, language),
        help=data("helplines.yaml").get(masthead.country, {}),
        other="en" if language == "nl" else "nl",
    )


def _chapters(release: Release, outline: Outline, printer: Printer) -> Iterator[ChapterView]:
    for plan in (*outline.chapters, _left_over(release, outline, printer)):
        figures = tuple(found for id_ in plan.figures if (found := release.result(id_)))
        tables = tuple(
            _table_view(table, place, printer) for place in plan.tables if (table := release.table(place.id))
        )
        if figures or tables:
            yield ChapterView(
                id=plan.id,
                title=plan.title[printer.language],
                paragraphs=_said(plan.paragraphs, printer),
                figures=figures,
                tables=tables,
            )


def _left_over(release: Release, outline: Outline, printer: Printer) -> ChapterPlan:
    """Return a last chapter with what no chapter names, so that nothing released goes unseen."""
    figures = {id_ for chapter in outline.chapters for id_ in chapter.figures}
    tables = {place.id for chapter in outline.chapters for place in chapter.tables}
    return ChapterPlan(
        id="other",
        title={printer.language: printer.words["other"]},
        figures=tuple(result.id for result in release.results if result.id not in figures),
        tables=tuple(TablePlace(id=table.id) for table in release.tables if table.id not in tables),
    )


def _table_view(table: ReleasedTable, place: TablePlace, printer: Printer) -> TableView:
    from vonnis.report.charts.bars import order_of

    order = range(len(table.rows)) if len(table.columns) > 1 else order_of(table)
    return TableView(table, drawing_of(table, place, printer=printer), tuple(order))


def _said(templates: tuple[dict[str, str], ...], printer: Printer) -> tuple[Markup, ...]:
    filled = (printer.filled(template[printer.language]) for template in templates)
    return tuple(line for line in filled if line)


def _together(decisions: tuple[Decision, ...], release: Release, language: Language) -> tuple[Withheld, ...]:
    """Return decisions with the cells of one table taken together."""
    titles = {table.id: table.title[language] for table in release.tables}
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        owner = decision.id.split(".")[0]
        groups.setdefault(owner if owner in titles else decision.id, []).append(decision)
    return tuple(
        Withheld(
            label=titles.get(key, group[0].label[language]),
            numbers=len(group),
            reasons=tuple(dict.fromkeys(decision.reason[language] for decision in group)),
        )
        for key, group in groups.items()
    )
