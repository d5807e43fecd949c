"""Every word of the report exists in both languages, with the same places to fill."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from vonnis.report.outline import outline
from vonnis.report.words import data

PLACE = re.compile(r"\{[^}]*\}")


@pytest.mark.parametrize("key", sorted(data("catalogue.yaml")))
def test_catalogue_entry(key: str) -> None:
    texts = data("catalogue.yaml")[key]
    assert set(texts) == {"nl", "en"}
    nl, en = ({name for _, name, _, _ in Formatter().parse(texts[language]) if name} for language in ("nl", "en"))
    assert nl == en


def test_outline_sentences_name_the_same_figures_in_both_languages() -> None:
    plan = outline()
    templates = [*plan.summary, *(text for chapter in plan.chapters for text in chapter.paragraphs)]
    templates += [place.finding for chapter in plan.chapters for place in chapter.tables if place.finding]
    for template in templates:
        assert PLACE.findall(template["nl"]) == PLACE.findall(template["en"])


def test_at_most_six_cards() -> None:
    assert len(outline().cards) <= 6


def test_the_dutch_help_block_names_where_to_turn() -> None:
    contacts = data("helplines.yaml")["NL"]["contacts"]
    assert [contact["shown"] for contact in contacts] == ["chatmetfier.nl", "112"]
