"""From paths to extraction records: the one place where reading and extracting meet.

Each document is read and extracted where an engine chooses, from its place; what comes back is the encoded record.
One bad document never stops a batch: it becomes a counted, listed failure.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial

import msgspec

from vonnis.engines.chunks import chunked
from vonnis.engines.engine import Engine, Lost
from vonnis.errors import VonnisError
from vonnis.extraction.extractor import extracting
from vonnis.judgment.judgment import TextIs
from vonnis.judgment.reading import reading
from vonnis.judgment.steps import in_step
from vonnis.sources.document import Unreadable
from vonnis.sources.listing import load
from vonnis.sources.place import Listing, Place
from vonnis.workflow.progress import Progress, Silence

TOGETHER = 16
"""So many documents are read and extracted together, step by step; of these, all judgments are in memory at once."""


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """What one document gave: encoded records (JSON without a line end), how many had no text, and what failed.

    ``texts`` holds the text of each record where it was asked for, else nothing.
    """

    records: tuple[bytes, ...] = ()
    texts: tuple[str, ...] = ()
    without_text: int = 0
    with_doubts: int = 0
    failures: tuple[Unreadable, ...] = ()


class Tally(msgspec.Struct, kw_only=True):
    """The counts of a batch; every document is counted, with its records or with its failure."""

    documents: int = 0
    records: int = 0
    without_text: int = 0
    with_doubts: int = 0
    unreadable: int = 0

    def add(self, extracted: Extracted) -> None:
        """Count what one document gave."""
        self.documents += 1
        self.records += len(extracted.records)
        self.without_text += extracted.without_text
        self.with_doubts += extracted.with_doubts
        self.unreadable += len(extracted.failures)


def extract_listing(
    listing: Listing,
    engine: Engine,
    *,
    text_is: TextIs = "judgment",
    with_texts: bool = False,
    progress: Progress | None = None,
) -> Iterator[Extracted]:
    """Yield first what could not be listed, then what each document gives, in the order of the listing.

    The order and the bytes of the records are the same with every engine. A caller who needs the texts that the
    passages point into asks for them, since they are most of what an engine would have to bring back.
    """
    listener = progress or Silence()
    listener.start("reading judgments", len(listing.places))
    yield from (Extracted(failures=(failure,)) for failure in listing.unreadable)
    groups = list(chunked(listing.places, TOGETHER))
    work = partial(extract_documents, text_is=text_is, with_texts=with_texts)
    for group, result in zip(groups, engine.map(work, groups), strict=True):
        for extracted in _one_by_one(group, engine, work) if isinstance(result, Lost) else result:
            yield extracted
            listener.advance()


_Work = Callable[[tuple[Place, ...]], list[Extracted]]


def _one_by_one(group: tuple[Place, ...], engine: Engine, work: _Work) -> Iterator[Extracted]:
    """Yield what each document gives of a group of which one kills the process that works on it."""
    alone = [(place,) for place in group]
    for (place,), result in zip(alone, engine.map(work, alone), strict=True):
        if isinstance(result, Lost):
            yield Extracted(failures=(Unreadable(place.origin, f"{place.origin}: {result.reason}."),))
        else:
            yield from result


def extract_documents(
    places: Sequence[Place], *, text_is: TextIs = "judgment", with_texts: bool = False
) -> list[Extracted]:
    """Read the documents at places and extract every judgment in them; nothing that goes wrong is raised."""
    return in_step(_extracting(place, text_is=text_is, with_texts=with_texts) for place in places)


def _extracting(place: Place, *, text_is: TextIs, with_texts: bool) -> Generator[None, None, Extracted]:
    """Read and extract step by step what one document holds, and return it."""
    try:
        judgments = yield from reading(load(place), text_is=text_is)
    except Exception as error:
        return Extracted(failures=(failure_of(place.origin, error),))
    yield
    records: list[bytes] = []
    failures: list[Unreadable] = []
    texts: list[str] = []
    without_text = with_doubts = 0
    for judgment in judgments:
        try:
            record = yield from extracting(judgment)
            records.append(msgspec.json.encode(record))
        except Exception as error:
            failures.append(failure_of(f"{place.origin} ({judgment.id})", error))
        else:
            texts += [judgment.text] if with_texts else []
            without_text += record.text_sha256 is None
            with_doubts += bool(record.failures)
    return Extracted(
        records=tuple(records),
        texts=tuple(texts),
        without_text=without_text,
        with_doubts=with_doubts,
        failures=tuple(failures),
    )


def failure_of(origin: str, error: Exception) -> Unreadable:
    """Return what went wrong with a document, as one sentence that names it."""
    if isinstance(error, VonnisError):
        sentence = str(error)
        return Unreadable(origin, sentence if origin in sentence else f"{origin}: {sentence}")
    detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Unreadable(origin, f"{origin}: vonnis itself failed here ({detail}); please report it.")
