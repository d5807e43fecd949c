"""What a source of published judgments is: an index that can be asked by day, and the documents that it lists.

A source only knows how its service is asked and what its answers mean. It sends nothing itself, so the manners of a
client, the proof of completeness and the ledger are the same for every court of every country.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from vonnis.errors import ServiceError, UsageError

PublishedAs = Literal["uitspraak", "conclusie"]


class MalformedError(ServiceError):
    """An answer is cut off or is not what the service promises; asking again may mend it."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, apart from the days.

    Attributes:
        subjects: identifiers of areas of law, any of which will do; empty for all.
        courts: the courts, any of which will do; empty for all.
        type: judgments (uitspraak) or opinions (conclusie); None for both.
        with_text_only: leave out what is published without a text.
    """

    subjects: tuple[str, ...] = ()
    courts: tuple[CourtFilter, ...] = ()
    type: PublishedAs | None = None
    with_text_only: bool = False


class PaperFilters(Filters, frozen=True, kw_only=True):
    """What is asked of a service of parliamentary papers.

    Attributes:
        dossiers: numbers of parliamentary dossiers (``28638``), any of which will do; empty for all.
        words: words or phrases of which any must stand in the paper, as far as the service can search; empty for all.
    """

    dossiers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


WORDS = "words:"
"""Stands before words among the subjects that a service of papers is asked for; the others are dossiers."""


def paper_filters(
    subjects: Sequence[str], *, courts: Sequence[CourtFilter], type_: str | None, with_text_only: bool
) -> PaperFilters:
    """Return the filters for a service of papers: numbers of dossiers, and words after ``words:``.

    Raises:
        UsageError: a court, a type of judgment or a filter on text is asked for, or a dossier is no number.
    """
    if courts or type_ or with_text_only:
        message = "papers have no court, type of judgment or filter on text; give dossiers or words"
        raise UsageError(message)
    words = {one[len(WORDS) :].strip() for one in subjects if one.startswith(WORDS)}
    dossiers = {one.replace(" ", "") for one in subjects if not one.startswith(WORDS)}
    for one in sorted(dossiers):
        if not one.isdecimal():
            message = f"{one!r} is no number of a dossier; give one as in 28638"
            raise UsageError(message)
    return PaperFilters(dossiers=tuple(sorted(dossiers)), words=tuple(sorted(words)))


class CourtFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A court that is asked for: its identifier in the service, its code in an ECLI, and its names."""

    identifier: str
    code: str | None = None
    names: tuple[str, ...] = ()


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One question to an index: filters, the days of judgment (both included), and changes since a moment."""

    filters: Filters
    first: dt.date
    last: dt.date
    modified_since: str | None = None

    @property
    def days(self) -> int:
        """How many days the question spans."""
        return (self.last - self.first).days + 1

    def between(self, first: dt.date, last: dt.date) -> Query:
        """Return the same question for other days."""
        return msgspec.structs.replace(self, first=first, last=last)


class Request(msgspec.Struct, frozen=True):
    """A path below the service's address, with its parameters; a name may come more than once."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an index.

    ``deleted`` says what was withdrawn in the service's words (``doc``, ``ecli``), or is None. ``date`` and ``court``
    are None where the line does not state them.
    """

    ecli: str
    date: dt.date | None = None
    court: str | None = None
    updated: str | None = None
    deleted: str | None = None


class IndexPage(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of an index: how many lines it announces in all, and the lines on this page, as they came.

    ``following`` is what the answer itself links to as its next page, where a service gives such links.
    """

    announced: int
    entries: tuple[Entry, ...]
    following: Request | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says about itself, as far as filters and the ledger need it.

    ``subjects`` are areas of law, or the dossiers of a parliamentary paper; ``ending`` is that of the file's name.
    """

    ecli: str
    has_text: bool
    date: dt.date | None = None
    court: str | None = None
    court_identifier: str | None = None
    subjects: tuple[str, ...] = ()
    type: str | None = None
    ending: str = ".xml"


class Source(Protocol):
    """A service that publishes judgments.

    Attributes:
        name: stands in the ledger; never changes.
        address: where the service is, without a slash at the end.
        page_size: the most lines that the index gives in one answer.
    """

    name: str
    address: str
    page_size: int

    def filters(
        self, *, subjects: Sequence[str], courts: Sequence[CourtFilter], type_: str | None, with_text_only: bool
    ) -> Filters:
        """Return the filters for what a user asks in words; raise UsageError for what the service does not know."""
        ...

    def index_request(self, query: Query, *, offset: int, size: int, newest_first: bool = False) -> Request:
        """Return the request for a page of the index."""
        ...

    def read_index(self, body: bytes) -> IndexPage:
        """Return what a page of the index says; raise MalformedError where it is cut off or something else."""
        ...

    def content_request(self, ecli: str) -> Request:
        """Return the request for a document."""
        ...

    def read_content(self, body: bytes, ecli: str) -> Content:
        """Return what a document says of itself; raise MalformedError where it is cut off, or is another one."""
        ...


def outside(query: Query, entry: Entry) -> str | None:
    """Return why a line of an index does not belong to what was asked, or None where it does or does not say."""
    if entry.date is not None and not query.first <= entry.date <= query.last:
        return f"its date is {entry.date.isoformat()}"
    courts = query.filters.courts
    if courts and not any(_is_court(court, entry.ecli, entry.court) for court in courts):
        return f"its court is {entry.court or entry.ecli}"
    return None


def content_outside(query: Query, content: Content) -> str | None:
    """Return why a document does not belong to what was asked, or None where it does or does not say."""
    found = Entry(ecli=content.ecli, date=content.date, court=content.court)
    if reason := outside(query, found):
        return reason
    filters = query.filters
    if filters.subjects and content.subjects and not any(_within(s, filters.subjects) for s in content.subjects):
        return f"its area of law is {', '.join(content.subjects)}"
    dossiers = filters.dossiers if isinstance(filters, PaperFilters) else ()
    if dossiers and content.subjects and set(dossiers).isdisjoint(content.subjects):
        return f"its dossier is {', '.join(content.subjects)}"
    if filters.type and content.type and content.type != filters.type:
        return f"it is published as {content.type}"
    return None


def _is_court(court: CourtFilter, ecli: str, name: str | None) -> bool:
    if court.code and f":{court.code}:" in ecli:
        return True
    if name is None:
        return court.code is None
    return name.casefold() in {known.casefold() for known in court.names}


def _within(subject: str, asked: tuple[str, ...]) -> bool:
    """Tell whether an area of law is one that was asked for, or a part of one (``strafrecht_…``)."""
    return any(subject == wanted or subject.startswith(f"{wanted}_") for wanted in asked)
