"""The study's store over the connection of the room, so that an answer and its log line are one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from vonnis.archive.databases import WRITERS_LOCK, Dialect, Row
from vonnis.archive.store import Store
from vonnis.archive.vault import Vault
from vonnis.errors import StudyError

_CHUNK = 10_000


class RoomDatabase:
    """Django's connection, as the store wants a database."""

    @property
    def dialect(self) -> Dialect:
        """Which kind of database the room has."""
        return "postgresql" if connection.vendor == "postgresql" else "sqlite"

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[list[Row]]:
        """Yield the rows that a statement finds, in lists of bounded length."""
        with _told(), connection.cursor() as cursor:
            given: list[Any] = [*values]
            cursor.execute(statement, given or None)
            while found := cursor.fetchmany(_CHUNK):
                yield list(found)

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Run a statement once for each row of values, inside a transaction."""
        with _told(), connection.cursor() as cursor:
            for row in rows:
                given: list[Any] = [*row]
                cursor.execute(statement, given or None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the only place of a writer until the block ends; all of it counts, or nothing."""
        with _told(), transaction.atomic():
            if self.dialect == "postgresql":
                self.run("SELECT pg_advisory_xact_lock(%s)", [(WRITERS_LOCK,)])
            yield

    def wipe(self) -> None:
        """Leave nothing behind of rows that are gone, as far as the database can; outside a transaction."""
        self.run("VACUUM FULL" if self.dialect == "postgresql" else "VACUUM")
        if self.dialect == "sqlite":
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Leave the connection to Django."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        message = f"the database of the room refuses: {str(error).strip().splitlines()[0]}"
        raise StudyError(message) from error


@cache
def store() -> Store:
    """Return the store of the study of this room; its tables are made where there are none."""
    return Store(RoomDatabase(), Vault(settings.ROOM.study))
