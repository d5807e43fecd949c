"""Victims, in invented sentences in the courts' wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.material import HEAD, invented
from vonnis.extraction.record import Victim
from vonnis.extraction.victims import find_victims, normal_placeholder

Facts = tuple[str | None, int | None, int | None, int | None, str]
PROOF = "De bewezenverklaring\nbewezen is dat\nhij op 5 maart 2020 te X het feit heeft begaan tegen "
DICTUM = "\nDe beslissing\nDe rechtbank:\nverklaart bewezen dat de verdachte het feit heeft begaan.\n"


def _facts(victims: tuple[Victim, ...]) -> list[Facts]:
    return [(v.placeholder, v.age, v.age_min, v.age_max, v.sex) for v in victims]


ONE: dict[str, tuple[str, Facts]] = {
    "placeholder": ("[slachtoffer 1].", ("[slachtoffer 1]", None, None, None, "unknown")),
    "age behind": ("[slachtoffer], die toen 15 jaar oud was.", ("[slachtoffer]", 15, 15, 15, "unknown")),
    "age before": ("de 15-jarige [slachtoffer].", ("[slachtoffer]", 15, 15, 15, "unknown")),
    "apposition": ("[slachtoffer], een 15-jarig meisje.", ("[slachtoffer]", 15, 15, 15, "female")),
    "girl in apposition": ("[slachtoffer], een meisje, te X.", ("[slachtoffer]", None, None, None, "female")),
    "boy in apposition": (
        "[slachtoffer], een minderjarige jongen.",
        ("[slachtoffer]", None, None, None, "male"),
    ),
    "of then so many years": (
        "[slachtoffer], een meisje van destijds 16 jaar.",
        ("[slachtoffer]", 16, 16, 16, "female"),
    ),
    "named behind": ("de toen 15-jarige jongen [slachtoffer].", ("[slachtoffer]", 15, 15, 15, "male")),
    "words": ("[slachtoffer], destijds zestien jaar oud.", ("[slachtoffer]", 16, 16, 16, "unknown")),
    "birth year": ("[slachtoffer], geboren op [geboortedatum] 2004.", ("[slachtoffer]", None, 15, 16, "unknown")),
    "bracket 16-17": (
        "[slachtoffer], die de leeftijd van zestien jaren maar nog niet de leeftijd van achttien jaren had bereikt.",
        ("[slachtoffer]", None, 16, 17, "unknown"),
    ),
    "bracket 12-15": (
        "[slachtoffer], die de leeftijd van twaalf jaren maar nog niet die van zestien jaren had bereikt.",
        ("[slachtoffer]", None, 12, 15, "unknown"),
    ),
    "below": (
        "[slachtoffer], die de leeftijd van achttien jaren nog niet had bereikt.",
        ("[slachtoffer]", None, 0, 17, "unknown"),
    ),
    "bracket and age": (
        "[slachtoffer], toen 17 jaar oud. [slachtoffer] had de leeftijd van achttien jaren nog niet had bereikt.",
        ("[slachtoffer]", 17, 17, 17, "unknown"),
    ),
    "years without old": ("[slachtoffer], zestien jaar, was er.", ("[slachtoffer]", 16, 16, 16, "unknown")),
    "years in brackets": ("[slachtoffer] (14 jaar).", ("[slachtoffer]", 14, 14, 14, "unknown")),
    "years alone": ("[slachtoffer] was toen vijftien.", ("[slachtoffer]", 15, 15, 15, "unknown")),
    "who was so many": ("[slachtoffer], die op dat moment zestien was.", ("[slachtoffer]", 16, 16, 16, "unknown")),
    "on that day": (
        "[slachtoffer] gesproken. Zij was op die dag 17 jaar oud.",
        ("[slachtoffer]", 17, 17, 17, "unknown"),
    ),
    "friend of so many": ("[slachtoffer], een vriendin, was 16 jaar.", ("[slachtoffer]", 16, 16, 16, "unknown")),
    "with her, of so many": ("[slachtoffer] geweest. Zij was 17 jaar.", ("[slachtoffer]", 17, 17, 17, "unknown")),
    "boy of so many": ("[slachtoffer], een jongen van dertien.", ("[slachtoffer]", 13, 13, 13, "male")),
    "someone of so many": (
        "[slachtoffer], een medewerker van destijds zeventien jaar, werkte er.",
        ("[slachtoffer]", 17, 17, 17, "unknown"),
    ),
    "with a girl of so many": (
        "[slachtoffer]. Hij had afgesproken met een meisje van zestien.",
        ("[slachtoffer]", 16, 16, 16, "female"),
    ),
    "what an advertisement said": (
        "[slachtoffer]. Er stond dat [slachtoffer] negentien jaar was.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "years older": ("[slachtoffer] is 20 jaar jonger.", ("[slachtoffer]", None, None, None, "unknown")),
    "a child in general": (
        "[slachtoffer]. Voor een jongen van 14 jaar is dat veel.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "defendant in the next sentence": (
        "[slachtoffer] gesproken. Hij was toen 45 jaar oud.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "defendant of so many": (
        "[slachtoffer] misbruikt. Hij was 17 jaar.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "expert on girls": (
        "[slachtoffer]. De deskundige schrijft hoe het bij een meisje van zestien jaar gaat.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "partner of so many": (
        "[slachtoffer]. De verdachte heeft een relatie met een meisje van zeventien jaar.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "another case": (
        "[slachtoffer]. Eerder is verdachte veroordeeld voor contact met een meisje van twaalf jaar.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "claimed by a party": (
        "[slachtoffer]. De officier van justitie stelt dat verdachte sprak met een meisje van vijftien jaar.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "time since": ("[slachtoffer], 12 jaar na de ontmoeting.", ("[slachtoffer]", None, None, None, "unknown")),
    "time of a relation": (
        "een relatie. Die met [slachtoffer] was acht jaar.",
        ("[slachtoffer]", None, None, None, "unknown"),
    ),
    "pronoun": ("[slachtoffer] en verklaart dat zij was gevlucht.", ("[slachtoffer]", None, None, None, "female")),
    "age of the only victim": (
        "[slachtoffer]. Dit is ontucht met een 15-jarig meisje.",
        ("[slachtoffer]", 15, 15, 15, "female"),
    ),
}


@pytest.mark.parametrize(("words", "facts"), ONE.values(), ids=ONE)
def test_one_victim(words: str, facts: Facts) -> None:
    judgment = invented(HEAD + PROOF + words + DICTUM)
    answer = find_victims(judgment)
    assert _facts(answer.value) == [facts]
    assert all(victim.evidence.check(judgment.text) for victim in answer.value)


def test_victims_stand_once_by_placeholder() -> None:
    words = "[slachtoffer 1], de 15-jarige [slachtoffer 2 ], [Slachtoffer 1] en [slachtoffer2]."
    victims = find_victims(invented(HEAD + PROOF + words + DICTUM)).value
    assert [(v.placeholder, v.age) for v in victims] == [("[slachtoffer 1]", None), ("[slachtoffer 2]", 15)]


@pytest.mark.parametrize(
    "words",
    [
        "niemand. De verdachte zorgt voor zijn driejarige dochter.",
        "niemand. De 35-jarige verdachte heeft werk.",
        "niemand. [getuige 1] was toen 15 jaar oud.",
    ],
    ids=["own child", "defendant", "witness"],
)
def test_others_are_no_victims(words: str) -> None:
    assert find_victims(invented(HEAD + PROOF + words + DICTUM)).value == ()


def test_birth_in_the_head_is_no_victim() -> None:
    assert find_victims(invented(HEAD + DICTUM)).value == ()


def test_brackets_that_cannot_both_be_true_are_a_doubt() -> None:
    bracket = "die de leeftijd van zestien jaren maar nog niet die van achttien jaren had bereikt"
    other = "die de leeftijd van twaalf jaren nog niet had bereikt"
    answer = find_victims(invented(f"{HEAD}{PROOF}[slachtoffer], {bracket}.\n[slachtoffer], {other}.{DICTUM}"))
    assert _facts(answer.value) == [("[slachtoffer]", None, None, None, "unknown")]
    assert answer.doubts[0].field == "victims"


SUMMARIES: dict[str, tuple[str, list[tuple[int | None, str]]]] = {
    "girl": ("Ontucht met een vijftienjarig meisje.", [(15, "female")]),
    "no noun": ("Seks tegen betaling met een 16-jarige, art. 248b Sr.", [(16, "unknown")]),
    "said twice": ("Ontucht met 15-jarig meisje. Het 15-jarige meisje deed aangifte.", [(15, "female")]),
    "counted": ("Ontucht met drie zevenjarige meisjes.", [(7, "female")] * 3),
    "list": ("Verdachte en slachtoffertjes van 2 en 5 jaar.", [(2, "unknown"), (5, "unknown")]),
    "of one team": ("Ontucht met twee speelsters van 13 en 15 jaar.", [(13, "female"), (15, "female")]),
    "that were": ("Ontucht met twee meisjes die 7 en 9 jaar oud waren.", [(7, "female"), (9, "female")]),
    "of so many": ("Verkrachting van een meisje van veertien jaar oud.", [(14, "female")]),
    "baby": ("Mishandeling van zijn toen 2 maanden oude zoontje.", [(0, "male")]),
    "minor": ("Ontucht met een minderjarig meisje.", [(None, "female")]),
    "minor, more follows": ("Ontucht met een minderjarig meisje in de periode van mei.", [(None, "female")]),
    "minor alone": ("Seks tegen betaling met een minderjarige, artikel 248b Sr.", [(None, "unknown")]),
    "minor who is tried": ("Vrijspraak van de minderjarige verdachte.", []),
    "defendant's age": ("De rechtbank veroordeelt een 28-jarige man wegens diefstal.", []),
    "none": ("Vrijspraak van diefstal.", []),
}


@pytest.mark.parametrize(("text", "expected"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary(text: str, expected: list[tuple[int | None, str]]) -> None:
    victims = find_victims(invented(text, text_is="abstract")).value
    assert [(victim.age, victim.sex) for victim in victims] == expected


def test_one_victim_of_two_ages_has_an_interval() -> None:
    (victim,) = find_victims(invented("Ontucht met een meisje (14 en 15 jaren oud).", text_is="abstract")).value
    assert (victim.age, victim.age_min, victim.age_max) == (None, 14, 15)


@given(st.integers(1, 17))
def test_age_of_a_named_victim_is_read_back(years: int) -> None:
    words = f"[slachtoffer 3], toen {years} jaar oud."
    assert [v.age for v in find_victims(invented(HEAD + PROOF + words + DICTUM)).value] == [years]


@pytest.mark.parametrize("raw", ["[slachtoffer 2]", "[slachtoffer 2 ]", "[Slachtoffer  2]", "[slachtoffer2]"])
def test_normal_placeholder(raw: str) -> None:
    assert normal_placeholder(raw) == "[slachtoffer 2]"
