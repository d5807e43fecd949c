"""A study's codings become ratings as its codebook measures them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from vonnis.codebook.codebook import Category, Codebook, Scale, Type, Variable
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.study.agreement.codings import COLUMNS, CodedVariable, coded_variables
from vonnis.study.agreement.measuring import measure
from vonnis.study.agreement.ratings import GAP

TEXT = {"nl": "x", "en": "x"}
Row = tuple[str, str, object]


def variable(kind: Type, scale: Scale = "nominal", *, codes: Sequence[int] = ()) -> Variable:
    categories = tuple(Category(code=code, label=TEXT) for code in codes)
    return Variable(
        name="v", level="defendant", type=kind, label=TEXT, question=TEXT, scale=scale, categories=categories
    )


def frame(rows: Sequence[Row], *, part: str = "main") -> pl.DataFrame:
    """Return codings in the order of the rows: unit, coder, and value or kind of missing."""
    found = []
    for place, (unit, coder, answer) in enumerate(rows):
        missing = int(answer) if isinstance(answer, Missing) else None
        value = None if missing is not None else str(answer)
        found.append((f"id{place:03}", unit, "v", coder, value, missing, part, f"2026-01-01T{place:02}:00:00Z"))
    schema = {name: pl.Int8 if name == "missing" else pl.String for name in COLUMNS}
    return pl.DataFrame(found, schema=schema, orient="row")


def rated(asked: Variable, rows: Sequence[Row], *, part: str = "main") -> list[CodedVariable]:
    codebook = Codebook(name="c", version="1.0.0", title=TEXT, variables=(asked,))
    return list(coded_variables(frame(rows, part=part), codebook))


def test_names_are_the_categories_of_the_codebook_used_or_not() -> None:
    (found,) = rated(variable("category", codes=(1, 2, 3)), [("u", "A", 1), ("u", "B", 3), ("w", "A", 1)])
    assert found.ratings.categories == ("1", "2", "3")
    assert found.ratings.codes.tolist() == [[0, 2], [0, GAP]]
    assert (found.ratings.units, found.ratings.coders) == (("u", "w"), ("A", "B"))


def test_a_kind_of_missing_is_an_answer_among_names() -> None:
    (found,) = rated(variable("category", codes=(1, 2)), [("u", "A", 1), ("u", "B", Missing.NOT_STATED)])
    assert found.ratings.categories == ("1", "2", "not_stated")
    assert measure(found.ratings).percent.estimate == 0.0


def test_a_kind_of_missing_has_no_place_among_numbers() -> None:
    rows: list[Row] = [("u", "A", 3), ("u", "B", Missing.NOT_STATED), ("w", "A", 5), ("w", "B", 5)]
    value, stated = rated(variable("integer", "ratio"), rows)
    assert value.ratings.level == "ratio"
    assert value.ratings.overlap == 1
    assert (stated.ratings.variable, stated.ratings.level) == ("v (stated)", "nominal")
    assert measure(stated.ratings).percent.estimate == 0.5


def test_ranks_are_in_the_order_of_the_codebook() -> None:
    (found,) = rated(variable("category", "ordinal", codes=(3, 1, 2)), [("u", "A", 3), ("u", "B", 2)])
    assert found.ratings.level == "ordinal"
    assert found.ratings.codes.tolist() == [[0, 2]]


def test_several_answers_are_a_set() -> None:
    rows: list[Row] = [("u", "A", "1;2"), ("u", "B", "1"), ("w", "A", "2"), ("w", "B", Missing.UNCLEAR)]
    (found,) = rated(variable("categories", codes=(1, 2)), rows)
    assert found.ratings.level == "set"
    assert found.ratings.categories == ("1", "1|2", "2", "unclear")


@pytest.mark.parametrize(
    ("kind", "first", "second", "numbers"),
    [
        pytest.param("duration", "P3M", "P2W", [14.0, 90.0], id="days"),
        pytest.param("duration", "PT120H", "PT48H", [2.0, 5.0], id="hours"),
        pytest.param("date", "2020-01-31", "2020-02", [737455.0, 737456.0], id="date"),
        pytest.param("money", "500.00", "250.50", [250.5, 500.0], id="money"),
        pytest.param("integer", 4, 12, [4.0, 12.0], id="integer"),
    ],
)
def test_quantities_become_numbers(kind: Type, first: object, second: object, numbers: list[float]) -> None:
    (found,) = rated(variable(kind, "interval"), [("u", "A", first), ("u", "B", second)])
    assert found.ratings.numbers is not None
    assert found.ratings.numbers.tolist() == numbers


def test_bounds_agree_when_they_are_the_same() -> None:
    rows: list[Row] = [("u", "A", "12..15"), ("u", "B", "12..14")]
    (found,) = rated(variable("interval"), rows)
    assert found.ratings.categories == ("12..14", "12..15")
    (found,) = rated(variable("interval", "ratio"), rows)
    assert found.ratings.numbers is not None
    assert found.ratings.numbers.tolist() == [13.0, 13.5], "on a scale, bounds stand at their middle"


def test_the_last_answer_of_a_coder_counts() -> None:
    (found,) = rated(variable("category", codes=(1, 2)), [("u", "A", 1), ("u", "B", 1), ("u", "A", 2)])
    assert found.ratings.codes.tolist() == [[1, 0]]


def test_only_the_part_that_was_asked_for_counts() -> None:
    asked = variable("category", codes=(1, 2))
    assert rated(asked, [("u", "A", 1)], part="training") == []
    codebook = Codebook(name="c", version="1.0.0", title=TEXT, variables=(asked,))
    assert len(list(coded_variables(frame([("u", "A", 1)], part="pilot"), codebook, part="pilot"))) == 1


def test_each_coder_has_an_order_in_time() -> None:
    (found,) = rated(variable("category", codes=(1, 2)), [("w", "A", 1), ("u", "B", 1), ("u", "A", 2)])
    assert found.order == [[2, 0], [1, None]]


def test_a_value_that_its_variable_cannot_have_is_refused() -> None:
    with pytest.raises(StudyError, match="v: the answer many does not go with its level, interval"):
        rated(variable("integer", "interval"), [("u", "A", "many"), ("u", "B", 2)])
    with pytest.raises(StudyError, match="v: the answer -1 does not go with its level, ratio"):
        rated(variable("integer", "ratio"), [("u", "A", -1), ("u", "B", 2)])


@pytest.mark.parametrize("kind", ["duration", "date", "money"])
def test_a_quantity_that_is_none_is_refused(kind: Type) -> None:
    with pytest.raises(StudyError, match="v: the answer long ago does not go with its level"):
        rated(variable(kind, "interval"), [("u", "A", "long ago"), ("u", "B", "long ago")])


def test_a_code_that_the_codebook_does_not_have_is_kept_as_a_name() -> None:
    (found,) = rated(variable("category", codes=(1, 2)), [("u", "A", 1), ("u", "B", 9)])
    assert found.ratings.categories == ("1", "2", "9")
