"""Demand and sentence of a plan as the tables that their charts show: class against class, and the differences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.clusters import Floats
from vonnis.analysis.describing import Frame, basis_of, label_of, part_of
from vonnis.analysis.plan import Demand
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import TableResult, Text
from vonnis.analysis.tables import keys_at
from vonnis.analysis.units import Answers
from vonnis.analysis.words import heads

GAP_ENDS = (-120, -60)
"""The last day of the classes far below the demand: four months and two months of prison."""


def classes(
    frame: Frame, planned: Demand, *, demanded: Floats, imposed: Floats, missing: NDArray[np.int8]
) -> TableResult:
    """Return the class of the unconditional days demanded (rows) against that of those imposed (columns)."""
    starts = (2, planned.long_days)
    rows, columns = (np.digitize(days, starts) for days in (demanded, imposed))
    more: dict[str, object] = {"days": planned.long_days, "days_below": planned.long_days - 1}
    named = [heads("demand_and_sentence", side, parameters=more) for side in ("rows", "columns")]
    return _table(frame, planned, "classes", heads_of=(named[0], named[1]), places=(rows, columns), missing=missing)


def gaps(frame: Frame, planned: Demand, *, differences: Floats, missing: NDArray[np.int8]) -> TableResult:
    """Return the classes of the difference between sentence and demand in days, from far below to above."""
    ends = (*GAP_ENDS, -1, 0)
    rows = np.digitize(differences, ends, right=True)
    named = heads("demand_gap_days", "rows", parameters={})
    return _table(
        frame,
        planned,
        "gaps",
        heads_of=(named, (sentence("levels", frame.units.level),)),
        places=(rows, np.zeros_like(rows)),
        missing=missing,
    )


def _table(
    frame: Frame,
    planned: Demand,
    name: str,
    *,
    heads_of: tuple[Sequence[Text], Sequence[Text]],
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    missing: NDArray[np.int8],
) -> TableResult:
    kinds = np.asarray(missing, dtype=np.int8)
    answers = Answers(places[0].astype(np.float64), places[1].astype(np.float64), kinds)
    part = part_of(frame, answers)
    rows, columns = heads_of
    units = keys_at(part, (part.values, part.high), codes=(range(len(rows)), range(len(columns))))
    return TableResult(
        id=f"{planned.id}_{name}",
        title=sentence("demand", name, label=label_of(frame, planned.imposed.prison)),
        level=planned.level,
        rows=tuple(rows),
        columns=tuple(columns),
        cells=tuple(tuple(len(cell) for cell in row) for row in units),
        units=units,
        missing=answers.kinds(),
        ordered=True,
        drawn="flow" if len(columns) > 1 else "distribution",
        definition=sentence("demand", f"{name}_definition", rule=frame.units.rule.words),
        source=frame.plan.source,
        basis=basis_of(frame, None, remarks=[] if part.keys else [reason("no_units")]),
    )
