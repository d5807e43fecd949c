"""The short form holds the questions marked short and what they rest on, and is a codebook of its own."""

from __future__ import annotations

from tests.codebook.test_mistakes import GOOD
from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.short import shortened
from vonnis.codebook.templates import template
from vonnis.codebook.writing import write_codebook


def test_the_short_form_of_the_template_asks_33_questions() -> None:
    short = shortened(template("op-de-koop-toe"))
    assert len(short.questions) == 33
    assert {
        "sentence_class",
        "one_day_broad",
        "age_gap_big",
        "advertised_legal_site_upper",
    } < short.derived_by_name.keys()
    assert "uncond_days_beyond_custody" not in short.derived_by_name
    again = parse_codebook(write_codebook(short), file="short.yaml")
    assert again.digest == short.digest


def test_what_a_skip_rule_rests_on_comes_along() -> None:
    book = parse_codebook(GOOD.replace("    most: 2015\n", "    most: 2015\n    short: true\n"), file="codebook.yaml")
    short = shortened(book)
    assert [variable.name for variable in short.variables] == ["k_sex", "k_birth_year"]
    assert (short.checks, short.derived) == ((), ())
    assert [section.id for section in short.sections] == ["people"]


def test_a_part_alone_becomes_a_question() -> None:
    book = parse_codebook(GOOD.replace("    part_of: k_sex\n", "    part_of: k_sex\n    short: true\n"), file="x")
    assert [(one.name, one.part_of) for one in shortened(book).variables] == [("k_fine", None)]
