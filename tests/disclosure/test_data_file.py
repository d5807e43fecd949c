"""A data file for everybody holds no rare row and no group with one answer."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vonnis.disclosure.data_file import DataPolicy, protect_rows, rare_rows
from vonnis.errors import DisclosureError

ROWS = [("f", "15")] * 4 + [("f", "16")] * 3 + [("m", "16")] * 9 + [("m", "17")] * 1
FRAME = pl.DataFrame(ROWS, schema=["sex", "age"], orient="row")
AGES = {"age": ({"15": "15-16", "16": "15-16"}, {"15-16": "15-17", "17": "15-17"})}


def people(**ages: int) -> pl.DataFrame:
    """Return so many people by the age, as many of either sex."""
    rows = [(sex, age.removeprefix("of")) for age, many in ages.items() for sex in "fm" for _ in range(many)]
    return pl.DataFrame(rows, schema=["sex", "age"], orient="row")


def test_values_are_made_coarser_where_that_loses_less_than_withholding() -> None:
    made = protect_rows(people(of15=4, of16=4, of17=9), DataPolicy(traits=("sex", "age"), k=5, steps=AGES))
    assert (made.steps, made.withheld) == ({"age": 1}, {})
    assert made.frame.group_by("sex", "age").len().sort("sex", "age").rows() == [
        ("f", "15-16", 8), ("f", "17", 9), ("m", "15-16", 8), ("m", "17", 9),
    ]  # fmt: skip


def test_a_few_are_withheld_where_coarser_classes_of_all_would_lose_more() -> None:
    made = protect_rows(people(of15=20, of16=20, of17=1), DataPolicy(traits=("sex", "age"), k=5, steps=AGES))
    assert made.steps == {}
    assert 0 < made.withheld["age"] < 30


def test_too_many_ways_to_take_the_steps_are_refused() -> None:
    steps: dict[str, tuple[dict[str, str], ...]] = {"sex": ({},) * 25, "age": ({},) * 25}
    with pytest.raises(DisclosureError, match="676 ways, at most 500"):
        protect_rows(FRAME, DataPolicy(traits=("sex", "age"), k=5, steps=steps))


def test_without_steps_the_rare_cells_are_withheld() -> None:
    made = protect_rows(FRAME, DataPolicy(traits=("sex", "age"), k=5))
    assert made.withheld["age"] >= 8
    assert set(made.frame["sex"]) <= {"f", "m", "-6"}
    assert rare_rows(made.frame.to_dicts(), DataPolicy(traits=("sex", "age"), k=5)) == []


def test_a_group_that_shares_one_sensitive_answer_is_broken_up() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 6 + ["m"] * 6, "sentence": ["fine"] * 6 + ["fine", "prison"] * 3})
    policy = DataPolicy(traits=("sex",), sensitive=("sentence",), k=3, l=2)
    made = protect_rows(frame, policy)
    assert rare_rows(made.frame.to_dicts(), policy) == []
    assert made.withheld


def test_a_withheld_amount_is_known_as_withheld() -> None:
    rows = [("f", 500.0)] * 20 + [("m", 500.0)] * 2
    frame = pl.DataFrame(rows, schema=["sex", "fine"], orient="row")
    policy = DataPolicy(traits=("sex", "fine"), k=5)
    made = protect_rows(frame, policy)
    assert "-6.0" in made.frame["fine"].cast(str).to_list()
    assert all(one.low <= len(one.places) <= one.high for one in made.answered)
    shared = pl.DataFrame({"sex": ["f"] * 4, "fine": [500.0, 500.0, -6.0, -6.0]})
    told = DataPolicy(traits=("sex",), sensitive=("fine",), k=2, l=2)
    assert rare_rows(shared.to_dicts(), told) != [], "a cell that is withheld is no second answer"


def test_withheld_traits_cannot_be_filled_in_from_a_published_table() -> None:
    rows = [("f", "15")] * 4 + [("f", "16")] * 8 + [("m", "15")] * 8 + [("m", "16")] * 8
    frame = pl.DataFrame(rows, schema=["sex", "age"], orient="row")
    made = protect_rows(frame, DataPolicy(traits=("sex", "age"), k=5))
    for name in made.withheld:
        assert len(_subtracted(frame, made.frame, name)) > 1, name
    assert rare_rows(made.frame.to_dicts(), DataPolicy(traits=("sex", "age"), k=5)) == []


def test_a_withheld_sensitive_answer_cannot_be_filled_in_from_a_published_table() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 6 + ["m"] * 6, "sentence": ["fine"] * 6 + ["fine", "prison"] * 3})
    made = protect_rows(frame, DataPolicy(traits=("sex",), sensitive=("sentence",), k=3, l=2))
    assert _subtracted(frame, made.frame, "sentence") == {"fine": 9, "prison": 3}


def test_rows_without_any_answer_stand_among_as_many_others_as_a_group_needs() -> None:
    rows = [("-6", "-6", "-6")] * 6 + [("f", "15", "a")] * 6 + [("m", "15", "b")] * 7 + [("m", "16", "a")] * 9
    frame = pl.DataFrame(rows, schema=["sex", "age", "answer"], orient="row")
    policy = DataPolicy(traits=("sex", "age"), sensitive=("answer",), k=5)
    made = protect_rows(frame, policy)
    for name in frame.columns:
        assert sum(_subtracted(frame, made.frame, name).values()) >= 5, name
    assert rare_rows(made.frame.to_dicts(), policy) == []


def _subtracted(frame: pl.DataFrame, published: pl.DataFrame, name: str) -> dict[str, int]:
    """Return what a reader finds who takes the open answers of a file from a table of that column."""
    left = Counter(frame[name].to_list()) - Counter(published[name].to_list())
    return {str(answer): count for answer, count in left.items()}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("fm"), st.sampled_from("1234"), st.sampled_from("ab")), min_size=5, max_size=40),
    st.integers(2, 5),
    st.integers(1, 2),
)
def test_no_row_stands_out_whatever_the_data(rows: list[tuple[str, str, str]], k: int, l: int) -> None:  # noqa: E741
    frame = pl.DataFrame(rows, schema=["sex", "age", "answer"], orient="row")
    policy = DataPolicy(traits=("sex", "age"), sensitive=("answer",), k=k, l=l)
    made = protect_rows(frame, policy)
    assert made.frame.height == frame.height
    assert rare_rows(made.frame.to_dicts(), policy) == []
    for name in made.withheld:
        one_answer = frame[name].n_unique() == 1 or set(made.frame[name]) == {"-6"}
        assert one_answer or len(_subtracted(frame, made.frame, name)) > 1
    again = protect_rows(frame.reverse(), policy)
    assert rare_rows(again.frame.to_dicts(), policy) == []


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        pytest.param(DataPolicy(traits=("town",)), "no column town", id="missing-column"),
        pytest.param(DataPolicy(traits=("sex",), k=40), "17 rows, fewer than the 40", id="too-few"),
    ],
)
def test_a_file_that_cannot_be_protected_is_refused(policy: DataPolicy, message: str) -> None:
    with pytest.raises(DisclosureError, match=message):
        protect_rows(FRAME, policy)
