"""What has no value says why, and what has no honest interval says that."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vonnis.study.agreement.measuring import Agreement, Coefficient, Intervals, as_json, measure
from vonnis.study.agreement.ratings import Level, ratings

Matrix = Sequence[Sequence[object]]
NAMES = ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
SOME: Matrix = [["a", "a"], ["a", "b"], ["b", "b"]]


def measured(matrix: Matrix, level: Level = "nominal", **options: object) -> Agreement:
    return measure(ratings("x", matrix, level=level), Intervals(**options))  # type: ignore[arg-type] # as the test wants


def test_one_category_leaves_ac1_alone() -> None:
    found = measured([["a", "a"]] * 30)
    assert found.percent.estimate == found.gwet_ac1.estimate == 1.0
    for one in (found.cohen_kappa, found.fleiss_kappa, found.krippendorff_alpha):
        assert one.estimate is None
        assert "one category" in (one.reason or "")
    assert found.gwet_ac1.low is None
    assert found.gwet_ac1.reason


def test_full_agreement_in_two_categories_has_a_lower_end() -> None:
    found = measured([["a", "a"]] * 10 + [["b", "b"]] * 10)
    for name in NAMES:
        one: Coefficient = getattr(found, name)
        assert one.estimate == 1.0
        assert one.high == 1.0
        assert one.low is not None
        assert 0.5 < one.low < 0.9


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_full_agreement_on_numbers_has_no_interval(level: Level) -> None:
    found = measured([[number, number] for number in range(1, 61)], level).krippendorff_alpha
    assert found.estimate == 1.0
    assert found.low is found.high is None
    assert "all answers agree" in (found.reason or "")


@pytest.mark.parametrize(
    "matrix", [[["a", None]], [["a"], ["b"]], [["a", None], [None, "b"]]], ids=["gap", "one", "apart"]
)
def test_without_overlap_nothing_has_a_value(matrix: Matrix) -> None:
    found = measured(matrix)
    assert found.overlap == 0
    assert all(getattr(found, name).estimate is None and getattr(found, name).reason for name in NAMES)


def test_no_answer_at_all() -> None:
    found = measured([[None, None]])
    assert (found.units, found.coders) == (0, 0)
    assert found.percent.reason


def test_one_unit_has_estimates_and_no_interval() -> None:
    found = measured([["a", "b"]])
    assert found.percent.estimate == 0.0
    assert found.krippendorff_alpha.estimate == 0.0
    assert "only 1 unit was" in (found.krippendorff_alpha.reason or "")


def test_cohen_is_for_two() -> None:
    found = measured([["a", "a", "b"], ["b", "b", "b"]])
    assert found.cohen_kappa.estimate is None
    assert "3 answered" in (found.cohen_kappa.reason or "")
    assert found.fleiss_kappa.estimate is not None


def test_a_coder_without_answers_does_not_count() -> None:
    found = measured([["a", "a", None], ["b", "a", None]])
    assert found.coders == 2
    assert found.cohen_kappa.estimate == 0.0


def test_units_are_those_that_anybody_answered() -> None:
    found = measured([["a", "a"], ["b", None], [None, None]])
    assert (found.units, found.overlap) == (2, 1)


def test_few_units_have_no_interval() -> None:
    found = measured([*SOME, *SOME, *SOME])
    assert found.gwet_ac1.estimate is not None
    assert found.gwet_ac1.low is None
    assert "below 10" in (found.gwet_ac1.reason or "")


def test_few_answers_outside_the_commonest_category_have_none_either() -> None:
    found = measured([["a", "a"]] * 38 + [["a", "b"]] * 2)
    assert "only 2 answers fall outside" in (found.krippendorff_alpha.reason or "")
    assert found.gwet_ac1.low is not None


def test_numbers_ask_for_fifty_units() -> None:
    matrix: Matrix = [[number, number + number % 3 - 1] for number in range(1, 50)]
    assert "below 50" in (measured(matrix, "interval").krippendorff_alpha.reason or "")
    assert measured([*matrix, [60, 61]], "interval").krippendorff_alpha.low is not None
    assert measured(matrix, "ratio").krippendorff_alpha.low is not None


@pytest.mark.parametrize("method", ["best", "analytic", "bootstrap"])
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_every_method_gives_an_interval_around_the_estimate(level: Level, method: str) -> None:
    matrix: Matrix = [[1 + number % 5, 1 + (number + number % 7 // 6) % 5] for number in range(60)]
    found = measured(matrix, level, method=method, resamples=200)
    for name in NAMES:
        one: Coefficient = getattr(found, name)
        assert one.low is not None
        assert one.high is not None
        assert one.estimate is not None
        assert one.low < one.estimate < one.high <= 1


@pytest.mark.parametrize("method", ["best", "bootstrap"])
def test_the_same_seed_gives_the_same_interval(method: str) -> None:
    matrix: Matrix = [[number % 9, (number + number % 4 // 3) % 9] for number in range(60)]
    one, same, other = (measured(matrix, "interval", method=method, seed=seed) for seed in (1, 1, 2))
    assert one.krippendorff_alpha == same.krippendorff_alpha
    assert one.krippendorff_alpha != other.krippendorff_alpha


def test_more_units_give_a_narrower_interval() -> None:
    def width(times: int) -> float:
        one = measured(list(SOME) * times).krippendorff_alpha
        return (one.high or 0) - (one.low or 0)

    assert width(100) < width(20) < width(5)


def test_the_short_form_has_the_agreed_keys_and_no_more() -> None:
    found = as_json(measured(SOME))
    assert list(found) == [
        "units", "coders", "percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1",
    ]  # fmt: skip
    assert found["percent"] == pytest.approx(2 / 3)
    assert list(found["gwet_ac1"]) == ["estimate", "low", "high", "reason"]


def test_categories_are_measured_against_the_others() -> None:
    found = measure(ratings("x", [["a", "a"], ["a", "b"], ["b", "b"], ["c", "c"]]), full=True)
    first = found.categories[0]
    assert (first.category, first.answers, first.share) == ("a", 3, 3 / 8)
    assert first.specific == pytest.approx(2 / 3), "2a / (2a + b + c)"
    assert first.prevalence_index == pytest.approx(1 / 4 - 2 / 4)
    assert first.bias_index == pytest.approx(1 / 4)


def test_the_paradox_of_feinstein_and_cicchetti_is_seen() -> None:
    rare = [["n", "n"]] * 92 + [["n", "y"]] * 4 + [["y", "n"]] * 3 + [["y", "y"]]
    found = measure(ratings("x", rare), full=True)
    assert found.percent.estimate == pytest.approx(0.93)
    assert (found.cohen_kappa.estimate or 0) < 0.2
    assert (found.gwet_ac1.estimate or 0) > 0.9
    assert found.pabak.estimate == pytest.approx(0.86), "two times the observed agreement, less one"
    assert found.categories[1].prevalence_index == pytest.approx(-0.91)


def test_weighted_coefficients_come_with_ranks_and_numbers() -> None:
    matrix = [[1, 1], [1, 2], [3, 3], [2, 2], [3, 1]]
    found = measure(ratings("x", matrix, level="ordinal"), full=True).weighted
    assert set(found) == {"cohen_kappa_linear", "cohen_kappa_quadratic", "gwet_ac2_linear", "gwet_ac2_quadratic"}
    assert measure(ratings("x", matrix), full=True).weighted == {}


def test_declared_categories_count_for_ac1_when_unused() -> None:
    three = measure(ratings("x", SOME, order=("a", "b", "c"))).gwet_ac1.estimate
    shares, agreed = (0.5, 0.5), 2 / 3
    chance = sum(share * (1 - share) for share in shares) / 2
    assert three == pytest.approx((agreed - chance) / (1 - chance))
    assert three != measured(SOME).gwet_ac1.estimate


def test_numbers_written_differently_are_one_answer() -> None:
    assert measured([["1", "1.0"], ["2", "2,0"]]).percent.estimate == 1.0
    assert measured([["1", "1.0"], ["x", "x"]]).percent.estimate == 0.5, "where some are words, all are words"


def test_numbers_have_no_categories_and_sets_have_members() -> None:
    assert measure(ratings("x", [[1, 2], [3, 3]], level="interval"), full=True).categories == ()
    found = measure(ratings("x", [["a|b", "a"], ["b", "b"], ["c", "c"]], level="set"), full=True).categories
    assert [(each.category, each.answers) for each in found] == [("a", 2), ("b", 3), ("c", 2)]
    assert [each.specific for each in found] == [1.0, pytest.approx(2 / 3), 1.0]


def test_an_unanswered_variable_can_be_asked_for_in_full() -> None:
    assert measure(ratings("x", [[None, None]], order=("a", "b")), full=True).categories[0].share == 0.0


def test_one_coder_alone_is_said() -> None:
    assert measured([["a"], ["b"]]).krippendorff_alpha.reason == "only one coder answered"
