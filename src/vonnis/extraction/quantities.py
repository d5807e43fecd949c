"""Durations, hours and money as Dutch courts write them.

A quantity keeps the units of the text: ``P18M`` is eighteen months, never a year and a half; nothing is converted
here. Where a text says a number twice, "42 (tweeënveertig)", the two must agree; a reading that does not is marked,
so that the extractor can raise a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from vonnis.extraction.numbers import DIGITS, WORDS, number_of
from vonnis.extraction.shares import times
from vonnis.judgment.scan import Finder

Measure = Literal["duration", "hours", "money"]

_IN_WORDS = r"(?=[^\W\d])"
"""Before a long pattern of words: what opens with a figure need not try it."""
_NUMERAL = rf"(?:{DIGITS}|{_IN_WORDS}\b{WORDS})"
_TWICE = (
    r"\((?!\s*(?:subs|verv|waarvan|bij|te|geheel|deels|met|on)\w*\b)"
    rf"\s*(?:zegge:?\s*)?(?:{DIGITS}|[a-zéëïü -]{{2,110}}?)\s*\)"
)
_UNIT = (
    r"(?:(?P<{p}day>dag(?:en)?|dgn\b|dg\b|(?<=\d)d\b|d\b(?=\.? ?(?:v\.? ?h|(?:verv\w*\.? )?hecht\w*)\b))"
    r"|(?P<{p}week>we(?:ek|ken)|wkn?\b)"
    r"|(?P<{p}month>maa+nd(?:en?)?|ma(?:a|an|and)?(?=\.\.)|mn?d(?:en|n)?\b|mndn\b)"
    r"|(?P<{p}year>ja(?:ar|ren)|jrn?\b|ja(?:a|r|re)?(?=\.\.))|(?P<{p}hour>u(?:ur|ren)|u\b|u(?:u|r|re)(?=\.\.)))"
)
_FEW = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien"
_DURATION = (
    rf"(?P<{{p}}half>\b(?:anderhalf|een\s+half|half|(?=[^\W\d]{{4,24}}half)(?:{WORDS})(?:en|ën)(?:een|één)?half)"
    rf"|\b\d{{1,2}},5|\b(?:{_FEW}|\d{{1,2}})\s+en\s+(?:een|één)\s+half)\s+(?:jaar"
    rf"|jr)\b"
    rf"|(?P<{{p}}number>{_NUMERAL})(?:\s*(?P<{{p}}again>{_TWICE}|(?:{WORDS})?\s?\d{{1,3}}(?=\s*(?:jaar|jaren|maand"
    rf"|dag|we)))|\s*)?\s*-?\s*{_UNIT}(?!\w)"
)
_SO_OFTEN = r"(?P<times>[2-9]|twee|drie|vier|vijf|zes)\s?(?:maal|keer|x|×)\s+(?:een\s+)?"
"""Before a length, how many times it is imposed: "tweemaal 50 uren"."""
_FIRST = _DURATION.replace("{p}", "a")
_SECOND = (
    rf"(?:\s*(?:,|en|\+)?\s*(?P<bnumber>{_NUMERAL})(?:\s*(?P<bagain>{_TWICE}))?\s*{_UNIT.replace('{p}', 'b')}(?!\w))?"
)
_CURRENCY = (
    r"(?P<currency>€|EUR\b|euro\b|US\$|USD\b|NAf\b\.?|N\.?A\.?[Ff]\.?|ANG\b|Afl\b\.?|AWG\b|Cg\b|XCG\b|ƒ|f\b\.?"
    r"|fl\b\.?|NLG\b|\$)"
)
_AMOUNT = (
    r"(?P<whole>\d{1,3}(?:[.\s]\d{3})+(?!\d)|\d+)"
    r"(?:(?P<cents>[.,](?:\d|\s\d(?!\d\s+(?:dag|we[ek]|maand|uur|uren|resp)))\d(?!\d))|[.,]?\s?[-–—‑=]{1,2})?"
)
_MANY = r"\d{1,3}(?:,\d{1,2})?"
_SCALED = (
    rf"(?P<many>{_MANY})\s?(?P<scale>duizend|miljoen)\s+(?P<after4>euro|EUR|gulden)\b"
    rf"|(?:(?P<before5>€|EUR)\s*|(?<=\bGB\s))(?P<many5>{_MANY})\s?(?P<scale5>duizend|miljoen)\b"
)
"""An amount in thousands or millions: "10 duizend euro", "€ 1,5 miljoen", and of a fine "GB 4 duizend"."""
_MONEY = (
    rf"{_SCALED}|"
    rf"{_CURRENCY}\s*{_AMOUNT}(?:,?\s*{_TWICE})?"
    rf"|(?P<whole2>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?P<cents2>,\d{{2}})?(?:,-+|,=)?\s*(?:{_TWICE}\s*)?(?P<after2>euro"
    rf"|EUR|gulden)\b"
    rf"|{_IN_WORDS}(?=[a-zéëïü\s-]{{3,90}}?\s(?:euro|gulden))(?P<words>\b{WORDS})\s+(?P<after3>euro"
    rf"|gulden)(?:\s+en\s+(?P<centwords>{WORDS}|\d{{1,2}})\s+(?:euro)?cents?)?"
)
_QUANTITY = Finder(
    re.compile(
        rf"(?<!\w)(?<!\d/)(?:(?P<money>{_MONEY})|(?P<duration>(?:{_SO_OFTEN})?(?:{_FIRST}){_SECOND}))", re.IGNORECASE
    )
)

_AND_DAYS = re.compile(rf"\s*(?:,|en)\s*(?P<number>{_NUMERAL})(?:\s*{_TWICE})?\s*dag(?:en)?(?!\w)", re.IGNORECASE)
"""A third unit, which a length seldom has ("3 jaren, 2 maanden en 5 dagen")."""

_CUSTODY_NEXT = re.compile(r"\s*(?:vervangende\s+)?(?:hechtenis|gijzeling)\b|\s*per\s", re.IGNORECASE)
"""Behind a second length that is custody of its own: "contactverbod van 5 jaar, 2 weken hechtenis per overtreding"."""

_SYMBOLS = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "us$": "USD", "usd": "USD", "$": "USD", "naf": "ANG", "ang": "ANG",
    "afl": "AWG", "awg": "AWG", "cg": "XCG", "xcg": "XCG", "ƒ": "NLG", "f": "NLG", "fl": "NLG", "nlg": "NLG",
    "gulden": "NLG",
}  # fmt: skip
_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H"}


class Quantity(msgspec.Struct, frozen=True):
    """A duration, a number of hours, or an amount of money at ``text[start:end]``.

    ``value`` is as the record writes it: ``P2Y6M``, ``PT120H``, ``EUR 500.00``. ``agrees`` is False where the text
    gives the number twice and the two differ.
    """

    start: int
    end: int
    measure: Measure
    value: str
    agrees: bool = True


def find_quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Yield the durations, hours and amounts in ``text[start:end]``, in order."""
    at = start
    while (match := _QUANTITY.search(text, at, end)) is not None:
        quantity = _money(match) if match["money"] else _as_often(match, _duration(match))
        at = quantity.end if quantity else match.end()
        if quantity is not None:
            yield quantity


def _as_often(match: re.Match[str], quantity: Quantity | None) -> Quantity | None:
    """Return a length as many times as the words before it say."""
    number = number_of(match["times"]) if match["times"] else None
    value = times(quantity.value, number) if quantity and number else None
    return msgspec.structs.replace(quantity, value=value) if quantity and value else quantity


def _twice(first: str, again: str | None) -> tuple[int | None, bool]:
    """Return the number that a text gives once or twice, and whether both agree (an unreadable second one does)."""
    number = number_of(first)
    second = number_of(re.sub(r"zegge:?|euro|gulden|[()]", "", again, flags=re.IGNORECASE)) if again else None
    return number, second is None or second == number


def _years_and_a_half(words: str) -> str:
    """Return "half", "anderhalf", "tweeënhalf" or "4,5" years as years and months."""
    bare = re.sub(r"(?:\s+en\s+(?:een|één)\s+|(?:en|ën)(?:een|één)?)half$", "", words.lower().removesuffix(",5"))
    years = 1 if bare == "anderhalf" else number_of(bare)
    return f"P{years}Y6M" if (years and not bare.endswith("half")) or bare == "anderhalf" else "P6M"


def _unit(match: re.Match[str], part: str) -> str:
    """Return the unit of the first ("a") or the second ("b") part of a length."""
    return next(name for name in _LETTERS if match[part + name])


def _duration(match: re.Match[str]) -> Quantity | None:
    """Return the duration or hours that a match states, or None where its number cannot be read."""
    if match["ahalf"]:
        return Quantity(match.start(), match.end(), "duration", _years_and_a_half(match["ahalf"]))
    number, agrees = _twice(match["anumber"], match["aagain"])
    if number is None:
        return None
    unit = _LETTERS[_unit(match, "a")]
    end = match.end()
    if unit == "H":
        end = match.end("ahour")
        return Quantity(match.start(), end, "hours", f"PT{number}H", agrees)
    value = f"P{number}{unit}"
    if match["bnumber"]:
        second, also = _twice(match["bnumber"], match["bagain"])
        smaller = _LETTERS[_unit(match, "b")]
        apart = "," in match.string[match.end("a" + _unit(match, "a")) : match.start("bnumber")]
        of_breach = apart and _CUSTODY_NEXT.match(match.string, end)
        if second is not None and not of_breach and "YMWD".find(smaller) > "YMWD".find(unit):
            days = _AND_DAYS.match(match.string, end) if smaller in "MW" else None
            if days and (last := number_of(days["number"])) is not None:
                return Quantity(
                    match.start(), days.end(), "duration", f"{value}{second}{smaller}{last}D", agrees and also
                )
            return Quantity(match.start(), end, "duration", f"{value}{second}{smaller}", agrees and also)
        end = match.end("a" + _unit(match, "a"))
    return Quantity(match.start(), end, "duration", value, agrees)


def _money(match: re.Match[str]) -> Quantity | None:
    """Return the amount that a match states, or None where it cannot be read."""
    if match["scale"] or match["scale5"]:
        return _scaled(match)
    if match["words"]:
        whole, cents = number_of(match["words"]), number_of(match["centwords"]) if match["centwords"] else 0
        symbol = match["after3"]
    else:
        digits = match["whole"] or match["whole2"]
        whole = int(re.sub(r"\D", "", digits))
        cents = int((match["cents"] or match["cents2"] or "00")[-2:])
        symbol = match["currency"] or match["after2"]
    if whole is None or cents is None:
        return None
    code = _SYMBOLS[re.sub(r"\.", "", symbol.lower())]
    return Quantity(match.start(), match.end(), "money", f"{code} {whole}.{cents:02d}")


def _scaled(match: re.Match[str]) -> Quantity:
    """Return an amount that is told in thousands or millions."""
    number, scale = (match["many"], match["scale"]) if match["scale"] else (match["many5"], match["scale5"])
    whole, _, rest = number.partition(",")
    cents = int(whole + rest.ljust(2, "0")) * (1_000 if scale.lower() == "duizend" else 1_000_000)
    code = _SYMBOLS[(match["after4"] or match["before5"] or "euro").lower()]
    return Quantity(match.start(), match.end(), "money", f"{code} {cents // 100}.{cents % 100:02d}")
