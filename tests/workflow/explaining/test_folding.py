"""Parts that describe crimes stay folded; what the case came to does not."""

from __future__ import annotations

import pytest

from tests.workflow.explaining.invented import TEXT, Page, invented, record_of
from vonnis.judgment.section import Heading, Section, SectionKind
from vonnis.workflow.explaining.folding import folded
from vonnis.workflow.explaining.page import render

Part = tuple[SectionKind, str]


def closed(*parts: Part) -> list[bool]:
    """Return for each part, given by kind and heading, whether it stays folded."""
    text, sections = "", []
    for kind, title in parts:
        start = len(text)
        text += f"{title}\nx\n"
        heading = Heading(start, start + len(title)) if title else None
        sections.append(Section(kind, start, len(text), heading))
    found = folded(sections, text)
    return [section in found for section in sections]


@pytest.mark.parametrize("kind", ["indictment", "finding_of_fact", "annex"])
def test_some_kinds_are_folded(kind: SectionKind) -> None:
    assert closed((kind, "")) == [True]


@pytest.mark.parametrize("kind", ["head", "abstract", "demand", "sentencing_reasons", "dictum", "signature", "other"])
def test_other_kinds_are_open(kind: SectionKind) -> None:
    assert closed((kind, "")) == [False]


def test_a_heading_on_evidence_folds_what_stands_under_it() -> None:
    parts: list[Part] = [
        ("other", "Onderzoek van de zaak"),
        ("other", "4 De bewijsmiddelen"),
        ("other", "4.1 Het standpunt van de officier van justitie"),
        ("defence", "4.2 Het standpunt van de verdediging"),
        ("other", ""),
        ("other", "5 De strafbaarheid van de feiten"),
        ("other", "5.1 Het oordeel"),
    ]
    assert closed(*parts) == [False, True, True, True, True, False, False]


@pytest.mark.parametrize("kind", ["sentencing_reasons", "demand", "dictum"])
def test_a_part_of_another_kind_ends_the_folding(kind: SectionKind) -> None:
    assert closed(("other", "Bewijs"), (kind, "De eis"), ("other", "Overig")) == [True, False, False]


def test_words_under_a_heading_on_evidence_stay_out_of_the_record() -> None:
    text = TEXT.replace("4 De eis", "2 De bewijsmiddelen\nDe vrouw, [slachtoffer], was 15 jaar oud.\n\n4 De eis")
    judgment = invented(text)
    html = render(judgment, record_of(judgment))
    before, _, after = html.partition('<section class="pane text"')
    assert "15 jaar oud" in after
    assert "15 jaar oud" not in before
    assert Page(html).text == judgment.text
