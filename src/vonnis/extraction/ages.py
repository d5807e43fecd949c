"""Ages in completed years as Dutch courts state them: "15-jarig", "toen veertienjarige", "destijds zestien jaar oud".

An age expression says a number, when it held ("destijds", "bij aanvang"), and sometimes of whom by the word that
follows ("meisje", "verdachte"). Whose age it is, is for the callers to decide.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from vonnis.extraction.numbers import number_of
from vonnis.extraction.record import Ages
from vonnis.judgment.scan import Finder, Sign, once_a_text

OLDEST = 110
_FEWEST_OF_A_YEAR = {"maanden": 12, "weken": 52, "dagen": 365}

_UNITS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_WORD = (
    rf"(?:(?:{_UNITS})(?:en|ën)(?:{_TENS})|{_TENS}|(?:der|veer|vijf|zes|zeven|acht|negen)tien|achttien|tien|elf|twaalf"
    rf"|{_UNITS})"
)
_THEN = (
    r"(?:(?:al|pas|nog)\s+)?(?:toen(?:tertijd)?|destijds|(?:op\s+)?dat\s+moment|indertijd|des\s+tijds|bij\s+aanvang"
    r"|aanvankelijk|ten\s+tijde\s+van\s+(?:het|de)\s+\w+)"
)
_AGE = re.compile(
    rf"(?P<then>\b{_THEN}[,\s]+(?:(?:ongeveer|slechts|pas"
    rf"|nog(?:\s+maar)?)\s+)?)?(?<![\w.,-])(?:\d-)?(?P<years>\d{{1,3}}|{_WORD})"
    rf"(?:(?:\s?-\s?|\s|)(?P<jarig>jarige?n?)\b|[\s-]+(?P<unit>jaar|jaren|maanden|weken|dagen)\s*-?oude?\b)",
    re.IGNORECASE,
)
_WHAT_IT_HAS = r"(?P<jarig>jarig)|(?:jaar|jaren|maanden|weken|dagen)\s*[ -]oud"
_ANCHOR = Finder(re.compile(_WHAT_IT_HAS))
_STATED = Sign(_WHAT_IT_HAS)
"""What every age has."""
_BACK, _FORTH = 60, 16
_BOUND = re.compile(r"\b(?:tot|dan|onder|boven|beneden|tussen\s+(?:de\s+)?\w+\s+en)\s+(?:de\s+)?$", re.IGNORECASE)
_BOUND_REACH = 32
_NOUN = re.compile(r",?\s*(?P<noun>\[[^\]\n]{1,40}\]|[\w-]+)")
_ADJECTIVE = re.compile(
    r"(?:destijds|toen|kwetsbare?|jonge|licht|zwaar|ernstig|verstandelijk|geestelijk|meervoudig|gehandicapte|beperkte?"
    r"|minderjarige?|alleenstaande|onbekende|weerloze?|bejaarde|hulpbehoevende|demente(?:rende)?|zwangere|eigen|ex"
    r"|voormalige?|toenmalige?|[A-Z]\w+se)",
)


class Age(NamedTuple):
    """An age at ``text[start:end]``: ``noun`` is the word it describes, in lower case; ``then``: at the offence."""

    years: int
    noun: str
    then: bool
    start: int
    end: int


def find_ages(text: str, start: int = 0, *, end: int | None = None) -> Iterator[Age]:
    """Yield the ages in a stretch of text, in its order.

    A sentence of so many years is no age, nor is a bound ("jonger dan zestien jaar oud", "drie tot negen jaar oud").
    """
    stop = len(text) if end is None else end
    done = start
    anchors = _anchors(text)
    for anchor in anchors[bisect_left(anchors, start) : bisect_left(anchors, stop)]:
        match = _AGE.search(text, max(done, anchor - _BACK), min(stop, anchor + _FORTH))
        if match is None or match.end() <= anchor:
            continue
        done = match.end()
        years = number_of(match["years"])
        if years is None or years > OLDEST or _BOUND.search(text, max(0, match.start() - _BOUND_REACH), match.start()):
            continue
        if match["unit"] and not match["unit"].startswith("ja"):
            years = 0 if years < _FEWEST_OF_A_YEAR[match["unit"].lower()] else 1
        noun, noun_end = _noun(text, match.end(), stop)
        yield Age(years, noun, bool(match["then"]), match.start(), noun_end)


@once_a_text
def ages_of(text: str) -> tuple[Age, ...]:
    """Return the ages in a whole text; several readers ask for those of the same text one after the other."""
    return tuple(find_ages(text))


def _anchors(text: str) -> tuple[int, ...]:
    """Return where an age may stand: the few letters that every age has, found once for each text."""
    if not _STATED.may_be_in(text):
        return ()
    return tuple(m.start() if m["jarig"] else m.end() - len(" oud") for m in _ANCHOR.finditer(text))


def _noun(text: str, place: int, end: int) -> tuple[str, int]:
    """Return the word that an age describes, behind at most three adjectives, and its end; ("", place) if none."""
    for _ in range(4):
        word = _NOUN.match(text, place, end)
        if word is None:
            break
        if not _ADJECTIVE.fullmatch(word["noun"]):
            return word["noun"].lower(), word.end()
        place = word.end()
    return "", place


def ages_between(birth_year: int, first: dt.date | None, *, last: dt.date | None) -> Ages | None:
    """Return the completed years that someone of a birth year can have from a first to a last day, or None."""
    if first is None and last is None:
        return None
    low = (first or last or dt.date.min).year - birth_year - 1
    high = (last or first or dt.date.min).year - birth_year
    return Ages(max(low, 0), high) if 0 <= high <= OLDEST else None


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return the completed years of someone on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
