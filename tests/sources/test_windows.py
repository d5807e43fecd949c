"""A list is proven, or split, or said not to be proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from vonnis.errors import ServiceError
from vonnis.sources.source import Entry, Filters, IndexPage, Query
from vonnis.sources.windows import Listed, Split, list_window

FIRST = dt.date(2021, 1, 1)
DAY = Query(filters=Filters(), first=FIRST, last=FIRST)
MONTH = DAY.between(FIRST, dt.date(2021, 1, 31))


def lines(count: int, date: dt.date = FIRST) -> list[Entry]:
    return [Entry(ecli=f"ECLI:NL:RBAMS:2021:{n:03}", date=date, updated="2021-02-01") for n in range(count)]


def page(announced: int, entries: Sequence[Entry]) -> IndexPage:
    return IndexPage(announced=announced, entries=tuple(entries))


def answers(*pages: IndexPage) -> Callable[[Query, int, bool], IndexPage]:
    """Give these pages in turn, and the last of them from then on."""
    left = list(pages)
    return lambda *_: left.pop(0) if len(left) > 1 else left[0]


def index(entries: list[Entry], *, cap: int, base: int = 0) -> Callable[[Query, int, bool], IndexPage]:
    """Be an index that counts offsets from ``base``."""

    def ask(_: Query, offset: int, newest_first: bool) -> IndexPage:  # noqa: FBT001
        order = entries[::-1] if newest_first else entries
        begin = max(0, offset - base)
        return page(len(entries), order[begin : begin + cap])

    return ask


def listed(found: Listed | Split) -> Listed:
    assert isinstance(found, Listed)
    return found


def test_a_page_that_holds_what_it_announces_is_proven() -> None:
    found = listed(list_window(MONTH, answers(page(3, lines(3))), page_size=10))
    assert (len(found.entries), found.announced, found.doubt) == (3, 3, None)


@pytest.mark.parametrize("announced", [2, 4, 900], ids=["too low", "too high", "far too high"])
def test_a_wrong_total_is_asked_about_again(announced: int) -> None:
    found = listed(list_window(DAY, answers(page(announced, lines(3)), page(3, lines(3))), page_size=1_000))
    assert (len(found.entries), found.announced, found.doubt) == (3, 3, None)


def test_a_line_that_takes_the_place_of_another_is_noticed() -> None:
    twice = [*lines(2), lines(1)[0]]
    found = listed(list_window(DAY, answers(page(3, twice), page(3, lines(3))), page_size=10))
    assert len(found.entries) == 3
    assert found.doubt is None


def test_an_empty_answer_is_not_believed_at_once() -> None:
    found = listed(list_window(DAY, answers(page(0, []), page(2, lines(2))), page_size=10))
    assert len(found.entries) == 2


def test_a_span_that_fills_a_page_is_split_into_all_its_days() -> None:
    found = list_window(MONTH, answers(page(35, lines(10))), page_size=10)
    assert isinstance(found, Split)
    days = [first + dt.timedelta(days=n) for first, last in found.spans for n in range((last - first).days + 1)]
    assert days == [FIRST + dt.timedelta(days=n) for n in range(31)]


def test_a_total_that_hides_a_full_page_is_not_believed() -> None:
    assert isinstance(list_window(MONTH, answers(page(9, lines(10))), page_size=10), Split)


@pytest.mark.parametrize("base", [0, 1], ids=["offsets from 0", "offsets from 1"])
@pytest.mark.parametrize("count", [10, 11, 35, 40])
def test_a_day_beyond_one_page_is_read_to_its_end(count: int, base: int) -> None:
    found = listed(list_window(DAY, index(lines(count), cap=10, base=base), page_size=10))
    assert (len(found.entries), found.announced, found.doubt) == (count, count, None)


def test_a_service_with_smaller_pages_than_it_says_is_read_to_its_end() -> None:
    found = listed(list_window(MONTH, index(lines(35), cap=7), page_size=1_000))
    assert (len(found.entries), found.doubt) == (35, None)


def test_what_never_comes_is_said() -> None:
    found = listed(list_window(DAY, answers(page(5, lines(3))), page_size=10))
    assert (len(found.entries), found.announced) == (3, 5)
    assert "announces 5" in (found.doubt or "")
    assert "gives 3" in (found.doubt or "")


def test_lines_that_only_come_in_turns_are_all_kept() -> None:
    found = listed(list_window(DAY, answers(*[page(3, lines(3)[1:]), page(3, lines(2))] * 3), page_size=10))
    assert (len(found.entries), found.announced, found.doubt) == (3, 3, None)


def test_what_was_not_asked_is_left_out_and_not_announced() -> None:
    strays = [Entry(ecli="ECLI:NL:HR:1999:1", date=dt.date(1999, 1, 1))]
    found = listed(list_window(DAY, answers(page(4, [*lines(3), *strays])), page_size=10))
    assert (len(found.entries), found.strays, found.announced) == (3, 1, 3)


def test_an_index_that_heeds_nothing_is_not_read_to_its_end() -> None:
    everything = lines(30, date=dt.date(1999, 1, 1))
    with pytest.raises(ServiceError, match="does not heed"):
        list_window(MONTH, answers(page(3_000_000, everything)), page_size=1_000)


def test_of_two_lines_for_one_judgment_the_later_holds() -> None:
    old, new = (Entry(ecli="E", date=FIRST, updated=day) for day in ("2021-02-01", "2021-03-01"))
    found = listed(list_window(DAY, answers(page(1, [new, old])), page_size=10))
    assert found.entries == (new,)
