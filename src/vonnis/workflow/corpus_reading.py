"""Reading documents into volumes of the library, where an engine chooses; nothing that goes wrong is raised."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TypeVar

import msgspec

from vonnis.corpus.library import Raw, Volume, volume_of
from vonnis.engines.engine import Engine, Lost
from vonnis.errors import CorpusError, NotAJudgmentError
from vonnis.extraction.extractor import EXTRACTOR, extract
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read_all
from vonnis.sources.document import Document, Unreadable
from vonnis.sources.holdings import Holdings, Kept, connect, pack
from vonnis.sources.listing import load
from vonnis.sources.place import Place
from vonnis.workflow.extraction import failure_of

_XML = ".xml"


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What one document gave: a volume, or nothing; and what went wrong, also where there is a volume.

    ``damaged`` where the folder has lost what it held; once it is mended, the document can be read.
    """

    volume: Volume | None = None
    failures: tuple[Unreadable, ...] = ()
    damaged: bool = False


class Held(msgspec.Struct, frozen=True):
    """A document that a corpus folder holds: small enough to send to a worker, which opens the folder itself."""

    folder: str
    kept: Kept

    @property
    def origin(self) -> str:
        """The document in words, for messages."""
        return self.kept.id


Item = TypeVar("Item", Place, Held)


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How documents are read.

    ``extracting`` makes records; ``closed`` says whether they are the user's own, None for all that is not XML.
    """

    extracting: bool = True
    closed: bool | None = None


def read_place(place: Place, *, way: Way) -> Read:
    """Read the document at a place into a volume."""
    try:
        document = load(place)
        closed = way.closed if way.closed is not None else not _is_xml(document)
        judgment = _one(document)
        raw = Raw(
            id=_id(judgment, document, closed=closed),
            sha256=sha256(document.data).hexdigest(),
            size=len(document.data),
            packed=pack(document.data),
            closed=closed,
        )
    except Exception as error:
        return Read(failures=(failure_of(place.origin, error),))
    return _finished(judgment, raw, origin=place.origin, way=way)


def read_held(held: Held, *, way: Way) -> Read:
    """Read a document that the folder holds into a volume."""
    kept = held.kept
    try:
        data = _holdings(held.folder).read(kept)
        judgment = _one(Document(id=PurePath(kept.name).stem, origin=kept.id, data=data))
        if judgment.ecli is None and kept.id.startswith("ECLI:"):
            metadata = msgspec.structs.replace(judgment.metadata, ecli=kept.id)
            judgment = msgspec.structs.replace(judgment, metadata=metadata)
        raw = Raw(id=kept.id, sha256=kept.sha256, size=kept.size, packed=None, closed=kept.closed)
    except Exception as error:
        return Read(failures=(failure_of(kept.id, error),), damaged=isinstance(error, CorpusError))
    return _finished(judgment, raw, origin=kept.id, way=way)


def read_each(items: Iterable[Item], engine: Engine, *, way: Way) -> Iterator[tuple[Item, Read]]:
    """Read documents on an engine, and yield what each gave, in their order; a document that kills is a failure."""
    under_way: deque[Item] = deque()

    def noted() -> Iterator[Item]:
        for item in items:
            under_way.append(item)
            yield item

    for result in engine.map(partial(_read, way=way), noted()):
        item = under_way.popleft()
        if isinstance(result, Lost):
            result = Read(failures=(Unreadable(item.origin, f"{item.origin}: {result.reason}."),))  # noqa: PLW2901
        yield item, result


def _read(item: Place | Held, *, way: Way) -> Read:
    return read_place(item, way=way) if isinstance(item, Place) else read_held(item, way=way)


def _one(document: Document) -> Judgment:
    """Return the one judgment in a document."""
    found = list(read_all(document))
    if len(found) != 1 or found[0].text_is != "judgment":
        message = (
            f"{document.origin} is a page of an index, not a judgment; vonnis harvest fetches what it lists, and "
            "vonnis extract reads its abstracts"
        )
        raise NotAJudgmentError(message)
    return found[0]


def _id(judgment: Judgment, document: Document, *, closed: bool) -> str:
    """Return what a document is called: its ECLI, or for the user's own its name and the start of its digest."""
    if judgment.ecli and not closed:
        return judgment.ecli
    name = PurePath(document.id.rpartition("!")[2]).stem
    return f"local:{name}-{sha256(document.data).hexdigest()[:8]}"


def _finished(judgment: Judgment, raw: Raw, *, origin: str, way: Way) -> Read:
    """Extract, and put everything into a volume; without a record where the extraction itself fails."""
    judgment = msgspec.structs.replace(judgment, id=raw.id)
    record = None
    failures: tuple[Unreadable, ...] = ()
    if way.extracting:
        try:
            record = msgspec.json.encode(extract(judgment))
        except Exception as error:
            failures = (failure_of(origin, error),)
    extractor = EXTRACTOR if record is not None else None
    return Read(volume=volume_of(judgment, raw, record=record, extractor=extractor), failures=failures)


def _is_xml(document: Document) -> bool:
    return document.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") or document.origin.endswith(_XML)


@cache
def _holdings(folder: str) -> Holdings:
    connection: sqlite3.Connection = connect(Path(folder), read_only=True)
    return Holdings(connection)
