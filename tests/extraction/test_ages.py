"""Ages and whose they are, in invented sentences in the wording of court summaries."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction.ages import age_on, ages_between, find_ages
from vonnis.extraction.record import Ages
from vonnis.extraction.whose import sex_of, whose_age

FORMS = {
    "hyphen": ("een 28-jarige man", 28, "man"),
    "space": ("een 28 jarige man", 28, "man"),
    "glued": ("een 28jarige man", 28, "man"),
    "word": ("een vijftienjarig meisje", 15, "meisje"),
    "long word": ("een vijfendertigjarige man", 35, "man"),
    "trema": ("een tweeëntwintigjarige man", 22, "man"),
    "adjective between": ("een 13-jarige kwetsbare jongen", 13, "jongen"),
    "years old": ("hij was destijds zestien jaar oud", 16, ""),
    "months old": ("een vier maanden oude baby", 0, "baby"),
    "placeholder": ("de 15-jarige [slachtoffer 1]", 15, "[slachtoffer 1]"),
}


@pytest.mark.parametrize(("text", "years", "noun"), FORMS.values(), ids=FORMS)
def test_age_is_read(text: str, years: int, noun: str) -> None:
    (age,) = find_ages(text)
    assert (age.years, age.noun) == (years, noun)


@pytest.mark.parametrize(
    "text",
    [
        "een gevangenisstraf van 3 jaar",
        "jonger dan zestien jaar oud",
        "tussen de vier en negen jaar oud",
        "de meerderjarige verdachte",
        "een minderjarig meisje",
        "een 500-jarige boom",
    ],
)
def test_no_age_of_anyone(text: str) -> None:
    assert list(find_ages(text)) == []


@pytest.mark.parametrize("word", ["toen", "destijds", "toentertijd", "bij aanvang"])
def test_age_at_the_offence_is_marked(word: str) -> None:
    assert next(find_ages(f"een {word} 16-jarig meisje")).then


@given(st.integers(1, 99))
def test_every_age_is_read(years: int) -> None:
    assert [age.years for age in find_ages(f"De rechtbank veroordeelt een {years}-jarige man.")] == [years]


WHOSE = {
    "convicts": ("De rechtbank veroordeelt een 28-jarige man tot een taakstraf.", "defendant"),
    "has convicted": ("De rechtbank heeft een 28-jarige man veroordeeld.", "defendant"),
    "has convicted on a day": ("De rechtbank heeft op 4 mei 2021 een 28-jarige inwoner veroordeeld.", "defendant"),
    "opens the sentence": ("Een 28-jarige man is veroordeeld voor diefstal.", "defendant"),
    "opens the text": ("28-jarige man vrijgesproken van diefstal.", "defendant"),
    "acquits": ("De rechtbank spreekt een 28-jarige vrouw vrij.", "defendant"),
    "by": ("Poging tot ontucht door 28-jarige verdachte.", "defendant"),
    "by a man": ("Poging doodslag op vader door 28-jarige man.", "defendant"),
    "penalty for": ("Een taakstraf voor een 28-jarige man.", "defendant"),
    "veroordeling": ("Veroordeling 28-jarige automobilist wegens een ongeval.", "defendant"),
    "inverted": ("Voor diefstal veroordeelt de rechtbank Voorbeeldstad een 28-jarige man.", "defendant"),
    "named before": ("Verdachte, destijds 28 jaar oud, heeft gestolen.", "defendant"),
    "at that age": ("Verdachte heeft op 17-jarige leeftijd gestolen.", "defendant"),
    "object": ("Ontucht met een 15-jarig meisje.", "victim"),
    "object without noun": ("Ontucht met een 15-jarige, art. 247 Sr.", "victim"),
    "adult object": ("Mishandeling van een 35-jarige man.", "victim"),
    "robbed of freedom": ("Verdachte heeft een 21-jarige man urenlang van zijn vrijheid beroofd.", "victim"),
    "victim noun": ("Oplichting. Het 92-jarige slachtoffer verloor geld.", "victim"),
    "own child": ("Mishandeling van zijn 8-jarige stiefzoon.", "victim"),
    "died": ("Een 19-jarige inzittende overleed.", "victim"),
    "relation without offence": ("Zijn 24-jarige vriendin woonde bij hem in.", "unclear"),
    "co-offender": ("De 16-jarige mededader krijgt jeugddetentie.", "unclear"),
    "second defendant": ("De rechtbank heeft een 49-jarige man en zijn 20-jarige zoon veroordeeld.", "unclear"),
}


@pytest.mark.parametrize(("text", "whose"), WHOSE.values(), ids=WHOSE)
def test_whose_age_it_is(text: str, whose: str) -> None:
    assert whose_age(text, list(find_ages(text))[-1]) == whose


@pytest.mark.parametrize(
    ("noun", "sex"), [("meisje", "female"), ("zoontje", "male"), ("man", "male"), ("kind", "unknown")]
)
def test_sex_of_noun(noun: str, sex: str) -> None:
    assert sex_of(noun) == sex


@given(st.dates(dt.date(1920, 1, 1), dt.date(2010, 12, 31)), st.dates(dt.date(2011, 1, 1), dt.date(2040, 12, 31)))
def test_interval_from_the_year_holds_the_age(birth: dt.date, day: dt.date) -> None:
    bounds = ages_between(birth.year, day, last=day)
    assert bounds is None or bounds.min <= age_on(birth, day) <= bounds.max


def test_interval_over_a_period() -> None:
    assert ages_between(1990, dt.date(2010, 5, 1), last=dt.date(2012, 5, 1)) == Ages(19, 22)
    assert ages_between(1990, None, last=None) is None
