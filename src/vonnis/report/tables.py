"""The tables of the report: a released table, figures side by side, decisions of the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from vonnis.disclosure.released import Decision, Release, ReleasedResult, ReleasedTable
from vonnis.report.charts.bars import order_of
from vonnis.report.document import Cell, Line, Table, Words, joined, words
from vonnis.report.formats import quantity
from vonnis.report.masthead import Change, Reference
from vonnis.report.printing import Printer
from vonnis.report.words import Language


def table_of(table: ReleasedTable, printer: Printer) -> Table:
    """Return a released table with its totals, definition, missing answers and source."""
    language, known = printer.language, printer.words
    shares = table.total is not None and len(table.columns) == 1 and not printer.is_of_few(table)
    head = [Cell(()), *(Cell(words(column[language]), right=True) for column in table.columns)]
    head += [Cell(words(known["share_head"]), right=True)] if shares else []
    head += [Cell(words(known["total"]), right=True)] if table.row_totals else []
    order = range(len(table.rows)) if len(table.columns) > 1 else order_of(table)
    return Table(
        id=f"table-{table.id}",
        figure=table.id,
        number="",
        caption=_caption(table, printer),
        head=tuple(head),
        rows=tuple(_row(table, row, shares=shares, printer=printer) for row in order),
        foot=_foot(table, shares=shares, printer=printer),
        notes=_notes(table, printer),
        compact=len(table.columns) > 1,
    )


def _caption(table: ReleasedTable, printer: Printer) -> Line:
    title = table.title[printer.language]
    if table.total is None:
        return printer.fill("table_caption_plain", title=title)
    return printer.fill("table_caption", title=title, level=printer.level(table.level), n=printer.cell(table.total))


def _row(table: ReleasedTable, row: int, *, shares: bool, printer: Printer) -> tuple[Cell, ...]:
    star = "*" if row in table.invented else ""
    cells = [Cell(words(table.rows[row][printer.language] + star))]
    cells += [Cell(printer.cell(cell), right=True) for cell in table.cells[row]]
    cells += [Cell(printer.cell_share(table.cells[row][0], table), right=True)] if shares else []
    cells += [Cell(printer.cell(table.row_totals[row]), right=True, strong=True)] if table.row_totals else []
    return tuple(cells)


def _foot(table: ReleasedTable, *, shares: bool, printer: Printer) -> tuple[tuple[Cell, ...], ...]:
    if table.total is None:
        return ()
    cells = [Cell(words(printer.words["total"]), strong=True)]
    cells += [Cell(printer.cell(cell), right=True, strong=True) for cell in table.column_totals]
    cells.append(Cell(printer.cell(table.total), right=True, strong=True))
    cells += [Cell(printer.cell_share(table.total, table), right=True, strong=True)] if shares else []
    return (tuple(cells),)


def _notes(table: ReleasedTable, printer: Printer) -> Line:
    known = printer.words
    parts = [
        words(printer.explained(table.definition)),
        printer.fill("missing_note", missing=printer.missing(table.id, table.missing)),
        printer.fill("source_stop", source=table.source[printer.language]),
    ]
    parts += [words(caveat[printer.language]) for caveat in table.caveats]
    parts += [words(known["invented_row_note"])] if table.invented else []
    parts += [words(known["rounded_note"])] if printer.is_rounded(table) else []
    parts += [words(known["withheld_note"])] if printer.has_withheld(table) else []
    parts += [words(known["exception_note"])] if printer.has_exception(table) else []
    return joined(parts, by=" ")


def figures_table(results: Sequence[ReleasedResult], *, id_: str, title: str, printer: Printer) -> Table:
    """Return figures below each other, with n, interval and missing answers where any of them has those."""
    known = printer.words
    columns = [
        (
            Cell(words(known["figure_head"])),
            [Cell(words(result.label[printer.language])) for result in results],
        ),
        (Cell(words(known["value_head"]), right=True), [Cell(printer.value(result), right=True) for result in results]),
    ]
    if any(result.n is not None or result.withholds_n for result in results):
        columns.append(
            (Cell(words(known["n_head"]), right=True), [Cell(printer.n(one), right=True) for one in results])
        )
    if any(printer.ends(result) for result in results):
        columns.append((Cell(printer.interval_head()), [Cell(printer.ends(result)) for result in results]))
    if any(count != 0 for result in results for count in result.missing.values()):
        lacking = [Cell(printer.missing(result.id, result.missing)) for result in results]
        columns.append((Cell(words(known["missing_head"])), lacking))
    return Table(
        id=f"figures-{id_}",
        number="",
        caption=words(title),
        head=tuple(head for head, _ in columns),
        rows=tuple(zip(*(cells for _, cells in columns), strict=True)),
        notes=marks_note(results, printer),
        compact=True,
    )


def changes_table(changes: Sequence[Change], *, since: dt.date, printer: Printer) -> Table:
    """Return figures that an earlier release printed otherwise or not, with what they were then and are now."""
    known, language = printer.words, printer.language
    rows = []
    for change in changes:
        now = printer.named(change.id)
        if now is None:
            continue
        then = known["changes_printed" if change.printed else "changes_not_printed"]
        if change.value is not None:
            then = quantity(change.value, change.unit, language=language, n=change.n)
        rows.append((Cell(words(change.label[language])), Cell(words(then), right=True), Cell(now, right=True)))
    heads = ("figure_head", "changes_before", "changes_now")
    nothing = (Cell(words(known["changes_none"])), Cell(()), Cell(()))
    return Table(
        id="table-changes",
        number="",
        caption=words(known["changes_title"].format(day=printer.day(since))),
        head=tuple(Cell(words(known[head]), right=head != "figure_head") for head in heads),
        rows=tuple(rows) or (nothing,),
    )


def spoken_table(results: Sequence[ReleasedResult], *, id_: str, printer: Printer) -> Table:
    """Return figures as who speaks or writes about them needs them, those that are withheld left out."""
    known = printer.words
    heads = ("value_head", "figure_head", "sure_head", "spoken_source_head")
    shown = [result for result in results if result.value is not None]
    return Table(
        id=f"spoken-{id_}",
        number="",
        caption=words(known["key_figures"]),
        head=tuple(Cell(words(known[head]), right=not place) for place, head in enumerate(heads)),
        rows=tuple(
            (
                Cell(printer.value(result), right=True, strong=True),
                Cell(words(f"{result.label[printer.language]}. {printer.explained(result.definition)}"), long=True),
                Cell(joined([printer.basis(result), printer.interval(result)], by="; ") or words("–")),
                Cell((*words(f"{result.source[printer.language]}; "), Words(result.id, "code")), long=True),
            )
            for result in shown
        ),
        notes=marks_note(shown, printer),
        compact=True,
    )


def marks_note(results: Sequence[ReleasedResult], printer: Printer) -> Line:
    """Return what the marks beside figures mean, as far as they stand there."""
    known = printer.words
    parts = [words(known["withheld_note"])] if any(result.value is None for result in results) else []
    parts += [words(known["exception_note"])] if any(result.status == "exception" for result in results) else []
    said = dict.fromkeys(caveat[printer.language] for result in results for caveat in result.caveats)
    return joined([*parts, *map(words, said)], by=" ")


def comparison_table(references: Sequence[Reference], printer: Printer) -> Table:
    """Return figures of this report beside those of the reference study."""
    known = printer.words
    rows = []
    for reference in references:
        result = printer.release.result(reference.id)
        rows.append(
            (
                Cell(words(result.label[printer.language] if result else reference.id)),
                Cell(printer.value(result) if result else words("–"), right=True),
                Cell(printer.reference(reference), right=True),
                Cell(printer.n(result) if result else words("–"), right=True),
                Cell(printer.ends(result) if result else ()),
            )
        )
    source = printer.masthead.reference_source
    shown = [result for reference in references if (result := printer.release.result(reference.id))]
    said = printer.fill("source_stop", source=source[printer.language]) if source else ()
    return Table(
        id="table-beside",
        number="",
        caption=words(known["beside"]),
        head=(
            Cell(words(known["figure_head"])),
            Cell(words(known["here_head"]), right=True),
            Cell(words(known["reference_head"]), right=True),
            Cell(words(known["n_head"]), right=True),
            Cell(printer.interval_head()),
        ),
        rows=tuple(rows),
        notes=joined([marks_note(shown, printer), said], by=" "),
    )


class Withheld(msgspec.Struct, frozen=True):
    """Decisions about one table or figure, said together: the label, how many numbers, and the reasons."""

    label: str
    numbers: int
    reasons: tuple[str, ...]


def withheld_table(decisions: Sequence[Decision], *, id_: str, title: str, printer: Printer) -> Table:
    """Return what was withheld, the cells of one table taken together."""
    known = printer.words
    return Table(
        id=f"table-{id_}",
        number="",
        caption=words(title),
        head=(
            Cell(words(known["decision_number"])),
            Cell(words(known["number_head"]), right=True),
            Cell(words(known["decision_reason"])),
        ),
        rows=tuple(
            (
                Cell(words(group.label)),
                Cell(words(str(group.numbers)), right=True),
                Cell(words("; ".join(group.reasons))),
            )
            for group in _together(decisions, printer.release, printer.language)
        ),
    )


def exceptions_table(decisions: Sequence[Decision], printer: Printer) -> Table:
    """Return the numbers that an exception published: which, why, by whom, when; one line an exception and figure."""
    known = printer.words
    heads = ("decision_number", "decision_exception", "decision_reason", "decision_by", "decision_on")
    return Table(
        id="table-exceptions",
        number="",
        caption=words(known["exceptions_title"]),
        head=tuple(Cell(words(known[head])) for head in heads),
        rows=tuple(
            (
                Cell(words(label)),
                Cell(words(decision.exception or "–")),
                Cell(words(decision.reason[printer.language]), long=True),
                Cell(words(decision.decided_by or "–")),
                Cell(words(printer.day(decision.date) if decision.date else "–")),
            )
            for label, decision in _exceptions(decisions, printer)
        ),
        compact=True,
    )


def _exceptions(decisions: Sequence[Decision], printer: Printer) -> Iterator[tuple[str, Decision]]:
    """Yield label and decision by exception, those about the cells of one table once under the table's title."""
    titles = {table.id: table.title[printer.language] for table in printer.release.tables}
    seen = set()
    for decision in decisions:
        owner = decision.id.split(".")[0]
        key = (decision.exception, owner if owner in titles else decision.id)
        if decision.outcome == "exception" and key not in seen:
            seen.add(key)
            yield titles.get(owner, decision.label[printer.language]), decision


def _together(decisions: Sequence[Decision], release: Release, language: Language) -> tuple[Withheld, ...]:
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
