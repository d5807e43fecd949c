"""Proving the ledger of a corpus folder again from the files that it speaks of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec

from vonnis.errors import CorpusError, VonnisError
from vonnis.sources.holdings import Holdings, Kept, connect
from vonnis.sources.source import Source


class SpanProof(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one span of days: what was announced, and what became of it."""

    first: str
    last: str
    announced: int
    stored: int
    metadata_only: int
    deleted: int
    failed: int
    waiting: int

    @property
    def balanced(self) -> bool:
        """Whether every announced line is accounted for."""
        return self.announced == self.stored + self.metadata_only + self.deleted + self.failed


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What the files prove.

    ``failed`` counts what could not be fetched, what the index announced and never gave, and what is damaged or gone
    from the folder. ``problems`` says each of them in a sentence. ``unlisted`` is the number of spans whose index was
    not read to the end.
    """

    announced: int
    stored: int
    metadata_only: int
    deleted: int
    failed: int
    waiting: int
    strays: int
    unlisted: int
    others: int
    spans: tuple[SpanProof, ...]
    problems: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the sums match in every span and nothing failed."""
        balanced = all(span.balanced for span in self.spans)
        return balanced and not self.failed and not self.unlisted and not self.waiting and not self.problems

    def counts(self) -> dict[str, int | bool]:
        """Return the counts as ``vonnis harvest --verify --json`` gives them."""
        return {
            "announced": self.announced,
            "stored": self.stored,
            "metadata_only": self.metadata_only,
            "deleted": self.deleted,
            "failed": self.failed,
            "complete": self.complete,
        }


def prove(folder: Path, source_of: Callable[[str], Source], *, tick: Callable[[], None] = lambda: None) -> Proof:
    """Return what the files in a corpus folder prove about its ledger; ``tick`` is called for each document.

    Raises:
        CorpusError: the folder holds no ledger of a harvest, or it cannot be read.
    """
    connection = connect(folder, read_only=True)
    try:
        return _prove(connection, folder, source_of, tick)
    except sqlite3.DatabaseError as error:
        message = f"the ledger in {folder} is damaged ({error}); put back a copy, or harvest into a new folder"
        raise CorpusError(message) from None
    finally:
        connection.close()


def _prove(
    connection: sqlite3.Connection, folder: Path, source_of: Callable[[str], Source], tick: Callable[[], None]
) -> Proof:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    streams = connection.execute("SELECT id, source FROM stream").fetchall() if "stream" in tables else []
    if not streams:
        message = f"{folder} holds no harvest, so there is no ledger to prove; vonnis corpus info shows what it holds"
        raise CorpusError(message)
    sources = {name: source_of(name) for name in dict.fromkeys(name for _, name in streams)}
    given_by = dict(
        connection.execute("SELECT entry.ecli, stream.source FROM entry JOIN stream ON stream.id = entry.stream")
    )
    held, problems = _documents(Holdings(connection), lambda id_: sources[given_by.get(id_, streams[0][1])], tick)
    spans: list[SpanProof] = []
    fetched: set[str] = set()
    for stream, _ in streams:
        states = _states(connection, stream, held, problems, fetched)
        spans += _spans(connection, stream, states, problems)
    (strays, unlisted) = connection.execute(
        "SELECT coalesce(sum(strays), 0), coalesce(sum(NOT listed), 0) FROM span"
    ).fetchone()
    return Proof(
        announced=sum(span.announced for span in spans),
        stored=sum(span.stored for span in spans),
        metadata_only=sum(span.metadata_only for span in spans),
        deleted=sum(span.deleted for span in spans),
        failed=sum(span.failed for span in spans),
        waiting=sum(span.waiting for span in spans),
        strays=strays,
        unlisted=unlisted,
        others=len(held.keys() - fetched),
        spans=tuple(spans),
        problems=tuple(problems),
    )


def _documents(
    holdings: Holdings, source_of: Callable[[str], Source], tick: Callable[[], None]
) -> tuple[dict[str, str], list[str]]:
    """Return the state that the bytes of each document show, and what is wrong with the others."""
    held: dict[str, str] = {}
    problems: list[str] = []
    for kept in holdings.all():
        try:
            held[kept.id] = _shown(holdings.read(kept), kept, source_of(kept.id))
        except VonnisError as error:
            held[kept.id] = "failed"
            problems.append(str(error))
        tick()
    return held, problems


def _shown(data: bytes, kept: Kept, source: Source) -> str:
    if not kept.origin.startswith("http"):
        return "stored" if kept.has_text else "metadata_only"
    return "stored" if source.read_content(data, kept.id).has_text else "metadata_only"


def _states(
    connection: sqlite3.Connection, stream: int, held: dict[str, str], problems: list[str], fetched: set[str]
) -> list[tuple[str, str]]:
    """Return the day and the proven state of each line, and note what does not hold."""
    rows = connection.execute(
        "SELECT ecli, day, state, reason FROM entry WHERE stream = ? AND state <> 'outside' ORDER BY ecli", (stream,)
    )
    states = []
    for ecli, day, state, reason in rows:
        proven = state
        if state in {"stored", "metadata_only"}:
            fetched.add(ecli)
            proven = held.get(ecli, "failed")
            if ecli not in held:
                problems.append(f"{ecli}: the ledger has it as {state}, and it is not in the folder; harvest it again")
        elif state == "deleted" and ecli in held:
            proven = "failed"
            problems.append(f"{ecli}: it was withdrawn and is still in the folder; erase it with vonnis corpus purge")
        elif state == "failed":
            problems.append(reason if ecli in reason else f"{ecli}: {reason}")
        states.append((day, proven))
    return states


def _spans(
    connection: sqlite3.Connection, stream: int, states: list[tuple[str, str]], problems: list[str]
) -> list[SpanProof]:
    """Return the sums of each span."""
    rows = connection.execute(
        "SELECT first, last, announced, doubt FROM span WHERE stream = ? ORDER BY first", (stream,)
    ).fetchall()
    states = sorted(states)
    spans, place = [], 0
    for first, last, announced, doubt in rows:
        counts = dict.fromkeys(("stored", "metadata_only", "deleted", "failed", "pending"), 0)
        while place < len(states) and states[place][0] <= last:
            counts[states[place][1]] += 1
            place += 1
        listed = sum(counts.values())
        missing = max(0, (announced or 0) - listed)
        if missing:
            problems.append(doubt or f"the index announces {announced} for {first} to {last}, and {listed} are known")
        waiting = counts.pop("pending")
        counts["failed"] += missing
        spans.append(SpanProof(first=first, last=last, announced=announced or 0, waiting=waiting, **counts))
    return spans
