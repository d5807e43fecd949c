"""Every word of the report exists in both languages, with the same places to fill."""

from __future__ import annotations

from string import Formatter

import pytest

from vonnis.report.words import data


@pytest.mark.parametrize("key", sorted(data("catalogue.yaml")))
def test_catalogue_entry(key: str) -> None:
    texts = data("catalogue.yaml")[key]
    assert set(texts) == {"nl", "en"}
    nl, en = ({name for _, name, _, _ in Formatter().parse(texts[language]) if name} for language in ("nl", "en"))
    assert nl == en


def test_the_dutch_help_block_names_where_to_turn() -> None:
    contacts = data("helplines.yaml")["NL"]["contacts"]
    assert [contact["shown"] for contact in contacts] == ["chatmetfier.nl", "112"]
