"""What a corpus holds, counted: by year, court, kind and text, beside what the service announced."""

from __future__ import annotations

import sqlite3

import msgspec

from vonnis.corpus.library import Library


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a corpus.

    ``documents`` are held; ``with_text`` of them have a text; ``closed`` are the user's own; ``records`` are extracted.
    ``announced`` is what the ledgers of all harvests say, None where nothing was harvested. Years and courts count the
    documents that were read; a judgment without a date counts under year 0.
    """

    documents: int
    with_text: int
    closed: int
    records: int
    unread: int
    unreadable: int
    erased: int
    announced: int | None
    years: dict[str, int]
    years_with_text: dict[str, int]
    courts: dict[str, int]
    types: dict[str, int]
    procedures: dict[str, int]
    digest: str


def coverage(library: Library) -> Coverage:
    """Return the counts of a corpus."""
    one = library.connection.execute
    (documents, with_text, closed) = one(
        "SELECT count(*), coalesce(sum(has_text), 0), coalesce(sum(closed), 0) FROM document"
    ).fetchone()
    (records,) = one("SELECT count(*) FROM judgment WHERE record_sha256 IS NOT NULL").fetchone()
    (read,) = one("SELECT count(*) FROM judgment").fetchone()
    (unreadable,) = one("SELECT count(*) FROM unreadable").fetchone()
    (erased,) = one("SELECT count(*) FROM tombstone").fetchone()
    return Coverage(
        documents=documents,
        with_text=with_text,
        closed=closed,
        records=records,
        unread=documents - read - unreadable,
        unreadable=unreadable,
        erased=erased,
        announced=_announced(library.connection),
        years=_by(library.connection, "year"),
        years_with_text=_by(library.connection, "year", "text_sha256 IS NOT NULL"),
        courts=_by(library.connection, "coalesce(court, court_code, 'unknown')"),
        types=_by(library.connection, "coalesce(type, 'unknown')"),
        procedures=_by(library.connection, "coalesce(procedure, 'unknown')"),
        digest=library.digest(),
    )


def _by(connection: sqlite3.Connection, column: str, where: str = "1") -> dict[str, int]:
    rows = connection.execute(
        f"SELECT {column}, count(*) FROM judgment WHERE {where} GROUP BY 1 ORDER BY 1"  # noqa: S608 - fixed words
    )
    return {str(value): number for value, number in rows}


def _announced(connection: sqlite3.Connection) -> int | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "span" not in tables:
        return None
    total: int | None = connection.execute("SELECT sum(announced) FROM span").fetchone()[0]
    return total
