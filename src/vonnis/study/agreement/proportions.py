"""Shares with the interval that goes with few units."""

from __future__ import annotations

from statistics import NormalDist

import msgspec


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A share of ``of`` things, with its 95% Wilson interval; all None where there is nothing to share."""

    count: int
    of: int
    estimate: float | None
    low: float | None
    high: float | None


def share(count: int, of: int, *, level: float = 0.95) -> Share:
    """Return a share with Wilson's score interval (Wilson 1927)."""
    if of == 0:
        return Share(count=count, of=of, estimate=None, low=None, high=None)
    quantile = NormalDist().inv_cdf((1 + level) / 2)
    estimate, square = count / of, quantile**2 / of
    middle = (estimate + square / 2) / (1 + square)
    half = quantile / (1 + square) * (estimate * (1 - estimate) / of + square / (4 * of)) ** 0.5
    return Share(count=count, of=of, estimate=estimate, low=max(middle - half, 0.0), high=min(middle + half, 1.0))
