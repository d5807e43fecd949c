"""Every kind of mistake in a codebook is one sentence with line, column and remedy; several are told at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vonnis.codebook.reading import parse_codebook, read_codebook
from vonnis.errors import MistakesError

GOOD = """\
name: small
version: 1.0.0
title: {nl: Klein codeboek, en: Small codebook}
sections:
  - {id: people, label: {nl: Mensen, en: People}}
parameters:
  big_gap: 19
variables:
  - name: c_documents
    level: complex
    type: categories
    label: {nl: Stukken, en: Documents}
    question: {nl: Welke stukken?, en: Which documents?}
    categories:
      - {code: 0, label: {nl: geen, en: none}, alone: true}
      - {code: 1, label: {nl: vonnis, en: judgment}}
  - name: k_sex
    level: defendant
    type: category
    section: people
    label: {nl: Geslacht, en: Sex}
    question: {nl: Wat is het geslacht?, en: What is the sex?}
    categories:
      - {code: 1, label: {nl: man, en: male}}
      - {code: 2, label: {nl: vrouw, en: female}}
  - name: k_birth_year
    level: defendant
    type: integer
    scale: interval
    label: {nl: Geboortejaar, en: Year of birth}
    question: {nl: Wat is het geboortejaar?, en: What is the year of birth?}
    least: 1920
    most: 2015
    asked_if: k_sex = 1
  - name: k_fine
    level: defendant
    type: money
    scale: ratio
    unit: EUR
    part_of: k_sex
    label: {nl: Boete, en: Fine}
    question: {nl: Hoe hoog is de boete?, en: How high is the fine?}
  - name: v_age
    level: victim
    type: interval
    scale: ratio
    label: {nl: Leeftijd, en: Age}
    question: {nl: Hoe oud?, en: How old?}
  - name: p_first_date
    level: pair
    type: date
    scale: interval
    label: {nl: Eerste contact, en: First contact}
    question: {nl: Wanneer was het eerste contact?, en: When was the first contact?}
checks:
  - id: E1
    level: pair
    must: v_age < 18
    message: {nl: Het slachtoffer is meerderjarig., en: The victim is an adult.}
derived:
  - name: age_gap
    level: pair
    type: interval
    label: {nl: Leeftijdsverschil, en: Age gap}
    definition: {nl: Verschil in jaren., en: Difference in years.}
    value: age(k_birth_year, p_first_date) - v_age
  - name: young
    level: victim
    type: category
    label: {nl: Jong, en: Young}
    definition: {nl: 15 of jonger., en: 15 or younger.}
    categories:
      - {code: 0, label: {nl: nee, en: no}}
      - {code: 1, label: {nl: ja, en: yes}}
    cases:
      - {code: 1, when: v_age <= 15}
      - {code: 0}
"""

MISTAKES = {
    "a tab": ("    level: victim", "\tlevel: victim", 44, "a tab stands in the indentation; use spaces"),
    "a quotation mark": ("{nl: Mensen,", '{nl: "Mensen,', 5, "quotation mark"),
    "a colon in a text": ("name: small", "name: small: one", 1, "put the whole text between double quotation marks"),
    "a key without a colon": ("version: 1.0.0\n", "version 1.0.0\n", 2, "colon"),
    "a key twice": (
        "version: 1.0.0\n",
        "version: 1.0.0\nversion: 2.0.0\n",
        3,
        "stands here a second time (first in line 2)",
    ),
    "an anchor": ("name: small", "name: &a small", 1, "an anchor, alias or tag"),
    "an unknown key": ("    most: 2015", "    mots: 2015", 33, "did you mean `most`?"),
    "a missing key": ("    level: victim\n    type: interval", "    type: interval", 43, "`level` is missing"),
    "an unknown level": ("    level: victim", "    level: victims", 44, "did you mean `victim`?"),
    "an unknown type": ("type: money", "type: amount", 37, "write one of category, categories"),
    "a text for a number": ("least: 1920", "least: long ago", 32, "write a whole number, without quotation marks"),
    "a number in quotation marks": ("most: 2015", 'most: "2015"', 33, "without quotation marks"),
    "one thing for a list": ("variables:\n", "variables: none\nchecks2:\n", 8, "write a list"),
    "an empty text": ("nl: Leeftijd,", "nl: ,", 47, "is empty; write a text"),
    "a version of two numbers": ("version: 1.0.0", "version: '1.0'", 2, "write three numbers with points"),
    "a name in capitals": ("name: v_age", "name: V-Age", 43, "as `v_age`"),
    "a name too long": ("name: v_age", f"name: v_{'x' * 31}", 43, "a name has at most 32"),
    "a reserved name": ("name: v_age", "name: victim", 43, "has a meaning of its own"),
    "a word of rules as a name": ("name: v_age", "name: days", 43, "has a meaning of its own"),
    "a companion's name": ("name: v_age", "name: v_age_mis", 43, "as the companion columns of the dataset do"),
    "a name twice": ("name: v_age", "name: k_sex", 43, "the name `k_sex` is defined twice (first in line 17)"),
    "a section twice": ("sections:\n", "sections:\n  - {id: people, label: {nl: a, en: b}}\n", 6, "defined twice"),
    "an unknown section": ("section: people", "section: peple", 20, "did you mean `people`?"),
    "a language missing": ("{nl: Leeftijd, en: Age}", "{nl: Leeftijd}", 47, "lacks its English text"),
    "a language unknown": (
        "{nl: Leeftijd, en: Age}",
        "{nl: L, en: A, fr: Age}",
        47,
        "`fr` is no language of this codebook",
    ),
    "a codebook's language unknown": ("title:", "languages: [nl, en, de]\ntitle:", 3, "known are nl and en"),
    "a code twice": ("code: 2,", "code: 1,", 25, "code 1 stands twice in `k_sex` (first in line 24)"),
    "a kind of missing as a category": ("code: 2,", "code: -8,", 25, "-8 is the code of not_stated"),
    "a negative code": ("code: 2,", "code: -1,", 25, "codes of categories are 0 or more"),
    "one category only": ("      - {code: 2, label: {nl: vrouw, en: female}}\n", "", 23, "has one category only"),
    "no categories": ("type: integer\n    scale: interval", "type: category", 28, "without categories"),
    "categories of a number": (
        "type: category\n    section",
        "type: integer\n    scale: ratio\n    section",
        24,
        "has no categories",
    ),
    "alone without a set": ("en: female}}", "en: female}, alone: true}", 25, "`alone` is for sets"),
    "a label too long for SPSS": ("en: female", f"en: {'é' * 61}", 25, "has 122 bytes and SPSS keeps 120"),
    "a variable label too long": ("en: Age}", f"en: {'x' * 257}" + "}", 47, "has 257 bytes and SPSS keeps 256"),
    "a range turned around": ("least: 1920", "least: 2020", 32, "turn them around"),
    "money without currency": ("    unit: EUR\n", "", 37, "write `unit: EUR`"),
    "a scale that does not fit": (
        "scale: ratio\n    label: {nl: Leeftijd,",
        "scale: nominal\n    label: {nl: Leeftijd,",
        46,
        "interval or ratio",
    ),
    "precision of a number": (
        "    least: 1920",
        "    precision: year\n    least: 1920",
        32,
        "`precision` is for dates",
    ),
    "a share beyond one": ("    least: 1920", "    double_coding: 20\n    least: 1920", 32, "a number from 0 to 1"),
    "an unknown kind of missing": (
        "    least: 1920",
        "    missing: [not_sated]\n    least: 1920",
        32,
        "did you mean `not_stated`?",
    ),
    "not applicable without a rule": (
        "scale: interval\n    label: {nl: Eerste",
        "scale: interval\n    missing: [not_applicable]\n    label: {nl: Eerste",
        53,
        "set by `asked_if` alone",
    ),
    "a kind twice": ("    least: 1920", "    missing: [unclear, unclear]\n    least: 1920", 32, "stands twice"),
    "a part of nothing": ("part_of: k_sex", "part_of: k_six", 40, "did you mean `k_sex`?"),
    "a part at another level": ("part_of: k_sex", "part_of: v_age", 40, "a part has the level of the whole"),
    "a machine without a field": (
        "    least: 1920",
        "    machine: yes\n    least: 1920",
        32,
        "write `extractor: defendant.sex`",
    ),
    "a field that is none": (
        "    least: 1920",
        "    extractor: The field\n    least: 1920",
        32,
        "is no field of a record",
    ),
    "a rule that ends too soon": ("asked_if: k_sex = 1", "asked_if: k_sex =", 34, "the rule ends where"),
    "a sign of another language": ("asked_if: k_sex = 1", "asked_if: k_sex = 1 && k_sex = 2", 34, "write `and`"),
    "an unknown function": ("asked_if: k_sex = 1", "asked_if: sqrt(k_sex) = 1", 34, "`sqrt` is no function"),
    "a value too few": ("age(k_birth_year, p_first_date)", "age(k_birth_year)", 66, "`age` takes 2 values"),
    "an unknown variable in a rule": ("asked_if: k_sex = 1", "asked_if: k_sexe = 1", 34, "did you mean `k_sex`?"),
    "an unknown category in a rule": ("asked_if: k_sex = 1", "asked_if: k_sex = 3", 34, "its codes are 1, 2"),
    "a kind of missing in a rule": ("asked_if: k_sex = 1", "asked_if: k_sex = -8", 34, "ask with `k_sex is …`"),
    "no condition": ("asked_if: k_sex = 1", "asked_if: k_sex", 34, "where a condition is needed"),
    "a rule of texts": ("asked_if: k_sex = 1", "asked_if: k_sex = 'man'", 34, "do not belong in a rule"),
    "has without a set": ("asked_if: k_sex = 1", "asked_if: k_sex has 1", 34, "`has` is for a set"),
    "in with a set": ("asked_if: k_sex = 1", "asked_if: c_documents in {1}", 34, "`in` is for one answer"),
    "equals with a set": ("asked_if: k_sex = 1", "asked_if: c_documents = 1", 34, "write `has 1`"),
    "a date against a number": ("must: v_age < 18", "must: p_first_date < 18", 58, "both sides must be of one kind"),
    "a day that is none": ("must: v_age < 18", "must: p_first_date < 2019-02-30", 58, "is no day of the calendar"),
    "units below": ("asked_if: k_sex = 1", "asked_if: v_age = 15", 34, "go through them with any("),
    "below a pair": ("must: v_age < 18", "must: any(v_age < 18)", 58, "a pair has none below it"),
    "a missing kind that cannot be": (
        "asked_if: k_sex = 1",
        "asked_if: k_sex is not_applicable",
        34,
        "can never be not_applicable",
    ),
    "a rule on itself": (
        "asked_if: k_sex = 1",
        "asked_if: k_birth_year = 1990",
        34,
        "rests on itself (k_birth_year → k_birth_year)",
    ),
    "a question asked later": ("asked_if: k_sex = 1", "asked_if: k_fine > 0", 34, "move `k_fine` before it"),
    "a check twice": (
        "derived:",
        "  - {id: E1, level: pair, must: v_age > 0, message: {nl: a, en: b}}\nderived:",
        60,
        "check `E1` is defined twice",
    ),
    "a derived variable without a rule": (
        "    value: age(k_birth_year, p_first_date) - v_age\n",
        "",
        61,
        "needs either a `value` or `cases`",
    ),
    "a case without a category": ("{code: 1, when", "{code: 5, when", 76, "5 is no category of `young`"),
    "an open last case": ("      - {code: 0}\n", "", 76, "the last case must hold for all that is left"),
    "a case that is never reached": ("{code: 1, when: v_age <= 15}", "{code: 1}", 76, "put it last"),
    "an unknown alternative": (
        "    cases:\n",
        "    alternatives: [{name: yong, label: {nl: a, en: b}}]\n    cases:\n",
        75,
        "did you mean",
    ),
    "a parameter named as a variable": ("  big_gap: 19", "  k_sex: 19", 17, "defined twice (first in line 7)"),
}


def mistakes_in(text: str) -> tuple[str, ...]:
    try:
        parse_codebook(text, file="codebook.yaml")
    except MistakesError as error:
        return error.mistakes
    return ()


def test_without_a_mistake_nothing_is_said() -> None:
    assert mistakes_in(GOOD) == ()


@pytest.mark.parametrize("kind", list(MISTAKES))
def test_a_mistake_is_one_sentence_with_its_line(kind: str) -> None:
    part, change, line, sentence = MISTAKES[kind]
    assert GOOD.count(part) >= 1
    found = mistakes_in(GOOD.replace(part, change, 1))
    told = [one for one in found if sentence in one]
    assert told, found
    assert re.match(rf"codebook\.yaml, line {line}, column \d+: ", told[0]), told
    assert "\n" not in told[0]


def test_all_mistakes_are_told_at_once_and_the_message_counts_them() -> None:
    text = (
        GOOD.replace("section: people", "section: peple")
        .replace("code: 2,", "code: 1,")
        .replace("most: 2015", "mots: 2015")
    )
    with pytest.raises(MistakesError, match=r"line 33.*did you mean `most`"):
        parse_codebook(text, file="codebook.yaml")
    text = GOOD.replace("section: people", "section: peple").replace("code: 2,", "code: -2,")
    with pytest.raises(MistakesError, match=r"line 20, .*\(and 1 more mistake in this file\)"):
        parse_codebook(text, file="codebook.yaml")


def test_the_column_is_that_of_the_word_in_the_rule() -> None:
    text = GOOD.replace("asked_if: k_sex = 1", "asked_if: k_sex = 1 or k_sexe = 2")
    assert mistakes_in(text)[0].startswith("codebook.yaml, line 34, column 28: ")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"name: sm\xe9ll", "line 1, column 9: this is no UTF-8; save the file as UTF-8"),
        (b"", "the file is empty"),
        (b"just words", "write settings such as"),
        (b"- a\n- b", "write settings such as"),
        (b"\x00\x01", "this is no YAML"),
        (b"a: " + b"[" * 200 + b"]" * 200, "too deep"),
    ],
)
def test_what_is_no_codebook_at_all_is_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(data)
    with pytest.raises(MistakesError) as caught:
        read_codebook(path)
    assert any(sentence in mistake for mistake in caught.value.mistakes), caught.value.mistakes


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_codebook(path).digest == parse_codebook(GOOD, file="x").digest
