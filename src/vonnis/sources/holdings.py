"""The documents that a corpus folder holds, byte for byte, with their digests, and the tombstones of those it erased.

They stand in one SQLite file beside the ledger, as an SQLite Archive (table ``sqlar``), which ``sqlite3 FILE -Ax``
unpacks without vonnis. One file for a million documents is easier to copy, check and erase from than a million files.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from vonnis.errors import CorpusError

FILE = "ledger.sqlite3"
"""The name of the file in a corpus folder."""
LOCK = ".lock"
VERSION = 1
PURGED = "purged by the user"
"""The reason of a tombstone that keeps a document from coming back in any version."""
WITHDRAWN = "withdrawn by its court"
GONE = "gone from the service"
"""The reasons of tombstones that keep older versions of a document out; a newer one may be published again."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sqlar (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB);
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, has_text INTEGER NOT NULL,
    updated TEXT, kept_at TEXT NOT NULL, closed INTEGER NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstone (
    id TEXT NOT NULL, sha256 TEXT NOT NULL, erased_at TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS tombstone_id ON tombstone (id);
"""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is held: ``id`` is its ECLI where it has one; ``closed`` ones never leave this machine.

    ``updated`` is when the source changed it last, in the source's words; ``origin`` where it came from.
    """

    id: str
    sha256: str
    size: int
    has_text: bool
    kept_at: str
    name: str
    origin: str
    updated: str | None = None
    closed: bool = False


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What stays of an erased document: its id, the digest of its bytes, when and why it was erased."""

    id: str
    sha256: str
    erased_at: str
    reason: str


class Holdings:
    """The documents in one corpus folder, over an open connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work on this connection, whose tables exist."""
        self.connection = connection

    def keep(self, kept: Kept, packed: bytes) -> bool:
        """Keep a document, in the transaction of the caller, and return whether another one made room for it.

        ``packed`` comes from :func:`pack`. A document with other bytes under the same id is erased, with a tombstone.
        """
        old = self.find(kept.id)
        replaced = old is not None and old.sha256 != kept.sha256
        if old is not None and replaced:
            self.erase(kept.id, at=kept.kept_at, reason="replaced by a newer version of its source")
        elif old is not None and old.name != kept.name:
            self.connection.execute("DELETE FROM sqlar WHERE name = ?", (old.name,))
        self.connection.execute(
            "INSERT OR REPLACE INTO sqlar VALUES (?, 33188, 0, ?, ?)", (kept.name, kept.size, packed)
        )
        self.connection.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(kept.id, kept.sha256, kept.size, kept.has_text, kept.updated),
                *(kept.kept_at, kept.closed, kept.name, kept.origin),
            ),
        )
        return replaced

    def erase(self, id: str, *, at: str, reason: str) -> bool:
        """Erase a document, leave a tombstone, and return whether there was one."""
        old = self.find(id)
        if old is None:
            return False
        self.connection.execute("DELETE FROM sqlar WHERE name = ?", (old.name,))
        self.connection.execute("DELETE FROM document WHERE id = ?", (id,))
        self.connection.execute("INSERT INTO tombstone VALUES (?, ?, ?, ?)", (id, old.sha256, at, reason))
        return True

    def was_erased(self, id: str, digest: str, *, modified: str | None) -> bool:
        """Tell whether a document stays out: its bytes were erased, or it was purged, or withdrawn since it changed.

        ``modified`` is when its source changed it, None where it does not say. The archives that a court gave out
        before it withdrew a judgment hold it in other bytes than the service gave.
        """
        row = self.connection.execute(
            "SELECT 1 FROM tombstone WHERE id = ? "
            "AND (sha256 = ? OR reason = ? OR (reason IN (?, ?) AND erased_at > ?))",
            (id, digest, PURGED, WITHDRAWN, GONE, modified or ""),
        ).fetchone()
        return row is not None

    def find(self, id: str) -> Kept | None:
        """Return what is held under an id, without its bytes."""
        row = self.connection.execute(f"SELECT {_COLUMNS} FROM document WHERE id = ?", (id,)).fetchone()  # noqa: S608
        return _kept(row) if row else None

    def all(self) -> Iterator[Kept]:
        """Yield every document, without its bytes, in the order of the ids."""
        rows = self.connection.execute(f"SELECT {_COLUMNS} FROM document ORDER BY id")  # noqa: S608 - fixed columns
        return map(_kept, rows)

    def read(self, kept: Kept) -> bytes:
        """Return the bytes of a document, proven to be those that were kept.

        Raises:
            CorpusError: they are gone or changed.
        """
        row = self.connection.execute("SELECT sz, data FROM sqlar WHERE name = ?", (kept.name,)).fetchone()
        if row is None:
            message = f"{kept.id}: its file {kept.name} is gone from the corpus; harvest or add it again"
            raise CorpusError(message)
        try:
            data = unpack(row[1], row[0])
        except zlib.error:
            data = b""
        if sha256(data).hexdigest() != kept.sha256:
            message = (
                f"{kept.id}: its file {kept.name} is not as it was kept (another digest); harvest it again, or add it"
                " again with --check"
            )
            raise CorpusError(message)
        return data

    def is_damaged(self, id: str) -> bool:
        """Tell whether a document is held of which the bytes are gone or changed; one that is not held is not."""
        kept = self.find(id)
        try:
            if kept is not None:
                self.read(kept)
        except CorpusError:
            return True
        return False

    def tombstones(self) -> list[Tombstone]:
        """Return every tombstone, the oldest first."""
        rows = self.connection.execute("SELECT id, sha256, erased_at, reason FROM tombstone ORDER BY rowid")
        return [Tombstone(id=a, sha256=b, erased_at=c, reason=d) for a, b, c, d in rows]


_COLUMNS = "id, sha256, size, has_text, updated, kept_at, closed, name, origin"


def _kept(row: tuple[str, str, int, int, str | None, str, int, str, str]) -> Kept:
    ecli, digest, size, has_text, updated, kept_at, closed, name, origin = row
    return Kept(
        id=ecli,
        sha256=digest,
        size=size,
        has_text=bool(has_text),
        updated=updated,
        kept_at=kept_at,
        closed=bool(closed),
        name=name,
        origin=origin,
    )


def pack(data: bytes) -> bytes:
    """Return bytes as an SQLite Archive stores them: deflated where that makes them smaller."""
    # A tenth smaller than this costs twice the time.
    packed = zlib.compress(data, 3)
    return packed if len(packed) < len(data) else data


def unpack(packed: bytes, size: int) -> bytes:
    """Return the bytes that were packed; raise ``zlib.error`` where they are damaged."""
    return packed if len(packed) == size else zlib.decompress(packed)


def archive_name(ecli: str, ending: str = ".xml") -> str:
    """Return the name of a document in the archive: ``RBAMS/2021/ECLI_NL_RBAMS_2021_2514.xml``."""
    parts = ecli.split(":")
    court_and_year = parts[2:4]
    plain = len(parts) >= _ECLI_PARTS and all(part.isalnum() for part in court_and_year)
    # What a service calls a document is its own affair; where the file lands that somebody unpacks is not.
    name = _NO_PATH.sub(lambda sign: f"%{ord(sign[0]):02x}", ecli).replace(":", "_")
    return f"{'/'.join(court_and_year) if plain else 'other'}/{name}{ending}"


_ECLI_PARTS = 5
_NO_PATH = re.compile(r"[/\\\x00-\x1f]")


def connect(folder: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the file of a corpus folder; what is committed on it survives a power cut.

    Raises:
        CorpusError: there is none and none is to be made, or it is damaged or of another version.
    """
    path = folder / FILE
    if not create and not path.is_file():
        message = f"{folder} is no corpus folder (it has no {FILE}); make one with vonnis harvest or vonnis corpus add"
        raise CorpusError(message)
    try:
        if read_only:
            connection = _open_to_read(path)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, timeout=30)
            _prepare(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except (sqlite3.DatabaseError, OSError) as error:
        message = f"{path} cannot be opened ({error}); put back a copy, or name another folder"
        raise CorpusError(message) from None
    if version != VERSION:
        message = f"{path} is of format {version}, and this vonnis knows format {VERSION}; use the vonnis that made it"
        raise CorpusError(message)
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file to read only, also on a disk that nothing can be written to."""
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=30)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    # Ids come in no order: with room for their indexes, a page is read and written once a transaction.
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    connection.executescript(_SCHEMA)
    if connection.execute("PRAGMA user_version").fetchone() == (0,):
        connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make everything in the block one change, which is on disk when the block ends, or did not happen."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have a corpus folder for oneself while the block runs; a process that is killed lets go of it.

    Raises:
        CorpusError: another process writes to it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a")
    except OSError as error:
        message = f"{folder} cannot be written to ({error.strerror or error}); name another folder"
        raise CorpusError(message) from None
    with lock:
        if not _take(lock.fileno()):
            message = f"{folder} is being written to by another vonnis; wait until it is done"
            raise CorpusError(message)
        yield


def _take(descriptor: int) -> bool:
    """Take a lock that ends with this process, and return whether nobody else has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
