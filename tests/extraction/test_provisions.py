"""Provisions listed as applied, in invented judgments in the courts' wording."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extraction.material import HEAD, invented
from vonnis.extraction.laws import jurisdiction_of, law_of, laws
from vonnis.extraction.provisions import find_provisions
from vonnis.judgment.judgment import Judgment, Metadata, TextIs

CHARGE = """De bewezenverklaring
De rechtbank acht bewezen dat
hij op 5 maart 2020 te Voorbeeldstad een fiets heeft weggenomen.
"""
DICTUM = """
De beslissing
De rechtbank:
verklaart bewezen dat de verdachte het feit heeft begaan;
veroordeelt de verdachte tot een gevangenisstraf van 1 maand.
"""
SR = ["Sr 57", "Sr 310"]
BOTH = "de artikelen 57 en 310 van het Wetboek van Strafrecht"
LISTS = {
    "berust": ("De wettelijke voorschriften", f"De beslissing berust op {BOTH}."),
    "zoals": (
        "TOEPASSELIJKE WETTELIJKE VOORSCHRIFTEN",
        f"De beslissing berust op {BOTH}, zoals die artikelen luidden.",
    ),
    "hof": ("Toepasselijke wettelijke voorschriften", f"Het hof heeft gelet op {BOTH}.\nDeze zijn toegepast."),
    "gelet is": ("Toepasselijke wettelijke voorschriften", f"Gelet is op {BOTH}."),
    "gelet op art.": ("Toepassing van wetsartikelen", "Gelet op art. 57 en 310 Sr."),
    "gegrond": ("Toegepaste wetsartikelen", f"De op te leggen straf is gegrond op {BOTH}."),
    "bullet": (
        "Toegepaste wetsartikelen",
        "De straf is gebaseerd op de volgende wetsartikelen:\n- 57 en 310 van het Wetboek van Strafrecht.",
    ),
    "lines": (
        "Toepasselijke wettelijke voorschriften",
        "De volgende wetsartikelen zijn van toepassing:\n57, 310 van het Wetboek van Strafrecht.",
    ),
    "article behind a colon": (
        "Overwegingen",
        "De volgende wetsartikelen zijn van toepassing:\nartikel 57 en 310 van het Wetboek van Strafrecht.",
    ),
    "no more than provisions": ("Toepasselijke voorschriften", f"Toegepast zijn {BOTH}."),
    "singular": ("Toepasselijk wettelijk voorschrift", f"De straf is gegrond op {BOTH}."),
    "law first": ("De toegepaste wettelijke bepalingen", "Wetboek van Strafrecht: artikelen 57 en 310."),
    "glued": ("De wettelijke voorschriften", "De beslissing berust op artikel57 en 310 Sr."),
    "law a heading": ("Toegepaste wetsartikelen", "Wetboek van Strafrecht\n57, 310"),
    "article a line": (
        "Toegepaste wetsartikelen",
        "De straf berust op de artikelen\n- 57\n- 310\nvan het Wetboek van Strafrecht.",
    ),
    "note": ("Overwegingen", "Artikelen: 57 en 310 Sr"),
    "law at each": ("Toegepaste wetsartikelen", "57 Sr, 310 Sr."),
    "turned around": ("Overwegingen", f"Dit is zo. De {BOTH.removeprefix('de ')} zijn van toepassing."),
    "longest formula wins": (
        "Overwegingen",
        f"De beslissing berust op {BOTH}.\n{'Er is veel overwogen. ' * 8}\nDe rechtbank heeft gelet op artikel 38v Sr.",
    ),
    "formula before the dictum": ("Slotsom", f"Gelet op {BOTH}."),
    "formula without a heading": ("Overwegingen", f"Dit is zo. De strafoplegging is gegrond op {BOTH}."),
}


def _names(judgment: Judgment) -> list[str]:
    return [f"{provision.law} {provision.article}" for provision in find_provisions(judgment).value]


@pytest.mark.parametrize(("heading", "sentence"), LISTS.values(), ids=LISTS)
def test_list_is_found(heading: str, sentence: str) -> None:
    judgment = invented(f"{HEAD}{CHARGE}{heading}\n{sentence}{DICTUM}")
    answer = find_provisions(judgment)
    assert _names(judgment) == SR
    assert answer.doubts == ()
    assert all(p.evidence.check(judgment.text).quote == p.article for p in answer.value)


def test_text_without_any_heading_is_read() -> None:
    text = f"In de strafzaak tegen [verdachte]. De rechtbank zegt: de beslissing berust op {BOTH}. {DICTUM}"
    assert _names(invented(text.replace("\n", " "))) == SR


def test_article_without_law_beside_others_is_left_out() -> None:
    listed = "De beslissing berust op de artikelen 57 en 310 Sr. Artikel 3 wordt ook genoemd."
    assert _names(invented(f"{HEAD}De wettelijke voorschriften\n{listed}{DICTUM}")) == SR


def test_articles_far_below_the_list_are_not_part_of_it() -> None:
    prose = (
        "De voorlopige hechtenis is besproken. " * 14
        + "Daarbij is artikel 67a van het Wetboek van Strafvordering genoemd."
    )
    listed = f"De beslissing berust op {BOTH}.\n{prose}"
    assert _names(invented(f"{HEAD}De wettelijke voorschriften\n{listed}{DICTUM}")) == SR


def test_articles_elsewhere_are_not_applied() -> None:
    text = f"{HEAD}Het bewijs\nGelet op artikel 359, derde lid, Sv volstaat een opgave.{DICTUM}"
    answer = find_provisions(invented(text))
    assert answer.value == ()
    assert [doubt.field for doubt in answer.doubts] == ["statutes"]


def test_acquittal_without_list_raises_no_doubt() -> None:
    dictum = "De beslissing\nDe rechtbank:\nverklaart niet bewezen wat ten laste is gelegd.\nSpreekt de verdachte vrij."
    text = HEAD + dictum
    assert find_provisions(invented(text)) == find_provisions(invented("", text_is="abstract"))


@pytest.mark.parametrize(
    "judgment", [Judgment(id="a", text=""), invented("art. 57 Sr", text_is="abstract")], ids=["empty", "abstract"]
)
def test_no_list_can_stand_here(judgment: Judgment) -> None:
    assert find_provisions(judgment).value == ()


def test_borrowed_articles_are_said() -> None:
    listed = "De beslissing berust op artikel 57 van het Wetboek van Strafrecht en op de reeds aangehaalde artikelen."
    answer = find_provisions(invented(f"{HEAD}{CHARGE}De wettelijke voorschriften\n{listed}{DICTUM}"))
    assert [p.article for p in answer.value] == ["57"]
    assert [d.evidence.quote for d in answer.doubts if d.evidence] == ["reeds aangehaalde artikelen"]


def test_the_articles_that_a_list_leans_on_are_named() -> None:
    facts = "De strafbaarheid\nHet feit is strafbaar gesteld bij artikel 248b van het Wetboek van Strafrecht.\n"
    listed = "De beslissing berust op artikel 57 van het Wetboek van Strafrecht en op de reeds aangehaalde artikelen."
    answer = find_provisions(invented(f"{HEAD}{CHARGE}{facts}De wettelijke voorschriften\n{listed}{DICTUM}"))
    assert [p.article for p in answer.value] == ["57"]
    assert answer.doubts[0].reason.endswith("; it cites earlier: Sr 248b.")


def test_only_borrowed_articles_are_said() -> None:
    listed = "De beslissing berust op de reeds aangehaalde wettelijke voorschriften."
    answer = find_provisions(invented(f"{HEAD}De wettelijke voorschriften\n{listed}{DICTUM}"))
    assert answer.value == ()
    assert "quoted earlier" in answer.doubts[0].reason


def test_list_without_law_is_read_as_criminal_code_and_said() -> None:
    listed = "De beslissing berust op de artikelen 57 en 310, zoals de artikelen luidden ten tijde van het feit."
    answer = find_provisions(invented(f"{HEAD}{CHARGE}De wettelijke voorschriften\n{listed}{DICTUM}"))
    assert [f"{p.law} {p.article}" for p in answer.value] == SR
    assert "names no law" in answer.doubts[0].reason


@pytest.mark.parametrize(
    ("court", "named", "code"),
    [
        ("Gerecht in eerste aanleg van Aruba", "", "AW"),
        ("Gerecht in eerste aanleg van Sint Maarten", "", "SX"),
        (None, " van Curaçao", "CW"),
        (None, " BES", "BES"),
        ("Rechtbank Voorbeeldstad", "", "NL"),
    ],
    ids=["Aruba", "Sint Maarten", "Curaçao", "BES", "the Netherlands"],
)
def test_jurisdiction(court: str | None, named: str, code: str) -> None:
    listed = f"De beslissing berust op artikel 57 van het Wetboek van Strafrecht{named}."
    judgment = invented(f"{HEAD}De wettelijke voorschriften\n{listed}{DICTUM}", court=court)
    (provision,) = find_provisions(judgment).value
    assert (provision.jurisdiction, provision.bwb_id) == (code, "BWBR0001854" if code == "NL" else None)


def test_articles_by_book_are_not_of_the_dutch_code() -> None:
    listed = "De straf is gegrond op artikel 1:136 van het Wetboek van Strafrecht."
    text = f"{HEAD}thans gedetineerd in Curaçao\nDe wettelijke voorschriften\n{listed}{DICTUM}"
    (provision,) = find_provisions(invented(text)).value
    assert (provision.article, provision.jurisdiction) == ("1:136", "CW")


OLD, NEW = dt.date(2024, 6, 30), dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("when", "judged", "version"),
    [
        ("op 30 juni 2024", dt.date(2025, 2, 1), OLD),
        ("op 1 juli 2024", dt.date(2025, 2, 1), NEW),
        ("in de periode van 1 juni 2024 tot en met 31 juli 2024", dt.date(2025, 2, 1), None),
        ("in het verleden", dt.date(2025, 2, 1), None),
        ("in het verleden", OLD, OLD),
    ],
    ids=["offence before", "offence after", "offence across", "no dates, judged after", "no dates, judged before"],
)
def test_renumbered_articles_have_a_version_by_date(when: str, judged: dt.date, version: dt.date | None) -> None:
    charge = f"De bewezenverklaring\nbewezen is dat\nhij {when} te Voorbeeldstad het feit heeft begaan.\n"
    listed = "De beslissing berust op artikel 245 van het Wetboek van Strafrecht."
    answer = find_provisions(invented(f"{HEAD}{charge}De wettelijke voorschriften\n{listed}{DICTUM}", date=judged))
    assert answer.value[0].version == version
    assert bool(answer.doubts) == (version is None)


@pytest.mark.parametrize(
    ("clause", "version"),
    [(", zoals dit luidde ten tijde van het bewezen verklaarde", dt.date(2020, 3, 5)), ("", None)],
    ids=["at the time", "not said"],
)
def test_version_of_other_articles_is_given_only_where_the_court_says_it(clause: str, version: dt.date | None) -> None:
    listed = f"De beslissing berust op artikel 310 van het Wetboek van Strafrecht{clause}."
    judgment = invented(f"{HEAD}{CHARGE}De wettelijke voorschriften\n{listed}{DICTUM}")
    assert find_provisions(judgment).value[0].version == version


def test_cassation_quotes_the_lists_of_others() -> None:
    text = (
        f"Hoge Raad\nArrest in de zaak tegen de verdachte\nDe rechtbank overwoog dat haar beslissing berust op {BOTH}."
    )
    assert _names(Judgment(id="h", text=text, metadata=Metadata(ecli="ECLI:NL:HR:2020:1"))) == []


def test_table_of_laws_is_sound() -> None:
    assert len(laws()) > 60
    assert all(law.source for law in laws().values())
    assert all(law_of(name) is not None for law in laws().values() for name in (*law.names, *law.short))
    assert all(law.bwb_id is None or law.bwb_id.startswith("BWB") for law in laws().values())


@pytest.mark.parametrize(("place", "code"), [("Aruba", "AW"), ("de Nederlandse Antillen", "AN"), ("Utrecht", "NL")])
def test_jurisdiction_of_place(place: str, code: str) -> None:
    assert jurisdiction_of(place) == code


@pytest.mark.parametrize(
    "dictum",
    [
        "verklaart verdachte niet strafbaar en ontslaat hem van alle rechtsvervolging;",
        "verklaart het feit niet bewezen en spreekt verdachte vrij;\nveroordeelt [benadeelde] in de kosten;",
    ],
    ids=["not punishable", "costs of the injured party"],
)
def test_who_is_not_convicted_needs_no_list(dictum: str) -> None:
    answer = find_provisions(invented(f"{HEAD}{CHARGE}\nDe beslissing\nDe rechtbank:\n{dictum}\n"))
    assert answer.doubts == ()


@pytest.mark.parametrize(("text_is", "doubts"), [("judgment", 1), ("dictum", 0)])
def test_a_dictum_alone_is_not_missing_its_list(text_is: TextIs, doubts: int) -> None:
    text = "Beslissing\nDe rechtbank:\nveroordeelt verdachte tot een gevangenisstraf van 2 maanden;\n"
    assert len(find_provisions(invented(text, text_is=text_is)).doubts) == doubts


def test_the_ordinance_of_aruba_is_a_law_of_its_own() -> None:
    aruba, curacao = law_of("Landsverordening verdovende middelen"), law_of("Opiumlandsverordening 1960")
    assert aruba is not None
    assert aruba != curacao
