"""Putting a text together from lines, headings and rows."""

from __future__ import annotations

import pytest

from vonnis.judgment.composition import Composition, row_lines
from vonnis.judgment.section import Heading


def test_headings_keep_their_place_when_blank_lines_go() -> None:
    composition = Composition()
    composition.lines += ["", "", "kop\u00adregel", "", ""]
    composition.heading("De  beslissing", "beslissing")
    composition.lines += ["", "Veroordeelt."]
    text, headings = composition.compose()
    assert text == "kopregel\n\nDe beslissing\n\nVeroordeelt."
    assert headings == (Heading(10, 23, "beslissing", marked=True),)


def test_a_part_without_a_title_opens_at_its_first_words() -> None:
    composition = Composition()
    composition.opening("beslissing")
    composition.lines += ["", "\u00ad", "Veroordeelt."]
    assert composition.compose() == ("Veroordeelt.", (Heading(0, 0, "beslissing", marked=True),))


def test_a_title_where_a_part_opens_takes_the_role_of_the_part() -> None:
    composition = Composition()
    composition.opening("uitspraak")
    composition.heading("RECHTBANK")
    assert composition.compose() == ("RECHTBANK", (Heading(0, 9, "uitspraak", marked=True),))


def test_a_title_has_its_own_role_first() -> None:
    composition = Composition()
    composition.opening("uitspraak")
    composition.heading("De beslissing", "beslissing")
    assert composition.compose()[1] == (Heading(0, 13, "beslissing", marked=True),)


def test_a_part_without_words_is_no_part() -> None:
    composition = Composition()
    composition.lines.append("a")
    composition.opening("beslissing")
    composition.heading("\u00ad")
    assert composition.compose() == ("a", ())


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        pytest.param([["a"], ["b"]], ["a | b"], id="one line a cell"),
        pytest.param([["a"], [], ["", "c"]], ["a | c"], id="empty cells go"),
        pytest.param([["a", "b"], ["c"]], ["a", "b", "c"], id="cells of several lines stand apart"),
        pytest.param([[], [" "]], [], id="no words, no line"),
    ],
)
def test_table_row(cells: list[list[str]], lines: list[str]) -> None:
    assert row_lines(cells) == lines
