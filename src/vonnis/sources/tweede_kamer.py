"""The open data of the Dutch House of Representatives (Tweede Kamer): OData v4, entities Document and Toezegging.

The service needs no key. It gives a page at a time and links to the next one (``@odata.nextLink``); deleted records
stay in it with ``Verwijderd`` true, so they are left out by a filter and noticed by their absence. It gives what is
known about a paper, not its text: who signed it, its dossier, and what the House decided about it. A decision has no
day of its own: it has that of the meeting (Activiteit) on whose agenda it stood. Texts come from
:mod:`vonnis.sources.officielebekendmakingen`. A commitment (Toezegging) is itself its text, with the day on which the
clerks entered it (Aanmaakdatum).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from vonnis.errors import GoneError, UsageError
from vonnis.sources.answers import iso_day, odata_text
from vonnis.sources.source import (
    Content,
    CourtFilter,
    Entry,
    Filters,
    IndexPage,
    MalformedError,
    PaperFilters,
    Query,
    Request,
    paper_filters,
)

_BASE = "/OData/v4/2.0"
_DELETED = "Verwijderd"


class _Entity(msgspec.Struct, frozen=True, kw_only=True):
    """How an entity of the service is asked for: its name and the fields that hold id, day, subject and text."""

    name: str
    id: str
    day: str
    subject: str
    text: str | None = None
    dossier: str | None = None
    expand: str | None = None


_DOCUMENT = _Entity(
    name="Document",
    id="DocumentNummer",
    day="Datum",
    subject="Onderwerp",
    dossier="Kamerstukdossier/any(d: {})",
    expand="Kamerstukdossier,DocumentActor,Zaak($expand=Besluit($expand=Agendapunt($expand=Activiteit)))",
)
_COMMITMENT = _Entity(name="Toezegging", id="Nummer", day="Aanmaakdatum", subject="Tekst", text="Tekst")


class _TweedeKamer:
    """What both entities share."""

    name: str
    entity: _Entity
    address = "https://gegevensmagazijn.tweedekamer.nl"
    page_size = 250

    def filters(
        self, *, subjects: Sequence[str], courts: Sequence[CourtFilter], type_: str | None, with_text_only: bool
    ) -> Filters:
        """Return the filters: numbers of dossiers, and words of the subject after ``words:``.

        Raises:
            UsageError: a court or type is asked for, or dossiers of an entity that has none.
        """
        asked = paper_filters(subjects, courts=courts, type_=type_, with_text_only=with_text_only)
        if asked.dossiers and self.entity.dossier is None:
            message = f"{self.entity.name} has no dossier at this service; ask for words with --words"
            raise UsageError(message)
        return asked

    def index_request(self, query: Query, *, offset: int, size: int, newest_first: bool = False) -> Request:
        """Return the request for a page of the index; whole pages are left to the service, which links them."""
        entity = self.entity
        after = query.last + dt.timedelta(days=1)
        parts = [
            f"{_DELETED} eq false",
            f"{entity.day} ge {query.first.isoformat()}T00:00:00Z",
            f"{entity.day} lt {after.isoformat()}T00:00:00Z",
        ]
        if query.modified_since:
            parts.append(f"GewijzigdOp ge {query.modified_since}Z")
        if isinstance(query.filters, PaperFilters):
            parts += _either(f"contains({entity.subject},{odata_text(word)})" for word in query.filters.words)
            if query.filters.dossiers and entity.dossier:
                numbers = " or ".join(f"d/Nummer eq {number}" for number in query.filters.dossiers)
                parts.append(entity.dossier.format(numbers))
        asked = [
            ("$filter", " and ".join(parts)),
            ("$select", f"Id,{entity.id},{entity.day},GewijzigdOp,{_DELETED}"),
            ("$orderby", f"GewijzigdOp{' desc' if newest_first else ''},Id"),
            ("$count", "true"),
        ]
        if size < self.page_size:
            asked.append(("$top", str(size)))
        if offset:
            asked.append(("$skip", str(offset)))
        return Request(f"{_BASE}/{entity.name}", tuple(asked))

    def read_index(self, body: bytes) -> IndexPage:
        """Return what a page of the index says.

        Raises:
            MalformedError: it is no whole answer of OData, or does not say how many records there are.
        """
        answer = _answer(body)
        announced = answer.get("@odata.count")
        if not isinstance(announced, int):
            message = "the index does not say how many records it found"
            raise MalformedError(message)
        link = answer.get("@odata.nextLink")
        return IndexPage(
            announced=announced,
            entries=tuple(filter(None, (self._entry(row) for row in answer["value"]))),
            following=_request(link) if isinstance(link, str) and link else None,
        )

    def _entry(self, row: dict[str, Any]) -> Entry | None:
        id_ = str(row.get(self.entity.id) or "").strip()
        if not id_:
            return None
        return Entry(
            ecli=id_,
            date=iso_day(row.get(self.entity.day)),
            updated=str(row["GewijzigdOp"]) if row.get("GewijzigdOp") else None,
            deleted="verwijderd" if row.get(_DELETED) else None,
        )

    def content_request(self, ecli: str) -> Request:
        """Return the request for a record by its number, with what belongs to it."""
        asked = [("$filter", f"{self.entity.id} eq {odata_text(ecli)}")]
        if self.entity.expand:
            asked.append(("$expand", self.entity.expand))
        return Request(f"{_BASE}/{self.entity.name}", tuple(asked))

    def read_content(self, body: bytes, ecli: str) -> Content:
        """Return what a record says of itself.

        Raises:
            GoneError: there is no such record any more, or it is marked as deleted.
            MalformedError: it is no whole answer, or that of another record.
        """
        rows = [row for row in _answer(body)["value"] if not row.get(_DELETED)]
        if not rows:
            message = f"{ecli}: the service no longer has this record"
            raise GoneError(message)
        found = rows[0].get(self.entity.id)
        if found != ecli:
            message = f"{ecli}: the service answered with {found}"
            raise MalformedError(message)
        dossiers = rows[0].get("Kamerstukdossier") or ()
        return Content(
            ecli=ecli,
            has_text=bool(self.entity.text and str(rows[0].get(self.entity.text) or "").strip()),
            date=iso_day(rows[0].get(self.entity.day)),
            subjects=tuple(str(one.get("Nummer")) for one in dossiers if isinstance(one, dict)),
            ending=".json",
        )


class TweedeKamerDocuments(_TweedeKamer):
    """The papers of the House: what is known about each, and what was decided."""

    name = "tweede-kamer"
    entity = _DOCUMENT


class TweedeKamerCommitments(_TweedeKamer):
    """What ministers promised the House, as its clerks wrote it down."""

    name = "toezeggingen"
    entity = _COMMITMENT


def _answer(body: bytes) -> dict[str, Any]:
    try:
        answer = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"the answer is broken or cut off ({error})"
        raise MalformedError(message) from None
    rows = answer.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = "the answer holds no records"
        raise MalformedError(message)
    return answer


def _request(link: str) -> Request:
    """Return the request that a link stands for; its host is not followed, only its path on the same service."""
    try:
        parts = urlsplit(link)
    except ValueError:
        message = f"the index links to {link!r} as its next page, which is no address"
        raise MalformedError(message) from None
    path = parts.path if parts.path.startswith("/") else f"{_BASE}/{parts.path}"
    return Request(path, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def _either(parts: Iterable[str]) -> list[str]:
    found = list(parts)
    return [f"({' or '.join(found)})"] if found else []
