"""The results of a coded study where uncertain links between complexes do not hold, beside the main run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.result import TableResult, Text
from vonnis.archive.store import open_store
from vonnis.study.complex_links import last_links
from vonnis.study.derived import with_derived
from vonnis.study.log import Link
from vonnis.study.tables import StudyTables
from vonnis.workflow.dataset import tables_of

FILE = "sensitivity.json"
Ends = tuple[float, float]
Cell = TypeVar("Cell")


class Varied(msgspec.Struct, frozen=True, kw_only=True):
    """A result of the main run, in which uncertain links hold, beside the same without them."""

    id: str
    label: Text
    unit: str
    main: float | None
    without: float | None
    main_interval: Ends | None = None
    without_interval: Ends | None = None

    @property
    def differs(self) -> bool:
        """Whether value or interval depends on the uncertain links."""
        return (self.main, self.main_interval) != (self.without, self.without_interval)


class VariedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the main run beside the same without uncertain links: rows and columns in English, with counts."""

    id: str
    title: Text
    main: dict[str, dict[str, int]]
    without: dict[str, dict[str, int]]
    main_ends: dict[str, dict[str, Ends | None]] = {}
    without_ends: dict[str, dict[str, Ends | None]] = {}

    @property
    def differs(self) -> bool:
        """Whether a count, or the interval of a share, depends on the uncertain links."""
        return (self.main, self.main_ends) != (self.without, self.without_ends)


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """Both runs beside each other: every planned result and table; exploratory ones are not varied.

    ``links`` is how many links are uncertain; ``complexes`` and ``without_complexes`` how many complexes there are with
    and without them.
    """

    links: int
    complexes: int
    without_complexes: int
    results: tuple[Varied, ...]
    tables: tuple[VariedTable, ...] = ()

    @property
    def differing(self) -> tuple[Varied, ...]:
        """The results that depend on the uncertain links."""
        return tuple(one for one in self.results if one.differs)

    @property
    def differing_tables(self) -> tuple[VariedTable, ...]:
        """The tables that depend on the uncertain links."""
        return tuple(one for one in self.tables if one.differs)


def uncertain_links(folder: Path) -> int:
    """Return how many links between complexes or people of a study are uncertain."""
    with closing(open_store(folder)) as store:
        return sum(link.standing == "uncertain" for link in last_links(store.records(Link)))


def without_uncertain(
    folder: Path, main: Analysis, *, again: Callable[[StudyTables], Analysis], complexes: int
) -> Sensitivity | None:
    """Return the main run beside one in which uncertain links do not hold; None where no link is uncertain.

    ``again`` carries the same plan out on other tables.
    """
    links = uncertain_links(folder)
    if not links:
        return None
    tables = with_derived(tables_of(folder, with_uncertain=False))
    varied = again(tables)
    return Sensitivity(
        links=links,
        complexes=complexes,
        without_complexes=tables.levels["defendant"]["complex"].n_unique(),
        results=tuple(_results(main, varied)),
        tables=tuple(_tables(main, varied)),
    )


def _results(main: Analysis, varied: Analysis) -> Iterator[Varied]:
    known = {result.id: result for result in varied.results}
    for result in main.results:
        other = known.get(result.id)
        if other is None:
            continue
        ends = [(one.interval.low, one.interval.high) if one.interval else None for one in (result, other)]
        yield Varied(
            id=result.id,
            label=result.label,
            unit=result.unit,
            main=result.value,
            without=other.value,
            main_interval=ends[0],
            without_interval=ends[1],
        )


def _tables(main: Analysis, varied: Analysis) -> Iterator[VariedTable]:
    known = {table.id: table for table in varied.tables}
    for table in main.tables:
        other = known.get(table.id)
        if other is not None:
            yield VariedTable(
                id=table.id,
                title=table.title,
                main=_laid_out(table, table.cells),
                without=_laid_out(other, other.cells),
                main_ends=_laid_out(table, _ends(table)),
                without_ends=_laid_out(other, _ends(other)),
            )


def _laid_out(table: TableResult, cells: Sequence[Sequence[Cell]]) -> dict[str, dict[str, Cell]]:
    columns = [column["en"] for column in table.columns]
    return {row["en"]: dict(zip(columns, line, strict=True)) for row, line in zip(table.rows, cells, strict=False)}


def _ends(table: TableResult) -> list[list[Ends | None]]:
    return [
        [(one.interval.low, one.interval.high) if one and one.interval else None for one in row] for row in table.shares
    ]
