"""What in a note for the team could lead to a person: said while somebody writes, and never in the way.

A note may be saved all the same: "the hotel in the file" needs no warning, and a program cannot know every name.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from vonnis.disclosure.quotes import check_quote

Kind = Literal["name", "date", "place", "number"]

_KINDS: dict[str, Kind] = {
    "name": "name",
    "date": "date",
    "place": "place",
    "number": "number",
    "identifier": "number",
}


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for beside the quote guard."""

    date: tuple[str, ...]
    place: tuple[str, ...]
    name: tuple[str, ...]
    known: frozenset[str]


class Told(msgspec.Struct, frozen=True):
    """Words of a note that could lead to a person, and of which kind they are."""

    kind: Kind
    words: str


def told_by(note: str) -> tuple[Told, ...]:
    """Return what a note tells that it should not, in the order of the text; words that hold others stand for them."""
    own = _patterns()
    found: list[tuple[int, int, Kind]] = [
        (each.start, each.end, _KINDS[each.kind])
        for each in check_quote(note)
        if each.kind in _KINDS and each.words not in own.known
    ]
    kinds: dict[Kind, tuple[str, ...]] = {"name": own.name, "date": own.date, "place": own.place}
    for kind, patterns in kinds.items():
        for pattern in patterns:
            hits = re.finditer(pattern, note)
            found += [
                (hit.start(), hit.end(), kind)
                for hit in hits
                if kind == "date" or not own.known.intersection(hit[0].split())
            ]
    found.sort(key=lambda each: (each[0], -each[1]))
    kept: list[tuple[int, int, Kind]] = []
    for each in found:
        if not kept or each[0] >= kept[-1][1]:
            kept.append(each)
    return tuple(Told(kind, note[start:end]) for start, end, kind in kept)


@cache
def _patterns() -> _Patterns:
    content = files("vonnis.web.care").joinpath("notes.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(content), _Patterns)
