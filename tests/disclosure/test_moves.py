"""Tables that a reader cannot tell from the true ones are led to whole numbers, where there are any."""

from __future__ import annotations

import pytest

from vonnis.disclosure.linked import Equation, Linked
from vonnis.disclosure.moves import Moves

# Five numbers that no reader sees; a withheld sum of three, two published sums that tie them, and a published fourth.
X, Y, Z, W, V, WITHHELD, FIRST, SECOND, LAST = range(9)


def tied(*, way_out: bool) -> Linked:
    last = Equation(whole=LAST, parts=(W, V)) if way_out else Equation(whole=LAST, parts=(W,))
    return Linked(
        values=(5, 5, 5, 5, 5, 15, 10, 10, 10 if way_out else 5),
        equations=(
            Equation(whole=WITHHELD, parts=(X, Y, W)),
            Equation(whole=FIRST, parts=(Y, Z)),
            Equation(whole=SECOND, parts=(X, Z)),
            last,
        ),
        background=frozenset({X, Y, Z, W, V}),
    )


def moves_of(linked: Linked) -> Moves:
    moves = Moves(linked, ceiling=20.0)
    moves.enter(frozenset({WITHHELD}))
    return moves


def test_the_nearest_tables_may_have_halves_and_are_led_to_whole_ones() -> None:
    linked = tied(way_out=True)
    moves = moves_of(linked)
    assert moves.to(WITHHELD, 16).point[[X, Y, Z]].tolist() == pytest.approx([5.5, 5.5, 4.5])
    point = moves.whole(WITHHELD, 16).point
    assert point.tolist() == pytest.approx([5, 5, 5, 6, 4, 16, 10, 10, 10])
    assert [point[one.whole] for one in linked.equations] == pytest.approx(
        [sum(point[list(one.parts)]) for one in linked.equations]
    )


def test_where_only_halves_fit_there_are_no_whole_tables() -> None:
    moves = moves_of(tied(way_out=False))
    assert len(moves.to(WITHHELD, 16).point)
    assert not len(moves.whole(WITHHELD, 16).point)


def test_a_search_leaves_the_next_one_as_it_was() -> None:
    moves = moves_of(tied(way_out=True))
    before = moves.to(WITHHELD, 17).point
    moves.whole(WITHHELD, 16)
    assert moves.to(WITHHELD, 17).point.tolist() == pytest.approx(before.tolist())
