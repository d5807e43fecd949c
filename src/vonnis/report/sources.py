"""The table that says which source each figure of a report rests on."""

from __future__ import annotations

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.document import Cell, Table, joined, words
from vonnis.report.printing import Printer


def sources_of(printer: Printer) -> list[ReleasedTable]:
    """Return the released tables that count the units behind figures by source; none where there is one source."""
    return [table for table in printer.release.tables if table.id in printer.masthead.sources]


def sources_table(tables: list[ReleasedTable], printer: Printer) -> Table:
    """Return one table of them: a line for the figures that rest on the same units, a column for each source."""
    known, language = printer.words, printer.language
    heads = [Cell(words(known["figure_head"])), Cell(words(known["level_head"]))]
    heads += [Cell(words(row[language]), right=True) for row in tables[0].rows]
    heads.append(Cell(words(known["total"]), right=True))
    rows = []
    for table in tables:
        cells = [Cell(words(_figures(table, printer)), long=True), Cell(words(printer.level(table.level)))]
        cells += [Cell(printer.cell(cell), right=True) for row in table.cells for cell in row]
        cells.append(Cell(printer.cell(table.total) if table.total else (), right=True, strong=True))
        rows.append(tuple(cells))
    notes = [words(known["sources_note"])]
    notes += [words(known["withheld_note"])] if any(map(printer.has_withheld, tables)) else []
    return Table(
        id="table-sources",
        number="",
        caption=words(known["sources_title"]),
        head=tuple(heads),
        rows=tuple(rows),
        notes=joined(notes, by=" "),
        compact=True,
    )


def _figures(table: ReleasedTable, printer: Printer) -> str:
    """Return what the figures are called that rest on the units of a table."""
    names = []
    for id_ in printer.masthead.sources[table.id]:
        result, shown = printer.release.result(id_), printer.release.table(id_)
        names += [(result.label if result else shown.title if shown else {})[printer.language]]
    return "; ".join(dict.fromkeys(names))
