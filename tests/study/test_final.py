"""The final value: adjudicated before agreed before single before machine, and open where nobody has decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.study.codings import AT, adjudication, coding, frame_of
from vonnis.codebook.missing import Missing
from vonnis.study.coding import Coding
from vonnis.study.final import final_values

LATER = AT + dt.timedelta(hours=1)


def final(*codings: Coding, decided: int | None = None, accepted: tuple[str, ...] = ()) -> dict[str, Any]:
    decisions = [] if decided is None else [adjudication("D1", "k_sex", decided)]
    found = final_values(frame_of(*codings), frame_of(*decisions), accepted=accepted).to_dicts()
    assert len(found) == 1
    return found[0]


def one(value: int | None, coder: str = "A", **more: Any) -> Coding:
    return coding("D1", "k_sex", value, coder=coder, **more)


CASES = {
    "one coder": ((one(1),), "single", "1", None),
    "two coders agree": ((one(1), one(1, "B")), "agreed", "1", None),
    "two coders differ": ((one(1), one(2, "B")), "open", None, None),
    "agree that it is not stated": (
        (one(None, missing=Missing.NOT_STATED), one(None, "B", missing=Missing.NOT_STATED)),
        "agreed",
        None,
        -8,
    ),
    "differ in the kind of missing": (
        (one(None, missing=Missing.NOT_STATED), one(None, "B", missing=Missing.UNCLEAR)),
        "open",
        None,
        None,
    ),
    "value against missing": ((one(1), one(None, "B", missing=Missing.UNCLEAR)), "open", None, None),
    "a correction counts": ((one(1), one(2, at=LATER), one(2, "B")), "agreed", "2", None),
    "recode after main": ((one(1), one(2, round="recode", at=LATER)), "single", "2", None),
    "training counts for nothing": ((one(1), one(2, "B", round="training")), "single", "1", None),
}


@pytest.mark.parametrize(("codings", "basis", "value", "missing"), CASES.values(), ids=CASES.keys())
def test_the_basis_follows_from_the_codings(
    codings: tuple[Coding, ...], basis: str, value: str | None, missing: int | None
) -> None:
    found = final(*codings)
    assert (found["basis"], found["value"], found["missing"]) == (basis, value, missing)


def test_an_adjudication_goes_before_everything() -> None:
    found = final(one(1), one(2, "B"), decided=2)
    assert (found["basis"], found["value"], found["coders"]) == ("adjudicated", "2", 2)


def test_the_last_adjudication_counts() -> None:
    decisions = frame_of(adjudication("D1", "k_sex", 1), adjudication("D1", "k_sex", 2, minutes=5))
    assert final_values(frame_of(one(1), one(2, "B")), decisions)["value"].to_list() == ["2"]


def test_the_machine_counts_only_where_it_is_accepted_and_nobody_answered() -> None:
    machine = one(2, "rules-1", round="machine")
    assert final_values(frame_of(machine), frame_of()).is_empty()
    assert final(machine, accepted=("k_sex",))["basis"] == "machine_accepted"
    assert final(machine, one(1), accepted=("k_sex",))["value"] == "1"


def test_the_order_of_the_codings_does_not_matter() -> None:
    codings = [one(1), one(2, at=LATER), one(2, "B"), one(1, "C")]
    assert final(*codings) == final(*reversed(codings))
