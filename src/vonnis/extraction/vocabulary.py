"""The nouns of sanctions, as the table ``sanctions.yaml`` gives them, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import msgspec.yaml

from vonnis.extraction.quantities import Measure
from vonnis.judgment.scan import Finder

Part = Literal["suspended", "probation", "substitute"]


class Noun(msgspec.Struct, frozen=True):
    """A row of the table: a kind of sanction, what it is counted in, and the parts that it can have.

    ``kind`` is a kind of the record, or ``tbs`` where the text has yet to say whether nursing or conditions go with it.
    """

    kind: str
    measure: Measure | Literal["none"]
    carries: frozenset[Part]


class Mention(msgspec.Struct, frozen=True):
    """A noun of a sanction at ``text[start:end]``."""

    start: int
    end: int
    noun: Noun


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as ``sanctions.yaml`` writes it."""

    noun: tuple[str, ...]
    measure: Measure | Literal["none"]
    carries: frozenset[Part]
    source: str


@cache
def _rows() -> dict[str, _Row]:
    """Return the table as it is written."""
    return msgspec.yaml.decode(files(__package__).joinpath("sanctions.yaml").read_bytes(), type=dict[str, _Row])


@cache
def nouns() -> dict[str, Noun]:
    """Return the rows of the table, by kind."""
    return {kind: Noun(kind, row.measure, row.carries) for kind, row in _rows().items()}


@cache
def _finder() -> Finder:
    """Return the table as one pattern with a group per kind."""
    rows = []
    for kind, row in _rows().items():
        joined = "|".join(re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) for pattern in row.noun)
        spaced = joined.replace(" ?", r"\s?").replace(" ", r"\s+")
        rows.append(f"(?P<{kind}>{spaced})")
    return Finder(re.compile(rf"(?<!\w)(?:{'|'.join(rows)})(?!\w)", re.IGNORECASE | re.DOTALL))


def find_mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the nouns of sanctions in ``text[start:end]``, in order."""
    table = nouns()
    for match in _finder().finditer(text, start, end):
        yield Mention(match.start(), match.end(), table[str(match.lastgroup)])
