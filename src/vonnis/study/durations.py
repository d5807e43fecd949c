"""Durations and amounts as written, turned into days, hours and euros: the only place where that is done.

A month is thirty days by article 88 of the criminal code (Sr). The law gives no length for a year, so that is a
parameter of the study; 365 and 360 are both in use.
"""

from __future__ import annotations

import re

import msgspec

from vonnis.errors import StudyError

_DURATION = re.compile(r"P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
_WEEK = 7


class DayRule(msgspec.Struct, frozen=True):
    """How months and years become days."""

    month_days: int = 30
    year_days: int = 365

    @property
    def words(self) -> dict[str, str]:
        """The rule in words in each language (``a month is 30 days (art. 88 Sr), a year 365 days``)."""
        return {
            "nl": f"een maand is {self.month_days} dagen (art. 88 Sr), een jaar {self.year_days} dagen",
            "en": f"a month is {self.month_days} days (art. 88 Sr), a year {self.year_days} days",
        }


def days(duration: str, rule: DayRule) -> int:
    """Return the days in an ISO 8601 duration of years, months, weeks and days.

    Raises:
        StudyError: the text is no such duration, or one of hours.
    """
    found = _DURATION.fullmatch(duration)
    if found is None or found.group(5):
        message = f"{duration!r} is no duration in years, months, weeks or days (such as P3M)"
        raise StudyError(message)
    years, months, weeks, single = (int(number or 0) for number in found.groups()[:4])
    return years * rule.year_days + months * rule.month_days + weeks * _WEEK + single


def hours(duration: str) -> int:
    """Return the hours in a duration such as ``PT120H``.

    Raises:
        StudyError: the text is no duration in hours; community service in days or months is not converted.
    """
    found = _DURATION.fullmatch(duration)
    if found is None or not found.group(5) or any(found.groups()[:4]):
        message = f"{duration!r} is no duration in hours (such as PT120H)"
        raise StudyError(message)
    return int(found.group(5))


def euros(amount: str) -> float:
    """Return the number in an amount such as ``EUR 1500.00``.

    Raises:
        StudyError: the amount is in another currency, or no amount.
    """
    found = re.fullmatch(r"EUR (\d+\.\d{2})", amount)
    if found is None:
        message = f"{amount!r} is no amount in euros (such as EUR 1500.00)"
        raise StudyError(message)
    return float(found.group(1))
