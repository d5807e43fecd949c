"""The two databases that a study can live in, behind one small surface: SQLite in the folder, or PostgreSQL.

Statements are portable SQL with ``%s`` for values. A third maker of connections (a web framework's) needs no more than
the three methods of :class:`Database`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from vonnis.errors import StudyError

Dialect = Literal["sqlite", "postgresql"]
Row = tuple[Any, ...]

WAIT_SECONDS = 30.0
"""How long a writer waits for another one before it gives up and says so."""

WRITERS_LOCK = 738201
"""The lock of PostgreSQL on which every program waits that writes to a study, the coding room included."""

_CHUNK = 50_000
_CACHE_KB = 65_536


class Database(Protocol):
    """What the store asks of a database."""

    @property
    def dialect(self) -> Dialect:
        """Which kind it is, for the few statements that differ."""
        ...

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[list[Row]]:
        """Yield the rows that a statement finds, in lists of bounded length."""
        ...

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Run a statement once for each row of values, inside a transaction."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the only place of a writer until the block ends; all of it counts, or nothing.

        Raises:
            StudyError: another program writes, and went on for longer than the wait.
        """
        ...

    def wipe(self) -> None:
        """Leave nothing behind of rows that are gone, as far as the database can; outside a transaction.

        Raises:
            StudyError: another program holds on to them.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class SqliteDatabase:
    """A SQLite file with a write-ahead log: readers never wait, one writer at a time."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, wait: float = WAIT_SECONDS) -> None:
        """Open or make the file.

        Raises:
            StudyError: it cannot be opened, or is no database.
        """
        self._path = path
        try:
            self._connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA secure_delete = ON")
            # Ids are digests and fall anywhere in their index: with the usual 2 MB every row of millions reads a page.
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        except sqlite3.Error as error:
            message = _sqlite_trouble(path, error)
            raise StudyError(message) from error

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[list[Row]]:
        """Yield the rows that a statement finds, in lists of bounded length."""
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(statement.replace("%s", "?"), tuple(values))
                while found := cursor.fetchmany(_CHUNK):
                    yield found
        except sqlite3.Error as error:
            message = _sqlite_trouble(self._path, error)
            raise StudyError(message) from error

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Run a statement once for each row of values, inside a transaction."""
        try:
            self._connection.executemany(statement.replace("%s", "?"), rows) if "%s" in statement else (
                self._connection.execute(statement)
            )
        except sqlite3.Error as error:
            message = _sqlite_trouble(self._path, error)
            raise StudyError(message) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the only place of a writer until the block ends; all of it counts, or nothing."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            message = _sqlite_trouble(self._path, error)
            raise StudyError(message) from error
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def wipe(self) -> None:
        """Overwrite free space and empty the write-ahead log."""
        self.run("VACUUM")
        busy = next(row[0] for rows in self.rows("PRAGMA wal_checkpoint(TRUNCATE)") for row in rows)
        if busy:
            message = (
                f"{self._path}: another program is reading, and old pages stay until it ends; close it and try again"
            )
            raise StudyError(message)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class PostgresDatabase:
    """A PostgreSQL database; writers wait for each other on one lock."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str, *, wait: float = WAIT_SECONDS) -> None:
        """Connect to the database at a ``DATABASE_URL``.

        Raises:
            StudyError: psycopg is not installed, or the server does not answer.
        """
        try:
            import psycopg
        except ImportError as error:
            message = "DATABASE_URL asks for PostgreSQL, which needs psycopg; install vonnis[web]"
            raise StudyError(message) from error
        self._error: type[Exception] = psycopg.Error
        try:
            self._connection = psycopg.connect(url, autocommit=True)
            self._connection.execute(f"SET lock_timeout = '{int(wait * 1000)}ms'")
        except psycopg.Error as error:
            message = f"the database of DATABASE_URL cannot be reached ({_first_line(error)}); check address and rights"
            raise StudyError(message) from error

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[list[Row]]:
        """Yield the rows that a statement finds, in lists of bounded length."""
        with self._told(), self._connection.cursor() as cursor:
            cursor.execute(statement.encode(), tuple(values))
            while found := cursor.fetchmany(_CHUNK):
                yield found

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Run a statement once for each row of values, inside a transaction."""
        with self._told(), self._connection.cursor() as cursor:
            if "%s" in statement:
                cursor.executemany(statement.encode(), (tuple(row) for row in rows))
            else:
                cursor.execute(statement.encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the only place of a writer until the block ends; all of it counts, or nothing."""
        with self._told(), self._connection.transaction():
            # The same number everywhere, so that every program of vonnis waits for the same lock.
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
            yield

    def wipe(self) -> None:
        """Write the tables anew; what the server's own logs and copies hold is the server's to forget."""
        self.run("VACUUM FULL")

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            message = f"the database of DATABASE_URL refuses: {_first_line(error)}"
            raise StudyError(message) from error


def open_database(folder: Path, url: str | None, *, wait: float = WAIT_SECONDS) -> Database:
    """Return the database of a study: that of ``DATABASE_URL`` where it is set, else ``coding.sqlite3`` in the folder.

    Raises:
        StudyError: it cannot be opened, or the address is of an unknown kind.
    """
    if not url:
        return SqliteDatabase(folder / "coding.sqlite3", wait=wait)
    openers: dict[str, Callable[[], Database]] = {
        "postgres": lambda: PostgresDatabase(url, wait=wait),
        "postgresql": lambda: PostgresDatabase(url, wait=wait),
        "sqlite": lambda: SqliteDatabase(Path(url.removeprefix("sqlite:///")), wait=wait),
    }
    scheme = url.split(":", 1)[0]
    if scheme not in openers:
        message = f"DATABASE_URL begins with {scheme!r}; give postgresql://… or unset it"
        raise StudyError(message)
    return openers[scheme]()


def _sqlite_trouble(path: Path, error: sqlite3.Error) -> str:
    words = str(error)
    if "locked" in words:
        return f"{path}: another program is writing to this study; wait until it is done and try again"
    if "not a database" in words or "malformed" in words:
        return f"{path} is no database, or is damaged; put a backup in its place"
    return f"{path} cannot be used ({words}); check that the folder is there and open to writing"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
