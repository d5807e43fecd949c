"""From the words of a user to a question that a source understands: days, areas of law, courts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from vonnis.errors import UsageError
from vonnis.judgment.courts import Court, courts
from vonnis.sources.source import CourtFilter, Query, Source

_ENOUGH = 3


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a user asks for, in words: days as YYYY-MM-DD, areas of law, courts by code or name, a type."""

    first: str
    last: str
    subjects: Sequence[str] = ()
    courts: Sequence[str] = ()
    type: str | None = None
    with_text_only: bool = False


def query_of(source: Source, asked: Asked) -> Query:
    """Return the question.

    Raises:
        UsageError: a day, court or kind does not exist; the message says which do.
    """
    first, last = _day(asked.first, "--from"), _day(asked.last, "--to")
    if first > last:
        message = f"--from {asked.first} comes after --to {asked.last}; give the earlier day first"
        raise UsageError(message)
    filters = source.filters(
        subjects=asked.subjects,
        courts=[_court(name) for name in asked.courts],
        type_=asked.type,
        with_text_only=asked.with_text_only,
    )
    return Query(filters=filters, first=first, last=last)


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        message = f"{option} {text!r} is no day; write it as in 2021-03-31"
        raise UsageError(message) from None


def _court(given: str) -> CourtFilter:
    """Return a court by its code in an ECLI (RBAMS), its name, or its identifier in the service."""
    words = " ".join(given.split())
    for court in courts():
        if words.upper() == court.code or words == court.source or words.casefold() in _names(court):
            return CourtFilter(identifier=court.source, code=court.code, names=(court.name, *court.also))
    if "://" in words:
        return CourtFilter(identifier=words)
    near = [f"{court.name} ({court.code})" for court in courts() if words.casefold() in court.name.casefold()]
    hint = f"; there are {', '.join(near[:_ENOUGH])}" if near else "; give its code in an ECLI, as in RBAMS"
    message = f"no court is called {given!r}{hint}"
    raise UsageError(message)


def _names(court: Court) -> set[str]:
    return {name.casefold() for name in (court.name, *court.also)}
