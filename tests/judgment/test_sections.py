"""Sections of a judgment: found by heading, in the spellings of two decades."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.judgment.section import Heading, Section
from vonnis.judgment.sections import find_sections, title_of, topic_of

JUDGMENT = """\
RECHTBANK
in de zaak tegen [verdachte].
1. De tenlastelegging
Aan verdachte is ten laste gelegd dat hij een fiets heeft weggenomen.
2. De beoordeling van het bewijs
2.1 Het standpunt van de officier van justitie
De officier van justitie acht het feit bewezen.
2.2 Het oordeel van de rechtbank
De rechtbank acht het feit bewezen.
3. De bewezenverklaring
Hij heeft een fiets weggenomen.
4. De strafoplegging
4.1 De vordering van de officier van justitie
De officier van justitie heeft een taakstraf van 40 uren gevorderd.
4.2 Het standpunt van de verdediging
De raadsman heeft zich gerefereerd.
4.3 Het oordeel van de rechtbank
De rechtbank acht een taakstraf passend.
5. De toepasselijke wettelijke voorschriften
De beslissing berust op de artikelen 9, 22c, 22d en 310 van het Wetboek van Strafrecht.
6. De beslissing
De rechtbank:
Bewezenverklaring
- verklaart het ten laste gelegde bewezen;
Strafoplegging
- veroordeelt verdachte tot een taakstraf van 40 uren.
Dit vonnis is gewezen door mr. A. Rechter.
Bijlage: de tenlastelegging
Hij heeft een fiets weggenomen.
"""


def kinds(text: str) -> list[str]:
    """Return the kinds of the sections of a text, in order."""
    return [section.kind for section in find_sections(text)]


def one(text: str, kind: str) -> str:
    """Return the words of the only section of a kind."""
    (section,) = [s for s in find_sections(text) if s.kind == kind]
    return text[section.start : section.end]


def covers(text: str, sections: tuple[Section, ...]) -> bool:
    """Tell whether sections cover a text from its first character to its last, in order, without a gap."""
    edges = [0, *(section.end for section in sections)]
    return [s.start for s in sections] == edges[:-1] and edges[-1] == len(text)


def test_a_judgment_is_cut_at_its_headings() -> None:
    assert kinds(JUDGMENT) == [
        "head", "indictment", "other", "other", "other", "finding_of_fact", "sentencing_reasons", "demand", "defence",
        "sentencing_reasons", "applied_provisions", "dictum", "signature", "annex",
    ]  # fmt: skip


def test_headings_within_the_dictum_do_not_end_it() -> None:
    assert one(JUDGMENT, "dictum").endswith("taakstraf van 40 uren.\n")


@pytest.mark.parametrize(
    "heading",
    [
        "BESLISSING", "B E S L I S S I N G", "De beslissing", "10. De beslissing", "10 . Beslissing", "IV Beslissing",
        "IV. DE BESLISSING", "DE BESLISSING:", "De uitspraak", "Dictum",
        "DE UITSPRAAK VAN DE RECHTBANK LUIDT, RECHTDOENDE:", "RECHTDOENDE:",
    ],
)  # fmt: skip
def test_spellings_of_the_dictum(heading: str) -> None:
    text = f"Strafoplegging\nDe rechtbank overweegt.\n{heading}\nDe rechtbank:\nveroordeelt verdachte tot hechtenis;\n"
    assert one(text, "dictum").startswith(heading)


def test_a_number_on_a_line_of_its_own_belongs_to_its_heading() -> None:
    head = "Onderzoek van de zaak\nHet onderzoek is gesloten.\n"
    text = f"{head}2\nTENLASTELEGGING\nDat hij.\n3.1\nBESLISSING\nDe rechtbank:\nspreekt vrij;\n"
    assert one(text, "indictment") == "2\nTENLASTELEGGING\nDat hij.\n"
    assert one(text, "dictum").startswith("3.1\nBESLISSING")


def test_a_decision_in_passing_is_no_dictum() -> None:
    text = (
        "Beslissing\nHet verzoek van de raadsman bespreekt de rechtbank later.\nDe rechtbank overweegt verder.\n"
        + "De verdediging heeft nog gewezen op de omstandigheden van het geval en op het tijdsverloop in deze zaak. "
        * 8
        + "\nBeslissing\nDe rechtbank:\nspreekt verdachte vrij.\n"
    )
    assert one(text, "dictum").endswith("De rechtbank:\nspreekt verdachte vrij.\n")


def test_the_last_of_two_dicta_wins() -> None:
    dictum = "Beslissing\nDe rechtbank:\nveroordeelt verdachte tot hechtenis van {} dagen;\n"
    text = (
        dictum.format(3)
        + "Verbetering\nHet vonnis wordt verbeterd.\n"
        + dictum.format(5)
        + "Dit vonnis is gewezen door mr. A."
    )
    assert "5 dagen" in one(text, "dictum")


def test_a_text_without_line_breaks_still_has_a_dictum() -> None:
    text = (
        "Onderzoek van de zaak Het hof heeft kennisgenomen. BESLISSING Het hof: Vernietigt het vonnis en spreekt vrij. "
        "Aldus gewezen door mr. A."
    )
    assert one(text, "dictum").startswith("BESLISSING Het hof:")


def test_a_wrapped_sentence_is_no_heading() -> None:
    text = (
        "Bewijs\nDe rechtbank overweegt.\nDe vordering tot tenuitvoerlegging betreft het onherroepelijk\n"
        "geworden vonnis van 3 mei.\n"
    )
    assert kinds(text) == ["head", "other"] or kinds(text) == ["other"]


def test_a_role_marks_a_section_without_a_title() -> None:
    text = "Kort gezegd: diefstal.\nRECHTBANK\nBeslissing\nDe rechtbank:\nspreekt verdachte vrij.\n"
    sections = find_sections(text, [Heading(0, 0, role="inhoudsindicatie")])
    assert sections[0].kind == "abstract"


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("8.1 De vordering van de officier van justitie", "demand_within"),
        ("De eis", "demand_within"),
        ("Het standpunt van de verdediging", "defence_within"),
        ("Het oordeel van het hof", "court_within"),
        ("Oplegging van straf en/of maatregel", "sentencing"),
        ("De strafmotivering", "sentencing"),
        ("TOEPASSELIJKE WETTELIJKE VOORSCHRIFTEN", "applied_provisions"),
        ("Vordering tenuitvoerlegging met parketnummer 16/990112-23", "execution"),
        ("De vordering van de benadeelde partij [benadeelde 1]", "claims"),
        ("Bijlage I: de tenlastelegging", "annex"),
        ("D E T E N L A S T E L E G G I N G", "indictment"),
        ("De verdachte heeft verklaard", None),
    ],
)
def test_topics(line: str, topic: str | None) -> None:
    assert topic_of(line) == topic


@pytest.mark.parametrize("line", ["B E S L I S S I N G", "10. Beslissing:", "X. beslissing", "(a) Beslissing 1"])
def test_titles_are_bared(line: str) -> None:
    assert title_of(line) == "beslissing"


@given(
    st.lists(
        st.sampled_from([*JUDGMENT.splitlines(), "", "BESLISSING", "Dit arrest is gewezen door", "Bijlage"]),
        max_size=40,
    )
)
def test_sections_cover_any_text_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert covers(text, find_sections(text)) or not text


@given(st.text(max_size=200))
def test_no_text_breaks_the_finder(text: str) -> None:
    assert covers(text, find_sections(text)) or not text


UNHEADED_DICTA = {
    "the court alone": "De rechtbank:\n- verklaart het feit bewezen;\n- veroordeelt verdachte tot een taakstraf.",
    "a heading below the court": "De rechtbank:\nVrijspraak\n- spreekt vrij van feit 2;\nStraf\n- legt op een straf.",
    "the court without a colon": "De rechtbank\nverklaart het feit bewezen;\nveroordeelt verdachte tot een taakstraf.",
    "a court for economic offences": "De economische politierechter:\nveroordeelt verdachte tot een geldboete.",
    "a chamber of one judge": "De enkelvoudige kamer:\nlegt op een geldboete.",
    "a sentence that announces": "De rechtbank komt tot de volgende beslissing.\nVerklaart het feit bewezen.",
    "no announcement": "Verklaart het feit bewezen.\nVeroordeelt verdachte tot een taakstraf van 40 uren.",
}


@pytest.mark.parametrize("dictum", UNHEADED_DICTA.values(), ids=UNHEADED_DICTA)
def test_a_dictum_without_a_heading_is_found(dictum: str) -> None:
    before, _, _ = JUDGMENT.partition("6. De beslissing")
    sections = find_sections(f"{before}{dictum}\nDit vonnis is gewezen door mr. A. Rechter.\n")
    assert [s.kind for s in sections][-2:] == ["dictum", "signature"]


TOPICS = {
    "demand_within": [
        "De strafeis",
        "Eis officier van justitie",
        "De vordering van de AG",
        "De eis ter terechtzitting",
    ],
    "prosecutor_within": [
        "Standpunt OM",
        "Standpunten van partijen",
        "De standpunten van de officier en de verdediging",
    ],
    "defence_within": ["Standpunt verdediging", "Het verweer", "Het pleidooi van de raadsvrouw"],
    "court_within": ["Oordeel rechtbank", "De overwegingen van de rechtbank", "Overweging van het hof"],
    "sentencing": [
        *("Strafmaat", "De sancties", "Straf of maatregel", "Overweging omtrent de op te leggen straf"),
        *(
            "De gronden voor een straf of maatregel",
            "Overwegingen omtrent de strafoplegging",
            "Strafsoort en strafmaat",
        ),
        *("Straf- en maatregelmotivering", "Welke straf legt de rechtbank op?", "Waarom krijgt verdachte deze straf?"),
        *(
            "Redengeving op te leggen straf",
            "Motivering strafoplegging",
            "De motivering van de straffen en maatregelen",
        ),
    ],
    "applied_provisions": [
        "Welke wetsartikelen zijn toegepast?",
        "De van toepassing zijnde wetsartikelen",
        "Wettelijke grondslag",
        "Toepasselijke artikelen",
    ],
    "execution": ["TUL", "Vordering na voorwaardelijke veroordeling", "De beslissing inzake de vordering tul"],
    "finding_of_fact": ["Het bewezenverklaarde", "De bewezen verklaarde feiten", "Bewezen verklaarde"],
    "indictment": ["Waarvan wordt verdachte beschuldigd?", "Ten laste gelegd", "De telastlegging", "De dagvaarding"],
}


@pytest.mark.parametrize(("topic", "line"), [(topic, line) for topic, lines in TOPICS.items() for line in lines])
def test_headings_of_other_courts(topic: str, line: str) -> None:
    assert topic_of(line) == topic
    assert topic_of(f"7.1 {line.upper()}") == topic
