"""The machine's error by category, and a coder's agreement over time."""

from __future__ import annotations

import pytest
from scipy.stats import norm
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.proportion import proportion_confint

from vonnis.study.agreement.drift import drift
from vonnis.study.agreement.machine import machine_error, machine_pairs
from vonnis.study.agreement.proportions import share
from vonnis.study.agreement.ratings import Ratings, ratings

PAIRS = [("a", "a")] * 6 + [("a", "b")] * 2 + [("a", None)] + [("b", "b")] * 3 + [("b", "a")] + [("c", "a")]


def test_precision_and_recall_by_category() -> None:
    found = machine_error(PAIRS)
    first = found.categories[0]
    assert (first.precision.count, first.precision.of) == (6, 8)
    assert (first.recall.count, first.recall.of) == (6, 9)
    assert first.taken_for == {"": 1, "b": 2}
    assert (found.correct.count, found.correct.of) == (9, 13), "where the machine answered"
    assert (found.answered.count, found.answered.of) == (13, 14)


def test_what_is_found_is_counted_over_valid_values_alone() -> None:
    found = machine_error([("a", "a"), ("a", None), ("not_stated", None), ("unclear", "a")]).found
    assert (found.count, found.of) == (1, 2)


def test_macro_recall_weighs_each_category_the_same() -> None:
    assert machine_error(PAIRS).macro_recall == pytest.approx((6 / 9 + 3 / 4 + 0) / 3)


def test_a_category_that_only_the_machine_gives_has_no_recall() -> None:
    found = machine_error([("a", "a"), ("a", "z")])
    assert found.categories[1].recall.estimate is None
    assert found.categories[1].precision.estimate == 0.0


def test_without_pairs_nothing_is_known() -> None:
    found = machine_error([])
    assert found.correct.estimate is None
    assert found.macro_recall is None


def test_pairs_come_from_two_columns_of_a_table() -> None:
    found = ratings("x", [["a", "a"], ["a", None], [None, "b"]], coders=["final", "machine"])
    assert list(machine_pairs(found, machine="machine", final="final")) == [("a", "a"), ("a", None)]


@pytest.mark.parametrize(("count", "of"), [(0, 10), (7, 10), (10, 10), (40, 41)])
def test_shares_have_wilson_intervals(count: int, of: int) -> None:
    found = share(count, of)
    low, high = proportion_confint(count, of, method="wilson")
    assert [found.low, found.high] == pytest.approx([low, high])


def fading(units: int = 40) -> Ratings:
    """Return ratings in which the first coder agrees at first and no longer at the end."""
    rows = [["a", "a", "a"] if unit < units // 2 or unit % 2 else ["b", "a", "a"] for unit in range(units)]
    return ratings("x", rows, coders=["one", "two", "three"])


def test_drift_is_seen_in_the_coder_who_drifts() -> None:
    order = [list(range(40))] * 3
    found = {each.coder: each for each in drift(fading(), order)}
    assert [block.estimate for block in found["one"].blocks] == [1.0, 1.0, 0.5, 0.5]
    assert found["one"].trend is not None
    assert found["one"].trend < 0.01


def test_the_trend_is_that_of_cochran_and_armitage() -> None:
    (found, *_) = drift(fading(), [list(range(40))] * 3)
    counts = [[block.count, block.of - block.count] for block in found.blocks]
    table = Table([list(row) for row in zip(*counts, strict=True)], shift_zeros=False)
    theirs = table.test_ordinal_association().zscore * (40 / 39) ** 0.5  # its variance divides by one unit less
    assert found.trend == pytest.approx(2 * norm.sf(abs(theirs)))


def test_the_order_in_time_counts_not_that_in_the_table() -> None:
    backwards = [list(reversed(range(40)))] * 3
    (found, *_) = drift(fading(), backwards)
    assert [block.estimate for block in found.blocks] == [0.5, 0.5, 1.0, 1.0]


def test_few_answers_make_one_block_or_none() -> None:
    assert [len(each.blocks) for each in drift(fading(12), [list(range(12))] * 3)] == [1, 1, 1]
    assert list(drift(fading(8), [list(range(8))] * 3)) == []


def test_nothing_that_varies_has_no_trend() -> None:
    always = ratings("x", [["a", "a"]] * 30)
    assert [each.trend for each in drift(always, [list(range(30))] * 2)] == [None, None]
