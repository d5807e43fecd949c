"""Drift: whether a coder comes to agree less, or more, with the others as the work goes on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from vonnis.study.agreement.proportions import Share, share
from vonnis.study.agreement.ratings import GAP, Ratings

BLOCK = 10
"""The fewest units in a block; fewer tell nothing."""
BLOCKS = 4


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """One coder's agreement with the others, in blocks of units in the order in which the coder worked.

    ``trend`` is the p-value of a trend over the blocks (Cochran 1954, Armitage 1955), None where nothing varies. With
    many coders and variables, one in twenty falls below 0.05 by chance alone.
    """

    coder: str
    blocks: tuple[Share, ...]
    trend: float | None


def drift(ratings: Ratings, order: Sequence[Sequence[int | None]]) -> Iterator[Drift]:
    """Yield the drift of each coder.

    Args:
        ratings: the answers on one variable.
        order: for each coder, the place in time of the coder's answer on each unit, None where there is none. Only
            which comes first counts.

    A unit counts as agreed when the coder's answer is that of more than half of the others who answered it.
    """
    for place, coder in enumerate(ratings.coders):
        agreed = [_agreed(ratings, place, unit) for _, unit in sorted(_timed(order[place]))]
        known = [value for value in agreed if value is not None]
        count = min(BLOCKS, len(known) // BLOCK)
        if count:
            parts = [part.tolist() for part in np.array_split(np.array(known, dtype=int), count)]
            blocks = tuple(share(sum(part), len(part)) for part in parts)
            yield Drift(coder=coder, blocks=blocks, trend=_trend(blocks))


def _timed(places: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    for unit, when in enumerate(places):
        if when is not None:
            yield when, unit


def _agreed(ratings: Ratings, coder: int, unit: int) -> bool | None:
    """Tell whether a coder agrees with most of the others on a unit; None without two answers to compare."""
    row = ratings.codes[unit]
    own = row[coder]
    others = np.delete(row, coder)
    others = others[others != GAP]
    return None if own == GAP or not len(others) else bool((others == own).mean() > 0.5)  # noqa: PLR2004 - more than half


def _trend(blocks: Sequence[Share]) -> float | None:
    """Return the two-sided p-value of the Cochran-Armitage test for a trend in shares."""
    sizes = np.array([block.of for block in blocks], dtype=float)
    agreed = np.array([block.count for block in blocks], dtype=float)
    total, mean = sizes.sum(), agreed.sum() / sizes.sum()
    steps = np.arange(len(blocks), dtype=float)
    spread = (sizes * steps**2).sum() - (sizes * steps).sum() ** 2 / total
    variance = mean * (1 - mean) * spread
    if variance <= 0:
        return None
    score = (steps * (agreed - sizes * mean)).sum() / variance**0.5
    return math.erfc(abs(score) / math.sqrt(2))
