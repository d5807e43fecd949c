"""Dutch numbers, in digits, in words, and in both ("6 (zes)", "twee (2)").

Grammar of cardinal numbers: Algemene Nederlandse Spraakkunst (e-ANS), chapter 7. Courts write them as one word, in
parts ("tweehonderd veertig", "honderd en twintig"), with or without trema, in capitals.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

_UNITS = {
    "nul": 0, "een": 1, "één": 1, "eén": 1, "éen": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9,
}  # fmt: skip
_TEENS = {
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
    "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip

_UNIT = "nul|een|één|eén|éen|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TEEN = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_TEN = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_SMALL = rf"(?:(?:{_UNIT})[\s-]?(?:en|ën)[\s-]?(?:{_TEN})|{_TEN}|{_TEEN}|{_UNIT})"
_HUNDREDS = rf"(?:(?:(?:{_TEEN}|{_TEN}|{_UNIT})[\s-]?)?honderd(?:[\s-]?(?:en )?{_SMALL})?|{_SMALL})"
_OPENING = "|".join(sorted({word[:3] for word in (*_UNITS, *_TEENS, *_TENS, "honderd", "duizend")}))
"""The first letters of every such number, so that other words are passed over at a glance."""
WORDS = rf"(?:(?={_OPENING})(?:(?:{_HUNDREDS}[\s-]?)?duizend(?:[\s-]?(?:en )?{_HUNDREDS})?|{_HUNDREDS}))"
"""A pattern for a cardinal number in words, from nul to below a million, without case."""

DIGITS = r"\d{1,3}(?:\.\d{3})+|\d+"
"""A pattern for a whole number in digits, with points between thousands."""

NUMERAL = rf"(?:{DIGITS}|{WORDS})"
"""A pattern for a number in digits or in words."""
EACH_NUMBER = re.compile(rf"(?<!\w){NUMERAL}(?!\w)(?![^(]*\))", re.IGNORECASE)
"""Each number of a list, not the one in brackets that says it again."""

_PARTS = {
    "derde": 3, "kwart": 4, "vierde": 4, "vijfde": 5, "zesde": 6, "achtste": 8, "tiende": 10,
}  # fmt: skip
FRACTION = (
    r"(?:(?:(?:de|een|één)\s+)?helft\b"
    rf"|(?:een|één|twee|drie|vier|vijf)[\s-]?(?:{'|'.join(_PARTS)})(?:\s+(?:deel|gedeelte))?"
    r"|(?:1/2|½|[12]/3|[13]/4|[1-4]/5|[15]/6|[1379]/10)(?:e|de|ste)?(?:\s+(?:deel|gedeelte))?"
    r"|[1-9]\d\s?(?:%|procent\b))"
)
"""A pattern for a part of a whole: "de helft", "een derde deel", "drie kwart", "1/3 deel", "50%"."""

_PART = re.compile(
    r"(?P<thousands>.*?)(?P<thousand>duizend)(?P<rest>.*)|(?P<hundreds>.*?)(?P<hundred>honderd)(?P<below>.*)",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def number_of(text: str) -> int | None:
    """Return the number that digits or Dutch words state, or None where they state none.

    Upper and lower case, trema, hyphens and spaces make no difference: ``"TWEEHONDERD VEERTIG"`` is 240.
    """
    bare = re.sub(r"[\s-]", "", text.lower())
    if not bare:
        return None
    if bare[0].isdigit():
        digits = bare.replace(".", "")
        return int(digits) if digits.isdecimal() else None
    return _words(bare)


def fraction_of(text: str) -> Fraction | None:
    """Return the part of a whole that words or figures state (:data:`FRACTION`), or None where they state none."""
    words = text.lower()
    if "helft" in words or "½" in words:
        return Fraction(1, 2)
    if figures := re.match(r"(\d)/(\d+)", words):
        return Fraction(int(figures[1]), int(figures[2]))
    if share := re.match(r"\d+(?=\s?(?:%|procent))", words):
        return Fraction(int(share.group()), 100)
    part = next((name for name in _PARTS if name in words), None)
    number = _UNITS.get(re.split(r"[\s-]", words.split(part)[0].strip())[0]) if part else None
    return Fraction(number, _PARTS[part]) if part and number else None


def _words(bare: str) -> int | None:
    """Return the number that words without spaces state, or None."""
    if bare in _UNITS:
        return _UNITS[bare]
    if bare in _TEENS:
        return _TEENS[bare]
    if bare in _TENS:
        return _TENS[bare]
    match = _PART.fullmatch(bare)
    if match is None:
        return _tens_and_units(bare)
    if match["thousand"]:
        factor, base, above, below = 1000, match["rest"], match["thousands"], match["rest"]
    else:
        factor, base, above, below = 100, match["below"], match["hundreds"], match["below"]
    many = _words(above) if above else 1
    more = _words(base.removeprefix("en") if base not in _UNITS else base) if below else 0
    return None if many is None or more is None or more >= factor else many * factor + more


def _tens_and_units(bare: str) -> int | None:
    """Return 21 to 99 as "eenentwintig" and "tweeëndertig" state it, or None."""
    for tens, value in _TENS.items():
        if bare.endswith(tens):
            for link in ("en", "ën"):
                unit = bare.removesuffix(tens).removesuffix(link)
                if bare.removesuffix(tens).endswith(link) and unit in _UNITS:
                    return value + _UNITS[unit]
    return None
