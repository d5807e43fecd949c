"""Planned results that rest on a model: regressions, with their diagnostics and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import msgspec
import numpy as np

from vonnis.analysis.clusters import Floats
from vonnis.analysis.describing import Frame, basis_of, ignored_weights, label_of
from vonnis.analysis.plan import Regression
from vonnis.analysis.regression import Design, Fit, Model, fit
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import Interval, Result, Significance, Statistic, Text
from vonnis.analysis.units import Answers, Booleans, Units
from vonnis.errors import StudyError

_MODELS = ("logistic", "ordinal", "negative_binomial", "mixed_logistic")


def regression(frame: Frame, planned: Regression) -> Iterator[Result]:
    """Yield one ratio for each parameter of a planned model, or one result that says why there is none.

    Raises:
        StudyError: the kind of model is unknown.
    """
    if planned.model not in _MODELS:
        message = f"{planned.id}: there is no model {planned.model!r}; known are {', '.join(_MODELS)}"
        raise StudyError(message)
    made = design_of(frame, planned)
    design, keys, columns = made.design, made.keys, made.columns
    found = fit(cast("Model", planned.model), design)
    clusters = sentence("regression", "plain")
    if found.clusters is not None:
        how = "intercepts" if planned.model == "mixed_logistic" else "clustered"
        clusters = sentence("regression", how, cluster=frame.cluster, number=found.clusters)
    definition = planned.definition or sentence(
        "regression", "definition", model=sentence("regression", planned.model), clusters=clusters
    )
    scene = _Model(frame, planned, found, definition=definition, made=made)
    if found.refusal:
        remark = reason(found.refusal, events=found.events, parameters=found.parameters)
        yield scene.result(planned.id, label_of(frame, planned.outcome), remarks=[remark])
        return
    for place, coefficient in enumerate(found.coefficients):
        test = Significance(p=coefficient.p, statistic=None, effect=None, method="Wald", n=found.n)
        yield scene.result(
            f"{planned.id}_{place + 1}",
            sentence("regression", "label", label=label_of(frame, planned.outcome), column=columns[place].label),
            remarks=_diagnostics(found),
            value=(coefficient.ratio, coefficient.interval, test),
            groups=_cells(
                design.outcome, columns[place].groups, keys=keys, counted=planned.model == "negative_binomial"
            ),
        )


class _Model:
    """What the results of one model share."""

    def __init__(self, frame: Frame, planned: Regression, found: Fit, *, definition: Text, made: Made) -> None:
        self.frame, self.planned, self.found = frame, planned, found
        self.definition, self.made = definition, made

    def result(
        self,
        id_: str,
        label: Text,
        *,
        remarks: list[Text],
        value: tuple[float, Interval, Significance] | None = None,
        groups: tuple[tuple[str, ...], ...] = (),
    ) -> Result:
        """Return a coefficient, or the place of one."""
        statistic: Statistic = "coefficient"
        bounded = [reason("lower_bounds")] if self.made.bounded else []
        basis = basis_of(self.frame, None, remarks=[*remarks, *bounded, *ignored_weights(self.frame)])
        unit = "rate_ratio" if self.planned.model == "negative_binomial" else "odds_ratio"
        return Result(
            id=id_,
            label=label,
            statistic=statistic,
            value=value[0] if value else None,
            unit=unit,
            level=self.planned.level,
            n=self.found.n,
            missing=self.made.missing,
            interval=value[1] if value else None,
            units=self.made.keys,
            groups=groups,
            definition=self.definition,
            source=self.frame.plan.source,
            basis=msgspec.structs.replace(
                basis,
                caveats=(*basis.caveats, *bounded),
                cluster=self.frame.cluster if self.found.clusters is not None else None,
                clusters=self.found.clusters,
            ),
            significance=value[2] if value else None,
        )


class Made(msgspec.Struct, frozen=True):
    """A design with what stands behind it.

    Attributes:
        design: the outcome and columns of the units that have every answer.
        keys: the keys of these units.
        missing: who lacks an answer, by the kind of the first question that is not answered.
        columns: what each column is called, and the groups that its coefficient sets apart.
        bounded: whether an answer is known within bounds alone, of which the lower one counts.
    """

    design: Design
    keys: tuple[str, ...]
    missing: dict[str, int]
    columns: tuple[Column, ...]
    bounded: bool


class Column(msgspec.Struct, frozen=True):
    """One column of a design, its name in a message and in a report, and the groups that its coefficient sets apart."""

    values: Floats
    name: str
    label: Text
    groups: tuple[Booleans, ...]


def design_of(frame: Frame, planned: Regression) -> Made:
    """Return the outcome and columns of the units that have every answer, with what stands behind them."""
    units = frame.units
    outcome = units.holds(planned.outcome, planned.codes) if planned.codes else units.numbers(planned.outcome)
    asked = [outcome, *(units.numbers(name) for name in planned.on)]
    missing = outcome.missing
    for answers in asked:
        missing = np.where(missing != 0, missing, answers.missing).astype(np.int8)
    valid = missing == 0
    found = tuple(column for name in planned.on for column in _columns(units, name, valid))
    matrix = np.column_stack([one.values for one in found]) if found else np.empty((int(valid.sum()), 0))
    clusters = units.clusters(frame.cluster)[valid] if frame.cluster else None
    return Made(
        design=Design(outcome.low[valid], matrix, tuple(one.name for one in found), clusters),
        keys=tuple(units.keys()[valid].tolist()),
        missing=Answers(outcome.low, outcome.high, missing).kinds(),
        columns=found,
        bounded=any(bool((one.low[valid] != one.high[valid]).any()) for one in asked),
    )


def _columns(units: Units, name: str, valid: Booleans) -> Iterator[Column]:
    """Yield the columns that one variable brings: contrasts with the first code that occurs, or the number itself.

    A contrast sets its own group and the first one apart. A number sets apart whoever differs from the commonest one.
    """
    asked = units.question(name)
    answers = units.numbers(name)
    values = answers.low[valid]
    if asked.type != "category":
        each, counts = np.unique(values, return_counts=True)
        label = sentence("regression", "number", by=asked.label)
        yield Column(values, name, label, (values != each[counts.argmax()],) if len(each) else ())
        return
    present = [(code, word) for code, word in asked.categories if bool((answers.low[answers.valid] == code).any())]
    for code, word in present[1:]:
        first, reference = present[0]
        label = sentence("regression", "contrast", by=asked.label, answer=word, reference=reference)
        yield Column((values == code).astype(np.float64), f"{name} = {code}", label, (values == code, values == first))


def _cells(
    outcome: Floats, groups: tuple[Booleans, ...], *, keys: tuple[str, ...], counted: bool
) -> tuple[tuple[str, ...], ...]:
    """Return the keys of each group by the outcome; where events are ``counted``, of all in it and of those with any.

    Where a model has one contrast, its coefficient is worked out from the sizes of these cells alone.
    """
    named = np.asarray(keys, dtype=object)
    answers = [outcome >= 0, outcome > 0] if counted else [outcome == answer for answer in np.unique(outcome)]
    return tuple(tuple(named[group & answer].tolist()) for group in groups for answer in answers)


def _diagnostics(found: Fit) -> list[Text]:
    """Return what the model's fit says, as one sentence."""
    parts = [f"n = {found.n}, events = {found.events}, parameters = {found.parameters}"]
    if found.pseudo_r2 is not None:
        parts.append(f"McFadden R2 = {found.pseudo_r2:.3f}")
    if found.condition is not None:
        parts.append(f"condition number = {found.condition:.1f}")
    if found.dispersion is not None:
        parts.append(f"dispersion = {found.dispersion:.2f}")
    if found.deviation is not None:
        parts.append(f"SD of the random intercepts = {found.deviation:.2f}")
    words = "; ".join(parts) + "."
    return [{"nl": words, "en": words}]
