"""The rules that one number is held against on its own, before it is seen beside the others."""

from __future__ import annotations

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.policy import Policy, Rule
from vonnis.errors import DisclosureError

_RESTS_ON_UNITS = ("share", "mean", "median")


def broken_rule(result: Result, policy: Policy) -> Rule | None:
    """Return the first rule that would withhold this result, or None.

    Raises:
        DisclosureError: the result does not say what the gate must know (a share without its numerator, a mean
            without its n, a number that passes as published elsewhere without its source).
    """
    if result.value is None:
        return "not_computed"
    if passes_as_published(result, policy):
        return None
    if result.statistic in ("minimum", "maximum"):
        return "extreme" if policy.extremes == "withhold" else None
    if result.statistic == "count":
        return count_rule(round(result.value), result.level, policy=policy)
    return _resting_rule(result, policy)


def _resting_rule(result: Result, policy: Policy) -> Rule | None:
    """Return the rule that withholds a number for the units that it rests on, or None."""
    if result.n is None:
        if result.statistic in _RESTS_ON_UNITS:
            message = f"{result.id}: a {result.statistic} needs its n before it can pass the gate"
            raise DisclosureError(message)
        return None
    if result.n < policy.least_n_at(result.level):
        return "least_n"
    if missing_rule(result, policy):
        return "missing"
    return _share_rule(result, policy) if result.statistic == "share" else None


def count_rule(count: int, level: str, *, policy: Policy) -> Rule | None:
    """Return the rule that withholds a count of units at a level, or None."""
    if count == 0:
        return "zero" if policy.zeros == "withhold" else None
    return "threshold" if count < policy.threshold_at(level) else None


def missing_rule(value: Result | TableResult, policy: Policy) -> bool:
    """Tell whether too few units lack a valid answer: a total less the n would tell how many."""
    lacking = sum(value.missing.values())
    return policy.missing == "withhold" and 0 < lacking < policy.threshold_at(value.level)


def passes_as_published(value: Result | TableResult, policy: Policy) -> bool:
    """Tell whether a third party has published this number and the policy lets such numbers pass.

    Raises:
        DisclosureError: the publisher is not named.
    """
    if not value.published_elsewhere or policy.published_elsewhere == "check":
        return False
    if not all(value.source.get(language, "").strip() for language in ("nl", "en")):
        message = f"{value.id}: a number published elsewhere passes with its source only; name the publisher"
        raise DisclosureError(message)
    return True


def _share_rule(result: Result, policy: Policy) -> Rule | None:
    if result.numerator is None or result.n is None:
        message = f"{result.id}: a share needs its numerator and its n before it can pass the gate"
        raise DisclosureError(message)
    inside = count_rule(result.numerator, result.level, policy=policy)
    if inside:
        return "numerator" if inside == "threshold" else inside
    outside = count_rule(result.n - result.numerator, result.level, policy=policy)
    return "complement" if outside == "threshold" else outside
