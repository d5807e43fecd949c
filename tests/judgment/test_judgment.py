"""The parsed judgment."""

from __future__ import annotations

import datetime as dt

from vonnis.judgment.judgment import Judgment, Metadata
from vonnis.judgment.section import Section

TEXT = "Kop\nEén maand"
JUDGMENT = Judgment(
    id="x",
    text=TEXT,
    sections=(Section("head", 0, 4), Section("dictum", 4, 13)),
    metadata=Metadata(ecli="ECLI:NL:RBFIC:2020:1", court="Rechtbank", date=dt.date(2020, 1, 2)),
)


def test_what_the_publisher_states_is_near_at_hand() -> None:
    assert (JUDGMENT.ecli, JUDGMENT.court, JUDGMENT.date) == ("ECLI:NL:RBFIC:2020:1", "Rechtbank", dt.date(2020, 1, 2))


def test_the_digest_is_that_of_the_text_in_utf_8() -> None:
    # printf 'Kop\nEén maand' | sha256sum
    assert JUDGMENT.text_sha256 == "20d1f51429979af1c4ffa4d763de3a3f961b72335dbd08a39569800714b038ac"
    assert Judgment(id="x", text="").text_sha256 is None


def test_sections_by_kind() -> None:
    assert [TEXT[section.start : section.end] for section in JUDGMENT.of_kind("dictum")] == ["Eén maand"]
    assert list(JUDGMENT.of_kind("demand", "defence")) == []


def test_a_passage() -> None:
    assert JUDGMENT.span(4, 7).quote == "Eén"
