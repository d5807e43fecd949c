"""Read a page of the open-data index (Atom): each entry is a court's abstract with what its title states."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from lxml import etree

from vonnis.judgment.canonical import canonical
from vonnis.judgment.judgment import Metadata
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.readers.envelope import ECLI, case_numbers_in

ATOM = "{http://www.w3.org/2005/Atom}"
ROOTS = frozenset({f"{ATOM}feed", f"{ATOM}entry"})

_NO_SUMMARY = "-"
_TITLE = re.compile(
    r"(?P<ecli>ECLI:\S+?)\s*,\s*(?P<court>.*?)\s*,\s*(?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})(?:\s*[,/]\s*(?P<numbers>.*))?",
    re.DOTALL,
)


def read_atom(root: etree._Element) -> Iterator[Draft]:
    """Yield a draft for each entry of an index page; an entry without a summary, or a deleted one, has no text."""
    entries = (root,) if root.tag == f"{ATOM}entry" else root.iterchildren(f"{ATOM}entry")
    for entry in entries:
        words = {child.tag: "".join(map(str, child.itertext())) for child in entry}
        summary = canonical(words.get(f"{ATOM}summary", ""))
        metadata = _metadata(words)
        yield Draft(
            text="" if summary == _NO_SUMMARY or entry.get("deleted") else summary,
            metadata=metadata,
            id=metadata.ecli or (words.get(f"{ATOM}id", "").strip() or None),
            text_is="abstract",
        )


def _metadata(words: dict[str, str]) -> Metadata:
    """Return what the title of an entry states: ECLI, court, day of judgment and case numbers."""
    title = " ".join(words.get(f"{ATOM}title", "").split())
    ecli = ECLI.fullmatch(words.get(f"{ATOM}id", "").strip()) or ECLI.match(title)
    stated = _TITLE.fullmatch(title)
    if stated is None:
        return Metadata(ecli=ecli.group() if ecli else None, modified=_moment(words.get(f"{ATOM}updated")))
    return Metadata(
        ecli=ecli.group() if ecli else None,
        court=stated["court"] or None,
        date=_day(stated),
        case_numbers=tuple(dict.fromkeys(case_numbers_in(stated["numbers"] or ""))),
        modified=_moment(words.get(f"{ATOM}updated")),
    )


def _day(stated: re.Match[str]) -> dt.date | None:
    """Return the day in a title, or None where the calendar has no such day."""
    try:
        return dt.date(int(stated["year"]), int(stated["month"]), int(stated["day"]))
    except ValueError:
        return None


def _moment(text: str | None) -> dt.datetime | None:
    """Return the time of the last change, or None where it is not in the form of one."""
    try:
        return dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
