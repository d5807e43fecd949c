"""Numbers, dates and durations as a Dutch or an English reader expects them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from vonnis.report.words import Language, words

Unit = Literal["count", "share", "year", "day", "month", "hour", "EUR"]
_MARKS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}
_MONTHS: dict[Language, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_DECIMAL_FROM_N = 200
COUNTS_BELOW = 20
"""A share of fewer units is printed as a count, without a percentage or an interval."""
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
_DURATION_UNITS = ("year", "month", "week", "day", "hour")
_WEEK: dict[Language, tuple[str, str]] = {"nl": ("week", "weken"), "en": ("week", "weeks")}
_SUSPENDED: dict[Language, tuple[str, str]] = {
    "nl": ("{total}, geheel voorwaardelijk", "{total}, waarvan {part} voorwaardelijk"),
    "en": ("{total}, all of it suspended", "{total}, of which {part} suspended"),
}


def number(value: float, language: Language, *, decimals: int = 0) -> str:
    """Return a number with the marks of a language: ``1.234,5`` or ``1,234.5``; a minus sign is a real one."""
    thousands, decimal = _MARKS[language]
    plain = f"{abs(value):,.{decimals}f}"
    marked = plain.translate(str.maketrans(",.", thousands + decimal))
    return f"−{marked}" if float(f"{value:.{decimals}f}") < 0 else marked


def percentage(share: float, language: Language, *, n: int | None = None) -> str:
    """Return a share as a percentage: whole below n = 200, else with one decimal."""
    return number(share * 100, language, decimals=int(n is not None and n >= _DECIMAL_FROM_N)) + "%"


def share_of(value: float, language: Language, *, n: int | None, numerator: int | None) -> str:
    """Return a share as it is printed: a percentage, or counts where it rests on few units (``7 of 12``)."""
    if n is None or n >= COUNTS_BELOW or numerator is None:
        return percentage(value, language, n=n)
    counts = {"numerator": number(numerator, language), "n": number(n, language)}
    return words(language)["counts_only"].format(**counts)


def money(value: float, language: Language) -> str:
    """Return an amount in euros: ``€ 1.500`` in Dutch, ``€1,500`` in English; cents only where there are any."""
    amount = number(abs(value), language, decimals=0 if value == round(value) else 2)
    sign = "−" if value < 0 else ""
    return f"{sign}€ {amount}" if language == "nl" else f"{sign}€{amount}"


_RATIOS = frozenset({"coefficient", "ratio", "odds_ratio", "rate_ratio"})


def quantity(value: float, unit: str, *, language: Language, n: int | None = None) -> str:
    """Return a value in its unit; what is no whole number gets one decimal (``16,2 jaar``), a ratio two."""
    if unit == "share":
        return percentage(value, language, n=n)
    if unit == "EUR":
        return money(value, language)
    if unit in _RATIOS:
        return number(value, language, decimals=2)
    whole = float(value).is_integer()
    plain = number(value, language, decimals=0 if whole else 1)
    if unit == "count":
        return plain
    return f"{plain} {words(language)[f'unit_{unit}_one' if abs(value) == 1 else f'unit_{unit}']}"


def difference(value: float, unit: str, *, language: Language, bare: bool = False) -> str:
    """Return a difference with its sign, one of shares in points of a hundred: ``+22 procentpunt``, bare: ``+22``."""
    if unit == "share":
        shown = number(value * 100, language) + ("" if bare else f" {words(language)['points']}")
    else:
        shown = quantity(value, unit, language=language)
    return shown if value < 0 or shown.startswith("−") else f"+{shown}"


def chance(value: float, language: Language) -> str:
    """Return a p-value with three decimals; below a thousandth only that."""
    least = 0.001
    return f"< {number(least, language, decimals=3)}" if value < least else number(value, language, decimals=3)


def date(day: dt.date, language: Language) -> str:
    """Return a date in words: ``23 november 2026``, ``23 November 2026``."""
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def dates_in_words(text: str, language: Language) -> str:
    """Return a text with each day that it writes as ``2024-07-01`` in words (``1 juli 2024``)."""

    def spoken(found: re.Match[str]) -> str:
        try:
            return date(dt.date.fromisoformat(found[0]), language)
        except ValueError:
            return found[0]

    return _ISO_DAY.sub(spoken, text)


def duration(iso: str, language: Language) -> str:
    """Return an ISO 8601 duration as a court says it (``P2Y6M`` is "2 jaar en 6 maanden").

    Raises:
        ValueError: the text is no duration in years, months, weeks, days or hours.
    """
    match = _DURATION.fullmatch(iso)
    found = (
        [(int(group), unit) for group, unit in zip(match.groups(), _DURATION_UNITS, strict=True) if group]
        if match
        else []
    )
    if not found:
        message = f"{iso!r} is no ISO 8601 duration"
        raise ValueError(message)
    parts = [f"{amount} {_unit_word(amount, unit, language)}" for amount, unit in found]
    return (" en " if language == "nl" else " and ").join(parts)


def sentence_length(total: str, suspended: str | None, *, language: Language) -> str:
    """Return a sentence as the court says it: ``18 maanden, waarvan 6 maanden voorwaardelijk``."""
    whole, part = _SUSPENDED[language]
    if suspended is None:
        return duration(total, language)
    if suspended == "all":
        return whole.format(total=duration(total, language))
    return part.format(total=duration(total, language), part=duration(suspended, language))


def _unit_word(amount: int, unit: str, language: Language) -> str:
    if unit == "week":
        return _WEEK[language][amount != 1]
    return words(language)[f"unit_{unit}_one" if amount == 1 else f"unit_{unit}"]
