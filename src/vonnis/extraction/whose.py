"""Tell whose age a text states, the defendant's or a victim's, by the words of ``persons.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from vonnis.extraction.ages import Age
from vonnis.extraction.record import Sex

Whose = Literal["defendant", "victim", "unclear"]

BEFORE_REACH = 160
AFTER_REACH = 120
PHRASE = 110
_TRIED = (
    "erdachte",
    "eroordeelde",
    "ter beschikking gesteld",
    "terbeschikkinggesteld",
    "opgeëiste persoon",
    "wederrechtelijk verkregen",
)
_OPENING = re.compile(r"(?:(?:een|de|het)(?:\s+\w+e)?)?", re.IGNORECASE)
_NAMED_BEFORE = re.compile(
    r"\b(?:(?P<defendant>(?:hoofd)?verdachte)|slachtoffer|meisje|aangeefster)\s*(?:,|\(|\bvan\b)\s*(?:een\s+)?"
    r"(?:(?:die|dat)\s+)?(?:(?:was|is)\s+)?$"
    r"|\b(?:slachtoffer|meisje|aangeefster)\s+was\s+$",
    re.IGNORECASE,
)
_SECOND_PERSON = re.compile(
    r"\b(?:man|vrouw|verdachte|\d+-jarige?)\s+en\s+(?:(?:zijn|haar|een|de)\s*)?$", re.IGNORECASE
)


_TRIED_HERE = re.compile(r"\b(?:veroordeelt|spreekt|ontslaat)\s+(?:de|een)\s+$", re.IGNORECASE)
_AND_OTHERS = re.compile(r"\s*\d{1,2}-jarige\s+mede(?:dader|verdachte)", re.IGNORECASE)
"""Behind "18-jarige en", the co-defendants of which that is one age."""
WITNESS = re.compile(
    r"[^.;,]{0,30}\b(?:aanwezig\s+(?:was|waren)|getuige\b|toekeek|toekeken|zag(?:en)?\s+dat)", re.IGNORECASE
)
"""Behind somebody who saw what happened, and is no victim of it."""


_TRIED_TOO = re.compile(
    r"\s+(?:is|wordt|werd|was)\s+(?:ook\s+|eveneens\s+)?(?:vrijgesproken|veroordeeld)\b", re.IGNORECASE
)
"""Behind a relation of the defendant who was tried too."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``persons.yaml``."""

    defendant_nouns: tuple[str, ...]
    other_nouns: tuple[str, ...]
    victim_nouns: dict[Sex, tuple[str, ...]]
    relation_nouns: tuple[str, ...]
    person_nouns: dict[Sex, tuple[str, ...]]
    defendant_before: tuple[str, ...]
    defendant_after: tuple[str, ...]
    beside_before: tuple[str, ...]
    beside_after: tuple[str, ...]
    deed_of_defendant: tuple[str, ...]
    victim_before: tuple[str, ...]
    victim_offence: tuple[str, ...]
    victim_adjective: str
    victim_after: tuple[str, ...]


@cache
def _table() -> _Table:
    """Return the words and phrasings; raise msgspec.ValidationError where the file does not fit its shape."""
    return msgspec.yaml.decode(files(__package__).joinpath("persons.yaml").read_bytes(), type=_Table)


@cache
def _phrasings(name: str) -> re.Pattern[str]:
    """Return the alternatives of one row of phrasings as one pattern."""
    row = getattr(_table(), name)
    return re.compile(row if isinstance(row, str) else "|".join(row), re.IGNORECASE)


@cache
def victim_words() -> dict[str, Sex]:
    """Return the nouns for victims, each with the sex that the word itself tells."""
    return {noun: sex for sex, nouns in _table().victim_nouns.items() for noun in nouns}


@cache
def _person_words() -> dict[str, Sex]:
    return {noun: sex for sex, nouns in _table().person_nouns.items() for noun in nouns}


@cache
def _adjacent() -> re.Pattern[str]:
    """Return a pattern for a preposition right before an age, which makes its person the object of an offence."""
    article = r"(?:(?:een|de|het|haar|zijn|hun|twee|drie)\s+)?"
    return re.compile(rf"\b(?:op|van|met|jegens|bij|tegen|tot)\s+{article}{_table().victim_adjective}$", re.IGNORECASE)


def sex_of(noun: str) -> Sex:
    """Return the sex that a noun itself tells ("meisje", "zoontje", "man"), else unknown."""
    return victim_words().get(noun) or _person_words().get(noun) or "unknown"


def has_defendant(text: str) -> bool:
    """Tell whether a text speaks of anyone who is tried or was convicted; other areas of law have parties instead."""
    return any(word in text for word in _TRIED)


def is_defendant_noun(noun: str) -> bool:
    """Tell whether a noun can only mean the defendant."""
    return noun in _table().defendant_nouns or (noun.startswith("[verdachte") and noun.endswith("]"))


def _around(text: str, age: Age) -> tuple[str, str]:
    """Return the words of the same sentence before an age, and some words after it."""
    reach = max(0, age.start - BEFORE_REACH)
    stop = text.rfind(". ", reach, age.start)
    start = stop + 1 if stop >= 0 else reach
    return text[start : age.start].replace("\n", " "), text[age.end : age.end + AFTER_REACH].replace("\n", " ")


def is_second_person(text: str, age: Age) -> bool:
    """Tell whether an age is that of a second person beside the first ("een man en zijn 20-jarige zoon")."""
    return _SECOND_PERSON.search(_around(text, age)[0]) is not None


def whose_age(text: str, age: Age) -> Whose:
    """Return whose age a text states, by the noun that it describes and the phrasing around it."""
    before, after = _around(text, age)
    if is_defendant_noun(age.noun) or _TRIED_HERE.search(before):
        return "defendant"
    if age.noun == "leeftijd":
        return _of_subject(before)
    if age.noun in _table().other_nouns or _SECOND_PERSON.search(before) or _is_beside(age, after):
        return "unclear"
    if _phrasings("victim_after").match(after):
        return "victim"
    if age.noun in victim_words() or age.noun.startswith(("[slachtoffer", "[naam slachtoffer", "[benadeelde")):
        return _of_likely_victim(age, before, after)
    return _of_any_person(before, after)


def _is_beside(age: Age, after: str) -> bool:
    """Tell whether an age is that of a witness, or of one of several co-defendants."""
    return WITNESS.match(after) is not None or (age.noun == "en" and _AND_OTHERS.match(after) is not None)


def _of_subject(before: str) -> Whose:
    """Return whose age "op 18-jarige leeftijd" states: that of the subject which opens the sentence."""
    opening = re.match(r"\s*(?:De\s+|Het\s+)?(\[?\w+)", before)
    word = opening[1].lower() if opening else ""
    if is_defendant_noun(word) or word == "[verdachte":
        return "defendant"
    return "victim" if word in victim_words() or word.startswith("[slachtoffer") else "unclear"


def _of_likely_victim(age: Age, before: str, after: str) -> Whose:
    """Return whose age a noun for victims has: a relation needs an offence, and a girl may be the one convicted."""
    if age.noun in _table().relation_nouns and not names_offence(before + after):
        return "unclear"
    if age.noun in _table().relation_nouns and _TRIED_TOO.match(after):
        return "unclear"
    accused = _phrasings("defendant_after").match(after) and _phrasings("defendant_before").search(before[-PHRASE:])
    return "unclear" if accused and not names_offence(before) else "victim"


def names_offence(words: str) -> bool:
    """Tell whether words name an offence against a person."""
    small = words.lower()
    return any(word in small for word in _table().victim_offence)


def _of_any_person(before: str, after: str) -> Whose:
    """Return whose age stands between these words, where the noun ("man", "inwoner") could be anybody."""
    named = _NAMED_BEFORE.search(before)
    if named:
        return "defendant" if named["defendant"] else "victim"
    if _phrasings("beside_before").search(before) or _phrasings("beside_after").match(after):
        return "unclear"
    offended = names_offence(before)
    if (offended and _adjacent().search(before)) or _is_done_to(before, after):
        return "victim"
    # Who opens a sentence of a summary is whom the court tried.
    tried = _OPENING.fullmatch(before.strip()) or _phrasings("defendant_before").search(before[-PHRASE:])
    if tried or _phrasings("defendant_after").match(after):
        return "defendant"
    return "victim" if offended and _phrasings("victim_before").search(before) else "unclear"


def _is_done_to(before: str, after: str) -> bool:
    """Tell whether the defendant did to somebody what the rest of the sentence tells: "heeft een man beroofd"."""
    return names_offence(after.partition(".")[0]) and _phrasings("deed_of_defendant").search(before) is not None
