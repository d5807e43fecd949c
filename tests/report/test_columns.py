"""Columns on paper: what is short keeps its width, no word is broken, and a table fills its line."""

from __future__ import annotations

import pytest

from tests.report.invented import document
from vonnis.report.columns import LINE, columns_of, shares_of
from vonnis.report.document import Cell, Number, Table, Words
from vonnis.report.words import LANGUAGES, Language

WHOLE = 9070


def table(*rows: tuple[str, ...], right: tuple[int, ...] = ()) -> Table:
    """Return a table whose first row is its head."""
    head, *body = [tuple(Cell((Words(text),), right=place in right) for place, text in enumerate(row)) for row in rows]
    return Table(id="t", number="1", caption=(), head=head, rows=tuple(body))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_report_is_broken(language: Language) -> None:
    tables = [block for block in document(language).blocks() if isinstance(block, Table)]
    assert len(tables) > 10
    for one in tables:
        widths = shares_of(one, WHOLE)
        assert sum(widths) == WHOLE
        letters = [width * LINE / WHOLE for width in widths]
        words = [column.word for column in columns_of(one)]
        assert [n for n, word in zip(letters, words, strict=True) if n < word] == [], one.id


def test_short_columns_are_as_wide_as_they_are_and_words_share_the_rest() -> None:
    made = table(("Id", "Level", "Question"), ("a", "defendant", "what it asks in many words " * 5))
    assert [column.fixed for column in columns_of(made)] == [True, True, False]
    widths = shares_of(made, WHOLE)
    assert widths[2] > 0.7 * WHOLE
    assert widths[1] * LINE / WHOLE >= len("defendant")


def test_the_ends_of_one_column_of_intervals_stay_on_a_line_and_those_of_two_may_not() -> None:
    ends = Cell((Number(figure="f", value=1.0, shown="90 days to 120 days"),))
    label = Cell((Words("a"),))
    head = tuple(Cell((Words(word),)) for word in ("Figure", "Interval", "Then"))
    one = Table(id="t", number="1", caption=(), head=head[:2], rows=((label, ends), (label, Cell(()))))
    two = Table(id="t", number="1", caption=(), head=head, rows=((label, ends, ends),))
    assert [column.fixed for column in columns_of(one)] == [True, True]
    assert [column.fixed for column in columns_of(two)] == [True, False, False]


def test_a_table_of_too_many_words_still_fills_its_line() -> None:
    made = table(*[tuple("aslongasthirtytwolettersmaybe" for _ in range(8))] * 2)
    assert sum(shares_of(made, WHOLE)) == WHOLE
