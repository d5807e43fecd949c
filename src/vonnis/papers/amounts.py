"""Amounts of money as policy states them: "€ 2 miljoen per jaar", "€ 500.000", "2,5 mln. euro structureel"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_SCALE = {"duizend": 1_000, "miljoen": 1_000_000, "mln": 1_000_000, "miljard": 1_000_000_000, "mld": 1_000_000_000}
_SCALES = "duizend|miljoen|mln|miljard|mld"
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,\d{{1,3}}(?= ?(?:{_SCALES})\b)|,\d{{1,2}}(?!\d)|,-+)?"
_WORD = rf"(?: ?(?P<{{}}>{_SCALES})\b\.?)?"
_TO = r"(?P<{}> ?(?:-|–|tot(?: en met)?|à) ?| en )"
_SMALL = r"\d{1,3}(?:,\d{1,3})?"
_AMOUNT = re.compile(
    rf"(?:€|EUR\b) ?(?:(?P<low>{_SMALL}){_TO.format('to')}(?:€|EUR\b)? ?(?P<high>{_NUMBER}) ?(?P<scale3>{_SCALES})\b\.?"
    rf"|(?P<number>{_NUMBER})(?P<thousands> ?\(?x ?(?:€ ?)?1\.?000\)?)?{_WORD.format('scale')})"
    rf"|(?<![\w.,])(?:(?P<low4>{_SMALL}){_TO.format('to4')}(?P<high4>{_NUMBER}) ?(?P<scale4>{_SCALES})\b\.? euro\b"
    rf"|(?P<number2>{_NUMBER}){_WORD.format('scale2')} euro\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\btussen(?: de)? $", re.IGNORECASE)
_YEARLY = re.compile(r"[^.;\n]{0,25}?\b(?:per jaar|jaarlijks|structureel|elk jaar|ieder jaar)\b", re.IGNORECASE)
_YEARLY_BEFORE = re.compile(r"\b(?:jaarlijks|structureel)[^.;\n]{0,25}$", re.IGNORECASE)


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """An amount in whole and part euros at ``text[start:end]``; ``yearly`` where it comes back each year."""

    start: int
    end: int
    euros: float
    yearly: bool = False


def find_amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the amounts in a stretch of a text, in order.

    A range ("€ 5 tot 10 miljoen") counts once, by its lower end.
    """
    stop, at = len(text) if end is None else end, start
    while found := _AMOUNT.search(text, at, stop):
        before = text[max(start, found.start() - 40) : found.start()]
        at, euros = _euros(found, before)
        yearly = _YEARLY.match(text, at, stop) is not None or _YEARLY_BEFORE.search(before) is not None
        yield Amount(start=found.start(), end=at, euros=euros, yearly=yearly)


def _euros(found: re.Match[str], before: str) -> tuple[int, float]:
    """Return where an amount ends, and how many euros it is."""
    low, high, to = (found[name] or found[f"{name}4"] for name in ("low", "high", "to"))
    if low is None:
        scale = _SCALE.get((found["scale"] or found["scale2"] or "").lower(), 1) * (1_000 if found["thousands"] else 1)
        return found.end(), _value(found["number"] or found["number2"]) * scale
    scale = _SCALE[(found["scale3"] or found["scale4"]).lower()]
    if _value(low) < _value(high) and (to.strip().lower() != "en" or _BETWEEN.search(before)):
        return found.end(), _value(low) * scale
    if found["low"]:  # two amounts beside each other: the first is in whole euros, the second is read next
        return found.end("low"), _value(low)
    return found.end(), _value(high) * scale


def _value(written: str) -> float:
    return float(re.sub(r",-+$", "", written).replace(".", "").replace(",", "."))
