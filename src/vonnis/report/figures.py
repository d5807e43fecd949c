"""Every number that the report prints, as one list: the content of ``figures.json``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vonnis.disclosure.released import PAPERS, Release, ReleasedCell, ReleasedResult, ReleasedTable, Status, Text
from vonnis.report.masthead import Masthead
from vonnis.report.waves_shown import WaveNumber


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One printed number: shares are 0-1 and unrounded, a suppressed number has a null value.

    ``statistic`` says what was computed (``share``, ``mean``, ``difference``), where the number is a result and no cell
    or part of one. ``rounded`` marks a mean or median that disclosure control rounded to whole units. ``freedom`` are
    the degrees of freedom of a t interval around a mean, by which a later wave tests a difference; absent elsewhere.
    """

    id: str
    label: str
    label_nl: str
    value: float | int | None
    unit: str
    statistic: str = ""
    n: int | None = None
    interval: tuple[float, float] | None = None
    freedom: int | msgspec.UnsetType = msgspec.UNSET
    status: Status = "released"
    rounded: bool = False
    source: str
    fictional: bool


class Figures(msgspec.Struct, frozen=True):
    """The file as a whole."""

    fictional: bool
    figures: tuple[Figure, ...]

    def by_id(self) -> dict[str, Figure]:
        """Return the figures by their id."""
        return {figure.id: figure for figure in self.figures}


def figures_of(release: Release, masthead: Masthead) -> Figures:
    """Return every number of a release, with those of the study that it is held against."""
    found = [figure for result in release.results for figure in _of_result(result, fictional=release.fictional)]
    found += [figure for table in release.tables for figure in _of_table(table, fictional=release.fictional)]
    labels = {result.id: result for result in release.results}
    for reference in masthead.references:
        name = masthead.reference_name or {"nl": "voorbeeldonderzoek", "en": "reference study"}
        source = masthead.reference_source or name
        result = labels.get(reference.id)
        label = result.label if result else dict.fromkeys(("nl", "en"), reference.id)
        found.append(
            Figure(
                id=f"reference.{reference.id}",
                label=f"{label['en']} ({name['en']})",
                label_nl=f"{label['nl']} ({name['nl']})",
                value=_plain(reference.value),
                unit=result.unit if result else "count",
                source=source["en"],
                fictional=False,
            ),
        )
    found += [_figure(one, ends=one.interval, fictional=one.fictional) for one in masthead.wave_numbers()]
    return Figures(release.fictional, tuple(found))


def _figure(one: ReleasedResult | WaveNumber, *, ends: tuple[float, float] | None, fictional: bool) -> Figure:
    """Return a result, or a number about an earlier wave, as a figure."""
    return Figure(
        id=one.id,
        label=one.label["en"],
        label_nl=one.label["nl"],
        value=None if one.value is None else _plain(one.value),
        unit=one.unit,
        statistic=one.statistic,
        n=one.n,
        interval=ends,
        status=one.status,
        rounded=one.rounded,
        source=one.source["en"],
        fictional=fictional,
    )


def _of_result(result: ReleasedResult, *, fictional: bool) -> Iterator[Figure]:
    invented = result.made_up(fictional=fictional)
    ends = (result.interval.low, result.interval.high) if result.interval else None
    made = _figure(result, ends=ends, fictional=invented)
    freedom = result.interval.freedom if result.interval else None
    yield made if freedom is None else msgspec.structs.replace(made, freedom=freedom)
    if result.statistic == "share":
        yield Figure(
            id=f"{result.id}.numerator",
            label=f"{result.label['en']} (number)",
            label_nl=f"{result.label['nl']} (aantal)",
            value=result.numerator,
            unit="count",
            n=result.n,
            status=result.status,
            source=result.source["en"],
            fictional=invented,
        )
    yield from _missing(result.id, result.label, result.missing, result.source, fictional=invented)


def _of_table(table: ReleasedTable, *, fictional: bool) -> Iterator[Figure]:
    for label, cell, row in _labelled(table):
        source, published = _source_of(table, row)
        for share in (False, True):
            if share and cell.share is None:
                continue
            yield Figure(
                id=f"{cell.id}.share" if share else cell.id,
                label=label["en"],
                label_nl=label["nl"],
                value=cell.share if share else cell.value,
                unit="share" if share else "count",
                n=_whole_of(table, row),
                status=cell.status,
                source=source["en"],
                fictional=fictional and not published,
            )
    yield from _missing(table.id, table.title, table.missing, table.source, fictional=fictional)


def _whole_of(table: ReleasedTable, row: int | None) -> int | None:
    """Return the total that a cell is part of: its row's where each row is a whole, else the table's."""
    if table.total is not None or row is None:
        return table.total.value if table.total else None
    return table.row_totals[row].value if table.row_totals else None


def _source_of(table: ReleasedTable, row: int | None) -> tuple[Text, bool]:
    """Return the source of a row, and whether a third party has published its numbers."""
    source = table.source if row is None or not table.row_sources else table.row_sources[row]
    return source, table.level != PAPERS and table.published_elsewhere and row not in table.invented


def _labelled(table: ReleasedTable) -> Iterator[tuple[Text, ReleasedCell, int | None]]:
    """Yield label, cell and row of every number of a table; None as the row of what stands below the rows."""
    total = {"nl": "totaal", "en": "total"}
    for index, (row, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        for column, cell in zip(table.columns, cells, strict=True):
            yield _label(table, row, column), cell, index
    for index, cell in enumerate(table.row_totals):
        yield _label(table, table.rows[index], total), cell, index
    for column, cell in zip(table.columns, table.column_totals, strict=False):
        yield _label(table, total, column), cell, None
    if table.total:
        yield _label(table, total, total), table.total, None


def _label(table: ReleasedTable, row: Text, column: Text) -> Text:
    return {
        language: f"{table.title[language]}: {row[language]}"
        + (f", {column[language]}" if len(table.columns) > 1 and row is not column else "")
        for language in ("nl", "en")
    }


def _missing(
    id_: str, label: Text, missing: dict[str, int | None], source: Text, *, fictional: bool
) -> Iterator[Figure]:
    for kind, count in missing.items():
        yield Figure(
            id=f"{id_}.missing.{kind}",
            label=f"{label['en']}: {kind.replace('_', ' ')}",
            label_nl=f"{label['nl']}: {kind.replace('_', ' ')}",
            value=count,
            unit="count",
            status="suppressed" if count is None else "released",
            source=source["en"],
            fictional=fictional,
        )


def _plain(value: float) -> float | int:
    """Return a whole number as an int, so that it is written without a decimal point."""
    return int(value) if float(value).is_integer() else value
