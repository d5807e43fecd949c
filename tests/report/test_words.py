"""Every word of the report exists in both languages, with the same places to fill."""

from __future__ import annotations

import re
from string import Formatter

import msgspec
import pytest

from tests.report.invented import PARAMETERS
from vonnis.demo.numerals import number_word
from vonnis.errors import StudyError
from vonnis.report.outline import Outline, outline
from vonnis.report.words import data

PLACE = re.compile(r"\{[^}]*\}")
PARAMETER = re.compile(r"<[^>]*>")
ENGLISH_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
)


def sentences(plan: Outline) -> list[dict[str, str]]:
    """Return every sentence of an outline, and every title."""
    found = [*plan.summary, *(text for chapter in plan.chapters for text in (chapter.title, *chapter.paragraphs))]
    return found + [place.finding for chapter in plan.chapters for place in chapter.tables if place.finding]


@pytest.mark.parametrize("key", sorted(data("catalogue.yaml")))
def test_catalogue_entry(key: str) -> None:
    texts = data("catalogue.yaml")[key]
    assert set(texts) == {"nl", "en"}
    nl, en = ({name for _, name, _, _ in Formatter().parse(texts[language]) if name} for language in ("nl", "en"))
    assert nl == en


def test_outline_sentences_name_the_same_figures_in_both_languages() -> None:
    for template in sentences(outline(PARAMETERS)):
        assert PLACE.findall(template["nl"]) == PLACE.findall(template["en"])


def test_at_most_six_cards() -> None:
    assert len(outline(PARAMETERS).cards) <= 6


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_of_the_outline_repeats_the_number_of_a_parameter(language: str) -> None:
    """With every figure and parameter taken out, no digit and no word for a number above one is left."""
    unfilled = msgspec.convert(data("outline.yaml"), Outline)
    left = [PARAMETER.sub("", PLACE.sub("", template[language])) for template in sentences(unfilled)]
    assert len(left) > 15
    numbers = {"nl": {number_word(value) for value in range(2, 101)}, "en": set(ENGLISH_NUMBERS.split())}[language]
    for sentence in left:
        assert not re.search(r"\d", sentence), sentence
        assert not numbers & set(re.findall(r"\w+", sentence.lower())), sentence


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_another_parameter_gives_another_outline(name: str) -> None:
    other: int | tuple[int, ...] = (41, 42) if isinstance(PARAMETERS[name], tuple) else 41
    before, after = outline(PARAMETERS), outline({**PARAMETERS, name: other})
    assert before != after
    assert "41" in str(after)


def test_a_parameter_with_several_values_stands_for_several_figures() -> None:
    figures = outline({**PARAMETERS, "age_gap_alternatives": (5, 6, 7)}).chapters[0].figures
    assert [id_ for id_ in figures if re.search(r"gap_\d", id_)] == [f"age_gap_{years}_share" for years in (5, 6, 7)]


def test_one_year_that_two_parameters_name_is_printed_once() -> None:
    figures = outline({**PARAMETERS, "series_low_year": 2015}).chapters[-1].figures
    assert figures.count("suspects_2015") == 1


def test_an_outline_without_its_parameters_is_one_sentence() -> None:
    with pytest.raises(StudyError, match=r"names <\w+>, which is no single parameter of this study"):
        outline({})


def test_the_dutch_help_block_names_where_to_turn() -> None:
    contacts = data("helplines.yaml")["NL"]["contacts"]
    assert [contact["shown"] for contact in contacts] == ["chatmetfier.nl", "112"]
