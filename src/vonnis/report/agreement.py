"""The table of agreement between coders: a line a variable, the coefficients with their intervals beside each other."""

from __future__ import annotations

from collections.abc import Iterable

from vonnis.disclosure.released import ReleasedResult
from vonnis.report.document import Cell, Line, Table, joined, words
from vonnis.report.printing import Printer
from vonnis.report.tables import marks_note

PREFIX = "agreement_"
_COEFFICIENTS = ("percent", "krippendorff_alpha", "gwet_ac1")


def is_agreement(result: ReleasedResult) -> bool:
    """Tell whether a figure is about how far coders agree."""
    return result.id.startswith(tuple(f"{PREFIX}{name}_" for name in _COEFFICIENTS))


def agreement_table(printer: Printer) -> Table:
    """Return the agreement on every variable that was coded twice, in the order of the codebook."""
    known = printer.words
    found = [result for result in printer.release.results if is_agreement(result)]
    by_id = {result.id: result for result in found}
    first = f"{PREFIX}{_COEFFICIENTS[0]}_"
    variables = [id_.removeprefix(first) for id_ in by_id if id_.startswith(first)]
    heads = ("codebook_variable", "agreement_units", "agreement_percent", "agreement_alpha", "agreement_ac1")
    rows = []
    for variable in variables:
        line = [by_id.get(f"{PREFIX}{name}_{variable}") for name in _COEFFICIENTS]
        label = next(result.label[printer.language] for result in line if result is not None)
        cells = [Cell(words(label.rpartition(":")[0] or label))]
        cells += [Cell(_units(line, printer), right=True)]
        cells += [Cell(_coefficient(result, printer), right=True) for result in line]
        rows.append(tuple(cells))
    return Table(
        id="table-agreement",
        number="",
        caption=words(known["agreement_title"]),
        head=tuple(Cell(words(known[head]), right=place > 0) for place, head in enumerate(heads)),
        rows=tuple(rows),
        notes=joined([words(known["agreement_note"]), marks_note(found, printer)], by=" "),
        compact=True,
    )


def _units(line: Iterable[ReleasedResult | None], printer: Printer) -> Line:
    return next((printer.n(result) for result in line if result is not None), ())


def _coefficient(result: ReleasedResult | None, printer: Printer) -> Line:
    """Return a coefficient with its interval in brackets; a dash where it has no value."""
    if result is None or (result.value is None and result.status != "suppressed"):
        return words("–")
    value = printer.value(result)
    ends = printer.ends(result)
    return joined([value, words(" ("), ends, words(")")]) if ends else value
