"""Drawing a sample: by chance, within strata, with the probability that each unit had.

The weight of a drawn unit is the inverse of its probability (Horvitz and Thompson, 1952): how many units of the
population it stands for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal

from vonnis.errors import StudyError
from vonnis.study.log import Drawn
from vonnis.study.unit import Unit

Stratum = Literal["intake_year", "office", "article", "wave"]


def draw(
    units: Sequence[Unit],
    *,
    size: int | Mapping[str, int],
    by: Stratum | None = None,
    seed: int,
    at: dt.datetime,
) -> tuple[Drawn, ...]:
    """Return the sample of the units, ordered by study number; the same seed and units give the same sample.

    Args:
        units: the population, in any order.
        size: how many in all, shared out over the strata in proportion, or how many in each stratum by its name.
        by: what makes the strata; None for one stratum, named ``all``.
        seed: where chance begins.
        at: when.

    Raises:
        StudyError: more units are asked than there are, or a stratum that does not exist.
    """
    strata: dict[str, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: unit.id):
        strata.setdefault(_stratum(unit, by), []).append(unit)
    sizes = dict(size) if isinstance(size, Mapping) else shares({name: len(own) for name, own in strata.items()}, size)
    for name, asked in sizes.items():
        there = len(strata.get(name, ()))
        if not 0 <= asked <= there:
            known = ", ".join(f"{stratum} ({len(own)})" for stratum, own in strata.items()) or "none"
            message = f"{asked} units are asked of the stratum {name!r}, which has {there}; the strata are {known}"
            raise StudyError(message)
    rng = Random(seed)
    name_of_draw = f"seed-{seed}"
    drawn = [
        Drawn(
            unit=unit.id,
            draw=name_of_draw,
            stratum=name,
            probability=sizes[name] / len(own),
            weight=len(own) / sizes[name],
            seed=seed,
            at=at,
        )
        for name, own in sorted(strata.items())
        if sizes.get(name)
        for unit in rng.sample(own, sizes[name])
    ]
    return tuple(sorted(drawn, key=lambda one: one.unit))


def shares(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many of each stratum a proportional sample takes: largest remainders, and at least one of each.

    Raises:
        StudyError: there are fewer units than are asked, or more strata than units asked.
    """
    total = sum(counts.values())
    if not len(counts) <= size <= total:
        message = f"a sample of {size} cannot be drawn from {total} units in {len(counts)} strata"
        raise StudyError(message)
    exact = {name: size * count / total for name, count in counts.items()}
    taken = {name: max(1, int(share)) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: (int(exact[name]) - exact[name], name))
    while sum(taken.values()) < size:
        name = next(name for name in order if taken[name] < counts[name])
        taken[name] += 1
        order.append(order.pop(order.index(name)))
    while sum(taken.values()) > size:
        spare = [name for name in taken if taken[name] > 1]
        taken[max(spare, key=lambda name: (taken[name] - exact[name], name))] -= 1
    return taken


def _stratum(unit: Unit, by: Stratum | None) -> str:
    if by is None:
        return "all"
    value = getattr(unit, by)
    return "not stated" if value in (None, "") else str(value)
