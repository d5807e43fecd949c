"""The laws that judgments apply, by every spelling that courts use; the list itself is ``laws.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

NO_PLACE = "NL"

_PLACES = {
    "curaçao": "CW",
    "curacao": "CW",
    "aruba": "AW",
    "sint maarten": "SX",
    "sint-maarten": "SX",
    "st. maarten": "SX",
    "st maarten": "SX",
    "bonaire": "BES",
    "sint eustatius": "BES",
    "saba": "BES",
    "bes": "BES",
    "nederlandse antillen": "AN",
}
PLACE = (
    r"(?:cura[çc]ao|aruba|(?:sint|st\.?)[ -]maarten|bonaire|sint eustatius|saba|bes|(?:de )?(?:voormalige )?"
    r"nederlandse antillen)"
)
"""A country of the Kingdom, or public body, with a criminal code of its own: a pattern in lower case."""


class Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A law of ``laws.yaml``; ``source`` says where its name and identifier were read."""

    law: str
    names: tuple[str, ...]
    source: str
    short: tuple[str, ...] = ()
    bwb_id: str | None = None
    dotted: bool = False


@cache
def laws() -> dict[str, Law]:
    """Return the laws by their short name; raise msgspec.ValidationError where the list does not fit its shape."""
    found = msgspec.yaml.decode(files(__package__).joinpath("laws.yaml").read_bytes(), type=list[Law])
    return {law.law: law for law in found}


@cache
def _by_spelling() -> dict[str, Law]:
    """Return the law of each spelling, in lower case."""
    return {name.lower(): law for law in laws().values() for name in (*law.names, *law.short)}


def law_of(spelling: str) -> Law | None:
    """Return the law that is spelled so, or None; case and white space do not matter."""
    return _by_spelling().get(" ".join(spelling.lower().split()).removesuffix("."))


def jurisdiction_of(place: str) -> str:
    """Return the code of a part of the Kingdom (CW, AW, SX, BES, AN), or NL for any other words."""
    words = " ".join(place.lower().split())
    return next((code for name, code in _PLACES.items() if name in words), NO_PLACE)


@cache
def law_pattern() -> str:
    """Return a pattern, without groups, for every spelling; longer spellings stand first."""

    def alternatives(spellings: set[str]) -> str:
        return "|".join(re.escape(s).replace("\\ ", r"\s+") for s in sorted(spellings, key=lambda s: (-len(s), s)))

    full = {name.lower() for law in laws().values() for name in law.names}
    short = {form for law in laws().values() for name in law.short for form in (name, name.upper())}
    return rf"(?:(?i:{alternatives(full)})\b|(?-i:{alternatives(short)})\b\.?(?![\w-]))"
