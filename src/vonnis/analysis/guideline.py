"""The guideline in time: starting points as data, and where each sentence lies against the one that held.

A starting point holds for an offence within its days, a judgment within its days, and a youngest victim within its
ages. Where an amount, a date or an age is not known, the comparison is not known either.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from vonnis.analysis.result import Text
from vonnis.errors import StudyError
from vonnis.study.durations import DayRule

Side = Literal["below", "within", "above", "unknown", "not_applicable"]
Days = tuple[dt.date, dt.date]
"""The first and last day on which something can have happened; equal where the day is known."""
_YEAR = 12
SIDES: tuple[Side, ...] = ("below", "within", "above", "unknown", "not_applicable")


class Provision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One starting point: for whom and when it held, and its range in months of the protocol's length.

    Attributes:
        kind: of the prosecution service, or of the courts.
        articles: the provisions of the criminal code that it is about, as numbered when it held.
        judged_known_from: the last day on which it is not known whether it already held; None where the day is known.
        youngest: the ages of the youngest victim, both included.
        category: the heading of the guideline that it belongs to.
        low, high: None where the amount is not known here.
    """

    id: str
    label: Text
    kind: Literal["prosecution", "courts"]
    articles: tuple[str, ...]
    offence_from: dt.date | None = None
    offence_to: dt.date | None = None
    judged_from: dt.date | None = None
    judged_known_from: dt.date | None = None
    judged_to: dt.date | None = None
    youngest: tuple[int, int]
    category: int | None = None
    low: int | None = None
    high: int | None = None
    measure: Literal["unconditional", "total"]
    source: Text


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison needs of one case; None where it is not known. ``days`` as ``measure`` counts them."""

    days: float | None
    offence_on: Days | None
    judged_on: Days | None
    youngest: tuple[float, float] | None
    category: int | None = None


@cache
def provisions() -> tuple[Provision, ...]:
    """Return the shipped starting points."""
    import yaml

    text = (files("vonnis.analysis") / "guideline.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text)["provisions"], tuple[Provision, ...])


def provision(id_: str) -> Provision:
    """Return a starting point by its id.

    Raises:
        StudyError: there is none of this id.
    """
    found = {one.id: one for one in provisions()}
    if id_ not in found:
        message = f"there is no guideline {id_!r}; known are {', '.join(found)}"
        raise StudyError(message)
    return found[id_]


def side_of(facts: Facts, point: Provision, *, rule: DayRule) -> Side:
    """Return on which side of a starting point a case lies, or that it did not hold, or that this is not known.

    An end of the range lasts as long as it does in months alone or in years and months, so that a year and three
    months are fifteen months whatever the length of a year.
    """
    holds = _all(
        (
            _within(facts.offence_on, point.offence_from, point.offence_to),
            judged_under(facts.judged_on, point),
            _ages(facts.youngest, point.youngest),
            _category(facts.category, point.category),
        )
    )
    if holds is False:
        return "not_applicable"
    if holds is None or facts.days is None or point.low is None or point.high is None:
        return "unknown"
    if facts.days < min(_lengths(point.low, rule)):
        return "below"
    return "above" if facts.days > max(_lengths(point.high, rule)) else "within"


def _lengths(months: int, rule: DayRule) -> tuple[int, int]:
    """Return the days of so many months: in months alone, and in whole years with the rest in months."""
    years, rest = divmod(months, _YEAR)
    return months * rule.month_days, years * rule.year_days + rest * rule.month_days


def _all(parts: tuple[bool | None, ...]) -> bool | None:
    """Return no where one part is no, else unknown where one is, else yes."""
    if False in parts:
        return False
    return None if None in parts else True


def _within(days: Days | None, first: dt.date | None, last: dt.date | None) -> bool | None:
    if first is None and last is None:
        return True
    if days is None:
        return None
    sides = {(first is None or day >= first) and (last is None or day <= last) for day in days}
    return sides.pop() if len(sides) == 1 else None


def judged_under(days: Days | None, point: Provision) -> bool | None:
    """Tell whether a judgment fell while a starting point held; unknown within its uncertain days."""
    held = _within(days, point.judged_from, point.judged_to)
    uncertain = point.judged_known_from is not None and days is not None and days[0] <= point.judged_known_from
    return None if held and uncertain else held


def _ages(youngest: tuple[float, float] | None, wanted: tuple[int, int]) -> bool | None:
    if youngest is None:
        return None
    low, high = youngest
    if high < wanted[0] or low > wanted[1]:
        return False
    return True if low >= wanted[0] and high <= wanted[1] else None


def _category(category: int | None, wanted: int | None) -> bool | None:
    if wanted is None:
        return True
    return None if category is None else category == wanted
