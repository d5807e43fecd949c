"""An answer to a question that a rule skips is not applicable, by the answers of whoever gave it."""

from __future__ import annotations

import polars as pl
import pytest

from tests.study.codings import AT, coding, units
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.reading import parse_codebook
from vonnis.study.agreement.codings import coded_variables
from vonnis.study.coding import Coding
from vonnis.study.skips import without_skipped

TEXT = """
name: skips
version: 1.0.0
title: {nl: Klein, en: Small}
variables:
"""
ITEM = """  - name: {name}
    level: {level}
    type: category
    label: {{nl: {name}, en: {name}}}
    question: {{nl: Wat is {name}?, en: What is {name}?}}
    categories: [{{code: 0, label: {{nl: nee, en: 'no'}}}}, {{code: 1, label: {{nl: ja, en: 'yes'}}}}]
"""
RULES = {
    ("c_link", "complex"): "",
    ("k_job", "defendant"): "",
    ("k_sector", "defendant"): "k_job = 1",
    ("k_rank", "defendant"): "k_sector = 1",
    ("k_shared", "defendant"): "c_link = 1",
    ("v_seen", "victim"): "",
    ("c_any", "complex"): "any(v_seen = 1)",
}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    items = (ITEM.format(name=name, level=level) + (f"    asked_if: {rule}\n" if rule else "")
             for (name, level), rule in RULES.items())  # fmt: skip
    return parse_codebook(TEXT + "".join(items), file="skips.yaml")


def frame(*codings: Coding) -> pl.DataFrame:
    names = ("unit", "variable", "coder", "value", "missing", "round", "id", "at")
    rows = [(*(getattr(one, name) for name in names[:-1]), AT.isoformat()) for one in codings]
    types = {name: pl.Int8 if name == "missing" else pl.String for name in names}
    return pl.DataFrame(rows, schema=types, orient="row")


def told(codebook: Codebook, *codings: Coding) -> list[tuple[str | None, int | None]]:
    """Return what each coding comes to."""
    return without_skipped(frame(*codings), codebook, units=units(), by="coder").select("value", "missing").rows()


SKIPPED, YES = (None, -7), ("1", None)


def test_an_answer_from_before_the_question_was_skipped_is_not_applicable(codebook: Codebook) -> None:
    assert told(codebook, coding("D1", "k_job", 0), coding("D1", "k_sector", 1)) == [("0", None), SKIPPED]


def test_each_coder_is_judged_by_own_answers(codebook: Codebook) -> None:
    one = [coding("D1", "k_job", 0), coding("D1", "k_sector", 1)]
    other = [coding("D1", "k_job", 1, coder="B"), coding("D1", "k_sector", 1, coder="B")]
    assert told(codebook, *one, *other) == [("0", None), SKIPPED, YES, YES]


def test_silence_never_closes_a_question(codebook: Codebook) -> None:
    assert told(codebook, coding("D1", "k_sector", 1)) == [YES]
    assert told(codebook, coding("D2", "k_job", 0), coding("D1", "k_sector", 1))[1] == YES


def test_a_question_that_hangs_on_a_skipped_one_is_skipped_too(codebook: Codebook) -> None:
    answers = [coding("D1", "k_job", 0), coding("D1", "k_sector", 1), coding("D1", "k_rank", 1)]
    assert told(codebook, *answers)[1:] == [SKIPPED, SKIPPED]


@pytest.mark.parametrize(
    ("gate", "question"),
    [(("C1", "c_link"), ("D1", "k_shared")), (("C1-V1", "v_seen"), ("C1", "c_any"))],
    ids=["the complex above", "the victims below"],
)
def test_rules_reach_other_levels(codebook: Codebook, gate: tuple[str, str], question: tuple[str, str]) -> None:
    assert told(codebook, coding(*gate, 0), coding(*question, 1)) == [("0", None), SKIPPED]
    assert told(codebook, coding(*gate, 1), coding(*question, 1)) == [YES, YES]


def test_agreement_is_measured_on_what_is_left(codebook: Codebook) -> None:
    answers = [coding("D1", name, value, coder=coder)
               for coder, job in (("A", 0), ("B", 0))
               for name, value in (("k_job", job), ("k_sector", int(coder == "A")))]  # fmt: skip
    found = {each.ratings.variable: each.ratings for each in coded_variables(frame(*answers), codebook)}
    assert found["k_sector"].categories[found["k_sector"].codes[0, 0]] == "not_applicable"
    assert found["k_sector"].codes[0, 0] == found["k_sector"].codes[0, 1]
