"""The machine's values against the final ones: how often it is right, by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from vonnis.codebook.missing import Missing
from vonnis.study.agreement.proportions import Share, share
from vonnis.study.agreement.ratings import GAP, Ratings


class CategoryError(msgspec.Struct, frozen=True, kw_only=True):
    """How the machine does on one category.

    ``precision`` is the share of the machine's answers that were right, ``recall`` the share of the true ones that it
    gave; ``taken_for`` counts what it gave instead, and "" where it gave nothing.
    """

    category: str
    precision: Share
    recall: Share
    taken_for: dict[str, int]


class MachineError(msgspec.Struct, frozen=True, kw_only=True):
    """How the machine does on one variable.

    ``correct`` is over the units on which it answered (its precision), ``answered`` over all units with a final value,
    ``found`` the share of the valid final values that it gave (its recall): where a file is silent, so is the machine.
    """

    correct: Share
    answered: Share
    found: Share
    categories: tuple[CategoryError, ...]

    @property
    def macro_recall(self) -> float | None:
        """The mean recall over the categories that occur, each weighing the same."""
        recalls = [entry.recall.estimate for entry in self.categories if entry.recall.estimate is not None]
        return sum(recalls) / len(recalls) if recalls else None


def machine_error(pairs: Iterable[tuple[str, str | None]]) -> MachineError:
    """Return the machine's error from pairs of a final value and the machine's value, None where it gave none."""
    cells = Counter((final, machine or "") for final, machine in pairs)
    total = sum(cells.values())
    answered = sum(count for (_, machine), count in cells.items() if machine)
    right = sum(count for (final, machine), count in cells.items() if final == machine)
    valid = sum(count for (final, _), count in cells.items() if Missing.of(final) is None)
    valid_right = sum(count for (final, given), count in cells.items() if final == given and Missing.of(final) is None)
    names = sorted({name for cell in cells for name in cell} - {""})
    return MachineError(
        correct=share(right, answered),
        answered=share(answered, total),
        found=share(valid_right, valid),
        categories=tuple(_category(name, cells) for name in names),
    )


def machine_pairs(ratings: Ratings, *, machine: str, final: str) -> Iterator[tuple[str, str | None]]:
    """Yield the pairs of final and machine value where both stand in one table, as two coders."""
    ours, theirs = ratings.coders.index(final), ratings.coders.index(machine)
    for row in ratings.codes:
        if row[ours] != GAP:
            given = None if row[theirs] == GAP else ratings.categories[row[theirs]]
            yield ratings.categories[row[ours]], given


def _category(name: str, cells: Counter[tuple[str, str]]) -> CategoryError:
    hit = cells[name, name]
    given = sum(count for (_, machine), count in cells.items() if machine == name)
    true = sum(count for (final, _), count in cells.items() if final == name)
    wrong = {machine: count for (final, machine), count in sorted(cells.items()) if final == name != machine}
    return CategoryError(category=name, precision=share(hit, given), recall=share(hit, true), taken_for=wrong)
