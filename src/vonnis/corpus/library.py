"""The library in a corpus folder: what was read from each document that is held, and what was extracted from it.

It stands in the same file as the ledger and the raw documents, so that a document, its text and its record come and go
together. The Parquet tables and the search index are made from it and can be made again; a part of the library is one
year of one court, and a changed part is ``dirty`` until its tables are written.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from vonnis.errors import CorpusError
from vonnis.judgment.judgment import Judgment, Metadata
from vonnis.judgment.section import SectionKind
from vonnis.sources.holdings import Holdings, Kept, connect, transaction

_SCHEMA = """
CREATE TABLE IF NOT EXISTS judgment (
    id TEXT PRIMARY KEY, part TEXT NOT NULL, raw_sha256 TEXT NOT NULL, ecli TEXT, court TEXT, court_code TEXT,
    date TEXT, year INTEGER NOT NULL, type TEXT, procedure TEXT, modified TEXT, closed INTEGER NOT NULL,
    text_sha256 TEXT, record_sha256 TEXT, extractor TEXT,
    about BLOB NOT NULL, text BLOB, record BLOB
);
CREATE INDEX IF NOT EXISTS judgment_part ON judgment (part, id);
CREATE TABLE IF NOT EXISTS leaving (id TEXT NOT NULL, text_sha256 TEXT NOT NULL, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS unindexed (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dirty (part TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taken (origin TEXT PRIMARY KEY, stamp TEXT NOT NULL, id TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unreadable (
    id TEXT PRIMARY KEY, raw_sha256 TEXT NOT NULL, reason TEXT NOT NULL, reader TEXT
);
"""
LOCAL = "LOCAL"
"""The part of documents that name no court in an ECLI."""
_ECLI_PARTS = 5
_AT_ONCE = 1_000


class Stretch(msgspec.Struct, frozen=True):
    """A section of a text, as it stands in the library."""

    kind: SectionKind
    start: int
    end: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a judgment beside its text: its metadata and its sections."""

    metadata: Metadata
    sections: tuple[Stretch, ...] = ()


class Volume(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment on its way into the library, ready to be written: what is bulky is packed.

    ``raw`` is the packed document, or None where the folder holds it already; ``record`` is None where nothing was
    extracted.
    """

    id: str
    raw_sha256: str
    size: int
    raw: bytes | None
    closed: bool
    about: bytes
    text: bytes | None
    text_sha256: str | None
    record: bytes | None
    record_sha256: str | None
    extractor: str | None
    ecli: str | None
    court: str | None
    date: str | None
    type: str | None
    procedure: str | None
    modified: str | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment of the library as its tables are made from it."""

    id: str
    raw_sha256: str
    court_code: str | None
    closed: bool
    about: About
    text: str | None
    text_sha256: str | None
    record: bytes | None


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """The document that a judgment was read from; ``packed`` is None where the folder holds it already."""

    id: str
    sha256: str
    size: int
    packed: bytes | None
    closed: bool


def volume_of(judgment: Judgment, raw: Raw, *, record: bytes | None, extractor: str | None) -> Volume:
    """Return a judgment ready to be written; ``record`` is its JSON, None where nothing was extracted."""
    about = About(
        metadata=judgment.metadata,
        sections=tuple(Stretch(section.kind, section.start, section.end) for section in judgment.sections),
    )
    metadata = judgment.metadata
    return Volume(
        id=raw.id,
        raw_sha256=raw.sha256,
        size=raw.size,
        raw=raw.packed,
        closed=raw.closed,
        about=msgspec.json.encode(about),
        text=zlib.compress(judgment.text.encode(), 1) if judgment.text else None,
        text_sha256=judgment.text_sha256,
        record=zlib.compress(record, 1) if record is not None else None,
        record_sha256=sha256(record).hexdigest() if record is not None else None,
        extractor=extractor,
        ecli=judgment.ecli,
        court=judgment.court,
        date=judgment.date.isoformat() if judgment.date else None,
        type=metadata.type,
        procedure=metadata.procedures[0] if metadata.procedures else None,
        modified=metadata.modified.isoformat() if metadata.modified else None,
    )


class Library:
    """The library of one corpus folder, over the connection of its holdings."""

    def __init__(self, connection: sqlite3.Connection, *, read_only: bool = False) -> None:
        """Work on this connection, and make the tables where they are missing and may be made."""
        self.connection = connection
        self.holdings = Holdings(connection)
        self._read_only = read_only
        if not read_only:
            connection.executescript(_SCHEMA)
            columns = [row[1] for row in connection.execute("PRAGMA table_info(unreadable)")]
            if "reader" not in columns:  # a corpus from before it was told what could not read a document
                connection.execute("ALTER TABLE unreadable ADD COLUMN reader TEXT")

    def place(self, volume: Volume) -> None:
        """Write one judgment, in the transaction of the caller; an older one under its id leaves."""
        self._leave(volume.id)
        self.connection.execute("DELETE FROM unreadable WHERE id = ?", (volume.id,))
        code, year = _court_code(volume), _year(volume)
        part = f"{year}/{code or LOCAL}"
        self.connection.execute(
            "INSERT INTO judgment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(volume.id, part, volume.raw_sha256, volume.ecli, volume.court, code, volume.date, year),
                *(volume.type, volume.procedure, volume.modified, volume.closed, volume.text_sha256),
                *(volume.record_sha256, volume.extractor, volume.about, volume.text, volume.record),
            ),
        )
        self.connection.execute("INSERT OR IGNORE INTO dirty VALUES (?)", (part,))
        if volume.text is not None:
            self.connection.execute("INSERT OR IGNORE INTO unindexed VALUES (?)", (volume.id,))

    def _leave(self, id: str) -> None:
        """Take a judgment out; its text waits until the search index has let go of its words."""
        row = self.connection.execute("SELECT part, text_sha256, text FROM judgment WHERE id = ?", (id,)).fetchone()
        if row is None:
            return
        if row[2] is not None:
            self.connection.execute("INSERT INTO leaving VALUES (?, ?, ?)", (id, row[1], row[2]))
        self.connection.execute("DELETE FROM judgment WHERE id = ?", (id,))
        self.connection.execute("DELETE FROM unindexed WHERE id = ?", (id,))
        self.connection.execute("INSERT OR IGNORE INTO dirty VALUES (?)", (row[0],))

    def let_go(self) -> int:
        """Take out every judgment whose document was erased or replaced, and return how many there were."""
        with transaction(self.connection):
            gone = self.connection.execute(
                "SELECT j.id FROM judgment j LEFT JOIN document d ON d.id = j.id AND d.sha256 = j.raw_sha256 "
                "WHERE d.id IS NULL"
            ).fetchall()
            for (id_,) in gone:
                self._leave(id_)
            self.connection.execute(
                "DELETE FROM unreadable WHERE NOT EXISTS "
                "(SELECT 1 FROM document d WHERE d.id = unreadable.id AND d.sha256 = unreadable.raw_sha256)"
            )
        return len(gone)

    def unread(self, extractor: str | None, *, reader: str) -> Iterator[Kept]:
        """Yield the documents that are held but not in the library, or with records of other rules than these.

        Those that this very ``reader`` could not read are passed over. The library may change meanwhile.
        """
        last = ""
        while True:
            rows = self.connection.execute(
                "SELECT d.id FROM document d LEFT JOIN judgment j ON j.id = d.id "
                "LEFT JOIN unreadable u ON u.id = d.id AND u.reader = ? "
                "WHERE d.id > ? AND u.id IS NULL AND (j.id IS NULL OR (? IS NOT NULL AND j.extractor IS NOT ?)) "
                "ORDER BY d.id LIMIT ?",
                (reader, last, extractor, extractor, _AT_ONCE),
            ).fetchall()
            if not rows:
                return
            for (id_,) in rows:
                if (kept := self.holdings.find(id_)) is not None:
                    yield kept
            last = rows[-1][0]

    def cannot_read(self, id: str, raw_sha256: str, *, reason: str, reader: str) -> None:
        """Note, in the caller's transaction, that this reader cannot read a held document and need not try again."""
        self.connection.execute(
            "INSERT OR REPLACE INTO unreadable (id, raw_sha256, reason, reader) VALUES (?, ?, ?, ?)",
            (id, raw_sha256, reason, reader),
        )

    def has(self, id: str, raw_sha256: str) -> bool:
        """Tell whether the library has a judgment as it stands in this document."""
        row = self.connection.execute("SELECT raw_sha256 FROM judgment WHERE id = ?", (id,)).fetchone()
        return row is not None and row[0] == raw_sha256

    def modified(self, id: str) -> str | None:
        """Return when the source changed the judgment that is in the library, as far as it says."""
        row = self.connection.execute("SELECT modified FROM judgment WHERE id = ?", (id,)).fetchone()
        return row[0] if row else None

    # Parts and their tables

    def dirty(self) -> list[str]:
        """Return the parts whose tables are not written yet."""
        return [part for (part,) in self.connection.execute("SELECT part FROM dirty ORDER BY part")]

    def clean(self, parts: Iterable[str]) -> None:
        """Note that the tables of these parts are written."""
        with transaction(self.connection):
            self.connection.executemany("DELETE FROM dirty WHERE part = ?", ((part,) for part in parts))

    def rows(self, part: str) -> Iterator[Row]:
        """Yield the judgments of a part in the order of their ids."""
        found = self.connection.execute(
            "SELECT id, raw_sha256, court_code, closed, about, text, text_sha256, record FROM judgment "
            "WHERE part = ? ORDER BY id",
            (part,),
        )
        for id_, raw, code, closed, about, text, text_sha256, record in found:
            yield Row(
                id=id_,
                raw_sha256=raw,
                court_code=code,
                closed=bool(closed),
                about=_ABOUT.decode(about),
                text=unpack_text(text) if text is not None else None,
                text_sha256=text_sha256,
                record=zlib.decompress(record) if record is not None else None,
            )

    def text(self, id: str) -> str:
        """Return the text of a judgment; empty where it has none."""
        row = self.connection.execute("SELECT text FROM judgment WHERE id = ?", (id,)).fetchone()
        return unpack_text(row[0]) if row and row[0] is not None else ""

    def described(self, id: str) -> str:
        """Return court and date of a judgment, as far as they are known."""
        row = self.connection.execute("SELECT court, date FROM judgment WHERE id = ?", (id,)).fetchone()
        return ", ".join(value for value in row or () if value)

    def digest(self) -> str:
        """Return one digest of all ids, documents, texts and records in the library, in the order of the ids."""
        total = sha256()
        for row in self.connection.execute(
            "SELECT id, raw_sha256, text_sha256, record_sha256 FROM judgment ORDER BY id"
        ):
            total.update("\t".join(value or "" for value in row).encode() + b"\n")
        return total.hexdigest()

    def indexed(self, ids: Iterable[str]) -> None:
        """Note that the search index has these judgments."""
        with transaction(self.connection):
            self.connection.executemany("DELETE FROM unindexed WHERE id = ?", ((id_,) for id_ in ids))

    def index_anew(self) -> None:
        """Have every judgment with a text entered in the search index, which is new."""
        with transaction(self.connection):
            self.connection.execute("INSERT OR IGNORE INTO unindexed SELECT id FROM judgment WHERE text IS NOT NULL")

    # What was taken from archives and folders

    def has_taken_nothing(self) -> bool:
        """Tell whether no file or archive member was ever taken, so that none need be asked for."""
        return self.connection.execute("SELECT 1 FROM taken LIMIT 1").fetchone() is None

    def has_taken(self, origin: str, stamp: str, *, check: bool = False) -> bool:
        """Tell whether a file or archive member was taken already, as it is now, and what it gave is not gone.

        With ``check`` what is held of it is read, and must not be damaged either.
        """
        row = self.connection.execute(
            "SELECT t.stamp, t.id, d.id IS NULL OR s.name IS NOT NULL FROM taken t "
            "LEFT JOIN document d ON d.id = t.id LEFT JOIN sqlar s ON s.name = d.name WHERE t.origin = ?",
            (origin,),
        ).fetchone()
        return row is not None and row[0] == stamp and bool(row[2]) and not (check and self.holdings.is_damaged(row[1]))

    def take(self, origin: str, stamp: str, *, id: str | None) -> None:
        """Note, in the transaction of the caller, that a file or archive member was taken."""
        self.connection.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)", (origin, stamp, id))

    def close(self) -> None:
        """Close the connection, and leave no erased bytes behind in the write-ahead file."""
        if not self._read_only:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


_ABOUT = msgspec.json.Decoder(About)


def open_library(folder: Path, *, create: bool = False, read_only: bool = False) -> Library:
    """Return the library of a corpus folder.

    Raises:
        CorpusError: it is no corpus folder; or, to read only, nothing was read into it yet.
    """
    connection = connect(folder, create=create, read_only=read_only)
    if read_only and not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'judgment'").fetchone():
        connection.close()
        message = f"nothing in {folder} was read yet; do it with vonnis corpus add {folder}"
        raise CorpusError(message)
    return Library(connection, read_only=read_only)


def unpack_text(packed: bytes) -> str:
    """Return a text as the library packs it."""
    return zlib.decompress(packed).decode()


def _court_code(volume: Volume) -> str | None:
    parts = (volume.ecli or "").split(":")
    return parts[2] if len(parts) >= _ECLI_PARTS and parts[2].isalnum() and not volume.closed else None


def _year(volume: Volume) -> int:
    """Return the year of a judgment: of its date, else of its ECLI, else 0."""
    if volume.date:
        return dt.date.fromisoformat(volume.date).year
    parts = (volume.ecli or "").split(":")
    return int(parts[3]) if len(parts) >= _ECLI_PARTS and parts[3].isdigit() else 0
