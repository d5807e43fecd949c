"""A coefficient or difference of few people is withheld for those few; no sum of means or earlier number tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from tests.disclosure.invented import AT, STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.earlier import EarlierNumber, as_lines, numbers_let_out, read_earlier
from vonnis.disclosure.gate import Beside, release
from vonnis.disclosure.given import groups_of
from vonnis.disclosure.outsider import attack
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.released import Release, ReleasedResult
from vonnis.disclosure.seal import gate_opened

LATER = AT + dt.timedelta(days=30)


def result(made: Release, id_: str) -> ReleasedResult:
    (found,) = [one for one in made.results if one.id == id_]
    return found


def put_back(made: Release, *private: Result) -> Release:
    """Return a release that prints results which the gate withheld or rounded, as a mistake in the gate would."""
    given = {one.id: one for one in private}
    with gate_opened():
        changed = tuple(
            msgspec.structs.replace(one, value=given[one.id].value, n=given[one.id].n, rounded=False)
            if one.id in given
            else one
            for one in made.results
        )
        return msgspec.structs.replace(made, results=changed)


def broken(
    made: Release,
    items: Sequence[Result | TableResult],
    *,
    policy: Policy = STRICT,
    earlier: tuple[EarlierNumber, ...] = (),
) -> set[str]:
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    groups = groups_of(results, tables, earlier=earlier)
    return {one.id for one in attack(made, groups, policy=policy, earlier=earlier).broken}


def odds(*sizes: int) -> Result:
    """Return an odds ratio worked out from groups of these sizes, among a hundred people."""
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    groups = tuple(keys("v", end - size + 1, end) for size, end in zip(sizes, ends, strict=True))
    return figure("odds", "coefficient", 2.5, unit="odds_ratio", n=100, units=keys("v", 1, 100), groups=groups)


CROSSED = policy_of({"threshold": 5, "crossings": 10, "reason": both("why")}, where="test")
EXCEPTED = policy_of(
    {
        "exceptions": [
            {"id": "E1", "figures": ["odds"], "reason": both("why"), "decided_by": "us", "date": "2026-11-02"}
        ]
    },
    where="test",
)


@pytest.mark.parametrize(
    ("one", "policy", "rule"),
    [
        pytest.param(odds(20, 20, 30, 30), STRICT, None, id="all groups are large"),
        pytest.param(odds(3, 20, 40, 37), STRICT, "small_group", id="three with the answer"),
        pytest.param(odds(0, 20, 40, 40), STRICT, None, id="a group of nobody"),
        pytest.param(odds(7, 20, 40, 33), CROSSED, "small_group", id="seven in a crossing"),
        pytest.param(odds(12, 20, 40, 28), CROSSED, None, id="twelve in a crossing"),
    ],
)
def test_a_coefficient_is_held_against_its_smallest_group(one: Result, policy: Policy, rule: str | None) -> None:
    made = let_out(one, policy=policy)
    assert (result(made, "odds").rule, result(made, "odds").value is None) == (rule, rule is not None)
    assert broken(made, [one], policy=policy) == set()
    assert broken(put_back(made, one), [one], policy=policy) == ({"odds"} if rule else set())


def test_an_exception_publishes_a_coefficient_of_few() -> None:
    few = odds(3, 20, 40, 37)
    made = let_out(few, policy=EXCEPTED)
    assert (result(made, "odds").value, result(made, "odds").status) == (2.5, "exception")
    assert broken(made, [few], policy=EXCEPTED) == set()


FIRST = share("first", 12, 40, units=keys("v", 1, 12), base=keys("v", 1, 40))
SECOND = share("second", 30, 60, units=keys("v", 41, 70), base=keys("v", 41, 100))


def powered(value: float) -> Result:
    """Return a difference that the machine corrected, on two coded people fewer than the shares."""
    groups = (keys("v", 1, 12), keys("v", 14, 40), keys("v", 41, 70), keys("v", 72, 100))
    return figure("powered", "difference", value, unit="share", n=98, units=tuple(sum(groups, ())), groups=groups)


def test_a_corrected_difference_goes_with_a_share_that_is_withheld_for_another_number() -> None:
    few = table("few", [[12], [4]], units=((keys("v", 1, 12),), (keys("v", 97, 100),)))
    sixteen = figure("sixteen", "count", 16, units=(*keys("v", 1, 12), *keys("v", 97, 100)))
    fixed = policy_of(
        {
            "exceptions": [
                {"id": "E1", "figures": ["sixteen"], "reason": both("why"), "decided_by": "us", "date": "2026-11-02"}
            ]
        },
        where="test",
    )
    items = (few, sixteen, FIRST, SECOND, powered(-0.21))
    made = let_out(*items, policy=fixed)
    assert result(made, "first").rule == "linked"
    assert (result(made, "powered").value, result(made, "powered").rule) == (None, "linked")
    assert broken(made, items, policy=fixed) == set()
    assert "first" in broken(put_back(made, items[-1]), items, policy=fixed)


def test_a_difference_of_means_goes_with_a_mean_that_is_withheld() -> None:
    groups = (keys("v", 1, 9), keys("v", 10, 60))
    some = figure("some", "mean", 15.0, unit="day", n=9, units=groups[0])
    others = figure("others", "mean", 20.0, unit="day", n=51, units=groups[1])
    apart = figure("apart", "difference", -5.0, unit="day", n=60, units=keys("v", 1, 60), groups=groups)
    made = let_out(some, others, apart, policy=LAX)
    assert [one.id for one in made.results if one.value is not None] == ["others"]


LAX = policy_of({"threshold": 5, "levels": {"victim": {"least_n": 10}}, "reason": both("why")}, where="test")


def mean(id_: str, first: int, last: int, *, unit: str = "day", **more: object) -> Result:
    """Return the mean of some people, each with one more than the one before."""
    return figure(
        id_,
        "mean",
        (first + last) / 2,
        unit=unit,
        units=keys("v", first, last),
        n=last - first + 1,
        classed_in=(),
        **more,
    )


REGIONS = [mean("all", 1, 50), mean("north", 1, 25), mean("south", 26, 43), mean("west", 44, 50)]


def test_the_mean_of_few_who_may_be_counted_does_not_follow_from_the_other_means() -> None:
    made = let_out(*REGIONS, policy=LAX)
    assert {one.id: one.rule for one in made.results if one.value is None} == {"south": "linked", "west": "least_n"}
    assert broken(made, REGIONS, policy=LAX) == set()
    assert "west" in broken(put_back(made, REGIONS[2]), REGIONS, policy=LAX)


def test_a_mean_of_nearly_the_same_people_goes_where_whole_units_hide_nothing() -> None:
    items = [mean("all", 1, 50), mean("most", 1, 43)]
    made = let_out(*items, policy=LAX)
    assert [(one.id, one.value, one.rounded) for one in made.results] == [("all", 25.5, False), ("most", None, False)]
    assert broken(put_back(made, items[1]), items, policy=LAX) == {"most", "the mean of all less that of most"}


def test_means_of_two_questions_tell_nothing_together() -> None:
    items = [mean("all", 1, 50, measure="demanded"), mean("most", 1, 43, measure="imposed")]
    made = let_out(*items, policy=LAX)
    assert [one.value for one in made.results] == [25.5, 22.0]
    assert broken(made, items, policy=LAX) == set()


def later(items: Sequence[Result | TableResult], earlier: tuple[EarlierNumber, ...], policy: Policy) -> Release:
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    beside = Beside(earlier=earlier)
    return release(results, tables, policy=policy, at=LATER, fictional=True, beside=beside)


def remembered(*items: Result | TableResult, policy: Policy = STRICT) -> tuple[EarlierNumber, ...]:
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    return tuple(numbers_let_out(let_out(*items, policy=policy), results, tables=tables))


def test_a_mean_that_was_printed_before_tells_no_few_that_came_since() -> None:
    earlier = remembered(mean("all", 1, 43), policy=LAX)
    now = [mean("all", 1, 50)]
    assert result(later(now, earlier, LAX), "all").rule == "linked"
    leaking = later(now, (), LAX)
    assert broken(leaking, now, policy=LAX, earlier=earlier) == {f"the mean of all less that of {earlier[0].name}"}
    assert result(later([mean("all", 1, 60)], earlier, LAX), "all").value == 30.5


@pytest.mark.parametrize(
    ("was", "value"),
    [
        pytest.param(figure("all", "count", 98, units=keys("old", 1, 98)), None, id="keys given anew"),
        pytest.param(figure("all", "count", 98), None, id="keys never known"),
        pytest.param(figure("all", "count", 80, units=keys("old", 1, 80)), 101, id="a difference of many"),
        pytest.param(figure("all", "count", 98, published_elsewhere=True), 101, id="a third party published it"),
        pytest.param(figure("most", "count", 98, units=keys("old", 1, 98)), 101, id="another number"),
    ],
)
def test_a_number_under_keys_that_are_gone_still_counts(was: Result, value: int | None) -> None:
    passing = policy_of({"published_elsewhere": "pass", "reason": both("why")}, where="test")
    made = later([figure("all", "count", 101, units=keys("v", 1, 101))], remembered(was, policy=passing), STRICT)
    assert result(made, "all").value == value


def test_a_cell_without_keys_that_moved_by_few_does_not_follow_from_the_total() -> None:
    earlier = remembered(table("ages", [[20], [30], [40]]))
    made = later([table("ages", [[23], [30], [60]])], earlier, STRICT)
    (found,) = made.tables
    values = [row[0].value for row in found.cells]
    assert values[0] is None
    assert [*values, found.total and found.total.value].count(None) == 2


@pytest.mark.parametrize(
    ("cells", "gone"),
    [pytest.param([[20, 30], [40, 50]], True, id="crossing"), pytest.param([[20], [40]], False, id="one variable")],
)
def test_a_cell_without_keys_is_held_to_the_threshold_of_its_table(cells: list[list[int]], *, gone: bool) -> None:
    crossed = policy_of({"threshold": 3, "crossings": 10, "reason": both("why")}, where="test")
    now = [[cells[0][0] + 7, *cells[0][1:]], *cells[1:]]
    (found,) = later([table("ages", now)], remembered(table("ages", cells), policy=crossed), crossed).tables
    assert (found.cells[0][0].value is None) == gone


def test_an_n_that_moved_by_few_goes_with_its_share() -> None:
    made = later([share("girls", 33, 63)], remembered(share("girls", 30, 60)), STRICT)
    assert (result(made, "girls").value, result(made, "girls").n) == (None, None)


def test_what_was_remembered_without_means_can_still_be_read(tmp_path: Path) -> None:
    old = b'{"id":"all","level":"victim","value":2,"units":["v1","v2"],"at":"2026-01-02T03:04:05Z"}\n'
    (tmp_path / "old.jsonl").write_bytes(old)
    (found,) = read_earlier(tmp_path)
    assert (found.mean, found.known_mean) == (None, None)
    assert as_lines([found]) == old
