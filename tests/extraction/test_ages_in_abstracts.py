"""Ages that abstracts tell without "-jarig" or "jaar oud", and those of others than defendant and victim."""

from __future__ import annotations

import pytest

from tests.extraction.material import invented
from vonnis.extraction.extractor import extract


def ages(text: str) -> tuple[int | None, list[tuple[int | None, int | None]]]:
    """Return the defendant's age and the bounds of the victims' ages that an abstract tells."""
    record = extract(invented(text, court="Rechtbank Voorbeeldstad", text_is="abstract"))
    own = record.defendant.age_at_offence or record.defendant.age_at_judgment
    return own.min if own else None, [(victim.age_min, victim.age_max) for victim in record.victims]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Verdachte was 16 jaar. Veroordeling wegens heling.", 16),
        ("Ten tijde van de heling was de verdachte zeventien jaar.", 17),
        ("Rekening is gehouden met de leeftijd (15 jaar) van verdachte.", 15),
        ("De verdachte (17 jaar) wordt veroordeeld wegens heling.", 17),
        ("Kinderrechter. Heling, verdachte (15) bekent.", 15),
        ("Een man van 38 is veroordeeld tot een taakstraf.", 38),
        ("Vier jaar cel voor de hoofdverdachte, een man van 47.", 47),
        ("Verdachte, 26 jaar, wordt veroordeeld wegens heling.", 26),
        ("De rechtbank veroordeelt een man van 41 uit Voorbeeldstad wegens heling.", 41),
        (
            "De rechtbank veroordeelt een 36-jarige vrouw. De 18-jarige en 16-jarige mededaders kregen een taakstraf.",
            36,
        ),
        ("Verdachte was 3 jaar geleden al veroordeeld wegens heling.", None),
        ("De verdachte was 16 jaar werkzaam als penningmeester.", None),
        ("Verdachte was vijftien jaar in dienst bij de bank.", None),
        ("Man (41) vrijgesproken van heling.", 41),
        ("Heling. De vrouw (32) uit Voorbeeldstad krijgt een taakstraf.", 32),
        ("De bestuurder (41) reed de man aan. De verdachte krijgt een taakstraf.", None),
        ("De rechtbank heeft vrijdag een 28-jarige magazijnmedewerker veroordeeld tot een taakstraf.", 28),
        ("De rechtbank spreekt de 44-jarige vader vrij van mishandeling.", 44),
        ("De hoofdverdachte, een 46-jarige ondernemer, krijgt een taakstraf.", 46),
        ("De verdachte was pas 19 jaar toen hij het horloge wegnam.", 19),
        (
            "De 17-jarige jongen die samen met verdachte de inbraak pleegde, kreeg 2 maanden. Verdachte krijgt 1 jaar.",
            None,
        ),
        ("Een 17-jarige jongen met wie verdachte de inbraak pleegde, is vrijgesproken. Verdachte krijgt 2 jaar.", None),
        ("Een 24-jarige man werd eerder voor dezelfde inbraak veroordeeld. Verdachte wordt veroordeeld.", None),
        ("Vorige maand werd een 24-jarige medeplichtige veroordeeld. Verdachte, 21 jaar, krijgt 2 jaar.", 21),
        ("Verdachte werd aangestuurd door een 35-jarige man. Taakstraf voor witwassen.", None),
        ("De verdachte heeft een 70-jarige vrouw beroofd.", None),
    ],
)
def test_the_defendant(text: str, years: int | None) -> None:
    assert ages(text)[0] == years


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Verdachte heeft een baby van 6 maanden mishandeld.", [(0, 0)]),
        ("Taakstraf voor het beroven van een 67-jarige man.", [(67, 67)]),
        ("Oplichting. Het slachtoffer was ten tijde van het feit zestien jaar oud.", [(16, 16)]),
        ("Straatroof, medeplegen; slachtoffer 14 jaar. Werkstraf van 30 uren.", [(14, 14)]),
        ("Verdachte heeft haar pasgeboren zoontje mishandeld.", [(0, 0)]),
        ("Verdachte heeft buurmeisjes die tussen de vier en negen jaar oud waren mishandeld.", [(4, 9)]),
        ("Verdachte heeft zijn kind (1,5 tot 9 jaar) mishandeld.", [(1, 9)]),
        ("Verdachte liet een pasgeboren kalf zonder voer.", []),
        ("Verdachte is moeder van een baby van 6 maanden. Taakstraf van 100 uur.", []),
        ("De rechtbank houdt rekening met zijn kinderen, die tussen de 3 en 7 jaar oud zijn.", []),
        ("Verdachte heeft een pasgeboren dochter. Taakstraf van 60 uur wegens mishandeling.", []),
        ("Verdachte heeft een pasgeboren zoon en verloor zijn baan. Taakstraf wegens mishandeling.", []),
        ("Verdachte heeft een pasgeboren baby mishandeld.", [(0, 0)]),
        ("Mishandeling. Verdachte was toen 19 jaar oud en aangeefster 14 jaar.", [(14, 14)]),
        ("Hij haalde bij drie vrouwen van 79, 83 en 90 jaar bankpassen op.", [(79, 79), (83, 83), (90, 90)]),
        ("Drie vrouwen van 20, 22 en 25 jaar krijgen een taakstraf voor oplichting.", []),
        ("Verdachte heeft een 72-jaar oude bewoner beroofd.", [(72, 72)]),
        ("De verdachte heeft een 70-jarige vrouw beroofd.", [(70, 70)]),
        ("De verdachte heeft samen met een 24-jarige medeverdachte een 70-jarige vrouw beroofd.", [(70, 70)]),
        ("Verdachte pleegde de overval met een 16-jarige. Jeugddetentie van 6 maanden.", []),
        ("Een man krijgt een taakstraf wegens mishandeling en zijn 19-jarige zoon is vrijgesproken.", []),
        ("Verdachte heeft zijn vriendin mishandeld, waarbij haar negenjarige dochter aanwezig was.", []),
    ],
)
def test_the_victims(text: str, bounds: list[tuple[int, int]]) -> None:
    assert ages(text)[1] == bounds
