"""Logistic regression with a random intercept for each cluster, by adaptive Gauss-Hermite quadrature.

The likelihood of a cluster is integrated over its intercept around its own mode (Pinheiro and Bates 1995); the
estimates and their errors are those of maximum likelihood. The odds ratios hold within a cluster, and so lie further
from one than those of a model that averages over clusters.
"""

from __future__ import annotations

from functools import partial

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.clusters import Floats, Indexes

NODES = 11
"""Points of the quadrature for each cluster; more of them changed no printed digit in the reference values."""

_NEWTON = 30
_SETTLED = 1e-9
_BOUNDARY = 1e-3


class Intercepts(msgspec.Struct, frozen=True):
    """A fitted model, in the names that :mod:`vonnis.analysis.regression` reads.

    Attributes:
        params: the intercept, the coefficients of the columns, and the standard deviation of the random intercepts.
        bse: their standard errors; that of the deviation is nought where it lies on the boundary.
        mle_retvals: whether the search converged.
        llf: the log likelihood.
    """

    params: Floats
    bse: Floats
    mle_retvals: dict[str, bool]
    llf: float


def random_intercepts(outcome: Floats, columns: Floats, *, clusters: Indexes) -> Intercepts:
    """Return the fit of a logistic model; ``columns`` begin with ones for the fixed intercept.

    Raises:
        ValueError: the likelihood cannot be computed for these data.
    """
    from scipy.optimize import minimize
    from statsmodels.tools.numdiff import approx_hess

    places = np.asarray(np.unique(clusters, return_inverse=True)[1], dtype=np.intp)
    lost = partial(_lost, outcome=outcome, columns=columns, places=places)
    start = np.append(np.zeros(columns.shape[1]), 0.5)
    share = min(max(float(outcome.mean()), 1e-6), 1 - 1e-6)
    start[0] = np.log(share / (1 - share))
    found = minimize(lost, start, method="BFGS", options={"gtol": 1e-5, "maxiter": 300})
    best = np.append(found.x[:-1], abs(found.x[-1]))
    flat = best[-1] < _BOUNDARY
    free = len(best) - 1 if flat else len(best)

    def among_free(values: Floats) -> float:
        return lost(np.append(values, best[free:]))

    hessian = np.asarray(approx_hess(best[:free], among_free), dtype=np.float64)
    variance = np.diag(np.linalg.inv(hessian))
    errors = np.zeros(len(best))
    errors[:free] = np.sqrt(np.where(variance > 0, variance, np.nan))
    settled = bool(found.success) or float(np.abs(found.jac).max()) < 1e-2  # noqa: PLR2004 - BFGS stops on precision
    return Intercepts(best, errors, {"converged": settled}, -float(found.fun))


def _lost(parameters: Floats, *, outcome: Floats, columns: Floats, places: Indexes) -> float:
    """Return the negative log likelihood."""
    nodes, weights = np.polynomial.hermite.hermgauss(NODES)
    deviation = abs(float(parameters[-1]))
    fixed = columns @ parameters[:-1]
    modes, curves = _modes(fixed, outcome, places, deviation)
    scales = np.sqrt(2.0 / curves)
    parts = np.empty((NODES, len(modes)))
    for row, (node, weight) in enumerate(zip(nodes.tolist(), weights.tolist(), strict=True)):
        at = modes + scales * node
        eta = fixed + deviation * at[places]
        joint = np.bincount(places, weights=outcome * eta - np.logaddexp(0.0, eta)) - at**2 / 2
        parts[row] = joint + np.log(weight) + node**2
    each = np.logaddexp.reduce(parts, axis=0) + np.log(scales) - np.log(2 * np.pi) / 2
    total = float(each.sum())
    return -total if np.isfinite(total) else 1e12


def _modes(fixed: Floats, outcome: Floats, places: Indexes, deviation: float) -> tuple[Floats, Floats]:
    """Return the mode of each cluster's standardised intercept, and the curvature there, by Newton's steps."""
    modes: NDArray[np.float64] = np.zeros(int(places.max()) + 1)
    curves: NDArray[np.float64] = np.ones_like(modes)
    for _ in range(_NEWTON):
        chance = 1 / (1 + np.exp(-(fixed + deviation * modes[places])))
        slopes = deviation * np.bincount(places, weights=outcome - chance) - modes
        bends = deviation**2 * np.bincount(places, weights=chance * (1 - chance)) + 1
        curves = np.asarray(bends, dtype=np.float64)
        step = slopes / curves
        modes = np.asarray(modes + step, dtype=np.float64)
        if float(np.abs(step).max()) < _SETTLED:
            break
    return modes, curves
