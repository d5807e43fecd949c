"""The open-data service of the Dutch judiciary (Rechtspraak Open Data, documentation v1.15 of 20 March 2019).

The index (``uitspraken/zoeken``) answers with Atom, the content (``uitspraken/content``) with XML. The index has no
text search, gives at most 1,000 lines an answer, and counts ``from`` from the first line; sources differ on whether
from 0 or from 1, so a client lets pages overlap and counts each ECLI once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import cast, get_args

from lxml import etree

from vonnis.errors import UsageError
from vonnis.sources.answers import iso_day, local_name, parsed_answer
from vonnis.sources.source import (
    Content,
    CourtFilter,
    Entry,
    Filters,
    IndexPage,
    MalformedError,
    PublishedAs,
    Query,
    Request,
)

_ATOM = "{http://www.w3.org/2005/Atom}"
_TERMS = "{http://purl.org/dc/terms/}"
_SUBJECT = "http://psi.rechtspraak.nl/rechtsgebied#"
_IDENTIFIER = re.compile(r"[^\s,<>]{1,100}")
_TOTAL = re.compile(r":\s*(\d[\d.,]*)\s*$")
_TITLE_DAY = re.compile(r"\b(\d{2})-(\d{2})-(\d{4})\b")
_BODIES = frozenset({"inhoudsindicatie", "uitspraak", "conclusie"})


class Rechtspraak:
    """The service at data.rechtspraak.nl."""

    name = "rechtspraak"
    address = "https://data.rechtspraak.nl"
    page_size = 1_000

    def filters(
        self, *, subjects: Sequence[str], courts: Sequence[CourtFilter], type_: str | None, with_text_only: bool
    ) -> Filters:
        """Return the filters; an area of law may be given by its short name (``strafrecht``) or its identifier.

        Raises:
            UsageError: a short name holds what no identifier holds, or the type is none.
        """
        published_as = type_.strip().lower() if type_ else None
        if published_as is not None and published_as not in get_args(PublishedAs):
            message = f"the type {type_!r} does not exist; give uitspraak or conclusie"
            raise UsageError(message)
        return Filters(
            subjects=tuple(sorted({_subject(subject) for subject in subjects})),
            courts=tuple(sorted(set(courts), key=lambda court: court.identifier)),
            type=cast("PublishedAs | None", published_as),
            with_text_only=with_text_only,
        )

    def index_request(self, query: Query, *, offset: int, size: int, newest_first: bool = False) -> Request:
        """Return the request for a page of the index; ``date`` twice is a range, both days included."""
        filters = query.filters
        asked = [("date", query.first.isoformat()), ("date", query.last.isoformat())]
        if query.modified_since:
            asked.append(("modified", query.modified_since))
        if filters.type:
            asked.append(("type", filters.type.capitalize()))
        asked += [("creator", court.identifier) for court in filters.courts]
        asked += [("subject", subject) for subject in filters.subjects]
        if filters.with_text_only:
            asked.append(("return", "DOC"))
        asked.append(("max", str(size)))
        if offset:
            asked.append(("from", str(offset)))
        if newest_first:
            asked.append(("sort", "DESC"))
        return Request("/uitspraken/zoeken", tuple(asked))

    def read_index(self, body: bytes) -> IndexPage:
        """Return what a page of the index says.

        Raises:
            MalformedError: it is no whole Atom page, or does not say how many lines there are.
        """
        root = parsed_answer(body, "the index")
        if root.tag != f"{_ATOM}feed":
            message = f"the index answered with <{local_name(root)}> instead of an Atom page"
            raise MalformedError(message)
        total = _TOTAL.search((root.findtext(f"{_ATOM}subtitle") or "").strip())
        if total is None:
            message = "the index does not say how many judgments it found"
            raise MalformedError(message)
        entries = tuple(filter(None, map(_entry, root.iterchildren(f"{_ATOM}entry"))))
        return IndexPage(announced=int(re.sub(r"\D", "", total[1])), entries=entries)

    def content_request(self, ecli: str) -> Request:
        """Return the request for a document, with its text where there is one."""
        return Request("/uitspraken/content", (("id", ecli),))

    def read_content(self, body: bytes, ecli: str) -> Content:
        """Return what a document says of itself.

        Raises:
            MalformedError: it is no whole document, or that of another ECLI.
        """
        root = parsed_answer(body, ecli)
        if local_name(root) != "open-rechtspraak":
            message = f"{ecli}: the service answered with <{local_name(root)}> instead of a judgment"
            raise MalformedError(message)
        stated = [(item.tag, item) for item in root.iterfind(".//{*}RDF/{*}Description/*")]
        found = next((item.text.strip() for tag, item in stated if tag == f"{_TERMS}identifier" and item.text), "")
        if found and found != ecli:
            message = f"{ecli}: the service answered with {found}"
            raise MalformedError(message)
        creator = next((item for tag, item in stated if tag == f"{_TERMS}creator"), None)
        type_ = next((item.text for tag, item in stated if tag == f"{_TERMS}type" and item.text), None)
        day = next((item.text for tag, item in stated if tag == f"{_TERMS}date" and item.text), "")
        return Content(
            ecli=ecli,
            has_text=any(local_name(part) in _BODIES and "".join(map(str, part.itertext())).strip() for part in root),
            date=iso_day(day),
            court=" ".join((creator.text or "").split()) or None if creator is not None else None,
            court_identifier=_attribute(creator, "resourceIdentifier") if creator is not None else None,
            subjects=tuple(
                uri
                for tag, item in stated
                if tag == f"{_TERMS}subject" and (uri := _attribute(item, "resourceIdentifier"))
            ),
            type=type_.strip().lower() if type_ else None,
        )


def _subject(given: str) -> str:
    """Return the identifier of an area of law."""
    words = given.strip()
    if "://" in words:
        return words
    if not re.fullmatch(r"[A-Za-z]+(?:_[A-Za-z]+)*", words):
        message = f"the subject {given!r} is no area of law; give one as in strafrecht, or its identifier"
        raise UsageError(message)
    return _SUBJECT + words[0].lower() + words[1:]


def _entry(element: etree._Element) -> Entry | None:
    """Return a line of the index, or None for one without an identifier."""
    title = " ".join((element.findtext(f"{_ATOM}title") or "").split())
    # Whatever the index calls a line counts as one, also where it is no ECLI in its full form.
    ecli = _IDENTIFIER.fullmatch((element.findtext(f"{_ATOM}id") or "").strip()) or _IDENTIFIER.match(title)
    if ecli is None:
        return None
    day = _TITLE_DAY.search(title)
    before = title[: day.start()] if day else title
    return Entry(
        ecli=ecli.group(),
        date=_day(*map(int, reversed(day.groups()))) if day else None,
        court=before.removeprefix(ecli.group()).strip(" ,") or None,
        updated=(element.findtext(f"{_ATOM}updated") or "").strip() or None,
        deleted=element.get("deleted") or None,
    )


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its name, in whatever namespace it stands."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)
