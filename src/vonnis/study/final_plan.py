"""Which questions of a codebook ask what a machine also reads (``[final]`` in ``study.toml``)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

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
