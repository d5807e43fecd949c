"""The store of a study as it stood at an earlier moment, for reading alone.

Every record but a unit carries the moment it was made at, so that what came later is left out. A defendant was there
once a decision on it had been logged; what coders added, once an answer about it had been given.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from vonnis.archive.databases import WAIT_SECONDS, Database, open_database
from vonnis.archive.store import Store
from vonnis.archive.store_rows import instant
from vonnis.archive.vault import Vault
from vonnis.study.coding import Coding
from vonnis.study.log import Decision
from vonnis.study.unit import FLOWING, Unit

if TYPE_CHECKING:
    import polars as pl

Record = TypeVar("Record", bound=msgspec.Struct)


class StoreAsItStood(Store):
    """The records of one study that were there at a moment; it is for reading, and counts and the log are of today."""

    def __init__(self, database: Database, vault: Vault, *, at: dt.datetime) -> None:
        """Read a database as it stood at a moment."""
        super().__init__(database, vault)
        self._then = instant(at)

    def table(
        self, kind: type[msgspec.Struct], columns: tuple[str, ...], *, units: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Return columns of the records that were there; see :meth:`Store.table`."""
        import polars as pl

        wanted = columns if "at" in columns else (*columns, "at")
        return super().table(kind, wanted, units=units).filter(pl.col("at") <= self._then).select(columns)

    def records(self, kind: type[Record], **equal: str | Collection[str]) -> tuple[Record, ...]:
        """Return the records that were there; see :meth:`Store.records`."""
        found = super().records(kind, **equal)
        if kind is Unit:
            there = self._there()
            return tuple(one for one in found if there.get(one.id, True))  # type: ignore[attr-defined]
        return tuple(one for one in found if instant(one.at) <= self._then)  # type: ignore[attr-defined]

    def _there(self) -> dict[str, bool]:
        """Return which units were there, as far as anything tells."""
        import polars as pl

        decided: dict[str, bool] = {}
        for one in super().records(Decision):
            decided[one.unit] = decided.get(one.unit, False) or instant(one.at) <= self._then
        answered = set(self.table(Coding, ("unit",))["unit"].cast(pl.String).unique().to_list())
        units = super().records(Unit)
        added = {
            unit.id: unit.id in answered
            for unit in units
            if unit.level not in FLOWING and unit.level != "complex" and unit.frame is None
        }
        return {**decided, **added}


def open_as_it_stood(folder: Path, *, day: dt.date) -> Store:
    """Return the store of a study folder as it stood at the end of a day (UTC).

    Raises:
        StudyError: the folder or its database cannot be used.
    """
    at = dt.datetime.combine(day, dt.time.max, tzinfo=dt.UTC)
    database = open_database(folder, os.environ.get("DATABASE_URL"), wait=WAIT_SECONDS)
    return StoreAsItStood(database, Vault(folder), at=at)
