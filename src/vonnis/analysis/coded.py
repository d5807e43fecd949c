"""The dataset tables of a coded study as columns of units, so that a plan can be carried out on them."""

from __future__ import annotations

from collections.abc import Iterator

from vonnis.analysis.units import Asked, Units
from vonnis.codebook.codebook import Derived, Level, Variable
from vonnis.study.durations import DayRule
from vonnis.study.tables import StudyTables


def units_of_tables(tables: StudyTables, *, rule: DayRule) -> dict[str, Units]:
    """Return the units of each level with the questions and derived variables of its codebook.

    ``rule`` makes days of durations. A derived variable can be asked for where the tables hold it.
    """
    return {
        level: Units(level, frame, {one.name: _asked(one) for one in _of(tables, level)}, rule)
        for level, frame in tables.levels.items()
    }


def _of(tables: StudyTables, level: Level) -> Iterator[Variable | Derived]:
    yield from tables.codebook.at(level)
    yield from (one for one in tables.codebook.derived if one.level == level)


def _asked(variable: Variable | Derived) -> Asked:
    categories = tuple((category.code, category.label) for category in variable.categories)
    return Asked(variable.name, variable.type, variable.label, categories)
