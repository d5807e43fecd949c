"""A number put back into a release by hand is found by the attack, whichever statistic gives it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest

from tests.disclosure.invented import STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Interval, Result, TableResult
from vonnis.disclosure.given import groups_of
from vonnis.disclosure.outsider import Attack, attack
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.released import Release
from vonnis.disclosure.seal import gate_opened

EVERYONE, GIRLS_KEYS = keys("v", 1, 41), keys("v", 1, 36)
VICTIMS = figure("victims", "count", 41, units=EVERYONE)
GIRLS = share("girls", 36, 41, units=GIRLS_KEYS, base=EVERYONE)
SEX = table("sex", [[36], [5]], units=((GIRLS_KEYS,), (keys("v", 37, 41),)))
SPREAD = Interval(low=15.1, high=15.9, level=0.95, method="Student t")
AGE = figure("age", "mean", 15.5, n=41, unit="year", units=EVERYONE, interval=SPREAD)
AGE_OF_GIRLS = figure("age_of_girls", "mean", 15.6, n=36, unit="year", units=GIRLS_KEYS, interval=SPREAD)
MIDDLE = figure("middle", "median", 15.0, n=36, unit="year", units=GIRLS_KEYS)
LOWEST = figure("lowest", "minimum", 13.0, n=36, unit="year", units=GIRLS_KEYS)
ITEMS: tuple[Result | TableResult, ...] = (VICTIMS, GIRLS, SEX, AGE, AGE_OF_GIRLS, MIDDLE, LOWEST)
TOLD = policy_of(
    {
        "exceptions": [
            {"id": "E1", "figures": ["girls"], "reason": both("why"), "decided_by": "us", "date": "2026-11-02"}
        ]
    },
    where="test",
)


def attacked(made: Release, policy: Policy = STRICT) -> Attack:
    results = [item for item in ITEMS if isinstance(item, Result)]
    return attack(made, groups_of(results, [SEX]), policy=policy)


def with_result(made: Release, id_: str, **fields: object) -> Release:
    """Return a release in which a figure says something else, as a mistake in the gate would."""
    with gate_opened():
        changed = tuple(
            msgspec.structs.replace(result, **fields) if result.id == id_ else result for result in made.results
        )
        return msgspec.structs.replace(made, results=changed)


def with_cells(made: Release, values: Sequence[int | None]) -> Release:
    with gate_opened():
        (found,) = made.tables
        cells = tuple(
            (msgspec.structs.replace(row[0], value=value),) for row, value in zip(found.cells, values, strict=True)
        )
        return msgspec.structs.replace(made, tables=(msgspec.structs.replace(found, cells=cells),))


def test_what_the_gate_lets_out_stands() -> None:
    made = let_out(*ITEMS)
    assert {one.id for one in made.results if one.value is None} == {"girls", "age_of_girls", "middle", "lowest"}
    assert attacked(made).broken == ()


@pytest.mark.parametrize(
    "leak",
    [
        pytest.param(lambda made: with_result(made, "girls", numerator=36), id="numerator-of-a-share"),
        pytest.param(lambda made: with_result(made, "age_of_girls", n=36), id="n-of-a-mean"),
        pytest.param(lambda made: with_result(made, "middle", n=36), id="n-of-a-median"),
        pytest.param(lambda made: with_result(made, "lowest", n=36), id="n-of-a-minimum"),
        pytest.param(lambda made: with_cells(made, [36, None]), id="cell-beside-the-withheld-one"),
    ],
)
def test_a_number_that_gives_the_five_away_is_found(leak: Callable[[Release], Release]) -> None:
    broken = attacked(leak(let_out(*ITEMS))).broken
    assert (5, 5) in {(finding.low, finding.high) for finding in broken}


@pytest.mark.parametrize(
    ("leak", "id_"),
    [
        pytest.param(lambda made: with_cells(made, [None, 5]), "sex.r2", id="cell"),
        pytest.param(lambda made: with_result(made, "age_of_girls", value=15.6), "age_of_girls", id="mean"),
        pytest.param(lambda made: with_result(made, "middle", value=15.0), "middle", id="median"),
        pytest.param(lambda made: with_result(made, "lowest", value=13.0), "lowest", id="minimum"),
        pytest.param(lambda made: with_result(made, "girls", value=36 / 41), "girls", id="share"),
    ],
)
def test_a_withheld_number_that_is_printed_all_the_same_is_found(leak: Callable[[Release], Release], id_: str) -> None:
    assert id_ in {finding.id for finding in attacked(leak(let_out(*ITEMS))).broken}


def test_two_means_of_nearly_the_same_people_are_told_in_whole_units() -> None:
    made = let_out(*ITEMS, policy=TOLD)
    found = {one.id: one for one in made.results}
    assert (found["age"].value, found["age"].interval, found["age"].rounded) == (16.0, None, True)
    assert (found["age_of_girls"].value, found["age_of_girls"].n, found["age_of_girls"].rounded) == (16.0, 36, True)
    assert attacked(made, TOLD).broken == ()


def test_two_exact_means_tell_that_of_the_few_between_them() -> None:
    made = let_out(*ITEMS, policy=TOLD)
    for one in (AGE, AGE_OF_GIRLS):
        made = with_result(made, one.id, value=one.value, interval=one.interval, rounded=False)
    broken = attacked(made, TOLD).broken
    assert [finding.id for finding in broken] == ["the mean of age less that of age_of_girls"]
    assert (broken[0].high, broken[0].needed) == (5, 10)
