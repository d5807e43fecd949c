"""Bounds of a result, where answers are masked or known within bounds: held as the result is, and for their few."""

from __future__ import annotations

import pytest

from tests.analysis.units import asked, planned, result, units
from tests.disclosure.invented import STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Result
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release

AGE = asked("age", "interval")
YOUNG = {"kind": "share", "id": "young", "variable": "age", "at_most": 15}
MEAN = {"kind": "mean", "id": "age", "variable": "age", "unit": "year"}

TELLING = policy_of({"missing": "publish", "reason": both("why")}, where="test")
"""Here small numbers of missing answers are told, the undecided ones among them."""


def ages(doubtful: int) -> tuple[Result, ...]:
    """Return share and mean, with their bounds, of 60 ages of which some are 15 or 16."""
    known = [15] * 30 + [17] * (30 - doubtful)
    bounds = [{"low": age, "high": age} for age in known] + [{"low": 15, "high": 16}] * doubtful
    found = planned(units({"age": (AGE, bounds)}), YOUNG, MEAN, cluster="")
    return tuple(result(found, id_) for id_ in found)


def status(made: Release, id_: str) -> tuple[str, bool]:
    found = made.result(id_)
    assert found is not None
    return found.status, found.n is not None


@pytest.mark.parametrize("id_", ["young_lowest", "young_highest", "age_highest"])
def test_bounds_of_enough_doubtful_answers_leave(id_: str) -> None:
    assert status(let_out(*ages(12)), id_) == ("released", True)


@pytest.mark.parametrize("id_", ["young_lowest", "young_highest", "age_highest"])
def test_bounds_that_tell_of_a_few_stay_inside_with_their_n(id_: str) -> None:
    assert status(let_out(*ages(3)), id_) == ("suppressed", False)


@pytest.mark.parametrize("id_", ["young", "age"])
def test_what_bounds_are_of_leaves_whether_they_do_or_not(id_: str) -> None:
    own = [one for one in ages(3) if id_ in (one.id, one.bound_of)]
    assert len(own) > 1
    made = let_out(*own, policy=TELLING)
    assert status(made, id_) == ("released", True)
    assert status(made, f"{id_}_highest") == ("suppressed", False)


def test_a_bound_stays_inside_where_its_result_does() -> None:
    few = share("few", 4, 60, units=keys("v", 1, 4), base=keys("v", 1, 60))
    many = share(
        "few_highest",
        24,
        60,
        units=keys("v", 1, 24),
        base=keys("v", 1, 60),
        groups=(keys("v", 5, 24),),
        bound_of="few",
    )
    made = let_out(few, many)
    assert [one.status for one in made.results] == ["suppressed", "suppressed"]


def test_a_bound_is_rounded_where_its_result_is() -> None:
    held = table("classes", [[3], [57]], units=((keys("v", 1, 3),), (keys("v", 4, 60),)), level="victim")
    settings = {"unit": "year", "n": 60, "units": keys("v", 1, 60)}
    average = figure("age", "mean", 15.4, classed_in=("classes",), measure="age", **settings)
    bound = figure("age_highest", "mean", 15.9, classed_in=(), groups=(keys("v", 4, 40),), bound_of="age", **settings)
    made = let_out(average, bound, held)
    assert [(one.value, one.rounded) for one in made.results] == [(15.0, True), (16.0, True)]


def test_a_withheld_bound_takes_no_difference_with_it() -> None:
    sides = (keys("v", 1, 20), keys("v", 21, 40), keys("v", 41, 60), keys("v", 61, 80))
    between = figure("gap", "difference", 0.0, unit="share", n=80, units=keys("v", 1, 80), groups=sides)
    first = share("one", 20, 40, units=sides[0], base=keys("v", 1, 40))
    bound = share(
        "one_highest", 21, 40, units=keys("v", 1, 21), base=keys("v", 1, 40), groups=(("v21",),), bound_of="one"
    )
    made = let_out(first, bound, between, policy=STRICT)
    assert [one.status for one in made.results] == ["released", "suppressed", "released"]
