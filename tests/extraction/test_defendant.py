"""The defendant, in invented heads and charges in the courts' wording."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extraction.material import invented
from vonnis.extraction.defendant import find_defendant
from vonnis.extraction.record import Ages, Defendant
from vonnis.judgment.judgment import Judgment

START = "RECHTBANK VOORBEELDSTAD\nVonnis van 15 oktober 2020\nin de strafzaak tegen\n"
REST = """
Onderzoek van de zaak
Dit vonnis is gewezen naar aanleiding van het onderzoek ter terechtzitting van 1 oktober 2020.
De tenlastelegging
Aan verdachte is ten laste gelegd dat
hij op of omstreeks 5 maart 2020 te Voorbeeldstad een fiets heeft weggenomen.
"""
JUDGED = dt.date(2020, 10, 15)
BIRTHS = {
    "masked day": (
        "[verdachte],\ngeboren op [geboortedatum] 1985 te [geboorteplaats],\nwonende te [woonplaats].",
        1985,
    ),
    "year in brackets": ("[verdachte] ,\ngeboren op [1985] te [geboorteplaats] ,", 1985),
    "place and year": ("[verdachte B],\ngeboren te [plaats, 1985],\nzonder vaste woonplaats,", 1985),
    "place first": ("[verdachte],\ngeboren te [geboorteplaats] (Polen) op [geboortedag 1] 1985,", 1985),
    "masked particulars": ("[verdachte], [geboortegegevens] 1985,\nwonende te [woonplaats],", 1985),
    "birth year": ("[verdachte], geboren te [geboorteplaats] op [geboortejaar] 1985, [adres].", 1985),
    "day and month masked apart": ("[verdachte]\ngeboortedatum: [datum]-[maand]-1985 te [geboorteplaats]", 1985),
    "dots": ("[verdachte],\ngeboren op [...] 1985 in [geboorteplaats],", 1985),
    "full date": ("[verdachte],\ngeboren te [geboorteplaats] op 3 mei 1985,", 1985),
    "figures": ("[verdachte],\ngeb. 03-05-1985 te [geboorteplaats],", 1985),
    "born as": ("[naam verdachte]\n,\ngeboren te [geboorteplaats verdachte] op [geboortedatum verdachte] 1985,", 1985),
    "all masked": ("[verdachte],\ngeboren op [geboortedatum] te [geboorteplaats],\nwonende te [adres].", None),
    "masked, other years follow": ("[verdachte],\ngeboren op [geboortedatum],\nwonende te [adres], 1985 AB.", None),
    "no birth": ("[verdachte],\nwonende te [woonplaats].", None),
}


@pytest.mark.parametrize(("person", "year"), BIRTHS.values(), ids=BIRTHS)
def test_birth_year(person: str, year: int | None) -> None:
    judgment = invented(START + person + REST, date=JUDGED)
    answer = find_defendant(judgment)
    assert answer.value.birth_year == year
    assert [s.check(judgment.text).quote for s in answer.evidence.get("defendant.birth_year", ())] == (
        [str(year)] if year else []
    )


@pytest.mark.parametrize(
    "other",
    [
        "Medeverdachte [medeverdachte 1], geboren op [geboortedatum] 1991.",
        "Het slachtoffer [slachtoffer], geboren op [geboortedatum] 2004.",
        "De getuige [getuige], geboren in 1960.",
        "De vennootschap is vertegenwoordigd door haar bestuurder [bestuurder], geboren op [geboortedatum] 1960.",
    ],
    ids=["co-defendant", "victim", "witness", "director"],
)
def test_birth_of_others_does_not_count(other: str) -> None:
    text = START + "[verdachte],\nwonende te [woonplaats].\n" + other + REST
    assert find_defendant(invented(text)).value.birth_year is None


def test_birth_in_the_evidence_does_not_count() -> None:
    text = START + "[verdachte]," + REST + "Het bewijs\nDe verdachte is geboren in 1985, zegt de getuige.\n"
    assert find_defendant(invented(text)).value.birth_year is None


def test_impossible_birth_year_is_a_doubt() -> None:
    answer = find_defendant(invented(START + "[verdachte], geboren op [geboortedatum] 2019," + REST, date=JUDGED))
    assert answer.value.birth_year is None
    assert answer.doubts[0].field == "defendant.birth_year"


def test_two_birth_years_are_a_doubt() -> None:
    text = (
        START
        + "[verdachte], geboren op [geboortedatum] 1985,\nalias verdachte, geboren op [geboortedatum] 1988,"
        + REST
    )
    answer = find_defendant(invented(text, date=JUDGED))
    assert answer.value.birth_year == 1985
    assert answer.doubts[0].field == "defendant.birth_year"


@pytest.mark.parametrize(
    "person",
    [
        "[verdachte B.V.],\ngevestigd te [vestigingsplaats].",
        "[verdachte],\nstatutair gevestigd te [plaats].",
        "de stichting [verdachte],\nkantoorhoudende te [plaats].",
        "[verdachte] N.V.,\nte [plaats].",
    ],
    ids=["B.V.", "seat", "stichting", "N.V."],
)
def test_legal_person(person: str) -> None:
    answer = find_defendant(invented(START + person + REST))
    assert answer.value == Defendant(legal_person=True)
    assert "defendant.legal_person" in answer.evidence


def test_ages_are_intervals_where_only_the_year_is_known() -> None:
    defendant = find_defendant(invented(START + "[verdachte], geboren op [datum] 1985," + REST, date=JUDGED)).value
    assert (defendant.age_at_judgment, defendant.age_at_offence) == (Ages(34, 35), Ages(34, 35))


@pytest.mark.parametrize(
    ("birth", "now", "then"), [("6 maart 1985", 35, 34), ("5 maart 1985", 35, 35), ("16 oktober 1985", 34, 34)]
)
def test_ages_are_exact_where_the_day_is_printed(birth: str, now: int, then: int) -> None:
    defendant = find_defendant(invented(START + f"[verdachte], geboren te X op {birth}," + REST, date=JUDGED)).value
    assert (defendant.age_at_judgment, defendant.age_at_offence) == (Ages(now, now), Ages(then, then))


def test_stated_age_makes_the_interval_exact() -> None:
    text = (
        START + "[verdachte], geboren op [datum] 1985," + REST + "Strafmotivering\nDe 35-jarige verdachte heeft werk.\n"
    )
    answer = find_defendant(invented(text, date=JUDGED))
    assert answer.value.age_at_judgment == Ages(35, 35)
    assert answer.evidence["defendant.age_at_judgment"][0].quote.startswith("35-jarige")


CHARGES = {
    "hij": ("dat\nhij op of omstreeks 5 maart 2020 te X", "male"),
    "zij": ("dat\nzij op of omstreeks 5 maart 2020 te X", "female"),
    "in a line": ("dat zij in of omstreeks de periode van mei 2020 te X", "female"),
    "hij, verdachte": ("De aangever zag wat hij, verdachte, deed.", "male"),
    "lawyer": ("wat verdachte en haar raadsvrouw naar voren hebben gebracht", "female"),
    "assisted": ("De verdachte, bijgestaan door zijn raadsman, is gehoord. Zijn advocaat sprak.", "male"),
    "statement": ("De verdachte heeft verklaard dat zij heeft gestolen.", "female"),
    "next sentence": ("De verdachte werkt in een winkel. Zij heeft een woning.", "female"),
    "sentence that opens": ("Verdachte heeft het niet betwist. Zij heeft gezegd dat het druk was.", "female"),
    "list": ("- dat verdachte een wapen had;\n- dat hij is gewaarschuwd.", "male"),
    "co-defendant": ("Medeverdachte heeft het niet betwist. Zij heeft gezegd dat het druk was.", "unknown"),
    "a person concerned": ("De betrokkene bij het ongeval zei dat hij schrok.", "unknown"),
    "court is no woman": ("De rechtbank acht bewezen, maar zal zij verdachte vrijspreken.", "unknown"),
    "suspicious things": ("Er zijn verdachte dingen gezien en dat zij in verband staan.", "unknown"),
    "plural": ("De getuigen zeggen dat zij op straat liepen.", "unknown"),
    "nothing": ("Er is niets gezegd.", "unknown"),
}


@pytest.mark.parametrize(("sentence", "sex"), CHARGES.values(), ids=CHARGES)
def test_sex(sentence: str, sex: str) -> None:
    text = START + "[verdachte],\nwonende te [woonplaats].\nHet onderzoek\n" + sentence + "\n"
    assert find_defendant(invented(text)).value.sex == sex


def test_sex_of_the_person_concerned_in_a_confiscation() -> None:
    head = "Vonnis in de ontnemingszaak tegen\n[verdachte] (hierna: betrokkene),\nwonende te [woonplaats].\n"
    text = head + "Het verweer\nBetrokkene stelt zich op het standpunt dat hij onschuldig is.\n"
    assert find_defendant(invented(text)).value.sex == "male"


def test_contradicting_words_are_a_doubt() -> None:
    text = START + "[verdachte].\nDe tenlastelegging\nhij op of omstreeks 5 mei 2020\nzij op of omstreeks 6 mei 2020\n"
    answer = find_defendant(invented(text))
    assert answer.value.sex == "unknown"
    assert [doubt.field for doubt in answer.doubts] == ["defendant.sex"]


SUMMARIES = {
    "man": ("De rechtbank veroordeelt een 28-jarige man.", Defendant(sex="male", age_at_judgment=Ages(28, 28))),
    "woman": ("Een 41-jarige vrouw is veroordeeld.", Defendant(sex="female", age_at_judgment=Ages(41, 41))),
    "then": ("De toen 15-jarige verdachte heeft bekend.", Defendant(age_at_offence=Ages(15, 15))),
    "years and more": ("De verdachte, 58 jaar en ziek, krijgt een boete.", Defendant(age_at_judgment=Ages(58, 58))),
    "victim's": ("Ontucht met een 15-jarig meisje.", Defendant()),
    "none": ("Vrijspraak van diefstal.", Defendant()),
}


@pytest.mark.parametrize(("text", "expected"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary(text: str, expected: Defendant) -> None:
    assert find_defendant(invented(text, text_is="abstract")).value == expected


def test_two_defendants_of_a_summary_are_a_doubt() -> None:
    answer = find_defendant(invented("Een 21-jarige man en een 26-jarige vrouw zijn veroordeeld.", text_is="abstract"))
    assert answer.value.age_at_judgment is None
    assert [doubt.field for doubt in answer.doubts] == ["defendant.age_at_judgment"]


@pytest.mark.parametrize(
    "text", ["", "Uitspraak in het geding tussen [A] B.V., gevestigd te X, en de minister."], ids=["empty", "no crime"]
)
def test_no_defendant(text: str) -> None:
    assert find_defendant(Judgment(id="x", text=text)).value == Defendant()
