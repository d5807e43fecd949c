"""Find how defendant and victim came into contact, where a passage plainly says so, by the lexicon ``channels.yaml``.

A word of the lexicon alone is not enough: the case must be a sexual offence or trafficking, the sentence must say
that people came into contact, and a victim must be one of them. Conditions ("geen contact via sociale media") and the
pleas of either side never count.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import re2

from vonnis.extraction.answer import Answer
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Channel, ChannelClass, Period
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Sign, once_a_text
from vonnis.judgment.section import SectionKind

WIDEST_SENTENCE = 600

_NOT_HERE: frozenset[SectionKind] = frozenset(
    {"head", "demand", "defence", "applied_provisions", "dictum", "signature"}
)
_BY_WAY_OF = re.compile(
    r"\b(?:via|op|middels|door|langs|met|in|naar|uit|bij|over|van|per|voor)\b(?:\s+(?:middel|aanleiding)\s+van)?"
    r"(?P<masked>\s+\[(?:naam\s)?(?:web|advertentie|dating|chat)?(?:site|app)[^\]\n]{0,20}\],)?[^.;\n\[]{0,40}$",
    re.IGNORECASE,
)


class Term(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"class_": "class", "from_": "from"}
):
    """A line of the lexicon: what to look for, its class, when it can mean this, and where that was read."""

    term: str
    class_: ChannelClass
    source: str
    from_: dt.date | None = None
    to: dt.date | None = None


class _Phrasing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"class_": "class"}):
    """A wording that tells the class by itself."""

    hint: str
    pattern: str
    class_: ChannelClass
    source: str


class _Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``channels.yaml``."""

    terms: tuple[Term, ...]
    phrasings: tuple[_Phrasing, ...]
    case_words: tuple[str, ...]
    case_articles: str
    contact: str
    victim: str
    not_this: str


@cache
def _lexicon() -> _Lexicon:
    """Return the lexicon; raise msgspec.ValidationError where the file does not fit its shape."""
    return msgspec.yaml.decode(files(__package__).joinpath("channels.yaml").read_bytes(), type=_Lexicon)


@cache
def _case_words() -> tuple[Sign, Finder]:
    """Return what shows what a case is about: a sign, and a finder of the words themselves."""
    pattern = "|".join((*map(re.escape, _lexicon().case_words), _lexicon().case_articles))
    return Sign(pattern), Finder(re.compile(pattern))


@once_a_text
def is_sexual(text: str) -> bool:
    """Tell whether a text shows by any of the case words that it may be about a sexual offence or trafficking."""
    sign, finder = _case_words()
    return sign.may_be_in(text) and finder.search(text) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _finder(pattern: str) -> Finder:
    return Finder(_pattern(pattern))


def _spelled(term: str) -> str:
    """Return the pattern of one term: whole words, "*" for the rest of a word, "[" for a placeholder."""
    if term.startswith("["):
        return rf"{re.escape(term)}[^\]\n]{{0,24}}\]"
    rest = r"[\w-]*" if term.endswith("*") else r"\b"
    return r"\b" + re.escape(term.rstrip("*")).replace(r"\ ", r"\s+") + rest


@lru_cache(maxsize=16)
def _stems(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], Any]:
    """Return terms, the longest first, and a set of patterns that finds in one pass which of them occur."""
    ordered = tuple(sorted(terms, key=lambda term: -len(term.term)))
    stems = re2.Set.SearchSet()
    for term in ordered:
        stems.Add(re2.escape(term.term.rstrip("*").lower()))
    stems.Compile()
    return ordered, stems


def _occurring(terms: tuple[Term, ...], small: str) -> Iterator[Term]:
    """Yield the terms of which a text, in small letters, holds the letters, the longest first."""
    ordered, stems = _stems(terms)
    return (ordered[index] for index in sorted(stems.Match(small) or ()))


def find_channels(
    judgment: Judgment, *, more: tuple[Term, ...] = (), offence_period: Period | None = None
) -> Answer[tuple[Channel, ...]]:
    """Return the ways of contact that passages plainly state, each class once, in the order of the text.

    ``more`` adds terms of a study's own to the lexicon, and goes before it. ``offence_period`` spares a second search.
    """
    text = judgment.text
    if not is_sexual(text):
        return Answer(())
    kept: dict[ChannelClass, Channel] = {}
    for class_, start, end in sorted(
        _hits(judgment, (*more, *_lexicon().terms), offence_period), key=lambda hit: hit[1]
    ):
        kept.setdefault(class_, Channel(class_, judgment.span(start, end)))
    return Answer(tuple(kept.values()))


def _hits(
    judgment: Judgment, terms: tuple[Term, ...], period: Period | None
) -> Iterator[tuple[ChannelClass, int, int]]:
    """Yield class and place of every statement of contact."""
    text, small = judgment.text, judgment.text.lower()
    stretches = [(s.start, s.end) for s in judgment.sections if s.kind not in _NOT_HERE] or [(0, len(text))]
    taken: set[int] = set()  # the longest term for a place decides
    for term in _occurring(terms, small):
        for match in _within(_finder(_spelled(term.term)), text, stretches):
            ends = {match.start(), match.end()}
            opening = _opening(text, match.start())
            way = _BY_WAY_OF.search(text, opening, match.start())
            if way is None or taken & ends or not _says_contact(text, opening, match.end()):
                continue
            taken |= ends
            if way["masked"]:
                taken.add(text.index("[", way.start("masked")))  # "via [website], een datingsite": one site, described
            if term.from_ or term.to:
                period = period or find_offence_period(judgment).value
            if _in_time(term, period):
                yield term.class_, way.start(), match.end()
    for phrasing in _lexicon().phrasings:
        found = _within(_finder(phrasing.pattern), text, stretches) if phrasing.hint in small else ()
        yield from (
            (phrasing.class_, match.start(), match.end())
            for match in found
            if _says_contact(text, _opening(text, match.start()), match.end())
        )


def _within(finder: Finder, text: str, stretches: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield what a finder finds in some stretches of a text."""
    for start, end in stretches:
        yield from finder.finditer(text, start, end)


def _opening(text: str, place: int) -> int:
    """Return where the sentence around a place opens."""
    reach = max(0, place - WIDEST_SENTENCE)
    return max(text.rfind(". ", reach, place) + 2, text.rfind("\n", reach, place) + 1, reach)


def _says_contact(text: str, opening: int, place: int) -> bool:
    """Tell whether the sentence around a place says that someone came into contact with a victim."""
    stops = [stop for mark in (". ", ".\n", "\n") if (stop := text.find(mark, place, place + WIDEST_SENTENCE)) >= 0]
    sentence = text[opening : min([*stops, place + WIDEST_SENTENCE])]
    lexicon = _lexicon()
    return bool(
        _pattern(lexicon.contact).search(sentence)
        and _pattern(lexicon.victim).search(sentence)
        and not _pattern(lexicon.not_this).search(sentence)
    )


def _in_time(term: Term, period: Period | None) -> bool:
    """Tell whether a term can mean its class at the time of the offence, as far as that time is known."""
    first, last = (period.from_, period.to) if period else (None, None)
    return not (term.from_ and last and last < term.from_) and not (term.to and first and first > term.to)
