"""What is in the study against what is known of the population: the table, the weights, and the caveat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from vonnis.analysis.describing import Frame, basis_of, label_of
from vonnis.analysis.plan import Selection
from vonnis.analysis.remarks import sentence
from vonnis.analysis.result import CellShare, Result, TableResult, Text


class Margin(msgspec.Struct, frozen=True):
    """How many units of a category the population holds, and who says so."""

    code: int
    number: int
    source: str


class Weights(msgspec.Struct, frozen=True):
    """Post-stratification weights by code: the population's share of a category over the study's.

    Attributes:
        by_code: mean weight one over the units of the study.
        design_effect: Kish's (1965), by which unequal weights multiply a variance: one plus their relative variance.
        lacking: codes that the population has and the study has not; no weight can mend these.
    """

    by_code: dict[int, float]
    design_effect: float
    lacking: tuple[int, ...]


def post_stratify(counts: Mapping[int, int], margins: Mapping[int, int]) -> Weights:
    """Return the weights that give the study the population's shares over the categories that both have."""
    both = {code: number for code, number in margins.items() if counts.get(code, 0) > 0}
    units, people = sum(counts[code] for code in both), sum(both.values())
    if not units or not people:
        return Weights({}, 1.0, tuple(code for code, number in margins.items() if number and code not in both))
    found = {code: (number / people) / (counts[code] / units) for code, number in both.items()}
    squares = sum(counts[code] * weight**2 for code, weight in found.items())
    lacking = tuple(code for code, number in margins.items() if number and code not in both)
    return Weights(found, squares / units, lacking)


def selection(frame: Frame, planned: Selection, *, margins: Sequence[Margin]) -> Iterator[Result | TableResult]:
    """Yield study and population side by side, how far they differ, and the caveat that belongs to every result."""
    asked = frame.units.question(planned.variable)
    answers = frame.units.numbers(planned.variable)
    labels = dict(asked.categories)
    known = {margin.code: margin.number for margin in margins}
    keys = frame.units.keys()
    inside = {code: tuple(keys[answers.valid & (answers.low == code)].tolist()) for code in known}
    counts = {code: len(found) for code, found in inside.items()}
    weights = post_stratify(counts, known)
    distance = _distance(counts, known)
    heads = tuple(labels.get(code, {"nl": str(code), "en": str(code)}) for code in known)
    caveat = (sentence("selection", "caveat", distance=f"{100 * distance:.0f}"),)
    remarks = list(caveat)
    remarks += [
        sentence("selection", "empty", label=labels.get(code, {"nl": str(code), "en": str(code)}))
        for code in weights.lacking
    ]
    outside = len(frame.units) - sum(counts.values())
    if outside and planned.weigh and not planned.where:
        remarks.append(sentence("selection", "unweighted", number=outside))
    basis = basis_of(frame, None, remarks=remarks)
    label = label_of(frame, planned.variable)
    yield _table(frame, planned, heads, [(counts[code], known[code]) for code in known], margins)
    yield Result(
        id=f"{planned.id}_dissimilarity",
        label=sentence("selection", "dissimilarity", label=label),
        statistic="difference",
        value=distance,
        unit="share",
        level=planned.level,
        n=sum(counts.values()),
        missing=answers.kinds(),
        units=tuple(keys[answers.valid].tolist()),
        groups=tuple(inside.values()),
        definition=sentence("selection", "dissimilarity_definition"),
        source=frame.plan.source,
        basis=msgspec.structs.replace(basis, design_effect=weights.design_effect, caveats=caveat),
    )


def _distance(counts: Mapping[int, int], known: Mapping[int, int]) -> float:
    """Return half the sum of absolute differences between the shares, from 0 to 1."""
    units, people = sum(counts.values()), sum(known.values())
    if not units or not people:
        return 1.0
    return float(np.sum([abs(counts[code] / units - known[code] / people) for code in known]) / 2)


def _table(
    frame: Frame, planned: Selection, heads: tuple[Text, ...], pairs: list[tuple[int, int]], margins: Sequence[Margin]
) -> TableResult:
    totals = [sum(pair[side] for pair in pairs) for side in (0, 1)]
    shares = tuple(
        tuple(
            CellShare(of_valid=pair[side] / totals[side], of_all=pair[side] / totals[side]) if totals[side] else None
            for side in (0, 1)
        )
        for pair in pairs
    )
    said = "; ".join(dict.fromkeys(margin.source for margin in margins))
    return TableResult(
        id=planned.id,
        title=label_of(frame, planned.variable),
        level=planned.level,
        rows=heads,
        columns=(sentence("selection", "study"), sentence("selection", "population")),
        cells=tuple(pairs),
        ordered=True,
        additive=False,
        definition=planned.definition or sentence("selection", "definition"),
        source={"nl": said, "en": said},
        basis=basis_of(frame, None, remarks=[]),
        shares=shares,
    )
