"""Which questions of a codebook ask what a machine also reads (``[final]`` in ``study.toml``)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from vonnis.codebook.codebook import Category, Level, Type, Variable
from vonnis.extraction.record import ChannelClass, Sex

Field = Literal[
    "birth_year",
    "custody",
    "custody_suspended",
    "service",
    "demand_stated",
    "victim_sex",
    "victim_age",
    "first_contact",
    "contact_age",
    "channels",
]
"""What a machine reads and people can overrule: the first five of a client, then two of a victim, three of a pair."""
FIELDS: tuple[Field, ...] = get_args(Field)


class FinalQuestions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which questions of the codebook ask what a machine also reads, so that their final values overrule it.

    ``units`` is a CSV with the columns ``id`` and ``unit``: which unit of the coding a client or victim of the table of
    complexes is; without it they are known by their study numbers there.
    """

    units: str = ""
    birth_year: str = ""
    custody: str = ""
    custody_suspended: str = ""
    service: str = ""
    demand_stated: str = ""
    victim_sex: str = ""
    victim_age: str = ""
    first_contact: str = ""
    contact_age: str = ""
    channels: str = ""


_TYPES: dict[Field, tuple[Type, ...]] = {
    "birth_year": ("integer",),
    "custody": ("duration",),
    "custody_suspended": ("duration",),
    "service": ("duration", "integer"),
    "demand_stated": ("category",),
    "victim_sex": ("category",),
    "victim_age": ("interval", "integer"),
    "first_contact": ("date",),
    "contact_age": ("interval", "integer"),
    "channels": ("categories", "category"),
}
_WORDS: dict[Field, tuple[str, ...]] = {
    "demand_stated": ("yes", "no"),
    "victim_sex": get_args(Sex),
    "channels": get_args(ChannelClass),
}
"""The words of the extraction record that the categories of a question must mean."""


def level_of(field: Field) -> Level:
    """Return the level of the units that a field is asked of."""
    place = FIELDS.index(field)
    return "defendant" if place < FIELDS.index("victim_sex") else "victim" if field.startswith("victim_") else "pair"


def problem_with(field: Field, name: str, *, variable: Variable | None) -> str | None:
    """Return in one sentence why a question cannot answer a field; None where it can.

    ``variable`` is the question of that name, None where the codebook asks none.
    """
    who = f"final.{field} names {name!r}"
    if variable is None or variable.level != level_of(field):
        return f"{who}, which is no question about a {level_of(field)} in the codebook"
    if variable.type not in _TYPES[field]:
        wanted = " or ".join(_TYPES[field])
        return f"{who}, a question of type {variable.type}; the machine reads that as {wanted}, so ask it so"
    allowed = _WORDS.get(field)
    if allowed is None:
        return None
    wrong = next((each for each in variable.categories if not _means(each, allowed)), None)
    if wrong is not None:
        return (
            f"{who}, whose category {wrong.code} does not say what it is to the machine;"
            f" give it read_as in the codebook, with one of {', '.join(allowed)}"
        )
    meant = {each.read_as[0] for each in variable.categories}
    if field == "demand_stated" and meant != set(allowed):
        return f"{who}, in which no category means {min(set(allowed) - meant)}; give one read_as in the codebook"
    return None


def _means(category: Category, allowed: tuple[str, ...]) -> bool:
    return bool(category.read_as) and set(category.read_as) <= set(allowed)
