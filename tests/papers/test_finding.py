"""What a machine finds in a paper: topics, how far it goes towards the group, money, promises and their days."""

from __future__ import annotations

import datetime as dt

import pytest

from vonnis.errors import MistakesError
from vonnis.papers.amounts import find_amounts
from vonnis.papers.deadlines import find_deadline
from vonnis.papers.finding import Findings, find
from vonnis.papers.lexicon import parse_lexicon, shipped_lexicon
from vonnis.papers.paper import Paper
from vonnis.papers.reading import read_paper
from vonnis.papers.segments import sentences
from vonnis.papers.terms import Term, find_term
from vonnis.sources.document import Document


def found_in(text: str, kind: str = "Brief regering", **more: object) -> Findings:
    paper = Paper(id="x", origin="own", stated_kind=kind, text=text, date=dt.date(2023, 10, 18), **more)  # type: ignore[arg-type]
    return find(paper, shipped_lexicon())


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("De aanpak van opvang wordt uitgebreid.", "not_named"),
        ("Klanten van minderjarigen verdienen aandacht.", "named"),
        ("Ik start een campagne voor klanten van minderjarigen.", "measure"),
        ("Ik start een campagne voor klanten van minderjarigen met € 500.000 per jaar.", "measure_with_budget"),
        (
            "Ik start een campagne voor klanten van minderjarigen. Hiervoor is € 2 miljoen beschikbaar.",
            "measure_with_budget",
        ),
        ("Ik start een campagne voor klanten van minderjarigen. De opvang kost € 2 miljoen.", "measure"),
        ("Er komt geen campagne voor klanten van minderjarigen.", "named"),
        ("De Kamer verzoekt een campagne voor klanten van minderjarigen te beginnen.", "named"),
        ("Klanten van de bank krijgen een kind vaker een rekening, ik start een campagne.", "not_named"),
    ],
)
def test_how_far_a_letter_goes_towards_the_group(text: str, concern: str) -> None:
    assert found_in(text).concern == concern


def test_what_a_motion_asks_is_no_measure() -> None:
    text = "Ik start een campagne voor klanten van minderjarigen."
    assert found_in(text, kind="Motie").concern == "named"


def test_the_title_of_the_dossier_is_not_what_a_paper_says() -> None:
    text = "99 001 Klanten van minderjarigen\nNr. 3 BRIEF VAN DE MINISTER\nDe opvang wordt uitgebreid."
    paper = read_paper(Document(id="x", origin="x.txt", data=text.encode()))
    found = find(paper, shipped_lexicon())
    assert (found.concern, found.about("clients"), found.sentences) == ("not_named", (), 1)


@pytest.mark.parametrize(
    "line",
    [
        "12 500 euro gaat naar de opvang.",
        "Nr. 3 van de lijst wordt uitgevoerd.",
        "12 500 euro gaat naar de opvang.\nNr. 3 van de lijst wordt uitgevoerd.",
        "28 638 Gevallen zijn geteld.\n1. eerste punt\nA. Jansma\n2 maart",
    ],
)
def test_a_line_of_the_text_that_looks_like_a_head_hides_nothing_above_it(line: str) -> None:
    text = f"Klanten van minderjarigen.\n{line}\nEen slot."
    found = find(read_paper(Document(id="x", origin="x.txt", data=text.encode())), shipped_lexicon())
    assert (found.concern, found.sentences) == ("named", text.count("\n") + 1)


def test_a_line_far_below_the_head_is_text() -> None:
    lines = ["Vergaderjaar 2023–2024", "99 001 Verzonnen dossier", "Nr. 7 BRIEF", "Klanten van minderjarigen."]
    lines += ["Een regel."] * 12 + [
        "28 638 gevallen zijn geteld.",
        "Nr. 4 van de lijst is van klanten van minderjarigen.",
    ]
    paper = read_paper(Document(id="x", origin="x.txt", data="\n".join(lines).encode()))
    found = find(paper, shipped_lexicon())
    assert (paper.id, len(found.about("clients"))) == ("99001-7", 2)


def test_words_are_counted_below_the_head() -> None:
    text = "99 001 Klanten van minderjarigen\nNr. 3 BRIEF VAN DE MINISTER\nDe opvang wordt uitgebreid."
    found = find(read_paper(Document(id="x", origin="x.txt", data=text.encode())), shipped_lexicon())
    assert found.words == 8  # BRIEF VAN DE MINISTER De opvang wordt uitgebreid.


@pytest.mark.parametrize("term", ["binnen drie maanden", "voor de zomer", "in het voorjaar"])
def test_no_term_lies_beyond_the_calendar(term: str) -> None:
    text = f"Ik bericht u {term} hierover."
    assert find_deadline(text, 0, len(text), written=dt.date.max) is None


def test_every_finding_has_its_passage() -> None:
    text = (
        "Klanten van minderjarigen.\nIk start een campagne voor klanten van minderjarigen met € 1.000.\nIk zeg u toe."
    )
    found = found_in(text)
    spans = [
        *found.concern_evidence,
        *found.money,
        *(one.span for one in found.topics),
        *(one.words for one in found.topics),
    ]
    assert len(spans) >= 6
    for span in spans:
        assert text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("text", "euros", "yearly"),
    [
        ("€ 2 miljoen", 2e6, False),
        ("€ 500.000,- per jaar", 5e5, True),
        ("EUR 2,5 mln. structureel", 2.5e6, True),
        ("jaarlijks € 100", 100, True),
        ("€ 2.000 (x 1.000)", 2e6, False),
        ("3 miljoen euro", 3e6, False),
        ("1.250,50 euro", 1250.5, False),
        ("€ 1,2 miljard", 1.2e9, False),
        ("EUR 1,255 miljoen", 1_255_000, False),
        ("EUR 13,725 mln.", 13_725_000, False),
        ("€ 5 tot 10 miljoen per jaar", 5e6, True),
        ("€ 10-15 miljoen", 10e6, False),
        ("tussen € 2 en € 3 miljoen", 2e6, False),
        ("tussen 2 en 3 miljoen euro", 2e6, False),
        ("10 tot 15 miljoen euro", 10e6, False),
    ],
)
def test_amounts_are_read_as_policy_writes_them(text: str, euros: float, yearly: bool) -> None:  # noqa: FBT001
    (found,) = find_amounts(f"Ik trek {text} uit.")
    assert found.euros == pytest.approx(euros)
    assert found.yearly == yearly


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("€ 5 en € 3 miljoen", [5, 3e6]),
        ("€ 500 tot € 2 miljoen", [500, 2e6]),
        ("€ 500.000 tot € 1 miljoen", [5e5, 1e6]),
        ("regio 5 en 3 miljoen euro", [3e6]),
    ],
)
def test_amounts_beside_each_other_are_no_range(text: str, euros: list[float]) -> None:
    assert [one.euros for one in find_amounts(text)] == euros


@pytest.mark.parametrize("text", ["28 638 meldingen", "artikel 273f", "in 2023", "nr. 12"])
def test_other_numbers_are_no_money(text: str) -> None:
    assert list(find_amounts(text)) == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("uiterlijk 1 maart 2024", dt.date(2024, 3, 1)),
        ("vóór 1 december 2023", dt.date(2023, 12, 1)),
        ("voor de zomer van 2024", dt.date(2024, 6, 30)),
        ("voor het zomerreces", dt.date(2024, 6, 30)),
        ("voor het einde van het jaar", dt.date(2023, 12, 31)),
        ("in het voorjaar van 2025", dt.date(2025, 6, 30)),
        ("in het eerste kwartaal van 2024", dt.date(2024, 3, 31)),
        ("in Q2 2024", dt.date(2024, 6, 30)),
        ("binnen drie maanden", dt.date(2024, 1, 16)),
        ("eind 2024", dt.date(2024, 12, 31)),
        ("in februari 2024", dt.date(2024, 2, 29)),
        ("in 2026", dt.date(2026, 12, 31)),
        ("op 1 maart 2020 en in 2019", None),
        ("binnenkort", None),
    ],
)
def test_a_term_is_read_from_the_day_of_the_paper(text: str, due: dt.date | None) -> None:
    found = find_deadline(f"Ik bericht u {text} hierover.", 0, len(text) + 25, written=dt.date(2023, 10, 18))
    assert (found.day if found else None) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Ik zeg uw Kamer toe dat ik uiterlijk 1 maart 2024 bericht.", dt.date(2024, 3, 1)),
        ("Ik zal uw Kamer hierover in het voorjaar informeren.", dt.date(2024, 6, 30)),
        ("De Minister zegt toe met gemeenten te spreken.", None),
    ],
)
def test_a_promise_is_found_with_its_term(text: str, due: dt.date | None) -> None:
    (promise,) = found_in(text).promises
    assert (promise.span.quote, promise.due) == (text, due)


def test_what_was_promised_before_is_no_promise() -> None:
    assert found_in("Op 1 mei is uw Kamer toegezegd dat een brief zou volgen.").promises == ()


def test_a_motion_has_the_term_that_it_asks() -> None:
    text = "De Kamer,\nverzoekt de regering voor 1 mei 2024 te berichten,\nen gaat over tot de orde van de dag."
    assert found_in(text, kind="Motie").asked_by == dt.date(2024, 5, 1)


def test_sentences_do_not_end_at_what_is_cut_short() -> None:
    text = "Zie de motie-Jansma c.s. van 3 mei, nr. 412. Dat is art. 273f Sr. Daarna sprak A. Jansma.\nEinde"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Zie de motie-Jansma c.s. van 3 mei, nr. 412.",
        "Dat is art. 273f Sr. Daarna sprak A. Jansma.",
        "Einde",
    ]


@pytest.mark.parametrize(
    ("term", "text", "holds"),
    [
        ("klant*", "De klanten komen.", True),
        ("klant*", "Een bankklant komt.", False),
        ("*klant", "Een bankklant komt.", True),
        ("klant* + minderjarig*/seks*", "Een minderjarige met een klant.", True),
        ("klant* + minderjarig*/seks*", "Een klant.", False),
        ("in het verleden", "Wat in  het\tverleden gebeurde.", True),
    ],
)
def test_terms_are_read_as_they_are_written(term: str, text: str, holds: bool) -> None:  # noqa: FBT001
    found = find_term(Term(term=term, source="test"), text, start=0, end=len(text))
    assert (found is not None) == holds


def test_a_bar_keeps_a_term_from_holding() -> None:
    assert find_term(Term(term="klant*", source="x", unless="bank*"), "klanten van de bank", start=0, end=19) is None


LEXICON = """version: 1.0.0
topics:
  - {id: a, group: true, label: {nl: A, en: A}, terms: [{term: a, source: s}]}
  - {id: a, group: true, label: {nl: B, en: B}, terms: [{term: b, source: s}]}
measures: [{term: m, source: s}]
"""


def test_mistakes_in_a_lexicon_are_told_with_their_places() -> None:
    with pytest.raises(MistakesError) as caught:
        parse_lexicon(LEXICON, file="own.yaml")
    assert len(caught.value.mistakes) == 2
    assert caught.value.mistakes[0].startswith("own.yaml, line ")


def test_a_term_without_a_source_is_refused() -> None:
    with pytest.raises(MistakesError, match="source"):
        parse_lexicon(LEXICON.replace("{term: m, source: s}", "{term: m}"), file="own.yaml")
