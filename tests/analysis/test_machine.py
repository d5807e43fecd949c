"""The machine's error as results: precision and recall, without what would tell how often files are silent."""

from __future__ import annotations

from tests.study.codings import codebook
from vonnis.analysis.machine import machine_results
from vonnis.analysis.result import Result
from vonnis.study.agreement.machine import machine_error

PAIRS = [("1", "1")] * 60 + [("1", "0")] * 2 + [("0", "0")] * 30 + [("0", None)] * 4 + [("not_stated", None)] * 4


def found() -> dict[str, Result]:
    return {one.id: one for one in machine_results({"k_sex": machine_error(PAIRS)}, codebook())}


def test_precision_is_over_answers_and_recall_over_valid_final_values() -> None:
    results = found()
    assert list(results) == ["machine_correct_k_sex", "machine_found_k_sex"]
    assert results["machine_correct_k_sex"].value == round(90 / 92, 2)
    assert results["machine_found_k_sex"].value == round(90 / 96, 2)


def test_nothing_tells_how_often_the_files_are_silent() -> None:
    for result in found().values():
        assert (result.n, result.interval) == (len(PAIRS), None)


def test_each_says_what_it_is_in_both_languages() -> None:
    result = found()["machine_found_k_sex"]
    assert result.level == "client"
    assert result.label == {"nl": "k_sex: gevonden door de machine", "en": "k_sex: found by the machine"}
    assert {*result.definition} == {*result.source} == {"nl", "en"}


def test_a_variable_that_the_machine_did_not_answer_has_no_line() -> None:
    assert not list(machine_results({}, codebook()))
