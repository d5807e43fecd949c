"""Which persons of a case stand on a coder's own list.

Finding the persons in a file is a part of coding it: a coder who saw how many victims a colleague found would not look
with fresh eyes. So each coder builds a list of their own, numbered in the order in which the decision, or else the
charge, names them, and lists are held against each other where coders are. Persons whom the lead listed beforehand, or
who came with the frame, stand on every list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from vonnis.study.coding import Round
from vonnis.study.log import Listing
from vonnis.study.unit import Unit

PersonsRule = Literal["own", "shared", "fixed"]
"""Who lists persons: each coder alone; all together, each seeing what the others add; or the lead beforehand."""


def listed_by(listings: Iterable[Listing], *, coder: str, round_: Round) -> set[str]:
    """Return the persons who stand on a coder's list in a round."""
    return {each.unit for each in _last(listings) if (each.coder, each.round) == (coder, round_)}


def visible(
    units: Iterable[Unit], listings: Iterable[Listing], *, coder: str, round_: Round, rule: PersonsRule
) -> list[Unit]:
    """Return the units of a case that a coder may see in a round, in their order.

    Left out are persons whom only others listed, or this coder in another round, and the pairs with them.
    """
    everybody = list(listings)
    if rule == "shared":
        own = {each.unit for each in _last(everybody)}
    else:
        own = listed_by(everybody, coder=coder, round_=round_)
    hidden = {each.unit for each in everybody} - own
    return [unit for unit in units if unit.victim not in hidden]


def _last(listings: Iterable[Listing]) -> list[Listing]:
    """Return the last word about each person, coder and round, where it puts the person on the list."""
    last = {(each.unit, each.coder, each.round): each for each in sorted(listings, key=lambda one: (one.at, one.id))}
    return [each for each in last.values() if each.listed]


def next_number(units: Iterable[Unit]) -> int:
    """Return the number of the next victim, after those on a list: one more than the highest."""
    numbers = (unit.id.rpartition("-V")[2] for unit in units if unit.level == "victim")
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
