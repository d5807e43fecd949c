"""The rules that one number is held against on its own, before it is seen beside the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.policy import Policy, Rule
from vonnis.errors import DisclosureError

_RESTS_ON_UNITS = ("share", "mean", "median", "lower_quartile", "upper_quartile")


class Cases(msgspec.Struct, frozen=True):
    """Which case complex each person of a study belongs to, by the key of the person."""

    complex_of: Mapping[str, str] = {}

    def rule(self, people: Collection[str], policy: Policy) -> Rule | None:
        """Return the rule that withholds a count of these people, whatever it is, or None.

        People of too few complexes are known to whoever knows that case. Of a complex that can be recognised from
        elsewhere, its own people are known; those beside them may then not be too few.
        """
        complexes = [self.complex_of[key] for key in people if key in self.complex_of]
        if not complexes or len(complexes) < len(people):
            return None
        if len(set(complexes)) < policy.least_complexes:
            return "one_complex"
        known = {one.complex for one in policy.recognisable}
        others = sum(complex_ not in known for complex_ in complexes)
        return "recognisable" if others < len(complexes) and others < policy.threshold else None


NO_CASES = Cases()


def broken_rule(result: Result, policy: Policy, *, cases: Cases = NO_CASES) -> Rule | None:
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
        return "extreme" if policy.extremes_for(result.id) == "withhold" else None
    if result.statistic == "count":
        few = count_rule(round(result.value), result.level, policy=policy, id_=result.id)
        return few or cases.rule(result.units, policy)
    return _resting_rule(result, policy, cases)


def _resting_rule(result: Result, policy: Policy, cases: Cases) -> Rule | None:
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
    few: Rule | None = "small_group" if rests_on_few(result, policy, cases=cases) else None
    if result.statistic == "share":
        return _share_rule(result, policy, cases) or few
    return few or amount_rule(result.amounts, policy) or cases.rule(result.units, policy)


def rests_on_few(result: Result, policy: Policy, *, cases: Cases) -> bool:
    """Tell whether a group that a result is worked out from is too small to be counted, or known to who knows a case.

    A coefficient or difference of few people tells about those few, however many stand on the other side of it.
    """
    crossing = result.statistic == "coefficient"
    return any(
        count_rule(len(group), result.level, policy=policy, id_=result.id, crossing=crossing)
        or cases.rule(group, policy)
        for group in result.groups
    )


def count_rule(count: int, level: str, *, policy: Policy, id_: str = "", crossing: bool = False) -> Rule | None:
    """Return the rule that withholds a count of units at a level, or None.

    ``crossing`` tells that it is a cell of two variables.
    """
    if count == 0:
        return "zero" if policy.zeros_for(id_) == "withhold" else None
    return "threshold" if count < policy.threshold_for(id_, level, crossing=crossing) else None


def amount_rule(amounts: Collection[float], policy: Policy) -> Rule | None:
    """Return the rule that withholds a sum or mean of amounts for how much a few of them bring in, or None.

    ``dominance``: the n largest bring in more than a share k. ``p_percent``: who knows the second largest, which is its
    own, computes the largest from the sum to within p (A. Hundepool et al., Handbook on Statistical Disclosure Control,
    on magnitude tables).
    """
    sizes = sorted(map(abs, amounts), reverse=True)
    total = sum(sizes)
    if total <= 0:
        return None
    if policy.dominance and sum(sizes[: policy.dominance.largest]) > policy.dominance.share * total:
        return "dominance"
    if policy.p_percent is not None and sum(sizes[2:]) < policy.p_percent * sizes[0]:
        return "p_percent"
    return None


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


def _share_rule(result: Result, policy: Policy, cases: Cases) -> Rule | None:
    if result.numerator is None or result.n is None:
        message = f"{result.id}: a share needs its numerator and its n before it can pass the gate"
        raise DisclosureError(message)
    inside = count_rule(result.numerator, result.level, policy=policy, id_=result.id)
    if inside or (inside := cases.rule(result.units, policy)):
        return "numerator" if inside == "threshold" else inside
    outside = count_rule(result.n - result.numerator, result.level, policy=policy, id_=result.id)
    outside = outside or cases.rule(frozenset(result.base) - frozenset(result.units), policy)
    return outside if outside in (None, "zero") else "complement"
