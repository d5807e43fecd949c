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
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import re2

from vonnis.extraction.answer import Answer
from vonnis.extraction.encounter import Encounter, Wordings, opening_of
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Channel, ChannelClass, Doubt, Period
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Sign, Watch, once_a_text
from vonnis.judgment.section import SectionKind

_NOT_HERE: frozenset[SectionKind] = frozenset(
    {"head", "indictment", "demand", "defence", "applied_provisions", "dictum", "signature"}
)
_MASKED = r"(?P<masked>\s+\[(?:naam\s)?(?:\w*site|\w*app|platform|sociale?|medium)[^\]\n]{0,20}\]\s?[,(])"
_BY_WAY_OF = (
    re.compile(
        rf"(?s:.*)\b(?P<way>(?:via|op|middels|door|van|bij){_MASKED}(?:(?!\b(?:via|op|maar|waar\w*)\b)[^.;\n\[]){{0,60}})$",
        re.IGNORECASE,
    ),
    *(
        re.compile(
            rf"(?s:.*)\b(?P<way>(?:{way})\b(?:\s+(?:middel|aanleiding)\s+van)?(?P<masked>(?!))?[^.;\n\[]{{0,40}})$",
            re.IGNORECASE,
        )
        for way in ("via|middels", "op|door|langs|in|naar|bij", "met|van|per|voor|bezocht|raadpleegde|gebruikte")
    ),
)
"""What stands before a way of contact: the plainest words are looked for first, the nearest of them counts."""
_WHERE = re.compile(r",?\s+(?:is\b|waar)")
"""What follows a site at the head of its sentence: "[naam website], waarop ..."."""
_NAMED = re.compile(
    r"[\s,(]*(?:genaamd|geheten|te weten|namelijk|zijnde|met de naam)?\s*[‘'\"(]?\[[^\]\n]{0,24}(?:\]|$)"
)
"""The masked name of a site that was just described: "de datingapp [naam app]"."""
_GAP = r"(?:[,)]?\s+(?!(?:via|op|in|van|met|uit|bij|naar|is|was|die|dat)\b)[\w-]+){0,6}?[,)]?\s+"
"""Up to six words between the two halves of a term, none of which opens another part of the sentence."""
_OPEN = "the passage names two ways of contact and chooses neither"
_EITHER = re.compile(r"[\s,]*(?:of|dan wel|danwel|hetzij)(?:\s+wel)?[\s,]*", re.IGNORECASE)


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
    """A wording that tells the class by itself.

    Where ``contact``, only in a sentence that says that people came into contact; where ``alone``, only in a judgment
    that says nothing else.
    """

    class_: ChannelClass
    pattern: str
    source: str
    contact: bool = False
    alone: bool = False


class _Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``channels.yaml``."""

    terms: tuple[Term, ...]
    phrasings: tuple[_Phrasing, ...]
    case_words: tuple[str, ...]
    case_articles: str
    says: Wordings
    words: dict[str, str]


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


def _spelled(term: str) -> str:
    """Return the pattern of one term: whole words, "*" for the rest of one, "[" for a placeholder, "..." for more."""
    if term.startswith("["):
        return rf"{re.escape(term)}[^\]\n]{{0,24}}\]"
    halves = [_words(half) for half in term.split(" ... ")]
    return r"(?<!\bniet\s)(?<!\bniet-)\b" + _GAP.join(halves)


def _words(half: str) -> str:
    first = r"[\w-]*" if half.startswith("*") else ""
    last = r"[\w-]*" if half.endswith("*") else r"(?![\w-])"
    return first + re.escape(half.strip("*")).replace(r"\ ", r"\s+") + last


@cache
def _spellings(term: str) -> Finder:
    """Return what finds one term."""
    return Finder(re.compile(_spelled(term), re.IGNORECASE))


def _stem(term: Term) -> str:
    """Return letters that stand wherever a term does."""
    return term.term.partition(" ... ")[0].strip("*").lower()


def _rank(term: Term) -> tuple[bool, bool, int]:
    """Return by what terms go first: what describes before a mask, legal before others, then the longest."""
    return term.term.startswith("["), " ... " not in term.term or term.class_ != "ad_site_legal", -len(term.term)


@lru_cache(maxsize=16)
def _stems(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], Any]:
    """Return terms in their order, and a set of patterns that finds in one pass which of them occur."""
    ordered = tuple(sorted(terms, key=_rank))
    stems = re2.Set.SearchSet()
    for term in ordered:
        stems.Add(re2.escape(_stem(term)))
    stems.Compile()
    return ordered, stems


def _occurring(terms: tuple[Term, ...], small: str) -> Iterator[Term]:
    """Yield the terms of which a text, in small letters, holds the letters, in their order."""
    ordered, stems = _stems(terms)
    return (ordered[index] for index in sorted(stems.Match(small) or ()))


@cache
def _phrasings() -> tuple[Watch, tuple[tuple[_Phrasing, re.Pattern[str]], ...]]:
    """Return the phrasings with their patterns, and a watch that tells in one pass which of them may be in a text."""
    lexicon = _lexicon()
    patterns = tuple(re.compile(_filled(phrasing.pattern), re.IGNORECASE) for phrasing in lexicon.phrasings)
    return Watch(*patterns), tuple(zip(lexicon.phrasings, patterns, strict=True))


def _filled(pattern: str) -> str:
    """Return a pattern with the words that it names in braces."""
    for name, words in _lexicon().words.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern


class _Hit(NamedTuple):
    """A way of contact that a passage states, and where."""

    start: int
    end: int
    class_: ChannelClass
    alone: bool = False

    def meets(self, other: _Hit) -> bool:
        """Tell whether both stand in one place."""
        return self.start < other.end and other.start < self.end


def find_channels(
    judgment: Judgment, *, more: tuple[Term, ...] = (), offence_period: Period | None = None
) -> Answer[tuple[Channel, ...]]:
    """Return the ways of contact that passages plainly state, each class once, in the order of the text.

    ``more`` adds terms of a study's own to the lexicon, and goes before it. ``offence_period`` spares a second search.
    """
    text = judgment.text
    if not is_sexual(text):
        return Answer(())
    stretches = [(s.start, s.end) for s in judgment.sections if s.kind not in _NOT_HERE] or [(0, len(text))]
    terms = (*more, *_lexicon().terms)
    phrased = list(_by_phrasings(text, stretches))
    chats = [hit for hit in phrased if hit.class_ == "chat"]
    by_terms = (
        hit
        for hit in _by_terms(judgment, terms, stretches, period=offence_period)
        if hit.class_ != "other" or not any(hit.meets(chat) for chat in chats)
    )
    hits = sorted({*by_terms, *phrased})
    told = [hit for hit in hits if not hit.alone] or hits
    doubts = [Doubt("contact_channels", _OPEN, judgment.span(*place)) for place in _open_places(text, told)]
    kept: dict[ChannelClass, Channel] = {}
    for hit in told:
        if not any(doubt.evidence and doubt.evidence.start <= hit.start < doubt.evidence.end for doubt in doubts):
            kept.setdefault(hit.class_, Channel(hit.class_, judgment.span(hit.start, hit.end)))
    return Answer(tuple(kept.values()), doubts=tuple(doubts))


def _open_places(text: str, hits: list[_Hit]) -> Iterator[tuple[int, int]]:
    """Yield the passages that name two ways of contact and choose neither: "via een datingsite of op straat"."""
    for hit, following in pairwise(hits):
        if hit.class_ != following.class_ and _EITHER.fullmatch(text, hit.end, following.start):
            yield hit.start, following.end


def _by_terms(
    judgment: Judgment, terms: tuple[Term, ...], stretches: list[tuple[int, int]], *, period: Period | None
) -> Iterator[_Hit]:
    """Yield every statement of contact by a term of the lexicon."""
    chats: list[tuple[Encounter, _Hit]] = []
    others: list[Encounter] = []
    for term, encounter, ends in _encounters(judgment.text, terms, stretches):
        if term.from_ or term.to:
            period = period or find_offence_period(judgment).value
        if not _in_time(term, period):
            continue
        legal = term.class_ == "ad_site_unnamed" and encounter.calls_it_legal()
        hit = _Hit(encounter.start, ends, "ad_site_legal" if legal else term.class_)
        if term.class_ == "chat":
            chats.append((encounter, hit))
        else:
            others.append(encounter)
            yield hit
    for encounter, hit in chats:
        if not encounter.comes_after(others):
            yield hit


def _encounters(
    text: str, terms: tuple[Term, ...], stretches: list[tuple[int, int]]
) -> Iterator[tuple[Term, Encounter, int]]:
    """Yield the terms by way of which people came into contact, with where and where the passage ends that says so."""
    taken: list[tuple[int, int, Term]] = []  # what goes first decides for its place
    for term in _occurring(terms, text.lower()):
        for match in _within(_spellings(term.term), text, stretches):
            start, end = match.span()
            way = _way_before(text, start, end)
            if way is None or any(
                _one_site(term, other, way[0], start, first) or (start < last and first < end)
                for first, last, other in taken
            ):
                continue
            encounter = Encounter(text, way[0], end, wordings=_lexicon().says)
            ends = encounter.ends()
            if ends is not None:
                named = _NAMED.match(text, end)
                taken.append((way[1], named.end() if named else end, term))
                yield term, encounter, ends


def _way_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the words "via", "op" before a term begin, and where what they name does, or None."""
    opening = opening_of(text, start)
    if start == opening:
        return (start, start) if _WHERE.match(text, end) else None
    way = next((way for before in _BY_WAY_OF if (way := before.match(text, opening, start))), None)
    return way and (way.start("way"), way.start("masked") if way["masked"] else start)


def _one_site(term: Term, other: Term, way: int, start: int, first: int) -> bool:
    """Tell whether two words of one phrase describe one site: "op een website die legaal seksadvertenties plaatst"."""
    return term.class_.startswith("ad_site") and other.class_.startswith("ad_site") and way <= first <= start


def _by_phrasings(text: str, stretches: list[tuple[int, int]]) -> Iterator[_Hit]:
    """Yield every statement of contact by a phrasing of the lexicon."""
    watch, phrasings = _phrasings()
    for begin, stop in stretches:
        glance = watch.look(text, begin, stop)
        for phrasing, pattern in phrasings:
            found = glance.search(pattern)
            while found is not None:
                encounter = Encounter(text, begin + found.start(), begin + found.end(), wordings=_lexicon().says)
                ends = _said_by(phrasing, encounter)
                if ends is not None:
                    yield _Hit(encounter.start, ends, phrasing.class_, phrasing.alone)
                found = glance.search(pattern, found.end())


def _said_by(phrasing: _Phrasing, encounter: Encounter) -> int | None:
    """Return where the passage ends that a phrasing says, or None where its sentence takes it back."""
    if phrasing.contact:
        return encounter.ends()
    if not encounter.is_plain() or not encounter.names_both():
        return None
    return None if phrasing.class_ != "third_party" and encounter.is_of_another(by_itself=True) else encounter.words_end


def _within(finder: Finder, text: str, stretches: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield what a finder finds in some stretches of a text."""
    for start, end in stretches:
        yield from finder.finditer(text, start, end)


def _in_time(term: Term, period: Period | None) -> bool:
    """Tell whether a term can mean its class at the time of the offence, as far as that time is known."""
    first, last = (period.from_, period.to) if period else (None, None)
    return not (term.from_ and last and last < term.from_) and not (term.to and first and first > term.to)
