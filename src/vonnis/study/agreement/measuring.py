"""The agreement on one variable: every coefficient with its interval, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
import numpy as np

from vonnis.study.agreement.alpha import LARGEST_TABLE, alpha_by_name, alpha_of
from vonnis.study.agreement.coefficients import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent,
    weight_table,
)
from vonnis.study.agreement.intervals import Ends, analytic, logarithmic, score
from vonnis.study.agreement.moments import Measure
from vonnis.study.agreement.patterns import Patterns, fold
from vonnis.study.agreement.ratings import GAP, Level, Ratings, members
from vonnis.study.agreement.resampling import RESAMPLES, percentiles, studentised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Method = Literal["best", "analytic", "bootstrap"]
"""How intervals are made: what simulation found best for each, t standard errors, or percentiles of resamples."""
METHODS: tuple[Method, ...] = get_args(Method)
FEWEST_UNITS = 10
"""Below this number of units that two coders answered, no interval is offered."""
FEWEST_UNITS_OF_NUMBERS = 50
"""The same for alpha at the interval level and weighted kappa, where a few large distances carry the disagreement."""
FEWEST_UNITS_OF_AC2 = 200
"""The same for AC2."""
FEWEST_OTHERS = 3
"""A coefficient that corrects for chance gets an interval from so many answers outside the commonest category on."""
MANY_UNITS = 2_000
"""From here on the logarithmic interval covers numbers as well as the studentised bootstrap does."""
LARGEST_WEIGHTS = 500
MOST_CATEGORIES = 60
_COHEN_CODERS = 2

_ONE_CATEGORY = "all answers fall in one category, so there is nothing that chance could have made different"
_NO_OVERLAP = "no unit was answered by two coders"
_ONE_CODER = "only one coder answered"
_ALL_AGREE = "all answers agree, and how far a rare disagreement would reach cannot be known from that"
_NO_SPREAD = "the units do not differ from each other in what the interval would rest on"


class Coefficient(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate with the ends of its 95% interval; ``reason`` says why something is missing."""

    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


class CategoryAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement on one category against all others.

    ``share`` is its share of the answers; ``specific`` how often, when one coder chose it, another did too (Spitzer
    and Fleiss 1974); the indices are those of Byrt, Bishop and Carlin (1993), for two coders.
    """

    category: str
    answers: int
    share: float
    specific: float | None
    krippendorff_alpha: Coefficient
    prevalence_index: float | None = None
    bias_index: float | None = None


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement on one variable.

    ``units`` have an answer of anybody, ``overlap`` of two coders or more; ``pabak`` is the coefficient of Brennan
    and Prediger, which with two coders and two categories is the prevalence-adjusted, bias-adjusted kappa.
    """

    variable: str
    level: Level
    units: int
    overlap: int
    coders: int
    percent: Coefficient
    cohen_kappa: Coefficient
    fleiss_kappa: Coefficient
    krippendorff_alpha: Coefficient
    gwet_ac1: Coefficient
    pabak: Coefficient
    weighted: dict[str, Coefficient]
    categories: tuple[CategoryAgreement, ...] = ()


class Intervals(msgspec.Struct, frozen=True, kw_only=True):
    """How intervals are to be made; chance comes from ``seed``."""

    method: Method = "best"
    seed: int = 1
    resamples: int = RESAMPLES


class _Wanted(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A coefficient to work out: its measure, or the reason why there is none."""

    measure: Measure | None
    reason: str = ""
    kind: Literal["plain", "corrected", "ranks", "numbers"] = "corrected"
    fewest: int = FEWEST_UNITS


def measure(ratings: Ratings, intervals: Intervals = Intervals(), *, full: bool = False) -> Agreement:  # noqa: B008 - a frozen value
    """Return the agreement on a variable; ``full`` adds each category against the others and weighted coefficients."""
    answered = ratings.codes != GAP
    coders = int(answered.any(axis=0).sum())
    wanted = dict(_wanted(ratings, coders))
    if full:
        wanted |= dict(_weighted(ratings, coders))
    found = _coefficients(ratings, wanted, intervals=intervals)
    return Agreement(
        variable=ratings.variable,
        level=ratings.level,
        units=int(answered.any(axis=1).sum()),
        overlap=ratings.overlap,
        coders=coders,
        percent=found.pop("percent"),
        cohen_kappa=found.pop("cohen_kappa"),
        fleiss_kappa=found.pop("fleiss_kappa"),
        krippendorff_alpha=found.pop("krippendorff_alpha"),
        gwet_ac1=found.pop("gwet_ac1"),
        pabak=found.pop("pabak"),
        weighted=found,
        categories=tuple(_categories(ratings, coders, intervals=intervals)) if full else (),
    )


def _wanted(ratings: Ratings, coders: int) -> Iterator[tuple[str, _Wanted]]:
    """Yield each coefficient by its name."""
    size = len(ratings.categories)
    yield "percent", _Wanted(measure=percent, kind="plain")
    yield "cohen_kappa", _Wanted(measure=cohen_kappa() if coders <= _COHEN_CODERS else None, reason=_two(coders))
    yield "fleiss_kappa", _Wanted(measure=fleiss_kappa)
    many = f"there are more than {LARGEST_TABLE:,} different answers; round them, or take them as an interval scale"
    kind: Literal["corrected", "ranks", "numbers"] = "corrected"
    fewest = FEWEST_UNITS
    if ratings.level in ("interval", "ratio"):
        kind, fewest = "numbers", FEWEST_UNITS_OF_NUMBERS if ratings.level == "interval" else FEWEST_UNITS
    elif ratings.level == "ordinal":
        kind = "ranks"
    yield "krippendorff_alpha", _Wanted(measure=alpha_of(ratings), reason=many, kind=kind, fewest=fewest)
    yield "gwet_ac1", _Wanted(measure=gwet_ac(), kind="plain")
    yield "pabak", _Wanted(measure=brennan_prediger if size > 1 else None, reason=_ONE_CATEGORY, kind="plain")


def _weighted(ratings: Ratings, coders: int) -> Iterator[tuple[str, _Wanted]]:
    """Yield the coefficients that count a near miss in part, for ranks and numbers."""
    size = len(ratings.categories)
    if ratings.level in ("nominal", "set") or ratings.numbers is None or not 1 < size <= LARGEST_WEIGHTS:
        return
    for weighting in ("linear", "quadratic"):
        table = weight_table(ratings.numbers, weighting)
        kappa = _Wanted(measure=cohen_kappa(table), kind="numbers", fewest=FEWEST_UNITS_OF_NUMBERS)
        none = _Wanted(measure=None, reason=_two(coders))
        yield f"cohen_kappa_{weighting}", kappa if coders <= _COHEN_CODERS else none
        yield f"gwet_ac2_{weighting}", _Wanted(measure=gwet_ac(1 - table), kind="ranks", fewest=FEWEST_UNITS_OF_AC2)


def _two(coders: int) -> str:
    return f"Cohen's kappa is for two coders, and {coders} answered; see Fleiss' kappa and alpha"


def _coefficients(ratings: Ratings, wanted: dict[str, _Wanted], *, intervals: Intervals) -> dict[str, Coefficient]:
    if ratings.overlap == 0:
        one = (ratings.codes != GAP).any(axis=0).sum() == 1
        return {name: Coefficient(reason=_ONE_CODER if one else _NO_OVERLAP) for name in wanted}
    patterns = fold(ratings)
    measures = {name: want.measure for name, want in wanted.items() if want.measure is not None}
    resampled: dict[str, Ends] = {}
    if intervals.method == "bootstrap" and ratings.overlap >= FEWEST_UNITS:
        resampled = percentiles(measures, patterns, seed=intervals.seed, resamples=intervals.resamples)
    found = {}
    for name, want in wanted.items():
        found[name] = Coefficient(reason=want.reason)
        if want.measure is not None:
            found[name] = _coefficient(want, patterns, intervals=intervals, resampled=resampled.get(name))
    return found


def _coefficient(want: _Wanted, patterns: Patterns, *, intervals: Intervals, resampled: Ends | None) -> Coefficient:
    assert want.measure is not None  # noqa: S101 - the caller has looked
    weights = patterns.units[None, :]
    ratio = float(want.measure(patterns, weights).ratio[0])
    if np.isnan(ratio):
        return Coefficient(reason=_ONE_CATEGORY)
    estimate = 1 - ratio + 0.0
    refusal = _refusal(want, patterns)
    if refusal is not None:
        return Coefficient(estimate=estimate, reason=refusal)
    ends = resampled if resampled is not None else _ends(want, patterns, intervals=intervals)
    low, high = float(ends.low[0]), float(ends.high[0])
    if np.isnan(low) or np.isnan(high):
        return Coefficient(estimate=estimate, reason=_ALL_AGREE if ratio == 0 else _NO_SPREAD)
    return Coefficient(estimate=estimate, low=min(low, estimate), high=max(high, estimate))


def _refusal(want: _Wanted, patterns: Patterns) -> str | None:
    """Return why no interval is offered, or None."""
    overlap = patterns.overlap
    if overlap < want.fewest:
        units = "1 unit was" if overlap == 1 else f"{overlap} units were"
        return f"only {units} answered by two coders; below {want.fewest} no interval was found dependable"
    counts = (patterns.units * patterns.paired) @ patterns.counts
    others = round(float(counts.sum() - counts.max()))
    if others == 0:
        return _ONE_CATEGORY
    if want.kind != "plain" and others < FEWEST_OTHERS:
        answers = "1 answer falls" if others == 1 else f"{others} answers fall"
        return f"only {answers} outside the commonest category; below {FEWEST_OTHERS} no interval was found dependable"
    return None


def _ends(want: _Wanted, patterns: Patterns, *, intervals: Intervals) -> Ends:
    assert want.measure is not None  # noqa: S101 - the caller has looked
    weights = patterns.units[None, :]
    if intervals.method == "analytic":
        return analytic(want.measure, patterns, weights=weights)
    if want.kind == "ranks" or (want.kind == "numbers" and patterns.overlap >= MANY_UNITS):
        return logarithmic(want.measure, patterns, weights=weights)
    if want.kind == "numbers":
        return studentised(want.measure, patterns, seed=intervals.seed, resamples=intervals.resamples)
    return score(want.measure, patterns, weights=weights, corrected=want.kind == "corrected")


def _categories(ratings: Ratings, coders: int, *, intervals: Intervals) -> Iterator[CategoryAgreement]:
    """Yield the agreement on each category, or on each member of sets; numbers have none."""
    if ratings.level in ("interval", "ratio") or len(ratings.categories) > MOST_CATEGORIES:
        return
    answered = ratings.codes != GAP
    answers = answered.sum(axis=1)
    paired = answers > 1
    for category, places in _parts(ratings):
        chosen = np.isin(ratings.codes, places)
        own = chosen.sum(axis=1)
        possible = float((own * (answers - 1))[paired].sum())
        indices = _indices(chosen[:, answered.any(axis=0)], paired) if coders == _COHEN_CODERS else (None, None)
        yield CategoryAgreement(
            category=category,
            answers=int(chosen.sum()),
            share=float(chosen.sum() / answered.sum()) if answered.any() else 0.0,
            specific=float((own * (own - 1))[paired].sum()) / possible if possible else None,
            krippendorff_alpha=_against_others(ratings, chosen, intervals=intervals),
            prevalence_index=indices[0],
            bias_index=indices[1],
        )


def _parts(ratings: Ratings) -> list[tuple[str, list[int]]]:
    """Return each category, or each member of sets, with the places of the answers that hold it."""
    if ratings.level != "set":
        return [(category, [place]) for place, category in enumerate(ratings.categories)]
    held = [members(category) for category in ratings.categories]
    names = sorted({name for each in held for name in each})
    return [(name, [place for place, each in enumerate(held) if name in each]) for name in names]


def _against_others(ratings: Ratings, chosen: NDArray[np.bool_], *, intervals: Intervals) -> Coefficient:
    """Return alpha of whether a category was chosen or another."""
    folded = Ratings(
        variable=ratings.variable,
        level="nominal",
        units=ratings.units,
        coders=ratings.coders,
        categories=("other", "chosen"),
        codes=np.where(ratings.codes == GAP, np.int32(GAP), chosen.astype(np.int32)),
    )
    return _coefficients(folded, {"alpha": _Wanted(measure=alpha_by_name)}, intervals=intervals)["alpha"]


def _indices(chosen: NDArray[np.bool_], paired: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """Return prevalence and bias index of one category with two coders (Byrt, Bishop and Carlin 1993)."""
    both = chosen[paired]
    if not len(both):
        return None, None
    one, other = both[:, 0], both[:, 1]
    prevalence = float((one & other).mean() - (~one & ~other).mean())
    return prevalence, float(one.mean() - other.mean())


def as_json(agreement: Agreement, *, full: bool = False) -> dict[str, Any]:
    """Return the agreement as ``vonnis agreement --json`` prints it; ``full`` adds what the short form leaves out."""
    found: dict[str, Any] = msgspec.to_builtins(agreement)
    short = ("units", "coders", "percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
    result = {key: found[key] for key in short}
    result["percent"] = agreement.percent.estimate
    if full:
        result |= {key: found[key] for key in ("level", "overlap", "pabak", "weighted", "categories")}
        result["percent_interval"] = found["percent"]
    return result
