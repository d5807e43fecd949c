"""Read papers from harvested folders and files, and let the machine read them: each once, none stopping the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec

from vonnis.engines.engine import Engine, Lost
from vonnis.engines.serial import SerialEngine
from vonnis.papers.finding import Findings, find
from vonnis.papers.lexicon import Lexicon, read_lexicon, shipped_lexicon
from vonnis.papers.paper import Paper
from vonnis.papers.reading import merged, read_paper
from vonnis.papers.resolving import Reference, Shelf, references_in
from vonnis.sources.document import Document, Unreadable
from vonnis.sources.holdings import FILE, Holdings, connect
from vonnis.sources.listing import list_documents, load
from vonnis.workflow.extraction import failure_of
from vonnis.workflow.progress import Progress, Silence


class _Held(msgspec.Struct, frozen=True):
    """A document as it is handed to an engine: its bytes, and what the ledger knows about it."""

    document: Document
    listed: dt.date | None = None
    service: str | None = None


class _Read(msgspec.Struct, frozen=True):
    """What became of one document."""

    paper: Paper | None = None
    failure: Unreadable | None = None


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """Papers, each once, with what the machine found in each and which others it speaks of; and what was unreadable."""

    papers: tuple[Paper, ...]
    findings: Mapping[str, Findings]
    references: Mapping[str, tuple[Reference, ...]]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def in_order(self) -> list[Findings]:
        """The findings in the order of the papers."""
        return [self.findings[paper.id] for paper in self.papers]


def lexicon_of(path: Path | None) -> Lexicon:
    """Return the lexicon in a file, or the shipped one where none is named."""
    return shipped_lexicon() if path is None else read_lexicon(path)


def read_papers(
    paths: Sequence[Path],
    *,
    lexicon: Lexicon,
    engine: Callable[[int], Engine] = lambda _: SerialEngine(),
    report: Progress | None = None,
) -> Read:
    """Read every paper below some paths, merge what several services say of one, and find what the lexicon asks.

    A folder with a ledger is read from its holdings; all other files and archives, in it too, as they are. ``engine``
    gives the engine for so many documents; every engine gives the same.
    """
    listener = report or Silence()
    unreadable: list[Unreadable] = []
    held = list(_documents(paths, unreadable))
    working = engine(len(held))
    listener.start("reading papers", len(held))
    papers = []
    for one, result in zip(held, working.map(_read_one, held), strict=True):
        if isinstance(result, Lost):
            unreadable.append(Unreadable(one.document.origin, f"{one.document.origin}: {result.reason}."))
        elif result.failure is not None:
            unreadable.append(result.failure)
        elif result.paper is not None:
            papers.append(result.paper)
        listener.advance()
    return understood(merged(papers), lexicon=lexicon, engine=working, report=listener, unreadable=tuple(unreadable))


def understood(
    papers: Sequence[Paper],
    *,
    lexicon: Lexicon,
    engine: Engine,
    report: Progress,
    unreadable: tuple[Unreadable, ...] = (),
) -> Read:
    """Return what the machine finds in papers that were read already, and how they speak of each other."""
    report.start("searching papers", len(papers))
    findings: dict[str, Findings] = {}
    for paper, found in zip(papers, engine.map(partial(find, lexicon=lexicon), papers), strict=True):
        findings[paper.id] = find(paper, lexicon) if isinstance(found, Lost) else found
        report.advance()
    shelf = Shelf(papers)
    references = {paper.id: references_in(paper, shelf) for paper in papers}
    return Read(papers=tuple(papers), findings=findings, references=references, unreadable=unreadable)


def _documents(paths: Sequence[Path], unreadable: list[Unreadable]) -> Iterator[_Held]:
    """Yield the documents of harvested folders, then all other files, also those that lie beside a ledger."""
    harvested: set[str] = set()
    for path in paths:
        for folder in sorted(found.parent for found in path.rglob(FILE)) if path.is_dir() else ():
            harvested.add(str(path))
            yield from _harvested(folder, unreadable)
    listing = list_documents(paths)
    unreadable += [one for one in listing.unreadable if one.origin not in harvested]
    for place in listing.places:
        if Path(place.path).name.startswith(FILE) or place.path.endswith(".lock"):
            continue
        try:
            yield _Held(load(place))
        except Exception as error:
            unreadable.append(failure_of(place.origin, error))


def _harvested(folder: Path, unreadable: list[Unreadable]) -> Iterator[_Held]:
    """Yield what a harvest holds, with the day and the service of its ledger."""
    with closing(connect(folder, read_only=True)) as connection:
        listed = {
            id_: (service, day)
            for id_, service, day in connection.execute(
                "SELECT entry.ecli, stream.source, entry.day FROM entry JOIN stream ON stream.id = entry.stream"
            )
        }
        holdings = Holdings(connection)
        for kept in holdings.all():
            service, day = listed.get(kept.id, (None, None))
            try:
                data = holdings.read(kept)
            except Exception as error:
                unreadable.append(failure_of(kept.id, error))
                continue
            document = Document(id=kept.id, origin=f"{folder}/{kept.name}", data=data)
            yield _Held(document, dt.date.fromisoformat(day) if day else None, service)


def _read_one(held: _Held) -> _Read:
    """Read one paper; nothing that goes wrong is raised."""
    try:
        return _Read(paper=read_paper(held.document, listed=held.listed, service=held.service))
    except Exception as error:
        return _Read(failure=failure_of(held.document.origin, error))
