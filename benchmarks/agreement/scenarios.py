"""The worlds in which intervals are tried: what the truth is, how coders err, how many there are, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from vonnis.study.agreement.patterns import Patterns
from vonnis.study.agreement.ratings import GAP, Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHARES: tuple[tuple[float, ...], ...] = (
    (0.5, 0.5),
    (0.8, 0.2),
    (0.9, 0.1),
    (0.5, 0.3, 0.2),
    (0.4, 0.3, 0.1, 0.1, 0.1),
)
"""How often each category is true."""
RIGHT = (0.6, 0.8, 0.9, 0.95)
"""How often a coder knows the answer; otherwise the answer is drawn by the shares."""
CODERS: tuple[tuple[int, float], ...] = ((2, 0.0), (3, 0.0), (3, 0.2))
"""How many coders, and the share of answers that is missing by chance."""
RANKS = (0.1, 0.2, 0.3, 0.25, 0.15)
MONTHS = (1.0, 2.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0)
MONTH_SHARES = (0.1, 0.1, 0.2, 0.25, 0.1, 0.15, 0.06, 0.04)


class Scenario(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One world: its name, how answers are measured, and how likely each pattern of answers is."""

    name: str
    level: Level
    rows: NDArray[np.int32]
    chances: Floats
    size: int
    numbers: Floats | None = None
    labels: tuple[str, ...] = ()

    def patterns(self) -> Patterns:
        """Return all patterns that can happen, each with as many units as it is likely."""
        return Patterns(rows=self.rows, units=self.chances, size=self.size)


def names() -> Iterator[Scenario]:
    """Yield the worlds of names: each share, each knowledge, each number of coders."""
    for shares, right, (coders, gaps) in product(SHARES, RIGHT, CODERS):
        known = right * np.eye(len(shares)) + (1 - right) * np.array(shares)[None, :]
        label = f"{'/'.join(f'{share:.0%}' for share in shares)}, coders know {right:.0%}"
        yield _scenario(label, np.array(shares), answers=known, team=(coders, gaps))


def ranks() -> Iterator[Scenario]:
    """Yield the worlds of five ranks, in which coders slip to a neighbour or guess."""
    for right, (coders, gaps) in product(RIGHT, CODERS):
        for slip in ("neighbour", "any"):
            answers = _slips(len(RANKS), right, np.array(RANKS), near=slip == "neighbour")
            label = f"five ranks, coders know {right:.0%}, errors: {slip}"
            yield _scenario(
                label,
                np.array(RANKS),
                answers=answers,
                team=(coders, gaps),
                scale=("ordinal", np.arange(1.0, len(RANKS) + 1)),
            )


def numbers(level: Level) -> Iterator[Scenario]:
    """Yield the worlds of months: mostly right with some slips, or always a little off."""
    months, shares = np.array(MONTHS), np.array(MONTH_SHARES)
    for coders, gaps in CODERS:
        for right in RIGHT:
            for slip in ("neighbour", "any"):
                answers = _slips(len(months), right, shares, near=slip == "neighbour")
                label = f"months, coders know {right:.0%}, errors: {slip}"
                yield _scenario(label, shares, answers=answers, team=(coders, gaps), scale=(level, months))
        for noise in (1.0, 2.0, 4.0):
            kernel = np.exp(-0.5 * ((months[:, None] - months[None, :]) / noise) ** 2)
            label = f"months, read with noise of {noise:.0f}"
            answers = kernel / kernel.sum(axis=1, keepdims=True)
            yield _scenario(label, shares, answers=answers, team=(coders, gaps), scale=(level, months))


def sets() -> Iterator[Scenario]:
    """Yield the worlds of sets of three channels, in which a coder overlooks or adds one now and then."""
    labels = tuple("|".join(name for place, name in enumerate("abc") if mask >> place & 1) for mask in range(1, 8))
    shares = np.array([0.35, 0.2, 0.1, 0.15, 0.08, 0.07, 0.05])
    masks = np.arange(1, 8)
    apart = np.array([[int(one ^ other).bit_count() for other in masks] for one in masks])
    for right, (coders, gaps) in product((0.8, 0.9, 0.95, 0.98), CODERS):
        answers = right ** (3 - apart) * (1 - right) ** apart
        answers = answers / answers.sum(axis=1, keepdims=True)
        label = f"sets of three, each member known {right:.0%}"
        world = _scenario(label, shares, answers=answers, team=(coders, gaps), scale=("set", None))
        yield msgspec.structs.replace(world, labels=labels)


def _slips(size: int, right: float, shares: Floats, *, near: bool) -> Floats:
    if not near:
        return right * np.eye(size) + (1 - right) * shares[None, :]
    beside = np.eye(size, k=1) + np.eye(size, k=-1)
    known: Floats = right * np.eye(size) + (1 - right) * beside / beside.sum(axis=1, keepdims=True)
    return known


def _scenario(
    label: str,
    shares: Floats,
    *,
    answers: Floats,
    team: tuple[int, float],
    scale: tuple[Level, Floats | None] = ("nominal", None),
) -> Scenario:
    """Work out how likely each row of answers is, over all true answers, for so many coders and missing answers."""
    (coders, gaps), (level, numbers) = team, scale
    size = len(shares)
    heard = np.concatenate([np.full((size, 1), gaps), (1 - gaps) * answers], axis=1)
    choices = range(0 if gaps else 1, size + 1)
    rows = np.array(list(product(choices, repeat=coders)), dtype=np.int32)
    chances = np.einsum("t,tr->r", shares, np.prod([heard[:, rows[:, coder]] for coder in range(coders)], axis=0))
    answered = (rows > 0).any(axis=1)
    suffix = f"{coders} coders" + (f", {gaps:.0%} missing" if gaps else "")
    return Scenario(
        name=f"{label}, {suffix}",
        level=level,
        rows=rows[answered] + np.int32(GAP),
        chances=chances[answered] / chances[answered].sum(),
        size=size,
        numbers=numbers,
    )
