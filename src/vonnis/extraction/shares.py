"""Count with sanctions as the record writes them: a share of one, what is left of one, so many times one.

A month is thirty days (art. 88 Sr), so half of seven months is three months and fifteen days. A year is twelve months
and has no fixed number of days: what would need one has no value here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

_LENGTH = re.compile(r"P(?=\d)(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?|PT(?P<H>\d+)H")
_MONEY = re.compile(r"(?P<code>[A-Z]{3}) (?P<whole>\d+)\.(?P<cents>\d\d)")
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_MONTH = 30
_DAYS_OF_A_WEEK = 7


def share_of(total: str, share: Fraction) -> str | None:
    """Return a share of a length, of hours or of an amount; None where it is no whole number of anything."""
    money = _MONEY.fullmatch(total)
    if money:
        return _money(money["code"], _cents(money) * share)
    units = _units(total)
    return _written({unit: number * share for unit, number in units.items()}, told_in=units) if units else None


def rest_of(total: str, part: str) -> str | None:
    """Return what is left of a sanction without a part; None where nothing is, or where it cannot be counted."""
    whole, taken = _MONEY.fullmatch(total), _MONEY.fullmatch(part)
    if whole and taken and whole["code"] == taken["code"]:
        return _money(whole["code"], Fraction(_cents(whole) - _cents(taken)))
    first, second = _units(total), _units(part)
    if not first or not second or ("H" in first) != ("H" in second):
        return None
    left = {unit: Fraction(first.get(unit, 0) - second.get(unit, 0)) for unit in {**first, **second}}
    return _written(left, told_in=first)


def times(value: str, number: int) -> str | None:
    """Return so many times a length, hours or an amount."""
    return share_of(value, Fraction(number))


def _units(value: str) -> dict[str, int]:
    """Return the numbers of a length by unit, and nothing of what is no length."""
    match = _LENGTH.fullmatch(value)
    return {unit: int(number) for unit, number in match.groupdict().items() if number} if match else {}


def _cents(match: re.Match[str]) -> int:
    return int(match["whole"]) * 100 + int(match["cents"])


def _money(code: str, cents: Fraction) -> str | None:
    whole, rest = divmod(cents.numerator, 100)
    return f"{code} {whole}.{rest:02d}" if cents.denominator == 1 and cents > 0 else None


def _written(units: Mapping[str, Fraction], *, told_in: Mapping[str, int]) -> str | None:
    """Return a length as the record writes it, each fraction and each debt in the next smaller unit."""
    if "H" in units:
        hours = units["H"]
        return f"PT{hours.numerator}H" if hours.denominator == 1 and hours > 0 else None
    months = units.get("Y", Fraction(0)) * _MONTHS_OF_A_YEAR + units.get("M", Fraction(0))
    weeks, days = units.get("W", Fraction(0)), units.get("D", Fraction(0))
    weeks, days = _lent(weeks, days, _DAYS_OF_A_WEEK) if "W" in units else (weeks, days)
    months, days = _lent(months, days, _DAYS_OF_A_MONTH) if "M" in units else (months, days)
    numbers = (months, weeks, days)
    if any(number.denominator != 1 or number < 0 for number in numbers) or not any(numbers):
        return None
    years, months = divmod(months, _MONTHS_OF_A_YEAR) if "Y" in told_in else (0, months)
    parts = ((years, "Y"), (months, "M"), (weeks, "W"), (days, "D"))
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _lent(larger: Fraction, days: Fraction, length: int) -> tuple[Fraction, Fraction]:
    """Return a number of months or weeks and the days beside it, with what one of them lacks made good by the other."""
    whole = Fraction(larger // 1)
    days += (larger - whole) * length
    owed = -(days // length) if days < 0 else 0
    return whole - owed, days + owed * length
