"""Ratings folded into the distinct ways in which a unit was answered, and how many units have each.

What a coefficient needs of a unit is only its pattern. Twenty-five thousand units on a question with five categories
are some thirty patterns, so that drawing them again a thousand times costs next to nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from vonnis.study.agreement.ratings import GAP, Ratings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DENSE_CELLS = 2_000_000
_PAIR = 2


class Patterns(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Distinct patterns of answers.

    ``rows`` has a row a pattern and a column a coder (in no order where there are more than two); ``units`` counts
    how many units have it. ``size`` is the number of categories.
    """

    rows: NDArray[np.int32]
    units: NDArray[np.float64]
    size: int

    @cached_property
    def ratings(self) -> NDArray[np.float64]:
        """How many answers a unit with each pattern has."""
        counted: NDArray[np.float64] = (self.rows != GAP).sum(axis=1).astype(np.float64)
        return counted

    @cached_property
    def counts(self) -> Any:  # noqa: ANN401 - a dense or a sparse matrix, which share their operators
        """How many answers of each pattern fall in each category."""
        return _tally(self.rows, self.size)

    @cached_property
    def first(self) -> Any:  # noqa: ANN401 - as counts
        """Ones where the first coder chose a category."""
        return _tally(self.rows[:, :1], self.size)

    @cached_property
    def second(self) -> Any:  # noqa: ANN401 - as counts
        """Ones where the second coder chose a category."""
        return _tally(self.rows[:, 1:2], self.size)

    @cached_property
    def paired(self) -> NDArray[np.bool_]:
        """Which patterns have two answers or more."""
        return self.ratings >= _PAIR

    @property
    def overlap(self) -> int:
        """How many units have two answers or more."""
        return int(self.units[self.paired].sum())

    @cached_property
    def with_agreement(self) -> Patterns:
        """Return the patterns with one unit more on which all agree, spread evenly over the categories.

        It keeps the variance of a small sample from vanishing only because a category never met itself.
        """
        mean = (self.units * self.ratings)[self.paired].sum() / max(self.units[self.paired].sum(), 1e-300)
        usual = round(float(mean))
        agreeing = np.full((self.size, self.rows.shape[1]), GAP, dtype=np.int32)
        agreeing[:, :usual] = np.arange(self.size, dtype=np.int32)[:, None]
        return Patterns(
            rows=np.concatenate([self.rows, agreeing]),
            units=np.concatenate([self.units, np.full(self.size, 1 / self.size)]),
            size=self.size,
        )


def fold(ratings: Ratings) -> Patterns:
    """Return the patterns of ratings, without the units that nobody answered."""
    codes = ratings.codes[(ratings.codes != GAP).any(axis=1)]
    codes = codes[:, (ratings.codes != GAP).any(axis=0)]
    if codes.shape[1] == _PAIR:
        base = len(ratings.categories) + 1
        keys, units = np.unique((codes[:, 0] + 1).astype(np.int64) * base + codes[:, 1] + 1, return_counts=True)
        rows = np.stack([keys // base - 1, keys % base - 1], axis=1)
    else:
        rows, units = np.unique(np.sort(codes, axis=1), axis=0, return_counts=True)
    return Patterns(rows=rows.astype(np.int32), units=units.astype(np.float64), size=len(ratings.categories))


def _tally(rows: NDArray[np.int32], size: int) -> Any:  # noqa: ANN401 - a dense or a sparse matrix
    place, column = np.nonzero(rows != GAP)
    codes = rows[place, column]
    if len(rows) * size <= _DENSE_CELLS:
        dense = np.zeros((len(rows), size))
        np.add.at(dense, (place, codes), 1.0)
        return dense
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(codes)), (place, codes)), shape=(len(rows), size))
