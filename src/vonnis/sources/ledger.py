"""The ledger of a harvest: what the service announced, span by span, and what became of each line of its index.

Append what is known, commit, go on: every step is one transaction, so a stop at any moment (a kill or a power cut)
leaves a ledger that says exactly what is still to be done.

States of a line: ``pending`` (to be fetched), ``stored`` (with text), ``metadata_only``, ``deleted`` (withdrawn),
``failed`` (with the reason), ``outside`` (the document itself says that it does not belong to what was asked).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from vonnis.errors import CorpusError
from vonnis.sources.holdings import GONE, PURGED, WITHDRAWN, Holdings, Kept, archive_name, pack, transaction
from vonnis.sources.source import Content, Entry, Filters
from vonnis.sources.windows import Listed

_SCHEMA = """
CREATE TABLE IF NOT EXISTS stream (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, filters TEXT NOT NULL, UNIQUE (source, filters)
);
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT
);
CREATE TABLE IF NOT EXISTS span (
    stream INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, listed INTEGER NOT NULL, run INTEGER,
    announced INTEGER, strays INTEGER, doubt TEXT, listed_at TEXT, PRIMARY KEY (stream, first)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry (
    stream INTEGER NOT NULL, ecli TEXT NOT NULL, day TEXT NOT NULL, updated TEXT, state TEXT NOT NULL,
    reason TEXT, run INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (stream, ecli)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_state ON entry (stream, state);
CREATE INDEX IF NOT EXISTS entry_day ON entry (stream, day);
"""

_HELD = frozenset({"stored", "metadata_only"})


class Span(msgspec.Struct, frozen=True):
    """A span of days in the ledger, both included."""

    first: dt.date
    last: dt.date


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One harvest of a span of days; ``resumed`` where an interrupted one goes on, ``update`` where one was done."""

    id: int
    stream: int
    first: dt.date
    last: dt.date
    resumed: bool
    update: bool


class Ledger:
    """The ledger in a corpus folder, over the connection of its holdings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work on this connection, and make the tables where they are missing."""
        self.holdings = Holdings(connection)
        self._db = connection
        connection.executescript(_SCHEMA)

    # Runs and spans

    def begin(self, source: str, filters: Filters, *, span: Span, at: str) -> Run:
        """Return the run for a span: the interrupted one where there is one, else a new one with its spans planned."""
        key = msgspec.json.encode(filters, order="deterministic").decode()
        with transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO stream (source, filters) VALUES (?, ?)", (source, key))
            (stream,) = self._db.execute(
                "SELECT id FROM stream WHERE source = ? AND filters = ?", (source, key)
            ).fetchone()
            days = (span.first.isoformat(), span.last.isoformat())
            open_run = self._db.execute(
                "SELECT id FROM run WHERE stream = ? AND first = ? AND last = ? AND finished_at IS NULL",
                (stream, *days),
            ).fetchone()
            update = self._db.execute(
                "SELECT 1 FROM span WHERE stream = ? AND listed AND first <= ? AND last >= ?",
                (stream, days[1], days[0]),
            ).fetchone()
            if open_run:
                number = open_run[0]
            else:
                row = self._db.execute(
                    "INSERT INTO run (stream, first, last, started_at) VALUES (?, ?, ?, ?)", (stream, *days, at)
                )
                number = int(row.lastrowid or 0)
                self._plan(stream, span)
        return Run(
            id=number,
            stream=stream,
            first=span.first,
            last=span.last,
            resumed=open_run is not None,
            update=update is not None and open_run is None,
        )

    def _plan(self, stream: int, span: Span) -> None:
        """Have every day of a span listed anew, along the spans that the ledger knows, cut at the edges."""
        for edge in (span.first, span.last + dt.timedelta(days=1)):
            self._cut(stream, edge)
        known = self._spans(stream, span)
        days = (span.first.isoformat(), span.last.isoformat())
        self._db.execute("UPDATE span SET listed = 0 WHERE stream = ? AND first >= ? AND last <= ?", (stream, *days))
        begin = span.first
        for old in [*known, Span(span.last + dt.timedelta(days=1), span.last)]:
            if begin < old.first:
                self._insert_span(stream, Span(begin, old.first - dt.timedelta(days=1)))
            begin = old.last + dt.timedelta(days=1)

    def _cut(self, stream: int, day: dt.date) -> None:
        """Cut the span that ends on or after a day but begins before it: what is listed of each part is known."""
        row = self._db.execute(
            "SELECT first, last, listed, run, doubt, listed_at FROM span WHERE stream = ? AND first < ? AND last >= ?",
            (stream, day.isoformat(), day.isoformat()),
        ).fetchone()
        if row is None:
            return
        self._db.execute("DELETE FROM span WHERE stream = ? AND first = ?", (stream, row[0]))
        middle = (day - dt.timedelta(days=1)).isoformat()
        for first, last in ((row[0], middle), (day.isoformat(), row[1])):
            known = self._db.execute(
                "SELECT count(*) FROM entry WHERE stream = ? AND day BETWEEN ? AND ? AND state <> 'outside'",
                (stream, first, last),
            ).fetchone()[0]
            self._db.execute(
                "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
                (stream, first, last, row[2], row[3], known if row[2] else None, row[4], row[5]),
            )

    def _insert_span(self, stream: int, span: Span) -> None:
        self._db.execute(
            "INSERT INTO span (stream, first, last, listed) VALUES (?, ?, ?, 0)",
            (stream, span.first.isoformat(), span.last.isoformat()),
        )

    def _spans(self, stream: int, span: Span) -> list[Span]:
        rows = self._db.execute(
            "SELECT first, last FROM span WHERE stream = ? AND first >= ? AND last <= ? ORDER BY first",
            (stream, span.first.isoformat(), span.last.isoformat()),
        )
        return [Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in rows]

    def next_span(self, run: Run) -> Span | None:
        """Return the first span of a run that is still to be listed."""
        row = self._db.execute(
            "SELECT first, last FROM span WHERE stream = ? AND NOT listed AND first >= ? AND last <= ? ORDER BY first",
            (run.stream, run.first.isoformat(), run.last.isoformat()),
        ).fetchone()
        return Span(dt.date.fromisoformat(row[0]), dt.date.fromisoformat(row[1])) if row else None

    def split(self, run: Run, span: Span, *, parts: tuple[tuple[dt.date, dt.date], ...]) -> None:
        """Put parts in the place of a span."""
        with transaction(self._db):
            self._db.execute("DELETE FROM span WHERE stream = ? AND first = ?", (run.stream, span.first.isoformat()))
            for first, last in parts:
                self._insert_span(run.stream, Span(first, last))

    def list_again(self, run: Run) -> None:
        """Have every span of a run listed again; what is not listed then is looked after as unseen."""
        with transaction(self._db):
            self._plan(run.stream, Span(run.first, run.last))
            days = (run.first.isoformat(), run.last.isoformat())
            self._db.execute("UPDATE entry SET run = 0 WHERE stream = ? AND day BETWEEN ? AND ?", (run.stream, *days))

    # Lines of the index

    def record(self, run: Run, span: Span, *, listed: Listed, at: str) -> int:
        """Enter the list of a span, and return how many withdrawn documents that erased."""
        days = (span.first.isoformat(), span.last.isoformat())
        with transaction(self._db):
            erased = sum(self._enter(run, entry, span, at=at) for entry in listed.entries)
            (outside,) = self._db.execute(
                "SELECT count(*) FROM entry WHERE stream = ? AND run = ? AND day BETWEEN ? AND ? AND state = 'outside'",
                (run.stream, run.id, *days),
            ).fetchone()
            self._db.execute(
                "UPDATE span SET listed = 1, run = ?, announced = ?, strays = ?, doubt = ?, listed_at = ? "
                "WHERE stream = ? AND first = ?",
                (run.id, listed.announced - outside, listed.strays + outside, listed.doubt, at, run.stream, days[0]),
            )
        return erased

    def enter_changes(self, run: Run, entries: tuple[Entry, ...], *, at: str) -> int:
        """Enter lines that changed since the last run, before the spans are listed; return how many were erased.

        Only a list of their span counts as having seen them.
        """
        unseen = msgspec.structs.replace(run, id=0)
        with transaction(self._db):
            return sum(self._enter(unseen, entry, Span(run.first, run.last), at=at) for entry in entries)

    def _enter(self, run: Run, entry: Entry, span: Span, *, at: str) -> bool:
        """Enter one line, and return whether it withdraws a document that was held."""
        known = self._db.execute(
            "SELECT state, updated, reason FROM entry WHERE stream = ? AND ecli = ?", (run.stream, entry.ecli)
        ).fetchone()
        state, reason = self._state(entry, known)
        erased = entry.deleted is not None and self._withdraw(run, entry.ecli, reason=WITHDRAWN, at=at)
        day = (entry.date or span.first).isoformat()
        self._db.execute(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (run.stream, entry.ecli, day, entry.updated, state, reason, run.id, at),
        )
        return erased

    def _state(self, entry: Entry, known: tuple[str, str | None, str | None] | None) -> tuple[str, str | None]:
        """Return the state that a line of the index puts an entry in."""
        if known and known[0] == "deleted" and known[2] == PURGED:
            return "deleted", PURGED
        if entry.deleted is not None:
            return "deleted", f"{WITHDRAWN} ({entry.deleted})"
        if known is None or known[1] != entry.updated or known[0] in {"pending", "deleted"}:
            return "pending", None
        if known[0] in _HELD and self.holdings.find(entry.ecli) is None:
            return "pending", None
        return known[0], known[2]

    def _withdraw(self, run: Run, ecli: str, *, reason: str, at: str) -> bool:
        """Erase a document that its court or the service took back, whichever harvest brought it."""
        self._db.execute(
            "UPDATE entry SET state = 'deleted', reason = ?, at = ? "
            "WHERE ecli = ? AND stream <> ? AND stream IN (SELECT id FROM stream) AND state <> 'outside'",
            (reason, at, ecli, run.stream),
        )
        return self.holdings.erase(ecli, at=at, reason=reason)

    def _erase_unless_wanted(self, run: Run, ecli: str, *, reason: str, at: str) -> bool:
        """Erase a document that this harvest did not ask for, unless another one did."""
        wanted = self._db.execute(
            "SELECT 1 FROM entry WHERE stream IN (SELECT id FROM stream WHERE id <> ?) AND ecli = ? "
            "AND state IN ('stored', 'metadata_only')",
            (run.stream, ecli),
        ).fetchone()
        return wanted is None and self.holdings.erase(ecli, at=at, reason=reason)

    def pending(self, run: Run, span: Span | None = None) -> Iterator[Entry]:
        """Yield the lines that are still to be fetched, in the order of their ECLIs."""
        span = span or Span(run.first, run.last)
        rows = self._db.execute(
            "SELECT ecli, day, updated FROM entry WHERE stream = ? AND state = 'pending' AND day BETWEEN ? AND ? "
            "ORDER BY ecli",
            (run.stream, span.first.isoformat(), span.last.isoformat()),
        ).fetchall()
        for ecli, day, updated in rows:
            yield Entry(ecli=ecli, date=dt.date.fromisoformat(day), updated=updated)

    def held(self, entry: Entry) -> tuple[Kept, bytes] | None:
        """Return the document of a line where the folder has it, whole, as the service last changed it."""
        kept, data = self._read(entry.ecli)
        if kept is None or data is None or entry.updated is None or kept.updated != entry.updated:
            return None
        return kept, data

    def fetch_damaged(self, run: Run) -> int:
        """Have every document of a run that is gone or damaged fetched again, and return how many there are."""
        rows = self._db.execute(
            "SELECT ecli FROM entry WHERE stream = ? AND state IN ('stored', 'metadata_only') AND day BETWEEN ? AND ?",
            (run.stream, run.first.isoformat(), run.last.isoformat()),
        ).fetchall()
        damaged = [ecli for (ecli,) in rows if self._read(ecli)[1] is None]
        with transaction(self._db):
            self._db.executemany(
                "UPDATE entry SET state = 'pending' WHERE stream = ? AND ecli = ?",
                ((run.stream, ecli) for ecli in damaged),
            )
        return len(damaged)

    def _read(self, ecli: str) -> tuple[Kept | None, bytes | None]:
        """Return a document of the folder with its bytes, as far as it has them whole."""
        kept = self.holdings.find(ecli)
        try:
            return kept, self.holdings.read(kept) if kept else None
        except CorpusError:
            return kept, None

    def retry_failed(self, run: Run) -> int:
        """Have every failed line of a run fetched once more, and return how many there are."""
        return self._db.execute(
            "UPDATE entry SET state = 'pending', reason = NULL WHERE stream = ? AND state = 'failed' "
            "AND day BETWEEN ? AND ?",
            (run.stream, run.first.isoformat(), run.last.isoformat()),
        ).rowcount

    # What became of a line

    def store(self, run: Run, entry: Entry, *, body: bytes, content: Content, at: str, origin: str) -> bool:
        """Keep a fetched document and say so in one step; return whether it replaced an older version."""
        kept = Kept(
            id=entry.ecli,
            sha256=sha256(body).hexdigest(),
            size=len(body),
            has_text=content.has_text,
            updated=entry.updated,
            kept_at=at,
            name=archive_name(entry.ecli, content.ending),
            origin=origin,
        )
        packed = pack(body)
        with transaction(self._db):
            replaced = self.holdings.keep(kept, packed)
            self._set(run, entry.ecli, "stored" if content.has_text else "metadata_only", None, at=at)
        return replaced

    def enter_held(self, run: Run, entry: Entry, *, has_text: bool, at: str) -> None:
        """Say that the folder holds the document of a line already, as another harvest brought it."""
        with transaction(self._db):
            self._set(run, entry.ecli, "stored" if has_text else "metadata_only", None, at=at)

    def fail(self, run: Run, ecli: str, *, reason: str, at: str) -> None:
        """Say that a document could not be fetched, and why."""
        with transaction(self._db):
            self._set(run, ecli, "failed", reason, at=at)

    def put_outside(self, run: Run, entry: Entry, *, reason: str, at: str) -> None:
        """Say that a document does not belong to what was asked; it is not kept, and not counted as announced."""
        with transaction(self._db):
            self._set(run, entry.ecli, "outside", reason, at=at)
            self._db.execute(
                "UPDATE span SET announced = announced - 1, strays = strays + 1 "
                "WHERE stream = ? AND first <= ? AND last >= ? AND listed",
                (run.stream, str(entry.date), str(entry.date)),
            )
            self._erase_unless_wanted(run, entry.ecli, reason=f"no longer belongs to what was asked: {reason}", at=at)

    def _set(self, run: Run, ecli: str, state: str, reason: str | None, *, at: str) -> None:
        self._db.execute(
            "UPDATE entry SET state = ?, reason = ?, at = ? WHERE stream = ? AND ecli = ?",
            (state, reason, at, run.stream, ecli),
        )

    # The end of a run

    def unseen(self, run: Run) -> list[Entry]:
        """Return the lines that earlier runs saw in these days, and neither this one nor a later one did."""
        rows = self._db.execute(
            "SELECT ecli, day, updated FROM entry WHERE stream = ? AND run < ? AND day BETWEEN ? AND ? ORDER BY ecli",
            (run.stream, run.id, run.first.isoformat(), run.last.isoformat()),
        ).fetchall()
        return [Entry(ecli=ecli, date=dt.date.fromisoformat(day), updated=updated) for ecli, day, updated in rows]

    def forget(self, run: Run, ecli: str, *, reason: str | None, at: str) -> bool:
        """Take a line out that the service no longer lists; with a reason erase its document, and tell if it was."""
        with transaction(self._db):
            self._db.execute("DELETE FROM entry WHERE stream = ? AND ecli = ?", (run.stream, ecli))
            if reason is None:
                return False
            erase = self._withdraw if reason == GONE else self._erase_unless_wanted
            return erase(run, ecli, reason=reason, at=at)

    def announced(self, run: Run) -> int:
        """Return how many lines the spans of a run announce together, strays included."""
        (total,) = self._db.execute(
            "SELECT coalesce(sum(announced + strays), 0) FROM span WHERE stream = ? AND first >= ? AND last <= ?",
            (run.stream, run.first.isoformat(), run.last.isoformat()),
        ).fetchone()
        return int(total)

    def latest_change(self, run: Run) -> str | None:
        """Return the latest change that any line of a stream shows, in the words of the service."""
        return self._db.execute("SELECT max(updated) FROM entry WHERE stream = ?", (run.stream,)).fetchone()[0]  # type: ignore[no-any-return]

    def finish(self, run: Run, *, at: str) -> None:
        """Close a run; the next one for the same days is an update."""
        with transaction(self._db):
            self._db.execute("UPDATE run SET finished_at = ? WHERE id = ?", (at, run.id))

    def close(self) -> None:
        """Close the connection, and leave no erased bytes behind in the write-ahead file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()


def withdrawn_in(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what any harvest of a folder knows to be withdrawn, and since when it knows."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone():
        return {}
    return dict(connection.execute("SELECT ecli, max(at) FROM entry WHERE state = 'deleted' GROUP BY ecli"))


def purge_entries(connection: sqlite3.Connection, ids: Iterable[str], *, at: str) -> None:
    """Enter, in the transaction of the caller, that the user purged these, in whatever harvests list them."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone():
        connection.executemany(
            "UPDATE entry SET state = 'deleted', reason = ?, at = ? "
            "WHERE stream IN (SELECT id FROM stream) AND ecli = ?",
            ((PURGED, at, id_) for id_ in ids),
        )
