"""Descriptions of units: counts, shares, means, medians with quartiles, each with denominators and an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.clusters import (
    Floats,
    Indexes,
    Refusal,
    Spread,
    mean_interval,
    of_population,
    quantile,
    quantile_interval,
    share_interval,
    spread,
)
from vonnis.analysis.intervals import clopper_pearson, median_interval, student, wilson
from vonnis.analysis.plan import Count, Mean, Median, Plan, Share, is_exploratory
from vonnis.analysis.plan import Planned as PlannedResult
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Basis, Interval, Result, Statistic, Text
from vonnis.analysis.units import Answers, Booleans, Units
from vonnis.study.value import Missing

COUNTS_BELOW = 20
"""Below so many units a report prints counts only."""
WHOLE_BELOW = 200
"""Below so many units a report prints whole percentages."""
MUCH_SILENCE = 0.1
"""From this share of units of which the files do not tell on, shares are given over all units too."""
_SILENCE = (int(Missing.NOT_STATED), int(Missing.UNCLEAR), int(Missing.WITHHELD))
"""The kinds of missing of a unit that the question is about, and that somebody has looked at."""
_AMOUNTS = ("day", "hour", "EUR")
"""The units of what a person can have none of, so that an average must say whether nought counts."""
_QUARTILES: tuple[tuple[Statistic, float], ...] = (("median", 0.5), ("lower_quartile", 0.25), ("upper_quartile", 0.75))


class Frame(msgspec.Struct, frozen=True):
    """The units of a planned result, with how they are read and what they hang together by.

    ``weighted_to`` names the questions to whose known margins the units are weighted.
    """

    units: Units
    planned: PlannedResult
    plan: Plan
    weighted_to: tuple[Text, ...] = ()

    @property
    def cluster(self) -> str | None:
        """The key column by which units hang together, None where each stands on its own."""
        stated = self.planned.cluster if self.planned.cluster is not None else self.plan.cluster
        own = {"complex": "complex", "defendant": "defendant", "victim": "victim"}.get(self.units.level)
        return None if stated in ("", own) else stated

    @property
    def population(self) -> int | None:
        """The size of the population that the units were sampled from, None for all that there are."""
        return self.plan.population.get(self.units.level) if self.plan.reading == "sample" else None

    def left(self, part: Part) -> float:
        """Return the part of the population that was not drawn; one where all that there are were read.

        Where the plan states how many clusters the population has, it is that of clusters, else that of units.
        """
        clusters = self.plan.population.get(self.cluster or "") if self.plan.reading == "sample" else None
        if clusters and part.clusters is not None and len(part.clusters):
            return max(0.0, 1 - (int(part.clusters.max()) + 1) / clusters)
        return max(0.0, 1 - len(part.keys) / self.population) if self.population else 1.0

    def reading_words(self) -> Text:
        """Return how the units are read, as a sentence."""
        return sentence("readings", self.plan.reading, population=self.population)


class Part(msgspec.Struct, frozen=True):
    """The valid units of a frame, as the estimators need them; ``clusters`` is None where each stands on its own."""

    values: Floats
    high: Floats
    keys: tuple[str, ...]
    weights: Floats
    clusters: Indexes | None

    @property
    def weighted(self) -> bool:
        """Whether any unit counts by another weight than one."""
        return bool(len(self.weights)) and bool((self.weights != 1).any())

    @property
    def bound(self) -> Indexes:
        """The cluster of each unit; each its own where they stand on their own."""
        return np.arange(len(self.values), dtype=np.intp) if self.clusters is None else self.clusters

    @property
    def cluster_count(self) -> int | None:
        """How many clusters have any weight; None where each unit stands on its own."""
        return None if self.clusters is None else len(np.unique(self.clusters[self.weights > 0]))


def part_of(frame: Frame, answers: Answers) -> Part:
    """Return the valid units of a frame with their answers."""
    valid = answers.valid
    clusters = None
    if frame.cluster is not None:
        clusters = np.unique(frame.units.clusters(frame.cluster)[valid], return_inverse=True)[1].astype(np.intp)
    keys = tuple(frame.units.keys()[valid].tolist())
    return Part(answers.low[valid], answers.high[valid], keys, frame.units.weights()[valid], clusters)


def count(frame: Frame, planned: Count) -> Iterator[Result]:
    """Yield the number of units, or of those that hold a code, with the others' kinds of missing."""
    keys, missing = frame.units.keys(), {}
    if planned.variable is not None:
        answers = frame.units.holds(planned.variable, planned.codes)
        missing = answers.kinds()
        keys = keys[answers.low == 1]
    yield Result(
        id=planned.id,
        label=label_of(frame, planned.variable),
        statistic="count",
        value=float(len(keys)),
        unit="count",
        level=planned.level,
        missing=missing,
        units=tuple(keys.tolist()),
        definition=planned.definition or sentence("definitions", "count"),
        source=frame.plan.source,
        basis=basis_of(frame, None, remarks=[]),
    )


def share(frame: Frame, planned: Share) -> Iterator[Result]:
    """Yield the share that a plan asks for, with its interval, and its bounds where answers are masked or bounded."""
    answers, ends = _asked_of(frame, planned)
    made = _share(frame, planned, answers)
    if not ends or made.value is None:
        yield made
        return
    lowest, highest = (_share(frame, planned, end) for end in ends)
    yield msgspec.structs.replace(made, range=(lowest.value, highest.value))
    doubtful = frame.units.keys()[ends[0].low != ends[1].low]
    inside = np.isin(doubtful, np.asarray(highest.units, dtype=object))
    if lowest.base != made.base:
        yield bound_of(made, lowest, end="lowest", doubtful=doubtful[inside])
    yield bound_of(made, highest, end="highest", doubtful=doubtful[inside])


def _share(frame: Frame, planned: Share, answers: Answers) -> Result:
    """Return the share of units that answer yes."""
    part = part_of(frame, answers)
    found = share_of(frame, part, exact=planned.exact)
    silence = np.isin(answers.missing, _SILENCE)
    silent = int(silence.sum())
    everyone = len(part.keys) + silent
    remarks = list(found.remarks)
    much = everyone > 0 and silent / everyone > MUCH_SILENCE
    if much:
        remarks.append(reason("much_silence", missing=silent, all=everyone))
    yes = part.values == 1
    total = float(frame.units.weights()[answers.valid | silence].sum())
    return Result(
        id=planned.id,
        label=label_of(frame, planned.variable),
        statistic="share",
        value=found.value,
        unit="share",
        level=planned.level,
        n=len(part.keys),
        numerator=int(yes.sum()),
        missing=answers.kinds(),
        interval=found.interval,
        units=tuple(np.asarray(part.keys, dtype=object)[yes].tolist()),
        base=part.keys,
        definition=planned.definition or sentence("definitions", "share"),
        source=frame.plan.source,
        basis=basis_of(frame, found.spread, part=part, remarks=remarks),
        alternatives=planned.alternatives,
        of_all=float((part.weights * yes).sum()) / total if much and total > 0 else None,
    )


def bound_of(made: Result, found: Result, *, end: Literal["lowest", "highest"], doubtful: Iterable[str]) -> Result:
    """Return what a result comes to where each ``doubtful`` answer is taken for the lowest or highest it can be.

    It is a result of its own, so that the gate holds it as any other, and in any case stays inside where the result
    does; it tells of the doubtful ones, who must therefore be enough.
    """
    return msgspec.structs.replace(
        found,
        id=f"{found.id}_{end}",
        label=sentence("bounds", end, label=made.label),
        definition=sentence("bounds", f"{end}_definition", said=made.definition),
        alternatives=(made.id,),
        units=made.units if found.units == made.units else found.units,  # the keys of thousands are kept once
        base=made.base if found.base == made.base else found.base,
        groups=(tuple(doubtful),),
        bound_of=made.id,
        measure=f"{made.measure}: {end}" if made.measure else "",
    )


class Estimate(msgspec.Struct, frozen=True):
    """A value with its interval, the spread of its clusters where it has any, and what must be said beside it."""

    value: float | None
    interval: Interval | None
    spread: Spread | None
    remarks: tuple[Text, ...]


def share_of(frame: Frame, part: Part, *, exact: bool = False) -> Estimate:
    """Return a share of valid units with the interval that fits how they hang together and are read."""
    n = len(part.keys)
    found = spread_of(frame, part)
    if found is None:
        return Estimate(None, None, None, (reason("no_weight" if n else "no_units"),))
    remarks = [reason("counts_only" if n < COUNTS_BELOW else "whole_percentages")] if n < WHOLE_BELOW else []
    if frame.plan.reading == "census":
        return Estimate(found.mean, None, found, tuple(remarks))
    interval: Interval | Refusal
    if part.clusters is None and not part.weighted:
        yes = int(part.values.sum())
        interval = clopper_pearson(yes, n) if exact else wilson(yes, n, population=frame.population)
    else:
        interval = share_interval(found, n)
    if isinstance(interval, Refusal):
        remarks.append(_why(part, interval))
        return Estimate(found.mean, None, found, tuple(remarks))
    return Estimate(found.mean, interval, found, tuple(remarks))


def _why(part: Part, refused: Refusal) -> Text:
    """Return why there is no interval; units that stand on their own are too few themselves, not their clusters."""
    alone = part.clusters is None and refused.reason in ("one_cluster", "few_clusters")
    return reason("too_few" if alone or len(part.keys) == 1 else refused.reason)


def spread_of(frame: Frame, part: Part) -> Spread | None:
    """Return the mean of valid units with its spread, less the part of the population that was drawn."""
    found = spread(part.values, part.bound, weights=part.weights)
    return None if found is None else of_population(found, frame.left(part))


def mean(frame: Frame, planned: Mean) -> Iterator[Result]:
    """Yield the mean of a number, with a t interval by unit or cluster, and that of the upper bounds where there are.

    A number of which bounds alone are known stands at the lower one.
    """
    answers = _amounts(frame, planned)
    yield from _with_upper(answers, again=partial(_mean, frame, planned))


def _with_upper(answers: Answers, *, again: Callable[[Answers], Result]) -> Iterator[Result]:
    """Yield a result, and the same of the upper bounds where some answers are known within bounds alone."""
    made = again(answers)
    doubtful = np.asarray(made.units, dtype=object)[(answers.high != answers.low)[answers.valid]]
    if made.value is None or not len(doubtful):
        yield made
        return
    upper = again(Answers(answers.high, answers.high, answers.missing))
    yield msgspec.structs.replace(made, range=(made.value, upper.value))
    yield bound_of(made, upper, end="highest", doubtful=doubtful)


def _mean(frame: Frame, planned: Mean, answers: Answers) -> Result:
    """Return the mean of the lower bounds of numbers."""
    part = part_of(frame, answers)
    found = spread_of(frame, part)
    interval: Interval | Refusal | None = None
    remarks: list[Text] = []
    if found is None:
        remarks.append(reason("no_weight" if part.keys else "no_units"))
    elif frame.plan.reading != "census":
        plain = part.clusters is None and not part.weighted
        own = student(part.values.tolist(), left=frame.left(part)) if plain else None
        interval = own or (Refusal("constant") if plain else mean_interval(found))
    if isinstance(interval, Refusal):
        remarks.append(_why(part, interval))
        interval = None
    return Result(
        id=planned.id,
        label=label_of(frame, planned.variable),
        statistic="mean",
        value=found.mean if found else None,
        unit=planned.unit,
        level=planned.level,
        n=len(part.keys),
        missing=answers.kinds(),
        interval=interval,
        units=part.keys,
        definition=_average(planned, "mean"),
        source=frame.plan.source,
        basis=basis_of(frame, found, part=part, remarks=remarks),
        amounts=tuple(part.values.tolist()) if planned.unit == "EUR" else (),
        measure=planned.variable,
    )


def _amounts(frame: Frame, planned: Mean | Median) -> Answers:
    """Return the numbers that an average is of; who has less than the plan asks for counts as not applicable."""
    answers = frame.units.numbers(planned.variable, unit=planned.unit)
    if planned.at_least is None:
        return answers
    less = answers.valid & (answers.high < planned.at_least)
    between = answers.valid & ~less & (answers.low < planned.at_least)
    missing = np.where(less, int(Missing.NOT_APPLICABLE), np.where(between, int(Missing.UNCLEAR), answers.missing))
    return Answers(answers.low, answers.high, missing.astype(np.int8))


def _average(planned: Mean | Median, statistic: Statistic) -> Text:
    """Return what an average is of: of those with enough of it, or of all, who had none of an amount among them."""
    if planned.definition:
        return planned.definition
    said = sentence("definitions", statistic)
    if planned.at_least is not None:
        return sentence("averages", "at_least", said=said, least=f"{planned.at_least:g}")
    return sentence("averages", "noughts", said=said) if planned.unit in _AMOUNTS else said


def median(frame: Frame, planned: Median) -> Iterator[Result]:
    """Yield the median of a number, with its interval, and both quartiles; each with that of the upper bounds too."""
    answers = _amounts(frame, planned)
    for statistic, place in _QUARTILES:
        again = partial(_quantile, frame, planned, statistic=statistic, place=place)
        yield from _with_upper(answers, again=again)


def _quantile(frame: Frame, planned: Median, answers: Answers, *, statistic: Statistic, place: float) -> Result:
    """Return a quantile of the lower bounds of numbers."""
    part = part_of(frame, answers)
    found = quantile_of(frame, part, place=place)
    return Result(
        id=planned.id if statistic == "median" else f"{planned.id}_{statistic}",
        label=sentence("quartiles", statistic, label=label_of(frame, planned.variable)),
        statistic=statistic,
        value=found.value,
        unit=planned.unit,
        level=planned.level,
        n=len(part.keys),
        missing=answers.kinds(),
        interval=found.interval,
        units=part.keys,
        definition=_average(planned, statistic),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=part, remarks=list(found.remarks)),
    )


def bounds_said(part: Part) -> list[Text]:
    """Return what is to be said of an estimate that takes the lower bound of answers known within bounds alone."""
    return [reason("lower_bounds")] if bool((part.high != part.values).any()) else []


def quantile_of(frame: Frame, part: Part, *, place: float) -> Estimate:
    """Return a quantile of valid units; exact ranks for a median of units on their own, else Woodruff's interval."""
    if not part.keys or float(part.weights.sum()) <= 0:
        return Estimate(None, None, None, (reason("no_weight" if part.keys else "no_units"),))
    value = quantile(part.values, place, weights=part.weights)
    if frame.plan.reading == "census":
        return Estimate(value, None, None, ())
    interval: Interval | Refusal
    left = frame.left(part)
    if len(part.keys) > 1 and float(part.values.min()) == float(part.values.max()):
        interval = Refusal("constant")
    elif part.clusters is None and not part.weighted and place == 0.5 and left == 1:  # noqa: PLR2004 - the median
        interval = median_interval(part.values.tolist()) or Refusal("too_few")
    else:
        interval = quantile_interval(part.values, part.bound, share=place, weights=part.weights, left=left)
    if isinstance(interval, Refusal):
        return Estimate(value, None, None, (_why(part, interval),))
    return Estimate(value, interval, None, ())


def basis_of(frame: Frame, found: Spread | None, *, remarks: list[Text], part: Part | None = None) -> Basis:
    """Return what an estimate rests on beside its units.

    ``found`` is the spread of a mean or share, None for what has none of its own, such as a median; ``part`` the units
    that it rests on, None for what takes neither weights nor clusters.
    """
    clustered = frame.cluster is not None and found is not None
    clusters = found.clusters if clustered and found else part.cluster_count if part else None
    weighted = part is not None and part.weighted
    caveats: list[Text] = []
    if weighted:
        caveats = [sentence("selection", "weighted", to=one) for one in frame.weighted_to]
        caveats = caveats or [sentence("selection", "by_sample")]
    if frame.plan.reading == "sample":
        caveats.append(frame.reading_words())
    said = caveats[:-1] if frame.plan.reading == "sample" else caveats
    return Basis(
        reading=frame.plan.reading,
        population=frame.population,
        weighted=weighted,
        cluster=frame.cluster if clusters is not None else None,
        clusters=clusters,
        design_effect=found.design_effect if found and (clustered or weighted) else None,
        exploratory=is_exploratory(frame.planned, frame.plan),
        remarks=(*remarks, *said, frame.reading_words()),
        caveats=tuple(caveats),
    )


def ignored_weights(frame: Frame) -> list[Text]:
    """Return what is to be said of an estimate that takes no weights, where the units of the study have some."""
    return [reason("estimate_ignores_weights")] if bool((frame.units.weights() != 1).any()) else []


def label_of(frame: Frame, variable: str | None) -> Text:
    """Return the label that the plan gives, or that of the question, or that of the level."""
    if frame.planned.label:
        return frame.planned.label
    return frame.units.question(variable).label if variable else sentence("levels", frame.units.level)


def _asked_of(frame: Frame, planned: Share) -> tuple[Answers, tuple[Answers, Answers] | None]:
    """Return yes or no for each unit, and where that is masked or bounded: who certainly and who possibly says yes.

    A unit whose bounds lie on both sides of the question is unclear, as everywhere else; its bounds count it in.
    """
    units = frame.units
    if planned.codes:
        answers = units.holds(planned.variable, planned.codes)
        if not planned.possible:
            return answers, None
        return answers, (answers, units.holds(planned.variable, (*planned.codes, *planned.possible)))
    numbers = units.numbers(planned.variable)
    least = -np.inf if planned.at_least is None else planned.at_least
    most = np.inf if planned.at_most is None else planned.at_most
    certain = (numbers.low >= least) & (numbers.high <= most)
    possible = (numbers.high >= least) & (numbers.low <= most)
    decided = numbers.valid & (certain == possible)
    kinds = np.where(numbers.valid & ~decided, int(Missing.UNCLEAR), numbers.missing).astype(np.int8)
    undecided = bool((numbers.valid & ~decided).any())
    ends = (_flags(certain, numbers.missing), _flags(possible, numbers.missing)) if undecided else None
    return _flags(certain, kinds), ends


def _flags(yes: Booleans, missing: NDArray[np.int8]) -> Answers:
    """Return 1 for yes and 0 for no, and no number where there is no answer."""
    flags = np.where(missing == 0, yes, np.nan).astype(np.float64)
    return Answers(flags, flags, missing)
