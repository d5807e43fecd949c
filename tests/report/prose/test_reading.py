"""The form of a written text: chapters, paragraphs, lists, places, and one sentence for what is wrong."""

from __future__ import annotations

import pytest

from vonnis.errors import StudyError
from vonnis.report.prose.reading import Items, Place, Prose, Source, Title, read_text

TEXT = """<!-- a remark
over two lines -->
# First {#first}

A paragraph
over two lines.

> A notice.

## Heading
- one
- two,
  and more
1. counted

(?) ::: chart ages
draw: people
finding: words
finding: (?) other words
:::
::: cards a, b :::
# Annex {#annex .annex ?}
"""


def test_a_text_is_read_into_chapters_and_nodes() -> None:
    first, annex = read_text(Source("own.md", TEXT))
    assert (first.id, first.kind, first.optional) == ("first", "chapter", False)
    assert (annex.id, annex.kind, annex.optional) == ("annex", "annex", True)
    kinds = [type(node) for node in first.nodes]
    assert kinds == [Prose, Prose, Title, Items, Place, Place]


def test_a_paragraph_may_run_over_lines_and_knows_where_it_stands() -> None:
    node = read_text(Source("own.md", TEXT))[0].nodes[0]
    assert isinstance(node, Prose)
    assert node.written.text == "A paragraph over two lines."
    assert node.written.where == "own.md, line 5"


def test_a_list_takes_lines_that_go_on() -> None:
    node = read_text(Source("own.md", TEXT))[0].nodes[3]
    assert isinstance(node, Items)
    assert [item.text for item in node.items] == ["one", "two, and more", "counted"]
    assert node.ordered


def test_a_place_has_ids_and_options() -> None:
    chart, cards = read_text(Source("own.md", TEXT))[0].nodes[4:]
    assert isinstance(chart, Place)
    assert isinstance(cards, Place)
    assert (chart.name, chart.given, chart.optional, chart.option("draw")) == ("chart", ("ages",), True, "people")
    assert [written.text for key, written in chart.options if key == "finding"] == ["words", "(?) other words"]
    assert (cards.given, cards.options, cards.optional) == (("a", "b"), (), False)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("words first\n# A {#a}", r"own.md, line 1: text before the first chapter"),
        ("# A\n\nwords", r"own.md, line 1: the chapter has no id"),
        ("# A {#a}\n\n::: chart x\ndraw: bars\n", r"own.md, line 3: the place 'chart' is not closed"),
        ("# A {#a}\n\n::: chart x\nno option here\n:::", r"own.md, line 4: 'no option here' is no option"),
        ("# A {#a}\n\n::: 12", r"own.md, line 3: '::: 12' is no place"),
    ],
    ids=["before", "no id", "open", "option", "name"],
)
def test_a_mistake_is_one_sentence_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(StudyError, match=complaint):
        read_text(Source("own.md", text))


def test_an_empty_text_has_no_chapter() -> None:
    assert read_text(Source("own.md", "\n")) == ()
