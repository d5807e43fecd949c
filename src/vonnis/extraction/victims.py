"""Find the victims: placeholder, age or statutory bracket, sex, as far as the text states them; once per placeholder.

Ages are completed years at the offence. A charge that says "die de leeftijd van zestien jaren maar nog niet die van
achttien jaren had bereikt" gives 16-17; a birth year gives an interval with the offence period.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from vonnis.extraction.ages import Age, ages_between, ages_of
from vonnis.extraction.answer import Answer
from vonnis.extraction.numbers import number_of
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Ages, Doubt, Period, Sex, Victim
from vonnis.extraction.whose import WITNESS, names_offence, sex_of, victim_words, whose_age
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Sign
from vonnis.judgment.section import SectionKind
from vonnis.judgment.span import Span

FIELD = "victims"
NEAR = 60
BRACKET_REACH = 220
OF_AGE = 18
MOST_OF_ONE_AGE = 10
OLDEST = 110

_NOT_HERE: frozenset[SectionKind] = frozenset({"head", "demand", "defence", "signature", "applied_provisions"})
_CHARGES: frozenset[SectionKind] = frozenset({"indictment", "finding_of_fact"})
_PLAIN_VICTIM = ("slachtoffer", "meisje", "aangeefster", "benadeelde")
_PLACEHOLDER = re.compile(r"\[\s*(?:naam\s+)?slachtoffer[^\]\n]{0,24}\]", re.IGNORECASE)
_VICTIM, _BRACKETED, _OF_YEARS = Sign("slachtoffer"), Sign("leeftijd van"), Sign(r"(?:meisje|jongen)\s+van")
_ANY_PLACEHOLDER = re.compile(
    r"\[\s*(?:naam\s+)?(?:slachtoffer|benadeelde|aangeefster|aangever|minderjarige|kind|dochter|zoon)[^\]\n]{0,24}\]",
    re.IGNORECASE,
)
_OTHER_PERSON = re.compile(
    r"\[\s*(?:naam\s+)?(?:mede)?(?:verdachte|getuige|betrokkene|verbalisant|persoon)|\bverdachte\b", re.IGNORECASE
)
_NUMBER_WORD = r"\d{1,3}|[a-zëé]{3,14}"
_BRACKET = re.compile(
    rf"leeftijd\s+van\s+(?P<low>{_NUMBER_WORD})\s+ja(?:ar|ren)(?:\s+(?:had|heeft)\s+bereikt)?,?\s*(?:maar|doch"
    rf"|en)\s+(?:nog\s+)?niet\s+"
    rf"(?:die|de\s+leeftijd)\s+van\s+(?P<high>{_NUMBER_WORD})\s+ja(?:ar|ren)\b"
    rf"|leeftijd\s+van\s+(?P<below>{_NUMBER_WORD})\s+ja(?:ar|ren)\s+(?:nog\s+)?niet\s+(?:had|heeft|hadden"
    rf"|hebben)?\s*bereikt"
    rf"|(?:beneden|onder)\s+de\s+leeftijd\s+van\s+(?P<under>{_NUMBER_WORD})\s+ja(?:ar|ren)\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"^[\s,(]*(?:\(?geb(?:oren|\.)|\[geboorte)[^;\n]{0,50}?(?<![\d-])(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"^[^.;\n\[]{0,40}?\b(?:dat|omdat|toen|terwijl|waarop)\s+(?P<who>zij|hij)\s+(?:heeft|had|was|is|zich|door|op|in"
    r"|met|van|niet|de|het|een)\b",
    re.IGNORECASE,
)
_THEN = (
    r"(?:(?:toen(?:tertijd)?|destijds|indertijd|op\s+dat\s+moment|op\s+die\s+(?:dag|datum)|ten\s+tijde\s+van\s+(?:het|de)\s+\w+"
    r"|in\s+die\s+(?:tijd|periode)|pas|nog|net|slechts),?\s+){0,3}"
)
"""Words between a person and the age at the time of the facts."""
_IN_YEARS = (
    r"\s+ja(?:ar|ren)\b(?!\s+(?:en\s+\w+\s+dag|na(?:dat)?\b|voor(?:dat)?\b|sinds|daar(?:voor|na)|tevoren|geleden|lang|later"
    r"|eerder|ouder|jonger|cel\b|gevangenis|jeugd))"
)
_APPOSED = re.compile(
    rf",\s+(?:zijnde\s+)?een\s+(?:(?:jonge?|minderjarige?|kwetsbare?)\s+|{_THEN}){{0,3}}"
    rf"(?:(?P<noun>meisje|jongen)\b(?:\s+van\s+(?:ongeveer\s+)?{_THEN}(?P<years>{_NUMBER_WORD})(?:{_IN_YEARS}|(?=\s*[.,;])))?"
    rf"|(?P<person>[\w-]+)\s+van\s+{_THEN}(?P<old>{_NUMBER_WORD}){_IN_YEARS})"
)
_AGE_BEHIND = re.compile(
    rf"\s*(?:,\s+{_THEN}(?P<apposed>{_NUMBER_WORD}){_IN_YEARS}"
    rf"|\({_THEN}(?P<bracketed>{_NUMBER_WORD})\s+jaar(?:\s+oud)?\)"
    rf"|(?:,\s+die|,\s+een\s+[\w ]{{3,30}},)?\s*\b(?:was|is)\s+{_THEN}(?P<told>{_NUMBER_WORD})"
    rf"(?:{_IN_YEARS}|(?=\s*[.,;]))"
    rf"|,\s+(?:die|dat)\s+{_THEN}(?P<who>{_NUMBER_WORD})(?:{_IN_YEARS})?\s+was\b)",
    re.IGNORECASE,
)
"""The age of a victim right behind its name, without "oud": "[slachtoffer], die destijds zestien was"."""
_AGE_IN_NEXT_SENTENCE = re.compile(
    rf"(?:(?!verdachte|\[)[^.;\n]){{0,90}}\.\s+Zij\s+was\s+{_THEN}(?P<years>{_NUMBER_WORD})\s+jaar(?:\s+oud\b|(?=\s*[.,;]))"
)
_BEHIND_A_PREPOSITION = re.compile(r"\b(?:met|van|tot|aan|bij|tussen|en)\s+$", re.IGNORECASE)
_DEFENDANT_DID = re.compile(r"\b(?:verdachte|hij|zij)\b", re.IGNORECASE)
_SAID_OF_ANOTHER = re.compile(
    r"officier|openbaar\s+ministerie|advocaat|raads|verdediging|mede-?verdachte|deskundige|psycholo|psychiat|getuige"
    r"|vergelijkbar|soortgelijk|\beerder|relatie|\b(?:vader|moeder|ouder)\s+van\b|\b(?:zei|zegt|dacht|stelt|stelde)\b"
    r"|verklaar|volgens|\bzou\b",
    re.IGNORECASE,
)
"""In the sentence before a girl or boy without a name, what makes it somebody's word, or not this case's victim."""
_SCHOOL_AGE = 6
"""The least age that is taken without a word for it: fewer years are rather a length of time."""
_CLAIMED = re.compile(
    r"\b(?:dat|of|hoe|als)\s+(?:(?:het|de)\s+)?(?:(?:slachtoffer|aangeefster|aangever|genaamde)\s+)?$", re.IGNORECASE
)
"""Before a victim of whom is told what somebody said, knew or asked."""
_GIRL_OR_BOY = re.compile(
    rf"\b(?:met|jegens|tegen|bij|van(?:\s+de\s+diensten\s+van)?)\s+een\s+(?:(?:jong|minderjarige?|kwetsbare?)\s+)?(?P<noun>meisje|jongen)\s+van\s+{_THEN}(?P<years>{_NUMBER_WORD})"
    rf"(?:{_IN_YEARS}|(?=\s*[.,;]))(?!\s+(?:of|tot|à)\b)",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(rf"\s+(?:genaamd\s+)?(?P<name>{_ANY_PLACEHOLDER.pattern})", re.IGNORECASE)
_OF_YEARS_OLD = re.compile(
    r"^\s*,?\s*(?:(?:die|dat)\s+)?(?:(?:was|is)\s+)?(?:toen|destijds)?[^.;\n\[]{0,45}$", re.IGNORECASE
)
_SEPARATOR = re.compile(r",\s*(?:en\s+)?|\s+en\s+")
_NOUN_BEFORE = re.compile(r"\b(?P<noun>[\w-]+)\s*(?:van|,|\()\s*$")
_COUNT = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10}
_MINOR = re.compile(
    r"\bminderjarige?\s+(?P<first>[\w()-]+)(?:\s+(?P<second>[\w-]+))?"
    r"|\b(?:met|van|jegens|bij)\s+(?:een|de)\s+(?P<alone>minderjarige)(?=\s*[,.;)]|\s+(?:en|die|dan|door|in|tot)\b|$)",
    re.IGNORECASE,
)


class _Fact(NamedTuple):
    """One thing that the text says of one victim: an age or its bounds, a sex, or only that there is such a victim."""

    placeholder: str | None
    ages: Ages | None
    sex: Sex
    start: int
    end: int


_INFANT = re.compile(
    rf"\b(?P<noun>baby|zoontje|dochtertje|kindje|jongetje|meisje)\s+van\s+(?P<number>{_NUMBER_WORD})\s+"
    r"(?P<unit>maanden|weken|dagen)\b(?!\s+(?:cel|gevangenis|jeugd))|\bpasgeboren\s+(?P<born>baby\w*|kind\w*|zoon\w*"
    r"|dochter\w*|jongetje|meisje|tweeling)\b",
    re.IGNORECASE,
)
"""A child of less than a year or little more, by its months, and one just born."""
_AGED_MINOR = re.compile(
    rf"\bminderjarige\s+[\w-]+,?\s+(?:bij\s+aanvang|destijds|toen)\s+(?P<years>{_NUMBER_WORD})\s+jaar(?:\s+oud)?\b"
    r"|\bslachtoffer(?:,|\s+is|\s+was)\s+een\s+(?:man|vrouw|jongen|meisje)\s+van\s+(?P<bare>\d{1,2})(?=\s+uit\b"
    r"|\s+die\b|,)"
    rf"|\bslachtoffer\s+(?P<plain>{_NUMBER_WORD})\s+jaar\b(?=\s*(?:[.,;)]|$))"
    rf"|\ben\s+(?:de\s+|het\s+)?(?:aangeefster|slachtoffer)\s+(?P<beside>{_NUMBER_WORD})\s+jaar\b(?=\s*(?:[.,;)]|$|oud\b))",
    re.IGNORECASE,
)
_OWN_CHILD = re.compile(
    r"\b(?:moeder|vader|ouder)\s+van\s+(?:\w+\s+){0,2}$|\brekening\b[^.;]{0,90}$|\bzorg(?:t|en|de)?\s+(?:\w+\s+)?voor\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
"""Before a child of the defendant's, of which a court takes account."""
_HAS = re.compile(
    r"\b(?:heeft|had|hebben|kreeg|krijgt|verwacht)\s+(?:net\s+|sinds\s+kort\s+)?(?:een|zijn|haar|hun)?\s*$",
    re.IGNORECASE,
)
_NO_MORE_SAID = re.compile(
    r"\s*(?:[.,;:]|$|(?:en|thuis|om\s+voor|met\s+zijn|met\s+haar|waarvoor|voor\s+wie)\b)", re.IGNORECASE
)
"""With :data:`_HAS` before it, what tells of a child only that there is one: "heeft een pasgeboren dochter en ..."."""
_MONTHS_OF_A_YEAR, _WEEKS_OF_A_YEAR, _DAYS_OF_A_YEAR = 12, 52, 365
_OF_A_YEAR = {"maanden": _MONTHS_OF_A_YEAR, "weken": _WEEKS_OF_A_YEAR, "dagen": _DAYS_OF_A_YEAR}


def _victim_nouns() -> str:
    """Return the words for victims as alternatives of a pattern, the longest first."""
    return "|".join(sorted(victim_words(), key=len, reverse=True))


@cache
def _range_of_ages() -> re.Pattern[str]:
    """Return a pattern for "meisjes die tussen de vier en negen jaar oud waren", "zoon (3 tot 8 jaar)"."""
    nouns, one = _victim_nouns(), rf"(?:{_NUMBER_WORD})"
    return re.compile(
        rf"\b(?P<noun>{nouns}|jongens?)\b[^.;]{{0,24}}?\b(?:tussen\s+(?:de\s+|haar\s+"
        rf"|zijn\s+)?(?P<low>{one})\s+en\s+(?:de\s+)?"
        rf"(?P<high>{one})|(?<!\d,)(?P<from>(?:\d,)?{one})\s+(?:tot(?:\s+en\s+met)?|t/m)\s+(?P<to>{one}))\s+ja(?:ar"
        rf"|ren)\b(?:\s+oud\b|\))",
        re.IGNORECASE,
    )


@cache
def _list_of_ages() -> re.Pattern[str]:
    """Return a pattern for "slachtoffertjes van 2 en 5 jaar", "meisjes die 7 en 9 jaar oud waren"."""
    nouns, one = _victim_nouns(), rf"(?:{_NUMBER_WORD})"
    return re.compile(
        rf"(?:\b(?P<noun>{nouns}|jongens?)|\b(?:bij|op|van|tegen|jegens)\s+(?:{one}\s+)?(?P<people>vrouwen|mannen"
        rf"|ouderen|bejaarden))\s*,?\s*(?:van|\(|die|dat)\s*(?:toen\s+|destijds\s+|respectievelijk\s+"
        rf"|ongeveer\s+|bij\s+aanvang\s+|aanvankelijk\s+)*"
        rf"(?P<ages>{one}(?:(?:,\s*|\s+en\s+|,\s*en\s+){one})*)\s+ja(?:ar|ren)\b(?!\s+(?:cel|gevangenis|geleden))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1024)
def normal_placeholder(raw: str) -> str:
    """Return a placeholder in one spelling: "[slachtoffer 2 ]" and "[Slachtoffer  2]" are the same victim."""
    inside = " ".join(raw.strip("[] ").lower().split())
    return f"[{re.sub(r'(?<=[a-z])(?=[0-9])', ' ', inside)}]"


def find_victims(judgment: Judgment, *, offence_period: Period | None = None) -> Answer[tuple[Victim, ...]]:
    """Return the victims that the text states, in its order, each with the passage that says most of them.

    ``offence_period`` spares a second search for it. Statements about one victim that cannot all be true are a doubt.
    """
    if not judgment.text:
        return Answer(())
    if judgment.text_is == "abstract":
        return Answer(tuple(_in_abstract(judgment)))
    facts = _facts(judgment, offence_period)
    doubts: list[Doubt] = []
    victims = [_merged(judgment, own, doubts) for own in _by_victim(facts)]
    return Answer(tuple(victims), doubts=tuple(doubts))


def _facts(judgment: Judgment, period: Period | None) -> list[_Fact]:
    """Return everything that the text says of its victims, in its order."""
    text = judgment.text
    stretches: list[tuple[SectionKind | None, int, int]] = [
        (section.kind, section.start, section.end) for section in judgment.sections if section.kind not in _NOT_HERE
    ]
    facts: list[_Fact] = []
    for kind, start, end in stretches or [(None, 0, len(text))]:
        if _VICTIM.may_be_in(text) and text.find("slachtoffer", start, end) >= 0:
            facts += _named(judgment, start, end, period)
        facts += _aged(text, start, end, charged=not kind or kind in _CHARGES)
        facts += _girls_and_boys(text, start, end) if _OF_YEARS.may_be_in(text) else ()
        facts += _bracketed(text, start, end) if _BRACKETED.may_be_in(text) else ()
    return sorted(facts, key=lambda fact: fact.start)


def _named(judgment: Judgment, start: int, end: int, period: Period | None) -> Iterator[_Fact]:
    """Yield each placeholder, with the birth year and the sex that stand right behind it."""
    text = judgment.text
    seen: set[tuple[str, Sex]] = set()
    for match in _PLACEHOLDER.finditer(text, start, end):
        name = normal_placeholder(match.group())
        behind = text[match.end() : min(end, match.end() + 2 * NEAR)]
        born = _BORN.match(behind) if "geb" in behind else None
        if born:
            when = period or find_offence_period(judgment).value
            ages = ages_between(int(born["year"]), when.from_, last=when.to) if when else None
            yield _Fact(name, ages, "unknown", match.start(), match.end() + born.end())
        told = _told_behind(behind, text[max(0, match.start() - NEAR) : match.start()])
        if told:
            yield _Fact(name, told.ages, told.sex, match.start(), match.end() + told.end)
        pronoun = _PRONOUN.match(behind) if "ij " in behind or "ij\n" in behind else None
        sex: Sex = "unknown" if not pronoun else "female" if pronoun["who"].lower() == "zij" else "male"
        if (name, sex) not in seen:
            seen.add((name, sex))
            yield _Fact(name, None, sex, match.start(), match.end() + (pronoun.end() if pronoun else 0))


def _told_behind(behind: str, before: str) -> _Fact | None:
    """Return the age or sex that the words ``behind`` a victim's name tell of it, at its place in them, or None."""
    apposed = _APPOSED.match(behind)
    if apposed and (years := _old_enough(apposed["years"] or apposed["old"])) is not None:
        return _Fact(None, Ages(years, years), sex_of(apposed["noun"] or apposed["person"]), 0, apposed.end())
    if apposed and apposed["noun"]:
        return _Fact(None, None, sex_of(apposed["noun"]), 0, apposed.end())
    aged = _AGE_BEHIND.match(behind) if not _CLAIMED.search(before) else None
    if aged and aged["told"] and _BEHIND_A_PREPOSITION.search(before):
        aged = None
    if aged and (years := _old_enough(aged["apposed"] or aged["bracketed"] or aged["told"] or aged["who"])) is not None:
        return _Fact(None, Ages(years, years), "unknown", 0, aged.end())
    then = _AGE_IN_NEXT_SENTENCE.match(behind)
    if then and (years := _old_enough(then["years"])) is not None and years < OF_AGE:
        return _Fact(None, Ages(years, years), "unknown", 0, then.end())
    return None


def _girls_and_boys(text: str, start: int, end: int) -> Iterator[_Fact]:
    """Yield the ages of girls and boys without a name that are told without "oud": "een meisje van zestien"."""
    for match in _GIRL_OR_BOY.finditer(text, start, end):
        years = _old_enough(match["years"])
        said = text[max(start, *(text.rfind(mark, start, match.start()) for mark in ".;\n")) : match.start()]
        of_this = _DEFENDANT_DID.search(said) and not _SAID_OF_ANOTHER.search(said)
        if years is not None and years < OF_AGE and of_this:
            yield _Fact(None, Ages(years, years), sex_of(match["noun"].lower()), match.start(), match.end())


def _old_enough(words: str | None) -> int | None:
    """Return the years of an age without "oud", or None where the words are no number or may be another time."""
    years = number_of(words) if words else None
    return years if years is not None and _SCHOOL_AGE <= years <= OLDEST else None


def _opening(age: Age) -> int:
    return age.start


def _aged(text: str, start: int, end: int, *, charged: bool) -> Iterator[_Fact]:
    """Yield the ages of victims that a stretch states, with the placeholder beside them where there is one.

    Outside a charge a child of so many years may be the defendant's own: there only words for a victim count.
    """
    ages = ages_of(text)
    for age in ages[bisect_left(ages, start, key=_opening) :]:
        if age.end > end:
            break
        if age.noun.startswith("["):
            if _ANY_PLACEHOLDER.fullmatch(age.noun):
                yield _Fact(normal_placeholder(age.noun), Ages(age.years, age.years), "unknown", age.start, age.end)
            continue
        named = _NAMED_BEHIND.match(text, age.end, end) if sex_of(age.noun) != "unknown" else None
        if named:
            name = normal_placeholder(named["name"])
            yield _Fact(name, Ages(age.years, age.years), sex_of(age.noun), age.start, named.end())
            continue
        beside = _beside(text, age)
        if beside:
            yield _Fact(
                normal_placeholder(beside.quote), Ages(age.years, age.years), sex_of(age.noun), beside.start, age.end
            )
        elif (charged or age.noun.startswith(_PLAIN_VICTIM)) and age.noun and whose_age(text, age) == "victim":
            yield _Fact(None, Ages(age.years, age.years), sex_of(age.noun), age.start, age.end)


def _beside(text: str, age: Age) -> Span | None:
    """Return the placeholder right before an age ("[slachtoffer 1] was toen 15 jaar oud"), or None."""
    start = max(0, age.start - NEAR)
    found = list(_ANY_PLACEHOLDER.finditer(text, start, age.start))
    if not found:
        return None
    between = text[found[-1].end() : age.start]
    if _OTHER_PERSON.search(between) or not _OF_YEARS_OLD.match(between):
        return None
    return Span.of(text, *found[-1].span())


def _bracketed(text: str, start: int, end: int) -> Iterator[_Fact]:
    """Yield the statutory brackets of a stretch that say of which victim they hold."""
    place = text.find("leeftijd van", start, end)
    while place >= 0:
        match = _BRACKET.search(text, max(start, place - 16), min(end, place + BRACKET_REACH))
        if match and match.start() <= place + 1:
            named = list(_ANY_PLACEHOLDER.finditer(text, max(start, match.start() - BRACKET_REACH), match.start()))
            ages = _bounds(match)
            if named and ages and "\n" not in text[named[-1].end() : match.start()].strip("\n"):
                yield _Fact(normal_placeholder(named[-1].group()), ages, "unknown", match.start(), match.end())
        place = text.find("leeftijd van", place + 1, end)


def _bounds(match: re.Match[str]) -> Ages | None:
    """Return the ages that a statutory bracket leaves."""
    low, high = (number_of(match[name]) if match[name] else None for name in ("low", "high"))
    if low is not None and high is not None and low < high:
        return Ages(low, high - 1)
    below = number_of(match["below"] or match["under"] or "")
    return Ages(0, below - 1) if below else None


def _by_victim(facts: list[_Fact]) -> list[list[_Fact]]:
    """Return the facts by victim: by placeholder, and where none is named by age."""
    named: dict[str, list[_Fact]] = {}
    for fact in facts:
        if fact.placeholder:
            named.setdefault(fact.placeholder, []).append(fact)
    nameless: dict[Ages, list[_Fact]] = {}
    for fact in facts:
        if fact.placeholder or fact.ages is None:
            continue
        if len(named) == 1:
            next(iter(named.values())).append(fact)
        elif not any(other.ages == fact.ages for own in named.values() for other in own):
            nameless.setdefault(fact.ages, []).append(fact)
    return sorted([*named.values(), *nameless.values()], key=lambda own: min(fact.start for fact in own))


def _merged(judgment: Judgment, own: list[_Fact], doubts: list[Doubt]) -> Victim:
    """Return one victim out of all that is said of it; the passage is the one with the closest age, else the first."""
    aged = sorted(
        (fact for fact in own if fact.ages),
        key=lambda fact: (fact.ages.max - fact.ages.min, fact.start) if fact.ages else (OLDEST, 0),
    )
    exact = sorted({fact.ages.min for fact in aged if fact.ages and fact.ages.min == fact.ages.max})
    best = aged[0] if aged else next((fact for fact in own if fact.sex != "unknown"), own[0])
    evidence = judgment.span(best.start, best.end)
    low: int | None = None
    high: int | None = None
    if exact:
        low, high = exact[0], exact[-1]
    elif aged:
        low = max(fact.ages.min for fact in aged if fact.ages)
        high = min(fact.ages.max for fact in aged if fact.ages)
        if low > high:
            reason = "What is said of the age of this victim cannot all be true."
            doubts.append(Doubt(FIELD, reason, evidence))
            low = high = None
    sexes = {fact.sex for fact in own} - {"unknown"}
    return Victim(
        placeholder=own[0].placeholder,
        age=low if low is not None and low == high else None,
        age_min=low,
        age_max=high,
        sex=sexes.pop() if len(sexes) == 1 else "unknown",
        evidence=evidence,
    )


def _in_abstract(judgment: Judgment) -> Iterator[Victim]:
    """Yield the victims of an abstract, once per age; a stated number of them ("twee 14-jarige meisjes") counts."""
    text = judgment.text
    seen: set[int] = set()
    for age in ages_of(text):
        if age.years in seen or whose_age(text, age) != "victim":
            continue
        seen.add(age.years)
        for _ in range(_how_many(text, age)):
            yield _victim(judgment, age.years, _sex_beside(text, age), (age.start, age.end))
    yield from _told_otherwise(judgment, seen)
    for match in _list_of_ages().finditer(text):
        if WITNESS.match(text, match.end()):
            continue
        noun = (match["noun"] or match["people"]).lower()
        if match["people"] and not names_offence(text):
            continue
        stated = sorted(
            {n for n in map(number_of, _SEPARATOR.split(match["ages"])) if n is not None and n <= OLDEST} - seen
        )
        seen.update(stated)
        if len(stated) > 1 and not noun.endswith(("s", "en")):  # one victim, of these ages in the course of time
            low, high = stated[0], stated[-1]
            yield Victim(age_min=low, age_max=high, sex=sex_of(noun), evidence=judgment.span(*match.span()))
            continue
        for years in stated:
            yield _victim(judgment, years, sex_of(noun), match.span())
    if not seen:
        yield from _minor(judgment)


def _told_otherwise(judgment: Judgment, seen: set[int]) -> Iterator[Victim]:
    """Yield the victims whose age is told in months or as a range, and add their ages to those ``seen``."""
    text = judgment.text
    for match in (*_INFANT.finditer(text), *_AGED_MINOR.finditer(text)):
        years = _years_of(match) if not _is_own_child(text, match.start(), match.end()) else None
        if years is not None and years not in seen:
            seen.add(years)
            yield _victim(judgment, years, "unknown", match.span())
    for match in _range_of_ages().finditer(text):
        low, high = (
            number_of((match["low"] or match["from"]).partition(",")[0]),
            number_of(match["high"] or match["to"]),
        )
        if (
            low is not None
            and high is not None
            and low < high < OLDEST
            and not _is_own_child(text, match.start(), match.end())
        ):
            seen.update((low, high))
            noun = match["noun"].lower()
            yield Victim(age_min=low, age_max=high, sex=sex_of(noun), evidence=judgment.span(*match.span()))


def _is_own_child(text: str, start: int, end: int) -> bool:
    """Tell whether a child is the defendant's own, told as a circumstance of the sentence."""
    if _OWN_CHILD.search(text, max(0, start - 120), start):
        return True
    return _HAS.search(text, max(0, start - 40), start) is not None and _NO_MORE_SAID.match(text, end) is not None


def _years_of(match: re.Match[str]) -> int | None:
    """Return the completed years of an infant, or of a victim told by the number alone."""
    groups = match.groupdict()
    if groups.get("born"):
        return 0
    if groups.get("unit"):
        number = number_of(groups["number"])
        return None if number is None else number // _OF_A_YEAR[groups["unit"].lower()]
    return number_of(groups.get("years") or groups.get("bare") or groups.get("plain") or groups.get("beside") or "")


def _minor(judgment: Judgment) -> Iterator[Victim]:
    """Yield the one victim of whom an abstract says no more than that it is a minor, or none."""
    for match in _MINOR.finditer(judgment.text):
        nouns = [word.lower() for word in (match["first"], match["second"], match["alone"]) if word]
        noun = next((word for word in nouns if word in victim_words()), None)
        if noun:
            yield Victim(age_max=OF_AGE - 1, sex=sex_of(noun), evidence=judgment.span(*match.span()))
            return


def _victim(judgment: Judgment, years: int, sex: Sex, place: tuple[int, int]) -> Victim:
    """Return a victim of an exact age."""
    return Victim(age=years, age_min=years, age_max=years, sex=sex, evidence=judgment.span(*place))


def _sex_beside(text: str, age: Age) -> Sex:
    """Return the sex told by the noun that an age describes, or by the one before it ("een meisje van 14 jaar oud")."""
    told = sex_of(age.noun)
    before = _NOUN_BEFORE.search(text, max(0, age.start - 30), age.start)
    return sex_of(before["noun"].lower()) if told == "unknown" and before else told


def _how_many(text: str, age: Age) -> int:
    """Return how many persons of one age a text counts: the number right before it, else one."""
    before = text[max(0, age.start - 14) : age.start].split()
    number = _COUNT.get(before[-1].lower(), 1) if before else 1
    return number if age.noun.endswith(("s", "en")) and number <= MOST_OF_ONE_AGE else 1
