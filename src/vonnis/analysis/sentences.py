"""Sentence classes over the units of a study: strict and broad, and the runs that a fair reading needs.

Classes exclude each other and every sentence has one; amounts of different kinds are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.clusters import Floats
from vonnis.analysis.describing import Frame, basis_of, label_of, part_of, share_of
from vonnis.analysis.guideline import judged_under, provision
from vonnis.analysis.plan import Sentences, SentenceVariables
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Result, TableResult, Text
from vonnis.analysis.tables import cell_shares
from vonnis.analysis.units import Answers, Booleans, Units
from vonnis.analysis.words import heads
from vonnis.study.punishment import SENTENCE_CLASSES, Punishment, sentence_class
from vonnis.study.value import Missing

STRICT = ("one_day",)
BROAD = ("one_day", "one_day_by_suspension")
LONG = ("days_100_or_more",)
UNDER, ADULT = 16, 18
_STARTING_POINT = "appeal_2018"


class Amounts(msgspec.Struct, frozen=True):
    """A sentence or demand of each unit as numbers side by side; ``missing`` as in :class:`Answers`.

    Days are deprivation of liberty; ``suspended`` and ``hours_suspended`` are parts of ``days`` and ``hours``.
    """

    days: Floats
    suspended: Floats
    hours: Floats
    hours_suspended: Floats
    fine: Floats
    missing: NDArray[np.int8]

    @property
    def unconditional(self) -> Floats:
        """Days that are not suspended."""
        return self.days - self.suspended

    @property
    def service(self) -> Floats:
        """Hours that are not suspended."""
        return self.hours - self.hours_suspended


def amounts_of(units: Units, variables: SentenceVariables) -> Amounts:
    """Return what was demanded or imposed; a part that does not apply is nought, one that is unknown makes all missing.

    A part whose answer is not applicable counts as nought: nothing of it was suspended, or no such kind was imposed.
    Where no part applies at all there was no sentence, as after an acquittal: the whole does not apply, and is no
    sentence of nought. Where more is suspended than there is, the whole is unclear.

    Raises:
        StudyError: a length of deprivation of liberty is in hours, or one of community service in days.
    """
    names = (variables.prison, variables.prison_suspended, variables.hours, variables.hours_suspended, variables.fine)
    columns: list[Floats] = []
    missing = np.zeros(len(units), dtype=np.int8)
    applied = np.zeros(len(units), dtype=np.bool_)
    for name, unit in zip(names, ("day", "day", "hour", "hour", "EUR"), strict=True):
        if name is None:
            columns.append(np.zeros(len(units)))
            continue
        answers = units.numbers(name, unit=unit)
        applies = answers.missing != int(Missing.NOT_APPLICABLE)
        applied |= applies
        columns.append(np.where(answers.valid, answers.low, 0.0))
        missing = np.where((missing == 0) & applies, answers.missing, missing).astype(np.int8)
    days, suspended, hours, hours_suspended, fine = columns
    impossible = (suspended > days) | (hours_suspended > hours)
    missing = np.where((missing == 0) & impossible, int(Missing.UNCLEAR), missing)
    missing = np.where(applied, missing, int(Missing.NOT_APPLICABLE)).astype(np.int8)
    return Amounts(days, suspended, hours, hours_suspended, fine, missing)


def classes_of(amounts: Amounts, *, long_days: int) -> Answers:
    """Return the place of each unit's sentence in the list of classes."""
    places = [
        SENTENCE_CLASSES.index(
            sentence_class(
                Punishment(custody_days=int(days), suspended_days=int(suspended), service_hours=int(hours)),
                long_days=long_days,
            )
        )
        for days, suspended, hours in zip(amounts.days, amounts.suspended, amounts.hours, strict=True)
    ]
    found = np.asarray(places, dtype=np.float64)
    return Answers(found, found, amounts.missing)


def sentences(frame: Frame, planned: Sentences) -> Iterator[Result | TableResult]:
    """Yield the table of classes with the strict, broad and long shares, over all units and for each run."""
    classes = classes_of(amounts_of(frame.units, planned.imposed), long_days=planned.long_days)
    everyone = np.ones(len(frame.units), dtype=np.bool_)
    yield from _run(frame, planned, classes, inside=everyone, name="")
    for name, inside in runs_of(frame.units, planned):
        yield from _run(frame, planned, classes, inside=inside, name=name)


def runs_of(units: Units, planned: Sentences) -> Iterator[tuple[str, Booleans]]:
    """Yield the name of each run that the plan allows with the units in it; who cannot be placed is in none."""
    if planned.other_offences is not None:
        variable, code = planned.other_offences
        yield "this_offence_only", units.holds(variable, (code,)).low == 1
    older = np.ones(len(units), dtype=np.bool_)
    if planned.youngest is not None:
        ages = units.numbers(planned.youngest)
        yield "under_16", ages.valid & (ages.high < UNDER)
        older = ages.valid & (ages.low >= UNDER) & (ages.high < ADULT)
    if planned.judged_on is not None:
        start = provision(_STARTING_POINT)
        under = [judged_under(days, start) for days in units.dates(planned.judged_on)]
        yield "before_2018_start", older & np.asarray([held is False for held in under], dtype=np.bool_)
        yield "since_2018_start", older & np.asarray([held is True for held in under], dtype=np.bool_)
    if planned.knowledge is not None:
        for code, _ in units.question(planned.knowledge).categories:
            yield f"knowledge_{code}", units.holds(planned.knowledge, (code,)).low == 1
    if planned.provision is not None:
        for code, _ in units.question(planned.provision).categories:
            held = units.holds(planned.provision, (code,)).low == 1
            if held.any():
                yield f"provision_{code}", held


def _run(
    frame: Frame, planned: Sentences, classes: Answers, *, inside: Booleans, name: str
) -> Iterator[Result | TableResult]:
    """Yield the table and the shares of one run."""
    chosen = Answers(classes.low[inside], classes.high[inside], classes.missing[inside])
    narrowed = msgspec.structs.replace(frame.units, frame=frame.units.frame.filter(inside))
    within = msgspec.structs.replace(frame, units=narrowed)
    label = _label(frame, planned, name)
    id_ = f"{planned.id}_{name}" if name else planned.id
    yield _table(within, planned, chosen, label=label, id_=id_)
    strict, broad = f"{id_}_one_day_strict", f"{id_}_one_day_broad"
    for share_id, wanted, others in ((strict, STRICT, (broad,)), (broad, BROAD, (strict,)), (f"{id_}_long", LONG, ())):
        yield _share(within, planned, chosen, wanted=wanted, named=(share_id, label, others))


def _share(
    frame: Frame,
    planned: Sentences,
    classes: Answers,
    *,
    wanted: Sequence[str],
    named: tuple[str, Text, tuple[str, ...]],
) -> Result:
    id_, label, others = named
    key = {STRICT: "one_day_strict", BROAD: "one_day_broad", LONG: "long"}[tuple(wanted)]
    places = [SENTENCE_CLASSES.index(one) for one in wanted]
    flags = np.where(classes.valid, np.isin(classes.low, places), np.nan).astype(np.float64)
    part = part_of(frame, Answers(flags, flags, classes.missing))
    found = share_of(frame, part)
    yes = part.values == 1
    return Result(
        id=id_,
        label=sentence("sentences", key, label=label, days=planned.long_days),
        statistic="share",
        value=found.value,
        unit="share",
        level=planned.level,
        n=len(part.keys),
        numerator=int(yes.sum()),
        missing=classes.kinds(),
        interval=found.interval,
        units=tuple(np.asarray(part.keys, dtype=object)[yes].tolist()),
        base=part.keys,
        definition=sentence("sentence_definitions", key, days=planned.long_days, **_rule(frame)),
        source=frame.plan.source,
        basis=basis_of(frame, found.spread, part=part, remarks=list(found.remarks)),
        alternatives=others,
    )


def _table(frame: Frame, planned: Sentences, classes: Answers, *, label: Text, id_: str) -> TableResult:
    part = part_of(frame, classes)
    keys = np.asarray(part.keys, dtype=object)
    columns = [(part.values == place).astype(np.float64) for place in range(len(SENTENCE_CLASSES))]
    units = tuple((tuple(keys[column == 1].tolist()),) for column in columns)
    return TableResult(
        id=id_,
        title=label,
        level=planned.level,
        rows=heads(
            "sentence_class",
            "rows",
            parameters={"days": planned.long_days, "days_below": planned.long_days - 1},
        ),
        columns=(sentence("levels", planned.level),),
        cells=tuple((len(row[0]),) for row in units),
        units=units,
        missing=classes.kinds(),
        ordered=True,
        drawn="bars",
        definition=planned.definition or sentence("sentence_definitions", "classes", **_rule(frame)),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=part, remarks=[] if part.keys else [reason("no_units")]),
        shares=cell_shares(frame, part, columns=columns),
    )


def _label(frame: Frame, planned: Sentences, name: str) -> Text:
    """Return the title of a run: that of the plan, and which units are in it."""
    label = planned.label or label_of(frame, planned.imposed.prison)
    if not name:
        return label
    if planned.youngest is None and name.endswith("_2018_start"):
        return sentence("runs", f"{name}_any_age", label=label)
    kind, _, code = name.rpartition("_")
    variable = {"knowledge": planned.knowledge, "provision": planned.provision}.get(kind)
    if variable is not None:
        return sentence("runs", kind, label=label, answer=dict(frame.units.question(variable).categories)[int(code)])
    return sentence("runs", name, label=label)


def _rule(frame: Frame) -> dict[str, object]:
    return {"rule": frame.units.rule.words}
