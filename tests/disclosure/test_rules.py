"""Each rule of the gate, one case a line."""

from __future__ import annotations

import pytest

from tests.disclosure.invented import FIVE, STRICT, both, figure, let_out, share
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.released import ReleasedResult
from vonnis.errors import DisclosureError

WITHHOLD_ZEROS = policy_of({"zeros": "withhold"}, where="test")
PUBLISH_EXTREMES = policy_of({"extremes": "publish", "reason": both("why")}, where="test")
PUBLISH_MISSING = policy_of({"missing": "publish", "reason": both("why")}, where="test")
PASS_PUBLISHED = policy_of({"published_elsewhere": "pass"}, where="test")
CLIENTS_FROM_FIVE = policy_of(
    {"levels": {"victim": {"threshold": 5, "least_n": 20}}, "reason": both("why")}, where="test"
)


def one(result: object, policy: Policy) -> ReleasedResult:
    return let_out(result, policy=policy).results[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "policy", "rule"),
    [
        pytest.param(figure("a", "count", 10), STRICT, None, id="count-at-threshold-passes"),
        pytest.param(figure("a", "count", 9), STRICT, "threshold", id="count-below-threshold"),
        pytest.param(figure("a", "count", 9), FIVE, None, id="count-above-a-lower-threshold"),
        pytest.param(figure("a", "count", 1), FIVE, "threshold", id="count-of-one"),
        pytest.param(figure("a", "count", 0), STRICT, None, id="zero-passes-by-default"),
        pytest.param(figure("a", "count", 0), WITHHOLD_ZEROS, "zero", id="zero-withheld-on-request"),
        pytest.param(share("a", 5, 41), STRICT, "numerator", id="5-of-41"),
        pytest.param(share("a", 36, 41), STRICT, "complement", id="36-of-41"),
        pytest.param(share("a", 36, 41), FIVE, None, id="36-of-41-with-threshold-5"),
        pytest.param(share("a", 31, 41), STRICT, None, id="31-of-41"),
        pytest.param(share("a", 32, 41), STRICT, "complement", id="32-of-41"),
        pytest.param(share("a", 0, 41), STRICT, None, id="0-of-41"),
        pytest.param(share("a", 41, 41), WITHHOLD_ZEROS, "zero", id="41-of-41-tells-a-whole-group"),
        pytest.param(share("a", 4, 9), STRICT, "least_n", id="n-of-a-share"),
        pytest.param(figure("a", "mean", 16.2, n=41, unit="year"), STRICT, None, id="mean-on-41"),
        pytest.param(figure("a", "mean", 16.2, n=9, unit="year"), STRICT, "least_n", id="mean-on-9"),
        pytest.param(figure("a", "median", 16.0, n=9, unit="year"), STRICT, "least_n", id="median-on-9"),
        pytest.param(figure("a", "mean", 26.0, n=7, level="year"), STRICT, None, id="mean-over-7-years"),
        pytest.param(figure("a", "minimum", 13, n=41, unit="year"), STRICT, "extreme", id="minimum"),
        pytest.param(figure("a", "maximum", 17, n=41, unit="year"), STRICT, "extreme", id="maximum"),
        pytest.param(figure("a", "minimum", 13, n=41), PUBLISH_EXTREMES, None, id="minimum-on-request"),
        pytest.param(figure("a", "count", None), STRICT, "not_computed", id="no-value"),
        pytest.param(figure("a", "count", 7), CLIENTS_FROM_FIVE, None, id="threshold-of-the-level"),
        pytest.param(share("a", 8, 16), CLIENTS_FROM_FIVE, "least_n", id="least-n-of-the-level"),
        pytest.param(
            figure("a", "count", 9, published_elsewhere=True), STRICT, "threshold", id="strict-checks-published-too"
        ),
        pytest.param(
            figure("a", "count", 9, published_elsewhere=True),
            PASS_PUBLISHED,
            "published_elsewhere",
            id="published-elsewhere-passes",
        ),
    ],
)
def test_rule(result: object, policy: Policy, rule: str | None) -> None:
    released = one(result, policy)
    assert released.rule == rule
    passes = rule in (None, "published_elsewhere")
    assert released.status == ("released" if passes else "suppressed")
    assert (released.value is None) != passes


def test_a_withheld_share_takes_interval_and_numerator_along() -> None:
    released = one(share("girls", 36, 41), STRICT)
    assert (released.value, released.numerator, released.interval) == (None, None, None)
    assert released.n == 41


def test_a_small_n_is_withheld_with_its_share() -> None:
    assert one(share("a", 4, 9), STRICT).n is None


@pytest.mark.parametrize(
    ("policy", "missing", "told", "n"),
    [
        pytest.param(STRICT, {"unclear": 12}, {"unclear": 12}, 80, id="many"),
        pytest.param(STRICT, {"unclear": 3}, {"unclear": None}, None, id="few-go-with-the-n-that-tells-them"),
        pytest.param(STRICT, {"not_stated": 3, "unclear": 12}, {"not_stated": None, "unclear": None}, 80, id="one-few"),
        pytest.param(STRICT, {"not_stated": 0, "unclear": 12}, {"not_stated": 0, "unclear": 12}, 80, id="none"),
        pytest.param(PUBLISH_MISSING, {"unclear": 3}, {"unclear": 3}, 80, id="published-on-request"),
    ],
)
def test_small_numbers_of_missing_answers_follow_the_policy(
    policy: Policy, missing: dict[str, int], told: dict[str, int | None], n: int | None
) -> None:
    released = one(share("a", 40, 80, missing=missing), policy)
    assert (released.missing, released.n) == (told, n)
    assert (released.value is None) == (n is None)


def test_a_published_number_passes_with_its_source_only() -> None:
    nameless = figure("a", "count", 9, published_elsewhere=True, source=both(" "))
    with pytest.raises(DisclosureError, match="name the publisher"):
        one(nameless, PASS_PUBLISHED)


def test_a_share_must_bring_its_numerator() -> None:
    with pytest.raises(DisclosureError, match="needs its numerator"):
        one(figure("a", "share", 0.5, n=40), STRICT)


def test_two_numbers_cannot_have_one_id() -> None:
    with pytest.raises(DisclosureError, match="two numbers are called a"):
        let_out(figure("a", "count", 20), figure("a", "count", 30))
