"""Heavy and light files by turns, and files that a coder handed over."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vonnis.study.assignment import handed_over, holding
from vonnis.study.load import mixed
from vonnis.study.log import Assignment

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def queue(*units: str, coder: str = "anna", first: int = 1) -> list[Assignment]:
    return [Assignment(unit=unit, coder=coder, round="main", place=n, at=AT) for n, unit in enumerate(units, first)]


def order(assignments: tuple[Assignment, ...], coder: str = "anna") -> list[str]:
    own = [each for each in assignments if each.coder == coder]
    return [each.unit for each in sorted(own, key=lambda each: each.place)]


def test_heavy_and_light_files_come_by_turns() -> None:
    found = mixed(queue("a", "b", "c", "d"), {"a": 90.0, "b": 80.0, "c": 1.0, "d": 2.0})
    assert order(found) == ["c", "a", "d", "b"]


def test_a_file_without_a_text_counts_as_the_middle() -> None:
    found = mixed(queue("heavy", "paper", "light", "paper2"), {"heavy": 90.0, "light": 1.0})
    assert order(found) == ["paper", "light", "paper2", "heavy"]


@pytest.mark.parametrize("load", [{}, {"a": 3.0, "b": 3.0, "c": 3.0}])
def test_without_a_difference_the_order_stays(load: dict[str, float]) -> None:
    assert order(mixed(queue("a", "b", "c"), load)) == ["a", "b", "c"]


def test_a_queue_that_goes_on_keeps_its_places() -> None:
    found = mixed(queue("a", "b", first=7), {"a": 9.0, "b": 1.0})
    assert sorted(each.place for each in found) == [7, 8]


@given(some.lists(some.floats(0, 1e6), min_size=1, max_size=30))
def test_nothing_is_lost_and_no_two_heavy_files_meet_where_they_need_not(lengths: list[float]) -> None:
    names = [f"u{n:02}" for n in range(len(lengths))]
    load = dict(zip(names, lengths, strict=True))
    found = order(mixed(queue(*names), load))
    assert sorted(found) == names
    middle = sorted(lengths)[len(lengths) // 2]
    heavy = [load[name] > middle for name in found]
    assert not any(one and other for one, other in pairwise(heavy))


def test_a_file_that_was_handed_over_is_in_no_queue_until_it_is_given_again() -> None:
    (given_,) = queue("a")
    over = Assignment(unit="a", coder="anna", round="main", place=0, at=AT + dt.timedelta(hours=1))
    again = Assignment(unit="a", coder="anna", round="main", place=4, at=AT + dt.timedelta(hours=2))
    assert (holding([given_, over]), handed_over([over, given_])) == ((), (over,))
    assert (holding([over, again, given_]), handed_over([given_, over, again])) == ((again,), ())
