"""The dataset tables of a coded study as columns of units, so that a plan can be carried out on them."""

from __future__ import annotations

from vonnis.analysis.units import Asked, Units
from vonnis.codebook.codebook import Variable
from vonnis.study.durations import DayRule
from vonnis.study.tables import StudyTables


def units_of_tables(tables: StudyTables, *, rule: DayRule) -> dict[str, Units]:
    """Return the units of each level with the questions that its codebook asks; ``rule`` makes days of durations."""
    return {
        level: Units(level, frame, {one.name: _asked(one) for one in tables.codebook.at(level)}, rule)
        for level, frame in tables.levels.items()
    }


def _asked(variable: Variable) -> Asked:
    categories = tuple((category.code, category.label) for category in variable.categories)
    return Asked(variable.name, variable.type, variable.label, categories)
