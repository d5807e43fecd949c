"""Key rings: one secret key for each subject, in a file of its own, each of which can be thrown away.

What is sealed under a key that was thrown away is gone everywhere, also in every copy of it that was ever made.
Sealing is AES-SIV (RFC 5297) of the library ``cryptography``: authenticated, and safe when the same words are sealed
twice.
"""

from __future__ import annotations

import base64
import binascii
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vonnis.archive.files import stamp_of
from vonnis.errors import StudyError
from vonnis.study.words import Subject

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEY_BYTES = 64
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS subject_key (unit TEXT NOT NULL, document TEXT NOT NULL, secret BLOB NOT NULL,"
    " PRIMARY KEY (unit, document)) WITHOUT ROWID"
)
_ALL = "SELECT unit, document, secret FROM subject_key ORDER BY unit, document"
_INTO = "INSERT OR IGNORE INTO subject_key VALUES (?, ?, ?)"
_MARK = "sealed:1:"


class Ring:
    """The keys in one file, readable by its owner alone; the file appears with its first key."""

    def __init__(self, path: Path) -> None:
        """Use the ring at a path, which need not exist yet."""
        self.path = path
        self._known: dict[Subject, bytes] = {}
        self._stamp: tuple[int, int, int] | None = None

    def find(self, subject: Subject) -> bytes | None:
        """Return the key of a subject, or None where there is none (any more)."""
        try:
            stamp = stamp_of(self.path)
        except OSError:
            return None
        # Another program may have thrown keys away since; a room that stays open for weeks must not go on reading.
        if stamp != self._stamp:
            self._known, self._stamp = self.all(), stamp
        return self._known.get(subject)

    def take(self, keys: Mapping[Subject, bytes]) -> None:
        """Keep the keys of subjects that have none yet; they are on disk when this returns."""
        if not keys:
            return
        rows = [(subject.unit, subject.document, secret) for subject, secret in keys.items()]
        with self._opened() as connection, self._writing(connection):
            connection.executemany(_INTO, rows)
        self._stamp = None

    def all(self) -> dict[Subject, bytes]:
        """Return every key with its subject."""
        if not self.path.exists():
            return {}
        with self._opened() as connection:
            rows = connection.execute(_ALL)
            return {Subject(unit, document): secret for unit, document, secret in rows}

    def throw(self, subjects: Iterable[Subject]) -> int:
        """Throw keys away for good, and return how many there were; nothing of them stays in the file."""
        wanted = {(subject.unit, subject.document) for subject in subjects}
        self._known, self._stamp = {}, None
        if not wanted or not self.path.exists():
            return 0
        # One transaction: thousands of keys go at once, or none does.
        with self._opened() as connection, self._writing(connection):
            rows = connection.execute(_ALL).fetchall()
            kept = [row for row in rows if row[:2] not in wanted]
            if len(kept) < len(rows):
                # SQLite overwrites what is deleted, and not the copies that it made while it moved rows about: so every
                # page is overwritten, and the rows that stay are written again. The file keeps its size, since the end
                # of one that shrinks stays on the disk as it was.
                connection.execute("DELETE FROM subject_key")
                connection.executemany(_INTO, kept)
            return len(rows) - len(kept)

    @contextmanager
    def _writing(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Hold a transaction and the file for oneself; the journal of it, which holds keys, is overwritten at its end.

        SQLite unlinks a journal as it is, so that its keys would stay on the disk until something is written over them.
        """
        connection.execute("BEGIN EXCLUSIVE")
        # Not before: who waits for the file in this mode keeps the read lock that it has, and two would wait for ever.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        yield
        connection.execute("COMMIT")
        journal = self.path.with_name(f"{self.path.name}-journal")
        if journal.exists():
            with journal.open("r+b") as stream:
                stream.write(bytes(journal.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
        connection.execute("PRAGMA journal_mode = DELETE")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = None
        before = os.umask(0o077)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            connection.execute("PRAGMA secure_delete = ON")
            # Keys stay on their own disk: what SQLite sets aside while it writes a ring anew must not go to /tmp.
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA synchronous = FULL")
            # A journal stays where it is until what it holds was overwritten.
            connection.execute("PRAGMA journal_mode = PERSIST")
            connection.execute(_SCHEMA)
            yield connection
        except (sqlite3.Error, OSError) as error:
            message = f"the key ring {self.path} cannot be used ({error}); check its disk, or name another: VONNIS_KEYS"
            raise StudyError(message) from error
        finally:
            os.umask(before)
            if connection is not None:
                connection.close()


class Sealed(msgspec.Struct, frozen=True):
    """Sealing under one key; ``bound`` ties what is sealed to its place, so that it cannot be moved elsewhere."""

    secret: bytes

    @property
    def mark(self) -> str:
        """What everything begins with that is sealed under this key; it tells keys apart and gives none away."""
        return f"{_MARK}{sha256(b'vonnis key' + self.secret).hexdigest()[:16]}:"

    def seal(self, text: str, *, bound: str) -> str:
        """Return words as they are stored; the same words at the same place give the same text."""
        made = self._cipher().encrypt(text.encode(), [bound.encode()])
        return self.mark + base64.b64encode(made).decode()

    def open(self, stored: str, *, bound: str) -> str:
        """Return the words that were sealed.

        Raises:
            StudyError: they were changed, moved, or sealed under another key.
        """
        from cryptography.exceptions import InvalidTag

        try:
            data = base64.b64decode(stored.removeprefix(self.mark), validate=True)
            return self._cipher().decrypt(data, [bound.encode()]).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            message = f"{bound}: sealed words were changed, or their key is another; put a backup in their place"
            raise StudyError(message) from error

    def _cipher(self) -> AESSIV:
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESSIV
        except ImportError as error:
            message = "words of a study are sealed with cryptography, which is not installed; install vonnis[closed]"
            raise StudyError(message) from error

        return AESSIV(self.secret)


def holds_sealed(text: str) -> bool:
    """Tell whether a text holds sealed words, under whichever key."""
    return _MARK in text


def sealed_under(stored: str, key: Sealed) -> bool:
    """Tell whether words were sealed under this key."""
    return stored.startswith(key.mark)
