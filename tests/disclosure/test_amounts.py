"""A mean of money that is withheld does not follow from the means beside it, and the attack would see it if it did."""

from __future__ import annotations

import msgspec
import pytest

from tests.disclosure.invented import STRICT, figure, keys, let_out
from vonnis.analysis.result import Result
from vonnis.disclosure.amounts import amounts_of, lacks_a_side, protection_of
from vonnis.disclosure.given import groups_of, sums_of
from vonnis.disclosure.outsider import Attack, attack
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release
from vonnis.disclosure.seal import gate_opened

MEN = dict.fromkeys(keys("m", 1, 30), 500.0)
OTHERS = dict.fromkeys(keys("o", 1, 25), 300.0)
WOMEN = {key: 100_000.0 if key == "w1" else 100.0 for key in keys("w", 1, 12)}


def money(id_: str, amounts: dict[str, float], **more: object) -> Result:
    """Return a mean of money with what each person brings in."""
    values = tuple(amounts.values())
    settings = {"n": len(values), "unit": "EUR", "units": tuple(amounts), "amounts": values}
    return figure(id_, "mean", sum(values) / len(values), **{**settings, **more})


ALL = money("fine", MEN | WOMEN)
PARTS = (money("fine_men", MEN), money("fine_women", WOMEN))
FEW = policy_of({"p_percent": 0.1}, where="t")


def attacked(release: Release, results: list[Result]) -> Attack:
    return attack(release, groups_of(results, []), policy=STRICT, sums=sums_of(results, policy=STRICT))


def values(release: Release) -> dict[str, float | None]:
    return {one.id: one.value for one in release.results}


def test_the_mean_of_all_or_of_the_others_goes_with_it() -> None:
    results = [ALL, *PARTS]
    release = let_out(*results)
    found = values(release)
    assert found["fine_women"] is None
    assert None in (found["fine"], found["fine_men"])
    assert attacked(release, results).broken == ()


def test_one_more_mean_would_tell_it_and_the_attack_says_so() -> None:
    results = [ALL, *PARTS]
    release = let_out(*results)
    with gate_opened():
        whole = tuple(
            one if one.id == "fine_women" else msgspec.structs.replace(one, value=private.value)
            for one, private in zip(release.results, results, strict=True)
        )
        leaking = msgspec.structs.replace(release, results=whole)
    (finding,) = [one for one in attacked(leaking, results).broken if one.id == "fine_women"]
    assert finding.low == finding.high


def test_a_mean_that_nothing_hangs_on_goes_alone() -> None:
    release = let_out(PARTS[1], money("fine_others", OTHERS), money("fine_men", MEN))
    assert [id_ for id_, value in values(release).items() if value is None] == ["fine_women"]


def test_another_amount_of_the_same_people_is_another_matter() -> None:
    costs = money("costs", {key: 7.0 + place for place, key in enumerate(MEN | WOMEN)})
    release = let_out(costs, PARTS[1], PARTS[0])
    assert values(release)["costs"] is not None
    assert [[one.id for one in group.statements] for group in amounts_of([costs, *PARTS], STRICT)] == [
        ["costs"],
        ["fine_men"],
        ["fine_women"],
    ]


def test_a_weighted_mean_tells_no_sum() -> None:
    assert amounts_of([msgspec.structs.replace(ALL, value=1.0)], STRICT) == []


@pytest.mark.parametrize(
    ("amounts", "more"),
    [
        pytest.param([100.0, 50.0, 5.0, 1.0], 4.0, id="the largest is told to within a tenth"),
        pytest.param([100.0, 90.0, 80.0], 0.0, id="room enough"),
    ],
)
def test_a_sum_must_be_thought_so_much_larger(amounts: list[float], more: float) -> None:
    policy = msgspec.structs.replace(FEW, dominance=None)
    assert protection_of(amounts, policy) == pytest.approx(more)


OLD = dict.fromkeys(keys("m", 1, 20), 700.0)
YOUNG = dict.fromkeys(keys("m", 21, 30), 100.0)


def test_a_sum_has_room_above_it_and_not_below_it_alone() -> None:
    results = [money("fine", OLD | YOUNG | WOMEN), money("fine_men", OLD | YOUNG), money("fine_old", OLD), PARTS[1]]
    release = let_out(*results)
    assert attacked(release, results).broken == ()
    # Without the mean of all men alone, the women brought in at most what the young men did more than they did.
    private = {one.id: one.value for one in results if one.id in ("fine", "fine_old")}
    with gate_opened():
        narrow = tuple(msgspec.structs.replace(one, value=private.get(one.id)) for one in release.results)
        leaking = msgspec.structs.replace(release, results=narrow)
    (finding,) = [one for one in attacked(leaking, results).broken if one.near]
    assert finding.id == "fine_women"
    assert finding.high is not None
    assert finding.high - finding.low > finding.needed


@pytest.mark.parametrize(
    ("within", "lacks"),
    [
        pytest.param((90.0, 110.0), False, id="room on both sides"),
        pytest.param((0.0, 109.0), True, id="too little above"),
        pytest.param((91.0, 500.0), True, id="too little below"),
    ],
)
def test_a_sum_needs_half_its_room_on_either_side(within: tuple[float, float], lacks: bool) -> None:  # noqa: FBT001
    assert lacks_a_side(100, 20, within=within) is lacks
    assert not lacks_a_side(4, 20, within=(0.0, 14.0))
