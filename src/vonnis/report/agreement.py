"""The table of agreement between coders: a line a variable, the coefficients with their intervals beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vonnis.disclosure.released import ReleasedResult
from vonnis.report.document import Cell, Line, Table, joined, words
from vonnis.report.printing import Printer
from vonnis.report.tables import marks_note

PREFIX = "agreement_"
MACHINE = "machine_"
_MEASURES = ("correct", "found")
_COEFFICIENTS = ("percent", "krippendorff_alpha", "gwet_ac1")
_ON_CODING = tuple(
    f"{prefix}{name}_" for prefix, names in ((PREFIX, _COEFFICIENTS), (MACHINE, _MEASURES)) for name in names
)
"""How the ids of figures about the coding itself begin."""


def is_agreement(result: ReleasedResult) -> bool:
    """Tell whether a figure is about how far coders agree."""
    return result.id.startswith(tuple(f"{PREFIX}{name}_" for name in _COEFFICIENTS))


def is_machine(result: ReleasedResult) -> bool:
    """Tell whether a figure is about how far the machine is right."""
    return result.id.startswith(tuple(f"{MACHINE}{name}_" for name in _MEASURES))


def is_on_coding(result: ReleasedResult) -> bool:
    """Tell whether a figure is about the coding itself, by people or by the machine, and not about the cases."""
    return names_coding(result.id)


def names_coding(id_: str) -> bool:
    """Tell whether an id is that of a figure about the coding itself."""
    return id_.startswith(_ON_CODING)


def agreement_table(printer: Printer) -> Table:
    """Return the agreement on every variable that was coded twice, in the order of the codebook."""
    heads = ("codebook_variable", "agreement_units", "agreement_percent", "agreement_alpha", "agreement_ac1")
    found = [result for result in printer.release.results if is_agreement(result)]
    return _table("agreement", found, tuple(f"{PREFIX}{name}_" for name in _COEFFICIENTS), heads, printer=printer)


def machine_table(printer: Printer) -> Table:
    """Return how far the machine is right on every variable that it answered, in the order of the codebook."""
    heads = ("codebook_variable", "machine_units", "machine_correct", "machine_found")
    found = [result for result in printer.release.results if is_machine(result)]
    return _table("machine", found, tuple(f"{MACHINE}{name}_" for name in _MEASURES), heads, printer=printer)


def _table(
    name: str,
    found: Sequence[ReleasedResult],
    prefixes: tuple[str, ...],
    heads: tuple[str, ...],
    *,
    printer: Printer,
) -> Table:
    """Return a line a variable: its label, its units, and a column for each kind of figure."""
    known = printer.words
    by_id = {result.id: result for result in found}
    variables = [id_.removeprefix(prefixes[0]) for id_ in by_id if id_.startswith(prefixes[0])]
    rows = []
    for variable in variables:
        line = [by_id.get(f"{prefix}{variable}") for prefix in prefixes]
        label = next(result.label[printer.language] for result in line if result is not None)
        cells = [Cell(words(label.rpartition(":")[0] or label))]
        cells += [Cell(_units(line, printer), right=True)]
        cells += [Cell(_coefficient(result, printer), right=True) for result in line]
        rows.append(tuple(cells))
    return Table(
        id=f"table-{name}",
        number="",
        caption=words(known[f"{name}_title"]),
        head=tuple(Cell(words(known[head]), right=place > 0) for place, head in enumerate(heads)),
        rows=tuple(rows),
        notes=joined([words(known[f"{name}_note"]), marks_note(found, printer)], by=" "),
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
