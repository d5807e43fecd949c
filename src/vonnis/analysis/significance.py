"""Tests for small tables and small groups: exact where that can be done, and said how.

Every test gives the chance of data at least as far from "no difference" as these; none says how large a difference
is, so each result of a plan gives an effect beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb, exp, lgamma, sqrt

import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.result import Significance

Floats = NDArray[np.float64]

_MOST_NODES = 40_000
_DRAWS = 19_999
_EXACT_UNITS = 120
_SAME = 1e-7


def fisher(table: Sequence[Sequence[int]], *, seed: int = 0) -> Significance:
    """Return Fisher's exact test of a table of any size (Freeman and Halton 1951), with Cramér's V.

    Tables with too many possible fillings are drawn at random from those with the same margins, 19,999 times with this
    seed; the method says so. Rows and columns without units are left out.
    """
    cells = np.asarray(table, dtype=np.int64)
    cells = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0] if cells.size else cells
    n = int(cells.sum())
    if min(cells.shape, default=0) < 2:  # noqa: PLR2004 - one row or column compares nothing
        return _outcome(None, None, None, "Fisher exact", n)
    rows, columns = tuple(cells.sum(axis=1).tolist()), tuple(cells.sum(axis=0).tolist())
    observed = float(_log_weight(cells.ravel()))
    p = _freeman_halton(rows, columns, observed)
    method = "Fisher exact"
    if p is None:
        p, method = _drawn(cells, observed, seed), f"Fisher, {_DRAWS} random tables"
    return _outcome(p, _chance(rows, columns, observed), cramer_v(cells), method, n)


def cramer_v(table: Sequence[Sequence[int]] | NDArray[np.int64]) -> float | None:
    """Return Cramér's V (1946), from 0 (no association) to 1; None for a table with one row or column."""
    cells = np.asarray(table, dtype=np.float64)
    n, smaller = float(cells.sum()), min(cells.shape, default=0) - 1
    if smaller < 1 or n == 0:
        return None
    expected = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / n
    safe = np.where(expected > 0, expected, 1.0)
    return sqrt(float(((cells - expected) ** 2 / safe).sum()) / n / smaller)


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> Significance:
    """Return the rank-sum test of two groups (Mann and Whitney 1947); ``statistic`` is R's W of the first group.

    Exact, given the ties, up to 120 units; above that by the normal approximation with corrections for ties and
    continuity. The effect is 2 W / (n m) - 1: above nought where the first group has the larger values.
    """
    from scipy.stats import norm, rankdata

    m, n = len(first), len(first) + len(second)
    values = np.asarray([*first, *second], dtype=np.float64)
    if m in (0, n) or values.min() == values.max():
        return _outcome(None, None, None, "Mann-Whitney", n)
    doubled = np.rint(2 * rankdata(values)).astype(np.int64)
    w = float(doubled[:m].sum()) / 2 - m * (m + 1) / 2
    effect = 2 * w / (m * (n - m)) - 1
    if n <= _EXACT_UNITS:
        sums = _sums_of_subsets(doubled, m)
        return _outcome(_two_sided(sums, int(doubled[:m].sum())), w, effect, "Mann-Whitney, exact", n)
    ties = np.unique(values, return_counts=True)[1].astype(np.float64)
    variance = m * (n - m) / 12 * (n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1)))
    distance = max(abs(w - m * (n - m) / 2) - 0.5, 0.0)
    p = min(1.0, 2 * float(norm.sf(distance / sqrt(variance))))
    return _outcome(p, w, effect, "Mann-Whitney, normal approximation", n)


def wilcoxon(differences: Sequence[float]) -> Significance:
    """Return the signed-rank test of paired differences (Wilcoxon 1945); ``statistic`` is R's V.

    Differences of nought are left out, as Wilcoxon did; ``n`` counts the others. Exact, given the ties, up to 120
    pairs. The effect is the matched rank-biserial correlation (Kerby 2014).
    """
    from scipy.stats import norm, rankdata

    values = np.asarray([one for one in differences if one], dtype=np.float64)
    n = len(values)
    if n == 0:
        return _outcome(None, None, None, "Wilcoxon signed rank", 0)
    doubled = np.rint(2 * rankdata(np.abs(values))).astype(np.int64)
    observed, total = int(doubled[values > 0].sum()), int(doubled.sum())
    v, effect = observed / 2, 2 * observed / total - 1
    if n <= _EXACT_UNITS:
        return _outcome(_two_sided(_sums_of_signs(doubled), observed), v, effect, "Wilcoxon signed rank, exact", n)
    variance = float((doubled.astype(np.float64) ** 2).sum()) / 16
    distance = max(abs(v - total / 4) - 0.5, 0.0)
    p = min(1.0, 2 * float(norm.sf(distance / sqrt(variance))))
    return _outcome(p, v, effect, "Wilcoxon signed rank, normal approximation", n)


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Return each p adjusted for all of them together (Holm 1979), in the order given."""
    ordered = sorted(chances, key=lambda name: chances[name])
    adjusted: dict[str, float] = {}
    floor = 0.0
    for place, name in enumerate(ordered):
        floor = max(floor, min(1.0, (len(ordered) - place) * chances[name]))
        adjusted[name] = floor
    return {name: adjusted[name] for name in chances}


def _outcome(p: float | None, statistic: float | None, effect: float | None, method: str, n: int) -> Significance:
    return Significance(p=p, statistic=statistic, effect=effect, method=method, n=n)


def _two_sided(counts: Floats, observed: int) -> float:
    """Return twice the smaller tail of a distribution over whole numbers, at most 1."""
    total = float(counts.sum())
    lower, upper = float(counts[: observed + 1].sum()) / total, float(counts[observed:].sum()) / total
    return min(1.0, 2 * min(lower, upper))


def _sums_of_subsets(numbers: NDArray[np.int64], size: int) -> Floats:
    """Return how many subsets of so many of the numbers have each sum, scaled so that nothing overflows."""
    ways = np.zeros((size + 1, int(numbers.sum()) + 1))
    ways[0, 0] = 1.0
    for number in numbers.tolist():
        ways[1:, number:] += ways[:-1, : ways.shape[1] - number].copy()
        ways /= 2
    return np.asarray(ways[size], dtype=np.float64)


def _sums_of_signs(numbers: NDArray[np.int64]) -> Floats:
    """Return the chance of each sum when every number counts with chance one half."""
    ways = np.zeros(int(numbers.sum()) + 1)
    ways[0] = 1.0
    for number in numbers.tolist():
        shifted = np.zeros_like(ways)
        shifted[number:] = ways[: len(ways) - number]
        ways = (ways + shifted) / 2
    return ways


def _log_weight(cells: NDArray[np.int64]) -> float:
    return -sum(lgamma(count + 1) for count in cells.tolist())


def _chance(rows: tuple[int, ...], columns: tuple[int, ...], log_weight: float) -> float:
    margins = sum(lgamma(count + 1) for count in (*rows, *columns)) - lgamma(sum(rows) + 1)
    return exp(margins + log_weight)


def _freeman_halton(rows: tuple[int, ...], columns: tuple[int, ...], observed: float) -> float | None:
    """Return the chance of all tables no likelier than the observed one; None where there are too many to count.

    Columns are filled one after another; ways that leave the same margins with the same weight are one way.
    """
    ways: dict[tuple[tuple[int, ...], float], float] = {(rows, 0.0): 1.0}
    for column in columns[:-1]:
        following: dict[tuple[tuple[int, ...], float], float] = {}
        for (left, weight), times in ways.items():
            if len(following) > _MOST_NODES or comb(column + len(rows) - 1, len(rows) - 1) > _MOST_NODES:
                return None
            for part in _parts(column, left):
                rest = tuple(sorted(one - taken for one, taken in zip(left, part, strict=True)))
                added = round(weight - sum(lgamma(taken + 1) for taken in part), 8)
                following[rest, added] = following.get((rest, added), 0.0) + times
        ways = following
    ends = ((weight - sum(lgamma(taken + 1) for taken in left), times) for (left, weight), times in ways.items())
    p = sum(times * _chance(rows, columns, weight) for weight, times in ends if weight <= observed + _SAME * 10)
    return min(1.0, p)


def _parts(total: int, limits: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return every way to split a total over places that each take at most so many."""
    if len(limits) == 1:
        return [(total,)] if total <= limits[0] else []
    least = max(0, total - sum(limits[1:]))
    return [
        (first, *rest)
        for first in range(least, min(total, limits[0]) + 1)
        for rest in _parts(total - first, limits[1:])
    ]


def _drawn(cells: NDArray[np.int64], observed: float, seed: int) -> float:
    """Return the share of random tables no likelier than the observed one, that one counted in (Hope 1968)."""
    from scipy.special import gammaln
    from scipy.stats import random_table

    drawn = random_table(cells.sum(axis=1), cells.sum(axis=0), seed=seed).rvs(size=_DRAWS)
    weights = -gammaln(drawn + 1).sum(axis=(1, 2))
    return (1 + int((weights <= observed + _SAME).sum())) / (_DRAWS + 1)
