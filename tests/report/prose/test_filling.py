"""Numbers by their id alone: what is unknown, withheld or typed stops the build with file and line."""

from __future__ import annotations

import pytest

from tests.report.invented import document, written
from vonnis.errors import DisclosureError, StudyError
from vonnis.report.document import Footnote, Heading, Number, Paragraph, Reference, Table, Terms, Words, numbers, plain
from vonnis.report.page import Article
from vonnis.report.word.body import Body


def said(text: str) -> str:
    """Return what a paragraph says."""
    made = written(f"# A {{#a}}\n\n{text}\n")
    return " / ".join(plain(block.line) for block in made.chapters[0].blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are {{ clients }} clients.", "There are 101 clients."),
        ("{{ one_day_share:basis }}", "61 of 101 clients"),
        ("{{one_day_share:n}} and {{ one_day_share:numerator }}", "101 and 61"),
        ("{{ one_day_share:interval }}", "95% interval 51% to 69%"),
        ("{{ victims_by_age.16_years }}", "17"),
        ("{{ reference.girls_share }}", "88%"),
        ("at least <long_prison_days> days", "at least 100 days"),
        ("{{ suspects_<series_base_year> }}", "112"),
        ("{{ parameter age_gap_years }}", "19"),
        ("**bold {{ clients }}** and *so*", "bold 101 and so"),
        ("[there](https://example.org)", "there"),
        ("in 2015, article 248b, guideline 2015R054", "in 2015, article 248b, guideline 2015R054"),
        (r"by rule \7", "by rule 7"),
        ("less by {{ suspects_change }} ({{ suspects_change:interval }}).", "less by −77%."),
        ("{{ clients }} ({{ one_day_share:basis }}; {{ clients:interval }})", "101 (61 of 101 clients)"),
        ("{{ clients }} ({{ suspects_change:basis }}; {{ one_day_share:n }})", "101 (101)"),
        ("(?) gone: {{ nobody_knows }}", ""),
        ("(?) gone: {{ victims_by_age.13_years }}", ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_sentence_is_filled(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ client }}", r"own.md, line 3: there is no figure 'client'; did you mean 'clients'\?"),
        ("{{ clients:median }}", r"own.md, line 3: a figure has no part 'median'"),
        ("We saw 61% of them.", r"own.md, line 3: the number 61% is typed; write it as \{\{ id \}\}"),
        ("We saw 101 of them.", r"own.md, line 3: the number 101 is typed"),
        ("at least <no_such> days", r"own.md, line 3: <no_such> is no single parameter"),
        ("{{ said 94% }}", r"own.md, line 3: '94%' needs its source"),
        ("see {{ table nothing }}", r"own.md, line 3: the report has no table 'nothing'"),
        ("a note^[that does not end", r"own.md, line 3: a footnote is not closed"),
        ("::: nonsense x :::", r"own.md, line 3: there is no place 'nonsense'"),
        ("::: chart nothing :::", r"own.md, line 3: there is no table 'nothing'"),
        ("::: chart victims_by_age\ndraw: pie\n:::", r"own.md, line 3: there is no chart 'pie'"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_wrong_sentence_stops_the_build(text: str, complaint: str) -> None:
    with pytest.raises(StudyError, match=complaint):
        written(f"# A {{#a}}\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "{{ victims_by_age.13_years }}",
        "{{ victims_by_age.13_years.share }}",
        "**{{ victims_by_age.13_years }}**",
        "a note^[of {{ victims_by_age.13_years }}]",
        "- {{ victims_by_age.13_years }}",
        "> {{ victims_by_age.13_years }}",
        "::: chart victims_by_age\nfinding: {{ victims_by_age.13_years }}\n:::",
        "::: diagram x\nbox: {{ victims_by_age.13_years }}\n:::",
        "::: diagram x\ntitle: {{ victims_by_age.13_years }}\nbox: words\n:::",
    ],
    ids=["sentence", "share", "bold", "footnote", "list", "notice", "finding", "diagram", "title"],
)
def test_a_withheld_number_stops_the_build_wherever_it_is_written(text: str) -> None:
    with pytest.raises((DisclosureError, StudyError), match=r"own.md, line \d: .*victims_by_age.13_years"):
        written(f"# A {{#a}}\n\n{text}\n")


def test_a_chapter_title_cannot_hold_a_withheld_number() -> None:
    with pytest.raises(DisclosureError, match=r"own.md, line 1"):
        written("# {{ victims_by_age.13_years }} {#a}\n\nwords")


def test_a_number_of_somebody_else_carries_its_source() -> None:
    made = written("# A {#a}\n\n{{ said 94% | Poll of 2021 }} asked.\n")
    block = made.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.line[:2] == (Words("94%"), Footnote((Words("Poll of 2021"),)))


def test_a_reference_is_said_as_what_it_leads_to() -> None:
    made = written("# A {#a}\n\nSee {{ chart victims_by_age }} in {{ chapter a }}.\n\n::: chart victims_by_age :::\n")
    block = made.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert [part.shown for part in block.line if isinstance(part, Reference)] == ["figure 1", "chapter 1"]


def test_the_shipped_text_prints_the_same_numbers_in_both_languages() -> None:
    dutch, english = ([(n.figure, n.part) for n in numbers(document(language))] for language in ("nl", "en"))
    assert len(dutch) > 150
    assert dutch == english


def test_numbers_carry_their_value_and_what_is_withheld_none() -> None:
    found = list(numbers(document("nl")))
    assert {number.shown for number in found if number.value is None} == {"×"}
    assert all(isinstance(number, Number) for number in found)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# A {#a}\n\n## There are {{ clients }}\n\nText.\n", "line 3: a heading holds no figure"),
        ("# A {#a}\n\n## There are 101\n\nText.\n", "line 3: the number 101 is typed"),
        ("# All {{ clients }} {#a}\n\nText.\n", "line 1: a heading holds no figure"),
    ],
    ids=["a figure", "a typed number", "a figure in the title"],
)
def test_a_heading_holds_no_number(text: str, complaint: str) -> None:
    with pytest.raises(StudyError, match=complaint):
        written(text)


def test_a_parameter_in_a_heading_is_filled() -> None:
    made = written("# A {#a}\n\n## At least <long_prison_days> days\n\nText.\n")
    (heading,) = [block for block in made.chapters[0].blocks if isinstance(block, Heading)]
    assert (heading.text, heading.id) == ("At least 100 days", "a-at-least-100-days")


def test_a_number_among_strong_words_is_strong_too() -> None:
    made = written("# A {#a}\n\n**{{ clients }} clients** of {{ victims }}\n")
    assert [number.strong for number in numbers(made)] == [True, False]
    (block,) = (one for one in made.chapters[0].blocks if isinstance(one, Paragraph))
    assert "<strong><data" in Article(made, (made,)).line(block.line, linked=False)
    assert '<w:b/></w:rPr><w:t xml:space="preserve">101<' in Body(made, {}).line(block.line)


def test_a_definition_says_what_is_missing_only_where_something_is() -> None:
    terms = {
        term.id: plain(term.meaning)
        for block in document("en").blocks()
        if isinstance(block, Terms)
        for term in block.items
    }
    assert "Without a valid answer" not in terms["definition-clients"]
    assert "Without a valid answer: not stated" in terms["definition-victims_by_channel"]


def test_each_source_stands_once_in_the_checklist() -> None:
    tables = [block for block in document("en").blocks() if isinstance(block, Table) and block.id == "table-checklist"]
    (row,) = (row for row in tables[0].rows if plain(row[0].line) == "RECORD 1")
    assert plain(row[2].line).count("fictional judgments") == 1
