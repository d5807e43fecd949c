"""Adding to a corpus folder, keeping its tables and index in line with it, and purging it.

What is added is written in batches: the raw document, its text, its record and where it came from, in one transaction.
A run that is stopped leaves whole batches, and the next one passes over what they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

import msgspec

from vonnis.archive.permit import keeps_sealed
from vonnis.corpus.cases import write_cases
from vonnis.corpus.index import Index
from vonnis.corpus.library import Library, Volume, open_library
from vonnis.corpus.tables import remove_empty_years, write_part
from vonnis.engines.engine import Engine, Lost
from vonnis.engines.serial import SerialEngine
from vonnis.errors import CorpusError, UsageError
from vonnis.extraction.extractor import EXTRACTOR
from vonnis.sources.document import Unreadable
from vonnis.sources.holdings import PURGED, Kept, archive_name, connect, locked, transaction
from vonnis.sources.ledger import purge_entries, withdrawn_in
from vonnis.sources.listing import list_documents
from vonnis.sources.place import Listing, Place
from vonnis.workflow.corpus_reading import Held, Item, Read, Way, read_each
from vonnis.workflow.progress import Progress, Silence

_BATCH, _BATCH_BYTES = 400, 32 * 2**20
"""Documents in one transaction, and from how many packed bytes on it holds fewer: case files may be large."""


class Added(msgspec.Struct, kw_only=True):
    """What a run added to a corpus; every document that was listed is in exactly one count but ``replaced``."""

    listed: int = 0
    added: int = 0
    replaced: int = 0
    known: int = 0
    mended: int = 0
    older: int = 0
    erased_before: int = 0
    failures: list[Unreadable] = []


class Keeper:
    """Writes to one corpus folder, which nobody else writes to meanwhile.

    Args:
        folder: the corpus.
        engine: spreads reading and extracting.
        now: the moment, for the folder's own records.
        progress: is told how far it is.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine | None = None,
        *,
        now: Callable[[], dt.datetime],
        progress: Progress | None = None,
    ) -> None:
        """Take everything that is needed; the folder is opened by each piece of work."""
        self._folder = folder
        self._engine = engine or SerialEngine()
        # What is the user's own is read in this process where the engine works on other machines.
        self._own = SerialEngine() if getattr(self._engine, "elsewhere", False) else self._engine
        self._now = now
        self._progress = progress or Silence()
        self._withdrawn: dict[str, str] = {}

    def _at(self) -> str:
        return self._now().astimezone(dt.UTC).isoformat(timespec="seconds")

    # Adding

    def add(self, paths: Iterable[str], *, way: Way, check: bool = False) -> Added:
        """Add every document below some paths, then bring tables and index in line; damaged ones are named.

        What is known is passed over; with ``check`` only after reading what is held of it, and put back where that is
        damaged.

        Raises:
            UsageError: a closed file would lie in the folder of a study, where texts of closed files lie sealed.
        """
        listing = list_documents(paths)
        self._refuse_unsealed(listing, way=way)
        done = Added(listed=len(listing.places), failures=list(listing.unreadable))
        with locked(self._folder):
            library = open_library(self._folder, create=True)
            try:
                self._take(library, listing, way=way, check=check, done=done)
                self._settle(library, way=way, done=done)
            finally:
                library.close()
        return done

    def _refuse_unsealed(self, listing: Listing, *, way: Way) -> None:
        own = [place for place in listing.places if way.closed is not False and not _is_open(place, way)]
        if own and keeps_sealed(self._folder):
            message = (
                f"{own[0].origin} would be a closed file in the corpus of a study, which whoever has the folder could"
                " read; keep it sealed (vonnis text-add), take a corpus elsewhere, or say --open where it is published"
            )
            raise UsageError(message)

    def _take(self, library: Library, listing: Listing, *, way: Way, check: bool, done: Added) -> None:
        stamps = _Stamps()
        self._withdrawn = withdrawn_in(library.connection)
        self._progress.start("adding judgments", len(listing.places))

        fresh = library.has_taken_nothing()

        def new(places: Iterable[Place]) -> Iterator[Place]:
            for place in places:
                if not fresh and library.has_taken(place.origin, stamps.of(place), check=check):
                    done.known += 1
                    self._progress.advance()
                else:
                    yield place

        open_ones = (place for place in listing.places if _is_open(place, way))
        own = (place for place in listing.places if not _is_open(place, way))
        results = chain(read_each(new(open_ones), self._engine, way=way), read_each(new(own), self._own, way=way))
        for batch in _batches(results):
            at = self._at()
            with transaction(library.connection):
                for place, read in batch:
                    self._enter(library, place, read, at=at, done=done)
                    if read.volume is not None:
                        library.take(place.origin, stamps.of(place), id=read.volume.id)
            for _, read in batch:
                done.failures += read.failures
                self._progress.advance()

    def _enter(self, library: Library, place: Place, read: Read, *, at: str, done: Added) -> None:
        """Enter one document that was read: it is new, known, newer or older than what is held under its id."""
        volume = read.volume
        if volume is None or volume.raw is None:
            return
        held = library.holdings.find(volume.id)
        if held is not None and held.sha256 == volume.raw_sha256:
            if library.holdings.is_damaged(volume.id):
                library.holdings.keep(held, volume.raw)
                done.mended += 1
            else:
                done.known += 1
            if not library.has(volume.id, volume.raw_sha256):
                library.place(volume)
            return
        out = library.holdings.was_erased(volume.id, volume.raw_sha256, modified=volume.modified)
        if out or (volume.id in self._withdrawn and self._withdrawn[volume.id] > (volume.modified or "")):
            done.erased_before += 1
            return
        if held is not None and not _is_newer(volume, held, library.modified(volume.id)):
            done.older += 1
            return
        name = PurePath(place.members[-1] if place.members else place.path)
        kept = Kept(
            id=volume.id,
            sha256=volume.raw_sha256,
            size=volume.size,
            has_text=volume.text is not None,
            kept_at=at,
            name=archive_name(volume.id, name.suffix or ".xml"),
            origin=place.origin,
            closed=volume.closed,
        )
        done.replaced += library.holdings.keep(kept, volume.raw)
        done.added += 1
        library.place(volume)

    # Keeping in line

    def settle(self, *, way: Way) -> Added:
        """Read what is held and not yet in the library, let go of what is gone, and write tables and index."""
        done = Added()
        with locked(self._folder):
            library = open_library(self._folder)
            try:
                self._settle(library, way=way, done=done)
            finally:
                library.close()
        return done

    def _settle(self, library: Library, *, way: Way, done: Added) -> None:
        gone = library.let_go()
        self._read_held(library, way=way, done=done)
        parts = library.dirty()
        # Before the tables, which then are still to be written where a stop comes between the two.
        if parts or gone or not (self._folder / "cases.parquet").exists():
            write_cases(library, self._folder)
        if parts:
            self._write(library, parts)
        self._progress.start("indexing the texts")
        index = Index(self._folder, create=True)
        try:
            index.follow(library, tick=self._progress.advance)
        finally:
            index.close()

    def _read_held(self, library: Library, *, way: Way, done: Added) -> None:
        """Read the documents that a harvest brought, or that were read by other rules."""
        folder = str(self._folder.absolute())
        extractor = EXTRACTOR if way.extracting else None
        unread = (Held(folder, kept) for kept in library.unread(extractor, reader=EXTRACTOR))
        first = next(unread, None)
        if first is None:
            return
        self._progress.start("reading judgments")
        for batch in _batches(read_each(chain([first], unread), self._engine, way=way)):
            with transaction(library.connection):
                for held, read in batch:
                    if read.volume is not None:
                        library.place(read.volume)
                        done.added += 1
                    elif not read.damaged:
                        reason = read.failures[0].reason
                        library.cannot_read(held.kept.id, held.kept.sha256, reason=reason, reader=EXTRACTOR)
            for _, read in batch:
                done.failures += read.failures
                self._progress.advance()

    def _write(self, library: Library, parts: list[str]) -> None:
        """Write the tables of parts, and note each as soon as it is written."""
        self._progress.start("writing the tables", len(parts))
        write = partial(_write_part, str(self._folder.absolute()))
        for part, result in zip(parts, self._own.map(write, parts), strict=True):
            if isinstance(result, Lost):
                message = f"the tables of {part} could not be written: {result.reason}; run the same command again"
                raise CorpusError(message)
            library.clean([part])
            self._progress.advance()
        remove_empty_years(self._folder)

    # Purging

    def purge(self, ids: Iterable[str]) -> tuple[int, list[str]]:
        """Erase documents everywhere in the folder, and return how many, and which were not in it.

        Erased are the document, its text and record, its rows in the tables and its words in the index. The tombstone
        keeps its id, its digest, the moment and the reason, and it is not fetched or added again.
        """
        with locked(self._folder):
            library = open_library(self._folder)
            try:
                missing = []
                with transaction(library.connection):
                    for id_ in (wanted := list(dict.fromkeys(ids))):
                        if not library.holdings.erase(id_, at=self._at(), reason=PURGED):
                            missing.append(id_)
                    purge_entries(library.connection, wanted, at=self._at())
                self._settle(library, way=Way(extracting=False), done=Added())
                library.connection.execute("VACUUM")
            finally:
                library.close()
        return len(wanted) - len(missing), missing


class _Stamps:
    """Tells versions of a file apart by size and time, and asks the disk once a file."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, place: Place) -> str:
        if place.path not in self._known:
            try:
                state = Path(place.path).stat()
            except OSError:
                return "gone"
            self._known = {place.path: f"{state.st_size}-{state.st_mtime_ns}"}
        return self._known[place.path]


def _write_part(folder: str, part: str) -> int:
    library = Library(connect(Path(folder), read_only=True), read_only=True)
    try:
        return write_part(library, Path(folder), part=part)
    finally:
        library.close()


def _is_open(place: Place, way: Way) -> bool:
    """Tell by its name whether a document is a published one; what is the user's own never leaves this machine."""
    name = place.members[-1] if place.members else place.path
    return not way.closed and name.lower().endswith(".xml")


def _is_newer(volume: Volume, held: Kept, modified: str | None) -> bool:
    """Tell whether a document takes the place of the one that is held: changed later, or with a text at last."""
    if (volume.modified or "") != (modified or ""):
        return (volume.modified or "") > (modified or "")
    return volume.text is not None and not held.has_text


def _batches(results: Iterable[tuple[Item, Read]]) -> Iterator[list[tuple[Item, Read]]]:
    batch: list[tuple[Item, Read]] = []
    size = 0
    for item, read in results:
        batch.append((item, read))
        size += len(read.volume.raw or b"") + len(read.volume.text or b"") if read.volume is not None else 0
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
