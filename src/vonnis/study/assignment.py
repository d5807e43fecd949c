"""Who codes what: a planned overlap, balanced over the coders and over every pair of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random

from vonnis.errors import StudyError
from vonnis.study.coding import Round
from vonnis.study.log import Assignment

_PAIR = 2


def assign(
    units: Sequence[str],
    coders: Sequence[str],
    *,
    overlap: float,
    round_: Round = "main",
    seed: int,
    at: dt.datetime,
) -> tuple[Assignment, ...]:
    """Return the assignments of a round, ordered by coder and place.

    A share ``overlap`` of the units, rounded up, goes to two coders, and every pair of coders gets as many of them as
    any other, give or take one. The rest goes to one coder each, so that all have the same load, give or take one.
    In training everybody gets every unit. The order of each coder's queue is left to chance, so that the second coder
    meets a unit at another time than the first.

    Raises:
        StudyError: the overlap is no share, there are no units, coders stand twice, or are too few to overlap.
    """
    _check(units, coders, overlap=overlap, round_=round_)
    rng = Random(seed)
    order = rng.sample(sorted(units), len(units))
    load: Counter[str] = Counter(dict.fromkeys(coders, 0))
    given: dict[str, list[str]] = {coder: [] for coder in coders}

    def give(unit: str, takers: Iterable[str]) -> None:
        for coder in takers:
            load[coder] += 1
            given[coder].append(unit)

    if round_ == "training":
        for unit in order:
            give(unit, coders)
    else:
        pairs = list(combinations(sorted(coders), _PAIR))
        used: Counter[tuple[str, ...]] = Counter(dict.fromkeys(pairs, 0))
        double = _ceiling(overlap * len(order))
        for unit in order[:double]:
            pair = min(pairs, key=lambda pair: (used[pair], load[pair[0]] + load[pair[1]], pair))
            used[pair] += 1
            give(unit, pair)
        for unit in order[double:]:
            give(unit, [min(coders, key=lambda coder: (load[coder], coder))])
    return tuple(
        Assignment(unit=unit, coder=coder, round=round_, place=place, at=at)
        for coder in sorted(given)
        for place, unit in enumerate(rng.sample(given[coder], len(given[coder])), 1)
    )


def holding(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments that hold: the last one of each unit, coder and round, without those handed over."""
    return tuple(each for each in _last(assignments) if each.place > 0)


def handed_over(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments that a coder handed over and did not get again."""
    return tuple(each for each in _last(assignments) if each.place == 0)


def _last(assignments: Iterable[Assignment]) -> Iterable[Assignment]:
    found: dict[tuple[str, str, str], Assignment] = {}
    for each in sorted(assignments, key=lambda each: (each.at, each.id)):
        found[each.unit, each.coder, each.round] = each
    return found.values()


def _check(units: Sequence[str], coders: Sequence[str], *, overlap: float, round_: Round) -> None:
    problems = {
        f"the overlap is {overlap}; give a share from 0 to 1": not 0 <= overlap <= 1,
        "there are no units to assign; import a frame or draw a sample first": not units,
        "there are no coders; name them": not coders,
        "a coder is named twice; name each once": len(set(coders)) < len(coders),
        "one coder cannot code a unit twice; name two, or set the overlap to 0": (
            len(coders) < _PAIR and overlap > 0 and round_ != "training"
        ),
    }
    for message, wrong in problems.items():
        if wrong:
            raise StudyError(message)


def _ceiling(number: float) -> int:
    """Return the number rounded up, where a hair above a whole number is that number (0.2 × 15 is 3)."""
    whole = round(number)
    return whole if abs(number - whole) < 1e-9 else int(number) + 1  # noqa: PLR2004 - the error of a float
