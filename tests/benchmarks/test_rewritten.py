"""The labelled judgments written otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality import board
from benchmarks.quality.rewritten import REWRITINGS, Endured, endured

TEXT = (
    "RECHTBANK\nVonnis in de strafzaak tegen [verdachte]\nDe beslissing\nDe rechtbank:\n- verklaart het feit bewezen;\n"
    "- veroordeelt verdachte tot een gevangenisstraf voor de duur van 6 (zes) maanden, waarvan 2 (twee) maanden "
    "voorwaardelijk met een proeftijd van 2 jaren;\nDit vonnis is gewezen door mr. A."
)


@pytest.mark.parametrize("name", REWRITINGS)
def test_a_rewriting_changes_the_text_and_no_value(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rewrite = REWRITINGS[name]
    silent = {"demands in the present tense", "amounts behind EUR"}  # the text has no demand and no money
    assert (rewrite(TEXT) != TEXT) is (name not in silent)
    assert next(one for one in endured(tmp_path) if one.rewriting == name).same == 1


def test_the_page_tells_what_was_endured() -> None:
    text = board.page({}, "vonnis 1", readings=(), rewritten=(Endured(rewriting="x", same=45, of=46),))
    assert "| x | 45 of 46 | 0.978 | 0.887 | 0.996 |" in text
