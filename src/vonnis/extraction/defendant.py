"""Find the defendant: birth year behind every mask, sex from clear words, legal person or not, and ages.

Only the person block at the head of a judgment ("in de strafzaak tegen ...") tells the birth year; a co-defendant's,
victim's or witness's never counts. A year that is masked is not stated, which is no doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import re2

from vonnis.extraction.ages import Age, age_on, ages_between, ages_of
from vonnis.extraction.answer import Answer
from vonnis.extraction.dates import DAY, first_day, parts_of
from vonnis.extraction.numbers import number_of
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Ages, Defendant, Doubt, Period, Sex
from vonnis.extraction.whose import has_defendant, is_second_person, sex_of, whose_age
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Sign
from vonnis.judgment.section import SectionKind
from vonnis.judgment.span import Span

HEAD_REACH = 5_000
BLOCK_REACH = 500
YEAR_REACH = 170
ROLE_REACHES = (80, 300)
YOUNGEST, OLDEST = 10, 110
CLEAR_MAJORITY = 3
CONFIRMING = 5

_BODY: frozenset[SectionKind] = frozenset(
    {"indictment", "finding_of_fact", "sentencing_reasons", "applied_provisions", "dictum", "signature", "annex"}
)
_BIRTH = re.compile(r"[Gg](?:eb|EB)(?i:oren\b|\.|oorte(?:gegevens|datum|dag|jaar)\b)")
_ROLE = re2.compile(
    r"(?i)\b(?:medeverdachten?|slachtoffers?|benadeelden?|getuigen?|(?:mede)?bestuurders?|vertegenwoordig\w+"
    r"|aangevers?|aangeefsters?|minderjarige|kind|zoon|dochter)\b"
    r"|\b(?:verdachten?|veroordeelde|betrokkene|tegen|opgeëiste persoon|terbeschikkinggestelde)\b"
)
_OWN_ROLE = ("verdachte", "veroordeelde", "betrokkene", "tegen", "opge", "terbeschikking")
_AGAINST = re.compile(r"\b(?:tegen|in de (?:straf)?zaak van|de (?:straf)?zaak van|inzake|betreffende)\b", re.IGNORECASE)
_BLOCK_END = re.compile(
    r"\b(?:won(?:ende?|ing|achtig)|woonachtig|ingeschreven|thans|gedetineerd|verblijvende?|hierna"
    r"|raads(?:man|vrouw|lieden)|advocaat|zonder (?:vaste|bekende)|onderzoek|in de brp|basisregistratie|domicilie"
    r"|terechtzitting|mr\.)|\n\s*\n?\d{1,2}\.?\s*\n",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?|\]\s?[-/.]\s?|(?<![\d/.:-]))(?P<year>(?:18|19|20)\d\d)(?!\d"
    r"|\s?[A-Z]{2}\b)"
)
_DAY = re.compile(DAY, re.IGNORECASE)
_LEGAL = re.compile(
    r"\b(?i:statutair|(?:ge)?vestig(?:d|ende)|rechtspersoon|besloten vennootschap|naamloze vennootschap|stichting"
    r"|vennootschap onder firma|commanditaire vennootschap|coöperatie|vereniging|handelende onder)\b"
    r"|\b[BN]\.?V\.?(?!\w)|\bV\.?[Oo]\.?[Ff]\.?(?!\w)"
)
_CHARGED = Finder(
    re.compile(
        r"(?:(?<![a-zà-ÿ,])|(?<=\bdat))"
        r"\n[ ]*(?:[-–•*·]\s*|\(?[0-9a-z]{1,2}[.):]+\s*|feit \d{1,2}\s*[:.]?\s*|\d{1,2}\s+){0,6}(?:dat\s+)?"
        r"(?P<charged>[HhZz]ij),?\s+"
        r"(?:verdachte|op|in|te|omstreeks|gedurende|meermalen|tezamen|samen|als|opzettelijk|terwijl|zich)\b"
    )
)
_YEARS_OLD = r"(?:\d{1,2}|[a-zëé]{3,14})\s+jaar\b(?!\s+(?:geleden|lang|cel|gevangenis|jeugd|later|eerder))"
_PLAIN_AGE = re.compile(
    rf"(?:\bverdachte\s+was\s+|\bwas\s+(?:de\s+)?verdachte\s+|\bverdachte\b[^.;]{{0,40}}\.\s+(?:Hij"
    rf"|Zij)\s+was\s+(?=toen|destijds))"
    rf"(?:(?:toen|destijds|pas|nog|slechts)\s+)*(?P<at>{_YEARS_OLD})(?=\s*(?:[.,;:()?!]|$|(?:oud|toen|destijds|ten|en|op"
    rf"|tijdens|bij|jong)\b))"
    rf"|\bverdachte,?\s+die\s+ten\s+tijde\s+van\s+[^.;]{{1,90}}?\s(?P<when>{_YEARS_OLD})(?:\s+oud)?\s+was\b"
    rf"|\bverdachte\s+\((?P<in>{_YEARS_OLD})\)|\bleeftijd\s+\((?P<of>{_YEARS_OLD})\)\s+van\s+(?:de\s+)?verdachte\b"
    rf"|\bverdachte,\s+(?P<apposed>{_YEARS_OLD})(?:,|\s+en\b)|\bverdachte\s+\((?P<bare>\d{{2}})\)"
    r"|\b(?:veroordeelt|spreekt|ontslaat)\s+(?:een|de)\s+(?:man|vrouw|jongen)\s+van\s+(?P<now>\d{1,2})(?=\s+uit\b"
    r"|\s+die\b|\s+voor\b|,)"
    r"|(?:^\W*|[.;]\s|verdachte,\s+)een\s+(?:man|vrouw|jongen)\s+van\s+(?P<called>\d{2})(?=[.,]|\s+(?:is|wordt|krijgt|moet)\b)"
    r"|(?:^|[.;]\s)\W*(?:(?:een|de)\s+)?(?:man|vrouw|verdachte)\s+\((?P<aged>\d{2})\)(?=\s+(?:uit\s+\w+\s+)?(?:vrijgesproken"
    r"|veroordeeld|krijgt|moet|wordt|is|ontslagen)\b)",
    re.IGNORECASE,
)
_AROUND = re.compile(r"of omstreeks\b")
_DATED = Sign("of omstreeks")
_OPENS_CHARGE = re.compile(r"\b(?P<around>[HhZz]ij),?\s+(?:op|in)\s+(?:\w+\s+){0,6}$")
_VERB = r"(?:heeft|had|is|was|wist|kon|zou|wilde|moest|mocht|zag|ging|kwam|deed)"
_WITHIN = r"(?:[^.;\n]|\n(?=[a-zà-ÿ]))"
"""Any character of a sentence, which a copy may break at a width."""
_SAYS = r"(?:heeft|had|ontkent|ontkende|verklaar\w+|stelt|stelde|zegt|zei|geeft|gaf|wist|is|was|zou|weet|erkent|bekent)"
_BEFORE_DEFENDANT = re.compile(r"\b(?P<pronoun>hij,?|zij,|hem,?|haar,)\s+(?:de\s+)?$", re.IGNORECASE)
_AFTER_DEFENDANT = re.compile(
    r",?\s+(?:en|met|door|alsmede|bijgestaan door|evenals)\s+(?:door\s+)?(?P<own>zijn|haar)\s+"
    r"(?:raads|advoca|gemachtigd|ouder)"
    rf"|\s+{_SAYS}\b{_WITHIN}{{0,60}}?\b(?:dat|omdat|terwijl|toen|nu)\s+(?P<clause>hij|zij)\s+"
    rf"(?:zich\s+|niet\s+|dit\s+|dat\s+|het\s+|de\s+\w+\s+){{0,4}}{_VERB}\b"
)
_COUNSEL = re.compile(r"(?:raads(?:man|vrouw|lieden)|advocaat)\b")
_PRONOUNS = ("ij", "em", "aar")
_BEHIND = ("hij", "zij", "haar")
_CLAUSE_REACH = 200
_WHOSE_COUNSEL = re.compile(r"\b(?P<counsel>zijn|haar)\s+$")
_WEAK = re.compile(
    rf"verdachte\b{_WITHIN}{{0,80}}?\b(?:(?P<he>hij|hem)\b|(?P<she>zij(?=\s+{_VERB})|haar)\b)"
    rf"|verdachte\b[^.;\n]{{3,160}}\.\s+(?:(?P<he_next>Hij)|(?P<she_next>Zij(?=\s+{_VERB})))\b"
)
_NAMED = ("erdachte", "eroordeelde", "etrokkene")
_IS_TRIED = re.compile(r"(?:\bhierna\b[^.\n]{0,30}|\btegen (?:de )?)betrokkene\b")
_LAST = re.compile(
    rf"\w+\b(?! \d){_WITHIN}{{0,120}}?\bdat (?:(?P<he_that>hij)|(?P<she_that>zij))\s+"
    rf"(?:zich\s+|niet\s+|er\s+)?(?:\w+\s+){{0,4}}?{_VERB}\b"
    rf"|\w+\b(?! \d)[^.;\n]{{3,160}}\.\s+(?:(?P<he_then>Hij)|(?P<she_then>Zij(?=\s+{_VERB})))\b"
    r"|\w+\b(?! \d)[^.\n]{3,300};\s*[-–•]\s*dat\s+(?:(?P<he_too>hij)|(?P<she_too>zij))\b"
)
_PRONOUN_REACH = 10
_MALE = {"hij", "hem", "zijn"}


class _Birth(NamedTuple):
    """A birth as printed: its year, its day where the whole date is printed, and where the year stands."""

    year: int
    day: dt.date | None
    start: int
    end: int


class _Found(NamedTuple):
    """Exact ages of the defendant and the passages that state them."""

    now: dict[int, Age]
    then: dict[int, Age]
    beside: list[Age]


def _head_end(judgment: Judgment) -> int:
    """Return where the head stops: before the first part that speaks of charges, proof or punishment."""
    body = (section.start for section in judgment.sections if section.kind in _BODY)
    return min(next(body, len(judgment.text)), HEAD_REACH)


def _role_before(text: str, place: int) -> str:
    """Return the last word for a person before a place, in small letters, or "" where there is none near."""
    for reach in ROLE_REACHES:
        start = max(0, place - reach)
        roles = _ROLE.findall(text[max(start, text.find(" ", start, place)) : place])
        if roles:
            return str(roles[-1]).lower()
    return ""


def _births(text: str, end: int) -> list[_Birth]:
    """Return the births of the defendant that the head prints, first the one that belongs to the person block."""
    found: list[_Birth] = []
    for word in _BIRTH.finditer(text, 0, end):
        if not _role_before(text, word.start()).startswith(_OWN_ROLE):
            continue
        reach = min(end, word.end() + YEAR_REACH)
        stop = _BLOCK_END.search(text, word.end(), reach)
        year = _YEAR.search(text, word.end(), stop.start() if stop else reach)
        if year is None or (found and found[-1].start == year.start("year")):
            continue
        whole = _DAY.search(text, word.end(), year.end())
        day = first_day(parts_of(whole.group())) if whole else None
        found.append(_Birth(int(year["year"]), day, year.start("year"), year.end("year")))
    return found


def _legal_person(judgment: Judgment, end: int) -> Span | None:
    """Return the passage that shows a legal person in the person block, or None."""
    against = _AGAINST.search(judgment.text, 0, end)
    if against is None:
        return None
    stop = _BLOCK_END.search(judgment.text, against.end(), min(end, against.end() + BLOCK_REACH))
    legal = _LEGAL.search(judgment.text, against.end(), stop.start() if stop else min(end, against.end() + BLOCK_REACH))
    return judgment.span(*legal.span()) if legal else None


def _in_charges(text: str) -> Iterator[re.Match[str]]:
    """Yield the person of each charge: "hij" at its head, or right before "op of omstreeks"."""
    yield from _CHARGED.finditer(text)
    for around in _AROUND.finditer(text) if _DATED.may_be_in(text) else ():
        charge = _OPENS_CHARGE.search(text, max(0, around.start() - 60), around.start())
        if charge:
            yield charge


def _in_clauses(text: str) -> Iterator[re.Match[str]]:
    """Yield what names the defendant's sex beside the word itself: "hij, verdachte", "verdachte en haar raadsvrouw"."""
    for place in _defendants(text):
        end = place + len("verdachte")
        if text[end : end + 1].isalnum():
            continue
        reach = max(0, place - _PRONOUN_REACH)
        before = text[reach:place].lower()
        named = None
        if any(pronoun in before for pronoun in _PRONOUNS):
            named = _BEFORE_DEFENDANT.search(text, reach, place)
        behind = text[end : end + _CLAUSE_REACH]
        if not named and any(pronoun in behind for pronoun in _BEHIND):
            named = _AFTER_DEFENDANT.match(text, end)
        if named:
            yield named
    for place in sorted((*_places(text, "raads"), *_places(text, "advocaat"))):
        whose = _WHOSE_COUNSEL.search(text, max(0, place - _PRONOUN_REACH), place)
        if whose and _COUNSEL.match(text, place):
            yield whose


def _in_sentences(text: str) -> Iterator[re.Match[str]]:
    """Yield what the court says of the defendant by a pronoun further on, each stretch of text once."""
    done = 0
    for place in _defendants(text):
        weak = _WEAK.match(text, place) if place >= done else None
        if weak:
            done = weak.end()
            yield weak


def _at_last(text: str) -> Iterator[re.Match[str]]:
    """Yield a pronoun further on from the defendant by another name, or at the head of a sentence."""
    tried = bool(_IS_TRIED.search(text, 0, HEAD_REACH))
    for place in sorted(place for word in _NAMED for place in _places(text, word)):
        if text[place - 2 : place - 1].isalpha() or (text[place] == "e" and text[place - 1] in "Bb" and not tried):
            continue
        if text[place - 2 : place - 1] not in {"[", "-"} and (said := _LAST.match(text, place)):
            yield said


def _defendants(text: str) -> Iterator[int]:
    """Yield where "verdachte" stands and means the defendant, not another one."""
    for place in _places(text, "verdachte"):
        if not text[max(0, place - len("mede-")) : place].lower().endswith(("mede", "mede-")):
            yield place


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word or its beginning stands; a plain search is many times faster than a pattern."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _sex(judgment: Judgment) -> tuple[Sex, Span | None, Doubt | None]:
    """Return the sex that clear words tell, the first passage that tells it, and a doubt where they disagree.

    The charge ("hij op of omstreeks") and the lawyer ("verdachte en haar raadsvrouw") are heard first, then what the
    court finds the defendant did or said.
    """
    passages: dict[Sex, list[tuple[int, int]]] = {"male": [], "female": []}
    for source in (_in_charges, _in_clauses, _in_sentences, _at_last):
        for match in islice(source(judgment.text), CONFIRMING):
            group = match.lastgroup or ""
            he = group.startswith("he") or match[group].lower().rstrip(",") in _MALE
            passages["male" if he else "female"].append(match.span(group))
        male, female = len(passages["male"]), len(passages["female"])
        if male + female and max(male, female) >= CLEAR_MAJORITY * min(male, female):
            told: Sex = "male" if male > female else "female"
            return told, judgment.span(*passages[told][0]), None
    if passages["male"] and passages["female"]:
        reason = "The judgment speaks of the defendant as he and as she about as often."
        return "unknown", None, Doubt("defendant.sex", reason, judgment.span(*passages["female"][0]))
    return "unknown", None, None


def _plain_ages(text: str) -> Iterator[Age]:
    """Yield the ages that an abstract gives its defendant without "oud" or "-jarig": "verdachte was 16 jaar"."""
    for match in _PLAIN_AGE.finditer(text):
        told = next(words for words in match.groups() if words)
        years = number_of(told.split()[0])
        if years is not None and YOUNGEST <= years <= OLDEST:
            then = not any(match[name] for name in ("now", "aged", "apposed", "bare", "called"))
            yield Age(years, "verdachte", then, match.start(), match.end())


def _stated_ages(judgment: Judgment) -> _Found:
    """Return the ages that the text states of the defendant, told apart by when they held."""
    found = _Found({}, {}, [])
    for age in ages_of(judgment.text):
        if judgment.text_is != "abstract" and not age.noun.startswith(("verdachte", "[verdachte")):
            continue
        if age.years < YOUNGEST:
            continue
        if whose_age(judgment.text, age) == "defendant":
            kind = found.then if age.then or age.noun == "leeftijd" else found.now
            kind.setdefault(age.years, age)
        elif (
            judgment.text_is == "abstract" and not age.noun.startswith("mede") and is_second_person(judgment.text, age)
        ):
            found.beside.append(age)
    if judgment.text_is == "abstract" and not (found.now or found.then):
        for age in _plain_ages(judgment.text):
            (found.then if age.then else found.now).setdefault(age.years, age)
    return found


def _exact(ages: dict[int, Age], bounds: Ages | None) -> Age | None:
    """Return the one age that is stated and possible, or None where there is none or more than one."""
    fitting = [age for years, age in ages.items() if bounds is None or bounds.min <= years <= bounds.max]
    return fitting[0] if len(fitting) == 1 else None


def find_defendant(judgment: Judgment, *, offence_period: Period | None = None) -> Answer[Defendant]:
    """Return what the judgment says of its defendant; evidence stands under ``defendant.birth_year`` and so on.

    Ages are exact where the text states them or prints the whole date of birth, else an interval from the birth year
    and the day of judgment or the offence period. ``offence_period`` spares a second search for it.
    """
    if not has_defendant(judgment.text) and judgment.text_is != "abstract":
        return Answer(Defendant())
    evidence: dict[str, tuple[Span, ...]] = {}
    doubts: list[Doubt] = []
    birth = None if judgment.text_is == "abstract" else _birth(judgment, evidence, doubts)
    legal = None
    if birth is None and judgment.text_is != "abstract":
        legal = _legal_person(judgment, _head_end(judgment))
    if legal:
        evidence["defendant.legal_person"] = (legal,)
        return Answer(Defendant(legal_person=True), evidence, tuple(doubts))
    stated = _stated_ages(judgment)
    if birth and offence_period is None:
        offence_period = find_offence_period(judgment).value
    now, then = _ages(birth, judgment.date, offence_period)
    several = [*stated.now.values(), *stated.beside]
    if birth is None and len(several) > 1:
        passage = judgment.span(*min((age.start, age.end) for age in several))
        doubts.append(Doubt("defendant.age_at_judgment", "The text states ages of more than one defendant.", passage))
        stated.now.clear()
    now = _told("age_at_judgment", _exact(stated.now, now), now, judgment, evidence)
    then = _told("age_at_offence", _exact(stated.then, then), then, judgment, evidence)
    sex, where, doubt = _sex_in_abstract(judgment, stated) if judgment.text_is == "abstract" else _sex(judgment)
    if where:
        evidence["defendant.sex"] = (where,)
    doubts += [doubt] if doubt else []
    year = birth.year if birth else None
    return Answer(
        Defendant(birth_year=year, sex=sex, age_at_judgment=now, age_at_offence=then), evidence, tuple(doubts)
    )


def _birth(judgment: Judgment, evidence: dict[str, tuple[Span, ...]], doubts: list[Doubt]) -> _Birth | None:
    """Return the defendant's birth, with its evidence, or None with a doubt where it cannot be."""
    births = _births(judgment.text, _head_end(judgment))
    if not births:
        return None
    birth = births[0]
    span = judgment.span(birth.start, birth.end)
    if judgment.date and not YOUNGEST <= judgment.date.year - birth.year <= OLDEST:
        reason = f"A defendant born in {birth.year} cannot be tried in {judgment.date.year}."
        doubts.append(Doubt("defendant.birth_year", reason, span))
        return None
    other = next((b for b in births[1:] if b.year != birth.year and b.start - birth.end < BLOCK_REACH), None)
    if other:
        reason = "The head prints more than one birth year; the first is taken."
        doubts.append(Doubt("defendant.birth_year", reason, judgment.span(other.start, other.end)))
    evidence["defendant.birth_year"] = (span,)
    return birth


def _ages(birth: _Birth | None, judged: dt.date | None, period: Period | None) -> tuple[Ages | None, Ages | None]:
    """Return the ages at judgment and at the offence that follow from a birth."""
    if birth is None:
        return None, None
    first, last = (period.from_, period.to) if period else (None, None)
    if birth.day:
        now = age_on(birth.day, judged) if judged else None
        low, high = (age_on(birth.day, day) if day else None for day in (first, last))
        then = Ages(low, high) if low is not None and high is not None and low >= 0 else None
        return (Ages(now, now) if now is not None and now >= 0 else None), then
    return ages_between(birth.year, judged, last=judged), ages_between(birth.year, first, last=last)


def _told(
    field: str, age: Age | None, else_: Ages | None, judgment: Judgment, evidence: dict[str, tuple[Span, ...]]
) -> Ages | None:
    """Return an age that the text states, noting its passage, else the interval that follows from the birth year."""
    if age is None:
        return else_
    evidence[f"defendant.{field}"] = (judgment.span(age.start, age.end),)
    return Ages(age.years, age.years)


def _sex_in_abstract(judgment: Judgment, stated: _Found) -> tuple[Sex, Span | None, Doubt | None]:
    """Return the sex that an abstract tells by the noun of the defendant's age, else by its pronouns."""
    told = {sex_of(age.noun): age for age in (*stated.now.values(), *stated.then.values())}
    told.pop("unknown", None)
    if len(told) == 1:
        ((sex, age),) = told.items()
        return sex, judgment.span(age.start, age.end), None
    return _sex(judgment)
