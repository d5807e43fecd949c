"""A withheld number cannot be computed back from what is published beside it."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.invented import FIVE, STRICT, both, figure, keys, let_out, share, table
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.protection import Statement, bounds, protect
from vonnis.disclosure.released import Release
from vonnis.disclosure.statements import systems_of
from vonnis.errors import DisclosureError

SEX = table("sex", [[36], [5]], units=((keys("v", 1, 36),), (keys("v", 37, 41),)))
YEARS = table(
    "series",
    [[112], [40], [29], [9]],
    level="year",
    additive=False,
    units=((("2015",),), (("2016",),), (("2017",),), (("2018",),)),
)


def withheld(release: Release) -> set[str]:
    return {decision.id for decision in release.decisions if decision.outcome == "withheld"}


def test_two_cells_of_a_known_total_go_together() -> None:
    assert withheld(let_out(SEX)) == {"sex.r1", "sex.r2"}


def test_a_published_share_would_give_the_cell_away() -> None:
    release = let_out(SEX, share("girls", 36, 41, units=keys("v", 1, 36)))
    assert withheld(release) == {"sex.r1", "sex.r2", "girls"}


def test_a_figure_equal_to_a_withheld_cell_is_withheld() -> None:
    rows = (keys("v", 1, 20), keys("v", 21, 45), keys("v", 46, 50))
    cells = table("place", [[20], [25], [5]], units=tuple((row,) for row in rows))
    everyone = figure("everyone", "count", 50, n=50, units=keys("v", 1, 50))
    first, second = (figure(name, "count", len(row), units=row) for name, row in zip("ab", rows, strict=False))
    gone = withheld(let_out(cells, everyone, first, second))
    assert gone == {"place.r2", "place.r3", "b"}


def test_the_n_of_a_figure_makes_a_total_known() -> None:
    assert withheld(let_out(SEX, share("old", 20, 41))) == {"sex.r1", "sex.r2"}


def test_a_two_way_table_hides_a_rectangle() -> None:
    release = let_out(table("m", [[20, 3, 15], [30, 12, 11], [14, 13, 25]]))
    assert len(withheld(release)) == 4
    assert "m.r1.c2" in withheld(release)


def test_a_mean_over_years_is_part_of_the_sum() -> None:
    mean = figure("mean", "mean", 26.0, n=3, level="year", units=("2016", "2017", "2018"))
    assert withheld(let_out(YEARS)) == {"series.r4"}
    assert withheld(let_out(YEARS, mean)) == {"series.r3", "series.r4"}


def test_a_change_goes_with_the_mean_that_it_gives_away() -> None:
    mean = figure("mean", "mean", 3.0, n=2, level="year", units=("2017", "2018"))
    change = figure("change", "change", -0.9, level="year", unit="share", units=("2015", "2017", "2018"))
    years = table("two", [[4], [2]], level="year", additive=False, units=((("2017",),), (("2018",),)))
    release = let_out(years, mean, change)
    assert withheld(release) == {"two.r1", "two.r2", "mean", "change"}


def test_numbers_about_the_same_people_are_linked_across_tables() -> None:
    other = table("again", [[36], [5]], units=SEX.units, title=both("again"))
    assert withheld(let_out(SEX, other)) == {"sex.r1", "sex.r2", "again.r1", "again.r2"}


def test_an_exception_for_a_figure_carries_over_to_the_cell_that_it_tells() -> None:
    exception = {
        "id": "E1",
        "figures": ["girls"],
        "reason": both("why"),
        "decided_by": "the board",
        "date": "2026-11-02",
    }
    policy = policy_of({"exceptions": [exception]}, where="t")
    release = let_out(SEX, share("girls", 36, 41, units=keys("v", 1, 36)), policy=policy)
    assert withheld(release) == set()
    assert {decision.id: decision.exception for decision in release.decisions}["sex.r2"] == "E1"


def test_nothing_more_is_withheld_than_needed() -> None:
    assert withheld(let_out(SEX, policy=FIVE)) == set()
    assert withheld(let_out(table("t", [[4], [5], [60]]))) == {"t.r1", "t.r2", "t.r3"}
    assert withheld(let_out(table("t", [[4], [9], [60]]))) == {"t.r1", "t.r2"}


def test_bounds_of_a_cell() -> None:
    target = Statement(id="a", units=frozenset("a"), value=5, rank=0)
    other = Statement(id="b", units=frozenset("bc"), value=7, rank=0)
    total = Statement(id="t", units=frozenset("abc"), value=12, rank=2)
    assert bounds([total, other], target) == (5, 5)
    assert bounds([total], target) == (0, 12)
    assert bounds([], target) == (0, inf)


def test_contradicting_numbers_are_named() -> None:
    one = Statement(id="a", units=frozenset("a"), value=5, rank=0)
    two = Statement(id="b", units=frozenset("a"), value=6, rank=0)
    with pytest.raises(DisclosureError, match="contradict each other"):
        bounds([one, two], one)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 40), min_size=columns, max_size=columns), min_size=2, max_size=4
        )
    )
)
def test_every_withheld_small_count_stays_wide(cells: list[list[int]]) -> None:
    made = table("t", cells)
    statements = systems_of([], [made], fixed=frozenset(), known=frozenset())[0]
    small = {statement.id for statement in statements if 0 < statement.value < STRICT.threshold}
    protection = protect(statements, small, width=STRICT.threshold)
    assert not protection.exposed
    published = [statement for statement in statements if statement.id not in protection.withheld | small]
    for statement in statements:
        if statement.id in small:
            low, high = bounds(published, statement)
            assert low <= statement.value <= high
            assert high - low >= STRICT.threshold - 1e-6


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=20, max_size=70))
def test_linked_tables_and_figures_do_not_give_a_withheld_count_away(places: list[tuple[int, int]]) -> None:
    keyed = [
        [tuple(f"v{n}" for n, place in enumerate(places) if place == (row, column)) for column in range(3)]
        for row in range(3)
    ]
    crossed = table("x", [[len(cell) for cell in row] for row in keyed], units=tuple(map(tuple, keyed)))
    rows = [tuple(key for cell in row for key in cell) for row in keyed]
    margin = table("m", [[len(row)] for row in rows], units=tuple((row,) for row in rows))
    first = share("first", len(rows[0]), len(places), units=rows[0])
    gone = withheld(let_out(crossed, margin, first))
    systems = systems_of([first], [crossed, margin], fixed=frozenset(), known=frozenset({len(places)}))
    for statements in systems:
        published = [statement for statement in statements if statement.id not in gone]
        for statement in statements:
            if statement.id in gone and 0 < statement.value < STRICT.threshold:
                low, high = bounds(published, statement)
                assert high - low >= STRICT.threshold - 1e-6
