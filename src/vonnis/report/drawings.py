"""One chart of the report, drawn for a wide and a narrow page, with the sentence it shows and its text alternative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import msgspec

from vonnis.disclosure.released import ReleasedResult, ReleasedTable
from vonnis.report.charts import attrition, bars, distribution, estimates, flow, people, pyramid, selection, stacks
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.document import Line, Picture, joined, plain, words
from vonnis.report.formats import number
from vonnis.report.masthead import Reference
from vonnis.report.printing import Printer

ChartKind = Literal["bars", "people", "series", "flow", "stacks", "pyramid", "distribution", "attrition"]
CHARTS: tuple[str, ...] = get_args(ChartKind)
"""How a table can be drawn."""


_LEAST = 2
"""Fewer released numbers beside crosses are told by the table alone."""


class Mean(msgspec.Struct, frozen=True):
    """A mean drawn over rows of a series: the figure, and the heads of the first and last row."""

    figure: str
    first: str
    last: str


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """How a table is drawn: the kind of chart, its colour, the sentence it shows, and what stands in it.

    ``mean`` is drawn over part of a series, ``median`` is the figure told above a distribution, ``zero`` the English
    head of its class without difference, and ``beside`` the table on the other side of a pyramid.
    """

    kind: ChartKind = "bars"
    tint: str = "accent"
    finding: Line = ()
    mean: Mean | None = None
    median: str = ""
    zero: str = ""
    beside: ReleasedTable | None = None


def is_drawn(table: ReleasedTable) -> bool:
    """Tell whether a chart of a table shows more than crosses: where anything is withheld, two numbers are not."""
    cells = [cell.value for row in table.cells for cell in row]
    return None not in cells or len(cells) - cells.count(None) >= _LEAST


def picture_of(table: ReleasedTable, drawing: Drawing, *, printer: Printer) -> Picture:
    """Return the chart of a table; its number is given when the document is complete."""
    finding = drawing.finding or _largest(table, printer)
    rows = "; ".join(_in_words(one, printer) for one in (table, drawing.beside) if one is not None)
    alternative = printer.words["alt_chart"].format(finding=plain(finding), rows=rows)
    wide, narrow = (
        svg_of(_chart(table, drawing, printer=printer, frame=frame), frame, alt=alternative)
        for frame in _frames(table.id, printer)
    )
    return Picture(
        id=f"chart-{table.id}",
        figure=table.id,
        number="",
        finding=finding,
        subtitle=joined([_subtitle(one, printer) for one in (drawing.beside, table) if one is not None], by=" · "),
        wide=wide,
        narrow=narrow,
        alternative=alternative,
        notes=tuple(_notes(table, drawing, printer)),
        source=printer.fill("source", source=table.source[printer.language]),
    )


def estimates_picture(results: Sequence[ReleasedResult], printer: Printer) -> Picture:
    """Return the chart of shares with their intervals beside the reference study."""
    references = printer.masthead.references
    known = printer.words
    finding = known["estimates_equal" if _equal(results, references) else "estimates_differ"]
    rows = "; ".join(f"{result.label[printer.language]}: {plain(printer.value(result))}" for result in results)
    alternative = known["alt_chart"].format(finding=finding, rows=rows)
    frames = _frames("estimates", printer)
    wide, narrow = (
        svg_of(estimates.estimates(results, references, frame=frame), frame, alt=alternative) for frame in frames
    )
    return Picture(
        id="chart-estimates",
        figure="estimates",
        number="",
        finding=words(finding),
        subtitle=words(estimates.key_of_marks(frames[0])),
        wide=wide,
        narrow=narrow,
        alternative=alternative,
    )


def forest_picture(id_: str, results: Sequence[ReleasedResult], *, finding: Line, printer: Printer) -> Picture:
    """Return the chart of shares below each other, each with its interval."""
    rows = "; ".join(
        plain(
            joined(
                [words(f"{result.label[printer.language]}:"), printer.value(result), printer.interval(result)], by=" "
            )
        )
        for result in results
    )
    title = finding or words(printer.words["forest_title"])
    alternative = printer.words["alt_chart"].format(finding=plain(title), rows=rows)
    wide, narrow = (
        svg_of(estimates.estimates(results, (), frame=frame), frame, alt=alternative) for frame in _frames(id_, printer)
    )
    return Picture(
        id=f"chart-{id_}",
        figure=id_,
        number="",
        finding=title,
        subtitle=printer.fill("forest_subtitle", level=_levels(results, printer)),
        wide=wide,
        narrow=narrow,
        alternative=alternative,
        source=printer.fill("source", source="; ".join(dict.fromkeys(one.source[printer.language] for one in results))),
    )


def _levels(results: Sequence[ReleasedResult], printer: Printer) -> str:
    return ", ".join(dict.fromkeys(printer.level(result.level) for result in results))


def diagram_picture(id_: str, steps: Sequence[tuple[Line, bool]], *, title: Line, printer: Printer) -> Picture:
    """Return the diagram of a selection; each step is its words with its numbers, and whether it falls out."""
    drawn = [selection.Step(plain(line), falls_out) for line, falls_out in steps]
    alternative = printer.words["alt_chart"].format(finding=plain(title), rows="; ".join(step.shown for step in drawn))
    wide, narrow = (selection.selection(drawn, frame, alt=alternative) for frame in _frames(id_, printer))
    return Picture(
        id=f"chart-{id_}",
        figure=id_,
        number="",
        finding=title,
        subtitle=words(printer.words["diagram_note"]),
        wide=wide,
        narrow=narrow,
        alternative=alternative,
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


def _chart(table: ReleasedTable, drawing: Drawing, *, printer: Printer, frame: Frame) -> object:
    figure = printer.release.result
    median = figure(drawing.median) if drawing.median else None
    makers: dict[ChartKind, Callable[[], object]] = {
        "bars": lambda: bars.bars(table, frame, tint=drawing.tint),
        "people": lambda: people.people(table, frame, tint=drawing.tint),
        "series": lambda: bars.series(table, frame, tint=drawing.tint, mean=_mean_line(drawing, printer)),
        "flow": lambda: flow.flow(table, frame),
        "stacks": lambda: stacks.stacks(table, frame),
        "pyramid": lambda: pyramid.pyramid(table, frame, beside=drawing.beside),
        "distribution": lambda: distribution.distribution(
            table, frame, tint=drawing.tint, median=median, zero=drawing.zero or None
        ),
        "attrition": lambda: attrition.attrition(table, frame, tint=drawing.tint),
    }
    return makers[drawing.kind]()


def _mean_line(drawing: Drawing, printer: Printer) -> bars.MeanLine | None:
    result = printer.release.result(drawing.mean.figure) if drawing.mean else None
    return bars.MeanLine(result, drawing.mean.first, drawing.mean.last) if drawing.mean and result else None


def _largest(table: ReleasedTable, printer: Printer) -> Line:
    """Return a sentence made from the table's largest row, or its title where none is known to be the largest."""
    title = table.title[printer.language]
    cells = [(row[0].value, row[0], head) for row, head in zip(table.cells, table.rows, strict=True)]
    known = [(value, cell, head) for value, cell, head in cells if value is not None]
    if len(table.columns) > 1 or not known or table.total is None or table.total.value is None:
        return words(title)
    most, cell, head = max(known, key=lambda found: found[0])
    if len(known) < len(cells) and table.total.value - sum(value for value, _, _ in known) > most:
        return words(title)  # a row that is withheld may hold more
    if sum(value == most for value, _, _ in known) > 1:
        return words(title)
    level = printer.level(table.level)
    top = head[printer.language]
    return printer.fill("finding_largest", top=top, count=printer.cell(cell), n=printer.cell(table.total), level=level)


def _subtitle(table: ReleasedTable, printer: Printer) -> Line:
    title = table.title[printer.language]
    if table.total is None:
        return words(title)
    level = printer.level(table.level)
    years = printer.masthead.period
    period = f", {years[printer.language]}" if years else ""
    return printer.fill("subtitle", title=title, level=level, period=period, n=printer.cell(table.total))


def _notes(table: ReleasedTable, drawing: Drawing, printer: Printer) -> list[str]:
    steps = drawing.kind == "attrition"
    invented = "invented_step_note" if steps else "invented_note"
    keys = [key for key, holds in ((invented, table.invented), ("break_note", table.breaks)) if holds]
    if printer.is_rounded(table):
        keys.append("rounded_note")
    if steps:
        keys.append("attrition_note")
    if drawing.kind == "people":
        keys.append("people_dot")
    if drawing.kind == "flow":
        keys.append("flow_note")
    if drawing.kind in ("flow", "stacks") and printer.has_withheld(table):
        keys.append("hatch_note")
    return [printer.words[key].format(level=printer.level(table.level)) for key in keys]


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
