"""By when something is promised or asked: "uiterlijk 1 maart 2024", "voor de zomer van 2024", "eerste kwartaal 2024".

A season and a half year end when the House counts them as ended: voor de zomer is before the recess (1 July), in het
voorjaar ends on 30 June and in het najaar on 31 December. What has no year takes that of the paper, or the next one
where that day has passed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from vonnis.extraction.dates import DAY, MONTH, last_day, parts_of
from vonnis.extraction.numbers import WORDS, number_of

_YEAR = r"(?: (?:van )?(?P<year>20\d\d)| (?P<relative>dit jaar|volgend jaar|van dit jaar|van volgend jaar))?"
_PARTS: tuple[tuple[str, tuple[int, int]], ...] = (
    (r"voor (?:de|het) zomer(?:reces)?", (6, 30)),
    (r"na (?:de|het) zomer(?:reces)?", (10, 31)),
    (r"(?:in|deze|medio|rond) (?:de )?zomer", (9, 21)),
    (r"(?:in|voor) het kerstreces|voor (?:de )?kerst", (12, 24)),
    (r"(?:in )?(?:het|dit|komend) voorjaar", (6, 30)),
    (r"(?:in )?(?:het|dit|komend) najaar|(?:in )?de herfst", (12, 31)),
    (r"(?:in )?(?:het )?(?:eerste|1e) kwartaal|Q1", (3, 31)),
    (r"(?:in )?(?:het )?(?:tweede|2e) kwartaal|Q2|(?:in )?(?:de )?eerste helft", (6, 30)),
    (r"(?:in )?(?:het )?(?:derde|3e) kwartaal|Q3", (9, 30)),
    (r"(?:in )?(?:het )?(?:vierde|4e) kwartaal|Q4|(?:in )?(?:de )?tweede helft", (12, 31)),
    (r"(?:voor|aan) het (?:einde|eind)(?: van het jaar)?|eind|voor het einde|vóór het einde|voor het eind", (12, 31)),
    (r"begin", (3, 31)),
    (r"medio", (7, 31)),
)
_PART = re.compile(
    r"\b(?:" + "|".join(f"(?P<p{place}>{words})" for place, (words, _) in enumerate(_PARTS)) + rf")\b{_YEAR}",
    re.IGNORECASE,
)
_EXACT = re.compile(
    rf"\b(?:uiterlijk|v[oó][oó]r|per|op uiterlijk|niet later dan)(?: op)? (?P<day>{DAY})", re.IGNORECASE
)
_MONTHS = re.compile(
    rf"\b(?:uiterlijk|v[oó][oó]r|in|eind|begin|medio)(?: eind)? (?P<month>{MONTH} 20\d\d)", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"\bbinnen (?P<number>\d{{1,3}}|{WORDS}) (?P<unit>weken|maanden|week|maand|jaar)\b", re.IGNORECASE
)
_IN_YEAR = re.compile(r"\bin (?:de loop van )?(?P<year>20\d\d)\b")
_DAYS = {"week": 7, "weken": 7, "maand": 30, "maanden": 30, "jaar": 365}


class Deadline(msgspec.Struct, frozen=True):
    """A day by which something is due, and where the text says so."""

    day: dt.date
    start: int
    end: int


def find_deadline(text: str, start: int, end: int, *, written: dt.date | None) -> Deadline | None:
    """Return the first day by which something is due in a stretch; ``written`` is the day of the paper.

    A day before that of the paper is none.
    """
    found = [
        one
        for one in (
            *_exact(text, start, end),
            *_month(text, start, end),
            *_part(text, start, end, written),
            *_within(text, start, end, written),
            *_year(text, start, end),
        )
        if written is None or one.day >= written
    ]
    return min(found, key=lambda one: one.start, default=None)


def days_after(day: dt.date, days: int) -> dt.date | None:
    """Return the day so many days later; None where the calendar has ended by then."""
    return day + dt.timedelta(days=days) if days <= (dt.date.max - day).days else None


def _day_in(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if year <= dt.MAXYEAR else None


def _exact(text: str, start: int, end: int) -> Iterator[Deadline]:
    for match in _EXACT.finditer(text, start, end):
        if day := last_day(parts_of(match["day"].lower())):
            yield Deadline(day, *match.span())


def _month(text: str, start: int, end: int) -> Iterator[Deadline]:
    for match in _MONTHS.finditer(text, start, end):
        if day := last_day(parts_of(match["month"].lower())):
            yield Deadline(day, *match.span())


def _part(text: str, start: int, end: int, written: dt.date | None) -> Iterator[Deadline]:
    for match in _PART.finditer(text, start, end):
        place = next(place for place in range(len(_PARTS)) if match[f"p{place}"])
        month, day = _PARTS[place][1]
        relative = (match["relative"] or "").lower()
        if match["year"]:
            yield Deadline(dt.date(int(match["year"]), month, day), *match.span())
            continue
        bare = match[f"p{place}"].lower() in {"begin", "medio", "eind"}
        if written is None or (bare and not relative):
            continue
        year = written.year + ("volgend" in relative)
        due = _day_in(year, month, day)
        due = due if due is None or due >= written else _day_in(year + 1, month, day)
        if due:
            yield Deadline(due, *match.span())


def _within(text: str, start: int, end: int, written: dt.date | None) -> Iterator[Deadline]:
    for match in _WITHIN.finditer(text, start, end):
        number = number_of(match["number"])
        if number is None or written is None:
            continue
        if due := days_after(written, number * _DAYS[match["unit"].lower()]):
            yield Deadline(due, *match.span())


def _year(text: str, start: int, end: int) -> Iterator[Deadline]:
    for match in _IN_YEAR.finditer(text, start, end):
        yield Deadline(dt.date(int(match["year"]), 12, 31), *match.span())
