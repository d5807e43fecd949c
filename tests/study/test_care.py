"""What a study settles for its coders, in ``study.toml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.errors import MistakesError
from vonnis.study.care import Care, Term
from vonnis.study.protocol import parse_protocol

DEMO = Path(__file__).parents[2] / "src" / "vonnis" / "demo" / "protocol" / "study.toml"


def protocol_with(more: str) -> str:
    return DEMO.read_text(encoding="utf-8") + "\n" + more


def test_a_study_that_says_nothing_has_a_note_and_pauses_and_no_cap() -> None:
    care = parse_protocol(protocol_with(""), file="study.toml").care
    assert care == Care(content_note=True, note={}, files_a_day=0, pause_minutes=45, contacts=())


def test_a_study_says_what_it_settles() -> None:
    text = """
[care]
files_a_day = 6
[[care.contacts]]
name = { nl = "Vertrouwenspersoon", en = "Adviser" }
address = "tel:+31000000000"
shown = "000"
[terms.defendant]
one = { nl = "klant", en = "client" }
many = { nl = "klanten", en = "clients" }
"""
    found = parse_protocol(protocol_with(text), file="study.toml")
    assert (found.care.files_a_day, found.care.contacts[0].shown) == (6, "000")
    assert found.terms.defendant == Term(one={"nl": "klant", "en": "client"}, many={"nl": "klanten", "en": "clients"})
    assert found.terms.victim is None


CONTACT = '[[care.contacts]]\nname = {{ nl = "V"{name} }}\naddress = "{address}"\nshown = "x"'
WRONG = [
    ("[care]\nfiles_a_day = -1", "files_a_day must be"),
    ("[care]\npause_minutes = 500", "pause_minutes must be"),
    ("[care]\nfiles = 3", "files"),
    ("[care]\nnote = { nl = 'Let op' }", "care.note needs a text"),
    (CONTACT.format(name=', en = "A"', address="javascript:alert(1)"), "must begin with tel:"),
    (CONTACT.format(name="", address="tel:1"), "care.contacts.name needs a text"),
    ("[terms.victim]\none = { nl = 'kind' }\nmany = { nl = 'kinderen', en = 'children' }", "terms.victim.one needs"),
]


@pytest.mark.parametrize(("more", "sentence"), WRONG)
def test_what_cannot_be_so_is_said(more: str, sentence: str) -> None:
    with pytest.raises(MistakesError, match=sentence):
        parse_protocol(protocol_with(more), file="study.toml")
