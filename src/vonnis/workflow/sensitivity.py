"""The results of a coded study where uncertain links between complexes do not hold, beside the main run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.result import Text
from vonnis.archive.store import open_store
from vonnis.study.complex_links import last_links
from vonnis.study.derived import with_derived
from vonnis.study.log import Link
from vonnis.study.tables import StudyTables
from vonnis.workflow.dataset import tables_of

FILE = "sensitivity.json"
Ends = tuple[float, float]


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


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """Both runs beside each other.

    ``links`` is how many links are uncertain; ``complexes`` and ``without_complexes`` how many complexes there are with
    and without them.
    """

    links: int
    complexes: int
    without_complexes: int
    results: tuple[Varied, ...]

    @property
    def differing(self) -> tuple[Varied, ...]:
        """The results that depend on the uncertain links."""
        return tuple(one for one in self.results if one.differs)


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
    known = {result.id: result for result in varied.results}
    found = []
    for result in main.results:
        other = known.get(result.id)
        if other is None:
            continue
        ends = [(one.interval.low, one.interval.high) if one.interval else None for one in (result, other)]
        found.append(
            Varied(
                id=result.id,
                label=result.label,
                unit=result.unit,
                main=result.value,
                without=other.value,
                main_interval=ends[0],
                without_interval=ends[1],
            )
        )
    return Sensitivity(
        links=links,
        complexes=complexes,
        without_complexes=tables.levels["defendant"]["complex"].n_unique(),
        results=tuple(found),
    )
