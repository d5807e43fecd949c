"""The parsed judgment."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
import pytest

from vonnis.judgment.judgment import Judgment, Metadata
from vonnis.judgment.section import Section

TEXT = "Kop\nBeslissing\nDe rechtbank veroordeelt verdachte tot één maand."
JUDGMENT = Judgment(
    id="x",
    text=TEXT,
    headings=(),
    metadata=Metadata(ecli="ECLI:NL:RBFIC:2020:1", court="Rechtbank", date=dt.date(2020, 1, 2)),
)


def test_what_the_publisher_states_is_near_at_hand() -> None:
    assert (JUDGMENT.ecli, JUDGMENT.court, JUDGMENT.date) == ("ECLI:NL:RBFIC:2020:1", "Rechtbank", dt.date(2020, 1, 2))


def test_the_digest_is_that_of_the_text_in_utf_8() -> None:
    # printf 'Kop\nEén maand' | sha256sum
    held = Judgment(id="x", text="Kop\nEén maand")
    assert held.text_sha256 == "20d1f51429979af1c4ffa4d763de3a3f961b72335dbd08a39569800714b038ac"
    assert Judgment(id="x", text="").text_sha256 is None


def test_sections_by_kind() -> None:
    assert [TEXT[section.start : section.end] for section in JUDGMENT.of_kind("dictum")] == [TEXT[4:]]
    assert list(JUDGMENT.of_kind("demand", "defence")) == []


@pytest.mark.parametrize("text_is", ["dictum", "abstract"])
def test_a_dictum_or_an_abstract_is_one_section(text_is: Literal["dictum", "abstract"]) -> None:
    whole = Judgment(id="x", text=TEXT, headings=(), text_is=text_is)
    assert whole.sections == (Section(text_is, 0, len(TEXT)),)


def test_a_text_that_has_no_sections() -> None:
    assert Judgment(id="x", text=TEXT).sections == Judgment(id="x", text="", headings=()).sections == ()


def test_a_judgment_stays_equal_to_one_whose_sections_were_asked_for() -> None:
    asked = msgspec.structs.replace(JUDGMENT)
    assert asked.sections
    assert asked == msgspec.structs.replace(JUDGMENT)


def test_a_passage() -> None:
    assert JUDGMENT.span(4, 14).quote == "Beslissing"
