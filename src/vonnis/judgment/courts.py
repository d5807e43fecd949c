"""Find the names of courts in a text, by the shipped list of courts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import msgspec.yaml

from vonnis.judgment.scan import Finder


class Court(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A court: its name in the value list, its code in an ECLI, its last day where it no longer sits.

    ``also`` holds other names that it goes by; ``source`` is its identifier in the value list.
    """

    name: str
    source: str
    code: str | None = None
    until: dt.date | None = None
    also: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A court's name in a text, at ``text[start:end]``."""

    court: Court
    start: int
    end: int


_FAMILIES = {
    "rechtbank": r"(?:arrondissements)?rechtbank(?:\s+(?:te|van|in))?",
    "gerechtshof": r"(?:gerechts)?hof(?:\s+(?:te|van|in))?",
}
"""How the first word of a name may be written in a text."""


@cache
def courts() -> tuple[Court, ...]:
    """Return the shipped list of courts."""
    return msgspec.yaml.decode(files(__package__).joinpath("courts.yaml").read_bytes(), type=tuple[Court, ...])


def mentions(text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Yield each name of a court in ``text[start:end]``, in the order of the text."""
    for match in _names().finditer(text, start, len(text) if end is None else end):
        yield Mention(_by_name()[_key(match.group())], match.start(), match.end())


def _key(name: str) -> str:
    """Return a name without the freedoms of its spelling."""
    words = re.sub(r"\s+", " ", name.replace("’", "'").replace("‘", "'").replace("`", "'")).lower()
    words = re.sub(r"^(?:arrondissements)?rechtbank(?: te| van| in)? ", "rechtbank ", words)
    return re.sub(r"^(?:gerechts)?hof(?: te| van| in)? ", "gerechtshof ", words)


@cache
def _by_name() -> dict[str, Court]:
    """Return the courts by the key of each of their names."""
    return {_key(name): court for court in courts() for name in (court.name, *court.also)}


@cache
def _names() -> Finder:
    """Return one pattern for every name in the list, the longest first."""
    spelled = sorted({name for court in courts() for name in (court.name, *court.also)}, key=len, reverse=True)
    return Finder(re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, spelled))})(?!-?\w)", re.IGNORECASE))


def _pattern(name: str) -> str:
    """Return a name as a pattern that allows the freedoms of its spelling."""
    first, _, rest = name.partition(" ")
    opening = _FAMILIES.get(first.lower(), re.escape(first))
    return r"\s+".join([opening, *(re.escape(word).replace("'", "['’‘`]") for word in rest.split())])
