"""Ages and the gap between two people, as intervals where only years are known."""

from __future__ import annotations

import datetime as dt

import msgspec

from vonnis.extraction.record import Ages


class AgeGap(msgspec.Struct, frozen=True):
    """How many completed years one person is older than another: at least ``low``, at most ``high``."""

    low: int
    high: int

    def at_least(self, years: int) -> bool | None:
        """Tell whether the gap is so many years or more; None where the interval lies on both sides."""
        if self.low >= years:
            return True
        return False if self.high < years else None


def age_from_birth_year(birth_year: int, on: dt.date) -> Ages:
    """Return the age on a day of somebody of whom only the year of birth is known: one of two."""
    return Ages(on.year - birth_year - 1, on.year - birth_year)


def age_gap(older: Ages, younger: Ages) -> AgeGap:
    """Return how much older the first person is than the second."""
    return AgeGap(older.min - younger.max, older.max - younger.min)
