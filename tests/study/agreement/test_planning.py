"""The plan tells how many double-coded files an interval takes."""

from __future__ import annotations

import pytest

from vonnis.errors import UsageError
from vonnis.study.agreement.measuring import measure
from vonnis.study.agreement.planning import SIZES, Expectation, plan, planned, units_for
from vonnis.study.agreement.ratings import ratings


def test_more_units_are_narrower() -> None:
    widths = [each.width or 9 for each in plan(Expectation())]
    assert len(widths) == len(SIZES)
    assert widths == sorted(widths, reverse=True)


def test_the_plan_is_the_interval_that_the_expected_sample_gets() -> None:
    both, split = [["a", "a"], ["b", "b"]], [["a", "b"], ["b", "a"]]
    sample = both * 45 + split * 5
    found = measure(ratings("x", sample)).krippendorff_alpha
    expected = planned(Expectation(alpha=0.8, shares=(0.5, 0.5)), 100)
    assert expected.low == pytest.approx(found.low, abs=0.002)
    assert expected.high == pytest.approx(found.high, abs=0.002)


@pytest.mark.parametrize("width", [0.1, 0.2, 0.4])
def test_the_number_asked_for_is_the_fewest(width: float) -> None:
    expectation = Expectation(alpha=0.7, shares=(0.6, 0.3, 0.1))
    needed = units_for(expectation, width)
    assert needed is not None
    assert (planned(expectation, needed).width or 9) <= width < (planned(expectation, needed - 1).width or 9)


def test_a_rarer_category_needs_more() -> None:
    even, rare = (units_for(Expectation(shares=shares), 0.3) for shares in ((0.5, 0.5), (0.95, 0.05)))
    assert even is not None
    assert rare is not None
    assert rare > 2 * even


def test_what_no_number_gives_is_none() -> None:
    assert units_for(Expectation(), 0.001) is None


@pytest.mark.parametrize(("shares", "units"), [((0.5, 0.5), 9), ((0.95, 0.05), 20)], ids=["few", "rare"])
def test_where_no_interval_would_be_offered_the_plan_says_so(shares: tuple[float, ...], units: int) -> None:
    found = planned(Expectation(shares=shares), units)
    assert found.width is None
    assert found.reason


@pytest.mark.parametrize(
    "expectation",
    [
        Expectation(alpha=1.0),
        Expectation(alpha=-0.1),
        Expectation(shares=(1.0,)),
        Expectation(shares=(0.7, 0.4)),
        Expectation(shares=(1.0, 0.0)),
    ],
)
def test_what_cannot_be_expected_is_refused(expectation: Expectation) -> None:
    with pytest.raises(UsageError):
        planned(expectation, 50)
