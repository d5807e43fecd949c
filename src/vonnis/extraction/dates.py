"""Dutch days, months and years as courts write them: "5 maart 2012", "05-03-2012", "1 tot en met 5 mei 2012"."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_MONTHS = {
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
    "september": 9, "oktober": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "okt": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
MONTH = rf"(?:{'|'.join(_MONTHS)})\b\.?"
"""A pattern for a month's name, whole or cut short, in lower case."""
DAY = rf"\d{{1,2}}\s*(?:{MONTH}\s*\d{{4}}|[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{4}})(?!\d)"
"""A pattern for a whole day, with its year."""
LOOSE = (
    rf"(?:{DAY}|\d{{1,2}}\s*{MONTH}|{MONTH}\s*(?:van\s+)?\d{{4}}(?!\d)|{MONTH}|(?:19|20)\d\d(?!\d)"
    r"|\d{1,2}(?=\s+(?:tot|t/m|en)\b))"
)
"""A pattern for a day, a month or a year, of which the larger parts may stand further on."""
_PARTS = re.compile(
    rf"(?:(?P<d>\d{{1,2}})\s*)?(?:(?P<name>{MONTH})|[-/.]\s?(?P<m>\d{{1,2}})\s?[-/.])?\s*(?:van\s+)?(?P<y>\d{{4}})?",
    re.IGNORECASE,
)
MONTHS = tuple(_MONTHS)
"""The months' names, whole and cut short, in lower case."""
Parts = tuple[int | None, int | None, int | None]


def parts_of(text: str) -> Parts:
    """Return year, month and day as far as a date states them, each None where it does not."""
    match = _PARTS.fullmatch(" ".join(text.split()))
    if match is None:
        return None, None, None
    name = (match["name"] or "").lower().rstrip(".")
    month = _MONTHS.get(name) or (int(match["m"]) if match["m"] else None)
    return (int(match["y"]) if match["y"] else None, month, int(match["d"]) if match["d"] else None)


def completed(first: Parts, last: Parts) -> Parts:
    """Return the first of two dates with what it leaves to the last one ("1 tot en met 5 mei 2012")."""
    year, month, day = first
    if year is None:
        year = last[0]
        month = month if month is not None else last[1]
    return year, month, day


def first_day(date: Parts) -> dt.date | None:
    """Return the first day that a date can mean, or None where it has no year or does not exist."""
    year, month, day = date
    try:
        return dt.date(year, month or 1, day or 1) if year else None
    except ValueError:
        return None


def last_day(date: Parts) -> dt.date | None:
    """Return the last day that a date can mean, or None where it has no year or does not exist."""
    year, month, day = date
    try:
        if not year:
            return None
        return dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except (ValueError, IndexError):
        return None
