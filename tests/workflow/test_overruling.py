"""``[final]`` in the protocol: the questions that it names must be asked at the level of what the machine reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.study.codings import codebook_text
from vonnis.codebook.reading import parse_codebook
from vonnis.errors import MistakesError, StudyError
from vonnis.study.protocol import Protocol, parse_protocol
from vonnis.workflow.overruling import in_words, questions_of

HEAD = """
[study]
id = "x"
title = {nl = "x", en = "x"}
question = {nl = "x", en = "x"}
author = {nl = "x", en = "x"}

[population]
intake_from = 2015
intake_to = 2019
description = {nl = "x", en = "x"}

[final]
"""


def protocol(final: str) -> Protocol:
    return parse_protocol(HEAD + final, file="study.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    return tmp_path


def test_questions_are_found_by_their_field(folder: Path) -> None:
    found = questions_of(folder, protocol('custody = "k_prison"\nvictim_age = "v_age"\n'))
    assert {field: variable.name for field, variable in found.items()} == {"custody": "k_prison", "victim_age": "v_age"}


@pytest.mark.parametrize("final", ['custody = "k_gone"\n', 'custody = "v_age"\n'], ids=["unknown", "level"])
def test_a_question_that_does_not_fit_is_named(folder: Path, final: str) -> None:
    with pytest.raises(StudyError, match=r"final\.custody names .* which is no question about a defendant"):
        questions_of(folder, protocol(final))


@pytest.mark.parametrize("final", ['units = "../units.csv"\n', 'custdy = "k_prison"\n'], ids=["outside", "unknown"])
def test_a_wrong_setting_has_its_line(final: str) -> None:
    with pytest.raises(MistakesError, match=r"study\.toml, line 14, column"):
        protocol(final)


def test_a_category_is_told_in_the_word_of_the_record() -> None:
    label = "{code: 1, label: {nl: ja, en: 'yes'}"
    text = codebook_text().replace(label, f"{label}, read_as: [chat]")
    codebook = parse_codebook(text, file="x")
    assert in_words(codebook.by_name["k_seen"], "0;1") == "0;chat"
    assert in_words(codebook.by_name["k_year"], "1980") == "1980"
