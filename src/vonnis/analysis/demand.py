"""Demand against sentence, paired by unit and kept apart by kind: days, suspended days, hours, money."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from vonnis.analysis import demand_tables
from vonnis.analysis.clusters import Floats
from vonnis.analysis.comparing import about_test
from vonnis.analysis.describing import Frame, Part, basis_of, label_of, part_of, quantile_of
from vonnis.analysis.guideline import SIDES, Facts, Provision, provision, side_of
from vonnis.analysis.plan import Demand, Guideline
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import CellShare, Result, TableResult, Text
from vonnis.analysis.sentences import Amounts, amounts_of
from vonnis.analysis.significance import wilcoxon
from vonnis.analysis.tables import cell_shares
from vonnis.analysis.units import Answers
from vonnis.study.durations import DayRule
from vonnis.study.value import Missing

KINDS = ("days", "suspended", "hours", "fine")
_UNITS = {"days": "day", "suspended": "day", "hours": "hour", "fine": "EUR"}
_OTHER_YEAR = {365: 360, 360: 365}
_HOURS_A_DAY = 2


def demand(frame: Frame, planned: Demand) -> Iterator[Result | TableResult]:
    """Yield, per kind, how many sentences lie below, at and above the demand, and the median of the difference.

    Unconditional days are paired too: the class of the demand against that of the sentence, and the differences.
    The median of days is repeated with the other length of a year; a sensitivity run only where the plan asks for it,
    and marked so.
    """
    demanded, imposed = _both(frame, planned)
    missing = np.where(demanded.missing != 0, demanded.missing, imposed.missing).astype(np.int8)
    gaps = {kind: amount_of(imposed, kind) - amount_of(demanded, kind) for kind in KINDS}
    asked = [kind for kind in KINDS if _is_asked(planned, kind)]
    parts = [(kind, part_of(frame, _answers(gaps[kind], missing))) for kind in asked]
    silent = _answers(gaps["days"], missing).kinds()
    yield _sides_table(frame, planned, parts, missing=silent)
    yield demand_tables.classes(
        frame, planned, demanded=demanded.unconditional, imposed=imposed.unconditional, missing=missing
    )
    yield demand_tables.gaps(frame, planned, differences=gaps["days"], missing=missing)
    label = label_of(frame, planned.imposed.prison)
    for kind, part in parts:
        words = sentence("demand", "gap_label", label=label, kind=sentence("kinds", kind))
        others = (f"{planned.id}_days_other_year",) if kind == "days" and _other_length(frame) else ()
        named = (f"{planned.id}_{kind}", words, kind)
        yield _median(frame, planned, part, named=named, missing=silent, others=others)
    yield from _other_year(frame, planned)
    if planned.sensitivity:
        together = gaps["days"] + gaps["hours"] / _HOURS_A_DAY
        words = sentence("demand", "sensitivity", label=label)
        part = part_of(frame, _answers(together, missing))
        named = (f"{planned.id}_sensitivity", words, "days")
        found = _median(frame, planned, part, named=named, missing=silent, others=())
        yield _as_sensitivity(found, frame)


def amount_of(amounts: Amounts, kind: str) -> Floats:
    """Return what a kind compares: unconditional days, suspended days, unconditional hours, or euros."""
    return {
        "days": amounts.unconditional,
        "suspended": amounts.suspended,
        "hours": amounts.service,
        "fine": amounts.fine,
    }[kind]


def guideline(frame: Frame, planned: Guideline) -> Iterator[Result | TableResult]:
    """Yield on which side of a starting point the sentences lie, with those for whom that is not known apart."""
    point = provision(planned.guideline)
    sides = sides_of(frame, planned, point=point)
    places = np.asarray([SIDES.index(side) for side in sides], dtype=np.float64)
    everyone = part_of(frame, Answers(places, places, np.zeros(len(places), dtype=np.int8)))
    label = label_of(frame, planned.sentence.prison)
    more: dict[str, object] = {"rule": frame.units.rule.words, "origin": point.source, "point": point.label}
    columns = [(everyone.values == place).astype(np.float64) for place in range(len(SIDES))]
    keys = np.asarray(everyone.keys, dtype=object)
    units = tuple((tuple(keys[column == 1].tolist()),) for column in columns)
    yield TableResult(
        id=planned.id,
        title=planned.label or sentence("guideline", "title", label=label, point=point.label),
        level=planned.level,
        rows=tuple(sentence("sides", side) for side in SIDES),
        columns=(sentence("levels", planned.level),),
        cells=tuple((len(row[0]),) for row in units),
        units=units,
        ordered=True,
        drawn="bars",
        definition=sentence("guideline", "table", **more),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=everyone, remarks=[] if everyone.keys else [reason("no_units")]),
        shares=cell_shares(frame, everyone, columns=columns),
    )


def sides_of(frame: Frame, planned: Guideline, *, point: Provision) -> list[str]:
    """Return the side of each unit, in the order of the units."""
    units = frame.units
    amounts = amounts_of(units, planned.sentence)
    days = amounts.unconditional if point.measure == "unconditional" else amounts.days
    ages = units.numbers(planned.youngest)
    categories = units.numbers(planned.category).low.tolist() if planned.category else [np.nan] * len(units)
    rows = zip(
        days.tolist(),
        amounts.missing.tolist(),
        units.dates(planned.offence_on),
        units.dates(planned.judged_on),
        zip(ages.low.tolist(), ages.high.tolist(), ages.valid.tolist(), strict=True),
        categories,
        strict=True,
    )
    return [
        side_of(
            Facts(
                days=None if lacking else amount,
                offence_on=offence,
                judged_on=judged,
                youngest=(low, high) if valid else None,
                category=None if np.isnan(category) else int(category),
            ),
            point,
            rule=units.rule,
        )
        if lacking != Missing.NOT_APPLICABLE
        else "not_applicable"
        for amount, lacking, offence, judged, (low, high, valid), category in rows
    ]


def _both(frame: Frame, planned: Demand) -> tuple[Amounts, Amounts]:
    return amounts_of(frame.units, planned.demanded), amounts_of(frame.units, planned.imposed)


def _answers(values: Floats, missing: object) -> Answers:
    kinds = np.asarray(missing, dtype=np.int8)
    return Answers(values, values, kinds)


def _is_asked(planned: Demand, kind: str) -> bool:
    """Tell whether both demand and sentence were asked for a kind."""
    names = {"days": "prison", "suspended": "prison_suspended", "hours": "hours", "fine": "fine"}
    return all(getattr(side, names[kind]) is not None for side in (planned.demanded, planned.imposed))


def _median(
    frame: Frame,
    planned: Demand,
    part: Part,
    *,
    named: tuple[str, Text, str],
    missing: dict[str, int],
    others: tuple[str, ...],
) -> Result:
    id_, label, kind = named
    found = quantile_of(frame, part, place=0.5)
    test = wilcoxon(part.values.tolist())
    remarks = list(found.remarks)
    if test.p is None and part.keys:
        remarks.append(reason("nothing_differs"))
    else:
        remarks += about_test(frame, test)
    return Result(
        id=id_,
        label=label,
        statistic="median",
        value=found.value,
        unit=_UNITS[kind],
        level=planned.level,
        n=len(part.keys),
        missing=missing,
        interval=found.interval,
        units=part.keys,
        definition=planned.definition or sentence("demand", "gap", rule=frame.units.rule.words),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=part, remarks=remarks),
        alternatives=others,
        significance=test,
    )


def _other_year(frame: Frame, planned: Demand) -> Iterator[Result]:
    """Yield the median of days again with a year of 360 days instead of 365, or the other way round."""
    other = _other_length(frame)
    if other is None:
        return
    changed = msgspec.structs.replace(frame.units, rule=DayRule(frame.units.rule.month_days, other))
    within = msgspec.structs.replace(frame, units=changed)
    demanded, imposed = _both(within, planned)
    missing = np.where(demanded.missing != 0, demanded.missing, imposed.missing)
    answers = _answers(imposed.unconditional - demanded.unconditional, missing)
    part = part_of(within, answers)
    label = sentence(
        "demand", "year", label=label_of(frame, planned.imposed.prison), kind=sentence("kinds", "days"), days=other
    )
    named = (f"{planned.id}_days_other_year", label, "days")
    yield _median(within, planned, part, named=named, missing=answers.kinds(), others=(f"{planned.id}_days",))


def _other_length(frame: Frame) -> int | None:
    """Return the other usage for the days of a year; None where the protocol follows neither."""
    return _OTHER_YEAR.get(frame.units.rule.year_days)


def _as_sensitivity(found: Result, frame: Frame) -> Result:
    """Return a result marked as one that adds up what is otherwise never added up."""
    basis = msgspec.structs.replace(found.basis, exploratory=True) if found.basis else None
    words = sentence("demand", "sensitivity_definition", rule=frame.units.rule.words)
    return msgspec.structs.replace(found, basis=basis, definition=words)


def _sides_table(
    frame: Frame, planned: Demand, parts: list[tuple[str, Part]], *, missing: dict[str, int]
) -> TableResult:
    """Return below, at and above by kind; each kind is a whole of its own."""
    units = []
    shares: list[tuple[CellShare | None, ...]] = []
    for _, part in parts:
        keys = np.asarray(part.keys, dtype=object)
        flags = [part.values < 0, part.values == 0, part.values > 0]
        units.append(tuple(tuple(keys[flag].tolist()) for flag in flags))
        found = cell_shares(frame, part, columns=[flag.astype(np.float64) for flag in flags])
        shares.append(tuple(cell[0] for cell in found))
    first = parts[0][1]
    return TableResult(
        id=planned.id,
        title=planned.label or sentence("demand", "title", label=label_of(frame, planned.imposed.prison)),
        level=planned.level,
        rows=tuple(sentence("kinds", kind) for kind, _ in parts),
        columns=tuple(sentence("sides", side) for side in ("below", "at", "above")),
        cells=tuple(tuple(len(cell) for cell in row) for row in units),
        units=tuple(units),
        missing=missing,
        ordered=True,
        row_wholes=True,
        drawn="stacks",
        definition=sentence("demand", "table", rule=frame.units.rule.words),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=first, remarks=[] if first.keys else [reason("no_units")]),
        shares=tuple(shares),
    )
