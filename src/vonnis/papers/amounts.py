"""Amounts of money as policy states them: "€ 2 miljoen per jaar", "€ 500.000", "2,5 mln. euro structureel"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_SCALE = {"duizend": 1_000, "miljoen": 1_000_000, "mln": 1_000_000, "miljard": 1_000_000_000, "mld": 1_000_000_000}
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2}(?!\d)|,-+)?"
_WORD = r"(?: ?(?P<{}>duizend|miljoen|mln|miljard|mld)\b\.?)?"
_AMOUNT = re.compile(
    rf"(?:€|EUR\b) ?(?P<number>{_NUMBER})(?P<thousands> ?\(?x ?(?:€ ?)?1\.?000\)?)?{_WORD.format('scale')}"
    rf"|(?<![\w.,])(?P<number2>{_NUMBER}){_WORD.format('scale2')} euro\b",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"[^.;\n]{0,25}?\b(?:per jaar|jaarlijks|structureel|elk jaar|ieder jaar)\b", re.IGNORECASE)
_YEARLY_BEFORE = re.compile(r"\b(?:jaarlijks|structureel)[^.;\n]{0,25}$", re.IGNORECASE)


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """An amount in whole and part euros at ``text[start:end]``; ``yearly`` where it comes back each year."""

    start: int
    end: int
    euros: float
    yearly: bool = False


def find_amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the amounts in a stretch of a text, in order."""
    stop = len(text) if end is None else end
    for found in _AMOUNT.finditer(text, start, stop):
        scale = _SCALE.get((found["scale"] or found["scale2"] or "").lower().rstrip("."), 1)
        if found["thousands"]:
            scale *= 1_000
        digits = re.sub(r",-+$", "", found["number"] or found["number2"]).replace(".", "").replace(",", ".")
        before = text[max(start, found.start() - 40) : found.start()]
        yearly = _YEARLY.match(text, found.end(), stop) is not None or _YEARLY_BEFORE.search(before) is not None
        yield Amount(start=found.start(), end=found.end(), euros=float(digits) * scale, yearly=yearly)
