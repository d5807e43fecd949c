"""Which planned results rest on which questions, so that an erasure can name those that lose their passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from vonnis.codebook.codebook import Codebook
from vonnis.study.protocol import Protocol

_NAME = re.compile(r"\w+")


def results_over(protocol: Protocol | None, codebook: Codebook | None) -> dict[str, tuple[str, ...]]:
    """Return for each question the ids of the planned results that rest on it, also by way of a derived variable.

    A field of the standard figures that takes its final value from a question stands as ``final.FIELD``.
    """
    if protocol is None:
        return {}
    used: dict[str, set[str]] = {}
    derived = {one.name: set(_names(msgspec.to_builtins(one))) for one in codebook.derived} if codebook else {}
    for planned in protocol.analysis.get("plan", ()):
        for name in _with_derived(set(_names(planned)), derived):
            used.setdefault(name, set()).add(str(planned.get("id", "")))
    for field, name in msgspec.structs.asdict(protocol.final).items() if protocol.final else ():
        if field != "units" and name:
            used.setdefault(name, set()).add(f"final.{field}")
    return {name: tuple(sorted(ids)) for name, ids in used.items()}


def _with_derived(names: set[str], derived: Mapping[str, set[str]]) -> set[str]:
    """Return names with those that the derived variables among them are computed from."""
    found, new = set(names), set(names)
    while new := {part for name in new for part in derived.get(name, ())} - found:
        found |= new
    return found


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a table of settings holds
    """Yield every word in a table of settings; a rule names variables in the middle of a text."""
    if isinstance(value, str):
        yield from _NAME.findall(value)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _names(name)
            yield from _names(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _names(each)
