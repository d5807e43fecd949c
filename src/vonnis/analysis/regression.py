"""Regression behind one small interface: logistic, ordinal, negative binomial, mixed; with clusters and refusals.

It exists to describe associations in data that carry a model, never to score or predict a person.
"""

from __future__ import annotations

import warnings
from typing import Any, Literal

import msgspec
import numpy as np

from vonnis.analysis.clusters import LEAST_CLUSTERS, Floats, Indexes
from vonnis.analysis.intervals import LEVEL
from vonnis.analysis.mixed import random_intercepts
from vonnis.analysis.result import Interval

Model = Literal["logistic", "ordinal", "negative_binomial", "mixed_logistic"]

_BY_CLUSTER = "Wald, clusters (CR1, t)"
_METHODS: dict[Model, str] = {
    "logistic": _BY_CLUSTER,
    "ordinal": _BY_CLUSTER,
    "negative_binomial": _BY_CLUSTER,
    "mixed_logistic": "Wald, random intercepts (t)",
}
LEAST_EVENTS = 10
"""Fewer events per parameter are refused (Peduzzi et al. 1996)."""


class Design(msgspec.Struct, frozen=True):
    """What a model is fitted to: the outcome, one named column per parameter, and the clusters."""

    outcome: Floats
    columns: Floats
    names: tuple[str, ...]
    clusters: Indexes | None = None


class Coefficient(msgspec.Struct, frozen=True):
    """One ratio (odds or rate) with its interval and p."""

    name: str
    ratio: float
    interval: Interval
    p: float


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """A fitted model, or why there is none.

    Attributes:
        refusal: a key of the reasons in ``remarks.yaml``; None where the model was fitted.
        events: cases of the rarer answer (logistic, ordinal: smallest class), or the units of a count model.
        parameters: estimated coefficients beside the intercept.
        pseudo_r2: McFadden's.
        dispersion: Pearson's chi-square over its degrees of freedom (negative binomial), else None.
        condition: condition number of the scaled columns; above 30 they are hard to tell apart (Belsley et al. 1980).
        deviation: standard deviation of the random intercepts (mixed logistic), else None.
    """

    coefficients: tuple[Coefficient, ...] = ()
    refusal: str | None = None
    n: int
    events: int
    parameters: int
    clusters: int | None = None
    pseudo_r2: float | None = None
    dispersion: float | None = None
    condition: float | None = None
    deviation: float | None = None


def fit(model: Model, design: Design, *, level: float = LEVEL) -> Fit:
    """Return the model fitted by maximum likelihood, with CR1 errors and t quantiles where units hang together.

    A mixed model has a random intercept for each cluster instead. Refused, with the reason, where events per parameter
    are under ten, the outcome or a column is constant, there are under twelve clusters (or none, for a mixed model),
    columns are linear combinations of each other, or the fit does not converge.
    """
    events = events_of(model, design.outcome)
    parameters = design.columns.shape[1] if design.columns.ndim == 2 else 0  # noqa: PLR2004 - a matrix
    count = None if design.clusters is None else len(np.unique(design.clusters))
    empty = Fit(n=len(design.outcome), events=events, parameters=parameters, clusters=count)
    refusal = _refusal(model, design, empty)
    if refusal:
        return msgspec.structs.replace(empty, refusal=refusal)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = _fitted(model, design)
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return msgspec.structs.replace(empty, refusal="not_converged")
        return _read(model, fitted, design, empty, level)


def events_of(model: Model, outcome: Floats) -> int:
    """Return the number of events that limit a model: the rarer answer, the smallest class, or all counted units."""
    if model == "negative_binomial":
        return int((outcome > 0).sum())
    counts = np.unique(outcome, return_counts=True)[1]
    return int(counts.min()) if len(counts) > 1 else 0


def _refusal(model: Model, design: Design, empty: Fit) -> str | None:
    if empty.n == 0:
        return "no_units"
    if empty.parameters == 0:
        return "constant"
    if empty.events < LEAST_EVENTS * max(empty.parameters, 1):
        return "few_events"
    if empty.clusters is not None and empty.clusters < LEAST_CLUSTERS:
        return "few_clusters"
    # Where each unit is a cluster of its own, nothing tells its intercept from chance.
    if model == "mixed_logistic" and empty.clusters in (None, empty.n):
        return "mixed_needs_clusters"
    full = np.column_stack([np.ones(empty.n), design.columns])
    return "collinear" if np.linalg.matrix_rank(full) < full.shape[1] else None


def _fitted(model: Model, design: Design) -> Any:  # noqa: ANN401 - statsmodels has no types
    import statsmodels.api as sm
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    errors: dict[str, Any] = {}
    if design.clusters is not None:
        errors = {"cov_type": "cluster", "cov_kwds": {"groups": design.clusters, "use_correction": True}}
    if model == "ordinal":
        return _settled(OrderedModel(design.outcome, design.columns, distr="logit"), errors)
    full = sm.add_constant(design.columns, has_constant="add")
    if model == "mixed_logistic" and design.clusters is not None:
        return random_intercepts(design.outcome, full, clusters=design.clusters)
    if model == "logistic":
        return sm.Logit(design.outcome, full).fit(disp=0, maxiter=100, **errors)
    return _settled(sm.NegativeBinomial(design.outcome, full), errors)


def _settled(model: Any, errors: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    """Return the fit of a model, in Newton's steps from where the search stops, some digits before it settles."""
    near = model.fit(method="bfgs", disp=0, maxiter=500, **errors)
    fitted = model.fit(method="newton", disp=0, maxiter=100, start_params=near.params, **errors)
    return fitted if fitted.mle_retvals["converged"] else near


def _read(model: Model, fitted: Any, design: Design, empty: Fit, level: float) -> Fit:  # noqa: ANN401 - as above
    from scipy.special import stdtr, stdtrit

    first = 0 if model == "ordinal" else 1
    places = range(first, first + empty.parameters)
    estimates = np.asarray(fitted.params, dtype=np.float64)
    errors = np.asarray(fitted.bse, dtype=np.float64)
    converged = bool(fitted.mle_retvals.get("converged", True))
    own = errors[list(places)]
    if not converged or not (np.isfinite(own) & (own > 0)).all() or (np.abs(estimates[list(places)]) > 15).any():  # noqa: PLR2004 - separation
        return msgspec.structs.replace(empty, refusal="not_converged")
    freedom = float(empty.clusters - 1) if empty.clusters is not None else 1e9
    quantile = float(stdtrit(freedom, (1 + level) / 2))
    found = []
    for name, place in zip(design.names, places, strict=True):
        middle, error = float(estimates[place]), float(errors[place])
        low, high = np.exp(middle - quantile * error), np.exp(middle + quantile * error)
        p = 2 * float(stdtr(freedom, -abs(middle / error)))
        method = _METHODS[model] if empty.clusters is not None else "Wald"
        interval = Interval(low=float(low), high=float(high), level=level, method=method)
        found.append(Coefficient(name, float(np.exp(middle)), interval, p))
    scaled = design.columns / np.linalg.norm(design.columns, axis=0)
    return msgspec.structs.replace(
        empty,
        coefficients=tuple(found),
        pseudo_r2=None if model == "mixed_logistic" else float(fitted.prsquared),
        deviation=float(estimates[-1]) if model == "mixed_logistic" else None,
        dispersion=_dispersion(fitted, design) if model == "negative_binomial" else None,
        condition=float(np.linalg.cond(np.column_stack([np.ones(empty.n) / np.sqrt(empty.n), scaled]))),
    )


def _dispersion(fitted: Any, design: Design) -> float:  # noqa: ANN401 - as above
    """Return Pearson's chi-square over the units less the coefficients of the mean, as R and Hilbe (2011) have it."""
    mean = np.asarray(fitted.predict(), dtype=np.float64)
    coefficients, alpha = np.asarray(fitted.params)[:-1], float(np.asarray(fitted.params)[-1])
    square = float(((design.outcome - mean) ** 2 / (mean + alpha * mean**2)).sum())
    return square / (len(mean) - len(coefficients))
