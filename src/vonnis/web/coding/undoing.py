"""Undo steps back through the answers of a file, one answer each time; nothing is taken out of the store.

An undo is an answer like any other, given again, and its line in the log says that it was an undo. From these lines
follows which answers still stand, so that a second undo goes on from where the first one ended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from vonnis.archive.store_rows import instant
from vonnis.study.coding import Coding
from vonnis.web.database import store

UNDO = "coding.undo"
"""The name in the log of an action that gave an earlier answer again."""

Step = tuple[str, str, str]
"""An answer by its unit, its variable and its moment."""


class _About(msgspec.Struct):
    """What the line of an undo says."""

    unit: str
    variable: str


def undone_by(coder: str) -> frozenset[Step]:
    """Return the answers of a coder that an undo gave."""
    lines = store().each_line(name=UNDO, actor=coder)
    told = ((msgspec.json.decode(line.detail, type=_About), line.at) for line in lines)
    return frozenset((about.unit, about.variable, at) for about, at in told)


def last_standing(given: Iterable[Coding], undone: Collection[Step]) -> tuple[Coding, Coding | None] | None:
    """Return the last answer of a file that was not undone, with the one before it to the same question.

    None where nothing was answered; the second is None where the question had no answer before, so that there is
    nothing to go back to.

    Args:
        given: the answers of one coder in one file and round, oldest first.
        undone: those of them that an undo gave.
    """
    standing: list[Coding] = []
    for each in given:
        if standing and _step(each) in undone and _question(each) == _question(standing[-1]):
            standing.pop()
        else:
            standing.append(each)
    if not standing:
        return None
    return standing[-1], _before(standing)


def _before(standing: Sequence[Coding]) -> Coding | None:
    last = standing[-1]
    return next((each for each in reversed(standing[:-1]) if _question(each) == _question(last)), None)


def _question(coding: Coding) -> tuple[str, str]:
    return coding.unit, coding.variable


def _step(coding: Coding) -> Step:
    return coding.unit, coding.variable, instant(coding.at)
