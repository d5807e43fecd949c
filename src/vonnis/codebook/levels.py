"""Which level sees which: a pair sees its defendant, victim and complex; both of these see the complex."""

from __future__ import annotations

from vonnis.codebook.codebook import Codebook, Level

SEEN_FROM: dict[Level, tuple[Level, ...]] = {
    "complex": ("complex",),
    "defendant": ("defendant", "complex"),
    "victim": ("victim", "complex"),
    "pair": ("pair", "defendant", "victim", "complex"),
    "paper": ("paper",),
}
"""The levels whose answers a unit of a level can name without going through the units below it."""


def level_of_name(codebook: Codebook, name: str) -> Level | None:
    """Return the level of a variable or derived variable; None for a parameter or an unknown name."""
    known = codebook.by_name.get(name) or codebook.derived_by_name.get(name)
    return known.level if known else None


def iterated(codebook: Codebook, names: tuple[str, ...], *, level: Level) -> Level:
    """Return the level of the units that ``any(…)`` and its like go through, standing at a level.

    From a complex, what names only victims goes through its victims, only defendants through its defendants; all else
    goes through pairs.
    """
    found = {level_of_name(codebook, name) for name in names} - {None, "complex"}
    if level == "complex" and len(found) == 1:
        only = found.pop()
        return only or "pair"
    return "pair"
