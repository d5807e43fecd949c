"""Read from a text what a publisher would have stated: ECLI, court, day of judgment, case numbers.

Courts open a judgment with their name, a number and a day, or state the day where they pronounce it. The head of an
appeal names another judgment too ("tegen het vonnis van de rechtbank X van 4 april 2017"); what stands in such a
clause is never taken. What is not stated in one of these ways stays unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from vonnis.judgment.courts import mentions
from vonnis.judgment.judgment import Metadata
from vonnis.judgment.readers.envelope import ECLI
from vonnis.judgment.scan import Finder
from vonnis.judgment.span import Span

_HEAD = 2_500
_CLOSE = 6_000
_TOP = 600

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_DATE = (
    rf"(?P<day>\d{{1,2}})(?:\s+(?P<month>{'|'.join(_MONTHS)})\s+|\s?[-/.]\s?(?P<number>\d{{1,2}})\s?[-/.]\s?)"
    r"(?P<year>(?:18|19|20)\d{2})(?!\d)"
)
_WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?"
_NOUN = r"(?:vonnis|arrest|beschikking|beslissing|uitspraak|conclusie)"
_PREFIXED_NOUN = rf"(?:(?:verkort|promis|tussen|eind|straf|verstek)(?:e|\s*-)?\s*)*{_NOUN}"
_ANOTHER = r"tegen|beroep|cassatie|geboren|terechtzitting|zitting|raadkamer|parket|eerste aanleg|vernietig"

_LABELLED_DAY = Finder(
    re.compile(
        rf"(?<!\w)(?:datum\s+(?:van\s+(?:de\s+)?)?{_NOUN}|{_NOUN}datum|uitgesproken|{_NOUN}(?=\s*(?:[:]|d\.?\s?d)))"
        rf"\s*(?:d\.?\s?d\.?)?\s*[:|]?\s*{_WEEKDAY}{_DATE}",
        re.IGNORECASE,
    )
)
_TITLED_DAY = Finder(
    re.compile(
        rf"(?:^|(?<=\n)|(?<=tegenspraak )|(?<=strafzaken )|(?<=verstek ))(?:{_PREFIXED_NOUN})\b"
        rf"(?:(?!\b(?:{_ANOTHER})\b)[^;:]){{0,240}}?"
        rf"(?:\bvan|\bop|\bd\.?\s?d\.?|\bgedateerd|,)\s*:?\s*{_WEEKDAY}{_DATE}",
        re.IGNORECASE,
    )
)
_PRONOUNCED_DAY = Finder(
    re.compile(
        rf"\b(?:uitgesproken|gegeven|gewezen|gedaan|vastgesteld)\b(?:(?!\btegen\b|\bberoep\b)[^;:]){{0,400}}?"
        rf"\b(?:op|van|d\.?\s?d\.?|,)\s*{_WEEKDAY}{_DATE}"
        rf"|\bop\s+{_WEEKDAY}{_DATE.replace('P<', 'P<before_')}[^.;]{{0,80}}?\buitgesproken\b",
        re.IGNORECASE,
    )
)
_BARE_DAY = Finder(re.compile(rf"(?:^|(?<=\n)){_WEEKDAY}{_DATE}\.?(?=\n|$)", re.IGNORECASE))

_NUMBER = r"(?:[A-Z]{1,4}(?:[ /-]|\b)\s?){0,3}\d(?:[\d.]|[/-]\s?(?=[\dA-Z]))*[\dA-Z]+(?:[/-]\d+)*"
_REMARK = r"(?:\s?[(\[][^()\[\]\n]{1,60}[)\]])?"
_BETWEEN = r"(?:\s*[,;]\s*(?:en\s+)?|\s+(?:en|alsmede|&)\s+|\s+/\s+)"
_CASE_NUMBERS = Finder(
    re.compile(
        r"(?<!\w)(?:(?:parket|rol|zaak|rekest|griffie|raadkamer)(?:nummers?|nrs?\.?)(?:\s*/\s*rolnummer)?|kenmerk(?:en)?)"
        r"(?:\s+(?:hof|rechtbank|in hoger beroep|hoger beroep|vordering tul|tul))?\s*[:|]?\s*"
        rf"(?P<numbers>{_NUMBER}{_REMARK}(?:{_BETWEEN}{_NUMBER}{_REMARK})*)",
        re.IGNORECASE,
    )
)
_ONE_NUMBER = re.compile(rf"(?<![\w(\[]){_NUMBER}")
_SPACE_WITHIN = re.compile(r"(?<=[/.-])\s+")
_IN_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]")
_CLAUSE_BREAK = re.compile(r"[\n;]|\.\s")
_OF_ANOTHER = re.compile(
    rf"\b(?:{_ANOTHER}|advocaa?t\w*|officier|verwezen|gewezen door|rechter in|griffie|ressortsparket|met|onder|bij)\b",
    re.IGNORECASE,
)
_FARTHEST_NUMBERS = 300


def read_head(text: str) -> Metadata:
    """Return what a text states about itself, each value with its passage in ``evidence``."""
    evidence: dict[str, Span] = {}
    ecli = ECLI.search(text, 0, _TOP)
    if ecli:
        evidence["ecli"] = Span.of(text, *ecli.span())
    court = _court(text, evidence)
    return Metadata(
        ecli=ecli.group() if ecli else None,
        court=court,
        date=_day(text, evidence),
        case_numbers=_case_numbers(text, evidence),
        evidence=evidence,
    )


def _clause_before(text: str, place: int) -> str:
    """Return the words between the last clause break before a place and that place."""
    window = text[max(0, place - 250) : place]
    breaks = [found.end() for found in _CLAUSE_BREAK.finditer(window)]
    return window[breaks[-1] :] if breaks else window


def _names_another(text: str, place: int) -> bool:
    """Tell whether the clause that leads to a place speaks of another court's decision."""
    return _OF_ANOTHER.search(_clause_before(text, place)) is not None


def _court(text: str, evidence: dict[str, Span]) -> str | None:
    """Return the court that gives this judgment: the first that the head or the closing formula names as itself."""
    for start, end in ((0, _HEAD), (max(_HEAD, len(text) - _CLOSE), len(text))):
        for mention in mentions(text, start, end):
            if start and "gewezen" not in _clause_before(text, mention.start).lower():
                continue
            if not _names_another(text, mention.start):
                evidence["court"] = Span.of(text, mention.start, mention.end)
                return mention.court.name
    return None


def _day(text: str, evidence: dict[str, Span]) -> dt.date | None:
    """Return the day of judgment: labelled, in the title, where it is pronounced, or alone at the top."""
    for match in _day_statements(text):
        day, start = _date(match)
        if day:
            evidence["date"] = Span.of(text, start, match.end("before_year" if _is_before(match) else "year"))
            return day
    return None


def _day_statements(text: str) -> Iterator[re.Match[str]]:
    """Yield the statements of a day of judgment, the surest first."""
    yield from (m for m in _LABELLED_DAY.finditer(text, 0, _HEAD) if not _names_another(text, m.start()))
    yield from _TITLED_DAY.finditer(text, 0, _HEAD)
    yield from reversed(list(_PRONOUNCED_DAY.finditer(text, max(0, len(text) - _CLOSE))))
    yield from _BARE_DAY.finditer(text, 0, _TOP)


def _is_before(match: re.Match[str]) -> bool:
    """Tell whether a day stands before the word that gives it its meaning."""
    return match.groupdict().get("before_day") is not None


def _date(match: re.Match[str]) -> tuple[dt.date | None, int]:
    """Return the day in a match and where it starts; None where the calendar has no such day."""
    prefix = "before_" if _is_before(match) else ""
    month = match[f"{prefix}month"]
    number = _MONTHS.index(month.lower()) + 1 if month else int(match[f"{prefix}number"])
    try:
        day = dt.date(int(match[f"{prefix}year"]), number, int(match[f"{prefix}day"]))
    except ValueError:
        day = None
    return day, match.start(f"{prefix}day")


def _case_numbers(text: str, evidence: dict[str, Span]) -> tuple[str, ...]:
    """Return the numbers under which the court knows the case, in their order; the first instance's stay out."""
    numbers: list[str] = []
    first = last = 0
    for match in _CASE_NUMBERS.finditer(text, 0, _HEAD):
        if (numbers and match.start() - last > _FARTHEST_NUMBERS) or _names_another(text, match.start()):
            continue
        listed = _IN_REMARK.sub(lambda remark: " " * len(remark.group()), match["numbers"])
        numbers += [_SPACE_WITHIN.sub("", number.group()) for number in _ONE_NUMBER.finditer(listed)]
        first, last = first if last else match.start("numbers"), match.end("numbers")
    if numbers:
        evidence["case_numbers"] = Span.of(text, first, last)
    return tuple(dict.fromkeys(numbers))
