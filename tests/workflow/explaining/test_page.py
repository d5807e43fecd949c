"""The page: its text is the canonical text, its links lead somewhere, its words leave nothing blank."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.explaining.invented import TEXT, Page, bare, invented, record_of
from vonnis.extraction.extractor import extract
from vonnis.extraction.record import Benchmark, CourtReasons, Doubt, SanctionKind
from vonnis.judgment.canonical import canonical
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read
from vonnis.judgment.span import Span
from vonnis.workflow.explaining.page import render

ODD = "straf é€𝄞 <b>&amp;\"'\n\n\n x"


@pytest.fixture(scope="module")
def html() -> str:
    judgment = invented()
    return render(judgment, record_of(judgment))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=ODD, min_size=1, max_size=60), st.data())
def test_the_text_of_the_page_is_the_canonical_text(raw: str, data: st.DataObject) -> None:
    text = canonical(raw) or "x"
    bound = st.integers(0, len(text))
    places = data.draw(st.lists(st.tuples(bound, bound).filter(lambda at: at[0] < at[1]), max_size=6))
    page = Page(render(*bare(text, *places)))
    assert page.text == text
    ordered = sorted(set(places), key=lambda place: (place[0], -place[1]))
    for number, (start, end) in enumerate(ordered, 1):
        marked, words = page.marked.get(f"p{number}", ""), text[start:end]
        assert Counter(marked) <= Counter(words)
        assert "".join(marked.split()) == "".join(words.split())
        assert f"p{number}" in page.ids()


def test_a_real_structure_keeps_its_text(html: str) -> None:
    assert Page(html).text == invented().text


def test_real_judgments_keep_their_text(judgments: Path) -> None:
    for path in sorted((judgments / "text").glob("*.txt")):
        judgment = read(path)
        page = Page(render(judgment, extract(judgment)))
        assert page.text == judgment.text, path.name
        assert set(page.targets()) <= set(page.ids()), path.name


def test_links_lead_somewhere_and_ids_are_one_of_a_kind(html: str) -> None:
    page = Page(html)
    assert len(page.ids()) == len(set(page.ids()))
    assert set(page.targets()) <= set(page.ids())


def test_every_mark_is_called_by_words_that_stand_on_the_page(html: str) -> None:
    page = Page(html)
    named = [found["aria-labelledby"] for tag, found in page.elements if tag == "a" and "aria-labelledby" in found]
    assert named
    assert {each for value in named for each in (value or "").split()} <= set(page.ids())


def test_there_is_no_script_and_no_outside_part(html: str) -> None:
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.elements}
    assert not [found for _, found in page.elements if "src" in found or "style" in found]
    assert "url(" not in html
    assert "@import" not in html


def test_sanctions_are_said_in_the_courts_own_units(html: str) -> None:
    assert "10 maanden, waarvan 3 voorwaardelijk, proeftijd 2 jaar" in html
    assert "10 months, of which 3 suspended, probation 2 years" in html
    assert "120 uur, vervangende hechtenis 60 dagen" in html


def test_every_part_of_a_sanction_leads_to_its_own_passage(html: str) -> None:
    page = Page(html)
    imposed = extract(invented()).imposed
    spans = [span.quote for sanction in imposed for span in (sanction.evidence, *sanction.parts.values())]
    assert len(spans) == 5
    assert set(spans) <= set(page.marked.values())


def test_the_indictment_is_folded_and_its_words_stay_out_of_the_record(html: str) -> None:
    before, _, after = html.partition('<section class="pane text"')
    assert "Hierin staat waarvan de verdachte is beschuldigd." in after
    assert "<details" in after
    assert "weggenomen" not in before


def test_doubt_shows_reason_and_passage_as_a_result() -> None:
    text = "De rechtbank beslist zo."
    doubt = Doubt("outcome", "no dictum was found", Span.of(text, 3, 12))
    html = render(*bare(text, doubts=(doubt, Doubt("statutes", "Something new."))))
    assert "2 punten van twijfel" in html
    assert "Er is geen dictum gevonden." in html
    assert "Something new." in html
    assert Page(html).marked == {"p1": "rechtbank"}


@pytest.mark.parametrize(
    ("field", "beside"),
    [
        pytest.param("outcome", "Uitkomst", id="a plain value"),
        pytest.param("imposed", "Opgelegd", id="a list"),
        pytest.param("contact_channels", "Weg naar het contact", id="a list with another heading"),
        pytest.param("court_reasons.knowledge_of_age", "Wetenschap van de leeftijd", id="what the court says"),
    ],
)
def test_a_doubt_is_said_beside_the_value_that_it_concerns(field: str, beside: str) -> None:
    judgment, record = bare("Er staat iets.", doubts=(Doubt(field, "no dictum was found"),))
    html = render(judgment, msgspec.structs.replace(record, outcome="not_stated"))
    before, found, _ = html.partition("hierover is twijfel")
    assert found
    assert html.count("hierover is twijfel") == 1
    headings = re.findall(r'<(?:h3|dt) id="[^"]*">(?:<span class="nl" lang="nl">)?([^<]+)', before)
    assert headings[-1] == beside
    assert ("niet beslist" in html) is (beside not in {"Opgelegd", "Weg naar het contact"})


def test_what_is_missing_of_a_sanction_in_doubt_is_not_called_unstated() -> None:
    judgment, record = bare("een straf", (4, 9), doubts=(Doubt("imposed", "no dictum was found"),))
    fine = msgspec.structs.replace(record.imposed[0], total=None)
    sure, unsure = (
        render(judgment, msgspec.structs.replace(record, imposed=(fine,), failures=failures))
        for failures in ((), record.failures)
    )
    assert "Niet vermeld: " in sure
    assert "niet beslist" not in sure
    assert "Niet vermeld: " not in unsure
    assert "niet beslist" in unsure


def test_parts_of_the_text_do_not_crowd_the_landmarks_of_the_record(html: str) -> None:
    page = Page(html)
    named = [found.get("aria-labelledby") for tag, found in page.elements if tag == "section"]
    assert [name for name in named if name and name.startswith("s")] == []
    assert len([name for name in named if name]) == len({name for name in named if name})


def test_evidence_of_a_field_that_no_group_knows_is_shown() -> None:
    judgment = invented()
    record = record_of(judgment, evidence={"benchmark": (judgment.span(0, 9),)})
    html = render(judgment, record)
    assert "Overige passages" in html
    assert "benchmark" in html
    assert "RECHTBANK" in Page(html).marked.values()


def test_the_courts_reasons_are_said_in_words() -> None:
    judgment = invented()
    passage = judgment.span(0, 9)
    reasons = CourtReasons(
        knowledge_of_age="knew", repeat_visits=True, benchmarks=(Benchmark(class_="lovs", evidence=passage),)
    )
    known = {"court_reasons.knowledge_of_age": (passage,), "court_reasons.repeat_visits": (passage,)}
    words = render(judgment, record_of(judgment, court_reasons=reasons, evidence=known))
    assert "LOVS orientation point" in words
    assert "Knowledge of the age" in words
    assert "court_reasons" not in words


def test_values_that_share_a_passage_name_each_other() -> None:
    html = render(*bare("een boete", (4, 9), (4, 9)))
    assert html.count("zelfde passage:") == 2
    assert Page(html).marked == {"p1": "boete"}


def test_nothing_stated_is_said_in_words() -> None:
    html = render(*bare("Er staat niets."))
    for sentence in ("niet vermeld", "Geen opgelegde straf", "De eis is niet vermeld.", "Geen twijfel gemeld."):
        assert sentence in html
    assert "None" not in html


@pytest.mark.parametrize(
    ("kind", "shown"), [("tbs_nursing", False), ("prison", True)], ids=["never has a length", "should have one"]
)
def test_a_missing_length_is_said_where_a_reader_looks_for_one(kind: SanctionKind, *, shown: bool) -> None:
    judgment, record = bare("een straf", (4, 9))
    sanction = msgspec.structs.replace(record.imposed[0], kind=kind, total=None)
    html = render(judgment, msgspec.structs.replace(record, imposed=(sanction,)))
    assert ("Duur of bedrag" in html) is shown


def test_a_heading_that_repeats_the_kind_is_not_said_twice(html: str) -> None:
    judgment = invented(TEXT.replace("1 De tenlastelegging", "Tenlastelegging"))
    assert '<span lang="nl">1 De tenlastelegging</span>' in html
    assert '<span lang="nl">Tenlastelegging</span>' not in render(judgment, record_of(judgment))


def test_a_judgment_without_text_has_a_page() -> None:
    judgment = Judgment(id="metadata", text="")
    html = render(judgment, extract(judgment))
    assert "geen tekst, alleen gegevens erover" in html
    assert Page(html).text == ""
    assert "De eis is niet vermeld." not in html
    assert "Geen opgelegde straf" not in html


def test_the_page_says_that_it_is_private_and_carries_the_help_block(html: str) -> None:
    assert "Niet voor publicatie." in html
    assert "Not for publication." in html
    assert "chatmetfier.nl" in html


def test_nothing_is_said_to_come_from_data_that_were_not_there(html: str) -> None:
    assert "geen gegevens van de uitgever" in html
    assert "uit de gegevens bij het bestand" not in html
    judgment = invented()
    told = render(judgment, record_of(judgment, ecli="ECLI:NL:RBFIC:2020:1"))
    assert "uit de gegevens bij het bestand" in told
    assert "geen gegevens van de uitgever" not in told


def test_the_same_judgment_gives_the_same_bytes(html: str) -> None:
    judgment = invented()
    assert render(judgment, record_of(judgment)) == html
