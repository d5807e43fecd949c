"""A mean beside a withheld cell or a published extreme is told in whole units, without interval."""

from __future__ import annotations

import pytest

from tests.disclosure.invented import STRICT, both, figure, keys, let_out, table
from vonnis.analysis.result import Interval, Result, TableResult
from vonnis.disclosure.policy import Policy, policy_of

PUBLISH_EXTREMES = policy_of({"extremes": "publish", "reason": both("why")}, where="test")
EVERYONE = keys("v", 1, 41)
SPREAD = Interval(low=15.9, high=16.7, level=0.95, method="Student t")
MEAN = figure("mean", "mean", 16.3, n=41, unit="year", units=EVERYONE, interval=SPREAD, classed_in=("ages",))
FEW = table("ages", [[4], [37]], units=((keys("v", 1, 4),), (keys("v", 5, 41),)))
MANY = table("ages", [[20], [21]], units=((keys("v", 1, 20),), (keys("v", 21, 41),)))
ROUTES = table("routes", [[4], [37]], units=FEW.units)
LOWEST = figure("lowest", "minimum", 13, n=41, unit="year", units=EVERYONE)


@pytest.mark.parametrize(
    ("beside", "policy", "whole"),
    [
        pytest.param(FEW, STRICT, True, id="withheld-class"),
        pytest.param(MANY, STRICT, False, id="classes-all-published"),
        pytest.param(ROUTES, STRICT, False, id="table-of-something-else"),
        pytest.param(LOWEST, STRICT, False, id="withheld-minimum"),
        pytest.param(LOWEST, PUBLISH_EXTREMES, True, id="published-minimum"),
    ],
)
def test_a_mean_is_rounded(beside: Result | TableResult, policy: Policy, *, whole: bool) -> None:
    released = let_out(MEAN, beside, policy=policy).results[0]
    assert released.rounded == whole
    assert (released.value, released.interval) == ((16, None) if whole else (16.3, SPREAD))
