"""A report in rounded counts adds up, agrees with itself, and tells nothing within a step."""

from __future__ import annotations

import msgspec
import pytest

from tests.disclosure.invented import AT, FIVE, STRICT, both, figure, keys, let_out, share, table
from vonnis.analysis.result import Result
from vonnis.disclosure.gate import Beside
from vonnis.disclosure.gate import release as gate_release
from vonnis.disclosure.given import groups_of
from vonnis.disclosure.outsider import attack
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.rules import Cases

ROUND = policy_of({"method": "round"}, where="t")
PEOPLE = keys("v", 1, 41)
SEX = table("sex", [[36], [5]], units=((keys("v", 1, 36),), (keys("v", 37, 41),)))
CROSSED = table(
    "crossed",
    [[20, 16], [3, 2]],
    units=((keys("v", 1, 20), keys("v", 21, 36)), (keys("v", 37, 39), keys("v", 40, 41))),
)
EVERYONE = figure("everyone", "count", 41, units=PEOPLE)
GIRLS = share("girls", 36, 41, units=keys("v", 1, 36), base=PEOPLE)
MEAN = figure("age", "mean", 15.4, n=41, unit="year", units=PEOPLE)


def test_nothing_is_withheld_and_every_count_is_a_multiple() -> None:
    release = let_out(EVERYONE, GIRLS, SEX, CROSSED, policy=ROUND)
    assert {decision.outcome for decision in release.decisions} == {"released"}
    cells = [cell.value for made in release.tables for row in made.cells for cell in row]
    assert all(value is not None and value % 10 == 0 for value in cells)
    everyone, girls = release.results
    assert everyone.value in (40, 50)
    assert everyone.rounded
    assert girls.value == (girls.numerator or 0) / (girls.n or 1)
    assert girls.interval is None


@pytest.mark.parametrize(
    ("rules", "base"),
    [
        pytest.param({}, 5, id="threshold"),
        pytest.param({"crossings": 10}, 10, id="crossing"),
        pytest.param({"crossings": 8, "variables": {"sex": {"threshold": 12}}}, 12, id="variable"),
    ],
)
def test_all_counts_of_a_level_are_rounded_to_the_greatest_threshold_of_any(
    rules: dict[str, object], base: int
) -> None:
    policy = policy_of({"method": "round", "threshold": 5, "reason": both("why"), **rules}, where="t")
    release = let_out(EVERYONE, SEX, CROSSED, policy=policy)
    values = [cell.value for made in release.tables for row in made.cells for cell in row]
    assert [value for value in (*values, release.results[0].value) if value is None or value % base] == []
    found = attack(release, groups_of([EVERYONE], [SEX, CROSSED]), policy=policy)
    assert found.broken == ()
    assert {finding.needed for finding in found.findings} == {base}
    assert f"multiples of {base}" in next(one.reason["en"] for one in release.decisions)


def test_sums_hold_and_one_group_is_one_number() -> None:
    release = let_out(EVERYONE, GIRLS, SEX, CROSSED, policy=ROUND)
    sex, crossed = release.tables
    values = [[cell.value or 0 for cell in row] for row in crossed.cells]
    assert [cell.value for cell in crossed.row_totals] == [sum(row) for row in values]
    assert [cell.value for cell in crossed.column_totals] == [sum(column) for column in zip(*values, strict=True)]
    assert [row[0].value for row in sex.cells] == [cell.value for cell in crossed.row_totals]
    assert release.results[1].numerator == sex.cells[0][0].value
    assert crossed.total is not None
    assert crossed.total.value == release.results[0].value == release.results[1].n


def test_no_count_moves_by_more_than_one_step() -> None:
    release = let_out(EVERYONE, SEX, CROSSED, policy=ROUND)
    true = [count for one in (SEX, CROSSED) for row in one.cells for count in row]
    printed = [cell.value for made in release.tables for row in made.cells for cell in row]
    assert all(abs((value or 0) - count) < 10 for value, count in zip(printed, true, strict=True))


def test_a_mean_stands_in_whole_units_and_what_follows_from_exact_counts_is_withheld() -> None:
    change = figure("change", "change", -0.77, unit="share")
    mean, gone = let_out(MEAN, change, policy=ROUND).results
    assert (mean.value, mean.interval, mean.n, mean.rounded) == (15.0, None, 40, True)
    assert (gone.value, gone.rule) == (None, "from_rounded")


def test_a_weighted_share_is_not_replaced_by_that_of_its_counts() -> None:
    weighted = msgspec.structs.replace(GIRLS, value=0.6)
    (gone,) = let_out(weighted, policy=ROUND).results
    assert (gone.value, gone.numerator, gone.rule) == (None, None, "from_rounded")


@pytest.mark.parametrize("statistic", ["minimum", "maximum"])
def test_an_extreme_is_withheld_as_ever(statistic: str) -> None:
    (found,) = let_out(figure("youngest", statistic, 13, n=41, unit="year", units=PEOPLE), policy=ROUND).results
    assert found.value is None


def test_a_series_of_a_third_party_stays_exact() -> None:
    policy = policy_of({"method": "round", "published_elsewhere": "pass"}, where="t")
    series = table("series", [[112], [9]], level="year", additive=False, published_elsewhere=True)
    (made,) = let_out(series, policy=policy).tables
    assert [row[0].value for row in made.cells] == [112, 9]


def test_the_attacker_is_left_one_step() -> None:
    results, tables = [EVERYONE, GIRLS], [SEX, CROSSED]
    release = let_out(*results, *tables, policy=ROUND)
    found = attack(release, groups_of(results, tables), policy=ROUND)
    assert len(found.findings) >= 10
    assert found.broken == ()
    assert all(finding.high is not None and finding.high - finding.low >= 10 for finding in found.findings)


def test_the_policy_says_so_in_words() -> None:
    words = [line["en"] for line in let_out(EVERYONE, policy=ROUND).policy]
    assert any("rounded to a multiple of 10" in line for line in words)
    assert not any("rounded to a multiple" in line["en"] for line in let_out(EVERYONE, policy=STRICT).policy)
    assert any("at least 2 case complexes" in line["en"] for line in let_out(EVERYONE, policy=FIVE).policy)


def bound(statistic: str, doubtful: int) -> Result:
    """Return the upper bound of a number of days, of which so many answers are known within bounds alone."""
    return figure(
        "days_highest",
        statistic,
        99.0,
        n=41,
        unit="day",
        units=PEOPLE,
        groups=(keys("v", 1, doubtful),),
        bound_of="days",
        measure="days: highest",
    )


@pytest.mark.parametrize("statistic", ["mean", "median", "lower_quartile"])
@pytest.mark.parametrize(("doubtful", "status"), [(3, "suppressed"), (12, "released")])
def test_a_bound_that_tells_of_a_few_stays_inside(statistic: str, doubtful: int, status: str) -> None:
    result = figure("days", statistic, 90.0, n=41, unit="day", units=PEOPLE, measure="days")
    release = let_out(result, bound(statistic, doubtful), policy=ROUND)
    assert [one.status for one in release.results] == ["released", status]
    assert attack(release, groups_of([result, bound(statistic, doubtful)], []), policy=ROUND).broken == ()


def test_the_attack_finds_a_bound_of_a_few_that_is_printed() -> None:
    results = [figure("days", "mean", 90.0, n=41, unit="day", units=PEOPLE, measure="days"), bound("mean", 3)]
    lenient = policy_of({"method": "round", "threshold": 2, "reason": both("why")}, where="t")
    (found,) = attack(let_out(*results, policy=lenient), groups_of(results, []), policy=ROUND).broken
    assert (found.id, found.low, found.needed) == ("days_highest", 3, 10)


def test_a_bound_stays_inside_where_its_mean_does() -> None:
    few = keys("v", 1, 5)
    mean = figure("days", "mean", 90.0, n=5, unit="day", units=few, measure="days")
    upper = msgspec.structs.replace(bound("mean", 12), n=40, units=keys("v", 2, 41))
    assert [one.status for one in let_out(mean, upper, policy=ROUND).results] == ["suppressed", "suppressed"]


def test_a_mean_of_one_case_stays_inside() -> None:
    beside = Beside(cases=Cases(dict.fromkeys(PEOPLE, "K1")))
    two = policy_of({"method": "round", "least_complexes": 2}, where="t")
    (held,) = gate_release([MEAN], [], policy=two, at=AT, fictional=True, beside=beside).results
    assert (held.value, held.rule) == (None, "one_complex")


def test_means_of_all_and_of_nearly_all_do_not_tell_those_between() -> None:
    everyone = figure("days", "mean", 90.0, n=41, unit="day", units=PEOPLE, measure="days")
    most = figure("most", "mean", 60.0, n=39, unit="day", units=keys("v", 1, 39), measure="days")
    assert sorted(one.status for one in let_out(everyone, most, policy=ROUND).results) == ["released", "suppressed"]
