"""An outsider with a whole release, and with earlier ones, pins down nothing that was withheld."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.disclosure.invented import AT, FIVE, STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.earlier import EarlierNumber, as_lines, numbers_let_out, read_earlier
from vonnis.disclosure.gate import Beside, release
from vonnis.disclosure.given import Counted, groups_of
from vonnis.disclosure.outsider import Attack, attack
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.released import Release
from vonnis.errors import StudyError

FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
EVERYONE = keys("v", 1, 41)
VICTIMS = figure("victims", "count", 41, units=EVERYONE)
GIRLS = share("girls", 36, 41, units=keys("v", 1, 36), base=EVERYONE)
SEX = table("sex", [[36], [5]], units=((keys("v", 1, 36),), (keys("v", 37, 41),)))
EXCEPTED = policy_of(
    {
        "exceptions": [
            {"id": "E1", "figures": ["girls"], "reason": both("why"), "decided_by": "the board", "date": AT.date()}
        ]
    },
    where="test",
)


def attacked(
    *items: Result | TableResult,
    policy: Policy = STRICT,
    made: Release | None = None,
    earlier: tuple[EarlierNumber, ...] = (),
) -> Attack:
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    leaving = made or release(
        results, tables, policy=policy, at=AT, fictional=True, beside=Beside(earlier=tuple(earlier))
    )
    return attack(leaving, groups_of(results, tables, earlier=earlier), policy=policy, earlier=earlier)


def test_what_the_gate_lets_out_stands_the_attack() -> None:
    found = attacked(VICTIMS, GIRLS, SEX)
    assert found.broken == ()
    (boys,) = [finding for finding in found.findings if finding.id == "sex.r2"]
    assert boys.high is None or boys.high - boys.low >= 10


def test_a_release_made_under_a_laxer_policy_does_not_stand_a_stricter_attack() -> None:
    lax = let_out(VICTIMS, GIRLS, SEX, policy=FIVE)
    broken = attacked(VICTIMS, GIRLS, SEX, made=lax).broken
    assert {finding.id for finding in broken} == {"girls.n less girls"}
    assert (broken[0].low, broken[0].high) == (5, 5)


def test_what_an_exception_tells_is_no_failure_and_is_reported() -> None:
    found = attacked(VICTIMS, GIRLS, policy=EXCEPTED)
    assert found.broken == ()
    assert [(finding.low, finding.unavoidable) for finding in found.findings] == [(5, True)]


def test_a_table_without_keys_is_attacked_by_its_own_sums() -> None:
    bare = table("t", [[20, 4], [15, 30]])
    found = attacked(bare)
    assert [finding.id for finding in found.findings] == ["t.r1.c2"]
    assert found.broken == ()


def earlier_count(many: int) -> EarlierNumber:
    return EarlierNumber(id="victims", level="victim", value=many, units=keys("v", 1, many), at=FIRST)


@pytest.mark.parametrize(
    ("before", "withheld"),
    [
        pytest.param(38, True, id="three-more-than-then"),
        pytest.param(20, False, id="many-more-than-then"),
        pytest.param(41, False, id="the-same"),
    ],
)
def test_a_count_is_withheld_where_an_earlier_release_would_tell_a_few(before: int, *, withheld: bool) -> None:
    known = (earlier_count(before),)
    made = release([VICTIMS], [], policy=STRICT, at=AT, fictional=True, beside=Beside(earlier=tuple(known)))
    assert (made.results[0].value is None) == withheld
    assert attacked(VICTIMS, made=made, earlier=known).broken == ()


def test_without_the_memory_of_the_gate_the_difference_would_be_found() -> None:
    known = (earlier_count(38),)
    (broken,) = attacked(VICTIMS, made=let_out(VICTIMS), earlier=known).broken
    assert (broken.low, broken.high) == (3, 3)


def test_a_range_that_earlier_releases_leave_by_themselves_is_reported_and_no_failure() -> None:
    more = EarlierNumber(id="boys", level="victim", value=8, units=keys("v", 34, 41), at=FIRST)
    found = attacked(VICTIMS, SEX, earlier=(more,))
    assert found.broken == ()
    assert [(one.id, one.low, one.high, one.unavoidable) for one in found.findings] == [("sex.r2", 0, 8, True)]


def test_a_range_that_this_release_tells_by_itself_too_is_a_failure() -> None:
    lax = policy_of({"threshold": 6, "reason": both("why")}, where="test")
    some = figure("some", "count", 8, units=keys("v", 34, 41))
    more = EarlierNumber(id="boys", level="victim", value=8, units=some.units, at=FIRST)
    found = attacked(VICTIMS, SEX, some, made=let_out(VICTIMS, SEX, some, policy=lax), earlier=(more,))
    assert ("sex.r2", 0, 8) in [(one.id, one.low, one.high) for one in found.broken]


def test_a_number_that_earlier_releases_tell_exactly_is_a_failure_of_the_next() -> None:
    girls = EarlierNumber(id="girls", level="victim", value=36, units=keys("v", 1, 36), at=FIRST)
    found = attacked(VICTIMS, SEX, earlier=(earlier_count(41), girls))
    assert {(one.low, one.high) for one in found.broken} == {(5, 5)}


def test_what_this_release_adds_to_an_earlier_one_is_a_failure() -> None:
    girls = EarlierNumber(id="girls", level="victim", value=36, units=keys("v", 1, 36), at=FIRST)
    found = attacked(VICTIMS, SEX, made=let_out(VICTIMS), earlier=(girls,))
    assert {(one.low, one.high) for one in found.broken} == {(5, 5)}


def test_what_a_release_printed_is_read_back_and_holds_no_withheld_number(tmp_path: Path) -> None:
    made = let_out(VICTIMS, GIRLS, SEX)
    numbers = tuple(numbers_let_out(made, [VICTIMS, GIRLS], tables=[SEX]))
    (tmp_path / "a.jsonl").write_bytes(as_lines(numbers))
    assert read_earlier(tmp_path) == numbers
    assert {number.id for number in numbers} == {"victims", "girls.n", "sex.total"}
    assert read_earlier(tmp_path / "absent") == ()


def test_a_damaged_memory_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(StudyError, match="put the file back"):
        read_earlier(tmp_path)


def test_the_same_study_released_again_is_the_same_release() -> None:
    first = let_out(VICTIMS, GIRLS, SEX, policy=EXCEPTED)
    known = tuple(numbers_let_out(first, [VICTIMS, GIRLS], tables=[SEX]))
    again = release(
        [VICTIMS, GIRLS], [SEX], policy=EXCEPTED, at=AT, fictional=True, beside=Beside(earlier=tuple(known))
    )
    assert again == first
    assert attacked(VICTIMS, GIRLS, SEX, made=again, policy=EXCEPTED, earlier=known).broken == ()


@pytest.mark.parametrize(
    ("low", "high", "broken"),
    [
        pytest.param(36, 36, {(5, 5)}, id="none withheld"),
        pytest.param(30, 37, {(4, 11)}, id="a few withheld"),
        pytest.param(20, 41, set(), id="many withheld"),
    ],
)
def test_what_the_public_data_tell_is_known_to_the_outsider(low: int, high: int, broken: set[tuple[int, int]]) -> None:
    rows = [Counted(name="data: sex=1", level="victim", units=keys("v", 1, 36), low=low, high=high)]
    leaving = let_out(VICTIMS, SEX)
    assert attack(leaving, groups_of([VICTIMS], [SEX]), policy=STRICT).broken == ()
    found = attack(leaving, groups_of([VICTIMS], [SEX], earlier=rows), policy=STRICT, rows=rows)
    assert {(one.low, one.high) for one in found.broken} == broken
