"""Numbers in the report: each is printed with the id under which ``figures.json`` holds it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from vonnis.disclosure.released import Release, ReleasedCell, ReleasedResult, ReleasedTable, Text
from vonnis.report import document
from vonnis.report.document import Line, Number, Words
from vonnis.report.formats import (
    COUNTS_BELOW,
    chance,
    date,
    dates_in_words,
    difference,
    number,
    percentage,
    quantity,
    share_of,
)
from vonnis.report.masthead import Masthead
from vonnis.report.masthead import Reference as ReferenceFigure
from vonnis.report.waves_shown import WaveNumber
from vonnis.report.words import Language, words

WITHHELD = "×"
PARTS = ("value", "n", "numerator", "interval", "ends", "basis")
"""What can be printed of a figure."""
_HALF = 0.5 + 1e-9
_PLACE = re.compile(r"\{(\w+)\}")


class Printer:
    """Prints the numbers of one release in one language, as lines that carry the id of each number."""

    def __init__(self, release: Release, masthead: Masthead, language: Language) -> None:
        """Print for one language of one report."""
        self.release = release
        self.masthead = masthead
        self.language = language
        self.words = words(language)
        self._cells = {cell.id: cell for table in release.tables for cell in cells_of(table)}
        self._references = {reference.id: reference for reference in masthead.references}
        self._waves = {one.id: one for one in masthead.wave_numbers()}

    def value(self, result: ReleasedResult) -> Line:
        """Return a figure's value, ``×`` where it is withheld."""
        if result.value is None:
            return _withheld(result.id)
        shown = self._shown(result, result.value)
        return (Number(figure=result.id, value=result.value, shown=shown, exception=result.status == "exception"),)

    def _shown(self, one: ReleasedResult | WaveNumber, value: float) -> str:
        """Return a value as its kind is printed: a share of few as counts, a change with its sign."""
        if one.statistic == "share":
            return share_of(value, self.language, n=one.n, numerator=one.numerator)
        shown = quantity(value, one.unit, language=self.language, n=one.n)
        return f"+{shown}" if one.statistic == "change" and value >= 0 else shown

    def numerator(self, result: ReleasedResult) -> Line:
        """Return the number of units that a share counts."""
        id_ = f"{result.id}.numerator"
        if result.numerator is None:
            return _withheld(id_)
        return (Number(figure=id_, value=result.numerator, shown=number(result.numerator, self.language)),)

    def n(self, result: ReleasedResult) -> Line:
        """Return a figure's n, ``×`` where that is withheld, a dash where it has none."""
        if result.n is None:
            return _withheld(result.id) if result.withholds_n else document.words("–")
        return (Number(figure=result.id, part="n", value=result.n, shown=number(result.n, self.language)),)

    def interval(self, result: ReleasedResult) -> Line:
        """Return a figure's interval with its level, or nothing where it has none, or only counts are printed."""
        if result.interval is None or _counts_only(result):
            return ()
        level = percentage(result.interval.level, self.language)
        return self.fill("interval", level=level, **self._ends(result))

    def ends(self, result: ReleasedResult) -> Line:
        """Return the ends of a figure's interval, for a column whose head names its level."""
        if not result.interval or _counts_only(result):
            return ()
        return document.together(self.fill("interval_ends", **self._ends(result)))

    def interval_head(self) -> Line:
        """Return the head of a column of intervals, with their level."""
        levels = {result.interval.level for result in self.release.results if result.interval}
        if len(levels) != 1:
            return self.fill("interval_head")
        return self.fill("interval_head_level", level=percentage(levels.pop(), self.language))

    def basis(self, result: ReleasedResult) -> Line:
        """Return what a figure rests on: "61 of 101 clients", "n = 41 victims", or nothing."""
        level = self.level(result.level)
        if result.n is None:
            return ()
        if _counts_only(result):
            return document.words(level)
        if result.statistic == "share" and result.numerator is not None and not _is_weighted(result):
            return self.fill("of_n", numerator=self.numerator(result), n=self.n(result), level=level)
        return self.fill("over_n", n=self.n(result), level=level)

    def cell(self, cell: ReleasedCell) -> Line:
        """Return the count in a cell."""
        if cell.value is None:
            return _withheld(cell.id)
        shown = number(cell.value, self.language)
        return (Number(figure=cell.id, value=cell.value, shown=shown, exception=cell.status == "exception"),)

    def cell_share(self, cell: ReleasedCell, table: ReleasedTable) -> Line:
        """Return the share of a cell in its table's total; a dash where that is so small that counts alone stand."""
        if cell.share is None:
            return document.words(WITHHELD)
        if self.is_of_few(table):
            return document.words("–")
        n = table.total.value if table.total else None
        return (Number(figure=f"{cell.id}.share", value=cell.share, shown=percentage(cell.share, self.language, n=n)),)

    def reference(self, reference: ReferenceFigure) -> Line:
        """Return a figure of the reference study, as that study printed it."""
        shown = reference.printed[self.language]
        return (Number(figure=f"reference.{reference.id}", value=reference.value, shown=shown),)

    def of_wave(self, one: WaveNumber) -> Line:
        """Return a number about an earlier wave: a difference with its sign, a chance as a decimal."""
        if one.value is None:
            return _withheld(one.id)
        shown = self._in_wave(one, one.value)
        return (Number(figure=one.id, value=one.value, shown=shown, exception=one.status == "exception"),)

    def wave_ends(self, one: WaveNumber) -> Line:
        """Return the ends of the interval of a number about an earlier wave; nothing without one, or with counts."""
        if one.interval is None or one.counts_only:
            return ()
        low, high = (
            (Number(figure=one.id, part=part, value=end, shown=self._in_wave(one, end, bare=True)),)
            for part, end in zip(("low", "high"), one.interval, strict=True)
        )
        return self.fill("interval_ends", low=low, high=high)

    def _in_wave(self, one: WaveNumber, value: float, *, bare: bool = False) -> str:
        if one.unit == "p":
            return chance(value, self.language)
        if one.id.endswith(".difference"):
            return difference(value, one.unit, language=self.language, bare=bare)
        return self._shown(one, value)

    def missing(self, id_: str, missing: dict[str, int | None]) -> Line:
        """Return the missing answers of a figure or table by kind, kinds without any left out."""
        shown = [
            (
                Words(f"{self.words.get(f'missing_{kind}', kind)} "),
                *self._missing(f"{id_}.missing.{kind}", count),
            )
            for kind, count in missing.items()
            if count != 0
        ]
        return document.joined(shown, by=", ") if shown else document.words(self.words["none"])

    def _missing(self, id_: str, count: int | None) -> Line:
        if count is None:
            return _withheld(id_)
        return (Number(figure=id_, value=count, shown=number(count, self.language)),)

    def explained(self, said: Text) -> str:
        """Return a definition or explanation in the language of the report, its days in words."""
        return dates_in_words(said[self.language], self.language)

    def is_of_few(self, table: ReleasedTable) -> bool:
        """Tell whether a table counts so few units that no share of it is printed."""
        total = table.total.value if table.total else None
        return total is not None and total < COUNTS_BELOW

    def is_rounded(self, table: ReleasedTable) -> bool:
        """Tell whether the counts of a table are rounded to multiples."""
        own = {cell.id for cell in cells_of(table)}
        return any(one.rule == "to_multiples" and one.id in own for one in self.release.decisions)

    def has_withheld(self, table: ReleasedTable) -> bool:
        """Tell whether a number of a table is withheld."""
        return any(cell.value is None for cell in cells_of(table))

    def has_exception(self, table: ReleasedTable) -> bool:
        """Tell whether a number of a table is published under an exception."""
        return any(cell.status == "exception" for cell in cells_of(table))

    def day(self, day: dt.date) -> str:
        """Return a date in words."""
        return date(day, self.language)

    def level(self, level: str) -> str:
        """Return the plural of a unit of analysis."""
        own = self.masthead.called.get(level)
        return own[self.language] if own else self.words.get(f"level_{level}", level)

    def fill(self, key: str, **parts: Line | str) -> Line:
        """Return a catalogue entry with its places filled in."""
        return filled(self.words[key], parts)

    def named(self, id_: str, part: str = "value") -> Line | None:
        """Return part of a figure, or a cell, by its id: None where the release holds nothing under it.

        What is withheld is a line with a cross; the caller decides whether that may stand.
        """
        result = self.release.result(id_)
        if result is not None:
            shown: Line = getattr(self, part)(result)
            return shown
        if id_.startswith("reference.") and id_.removeprefix("reference.") in self._references:
            return self.reference(self._references[id_.removeprefix("reference.")])
        if id_ in self._waves:
            return self.of_wave(self._waves[id_])
        return self._of_table(id_)

    def _of_table(self, id_: str) -> Line | None:
        told, marker, kind = id_.partition(".missing.")
        about = self.release.result(told) or self.release.table(told)
        if marker and about is not None and kind in about.missing:
            return self._missing(id_, about.missing[kind])
        owner = id_.removesuffix(".share")
        if owner != id_ and owner in self._cells:
            table = self.release.table(owner.split(".", maxsplit=1)[0])
            if self._cells[owner].share is None:
                return _withheld(id_)
            return self.cell_share(self._cells[owner], table) if table else None
        return self.cell(self._cells[id_]) if id_ in self._cells else None

    def ids(self) -> Iterator[str]:
        """Yield every id that :meth:`named` knows."""
        yield from (result.id for result in self.release.results)
        yield from self._cells
        yield from (f"reference.{id_}" for id_ in self._references)
        yield from self._waves

    def _ends(self, result: ReleasedResult) -> dict[str, Line]:
        found = {"low": result.interval.low, "high": result.interval.high} if result.interval else {}
        return {
            end: (
                Number(
                    figure=result.id,
                    part=end,
                    value=value,
                    shown=quantity(value, result.unit, language=self.language, n=result.n),
                ),
            )
            for end, value in found.items()
        }


def filled(template: str, parts: dict[str, Line | str]) -> Line:
    """Return a template with lines or words in the places of its names in braces."""
    found: list[Line] = []
    at = 0
    for place in _PLACE.finditer(template):
        part = parts[place[1]]
        found += [document.words(template[at : place.start()]), document.words(part) if isinstance(part, str) else part]
        at = place.end()
    return document.joined([*found, document.words(template[at:])])


def cells_of(table: ReleasedTable) -> list[ReleasedCell]:
    """Return every cell of a table, totals included."""
    inner = [cell for row in table.cells for cell in row]
    return [*inner, *table.row_totals, *table.column_totals, *([table.total] if table.total else [])]


def _counts_only(result: ReleasedResult) -> bool:
    return result.statistic == "share" and result.n is not None and result.n < COUNTS_BELOW


def _is_weighted(result: ReleasedResult) -> bool:
    """Tell whether a share is another one than that of its counts, which then do not stand beside it."""
    if result.value is None or result.numerator is None or not result.n:
        return False
    return abs(result.value * result.n - result.numerator) > _HALF


def _withheld(id_: str) -> Line:
    return (Number(figure=id_, value=None, shown=WITHHELD),)
