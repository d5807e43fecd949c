"""Forms that invented judgments brought to light: a recital after a long head, an order that is announced first."""

from __future__ import annotations

import pytest

import vonnis

HEAD = (
    "Gerechtshof Fictief\nArrest gewezen op het hoger beroep tegen het vonnis van de rechtbank van 3 mei 2017 tegen:\n"
    "[verdachte],\nwonende te [adres].\n\nHet hoger beroep\n\n"
    "De rechtbank heeft de verdachte bij dat vonnis veroordeeld tot een gevangenisstraf voor de duur van 4 maanden.\n\n"
    "BESLISSING\n\nHet hof:\nBevestigt het vonnis waarvan beroep.\n"
)
COURT = (
    "Rechtbank Fictief\nVonnis tegen:\n[verdachte].\n\nBESLISSING\n\nDe rechtbank:\nVerklaart verdachte strafbaar.\n"
)
OBLIGES = "Legt aan verdachte op de verplichting tot betaling aan de Staat ten behoeve van"
IN_ITS_PARAGRAPH = (
    ". Zij heeft daar voorwaarden aan verbonden. Daarnaast heeft de rechtbank [A] € 310,- toegewezen en de"
    " schadevergoedingsmaatregel opgelegd tot datzelfde bedrag, subsidiair 6 dagen hechtenis. Het gereedschap is"
    " verbeurdverklaard."
)
ELSEWHERE = (
    ".\n\nDe vordering van [A]\nDe rechtbank heeft de vordering van [A] toegewezen tot een bedrag van € 440,18 en"
    " heeft de schadevergoedingsmaatregel opgelegd tot hetzelfde bedrag, te vervangen door 8 dagen hechtenis."
)
ALSO_DECIDED = "Daarnaast heeft de rechtbank beslist op de vordering van [A] (toegewezen tot € 215,65), en"
ANNOUNCED = f"""Maatregel van schadevergoeding van € 500,00 subsidiair 10 dagen hechtenis.
{OBLIGES} [slachtoffer] van € 500,00.
"""
OBLIGED = (
    "- legt de maatregel op dat verdachte verplicht is ter zake van het bewezenverklaarde tot betaling aan de Staat der"
    " Nederlanden van een bedrag van € 500,00 ten behoeve van [slachtoffer], en bepaalt, voor het geval volledige"
    " betaling niet volgt, dat gijzeling voor de duur van 10 dagen zal worden toegepast;\n"
)


def test_a_confirmed_sentence_is_read_from_its_recital() -> None:
    record = vonnis.extract(vonnis.read(HEAD.encode(), name="x.txt"))
    assert [(one.kind, one.total) for one in record.imposed] == [("prison", "P4M")]
    assert record.outcome == "conviction"


@pytest.mark.parametrize(
    ("behind", "executed"),
    [
        (" en de tenuitvoerlegging gelast van 2 weken gevangenisstraf.", [("execution_of_suspended", "P2W")]),
        (
            ". Tevens heeft zij de tenuitvoerlegging gelast van een geldboete van € 250,-. In 2011 kreeg hij 3 weken.",
            [("execution_of_suspended", "EUR 250.00")],
        ),
        (
            " en een taakstraf van 40 uren en de tenuitvoerlegging bevolen van 2 weken gevangenisstraf.",
            [("community_service", "PT40H"), ("execution_of_suspended", "P2W")],
        ),
        (
            f". {ALSO_DECIDED} de tenuitvoerlegging gelast van een gevangenisstraf van 5 weken.",
            [("execution_of_suspended", "P5W")],
        ),
        (" en de vordering tot tenuitvoerlegging van 2 weken gevangenisstraf afgewezen.", []),
        (" en de tenuitvoerlegging van 2 weken gevangenisstraf niet gelast.", []),
    ],
    ids=["in_the_sentence", "behind_it", "behind_another", "behind_a_claim", "refused", "not_ordered"],
)
def test_an_execution_that_was_ordered_too_is_confirmed(behind: str, executed: list[tuple[str, str]]) -> None:
    text = HEAD.replace("4 maanden.", f"4 maanden{behind}")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [(one.kind, one.total) for one in record.imposed if one.kind != "prison"] == executed


@pytest.mark.parametrize("dictum", [ANNOUNCED, OBLIGED], ids=["announced", "obliged"])
def test_an_order_to_pay_the_state_is_read_once(dictum: str) -> None:
    record = vonnis.extract(vonnis.read((COURT + dictum).encode(), name="x.txt"))
    found = [(one.kind, one.total, one.substitute) for one in record.imposed]
    assert found == [("compensation_order", "EUR 500.00", "P10D")]


def test_two_announced_orders_of_the_same_amount_are_two() -> None:
    one = f"Maatregel van schadevergoeding van € 500,00.\n{OBLIGES} [slachtoffer 1] van € 500,00.\n"
    record = vonnis.extract(vonnis.read((COURT + one + one.replace("1]", "2]")).encode(), name="x.txt"))
    assert [sanction.kind for sanction in record.imposed] == ["compensation_order"] * 2


@pytest.mark.parametrize(
    ("behind", "owed"),
    [
        (
            ". Voorts is hem de maatregel van art. 36f Sr opgelegd tot € 375,-, subsidiair 7 dagen hechtenis.",
            [("compensation_order", "EUR 375.00", "P7D")],
        ),
        (
            " en is de schadevergoedingsmaatregel opgelegd tot € 375,- ten behoeve van [benadeelde].",
            [("compensation_order", "EUR 375.00", None)],
        ),
        (
            ". Ook is [benadeelde] € 410,- toegewezen en voor dat bedrag de schadevergoedingsmaatregel opgelegd.",
            [("compensation_order", "EUR 410.00", None)],
        ),
        (
            ". Voorts heeft de rechtbank een telefoon verbeurdverklaard en messen onttrokken aan het verkeer.",
            [("forfeiture", None, None), ("withdrawal_from_circulation", None, None)],
        ),
        (". Voorts heeft de rechtbank een telefoon niet verbeurdverklaard.", []),
        (IN_ITS_PARAGRAPH, [("compensation_order", "EUR 310.00", "P6D"), ("forfeiture", None, None)]),
        (ELSEWHERE, [("compensation_order", "EUR 440.18", "P8D")]),
        (". Voorts is de schadevergoedingsmaatregel niet opgelegd tot € 375,-.", []),
        (". Voorts is de vordering van [benadeelde] toegewezen tot € 375,-.", []),
        (
            ".\n\nDe raadsman: de rechtbank heeft ten onrechte de schadevergoedingsmaatregel van € 75,- opgelegd.",
            [],
        ),
        (".\n\nDe rechtbank heeft aan de medeverdachte de schadevergoedingsmaatregel van € 375,- opgelegd.", []),
        (". De raadsman heeft bepleit dat de telefoon ten onrechte is verbeurdverklaard.", []),
    ],
    ids=[
        "by_its_article",
        "by_its_name",
        "for_that_amount",
        "goods",
        "no_goods",
        "in_its_paragraph",
        "elsewhere",
        "not_imposed",
        "civil_claim",
        "order_in_the_defence",
        "order_of_another",
        "goods_in_the_defence",
    ],
)
def test_what_stands_beside_a_punishment_is_confirmed_too(behind: str, owed: list[tuple[str, str, str | None]]) -> None:
    text = HEAD.replace("4 maanden.", f"4 maanden{behind}")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    found = [(one.kind, one.total, one.substitute) for one in record.imposed if one.kind != "prison"]
    assert found == owed


@pytest.mark.parametrize(
    ("but", "owed"),
    [
        (
            "voor het overige, te weten de beslissing op de vordering van [A] tot € 240,00 met oplegging van",
            ["EUR 240.00"],
        ),
        ("behalve wat betreft het bedrag van € 240,00 van", []),
    ],
    ids=["repeated", "excepted"],
)
def test_an_order_for_a_victim_is_read_where_the_court_confirms_it(but: str, owed: list[str]) -> None:
    text = HEAD.replace("waarvan beroep.\n", f"waarvan beroep {but} de maatregel tot schadevergoeding.\n")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [one.total for one in record.imposed if one.kind == "compensation_order"] == owed


@pytest.mark.parametrize(
    ("quashed", "kinds"),
    [
        ("ten aanzien van de opgelegde straf", ["prison", "compensation_order"]),
        ("ten aanzien van de strafoplegging en de beslissing op de vordering van de benadeelde partij", ["prison"]),
        ("ten aanzien van de bewezenverklaring en de straf", ["prison"]),
    ],
    ids=["the_punishment", "the_claim_too", "the_finding_too"],
)
def test_an_order_for_a_victim_stands_where_the_punishment_alone_is_quashed(quashed: str, kinds: list[str]) -> None:
    order = ". Voorts is de maatregel van art. 36f Sr opgelegd tot € 375,-, subsidiair 7 dagen hechtenis."
    dictum = (
        f"Vernietigt het vonnis waarvan beroep {quashed} en doet in zoverre opnieuw recht.\n"
        "Veroordeelt de verdachte tot een gevangenisstraf voor de duur van 2 maanden.\n"
        "Bevestigt het vonnis waarvan beroep voor het overige.\n"
    )
    text = HEAD.replace("4 maanden.", f"4 maanden{order}").replace("Bevestigt het vonnis waarvan beroep.\n", dictum)
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [one.kind for one in record.imposed] == kinds


@pytest.mark.parametrize(
    ("behind", "deducted"),
    [(", met aftrek van voorarrest.", True), (", zonder aftrek van voorarrest.", False), (".", False)],
    ids=["deducted", "not_deducted", "not_said"],
)
def test_deduction_is_confirmed_with_the_sentence(behind: str, *, deducted: bool) -> None:
    text = HEAD.replace("4 maanden.", f"4 maanden{behind}")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert record.pretrial_detention_deducted is deducted


def test_a_demand_before_an_interim_decision_is_read() -> None:
    text = (
        "Rechtbank Fictief\nTussenvonnis in de strafzaak tegen:\n[verdachte].\n\n"
        "De vordering van de officier van justitie\n"
        "De officier van justitie heeft een gevangenisstraf van 48 maanden gevorderd.\n\n"
        "De beslissing\n\nDe rechtbank:\n\nheropent het onderzoek en schorst het voor onbepaalde tijd.\n"
    )
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert record.decision == "interim"
    assert [(one.kind, one.total) for one in record.demanded] == [("prison", "P48M")]


def test_an_order_for_a_victim_that_a_confirming_dictum_repeats_behind_its_recital_is_one() -> None:
    text = HEAD.replace(".\n\nBESLISSING", f"{ELSEWHERE}\n\nBESLISSING") + f"{OBLIGES} [A] van € 440,18.\n"
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [(one.kind, one.total) for one in record.imposed if one.kind != "prison"] == [
        ("compensation_order", "EUR 440.18")
    ]


BACK = "Gelast de teruggave aan de verdachte van de telefoon.\n"
QUASHED = (
    "Vernietigt het vonnis waarvan beroep ten aanzien van de opgelegde straf en doet in zoverre opnieuw recht.\n"
    "Veroordeelt de verdachte tot een gevangenisstraf voor de duur van 2 maanden.\n"
)


@pytest.mark.parametrize("changed", ["", QUASHED], ids=["confirmed", "punished_anew"])
@pytest.mark.parametrize(
    ("back", "kept"),
    [
        (BACK, []),
        ("Gelast de bewaring ten behoeve van de rechthebbende van de telefoon.\n", []),
        ("", ["forfeiture"]),
        ("Wijst af het verzoek tot teruggave van de telefoon.\n", ["forfeiture"]),
    ],
    ids=["given_back", "kept_for_its_owner", "not_spoken_of", "not_given_back"],
)
def test_goods_that_are_given_back_are_no_longer_taken(changed: str, back: str, kept: list[str]) -> None:
    text = HEAD.replace("4 maanden.", "4 maanden. Voorts is de telefoon verbeurdverklaard.")
    dictum = f"{changed}{back}Bevestigt het vonnis waarvan beroep voor het overige.\n"
    text = text.replace("Bevestigt het vonnis waarvan beroep.\n", dictum)
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [one.kind for one in record.imposed if one.kind != "prison"] == kept
    assert any("given back" in doubt.reason for doubt in record.failures) is not bool(kept)


def test_a_measure_told_in_the_next_sentence_of_the_recital_is_confirmed() -> None:
    also = " Aan verdachte is tevens de maatregel van terbeschikkingstelling met verpleging van overheidswege opgelegd."
    owed = " Ook is de vordering toegewezen tot € 3.000,- met oplegging van de schadevergoedingsmaatregel."
    text = HEAD.replace("4 maanden.", f"4 maanden.{also}{owed}")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    found = [(one.kind, one.total) for one in record.imposed if one.kind != "prison"]
    assert found == [("tbs_nursing", None), ("compensation_order", "EUR 3000.00")]


@pytest.mark.parametrize(
    ("anew", "days"),
    [
        ("Bepaalt dat de vervangende hechtenis 20 dagen bedraagt.\n", "P20D"),
        ("Stelt de duur van de vervangende hechtenis vast op 25 dagen.\n", "P25D"),
        ("", "P30D"),
    ],
    ids=["told_before_the_verb", "told_behind", "not_changed"],
)
def test_detention_that_the_appeal_court_sets_anew_is_that_of_the_sentence(anew: str, days: str) -> None:
    below = "een taakstraf voor de duur van 60 uren, subsidiair 30 dagen hechtenis."
    text = HEAD.replace("een gevangenisstraf voor de duur van 4 maanden.", below)
    text = text.replace("waarvan beroep.\n", f"waarvan beroep, behalve wat betreft de vervangende hechtenis.\n{anew}")
    record = vonnis.extract(vonnis.read(text.encode(), name="x.txt"))
    assert [(one.total, one.substitute) for one in record.imposed] == [("PT60H", days)]
