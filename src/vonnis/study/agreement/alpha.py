"""Krippendorff's alpha (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*), for any number of coders.

alpha is one minus the observed over the expected disagreement, both over pairs of answers; answers on units that
only one coder answered do not count. With ``N`` the number of pairable answers in each category, ``n`` their sum and
``m`` the answers on a unit, the ratio is ``(n - 1) * sum(d_u / (m_u - 1)) / sum(N_c N_k d_ck)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from vonnis.study.agreement.moments import Measure, Moments, divided
from vonnis.study.agreement.patterns import Patterns
from vonnis.study.agreement.ratings import Ratings, members

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NOTHING = 1e-12
LARGEST_TABLE = 4_000
"""A difference that has to be tabled (ratios, sets) is worked out for at most so many distinct answers."""


def alpha_of(ratings: Ratings) -> Measure | None:
    """Return alpha with the difference that belongs to the level; None where there are too many distinct answers."""
    if ratings.level == "interval" and ratings.numbers is not None:
        return alpha_by_scores(ratings.numbers)
    if ratings.level == "ordinal":
        return alpha_by_ranks
    if ratings.level == "nominal":
        return alpha_by_name
    if len(ratings.categories) > LARGEST_TABLE:
        return None
    if ratings.level == "ratio" and ratings.numbers is not None:
        return alpha_by_table(ratio_differences(ratings.numbers))
    return alpha_by_table(masi_differences(ratings.categories))


def alpha_by_name(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
    """Return nominal alpha: two answers differ or they do not."""
    counts, answers, total = _pairable(patterns, weights)
    within = _per_unit(patterns, patterns.ratings**2 - _squares(patterns.counts))
    expected = total**2 - (counts**2).sum(axis=1)
    slope = (2 * (total[:, None] - counts)) if influence else None
    parts = _Parts(answers=answers, total=total, within=within, expected=expected, largest=1.0)
    return _moments(patterns, weights, parts, slope=slope)


def alpha_by_table(table: Floats) -> Measure:
    """Return alpha with a table of squared differences between the categories."""

    def alpha(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
        counts, answers, total = _pairable(patterns, weights)
        across = counts @ table
        within = _per_unit(patterns, _row_sums(patterns.counts, patterns.counts @ table))
        slope = 2 * across if influence else None
        expected = (across * counts).sum(axis=1)
        parts = _Parts(answers=answers, total=total, within=within, expected=expected, largest=float(table.max()))
        return _moments(patterns, weights, parts, slope=slope)

    return alpha


def alpha_by_scores(numbers: Floats) -> Measure:
    """Return interval alpha: the squared distance between two numbers."""
    scores = numbers - numbers.mean() if len(numbers) else numbers

    def alpha(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
        counts, answers, total = _pairable(patterns, weights)
        first, second = counts @ scores, counts @ scores**2
        within = _per_unit(patterns, _spread(patterns, scores))
        slope = 2 * (second[:, None] + total[:, None] * scores**2 - 2 * first[:, None] * scores) if influence else None
        expected, largest = 2 * (total * second - first**2), float(np.ptp(scores)) ** 2
        parts = _Parts(answers=answers, total=total, within=within, expected=expected, largest=largest)
        return _moments(patterns, weights, parts, slope=slope)

    return alpha


def alpha_by_ranks(patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
    """Return ordinal alpha: the squared number of answers that lie between two ranks."""
    counts, answers, total = _pairable(patterns, weights)
    middle = np.cumsum(counts, axis=1) - counts / 2
    within = _per_unit(patterns, _spread(patterns, middle))
    second = (counts * middle**2).sum(axis=1)
    expected = 2 * total * second - total**4 / 2
    largest = (middle.max(axis=1) - middle.min(axis=1)) ** 2
    slope = inner = None
    if influence:
        moved = _moved(2 * counts * middle)
        slope = 2 * second[:, None] + 2 * total[:, None] * (middle**2 + moved) - 2 * total[:, None] ** 3
        inner = _moved(_pull(patterns, weights, middle))
    parts = _Parts(answers=answers, total=total, within=within, expected=expected, largest=largest)
    return _moments(patterns, weights, parts, slope=slope, inner=inner)


def ratio_differences(numbers: Floats) -> Floats:
    """Return the squared differences of a ratio scale: ``((a - b) / (a + b)) ** 2``, zero between two zeros."""
    total = numbers[:, None] + numbers[None, :]
    differences: Floats = divided(np.abs(numbers[:, None] - numbers[None, :]), total)
    return np.nan_to_num(differences) ** 2


def masi_differences(categories: tuple[str, ...]) -> Floats:
    """Return the MASI distances between sets (Passonneau 2006): one minus Jaccard times how they lie to each other.

    Equal sets weigh 1, a set within another 2/3, sets that overlap 1/3, sets apart 0.
    """
    sets = [frozenset(members(name)) for name in categories]
    table = np.zeros((len(sets), len(sets)))
    for row, one in enumerate(sets):
        for column, other in enumerate(sets[:row]):
            table[row, column] = table[column, row] = 1 - _masi(one, other)
    return table


class _Parts(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What alpha is made of: pairable answers by pattern and in all, disagreement within units and across all."""

    answers: Floats
    total: Floats
    within: Floats
    expected: Floats
    largest: float | Floats


def _masi(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    if not shared:
        return 0.0
    jaccard = shared / len(one | other)
    return jaccard * (2 / 3 if one < other or other < one else 1 / 3)


def _pairable(patterns: Patterns, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the pairable answers by category, by pattern, and in all."""
    answers = patterns.ratings * patterns.paired
    counted = weights * patterns.paired
    return counted @ patterns.counts, answers, counted @ answers


def _per_unit(patterns: Patterns, pairs: Floats) -> Floats:
    """Return the sum over the pairs of answers on a unit, divided by one less than its answers."""
    return np.where(patterns.paired, pairs / np.maximum(patterns.ratings - 1, 1), 0.0)


def _spread(patterns: Patterns, scores: Floats) -> Floats:
    """Return the sum of squared distances over the ordered pairs of answers on a unit."""
    first, second = scores @ patterns.counts.T, scores**2 @ patterns.counts.T
    spread: Floats = np.maximum(2 * (patterns.ratings * second - first**2), 0.0)
    return spread


def _pull(patterns: Patterns, weights: Floats, middle: Floats) -> Floats:
    """Return how the observed disagreement changes with the place of each rank."""
    share = weights * patterns.paired / np.maximum(patterns.ratings - 1, 1)
    inside: Floats = middle @ patterns.counts.T
    pulled: Floats = 4 * (middle * ((share * patterns.ratings) @ patterns.counts) - (share * inside) @ patterns.counts)
    return pulled


def _moved(pull: Floats) -> Floats:
    """Return what an answer more in each category does through the places of the ranks: half here, all above."""
    above: Floats = pull.sum(axis=1, keepdims=True) - np.cumsum(pull, axis=1)
    moved: Floats = above + pull / 2
    return moved


def _squares(counts: Any) -> Floats:  # noqa: ANN401 - a dense or a sparse matrix
    return np.asarray((counts**2 if isinstance(counts, np.ndarray) else counts.power(2)).sum(axis=1)).ravel()


def _row_sums(counts: Any, other: Floats) -> Floats:  # noqa: ANN401 - a dense or a sparse matrix
    product = counts * other if isinstance(counts, np.ndarray) else counts.multiply(other)
    return np.asarray(product.sum(axis=1)).ravel()


def _moments(
    patterns: Patterns,
    weights: Floats,
    parts: _Parts,
    *,
    slope: Floats | None,
    inner: Floats | None = None,
) -> Moments:
    """Return the moments from the parts; ``slope`` and ``inner`` say how they move with an answer more."""
    answers, total, within = parts.answers, parts.total, parts.within
    # What floating point leaves of a difference between equal numbers is no disagreement.
    expected = np.where(parts.expected > _NOTHING * total**2 * parts.largest, parts.expected, 0.0)
    observed = weights @ within if within.ndim == 1 else (weights * within).sum(axis=1)
    ratio = divided((total - 1) * observed, expected)
    scale = divided(expected, total * (total - 1) * parts.largest)
    if slope is None:
        return Moments(ratio=ratio, scale=scale)
    own = within + (inner @ patterns.counts.T if inner is not None else 0.0)
    by_unit = divided(answers * observed[:, None] + (total - 1)[:, None] * own, expected[:, None])
    change = divided(ratio, expected)[:, None] * (slope @ patterns.counts.T)
    return Moments(ratio=ratio, scale=scale, influence=np.where(patterns.paired, by_unit - change, 0.0))
