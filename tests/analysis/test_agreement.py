"""The agreement of coders as results: the numbers are those of the coefficients, and what is unknown says why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.study.codings import codebook
from vonnis.analysis.agreement import COEFFICIENTS, AgreementLine, agreement_lines
from vonnis.study.agreement.measuring import measure
from vonnis.study.agreement.ratings import Level, ratings

Pairs = Sequence[Sequence[str | None]]
PAIRS = [["0", "0"]] * 12 + [["1", "1"]] * 6 + [["0", "1"]] * 2


def line(pairs: Pairs, variable: str = "k_sex", level: Level = "nominal") -> AgreementLine:
    """Return the line of one variable."""
    return agreement_lines([measure(ratings(variable, pairs, level=level))], codebook())[0]


def test_the_numbers_are_those_of_the_coefficients() -> None:
    found, own = measure(ratings("k_sex", PAIRS)), line(PAIRS)
    assert (own.percent.value, own.overlap, own.coders) == (0.9, 20, 2)
    for name, result in zip(COEFFICIENTS, own.results, strict=True):
        coefficient = getattr(found, name)
        assert result.value == coefficient.estimate
        assert result.interval is not None
        assert (result.interval.low, result.interval.high) == (coefficient.low, coefficient.high)


def test_every_result_has_its_own_id_and_says_what_it_is_in_both_languages() -> None:
    results = line(PAIRS).results
    assert [result.id for result in results] == [f"agreement_{name}_k_sex" for name in COEFFICIENTS]
    assert {tuple(sorted(result.definition)) for result in results} == {("en", "nl")}
    assert {(result.n, result.level) for result in results} == {(20, "client")}


def test_where_a_coefficient_has_no_value_the_reason_stands_beside_it() -> None:
    own = line([["1", "1"]] * 20)
    assert own.krippendorff_alpha.value is None
    assert "one category" in own.reasons["krippendorff_alpha"]
    assert own.gwet_ac1.value == 1.0


def test_a_variable_that_was_never_coded_twice_has_no_line() -> None:
    assert agreement_lines([measure(ratings("k_sex", [["1", None]] * 5))], codebook()) == ()


@pytest.mark.parametrize(("level", "method"), [("ordinal", "logarithmic"), ("ratio", "studentised bootstrap")])
def test_the_interval_names_its_method(level: Level, method: str) -> None:
    pairs = [[str(n % 7 + 1), str(n % 7 + (n % 9 == 0) + 1)] for n in range(60)]
    interval = line(pairs, "k_year", level).krippendorff_alpha.interval
    assert interval is not None
    assert interval.method == method


def test_whether_a_number_is_stated_is_a_line_of_its_own() -> None:
    own = line(PAIRS, "k_year (stated)")
    assert own.label["en"] == "k_year (stated)"
    assert own.percent.id == "agreement_percent_k_year_stated"
