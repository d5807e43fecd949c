"""Read an enumeration of articles, in the shapes that Dutch courts give it: "de artikelen 14a, 57 en 310 Sr".

The reader is a small scanner: it knows article numbers, laws, the parts of an article that do not matter here
(lid, onder, sub, aanhef), ranges and the words that hold a list together, and stops at the first other word. A law
stands behind its articles ("57 en 310 Sr") or before them ("Sr: 57, 310"); the first word of the list tells which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from vonnis.extraction.laws import NO_PLACE, PLACE, Law, jurisdiction_of, law_of, law_pattern

LONGEST_RANGE = 30


class Listed(NamedTuple):
    """An article of a list at ``text[start:end]``; ``law`` is None while no law is named, ``old`` means "(oud)"."""

    article: str
    law: str | None
    bwb_id: str | None
    jurisdiction: str | None
    old: bool
    start: int
    end: int


class _Number(NamedTuple):
    """An article number that waits for its law."""

    article: str
    start: int
    end: int
    old: bool = False
    alone: bool = False


_LATIN = r"(?:bis|quater|quarter|quate|quinquies|sexies?|septies|octies|novies|decies|ter(?!echt))"
_MENDED = {"quarter": "quater", "quate": "quater", "sexie": "sexies"}
_ORDINAL = (
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|laatste|enig|\d{1,2}e)"
)
_PART = r"(?:lid|leden|onder(?:deel|delen)?|sub|letters?|ten|aanhef|volzin|categorie|lijst)"
_JOIN = r"(?:\s*,\s*|\s*/\s*|\s+(?:en|of|en/of|jo\.?|juncto|tot en met|t/m)\s+)"
_FIRST_ITEM = rf"(?:\(?\d{{1,2}}[°º˚a-z]?(?![\w:])\)?|[a-z](?![\w:])\)?|[ivx]{{1,4}}\b|{_ORDINAL}\b)"
_ITEM = (
    rf"(?:\(?\d{{1,2}}\s?[°º˚]|[1-9](?![\d:°º˚a-z]|\.\d|\s*,?\s*(?:{_PART}|{_ORDINAL})\b)|[a-z](?![\w:])\)?"
    rf"|[ivx]{{1,4}}\b|{_ORDINAL}\b)"
)
_NUMBER = (
    rf"\d{{1,3}}(?:(?:(?!ter\b(?=\s+\w)){_LATIN}(?:\.?\d)?(?!\w)|(?!(?:en|of|jo|lid|van|sub)\b)"
    r"[a-z]{1,3}(?!\w)|\s[a-z](?=\s*(?:[,;]|en\b|van\b|jo\b)))|(?=(?:en|of|jo|van)\b)|(?![\w]))"
    r"(?:[:.]\d{1,3}[a-z]{0,3}(?!\w)(?!\s*(?:lid|e\b)))*"
)
_KIND_OF_LAW = r"wet|wetboek|verordening|besluit|regeling|reglement|keur|voorschrift"
_OWN_NAME = (
    rf"(?-i:(?:Wet|Besluit|Regeling|Verordening|Reglement|Landsverordening)\b"
    r"(?:[ ](?!zoals\b|en[ ](?:op[ ])?(?:het[ ]|de[ ])?artikel|alsmede|juncto|jo\b|luid)[\w’'-]+)+"
    rf"|(?:[A-Z][\w’'-]*[ ])?[A-Z]?[\w’'-]*(?:{_KIND_OF_LAW})\b"
    r"(?:[ ](?:van|voor|op|de|het|der|inzake|betreffende|gemeente|provincie|stad)\b|[ ][A-Z][\w’'-]*"
    r"|[ ](?:19|20)\d\d\b|[ ]\((?:[A-Z]\w*|[A-Z]{2,6})\))*)"
)


def _words() -> dict[str, str]:
    """Return the kinds of words of a list, each with its pattern; where two could match, the first stands."""
    also = r"(?:en|of|en/of|t/m|tot en met|juncto|jo\.?)"
    named = r"(?:lid|sub|letter|categorie|lijst|ten|onder(?:deel|delen)?|volzin)"
    parts = (
        rf"(?:het\s+)?{_ORDINAL}(?:{_JOIN}{_ORDINAL})*,?\s+(?:lid|leden|volzin|alinea|gedachtestreepje)\b",
        rf"(?:leden|sub|onder(?:delen)?)\s*{_FIRST_ITEM}(?:{_JOIN}{_ITEM})+",
        rf"{named}\s*\.?\s*{_FIRST_ITEM}(?:\s+{also}\s+{_ITEM})?",
        r"aanhef(?:\s+en)?\b",
        r"\d{1,2}\s?[°º˚]\)?",
    )
    glue = (
        r"en|of|en/of|alsmede|alsook|juncto|jo|jis|van|het|de|der|op|voorts|tevens|verder|ook|resp|respectievelijk",
        r"telkens|in|bij|uit|eveneens|mede|navolgende|volgende|daarnaast|dan\s+wel|verbinding\s+met|voorzover|nog|o",
        r"(?:wettelijke\s+)?(?:voorschriften|bepalingen)",
    )
    resumed = r",?\s+en\s+(?:op\s+)?(?:het\s+|de\s+)?artikel|,?\s+alsmede\b|[.;\n]|$"
    place = rf"(?:,?\s*\(?(?:van|voor|te|op|in)?\s*(?:de\s+|het\s+)?(?:land\s+)?(?P<place>{PLACE})\b\)?)?"
    return {
        "range": r"t/m\b|tot\s+en\s+met\b|tot/met\b|[-–](?=\s?\d)",
        "part": "|".join(parts),
        "number": _NUMBER,
        "old": r"\(\s*(?:oud|nieuw)\s*\)|\boud\b",
        "glue": rf"[\s,;:.()•*·/&'’‘\"“”§–-]+|(?<![a-z])(?:{'|'.join(glue)})\b",
        "article": r"(?:wets)?artikel(?:en)?(?=\W|\d)|artt?\b\.?",
        "law": law_pattern() + place,
        "same": r"(?:dat|dit|genoemd|voornoemd|voormeld)\s+wetboek\b"
        r"|(?:die|deze|genoemde|voornoemde|laatstgenoemde)\s+(?:lands)?wet\b",
        "time": rf"zoals\s[^.;\n]*?(?={resumed})",
        "own": _OWN_NAME,
    }


@cache
def _scanner() -> re.Pattern[str]:
    """Return one pattern for the next word of a list; the name of the group tells its kind."""
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _words().items()), re.IGNORECASE)


def _article(raw: str) -> str:
    """Return an article number in lower case, without spaces, with the evident misprints of its suffix mended."""
    plain = "".join(raw.lower().split())
    return re.sub(r"(?:quarter|quate|sexie)$", lambda wrong: _MENDED[wrong.group()], plain)


def _split(number: _Number, law: Law | None) -> Iterator[_Number]:
    """Yield one number, or two where a full stop stands between articles of a law that has no such numbers."""
    if "." not in number.article or law is None or law.dotted or re.search(r"[a-z]{3,}\.\d$", number.article):
        yield number
        return
    start = number.start
    for piece in number.article.split("."):
        yield number._replace(article=piece, start=start, end=start + len(piece))
        start += len(piece) + 1


def _between(first: str, last: str) -> list[str]:
    """Return the articles strictly inside a range: by letter (14a-14c) or by number (310-312)."""
    low, high = re.fullmatch(r"(\d*)([a-z]?)", first), re.fullmatch(r"(\d*)([a-z]?)", last)
    if not low or not high:
        return []
    if low[1] == (high[1] or low[1]) and low[2] and high[2]:
        return [f"{low[1]}{chr(code)}" for code in range(ord(low[2]) + 1, ord(high[2]))]
    if not low[2] and not high[2] and 0 < int(high[1]) - int(low[1]) <= LONGEST_RANGE:
        return [str(number) for number in range(int(low[1]) + 1, int(high[1]))]
    return []


class _Reading:
    """The state of reading one list: the numbers that wait for a law, and the laws named so far."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.found: list[Listed] = []
        self.waiting: list[_Number] = []
        self.law: tuple[str, Law | None, str | None] | None = None
        self.law_first: bool | None = None
        self.open_range = False
        self.end = start

    def number(self, match: re.Match[str]) -> bool:
        """Take an article number; return False where it rather is the number of the next heading."""
        start, end = match.span()
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", end)
        line = self.text[line_start : line_end if line_end >= 0 else len(self.text)].strip(" .\t")
        alone = line == match.group().strip()
        before = self.text[max(0, line_start - 3) : line_start].rstrip()
        if alone and self.end != start and (before.endswith(".") or self.text.startswith("\n\n", line_start - 2)):
            return False
        number = _Number(_article(match.group()), start, end, alone=alone)
        if self.open_range and self.waiting:
            inside = _between(self.waiting[-1].article, number.article)
            self.waiting += [_Number(article, self.waiting[-1].start, end) for article in inside]
        self.open_range = False
        self.waiting.append(number)
        self.end = end
        if self.law_first is None:
            self.law_first = False
        return True

    def name(self, match: re.Match[str], law: Law | None) -> None:
        """Take the name of a law: it closes the numbers before it, or opens those that follow."""
        place = match.groupdict().get("place")
        name = law.law if law else match.group("own").strip()
        if self.law_first is None:
            self.law_first = True
        named = (name, law, jurisdiction_of(place) if place else None)
        if self.law_first:
            self.settle()
            self.law = named
        else:
            self.law = named
            self.settle()

    def settle(self) -> None:
        """Give the law at hand to the numbers that wait."""
        name, law, jurisdiction = self.law or (None, None, None)
        for waiting in self.waiting:
            for number in _split(waiting, law):
                self.found.append(
                    Listed(
                        number.article,
                        name,
                        law.bwb_id if law and (jurisdiction or NO_PLACE) == NO_PLACE else None,
                        jurisdiction,
                        number.old,
                        number.start,
                        number.end,
                    )
                )
        self.waiting = []

    def close(self) -> None:
        """Settle what still waits: under the law that stands first, else as numbers without a law."""
        if not self.law_first:
            if self.found:
                self.waiting = []  # numbers behind a finished list that no law follows: a heading, a page
            self.waiting = [number for number in self.waiting if not number.alone]
            self.law = None
        self.settle()

    def take(self, match: re.Match[str]) -> bool:
        """Take the next word; return False where the list ends before it."""
        kind = match.lastgroup if match.lastgroup != "place" else "law"
        if kind == "number":
            return self.number(match)
        if kind == "law":
            place = match.group("place")
            spelling = match.group("law")
            self.name(match, law_of(re.match(law_pattern(), spelling)[0] if place else spelling))  # type: ignore[index]
        elif kind == "own":
            if not self.waiting or self.law_first:
                return False
            self.name(match, None)
        elif kind == "same":
            self.settle()
        elif kind == "range":
            self.open_range = True
        elif kind == "old" and self.waiting:
            self.waiting[-1] = self.waiting[-1]._replace(old="oud" in match.group().lower())
        if kind not in {"glue", "article", "range"}:
            self.open_range = False
            self.end = match.end()
        return True


def read_list(text: str, start: int, *, end: int) -> tuple[list[Listed], int]:
    """Return the articles of the list that starts at ``start``, and where the list stops (at most ``end``)."""
    reading = _Reading(text, start)
    place = start
    while place < end:
        match = _scanner().match(text, place, end)
        if match is None or not reading.take(match):
            break
        place = max(match.end(), place + 1)
    reading.close()
    return reading.found, reading.end
