"""Find when the offences were committed: what is proven, or charged where nothing is proven.

A charge opens with its person ("hij", "zij, verdachte") and then says when: "op of omstreeks 5 maart 2012", "in of
omstreeks de periode van 15 november 2008 tot en met 13 maart 2009". Dates anywhere else in a judgment (hearings,
earlier sentences, evidence) do not count. Several charges give the first and the last day of all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import re2

from vonnis.extraction.answer import Answer
from vonnis.extraction.dates import DAY, LOOSE, MONTHS, Parts, completed, first_day, last_day, parts_of
from vonnis.extraction.record import Doubt, Period
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder
from vonnis.judgment.section import SectionKind
from vonnis.judgment.span import Span

FIELD = "offence_period"
REACH = 260
LOOK_BACK = 40
DATE_REACH = 100
CHARGE_REACH = 110
PROVEN_REACH = 8_000

_MARK = r"(?:[-–•*·]\s*|\(?[0-9a-z]{1,2}[.):]+\s*|feit \d{1,2}\s*[:.]?\s*){0,6}+"
"""Bullets and numbers before a charge; few of them, since they run over line ends and a text may be all bullets."""
_CHARGED = r"(?:[hz]ij\b|(?:de\s+|heeft\s+)?verdachte\b|\[(?:naam )?verdachte[^\]\n]{0,20}\])"
# Both patterns open with letters that stand as they are, so that the search may leap from one to the next.
_ON_A_LINE = re.compile(
    rf"\n[ ]*{_MARK}(?:(?:dat\s+)?{_CHARGED}|(?-i:(?=(?:op|omstreeks)\s+(?:of\s+omstreeks\s+)?\d"
    r"|(?:op\s+(?:\w+\s+){0,4}tijdstip\w*\s+)?in\s+(?:of\s+omstreeks\s+)?(?:de|het)\s+(?:periode|tijdvak|maand|jaar))))",
    re.IGNORECASE,
)
_IN_A_LINE = Finder(
    re.compile(
        rf"(?:dat|:)\s+(?i:{_CHARGED})(?=,?\s+(?i:(?:verdachte,?\s+)?(?:(?:op|in|te)\s+(?:of\s+|een\s+|één\s+|meer\w*\s+|verschillende\s+|diverse\s+)*"
        r"(?:omstreeks|tijdstip\w*|de\s+periode|het\s+tijdvak|\d+)|gedurende|omstreeks)\b))"
    )
)
_CHARGES = re.compile(
    r"(?:bewezen|ten?\s?laste?|verdenking|verdacht\s|beschuldig|verwe?ten|verwijt)(?:[^.]|\.(?!\s))*$", re.IGNORECASE
)
"""Stands before "dat hij op ..." where that is a charge, and no piece of evidence."""
_WHEN = re.compile(
    rf"(?:(?P<first>{LOOSE})\s*,?\s*(?:tot\s+en\s+met|t/m|tot\s+aan|tot|en(?:\s+met)?|tot\s+omstreeks|[-–])\s*(?:op\s+|omstreeks\s+|of\s+omstreeks\s+)*"
    rf"(?P<last>{LOOSE})(?<=\d{{4}}))|(?P<day>{DAY})|(?:maand(?:en)?\s+(?P<month>{LOOSE})(?<=\d{{4}}))|(?:jaar|jaren)\s+(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_OPENING_ALONE = [1]
_FIGURE = re.compile(r"\d")
_DATE_WORDS = (*MONTHS, "maand", "jaar", "jaren")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENING = r"(?i)\b(?:op|in|omstreeks|gedurende|periode|tijdvak|tussen|van|vanaf|sedert|sinds|tijdstippen?|dag|over)\b"
_NO_OFFENCE = (
    r"(?i)(?-i:\.\s*\d{0,3}\s+[A-Z\[])|\b(?:verklaard?e?|verklaart|verklaring|vertel\w*|aangifte|zag|hoorde|verhoor|gehoord|aangehouden|zitting|terechtzitting|veroordeeld|vonnis|arrest|geboren|beroep"
    r"|d\.d\.|dagvaarding|proces-verbaal|uittreksel|rapport|gevorderd|in verzekering)\b"
)
_HALF = re.compile(r"\b(?:periode|tijdvak)\s+(?:gelegen\s+)?(?:van|tussen)\s*$", re.IGNORECASE)
_ALSO = re.compile(rf"\s*(?:,|en/of|en|of)\s*(?:op\s+)?(?:of\s+)?(?:omstreeks\s+)?(?P<day>{DAY})", re.IGNORECASE)
_PROVEN = Finder(re.compile(r"\bbewezen\b[^.;\n]{0,80}?\bdat\b(?=,?\s)", re.IGNORECASE))
"""Opens what is proven, in a judgment that gives it no heading."""
_CHARGED_THERE = Finder(re.compile(r"\bten\s?laste\s?gelegd,?\s+dat\b(?=,?\s)", re.IGNORECASE))
"""Opens what is charged, in a judgment that gives it no heading."""
_NOT_THE_COURTS: frozenset[SectionKind] = frozenset({"demand", "defence", "dictum", "signature", "abstract"})
_ORDER: tuple[tuple[SectionKind, ...], ...] = (("finding_of_fact",), ("indictment",), ("annex",))


@cache
def _before() -> Any:  # noqa: ANN401 - re2 ships no types
    """Return the patterns for what stands between a person and a date, to be looked for in one pass."""
    patterns = re2.Set.SearchSet()
    for pattern in (_NO_OFFENCE, _OPENING):
        patterns.Add(pattern)
    patterns.Compile()
    return patterns


def _persons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where charges open, in the order of the text."""
    lead = max(0, start - 1)
    found = {
        match.end(): match.start()
        for match in _IN_A_LINE.finditer(text, start, end)
        if text[match.start()] == ":" or _CHARGES.search(text, max(0, match.start() - CHARGE_REACH), match.start())
    }
    found |= {match.end(): match.start() for match in _ON_A_LINE.finditer(text, lead, end)}
    if start == 0 and (first := _ON_A_LINE.match("\n" + text[:REACH])):
        found[first.end() - 1] = 0
    return sorted((stop, begin) for stop, begin in found.items())


def _moments(text: str, start: int, end: int) -> Iterator[tuple[Parts, Parts, int, int]]:
    """Yield for each charge in a stretch its first and its last date, and where they stand."""
    place = start
    for stop, begin in _persons(text, start, end):
        if stop < place:
            continue
        reach = min(end, stop + REACH)
        year = _A_YEAR.search(text, stop, reach)
        when = _WHEN.search(text, _before_date(text, stop, year.start()), reach) if year else None
        if when and when["day"] and _HALF.search(text, max(stop, when.start() - 40), when.start()):
            when = _WHEN.search(text, when.end(), reach)  # a period has an end: what was struck out still stands here
        if when is None:
            continue
        lead = max(start, text.rfind("\n", 0, begin + 1) + 1, begin - LOOK_BACK)
        before = text[min(lead, begin) : when.start()]
        if _before().Match(before) != _OPENING_ALONE:
            continue
        yield _ends(when)
        place = when.end()
        while (also := _ALSO.match(text, place, reach)) is not None:
            date = parts_of(also["day"])
            yield date, date, also.start("day"), also.end("day")
            place = also.end()


def _before_date(text: str, stop: int, year: int) -> int:
    """Return a place from which the date that holds the first year can be found: its first figure, where that is safe.

    A date that opens with a word ("maart tot en met 5 mei 2012") opens before its first figure.
    """
    place = max(stop, year - DATE_REACH)
    figure = _FIGURE.search(text, place, year)
    if figure is None:
        return place
    words = text[place : figure.start()].lower()
    return place if any(word in words for word in _DATE_WORDS) else figure.start()


def _ends(when: re.Match[str]) -> tuple[Parts, Parts, int, int]:
    """Return the first and the last date of a match, and where they stand."""
    if when["last"]:
        last = parts_of(when["last"])
        return completed(parts_of(when["first"]), last), last, when.start("first"), when.end("last")
    group = next(name for name in ("day", "month", "year") if when[name])
    date = parts_of(when[group])
    return date, date, when.start(group), when.end(group)


def _stretches(judgment: Judgment) -> Iterator[list[tuple[int, int]]]:
    """Yield where the charges may stand, the best place first."""
    if not judgment.sections:
        yield [(0, len(judgment.text))]
        return
    proven, charged, annexed = ([(s.start, s.end) for s in judgment.of_kind(*kinds)] for kinds in _ORDER)
    yield proven
    yield list(_unheaded(judgment, _PROVEN))
    yield charged
    yield annexed
    yield list(_unheaded(judgment, _CHARGED_THERE))


def _unheaded(judgment: Judgment, opening: Finder) -> Iterator[tuple[int, int]]:
    """Yield where something is proven or charged outside a section for it, each stretch of text once."""
    done = 0
    for section in judgment.sections:
        for match in opening.finditer(judgment.text, section.start, section.end):
            start = max(section.start, match.end() - len("dat"))
            if section.kind not in _NOT_THE_COURTS and start >= done:
                done = min(section.end, match.end() + PROVEN_REACH)
                yield start, done


def find_offence_period(judgment: Judgment) -> Answer[Period | None]:
    """Return the first and the last day of what is proven, or charged where no proven fact has a date.

    The passages stand under ``offence_period``: the one that gives the first day and the one that gives the last.
    A day after the judgment, or a last day before the first, is a doubt, and that charge is left out.
    """
    if judgment.text_is == "abstract" or not judgment.text:
        return Answer(None)
    doubts: list[Doubt] = []
    for stretches in _stretches(judgment):
        starts: list[tuple[dt.date, Span]] = []
        stops: list[tuple[dt.date, Span]] = []
        for begin, end in stretches:
            for first, last, left, right in _moments(judgment.text, begin, end):
                start, stop = first_day(first), last_day(last)
                if start is None or stop is None:
                    continue
                span = judgment.span(left, right)
                wrong = _what_is_wrong(start, stop, judgment.date)
                if wrong:
                    doubts.append(Doubt(FIELD, wrong, span))
                    continue
                starts.append((start, span))
                stops.append((stop, span))
        if starts:
            from_, to = min(starts, key=lambda pair: pair[0]), max(stops, key=lambda pair: pair[0])
            spans = (from_[1],) if from_[1] == to[1] else (from_[1], to[1])
            return Answer(Period(from_[0], to[0]), {FIELD: spans}, tuple(doubts))
    return Answer(None, doubts=tuple(doubts))


def _what_is_wrong(start: dt.date, stop: dt.date, judged: dt.date | None) -> str | None:
    """Return in one sentence why dates cannot be those of an offence, or None where they can."""
    if stop < start:
        return "The charge ends before it starts."
    if judged and start > judged:
        return "The charge gives a day after the day of the judgment."
    return None
