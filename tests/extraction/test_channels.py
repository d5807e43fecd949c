"""Contact channels, in invented sentences without acts, persons or sites that exist."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extraction.material import HEAD, invented
from vonnis.extraction.channels import Term, find_channels

CASE = "De bewezenverklaring\nhij op 5 maart 2020 te X ontucht heeft gepleegd als bedoeld in artikel 248b Sr.\n"
REASONS = "De strafmotivering\n"
FOUND = {
    "masked site": ("Verdachte kwam via [naam website] in contact met het slachtoffer.", "ad_site_unnamed"),
    "masked, numbered": ("De afspraak met [slachtoffer 1] is gemaakt via [website 2].", "ad_site_unnamed"),
    "advertisement": ("Verdachte heeft gereageerd op een seksadvertentie van het slachtoffer.", "ad_site_unnamed"),
    "legal": ("Het meisje werd aangeboden op een legale seksadvertentiesite.", "ad_site_legal"),
    "general": ("Via een algemene advertentiesite kwam hij in contact met haar.", "ad_site_other"),
    "dating": ("Verdachte leerde het slachtoffer kennen via een datingsite.", "dating"),
    "social": ("Verdachte heeft het slachtoffer benaderd via sociale media.", "social_media"),
    "chat": ("Op een chatsite kwam verdachte in contact met het meisje.", "chat"),
    "agency": ("Verdachte heeft via een escortbureau een afspraak met het slachtoffer gemaakt.", "agency"),
    "street": ("Verdachte heeft het slachtoffer ontmoet op de tippelzone.", "street"),
    "spoken to": ("Het slachtoffer is door verdachte op straat aangesproken en heeft contact met hem gehad.", "street"),
    "friend": ("Verdachte kwam via een vriend in contact met het slachtoffer.", "third_party"),
    "known": ("Verdachte kende het slachtoffer al en heeft contact gezocht.", "acquaintance"),
    "masked and described": (
        "Verdachte kwam via [naam website], een legale seksadvertentiewebsite, in contact met het slachtoffer.",
        "ad_site_legal",
    ),
    "third party": ("Verdachte is door een derde met het slachtoffer in contact gebracht.", "third_party"),
    "through a third party": ("Verdachte kwam via een derde in contact met het slachtoffer.", "third_party"),
    "app": ("Via [naam app] heeft verdachte contact gezocht met het slachtoffer.", "other"),
}


@pytest.mark.parametrize(("sentence", "class_"), FOUND.values(), ids=FOUND)
def test_channel_is_found(sentence: str, class_: str) -> None:
    judgment = invented(HEAD + CASE + REASONS + sentence + "\n")
    channels = find_channels(judgment).value
    assert [channel.class_ for channel in channels] == [class_]
    assert channels[0].evidence.check(judgment.text).quote in sentence


NOT_FOUND = {
    "no contact": "Verdachte had sociale media op zijn telefoon.",
    "no victim": "Verdachte kreeg via een datingsite contact met een collega.",
    "condition": "Verdachte mag via sociale media geen contact opnemen met het slachtoffer; dit is een verbod.",
    "denial": "Verdachte ontkent dat hij via een datingsite contact had met het slachtoffer.",
    "two sentences": "Verdachte zat op een datingsite. Later had hij contact met het slachtoffer.",
}


@pytest.mark.parametrize("sentence", NOT_FOUND.values(), ids=NOT_FOUND)
def test_word_alone_is_no_channel(sentence: str) -> None:
    assert find_channels(invented(HEAD + CASE + REASONS + sentence + "\n")).value == ()


def test_other_cases_have_no_contact_channel() -> None:
    theft = "De bewezenverklaring\nhij op 5 maart 2020 te X een fiets heeft weggenomen.\n"
    sentence = "Via een algemene advertentiesite kwam hij in contact met het slachtoffer.\n"
    assert find_channels(invented(HEAD + theft + REASONS + sentence)).value == ()


@pytest.mark.parametrize(("article", "found"), [("245", True), ("247", True), ("310", False)])
def test_the_article_alone_shows_what_the_case_is_about(article: str, *, found: bool) -> None:
    charge = f"De bewezenverklaring\nhij op 5 maart 2020 te X het feit van artikel {article} Sr heeft begaan.\n"
    sentence = "Verdachte kwam via een chatbox in contact met het slachtoffer.\n"
    assert bool(find_channels(invented(HEAD + charge + REASONS + sentence)).value) is found


@pytest.mark.parametrize("heading", ["De eis van de officier van justitie", "Het standpunt van de verdediging"])
def test_what_the_parties_say_does_not_count(heading: str) -> None:
    sentence = "Verdachte kwam via een datingsite in contact met het slachtoffer.\n"
    assert find_channels(invented(f"{HEAD}{CASE}Strafmotivering\n{heading}\n{sentence}")).value == ()


def test_each_class_stands_once() -> None:
    sentence = "Verdachte kwam via een datingsite in contact met het slachtoffer.\n"
    channels = find_channels(invented(HEAD + CASE + REASONS + sentence * 3)).value
    assert [channel.class_ for channel in channels] == ["dating"]


@pytest.mark.parametrize(("since", "found"), [("2019-01-01", True), ("2021-01-01", False)], ids=["existed", "not yet"])
def test_study_adds_its_own_dated_terms(since: str, *, found: bool) -> None:
    term = Term(
        term="voorbeeldsite",
        class_="ad_site_legal",
        source="invented",
        from_=dt.date.fromisoformat(since),
    )
    sentence = "Via voorbeeldsite kwam verdachte in contact met het slachtoffer.\n"
    channels = find_channels(invented(HEAD + CASE + REASONS + sentence), more=(term,)).value
    assert bool(channels) is found
