"""The pyramid that a plan asks for: two groups in classes, with who is in neither and who cannot be placed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.units import COLOURS, asked, planned, remarks, table, units
from vonnis.errors import StudyError

AGE, COLOUR = asked("age", "interval"), asked("colour", "category", COLOURS)
ENTRY = {
    "kind": "pyramid",
    "id": "ages",
    "variable": "age",
    "by": "colour",
    "groups": [[1], [2, 3]],
    "starts": [14, 16, 17],
}


def ages(*rows: tuple[Any, int]) -> Any:
    """Return units with an age (one number, two bounds, or a kind of missing) and a colour."""
    bounds = [
        age
        if isinstance(age, int) and age < 0
        else {"low": age, "high": age}
        if isinstance(age, int)
        else dict(zip(("low", "high"), age, strict=True))
        for age, _ in rows
    ]
    return units({"age": (AGE, bounds), "colour": (COLOUR, [colour for _, colour in rows])})


def test_each_unit_stands_in_its_class_and_group() -> None:
    found = table(planned(ages((13, 1), (14, 1), (15, 2), (16, 3), (17, 2), (30, 1)), ENTRY), "ages")
    assert [row["en"] for row in found.rows] == ["under 14", "14–15", "16", "17 or more"]
    assert [column["en"] for column in found.columns] == ["red", "green / blue"]
    assert found.cells == ((1, 0), (1, 1), (0, 1), (1, 1))
    assert found.units[3] == (("K5",), ("K4",))
    assert (found.drawn, found.ordered) == ("pyramid", True)


def test_shares_are_of_a_group() -> None:
    found = table(planned(ages((13, 1), (14, 1), (14, 1), (15, 2)), ENTRY), "ages")
    shares = [cell.of_valid for cell in found.shares[1] if cell]
    assert shares == pytest.approx([2 / 3, 1.0])


def test_who_cannot_be_placed_is_missing_by_kind() -> None:
    rows = ages(((14, 15), 1), ((15, 16), 1), (-8, 1), (14, -9), (-7, -9))
    found = table(planned(rows, {**ENTRY, "groups": [[2], [1]]}), "ages")
    assert found.cells == ((0, 0), (0, 1), (0, 0), (0, 0))
    assert found.missing == {"not_applicable": 1, "not_stated": 1, "unclear": 2}


def test_who_is_in_neither_group_does_not_apply() -> None:
    found = table(planned(ages((14, 1), (14, 3)), {**ENTRY, "groups": [[1], [2]]}), "ages")
    assert (found.cells[1], found.missing) == ((1, 0), {"not_applicable": 1})


def test_nobody_gives_an_empty_pyramid_that_says_so() -> None:
    found = table(planned(ages((-8, 1)), ENTRY), "ages")
    assert sum(map(sum, found.cells)) == 0
    assert "No unit has a valid answer" in remarks(found)


def test_a_code_that_the_question_does_not_have_is_named() -> None:
    with pytest.raises(StudyError, match="colour has no category 9"):
        planned(ages((14, 1)), {**ENTRY, "groups": [[1], [9]]})
