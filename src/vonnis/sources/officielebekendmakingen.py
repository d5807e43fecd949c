"""The official publications of the Dutch state (officielebekendmakingen): index by SRU 2.0, papers as XML.

The index answers queries in CQL with records in the ``gzd`` schema; a paper is fetched as XML from the repository by
its identifier (``kst-28638-233``, ``ah-tk-20242025-680``). Papers that are not published as XML are named by the
ledger as failed. The order of the index cannot be asked for, so repeated passes go one way only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from vonnis.errors import ServiceError
from vonnis.sources.answers import iso_day, local_name, parsed_answer
from vonnis.sources.source import (
    Content,
    Entry,
    IndexPage,
    MalformedError,
    PaperFilters,
    Query,
    Request,
    paper_filters,
)

_IDENTIFIER = re.compile(r"[A-Za-z][\w-]{2,80}")
_DAYS = ("date", "issued", "available")
ROOTS = frozenset({"officiele-publicatie", "kamerstuk", "aanhangsel", "kamervragen", "handelingen"})
"""The root elements of a paper."""


class OfficieleBekendmakingen:
    """The repository at repository.overheid.nl."""

    name = "officielebekendmakingen"
    address = "https://repository.overheid.nl"
    page_size = 500

    filters = staticmethod(paper_filters)
    """The filters: numbers of dossiers, and words of the text after ``words:``."""

    def index_request(self, query: Query, *, offset: int, size: int, newest_first: bool = False) -> Request:  # noqa: ARG002 - the index has no order
        """Return the request for a page of the index."""
        parts = [
            "c.product-area==officielepublicaties",
            f"dt.date>={query.first.isoformat()}",
            f"dt.date<={query.last.isoformat()}",
        ]
        if query.modified_since:
            parts.append(f"dt.modified>={query.modified_since[:10]}")
        if isinstance(query.filters, PaperFilters):
            parts += _either("w.dossiernummer==", query.filters.dossiers)
            parts += _either("cql.textAndIndexes=", query.filters.words)
        asked = (
            ("operation", "searchRetrieve"),
            ("version", "2.0"),
            ("query", " and ".join(parts)),
            ("startRecord", str(offset + 1)),
            ("maximumRecords", str(size)),
        )
        return Request("/sru", asked)

    def read_index(self, body: bytes) -> IndexPage:
        """Return what a page of the index says.

        Raises:
            MalformedError: it is no whole answer, or does not say how many records there are.
            ServiceError: the service refuses the question, and says why.
        """
        root = parsed_answer(body, "the index")
        if local_name(root) != "searchRetrieveResponse":
            message = f"the index answered with <{local_name(root)}> instead of search results"
            raise MalformedError(message)
        if (refusal := root.find(".//{*}diagnostics//{*}message")) is not None:
            message = f"the index refuses the question: {' '.join((refusal.text or '').split())}"
            raise ServiceError(message)
        total = (root.findtext("{*}numberOfRecords") or "").strip()
        if not total.isdigit():
            message = "the index does not say how many papers it found"
            raise MalformedError(message)
        records = root.iterfind("{*}records/{*}record")
        return IndexPage(announced=int(total), entries=tuple(filter(None, map(_entry, records))))

    def content_request(self, ecli: str) -> Request:
        """Return the request for a paper as XML, at the place that its identifier gives it in the repository."""
        collection, _, rest = ecli.partition("-")
        if collection in {"ah", "h"} and rest.count("-") >= 1:
            chamber, _, rest = rest.partition("-")
            collection = f"{collection}-{chamber}"
        folder = rest.rpartition("-")[0] or rest
        return Request(f"/frbr/officielepublicaties/{collection}/{folder}/{ecli}/1/xml/{ecli}.xml")

    def read_content(self, body: bytes, ecli: str) -> Content:
        """Return what a paper says of itself.

        Raises:
            MalformedError: it is no whole paper, or that of another identifier.
        """
        root = parsed_answer(body, ecli)
        if local_name(root) not in ROOTS:
            message = f"{ecli}: the service answered with <{local_name(root)}> instead of a paper"
            raise MalformedError(message)
        stated = {meta.get("name", ""): meta.get("content", "") for meta in root.iterfind(".//{*}metadata/{*}meta")}
        found = stated.get("DC.identifier", "")
        if found and found != ecli:
            message = f"{ecli}: the service answered with {found}"
            raise MalformedError(message)
        numbers = ("".join(map(str, one.itertext())) for one in root.iterfind(".//{*}dossiernummer"))
        words = "".join(map(str, root.itertext()))
        return Content(
            ecli=ecli,
            has_text=bool(words.strip()),
            date=iso_day(stated.get("DCTERMS.issued") or stated.get("DC.date") or ""),
            subjects=tuple(dict.fromkeys(filter(None, (_dossier(number) for number in numbers)))),
        )


def _dossier(text: str) -> str:
    """Return the number of a dossier without the space in it and without the suffix of a budget chapter."""
    found = re.match(r"\s*(\d{2})\s?(\d{3})", text)
    return found[1] + found[2] if found else ""


def _either(index: str, words: Sequence[str]) -> list[str]:
    quoted = ['"{}"'.format(word.replace("\\", "\\\\").replace('"', '\\"')) for word in words]
    return [f"({' or '.join(index + word for word in quoted)})"] if quoted else []


def _entry(record: etree._Element) -> Entry | None:
    """Return a record of the index, or None for one without an identifier."""
    stated: dict[str, str] = {}
    for item in record.iter("*"):
        if text := (item.text or "").strip():
            stated.setdefault(local_name(item), text)
    found = _IDENTIFIER.fullmatch(stated.get("identifier", ""))
    if found is None:
        return None
    days = (iso_day(stated[name]) for name in _DAYS if name in stated)
    return Entry(ecli=found.group(), date=next(days, None), updated=stated.get("modified"))
