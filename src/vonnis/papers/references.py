"""Find where a paper speaks of other papers: by number, by the name of a motion, by a promise, by a day, by a title.

Forms in use: ``28638-233``; ``Kamerstuk 28 638, nr. 233``; ``Kamerstukken II 2015/16, 28638, nr. 233``; ``Aanhangsel
Handelingen II 2024/25, nr. 680``; ``2023D42860``; ``de motie-Jansma c.s.``; ``motie van de leden Jansma en De Wit``;
``uw Kamer toegezegd``; ``mijn brief van 18 oktober 2023``; ``het commissiedebat van 17 mei 2023``. Numbers of papers
follow the Leidraad voor juridische auteurs and the usage of the House.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from vonnis.extraction.dates import DAY, MONTH, first_day, parts_of
from vonnis.papers.identity import answer_id, dossier_of, paper_id, session_of

Form = Literal["number", "motion", "amendment", "commitment", "letter", "minutes", "plan"]

_DOSSIER = r"(?P<dossier>(?<!\d)\d{2}[ .]?\d{3})(?:[ -](?P<chapter>[IVXLC]{1,6}[A-C]?)\b|[ -]?\(R ?\d+\))?"
_YEARS = r"(?:\d{4} ?[-/–] ?\d{2,4})"
_ONE = rf"\d{{1,4}}(?!\d)(?! ?(?:{MONTH}|%|procent|miljoen|mln|euro|uur))"
_LIST = rf"{_ONE}(?:(?:, ?| en | t/m | tot en met |/)(?:nr\. ?)?{_ONE})*"
_NUMBERED = re.compile(
    rf"{_DOSSIER},? ?(?:{_YEARS},? ?)?"
    rf"(?:(?:ondernummer|nummers?|nrs?\.?|no\.) ?(?P<list>{_LIST}|[A-Z]{{1,2}}\b(?!\.?\w))"
    r"|, (?P<letter>[A-Z]{1,2})\b(?!\.?\w))",
)
_SENATE = re.compile(r"(?:Kamerstuk(?:ken)? (?:EK|I)\b|Eerste Kamer\b)[^\n;]{0,25}$")
"""What stands before a number of the Senate, whose papers have letters."""
_HYPHENED = re.compile(
    r"(?<![\w-])(?:kst-)?(?P<dossier>\d{5})(?:-(?P<chapter>[IVXLC]{1,6}[A-C]?))?-(?P<number>\d{1,4}|[A-Z]{1,2})(?![\w-]|/\d)"
)
_ANNEX = re.compile(
    rf"(?:Aanh(?:angsel|\.)(?: van de| der)? ?(?:Hand(?:elingen|\.))?(?: (?:II|TK)\b)?,? ?(?:vergaderjaar )?"
    rf"(?P<years>{_YEARS}),? ?"
    rf"|Hand(?:elingen|\.)(?: (?:II|TK)\b)?,? ?(?:vergaderjaar )?(?P<before>{_YEARS}),? ?Aanh(?:angsel|\.),? ?)"
    r"(?:nr\.? ?|nummer )?(?P<number>\d{1,4})(?!\d)"
    rf"|Aanh(?:angsel|\.),? (?:nr\.? ?|nummer )?(?P<first>\d{{1,4}}),? vergaderjaar (?P<behind>{_YEARS})",
    re.IGNORECASE,
)
"""The annex to the proceedings, with its session before or behind it."""
_PLAIN_ID = re.compile(
    r"(?<![\w-])(?:(?:ah|h)-(?:tk|ek)-\d{8}-\d{1,5}(?:-\d+)?|\d{4}[DZ]\d{5}|TZ\d{6}-\d{1,4})(?![\w-])"
)
_OWN = re.compile(
    r"(?:ter vervanging van(?: die gedrukt onder)?|t\.v\.v\.|gedrukt onder|op stuk"
    rf"|(?:motie|brief|amendement)(?: met)?) (?:nr\.?|nummer) ?(?P<list>{_LIST})",
    re.IGNORECASE,
)
_PARTICLE = r"(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Ee]l|[Aa]l|in|’t|'t)"
_SURNAME = rf"(?:{_PARTICLE} ){{0,3}}[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]"
_PARTY = r"(?: \((?:[A-Z][\w-]{1,14}|50PLUS)\))?"
_NAMES = rf"{_SURNAME}{_PARTY}(?:(?:/|, | en )(?!een |het |de regering){_SURNAME}{_PARTY})*"
_NAMED = rf"(?=(?:{_PARTICLE} )*[A-ZÀ-Ý])"
_MOTION = re.compile(
    r"\b(?P<changed>(?:[Nn]ader )?[Gg]ewijzigde? )?(?P<what>[Mm]oties?|[Aa]mendement(?:en)?)"
    rf"(?:[- ]{_NAMED}| van (?:het lid|de leden|lid) {_NAMED})(?P<names>{_NAMES})(?:,? (?P<others>c\.s\.))?"
)
_PROMISED = re.compile(
    r"\b(?:(?:uw|de|aan de|aan uw) Kamer\b[^.;\n]{0,80}? toegezegd"
    r"|toegezegd aan (?:uw Kamer|de Kamer|het lid|de leden)|heb ik[^.\n]{0,90}? toegezegd|heeft[^.\n]{0,90}? toegezegd"
    r"|(?:mijn|deze|de|een eerdere|eerdere|bovengenoemde|onze) toezegging(?:en)?(?! (?:doe|dat ik zal)))\b",
    re.IGNORECASE,
)
_DATED = r"(?:d\.?d\.|dd|gedateerd|gedagtekend)"
_LETTER = re.compile(
    r"\b(?:mijn|de|onze|een|eerdere|zijn|haar) (?:\w+ )?(?:\w*brief|brieven)(?: aan (?:uw|de) Kamer)?"
    r"(?: van de (?:[Mm]inister|[Ss]taatssecretaris)[^.;,()\n]{0,60}?)?"
    rf"(?: \([^)\n]{{0,60}}\))? (?:van|{_DATED}) (?P<day>{DAY})",
    re.IGNORECASE,
)
_DEBATE = re.compile(
    r"\b(?:\w*debat|algemeen overleg|\w*overleg|AO|WGO)\b[^.;\n]{0,70}?\s"
    rf"(?:van|{_DATED}|op|gehouden op) (?P<day>{DAY})",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:[Aa]ctie|[Bb]eleids|[Mm]eerjaren)?(?:[Pp]lan(?: van aanpak)?|[Pp]rogramma|[Ss]trategie) (?P<quote>['‘\"“])?"
    r"(?P<title>[A-Z][^'’\"”“‘,.;:?!()\n]{3,80})"
)
_MEMBER = re.compile(rf"\bhet lid (?P<name>{_SURNAME})")
_ABOUT = re.compile(
    r"(?:,? (?:over|om|inzake|die (?:de regering )?verzoekt|waarin|dat|betreffende)) (?P<words>[^.;\n]{8,200})"
)
_BRACKET = 70
_OPENS = re.compile(
    r"(?: (?:van|over|inzake)? ?[^().;\n]{0,40})? ?\((?:Kamerstuk(?:ken)?(?: II)?,? ?)?(?:\d{4}[-/–]\d{2,4},? ?)?"
)
_ANY_DAY = re.compile(rf"(?<!\d){DAY}", re.IGNORECASE)
_PREFILTER = re.compile(
    r"\d{2}[ .]?\d{3}|\d{4}[DZ]\d{5}|nr\b|nummer|toegezegd|toezegging|[Mm]otie|brief|debat|overleg|[Pp]lan|[Pp]rogramma"
    r"|[Ss]trategie|amendement|Aanh|TZ\d|-tk-|-ek-",
    re.IGNORECASE,
)


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that speaks of one other paper.

    Attributes:
        start: where it begins in the text; ``end`` where it ends.
        form: how the paper is spoken of.
        target: the id that the words themselves give; None where it must be looked for.
        names: surnames of who signed a motion, or whom a promise was made to.
        day: the day that stands with it.
        about: the words that say what it is about.
        title: the title of a plan.
        changed: whether a changed motion is meant.
    """

    start: int
    end: int
    form: Form
    target: str | None = None
    names: tuple[str, ...] = ()
    day: dt.date | None = None
    about: str = ""
    title: str = ""
    changed: bool = False


def find_mentions(text: str, *, dossier: str | None = None) -> tuple[Mention, ...]:
    """Return every passage of a text that speaks of another paper, in order; where two overlap the longer stands.

    ``dossier`` is that of the paper itself, for numbers that are given without one (``op stuk nr. 12``).
    """
    found: list[Mention] = []
    at = 0
    for line in text.split("\n"):
        if line and _PREFILTER.search(line):
            found += _in_line(text, at, at + len(line), dossier)
        at += len(line) + 1
    return tuple(found)


def _in_line(text: str, start: int, end: int, dossier: str | None) -> list[Mention]:
    numbers = [*_numbers(text, start, end), *_own(text, start, end, dossier)]
    numbers = _without_overlap(numbers)
    motions = [_numbered(one, numbers, text) for one in _motions(text, start, end)]
    taken = _without_overlap([*numbers, *motions, *_by_day(text, start, end)])
    taken += [one for one in _plans(text, start, end, taken) if not _overlaps(one, taken)]
    promised = [one for one in _promises(text, start, end) if not _overlaps(one, numbers)]
    return _without_overlap([*taken, *promised])


def _numbers(text: str, start: int, end: int) -> Iterator[Mention]:
    for found in _NUMBERED.finditer(text, start, end):
        dossier = dossier_of(found["dossier"], found["chapter"])
        listed = found["list"] or found["letter"]
        at = found.start("dossier")
        if found["letter"] and not _SENATE.search(text, max(start, at - 60), at):
            continue
        if listed.isalpha():
            yield Mention(start=at, end=found.end(), form="number", target=paper_id(dossier, listed))
            continue
        yield from _listed(found, dossier, at)
    for found in _HYPHENED.finditer(text, start, end):
        dossier = dossier_of(found["dossier"], found["chapter"])
        yield Mention(start=found.start(), end=found.end(), form="number", target=paper_id(dossier, found["number"]))
    for found in _ANNEX.finditer(text, start, end):
        if session := session_of(found["years"] or found["before"] or found["behind"]):
            target = answer_id(session, found["number"] or found["first"])
            yield Mention(start=found.start(), end=found.end(), form="number", target=target)
    for found in _PLAIN_ID.finditer(text, start, end):
        yield Mention(start=found.start(), end=found.end(), form="number", target=found.group())


def _listed(found: re.Match[str], dossier: str, at: int) -> Iterator[Mention]:
    """Yield a mention for each number of a list; the first carries the dossier."""
    numbers = list(re.finditer(r"\d+", found["list"]))
    base = found.start("list")
    for place, number in enumerate(numbers):
        begin = at if place == 0 else base + number.start()
        yield Mention(start=begin, end=base + number.end(), form="number", target=paper_id(dossier, number.group()))
        between = found["list"][number.end() : numbers[place + 1].start()] if place + 1 < len(numbers) else ""
        if "t/m" in between or "tot en met" in between:
            last = int(numbers[place + 1].group())
            for missing in range(int(number.group()) + 1, min(last, int(number.group()) + 50)):
                span = (base + number.end(), base + numbers[place + 1].start())
                yield Mention(start=span[0], end=span[1], form="number", target=paper_id(dossier, str(missing)))


def _own(text: str, start: int, end: int, dossier: str | None) -> Iterator[Mention]:
    if dossier is None:
        return
    for found in _OWN.finditer(text, start, end):
        yield from _listed(found, dossier, found.start("list"))


def _motions(text: str, start: int, end: int) -> Iterator[Mention]:
    for found in _MOTION.finditer(text, start, end):
        names = tuple(re.sub(r" \([^)]*\)$", "", name) for name in re.split(r"/|, | en ", found["names"]))
        yield Mention(
            start=found.start(),
            end=found.end(),
            form="motion" if found["what"].lower().startswith("motie") else "amendment",
            names=names,
            day=_near_day(text, found.end(), end),
            about=_about(text, found.end(), end),
            changed=found["changed"] is not None,
        )


def _numbered(mention: Mention, numbers: list[Mention], text: str) -> Mention:
    """Return a named motion with the number that stands in brackets behind it, where one does."""
    for number in numbers[bisect_left(numbers, mention.end, key=_start) :]:
        if number.start - mention.end > _BRACKET:
            break
        if _OPENS.fullmatch(text, mention.end, number.start):
            return msgspec.structs.replace(mention, target=number.target)
    return mention


def _promises(text: str, start: int, end: int) -> Iterator[Mention]:
    for found in _PROMISED.finditer(text, start, end):
        begin, stop = _sentence(text, found.start(), start, end)
        day = next(iter(_ANY_DAY.finditer(text, begin, stop)), None)
        member = _MEMBER.search(text, begin, stop)
        yield Mention(
            start=found.start(),
            end=found.end(),
            form="commitment",
            names=(member["name"],) if member else (),
            day=first_day(parts_of(day.group().lower())) if day else None,
            about=text[begin:stop],
        )


def _by_day(text: str, start: int, end: int) -> Iterator[Mention]:
    patterns: tuple[tuple[Form, re.Pattern[str]], ...] = (("letter", _LETTER), ("minutes", _DEBATE))
    for form, pattern in patterns:
        for found in pattern.finditer(text, start, end):
            yield Mention(
                start=found.start(), end=found.end(), form=form, day=first_day(parts_of(found["day"].lower()))
            )


def _plans(text: str, start: int, end: int, taken: list[Mention]) -> Iterator[Mention]:
    """Yield what may name a plan; where its title ends is known only beside the plans at hand."""
    for found in _PLAN.finditer(text, start, end):
        place = bisect_left(taken, found.start("title") + 1, key=_start)
        after = taken[place].start if place < len(taken) else end
        title = text[found.start("title") : min(found.end("title"), after)].rstrip()
        if title:
            stop = found.start("title") + len(title)
            yield Mention(start=found.start(), end=stop, form="plan", title=title)


def plan_name(words: str) -> str | None:
    """Return the name of the plan that a title or subject states (``Aanbieding actieplan Samen``: ``Samen``)."""
    found = _PLAN.search(words)
    return found["title"].strip() if found else None


def _near_day(text: str, at: int, end: int) -> dt.date | None:
    found = re.compile(rf",? ?(?:\([^)\n]{{0,40}}\) )?(?:van|{_DATED}) ({DAY})", re.IGNORECASE).match(text, at, end)
    return first_day(parts_of(found[1].lower())) if found else None


def _about(text: str, at: int, end: int) -> str:
    found = _ABOUT.match(text, at, end)
    if found is None and (bracket := re.compile(r" ?\([^)\n]{0,80}\)").match(text, at, end)):
        found = _ABOUT.match(text, bracket.end(), end)
    return found["words"] if found else ""


def _sentence(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the sentence around a place in a line."""
    begin = max((text.rfind(mark, start, at) + 2 for mark in (". ", "? ", "! ")), default=start)
    stops = [place for mark in (". ", "? ", "! ") if (place := text.find(mark, at, end)) >= 0]
    return max(start, begin if begin > 1 else start), min(stops, default=end)


def _overlaps(one: Mention, others: Sequence[Mention]) -> bool:
    """Tell whether a mention overlaps one of others, which are in order and do not overlap each other."""
    place = bisect_left(others, one.end, key=_start) - 1
    return place >= 0 and others[place].end > one.start


def _start(mention: Mention) -> int:
    return mention.start


def _without_overlap(found: list[Mention]) -> list[Mention]:
    """Return the mentions in order; of two that overlap the longer one, unless one carries its number itself.

    The numbers that a range leaves unsaid (``nr. 12 t/m 15``) share one stretch, and all stay.
    """
    kept: list[Mention] = []
    unsaid: dict[tuple[int, int], set[str]] = {}
    also: list[Mention] = []
    for one in sorted(found, key=lambda each: (each.target is None, each.start - each.end, each.start)):
        targets = unsaid.get((one.start, one.end))
        if not _overlaps(one, kept):
            insort(kept, one, key=_start)
            unsaid[one.start, one.end] = {one.target} if one.target else set()
        elif targets and one.target and one.target not in targets:
            targets.add(one.target)
            also.append(one)
    return sorted((*kept, *also), key=lambda each: (each.start, each.end))
