"""One chart of the report, drawn for a wide and a narrow page, with the sentence it shows and its text alternative."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup, escape

from vonnis.disclosure.released import ReleasedResult, ReleasedTable
from vonnis.report.charts import bars, estimates, flow, people, stacks
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.formats import number
from vonnis.report.masthead import Reference
from vonnis.report.outline import TablePlace
from vonnis.report.printing import Printer


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in one figure of the page."""

    id: str
    finding: Markup
    subtitle: Markup
    wide: Markup
    narrow: Markup
    notes: tuple[str, ...] = ()


def drawing_of(table: ReleasedTable, place: TablePlace, *, printer: Printer) -> Drawing | None:
    """Return the chart of a table, or None where it is printed as a table only."""
    if place.chart == "none":
        return None
    finding = _finding(table, place, printer)
    alternative = printer.words["alt_chart"].format(finding=finding.striptags(), rows=_in_words(table, printer))
    wide, narrow = (
        Markup(svg_of(_chart(table, place, printer, frame), frame, alt=alternative))  # noqa: S704 - our own SVG
        for frame in _frames(table.id, printer)
    )
    return Drawing(
        id=f"{printer.language}-{table.id}",
        finding=finding,
        subtitle=_subtitle(table, printer),
        wide=wide,
        narrow=narrow,
        notes=tuple(_notes(table, place, printer)),
    )


def estimates_drawing(results: Sequence[ReleasedResult], printer: Printer) -> Drawing:
    """Return the chart of shares with their intervals beside the reference study."""
    references = printer.masthead.references
    known = printer.words
    finding = known["estimates_equal" if _equal(results, references) else "estimates_differ"]
    rows = "; ".join(f"{result.label[printer.language]}: {printer.value(result).striptags()}" for result in results)
    alternative = known["alt_chart"].format(finding=finding, rows=rows)
    wide, narrow = (
        Markup(svg_of(estimates.estimates(results, references, frame=frame), frame, alt=alternative))  # noqa: S704 - our own SVG
        for frame in _frames("estimates", printer)
    )
    frame = _frames("estimates", printer)[0]
    return Drawing(
        id=f"{printer.language}-estimates",
        finding=Markup(escape(finding)),  # noqa: S704 - escaped just here
        subtitle=Markup(escape(estimates.key_of_marks(frame))),  # noqa: S704 - escaped just here
        wide=wide,
        narrow=narrow,
    )


def _equal(results: Sequence[ReleasedResult], references: Sequence[Reference]) -> bool:
    """Tell whether every share that has a reference equals it, both rounded to a whole per cent."""
    printed = {reference.id: reference.value for reference in references}
    pairs = [(result.value, printed[result.id]) for result in results if result.id in printed]
    return all(value is not None and round(value * 100) == round(other * 100) for value, other in pairs)


def _frames(id_: str, printer: Printer) -> tuple[Frame, Frame]:
    wide, narrow = (
        Frame(
            id=f"{printer.language}-{id_}-{width}",
            language=printer.language,
            width=width,
            fictional=printer.release.fictional,
        )
        for width in (WIDE, NARROW)
    )
    return wide, narrow


def _chart(table: ReleasedTable, place: TablePlace, printer: Printer, frame: Frame) -> object:
    if place.chart == "flow":
        return flow.flow(table, frame)
    if place.chart == "stacks":
        return stacks.stacks(table, frame)
    if place.chart == "people":
        return people.people(table, frame, tint=place.tint)
    if place.chart == "series":
        mean = None
        if place.mean and (result := printer.release.result(place.mean.figure)):
            mean = bars.MeanLine(result, place.mean.from_, place.mean.to)
        return bars.series(table, frame, tint=place.tint, mean=mean)
    return bars.bars(table, frame, tint=place.tint)


def _finding(table: ReleasedTable, place: TablePlace, printer: Printer) -> Markup:
    """Return the sentence of the outline, or else one made from the table's largest row."""
    written = printer.filled(place.finding[printer.language]) if place.finding else None
    if written:
        return written
    title = table.title[printer.language]
    cells = [(row[0].value, row[0], head) for row, head in zip(table.cells, table.rows, strict=True)]
    known = [(value, cell, head) for value, cell, head in cells if value is not None]
    if len(table.columns) > 1 or not known or table.total is None or table.total.value is None:
        return Markup(escape(title))  # noqa: S704 - escaped just here
    _, cell, head = max(known, key=lambda found: found[0])
    level = printer.level(table.level)
    top = head[printer.language]
    return printer.fill("finding_largest", top=top, count=printer.cell(cell), n=printer.cell(table.total), level=level)


def _subtitle(table: ReleasedTable, printer: Printer) -> Markup:
    title = table.title[printer.language]
    if table.total is None:
        return Markup(escape(title))  # noqa: S704 - escaped just here
    level = printer.level(table.level)
    years = printer.masthead.period
    period = f", {years[printer.language]}" if years else ""
    return printer.fill("subtitle", title=title, level=level, period=period, n=printer.cell(table.total))


def _notes(table: ReleasedTable, place: TablePlace, printer: Printer) -> list[str]:
    keys = [key for key, holds in (("invented_note", table.invented), ("break_note", table.breaks)) if holds]
    if place.chart == "people":
        keys.append("people_dot")
    if place.chart == "flow":
        keys.append("flow_note")
    if place.chart in ("flow", "stacks") and printer.has_withheld(table):
        keys.append("hatch_note")
    return [printer.words[key] for key in keys]


def _in_words(table: ReleasedTable, printer: Printer) -> str:
    """Return every cell of a table as words, for who cannot see the chart."""
    language, known = printer.language, printer.words
    found = []
    for row, cells in zip(table.rows, table.cells, strict=True):
        for column, cell in zip(table.columns, cells, strict=True):
            shown = known["withheld"] if cell.value is None else number(cell.value, language)
            head = row[language] if len(table.columns) == 1 else f"{row[language]}, {column[language]}"
            if cell.value != 0:
                found.append(f"{head}: {shown}")
    return "; ".join(found)
