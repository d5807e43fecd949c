"""The numbers of papers in their one form: ``28638-233``, ``36200-VI-12``, ``36222-C``, ``ah-tk-20242025-680``.

The official publications write ``kst-28638-233``; texts write ``28 638, nr. 233``. Dossiers of a budget carry the
chapter (``36200-VI``). A dossier that is also one of the Kingdom (``36222-(R2178)``) is called without that part.
"""

from __future__ import annotations

import re

_SPACE = re.compile(r"[\s.]+")
_YEARS = re.compile(r"(\d{4})\s*[-/–—]\s*(\d{4}|\d{2})")
_PRINTED = re.compile(
    r"kst-(?P<dossier>\d{5}(?:-[IVXLC]+[A-C]?)?)(?:-\(?R\d+\)?)?-(?P<number>\d+|[A-Z]{1,2})(?:-[nhv]\d+)?"
)


def dossier_of(digits: str, chapter: str | None = None) -> str:
    """Return a dossier in its one form: ``28 638`` is ``28638``, with its chapter ``36200-VI``."""
    number = _SPACE.sub("", digits)
    return f"{number}-{chapter.strip().upper()}" if chapter else number


def paper_id(dossier: str, number: str) -> str:
    """Return the id of a paper in a dossier."""
    return f"{dossier}-{number.strip().upper()}"


def session_of(years: str) -> str | None:
    """Return a session year as ``2023-2024``, however it was written (``2023/24``, ``2023–2024``); None for others."""
    found = _YEARS.search(years)
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2]) if len(found[2]) == len("2024") else first - first % 100 + int(found[2])
    last += 100 if last < first else 0
    return f"{first}-{last}" if last == first + 1 else None


def answer_id(session: str, number: str, *, chamber: str = "tk") -> str:
    """Return the id of an answer in the annex to the proceedings: ``ah-tk-20242025-680``."""
    return f"ah-{chamber}-{session.replace('-', '')}-{int(number)}"


def published_id(identifier: str) -> str:
    """Return the id of a paper by its identifier among the official publications."""
    found = _PRINTED.fullmatch(identifier)
    return paper_id(found["dossier"], found["number"]) if found else identifier
