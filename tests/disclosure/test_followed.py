"""What was withheld does not follow from a difference, from who is missing, or from the others; the attack sees it."""

from __future__ import annotations

import msgspec
import pytest

from tests.disclosure.invented import STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.given import groups_of
from vonnis.disclosure.outsider import attack
from vonnis.disclosure.pinned import Finding
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.released import Release, ReleasedResult
from vonnis.disclosure.seal import gate_opened

SOME = share("d_first", 15, 40, units=keys("a", 1, 15), base=keys("a", 1, 40))
FEW = share("d_first", 5, 40, units=keys("a", 1, 5), base=keys("a", 1, 40))
MANY = share("d_second", 30, 60, units=keys("b", 1, 30), base=keys("b", 1, 60))
TOLD = policy_of(
    {"exceptions": [{"id": "E1", "figures": ["d"], "reason": both("why"), "decided_by": "us", "date": "2026-11-02"}]},
    where="test",
)


def difference(first: Result, *, less: float = 0.5) -> Result:
    value = (first.value or 0.0) - less
    return figure("d", "difference", value, unit="share", n=100, units=first.base + MANY.base)


def broken(made: Release, *items: Result | TableResult) -> tuple[Finding, ...]:
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    return attack(made, groups_of(results, tables), policy=STRICT).broken


def result(made: Release, id_: str) -> ReleasedResult:
    (found,) = [one for one in made.results if one.id == id_]
    return found


def put_back(made: Release, private: Result, **fields: object) -> Release:
    """Return a release that prints what the gate took out of a result, as a mistake in the gate would."""
    with gate_opened():
        changed = tuple(msgspec.structs.replace(one, **fields) if one.id == private.id else one for one in made.results)
        return msgspec.structs.replace(made, results=changed)


@pytest.mark.parametrize("ends", [(FEW, MANY), (MANY, FEW)], ids=["first of the list", "last of the list"])
def test_a_difference_goes_with_the_share_that_it_would_tell(ends: tuple[Result, Result]) -> None:
    given = difference(FEW)
    made = let_out(*ends, given)
    assert (result(made, "d").value, result(made, "d").rule) == (None, "linked")
    assert broken(made, *ends, given) == ()
    found = {one.id: one.low for one in broken(put_back(made, given, value=given.value), *ends, given)}
    assert found == {"d": given.value, "d_first": pytest.approx(5 / 40)}


@pytest.mark.parametrize(
    ("first", "less", "policy"),
    [
        pytest.param(SOME, 0.5, STRICT, id="both shares are published"),
        pytest.param(FEW, 0.25, STRICT, id="a difference of another question"),
        pytest.param(FEW, 0.5, TOLD, id="an exception publishes it"),
    ],
)
def test_any_other_difference_stays(first: Result, less: float, policy: Policy) -> None:
    assert result(let_out(first, MANY, difference(first, less=less), policy=policy), "d").value is not None


ALL = figure("all", "count", 60, units=keys("v", 1, 60))
MOST = share("most", 20, 46, units=keys("v", 1, 20), base=keys("v", 1, 46), missing={"unknown": 14})
NEARLY = share("nearly", 20, 44, units=keys("v", 1, 20), base=keys("v", 1, 44), missing={"unknown": 16, "refused": 0})


def test_who_is_missing_is_not_told_beside_an_n_that_is_withheld() -> None:
    made = let_out(ALL, MOST, NEARLY)
    assert (result(made, "most").n, result(made, "most").missing) == (46, {"unknown": 14})
    assert (result(made, "nearly").n, result(made, "nearly").missing) == (None, {"unknown": None, "refused": 0})
    leaking = put_back(made, NEARLY, missing=NEARLY.missing)
    assert [found.id for found in broken(leaking, ALL, MOST, NEARLY)] == ["nearly.n"]


def test_who_is_missing_is_not_told_beside_a_total_that_is_withheld() -> None:
    cells = (keys("v", 1, 20), keys("v", 21, 44))
    asked = table("asked", [[20], [24]], units=tuple((one,) for one in cells), missing={"unknown": 16})
    made = let_out(ALL, MOST, asked)
    (found,) = made.tables
    assert found.total is not None
    assert (found.total.value, found.missing) == (None, {"unknown": None})
    with gate_opened():
        leaking = msgspec.structs.replace(made, tables=(msgspec.structs.replace(found, missing=asked.missing),))
    assert [one.id for one in broken(leaking, ALL, MOST, asked)] == ["asked.total"]


def mean(id_: str, first: int, last: int) -> Result:
    """Return the mean age of some people, each a year older than the one before."""
    return figure(
        id_, "mean", (first + last) / 2, unit="year", units=keys("v", first, last), n=last - first + 1, classed_in=()
    )


def test_a_mean_of_few_does_not_follow_from_those_of_the_others() -> None:
    items = [mean("all", 1, 50), mean("north", 1, 25), mean("south", 26, 45), mean("west", 46, 50)]
    made = let_out(*items)
    assert [one.id for one in made.results if one.n is None] == ["south", "west"]
    assert [one.id for one in made.results if one.value is None] == ["south", "west"]
    assert broken(made, *items) == ()
    leaking = put_back(made, items[2], value=items[2].value, n=20)
    assert {found.id for found in broken(leaking, *items)} == {"south", "south.n", "west", "west.n"}


def test_a_group_that_may_be_counted_is_not_protected_for_its_mean() -> None:
    laxer = policy_of({"threshold": 5, "levels": {"victim": {"least_n": 10}}, "reason": both("why")}, where="test")
    items = [mean("all", 1, 50), mean("north", 1, 25), mean("south", 26, 43), mean("west", 44, 50)]
    made = let_out(*items, policy=laxer)
    assert [one.id for one in made.results if one.n is None] == ["west"]
