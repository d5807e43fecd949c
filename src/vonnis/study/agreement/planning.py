"""How many units have to be coded twice for an interval of a given width.

The plan assumes two coders who know the answer equally well and otherwise answer by the shares of the categories: then
alpha is what is expected, and each pattern of two answers has a known chance (Donner and Eliasziw 1992). The width is
that of the interval around the sample that is to be expected; a real sample gives a wider or a narrower one.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from vonnis.errors import UsageError
from vonnis.study.agreement.alpha import alpha_by_name
from vonnis.study.agreement.intervals import score
from vonnis.study.agreement.measuring import FEWEST_OTHERS, FEWEST_UNITS
from vonnis.study.agreement.patterns import Patterns

SIZES = (10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500)
LARGEST = 100_000
_SUM = 1e-6


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected: the agreement as alpha, and the share of each category."""

    alpha: float = 0.8
    shares: tuple[float, ...] = (0.5, 0.5)


class PlannedInterval(msgspec.Struct, frozen=True, kw_only=True):
    """What a number of double-coded units gives: the interval around alpha, or the reason why there is none."""

    units: int
    low: float | None
    high: float | None
    reason: str | None = None

    @property
    def width(self) -> float | None:
        """The width of the interval."""
        return None if self.low is None or self.high is None else self.high - self.low


def planned(expectation: Expectation, units: int) -> PlannedInterval:
    """Return the interval that so many double-coded units are expected to give.

    Raises:
        UsageError: the expectation cannot be: alpha outside 0-1, or shares that do not add up to 1.
    """
    _check(expectation)
    if units < FEWEST_UNITS:
        return PlannedInterval(units=units, low=None, high=None, reason=f"fewer than {FEWEST_UNITS} units")
    others = 2 * units * (1 - max(expectation.shares))
    if others < FEWEST_OTHERS:
        reason = f"fewer than {FEWEST_OTHERS} answers expected outside the commonest category"
        return PlannedInterval(units=units, low=None, high=None, reason=reason)
    patterns = _expected(expectation, units)
    ends = score(alpha_by_name, patterns, weights=patterns.units[None, :])
    return PlannedInterval(units=units, low=float(ends.low[0]), high=float(ends.high[0]))


def plan(expectation: Expectation, sizes: Sequence[int] = SIZES) -> tuple[PlannedInterval, ...]:
    """Return the interval that each size is expected to give."""
    return tuple(planned(expectation, size) for size in sizes)


def units_for(expectation: Expectation, width: float) -> int | None:
    """Return the fewest double-coded units whose expected interval is no wider than this; None beyond 100,000."""

    def narrow(units: int) -> bool:
        found = planned(expectation, units).width
        return found is not None and found <= width

    low, high = FEWEST_UNITS - 1, FEWEST_UNITS
    while not narrow(high):
        low, high = high, high * 2
        if high > LARGEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if narrow(middle) else (middle, high)
    return high


def _expected(expectation: Expectation, units: int) -> Patterns:
    shares = np.array(expectation.shares)
    size = len(shares)
    chances = expectation.alpha * np.diag(shares) + (1 - expectation.alpha) * np.outer(shares, shares)
    rows = np.stack(np.divmod(np.arange(size * size), size), axis=1).astype(np.int32)
    return Patterns(rows=rows, units=chances.ravel() * units, size=size)


def _check(expectation: Expectation) -> None:
    if not 0 <= expectation.alpha < 1:
        message = f"an alpha of {expectation.alpha:g} cannot be expected; give one from 0 to below 1"
        raise UsageError(message)
    shares = expectation.shares
    if len(shares) < 2 or min(shares) <= 0 or abs(sum(shares) - 1) > _SUM:  # noqa: PLR2004 - one category has no alpha
        message = f"shares of {', '.join(f'{share:g}' for share in shares)}: give two or more that add up to 1"
        raise UsageError(message)
