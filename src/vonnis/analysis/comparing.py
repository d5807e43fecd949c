"""Two groups of units side by side: shares with the interval of their difference, and medians with a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from vonnis.analysis.describing import (
    Estimate,
    Frame,
    Part,
    basis_of,
    bounds_said,
    label_of,
    part_of,
    quantile_of,
    share_of,
)
from vonnis.analysis.intervals import hybrid
from vonnis.analysis.plan import Comparison, Difference, PoweredDifference
from vonnis.analysis.remarks import no_interval, reason, sentence
from vonnis.analysis.result import Interval, Result, Significance, Text
from vonnis.analysis.significance import fisher, mann_whitney
from vonnis.analysis.units import Answers, Booleans

GROUPS = ("first", "second")


def difference(frame: Frame, planned: Difference) -> Iterator[Result]:
    """Yield the share of each group and the first less the second, with Newcombe's square-and-add interval.

    Where units hang together the parts are intervals by cluster, and the test, which knows no clusters, says so.
    """
    answers = frame.units.holds(planned.variable, planned.codes)
    insides, missing = _groups(frame, planned.by, planned.groups)
    parts = [part_of(frame, _within(answers, inside, missing)) for inside in insides]
    both = part_of(frame, _within(answers, insides[0] | insides[1], missing))
    found = [share_of(frame, part) for part in parts]
    for place, (name, part, estimate) in enumerate(zip(GROUPS, parts, found, strict=True)):
        own = answers.of(insides[place]).kinds()
        named = name, _group_label(frame, planned, place)
        yield _group_share(frame, planned, named, part=part, estimate=estimate, missing=own)
    yes = [int(part.values.sum()) for part in parts]
    n = [len(part.keys) for part in parts]
    values = [one.value for one in found]
    test = fisher([[yes[0], n[0] - yes[0]], [yes[1], n[1] - yes[1]]])
    remarks = [reason("empty_group")] if not all(n) else _shared(found)
    yield Result(
        id=planned.id,
        label=difference_label(frame, planned),
        statistic="difference",
        value=None if values[0] is None or values[1] is None else values[0] - values[1],
        unit="share",
        level=planned.level,
        n=sum(n),
        missing=answers.of(insides[0] | insides[1]).kinds(),
        interval=_difference_interval(found),
        units=parts[0].keys + parts[1].keys,
        groups=tuple(group for part in parts for group in _by_answer(part)),
        definition=planned.definition or sentence("definitions", "difference"),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=both, remarks=remarks + about_test(frame, test)),
        significance=test,
    )


def _by_answer(part: Part) -> Iterator[tuple[str, ...]]:
    """Yield the keys of those in a group who are counted, and of those who are not."""
    keys = np.asarray(part.keys, dtype=object)
    yield from (tuple(keys[part.values == answer].tolist()) for answer in (1, 0))


def comparison(frame: Frame, planned: Comparison) -> Iterator[Result]:
    """Yield the median of a number in each group; the first carries the Mann-Whitney test of both."""
    answers = frame.units.numbers(planned.variable, unit=planned.unit)
    insides, missing = _groups(frame, planned.by, planned.groups)
    parts = [part_of(frame, _within(answers, inside, missing)) for inside in insides]
    test = mann_whitney(parts[0].values.tolist(), parts[1].values.tolist())
    for place, (name, part, inside) in enumerate(zip(GROUPS, parts, insides, strict=True)):
        found = quantile_of(frame, part, place=0.5)
        bounded = bounds_said(part)
        remarks = [*found.remarks, *bounded] + (about_test(frame, test) if name == GROUPS[0] else [])
        basis = basis_of(frame, None, part=part, remarks=remarks)
        yield Result(
            id=f"{planned.id}_{name}",
            label=_group_label(frame, planned, place),
            statistic="median",
            value=found.value,
            unit=planned.unit,
            level=planned.level,
            n=len(part.keys),
            missing=answers.of(inside).kinds(),
            interval=found.interval,
            units=part.keys,
            definition=planned.definition or sentence("definitions", "comparison"),
            source=frame.plan.source,
            basis=msgspec.structs.replace(basis, caveats=(*basis.caveats, *bounded)),
            significance=test if name == GROUPS[0] else None,
        )


def group_head(frame: Frame, by: str, *, codes: Sequence[int]) -> Text:
    """Return the labels of the categories of a group, and refuse a code that the question does not have."""
    frame.units.holds(by, codes)
    labels = dict(frame.units.question(by).categories)
    known = [labels.get(code, {"nl": str(code), "en": str(code)}) for code in codes]
    return {language: " / ".join(label.get(language, "") for label in known) for language in known[0]}


def _group_label(frame: Frame, planned: Difference | Comparison, place: int) -> Text:
    """Return the label of the result of one group: what was counted, and in whom."""
    return sentence(
        "groups",
        "named",
        label=label_of(frame, planned.variable),
        by=frame.units.question(planned.by).label,
        answer=group_head(frame, planned.by, codes=planned.groups[place]),
    )


def difference_label(frame: Frame, planned: Difference | PoweredDifference) -> Text:
    """Return the label of a difference: what was counted, and in which group less which."""
    first, second = (group_head(frame, planned.by, codes=codes) for codes in planned.groups)
    by = frame.units.question(planned.by).label
    label = label_of(frame, planned.variable)
    return sentence("groups", "difference", label=label, by=by, first=first, second=second)


def about_test(frame: Frame, test: Significance) -> list[Text]:
    """Return what must be said of a test: what it reads units as, or that it has nothing to compare."""
    if test.p is None:
        return [reason("nothing_to_compare")] if test.n else []
    said = [reason("test_of_a_census")] if frame.plan.reading == "census" else []
    if frame.cluster:
        said.append(reason("test_ignores_clusters"))
    if bool((frame.units.weights() != 1).any()):
        said.append(reason("test_ignores_weights"))
    return said


def _shared(found: Sequence[Estimate]) -> list[Text]:
    """Return why a difference has no value or interval: the reasons of its parts, each once."""
    said: list[Text] = []
    for one in found:
        absent = list(one.remarks) if one.value is None else no_interval(one.remarks)
        said += [words for words in absent if words not in said]
    return said


def _group_share(
    frame: Frame,
    planned: Difference,
    named: tuple[str, Text],
    *,
    part: Part,
    estimate: Estimate,
    missing: dict[str, int],
) -> Result:
    name, label = named
    yes = part.values == 1
    return Result(
        id=f"{planned.id}_{name}",
        label=label,
        statistic="share",
        value=estimate.value,
        unit="share",
        level=planned.level,
        n=len(part.keys),
        numerator=int(yes.sum()),
        missing=missing,
        interval=estimate.interval,
        units=tuple(np.asarray(part.keys, dtype=object)[yes].tolist()),
        base=part.keys,
        definition=planned.definition or sentence("definitions", "share"),
        source=frame.plan.source,
        basis=basis_of(frame, estimate.spread, part=part, remarks=list(estimate.remarks)),
    )


def _difference_interval(found: Sequence[Estimate]) -> Interval | None:
    """Return the interval of a difference where both parts have one."""
    first, second = found
    if first.value is None or second.value is None or first.interval is None or second.interval is None:
        return None
    low, high = hybrid(
        (first.value, second.value),
        ((first.interval.low, first.interval.high), (second.interval.low, second.interval.high)),
    )
    plain = first.interval.method == second.interval.method == "Wilson"
    return Interval(low=low, high=high, level=first.interval.level, method="Newcombe" if plain else "square and add")


def _groups(frame: Frame, by: str, groups: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[list[Booleans], Booleans]:
    """Return which units stand in either group, and which have no valid answer to the grouping question."""
    held = [frame.units.holds(by, codes) for codes in groups]
    return [np.asarray(answers.low == 1) for answers in held], ~held[0].valid


def _within(answers: Answers, inside: Booleans, missing: Booleans) -> Answers:
    """Return answers of which those outside a group count as not applicable."""
    outside = np.where(inside & ~missing, answers.missing, np.where(answers.missing == 0, -7, answers.missing))
    return Answers(answers.low, answers.high, outside.astype(np.int8))
