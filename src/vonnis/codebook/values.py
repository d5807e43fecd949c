"""The answers that a variable can hold, and the one way in which each is written as text.

A set of codes is written ``1;3``, an interval ``16..17``, money ``500.00``, a duration and a date as in ISO 8601, a
date as far as it is known (``2016``, ``2016-05``). A kind of missing is its code (``-8``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import NoReturn, Union

import msgspec

from vonnis.codebook.codebook import Variable
from vonnis.codebook.missing import CODES, Missing

_DURATION = re.compile(
    r"P(?=[0-9]|T[0-9])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T([0-9]{1,5})H)?"
)
_INTERVAL = re.compile(r"(-?[0-9]{1,9})(?:\.\.(-?[0-9]{1,9}))?")
_MONEY = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PRECISIONS = ("year", "month", "day")
_LEAST_YEAR, _MOST_YEAR = 1800, 2200


class Interval(msgspec.Struct, frozen=True, order=True):
    """A whole number that is known to lie between two bounds, both included."""

    low: int
    high: int


class Duration(msgspec.Struct, frozen=True, omit_defaults=True):
    """A duration in the units of the text; nothing is converted."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0


class PartialDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A date as far as it is known: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """How far it is known: ``year``, ``month`` or ``day``."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first(self) -> dt.date:
        """The first day that it can be."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day that it can be."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


Value = Union[int, tuple[int, ...], Interval, Decimal, Duration, PartialDate]  # noqa: UP007 - msgspec reads it
"""A valid answer: a code or number, codes in ascending order, an interval, money, a duration, a date."""

Answer = Value | Missing
"""What a coder answers: a value, or why there is none."""


def write_answer(answer: Answer) -> str:  # noqa: PLR0911 - one way out per type
    """Return an answer as text; ``read_answer`` gives the same answer back."""
    if isinstance(answer, Missing):
        return str(int(answer))
    if isinstance(answer, tuple):
        return ";".join(map(str, answer))
    if isinstance(answer, Interval):
        return str(answer.low) if answer.low == answer.high else f"{answer.low}..{answer.high}"
    if isinstance(answer, Decimal):
        return f"{answer:.2f}"
    if isinstance(answer, Duration):
        return _written_duration(answer)
    if isinstance(answer, PartialDate):
        parts = [f"{answer.year:04}", *(f"{part:02}" for part in (answer.month, answer.day) if part is not None)]
        return "-".join(parts)
    return str(answer)


def read_answer(variable: Variable, text: str) -> Answer:
    """Return the answer that a text gives to a variable's question.

    Raises:
        ValueError: it is no answer to this question; the message is a sentence that says what would be.
    """
    text = text.strip()
    if re.fullmatch("-[0-9]", text) and int(text) in CODES and variable.type != "categories":
        return _missing(variable, Missing(int(text)))
    word = Missing.of(text)
    if word is None and variable.type == "categories" and text in {str(code) for code in CODES}:
        word = Missing(int(text))
    if word is not None:
        return _missing(variable, word)
    readers = {
        "category": _category,
        "categories": _categories,
        "integer": _integer,
        "interval": _interval,
        "money": _money,
        "duration": _duration,
        "date": _date,
    }
    return readers[variable.type](variable, text)


def _missing(variable: Variable, kind: Missing) -> Missing:
    if kind not in variable.kinds:
        allowed = ", ".join(f"{int(one)} ({one.word})" for one in variable.kinds) or "none: it must be answered"
        _refuse(
            f"{int(kind)} ({kind.word}) is no answer to {variable.name}; of the kinds of missing it takes {allowed}"
        )
    return kind


def _refuse(sentence: str) -> NoReturn:
    raise ValueError(sentence)


def _known(variable: Variable, code: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", code) or int(code) not in variable.codes:
        known = ", ".join(map(str, variable.codes))
        _refuse(f"`{code}` is no category of {variable.name}; its codes are {known}")
    return int(code)


def _category(variable: Variable, text: str) -> Value:
    return _known(variable, text)


def _categories(variable: Variable, text: str) -> Value:
    parts = [part.strip() for part in text.split(";")]
    codes = sorted(_known(variable, part) for part in parts)
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        _refuse(f"{twice} stands twice in the answer to {variable.name}; keep one")
    alone = next((code for code in codes if (category := variable.category(code)) and category.alone), None)
    if alone is not None and len(codes) > 1:
        _refuse(f"{alone} excludes the other answers to {variable.name}; keep {alone}, or leave it out")
    return tuple(codes)


def _in_range(variable: Variable, low: float, high: float, *, of: str = "") -> None:
    least, most = variable.least, variable.most
    if (least is not None and low < least) or (most is not None and high > most):
        bounds = f"from {least}" if most is None else f"up to {most}" if least is None else f"from {least} to {most}"
        _refuse(f"{of or 'the answer'} lies outside the range of {variable.name} ({bounds})")


def _integer(variable: Variable, text: str) -> Value:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        _refuse(f"`{text}` is no whole number; {variable.name} takes one, such as 3")
    _in_range(variable, int(text), int(text), of=text)
    return int(text)


def _interval(variable: Variable, text: str) -> Value:
    found = _INTERVAL.fullmatch(text)
    if found is None or int(found[1]) > int(found[2] or found[1]):
        _refuse(f"`{text}` is no number or interval; {variable.name} takes one, such as 16 or 16..17")
    answer = Interval(int(found[1]), int(found[2] or found[1]))
    _in_range(variable, answer.low, answer.high, of=text)
    return answer


def _money(variable: Variable, text: str) -> Value:
    if not _MONEY.fullmatch(text):
        _refuse(f"`{text}` is no amount; {variable.name} takes one in {variable.unit or 'EUR'}, such as 1500.00")
    amount = Decimal(text).quantize(Decimal("0.01"))
    _in_range(variable, float(amount), float(amount), of=text)
    return amount


def _duration(variable: Variable, text: str) -> Value:
    found = _DURATION.fullmatch(text.upper())
    if found is None:
        _refuse(f"`{text}` is no duration; {variable.name} takes one as P18M, P1Y6M, P1D or PT120H (P0D for none)")
    duration = Duration(*(int(part or 0) for part in found.groups()))
    low, high = days_of(duration) if not duration.hours else (duration.hours, duration.hours)
    _in_range(variable, high, low, of=text)
    return duration


def _date(variable: Variable, text: str) -> Value:
    found = _DATE.fullmatch(text)
    if found is None:
        _refuse(f"`{text}` is no date; {variable.name} takes one as 2016-05-03{_coarser(variable)}")
    answer = PartialDate(int(found[1]), *(int(part) if part else None for part in found.groups()[1:]))
    try:
        _ = answer.first, answer.last
    except ValueError:
        _refuse(f"{text} is no day of the calendar")
    if not _LEAST_YEAR <= answer.year <= _MOST_YEAR:
        _refuse(f"{text} lies outside the years {_LEAST_YEAR} to {_MOST_YEAR}")
    if _PRECISIONS.index(answer.precision) < _PRECISIONS.index(variable.precision):
        _refuse(f"{text} is not precise enough; {variable.name} takes a date to the {variable.precision}")
    _in_range(variable, answer.year, answer.year, of=text)
    return answer


def _coarser(variable: Variable) -> str:
    return {"day": "", "month": " or 2016-05", "year": ", 2016-05 or 2016"}[variable.precision]


def days_of(duration: Duration) -> tuple[int, int]:
    """Return the least and most days in a duration: a month is 30 days (art. 88 Sr), a year has no statutory length.

    The usages of a year run from 360 to 366 days; hours are not days and count for nothing here.
    """
    rest = duration.months * 30 + duration.weeks * 7 + duration.days
    return duration.years * 360 + rest, duration.years * 366 + rest


def _written_duration(duration: Duration) -> str:
    pairs = zip((duration.years, duration.months, duration.weeks, duration.days), ("Y", "M", "W", "D"), strict=True)
    days = "".join(f"{number}{unit}" for number, unit in pairs if number)
    hours = f"T{duration.hours}H" if duration.hours else ""
    return f"P{days}{hours}" if days or hours else "P0D"
