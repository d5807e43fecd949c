"""What every coefficient hands on: its ratio of disagreements, and what one unit does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np

from vonnis.study.agreement.patterns import Patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Moments(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A coefficient as ``1 - ratio``, for each row of weights.

    ``ratio`` is observed over expected disagreement, NaN where nothing is expected. ``scale`` is the expected
    disagreement as a share of the largest that two answers can have, so that ``ratio * scale`` lies between 0 and 1.
    ``influence`` is what one more unit of each pattern adds to the ratio (a row of weights by a pattern), or None
    where it was not asked for.
    """

    ratio: Floats
    scale: Floats
    influence: Floats | None = None


class Measure(Protocol):
    """A coefficient: moments from patterns and weights."""

    def __call__(self, patterns: Patterns, weights: Floats, *, influence: bool = False) -> Moments:
        """Return the moments for each row of ``weights``, which has a column a pattern."""
        ...


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """Return the quotients, NaN where the denominator is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)
