"""Weights that give the units of a study the known distributions of their population, over one question or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import polars as pl

from vonnis.analysis.clusters import Floats, Indexes
from vonnis.analysis.plan import Plan, Selection
from vonnis.analysis.result import Text
from vonnis.analysis.selection import Margin
from vonnis.analysis.units import Units
from vonnis.errors import StudyError

_ROUNDS = 200
_CLOSE = 1e-9
UNKNOWN = -1
"""The class of a unit that stands in no class of a margin."""


class Weighed(msgspec.Struct, frozen=True):
    """The units of a level with their weights, and the questions to whose margins they were weighted."""

    units: Units
    to: tuple[Text, ...]


def to_margins(
    plan: Plan, units: Mapping[str, Units], *, margins: Mapping[str, Sequence[Margin]]
) -> dict[str, Weighed]:
    """Return the levels for which a plan names known margins, with units weighted to them.

    Raises:
        StudyError: a planned margin asks for a question that the level does not have, or the rounds of weighting do
            not settle.
    """
    named = [
        one
        for one in plan.plan
        if isinstance(one, Selection) and one.weigh and not one.where and one.level in units and one.margins in margins
    ]
    return {
        level: _weighed(units[level], [one for one in named if one.level == level], margins)
        for level in dict.fromkeys(one.level for one in named)
    }


def _weighed(units: Units, planned: Sequence[Selection], margins: Mapping[str, Sequence[Margin]]) -> Weighed:
    classes, targets = [], []
    for one in planned:
        answers = units.numbers(one.variable)
        codes = {margin.code: place for place, margin in enumerate(margins[one.margins])}
        places = [
            codes.get(int(value), UNKNOWN) if known else UNKNOWN
            for value, known in zip(np.nan_to_num(answers.low).tolist(), answers.valid.tolist(), strict=True)
        ]
        classes.append(np.asarray(places, dtype=np.intp))
        targets.append(np.asarray([float(margin.number) for margin in margins[one.margins]]))
    found = rake(units.weights(), classes, targets=targets)
    if found is None:
        names = ", ".join(one.id for one in planned)
        message = f"the margins of {names} cannot be met together; weigh to fewer of them (weigh = false)"
        raise StudyError(message)
    frame = units.frame.with_columns(pl.Series("weight", found, dtype=pl.Float64))
    heads = tuple(units.question(one.variable).label for one in planned)
    return Weighed(msgspec.structs.replace(units, frame=frame), heads)


def rake(weights: Floats, classes: Sequence[Indexes], *, targets: Sequence[Floats]) -> Floats | None:
    """Return weights of which each class has its target's share, among the units whose class is known.

    One question is post-stratification; several are fitted in turn until all hold (raking; Deming and Stephan 1940).
    A unit without a known class keeps its weight in that round, and targets that no unit meets are left out. The sum
    of the weights stays what it was. None where the rounds do not settle.
    """
    found = weights.astype(np.float64)
    total = float(found.sum())
    if total <= 0:
        return found
    for _ in range(_ROUNDS):
        moved = 0.0
        for places, target in zip(classes, targets, strict=True):
            fitted = _fitted(found, places, target)
            moved, found = max(moved, float(np.abs(fitted - found).max())), fitted
        if moved <= _CLOSE * total / len(found):
            return found
    return None


def _fitted(weights: Floats, places: Indexes, target: Floats) -> Floats:
    known = places != UNKNOWN
    have = np.bincount(places[known], weights=weights[known], minlength=len(target))
    wanted = np.where(have > 0, target, 0.0)
    if wanted.sum() <= 0:
        return weights
    factor = np.where(have > 0, wanted / wanted.sum() * have.sum() / np.where(have > 0, have, 1.0), 1.0)
    return np.where(known, weights * factor[np.where(known, places, 0)], weights)
