"""Planned results that rest on a model or on the machine: prediction-powered shares and regressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from vonnis.analysis.clusters import Floats
from vonnis.analysis.describing import Frame, basis_of, label_of
from vonnis.analysis.plan import PoweredShare, Regression
from vonnis.analysis.powered import LEAST_CODED, CodedSample, powered
from vonnis.analysis.regression import Design, Fit, Model, fit
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Interval, Result, Significance, Statistic, Text
from vonnis.analysis.units import Units
from vonnis.errors import StudyError

_MODELS = ("logistic", "ordinal", "negative_binomial")


def powered_share(frame: Frame, planned: PoweredShare) -> Iterator[Result]:
    """Yield the prediction-powered share, the coded sample alone, and the machine's naive share beside them.

    The coded units are those with a final answer; it is for the study to have drawn them at random. Where the machine
    does not make the estimate surer, the first result is the coded sample and says so.
    """
    final = frame.units.holds(planned.variable, planned.codes)
    machine = frame.units.holds(planned.extracted, planned.codes)
    coded = final.valid & machine.valid
    others = machine.valid & ~final.valid
    keys = frame.units.keys()
    label = label_of(frame, planned.variable)
    count, many = int(coded.sum()), int(others.sum())
    base = tuple(keys[coded].tolist())
    values = final.low[coded]
    if count < LEAST_CODED or many == 0:
        yield _share(
            frame, planned, (planned.id, label, "definition"), value=None, base=base, remarks=[reason("few_coded")]
        )
        return
    found = powered(CodedSample(values, machine.low[coded], machine.low[others]), share=True)
    remarks = [] if found.offered else [reason("machine_wider")]
    if frame.cluster:
        remarks.append(reason("powered_ignores_clusters"))
    alone, naive = f"{planned.id}_coded", f"{planned.id}_naive"
    yield _share(
        frame,
        planned,
        (planned.id, label, "definition"),
        value=(found.value, found.interval),
        base=base,
        remarks=remarks,
    )
    words = sentence("powered", "coded", label=label)
    own = (found.coded, found.coded_interval)
    yield _share(frame, planned, (alone, words, "coded_definition"), value=own, base=base, remarks=[])
    every = tuple(keys[machine.valid].tolist())
    words = sentence("powered", "naive", label=label)
    yield _share(frame, planned, (naive, words, "naive_definition"), value=(found.naive, None), base=every, remarks=[])


def _share(
    frame: Frame,
    planned: PoweredShare,
    named: tuple[str, Text, str],
    *,
    value: tuple[float, Interval | None] | None,
    base: tuple[str, ...],
    remarks: list[Text],
) -> Result:
    id_, label, definition = named
    share = None if value is None else min(max(value[0], 0.0), 1.0)
    ids = (planned.id, f"{planned.id}_coded", f"{planned.id}_naive")
    return Result(
        id=id_,
        label=label,
        statistic="share",
        value=share,
        unit="share",
        level=planned.level,
        n=len(base),
        numerator=None if share is None else round(share * len(base)),
        interval=value[1] if value else None,
        base=base,
        definition=planned.definition or sentence("powered", definition),
        source=frame.plan.source,
        basis=basis_of(frame, None, weighted=False, remarks=remarks),
        alternatives=tuple(other for other in ids if other != id_) if share is not None else (),
    )


def regression(frame: Frame, planned: Regression) -> Iterator[Result]:
    """Yield one ratio for each parameter of a planned model, or one result that says why there is none.

    Raises:
        StudyError: the kind of model is unknown.
    """
    if planned.model not in _MODELS:
        message = f"{planned.id}: there is no model {planned.model!r}; known are {', '.join(_MODELS)}"
        raise StudyError(message)
    design, keys = design_of(frame, planned)
    found = fit(cast("Model", planned.model), design)
    clusters = sentence("regression", "plain")
    if found.clusters is not None:
        clusters = sentence("regression", "clustered", cluster=frame.cluster, number=found.clusters)
    definition = planned.definition or sentence(
        "regression", "definition", model=sentence("regression", planned.model), clusters=clusters
    )
    scene = _Model(frame, planned, found, definition, keys)
    if found.refusal:
        remark = reason(found.refusal, events=found.events, parameters=found.parameters)
        yield scene.result(planned.id, label_of(frame, planned.outcome), remarks=[remark])
        return
    for place, coefficient in enumerate(found.coefficients):
        test = Significance(p=coefficient.p, statistic=None, effect=None, method="Wald", n=found.n)
        yield scene.result(
            f"{planned.id}_{place + 1}",
            {"nl": coefficient.name, "en": coefficient.name},
            remarks=_diagnostics(found),
            value=(coefficient.ratio, coefficient.interval, test),
        )


class _Model:
    """What the results of one model share."""

    def __init__(self, frame: Frame, planned: Regression, found: Fit, definition: Text, keys: tuple[str, ...]) -> None:
        self.frame, self.planned, self.found, self.definition, self.keys = frame, planned, found, definition, keys

    def result(
        self,
        id_: str,
        label: Text,
        *,
        remarks: list[Text],
        value: tuple[float, Interval, Significance] | None = None,
    ) -> Result:
        """Return a coefficient, or the place of one."""
        statistic: Statistic = "coefficient"
        unit = "rate_ratio" if self.planned.model == "negative_binomial" else "odds_ratio"
        return Result(
            id=id_,
            label=label,
            statistic=statistic,
            value=value[0] if value else None,
            unit=unit,
            level=self.planned.level,
            n=self.found.n,
            interval=value[1] if value else None,
            units=self.keys,
            definition=self.definition,
            source=self.frame.plan.source,
            basis=basis_of(self.frame, None, weighted=False, remarks=remarks),
            significance=value[2] if value else None,
        )


def design_of(frame: Frame, planned: Regression) -> tuple[Design, tuple[str, ...]]:
    """Return the outcome and columns of the units that have every answer, and their keys."""
    units = frame.units
    outcome = units.holds(planned.outcome, planned.codes) if planned.codes else units.numbers(planned.outcome)
    columns, names, valid = [], [], outcome.valid
    for name in planned.on:
        for column, label, known in _columns(units, name):
            columns.append(column)
            names.append(label)
            valid = valid & known
    matrix = np.column_stack([column[valid] for column in columns]) if columns else np.empty((int(valid.sum()), 0))
    clusters = units.clusters(frame.cluster)[valid] if frame.cluster else None
    design = Design(outcome.low[valid], matrix, tuple(names), clusters)
    return design, tuple(units.keys()[valid].tolist())


def _columns(units: Units, name: str) -> Iterator[tuple[Floats, str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]]:
    """Yield the columns that one variable brings: contrasts with the first code that occurs, or the number itself."""
    asked = units.question(name)
    answers = units.numbers(name)
    if asked.type != "category":
        yield answers.low, name, answers.valid
        return
    present = [code for code, _ in asked.categories if bool((answers.low[answers.valid] == code).any())]
    for code in present[1:]:
        yield (answers.low == code).astype(np.float64), f"{name} = {code}", answers.valid


def _diagnostics(found: Fit) -> list[Text]:
    """Return what the model's fit says, as one sentence."""
    parts = [f"n = {found.n}, events = {found.events}, parameters = {found.parameters}"]
    if found.pseudo_r2 is not None:
        parts.append(f"McFadden R2 = {found.pseudo_r2:.3f}")
    if found.condition is not None:
        parts.append(f"condition number = {found.condition:.1f}")
    if found.dispersion is not None:
        parts.append(f"dispersion = {found.dispersion:.2f}")
    words = "; ".join(parts) + "."
    return [{"nl": words, "en": words}]
