"""Planned results that rest on the machine: prediction-powered shares, means and differences, by cluster or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from vonnis.analysis.clusters import Refusal
from vonnis.analysis.comparing import difference_label
from vonnis.analysis.describing import Frame, basis_of, ignored_weights, label_of
from vonnis.analysis.intervals import hybrid
from vonnis.analysis.plan import PoweredDifference, PoweredMean, PoweredShare
from vonnis.analysis.powered import LEAST_CODED, CodedSample, Powered, difference, powered
from vonnis.analysis.powered_clusters import LEAST_CLUSTERS, Clusters, difference_by_cluster, powered_by_cluster
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Interval, Result, Statistic, Text
from vonnis.analysis.units import Answers, Booleans

_Planned = PoweredShare | PoweredMean | PoweredDifference
_KINDS = ("", "_coded", "_naive")


class _Group(msgspec.Struct, frozen=True):
    """The units that an estimate rests on: coded ones, and others of which the machine's value alone is known."""

    frame: Frame
    final: Answers
    machine: Answers
    inside: Booleans

    @property
    def coded(self) -> Booleans:
        return self.inside & self.final.valid & self.machine.valid

    @property
    def others(self) -> Booleans:
        return self.inside & self.machine.valid & ~self.final.valid

    @property
    def sample(self) -> CodedSample | None:
        """The coded sample; None where it is too small."""
        if int(self.coded.sum()) < LEAST_CODED or not self.others.any():
            return None
        return CodedSample(self.final.low[self.coded], self.machine.low[self.coded], self.machine.low[self.others])

    @property
    def clusters(self) -> Clusters | None:
        """The clusters of both kinds of units; None where each stands on its own."""
        if self.frame.cluster is None:
            return None
        places = self.frame.units.clusters(self.frame.cluster)
        return Clusters(places[self.coded], places[self.others])

    def keys(self, *, coded: bool, yes: bool = False) -> tuple[str, ...]:
        """Return the keys of the coded units, or of all that the machine read; with ``yes`` of those that hold it."""
        chosen = self.coded if coded else self.inside & self.machine.valid
        if yes:
            chosen = chosen & ((self.final if coded else self.machine).low == 1)
        return tuple(self.frame.units.keys()[chosen].tolist())

    def missing(self, *, coded: bool) -> dict[str, int]:
        """Return how many units have no final answer, or none of the machine, by kind."""
        return (self.final if coded else self.machine).of(self.inside).kinds()


def powered_share(frame: Frame, planned: PoweredShare) -> Iterator[Result]:
    """Yield the prediction-powered share, the coded sample alone, and the machine's naive share beside them.

    The coded units are those with a final answer; it is for the study to have drawn them, or their clusters, at
    random. Where the machine does not make the estimate surer, the first result is the coded sample and says so.
    """
    yield from _alone(frame, planned, [_held(frame, name, planned.codes) for name in _names(planned)], share=True)


def powered_mean(frame: Frame, planned: PoweredMean) -> Iterator[Result]:
    """Yield the prediction-powered mean of a number, the coded sample alone, and the machine's naive mean."""
    yield from _alone(
        frame, planned, [frame.units.numbers(name, unit=planned.unit) for name in _names(planned)], share=False
    )


def powered_difference(frame: Frame, planned: PoweredDifference) -> Iterator[Result]:
    """Yield the share or mean of a first group less that of a second, beside the coded sample and the naive one.

    The grouping question must be known for all units, coded or not.
    """
    share = bool(planned.codes)
    final, machine = (
        _held(frame, name, planned.codes) if share else frame.units.numbers(name, unit=planned.unit)
        for name in _names(planned)
    )
    groups = [
        _Group(frame, final, machine, np.asarray(frame.units.holds(planned.by, codes).low == 1))
        for codes in planned.groups
    ]
    samples = [group.sample for group in groups]
    if samples[0] is None or samples[1] is None:
        yield from _results(frame, planned, groups, None, refused="few_coded")
        return
    clusters = [group.clusters for group in groups]
    if clusters[0] is not None and clusters[1] is not None:
        found = _enough(clusters) or difference_by_cluster((samples[0], clusters[0]), (samples[1], clusters[1]))
        if isinstance(found, Refusal):
            yield from _results(frame, planned, groups, None, refused=found.reason)
            return
        yield from _results(frame, planned, groups, found)
        return
    yield from _results(frame, planned, groups, _difference_of([powered(one, share=share) for one in samples if one]))


def _alone(
    frame: Frame, planned: PoweredShare | PoweredMean, answers: list[Answers], *, share: bool
) -> Iterator[Result]:
    group = _Group(frame, answers[0], answers[1], np.ones(len(frame.units), dtype=np.bool_))
    sample, clusters = group.sample, group.clusters
    if sample is None:
        yield from _results(frame, planned, [group], None, refused="few_coded")
    elif clusters is None:
        yield from _results(frame, planned, [group], powered(sample, share=share))
    else:
        found = _enough([clusters]) or powered_by_cluster(sample, clusters, share=share)
        if isinstance(found, Refusal):
            yield from _results(frame, planned, [group], None, refused=found.reason)
        else:
            yield from _results(frame, planned, [group], found)


def _enough(clusters: Sequence[Clusters | None]) -> Refusal | None:
    """Refuse coded units in fewer clusters than the method covers with."""
    few = any(one is not None and len(np.unique(one.coded)) < LEAST_CLUSTERS for one in clusters)
    return Refusal("few_coded_clusters") if few else None


def _difference_of(found: Sequence[Powered]) -> Powered:
    """Return the difference of two groups that stand apart, by square and add on their intervals."""
    first, second = found
    value, interval = difference(first, second)
    low, high = hybrid(
        (first.coded, second.coded), [(one.coded_interval.low, one.coded_interval.high) for one in found]
    )
    return Powered(
        value=value,
        interval=interval,
        offered=first.offered or second.offered,
        naive=first.naive - second.naive,
        coded=first.coded - second.coded,
        coded_interval=Interval(low=low, high=high, level=interval.level, method="square and add"),
        tuning=max(first.tuning, second.tuning),
        n=first.n + second.n,
        units=first.units + second.units,
    )


def _results(
    frame: Frame, planned: _Planned, groups: Sequence[_Group], found: Powered | None, *, refused: str = ""
) -> Iterator[Result]:
    """Yield the three results, or one that says why there is none."""
    share = isinstance(planned, PoweredShare) or (isinstance(planned, PoweredDifference) and bool(planned.codes))
    coded, every = (_Rests.on(groups, coded=coded, share=share) for coded in (True, False))
    if found is None:
        yield _result(frame, planned, "", value=None, rests=coded, remarks=[reason(refused)])
        return
    remarks = [] if found.offered else [reason("machine_wider")]
    yield _result(frame, planned, "", value=(found.value, found.interval), rests=coded, remarks=remarks)
    yield _result(frame, planned, "_coded", value=(found.coded, found.coded_interval), rests=coded, remarks=[])
    yield _result(frame, planned, "_naive", value=(found.naive, None), rests=every, remarks=[])


class _Rests(msgspec.Struct, frozen=True):
    """What an estimate rests on: the keys of its units, of those among them that hold a code, and who is missing.

    ``groups`` are the keys by group, and of a share by answer too.
    ``clusters`` is how many clusters the units stand in, None where each stands on its own.
    """

    base: tuple[str, ...]
    yes: tuple[str, ...]
    missing: dict[str, int]
    groups: tuple[tuple[str, ...], ...]
    clusters: int | None

    @classmethod
    def on(cls, groups: Sequence[_Group], *, coded: bool, share: bool) -> _Rests:
        """Return what the coded units of groups are, or all that the machine read."""
        kinds: Counter[str] = Counter()
        cells: list[tuple[str, ...]] = []
        for group in groups:
            kinds.update(group.missing(coded=coded))
            every, yes = group.keys(coded=coded), frozenset(group.keys(coded=coded, yes=share))
            cells.append(tuple(key for key in every if key in yes))
            cells += [tuple(key for key in every if key not in yes)] if share else []
        return cls(
            base=tuple(key for group in groups for key in group.keys(coded=coded)),
            yes=tuple(key for group in groups for key in group.keys(coded=coded, yes=True)),
            missing=dict(sorted(kinds.items())),
            groups=tuple(cells),
            clusters=_counted([group.clusters for group in groups], coded=coded),
        )


def _counted(groups: Sequence[Clusters | None], *, coded: bool) -> int | None:
    """Return how many clusters the coded units of groups stand in, or the coded and other units together."""
    known = [one for one in groups if one is not None]
    if not known:
        return None
    return len(np.unique(np.concatenate([one.coded if coded else np.append(one.coded, one.others) for one in known])))


def _result(
    frame: Frame,
    planned: _Planned,
    kind: str,
    *,
    value: tuple[float, Interval | None] | None,
    rests: _Rests,
    remarks: list[Text],
) -> Result:
    statistic: Statistic = {PoweredShare: "share", PoweredMean: "mean"}.get(type(planned), "difference")  # type: ignore[assignment]
    found = None if value is None else value[0]
    if found is not None and statistic == "share":
        found = min(max(found, 0.0), 1.0)
    label = label_of(frame, planned.variable)
    if isinstance(planned, PoweredDifference):
        label = difference_label(frame, planned)
    named = {"": "definition", "_coded": "coded_definition", "_naive": "naive_definition"}[kind]
    ids = [f"{planned.id}{other}" for other in _KINDS if other != kind]
    return Result(
        id=f"{planned.id}{kind}",
        label=sentence("powered", kind[1:], label=label) if kind else label,
        statistic=statistic,
        value=found,
        unit="share" if isinstance(planned, PoweredShare) or not planned.unit else planned.unit,
        level=planned.level,
        n=len(rests.base),
        numerator=round(found * len(rests.base)) if found is not None and statistic == "share" else None,
        missing=rests.missing,
        interval=value[1] if value else None,
        units=rests.yes if statistic == "share" else rests.base,
        base=rests.base,
        groups=rests.groups,
        measure=(planned.extracted if kind == "_naive" else planned.variable) if statistic == "mean" else "",
        definition=planned.definition or sentence("powered", named),
        source=frame.plan.source,
        basis=msgspec.structs.replace(
            basis_of(frame, None, remarks=[*remarks, *ignored_weights(frame)]),
            cluster=None if rests.clusters is None else frame.cluster,
            clusters=rests.clusters,
        ),
        alternatives=tuple(ids) if value is not None else (),
    )


def _names(planned: _Planned) -> tuple[str, str]:
    return planned.variable, planned.extracted


def _held(frame: Frame, name: str, codes: Sequence[int]) -> Answers:
    return frame.units.holds(name, codes)
