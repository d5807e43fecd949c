"""The search index of a corpus folder: SQLite FTS5 over the texts of the library, in a file that can be made again.

A row number holds the day of judgment, so that the newest come first without sorting, and a span of days is a span of
rows. The index keeps no text of its own; to let go of a judgment it needs the words once more, so the library keeps the
text of what leaves until the index has followed.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from vonnis.corpus.asking import Term, marks_in, match_of, other_forms
from vonnis.corpus.library import Library, unpack_text
from vonnis.errors import CorpusError
from vonnis.sources.holdings import transaction

FILE = "search/index.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text_sha256 TEXT NOT NULL, facets TEXT NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    text, accents, facets, content = '', tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
"""
_A_DAY = 1 << 20
"""Rows that one day has room for."""
_TEXTS_AT_ONCE = 1_000
_HELD_IN_MEMORY = 32 * 2**20
_MOST_FORMS = 12


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a search is narrowed to: courts by code, days of judgment, types; empty or None for all."""

    courts: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    type: str | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A judgment that a search found; ``exact`` where it has the words as they were asked."""

    id: str
    exact: bool


class Index:
    """The search index of one corpus folder."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the index.

        Raises:
            CorpusError: there is none and none is to be made, or it is damaged.
        """
        path = folder / FILE
        if not create and not path.is_file():
            message = f"{folder} has no search index; make it with vonnis corpus add {folder}"
            raise CorpusError(message)
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
                self._prepare()
            else:
                self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
                self._db.execute("SELECT 1 FROM place").fetchone()
        except (sqlite3.DatabaseError, OSError) as error:
            message = f"{path} cannot be opened ({error}); delete it, and vonnis corpus add {folder} makes it again"
            raise CorpusError(message) from None

    def _prepare(self) -> None:
        # The index can be made again, so a power cut may cost it; but what is erased must be gone from the disk.
        for statement in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -65536"):
            self._db.execute(f"PRAGMA {statement}")
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_HELD_IN_MEMORY,))

    def follow(self, library: Library, *, tick: Callable[[], None] = lambda: None) -> int:
        """Bring the index in line with the library, and return how many judgments it let go of."""
        if self._db.execute("SELECT 1 FROM place LIMIT 1").fetchone() is None:
            library.index_anew()
        gone = self._let_go(library)
        while rows := self._missing(library):
            with transaction(self._db):
                self._enter(rows)
            library.indexed([row[0] for row in rows])
            for _ in rows:
                tick()
        if gone:
            # Until segments are merged, the words of what left are still in the older ones.
            self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def _let_go(self, library: Library) -> int:
        leaving = library.connection.execute("SELECT id, text_sha256, text FROM leaving").fetchall()
        with transaction(self._db):
            for id_, digest, packed in leaving:
                found = self._db.execute(
                    "SELECT row, facets FROM place WHERE id = ? AND text_sha256 = ?", (id_, digest)
                ).fetchone()
                if found:
                    text = unpack_text(packed)
                    self._db.execute(
                        "INSERT INTO words (words, rowid, text, accents, facets) VALUES ('delete', ?, ?, ?, ?)",
                        (found[0], text, marks_in(text), found[1]),
                    )
                    self._db.execute("DELETE FROM place WHERE row = ?", (found[0],))
        with transaction(library.connection):
            library.connection.execute("DELETE FROM leaving")
        return len(leaving)

    def _missing(self, library: Library) -> list[tuple[str, str, bytes, str | None, str]]:
        """Return some of the judgments that wait for the index."""
        return library.connection.execute(
            "SELECT j.id, j.text_sha256, j.text, j.date, coalesce(j.court_code, 'local') || ' ' || coalesce(j.type, '')"
            " FROM unindexed u JOIN judgment j ON j.id = u.id LIMIT ?",
            (_TEXTS_AT_ONCE,),
        ).fetchall()

    def _enter(self, rows: list[tuple[str, str, bytes, str | None, str]]) -> None:
        """Enter judgments in the order of their days: FTS5 writes a segment whenever a row number goes back."""
        numbered = []
        for id_, digest, packed, date, facets in rows:
            if not self._db.execute("SELECT 1 FROM place WHERE id = ? AND text_sha256 = ?", (id_, digest)).fetchone():
                row = self._free_row(date)
                self._db.execute("INSERT INTO place VALUES (?, ?, ?, ?)", (row, id_, digest, facets))
                numbered.append((row, packed, facets))
        for row, packed, facets in sorted(numbered, key=lambda one: one[0]):
            text = unpack_text(packed)
            self._db.execute(
                "INSERT INTO words (rowid, text, accents, facets) VALUES (?, ?, ?, ?)",
                (row, text, marks_in(text), facets),
            )

    def _free_row(self, date: str | None) -> int:
        base = _first_row(dt.date.fromisoformat(date)) if date else 0
        (last,) = self._db.execute(
            "SELECT max(row) FROM place WHERE row >= ? AND row < ?", (base, base + _A_DAY)
        ).fetchone()
        return base if last is None else int(last) + 1

    # Searching

    def search(self, terms: tuple[Term, ...], wanted: Wanted, *, wider: bool = False) -> Iterator[Found]:
        """Yield the judgments that have these terms: as they were asked first, then with or without their accents.

        With ``wider``, those that only have other forms of the words come last. Within each, the newest come first.
        """
        facets = tuple(tuple(group) for group in (wanted.courts, (wanted.type,) if wanted.type else ()) if group)
        yield from self._matches(match_of(terms, facets=facets, exact=True), wanted, exact=True)
        if others := match_of(terms, facets=facets, exact=False):
            yield from self._matches(others, wanted, exact=False)
        if wider:
            widened = tuple(self.widened(term) for term in terms)
            if widened != terms:
                asked = f"({match_of(widened, facets=facets)}) NOT ({match_of(terms)})"
                yield from self._matches(asked, wanted, exact=False)

    def count(self, terms: tuple[Term, ...], wanted: Wanted) -> int:
        """Return how many judgments have these terms."""
        facets = tuple(tuple(group) for group in (wanted.courts, (wanted.type,) if wanted.type else ()) if group)
        first, last = _rows(wanted)
        (number,) = self._db.execute(
            "SELECT count(*) FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?",
            (match_of(terms, facets=facets), first, last),
        ).fetchone()
        return int(number)

    def _matches(self, expression: str, wanted: Wanted, *, exact: bool) -> Iterator[Found]:
        first, last = _rows(wanted)
        rows = self._db.execute(
            "SELECT p.id FROM words w JOIN place p ON p.row = w.rowid "
            "WHERE words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid DESC",
            (expression, first, last),
        )
        return (Found(id=id_, exact=exact) for (id_,) in rows)

    def widened(self, term: Term) -> Term:
        """Return a term with the other forms of its word that the corpus has."""
        if term.kind != "phrase" or len(term.words) != 1 or not term.wanted:
            return term
        spelled = other_forms(term.words[0])
        holes = ", ".join("?" * len(spelled))
        rows = self._db.execute(
            f"SELECT term FROM vocabulary WHERE term IN ({holes}) ORDER BY term LIMIT ?",  # noqa: S608 - only holes
            (*spelled, _MOST_FORMS),
        )
        return msgspec.structs.replace(term, forms=tuple(form for (form,) in rows))

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _first_row(day: dt.date) -> int:
    return day.toordinal() * _A_DAY


def _rows(wanted: Wanted) -> tuple[int, int]:
    """Return the first and last row of the days that are wanted."""
    first = _first_row(wanted.first) if wanted.first else 0
    last = _first_row(wanted.last) + _A_DAY - 1 if wanted.last else (1 << 62)
    return first, last
