"""Numbers in the page: each is printed with the id under which ``figures.json`` holds it."""

from __future__ import annotations

import datetime as dt
import re

from markupsafe import Markup, escape

from vonnis.disclosure.released import Release, ReleasedCell, ReleasedResult, ReleasedTable
from vonnis.report.formats import date, number, percentage, quantity
from vonnis.report.masthead import Masthead, Reference
from vonnis.report.words import Language, words

_PLACE = re.compile(r"\{([\w.]+)(?::(\w+))?\}")
_WITHHELD = "×"
_EXCEPTION = "†"


class Printer:
    """Prints the numbers of one release in one language, as markup with ``data-figure`` and ``data-part``."""

    def __init__(self, release: Release, masthead: Masthead, language: Language) -> None:
        """Print for one language of one report."""
        self.release = release
        self.masthead = masthead
        self.language = language
        self.words = words(language)

    def value(self, result: ReleasedResult) -> Markup:
        """Return a figure's value, ``×`` where it is withheld, with ``†`` where an exception published it."""
        if result.value is None:
            return self._withheld(result.id)
        shown = quantity(result.value, result.unit, language=self.language, n=result.n)
        if result.statistic == "change":
            shown = shown if result.value < 0 else f"+{shown}"
        return _data(result.id, "value", result.value, shown) + self._note(result.status)

    def numerator(self, result: ReleasedResult) -> Markup:
        """Return the number of units that a share counts."""
        if result.numerator is None:
            return self._withheld(f"{result.id}.numerator")
        return _data(f"{result.id}.numerator", "value", result.numerator, number(result.numerator, self.language))

    def n(self, result: ReleasedResult) -> Markup:
        """Return a figure's n, ``×`` where that is withheld, a dash where it has none."""
        if result.n is None:
            return self._withheld(result.id) if result.withholds_n else Markup("–")
        return _data(result.id, "n", result.n, number(result.n, self.language))

    def interval(self, result: ReleasedResult) -> Markup:
        """Return a figure's interval with its level, or nothing where it has none."""
        if result.interval is None:
            return Markup("")
        level = percentage(result.interval.level, self.language)
        return self.fill("interval", level=level, **self._ends(result))

    def ends(self, result: ReleasedResult) -> Markup:
        """Return the ends of a figure's interval, for a column whose head names its level."""
        return self.fill("interval_ends", **self._ends(result)) if result.interval else Markup("")

    def interval_head(self) -> Markup:
        """Return the head of a column of intervals, with their level."""
        levels = {result.interval.level for result in self.release.results if result.interval}
        if len(levels) != 1:
            return self.fill("interval_head")
        return self.fill("interval_head_level", level=percentage(levels.pop(), self.language))

    def basis(self, result: ReleasedResult) -> Markup:
        """Return what a figure rests on: "61 of 101 clients", "n = 41 victims", or nothing."""
        level = self.level(result.level)
        if result.n is None:
            return Markup("")
        if result.statistic == "share" and result.numerator is not None:
            return self.fill("of_n", numerator=self.numerator(result), n=self.n(result), level=level)
        return self.fill("over_n", n=self.n(result), level=level)

    def cell(self, cell: ReleasedCell) -> Markup:
        """Return the count in a cell."""
        if cell.value is None:
            return self._withheld(cell.id)
        return _data(cell.id, "value", cell.value, number(cell.value, self.language)) + self._note(cell.status)

    def cell_share(self, cell: ReleasedCell, table: ReleasedTable) -> Markup:
        """Return the share of a cell in its table's total."""
        if cell.share is None:
            return Markup("×")
        n = table.total.value if table.total else None
        return _data(f"{cell.id}.share", "value", cell.share, percentage(cell.share, self.language, n=n))

    def reference(self, reference: Reference) -> Markup:
        """Return a figure of the reference study, as that study printed it."""
        return _data(f"reference.{reference.id}", "value", reference.value, reference.printed[self.language])

    def missing(self, id_: str, missing: dict[str, int | None]) -> Markup:
        """Return the missing answers of a figure or table by kind, kinds without any left out."""
        shown = [
            Markup("{} {}").format(
                self.words.get(f"missing_{kind}", kind),
                self._withheld(f"{id_}.missing.{kind}")
                if count is None
                else _data(f"{id_}.missing.{kind}", "value", count, number(count, self.language)),
            )
            for kind, count in missing.items()
            if count != 0
        ]
        return Markup(", ").join(shown) if shown else Markup(escape(self.words["none"]))  # noqa: S704 - escaped just here

    def has_withheld(self, table: ReleasedTable) -> bool:
        """Tell whether a number of a table is withheld."""
        return any(cell.value is None for cell in _cells(table))

    def has_exception(self, table: ReleasedTable) -> bool:
        """Tell whether a number of a table is published under an exception."""
        return any(cell.status == "exception" for cell in _cells(table))

    def day(self, day: dt.date) -> str:
        """Return a date in words."""
        return date(day, self.language)

    def level(self, level: str) -> str:
        """Return the plural of a unit of analysis."""
        return self.words.get(f"level_{level}", level)

    def fill(self, key: str, **parts: object) -> Markup:
        """Return a catalogue entry with its places filled in."""
        return Markup(escape(self.words[key])).format(**parts)  # noqa: S704 - escaped just here

    def filled(self, template: str) -> Markup | None:
        """Return a template with its figures filled in; None where one of them is absent or withheld.

        ``{victims_by_sex.girls}`` is a cell of a table, ``{one_day_share}`` a figure; ``{one_day_share:n}``,
        ``:numerator``, ``:interval`` and ``:basis`` are what belongs to it.
        """
        parts: list[Markup | str] = []
        at = 0
        for place in _PLACE.finditer(template):
            shown = self._named(place[1], place[2] or "value")
            if shown is None:
                return None
            parts += [template[at : place.start()], shown]
            at = place.end()
        return Markup("").join([*parts, template[at:]])

    def _ends(self, result: ReleasedResult) -> dict[str, Markup]:
        found = {"low": result.interval.low, "high": result.interval.high} if result.interval else {}
        return {
            end: _data(result.id, end, value, quantity(value, result.unit, language=self.language, n=result.n))
            for end, value in found.items()
        }

    def _named(self, id_: str, part: str) -> Markup | None:
        """Return part of a figure, or a cell, by its id; None where it is absent or withheld."""
        result = self.release.result(id_)
        if result is not None:
            shown: Markup | None = getattr(self, part)(result) if result.value is not None else None
            return shown
        table = self.release.table(id_.split(".", maxsplit=1)[0])
        cells = {cell.id: cell for cell in _cells(table)} if table else {}
        return self.cell(cells[id_]) if id_ in cells and cells[id_].value is not None else None

    def _withheld(self, id_: str) -> Markup:
        return Markup('<data class="num withheld" data-figure="{}" data-part="value" title="{}">{}</data>').format(
            id_, self.words["withheld"], _WITHHELD
        )

    def _note(self, status: str) -> Markup:
        return Markup('<span class="note">{}</span>').format(_EXCEPTION) if status == "exception" else Markup("")


def _cells(table: ReleasedTable) -> list[ReleasedCell]:
    inner = [cell for row in table.cells for cell in row]
    return [*inner, *table.row_totals, *table.column_totals, *([table.total] if table.total else [])]


def _data(id_: str, part: str, value: float, shown: str) -> Markup:
    return Markup('<data class="num" data-figure="{}" data-part="{}" value="{!r}">{}</data>').format(
        id_, part, value, shown
    )
