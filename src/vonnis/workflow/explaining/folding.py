"""Tell which parts of a text stay folded until a reader opens them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from vonnis.judgment.section import Section, SectionKind


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shipped rules; stems are in lower case."""

    kinds: frozenset[SectionKind]
    within: frozenset[SectionKind]
    headings: tuple[str, ...]
    until: tuple[str, ...]


@cache
def _rules() -> _Rules:
    content = files(__package__).joinpath("folding.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(content), _Rules)


def folded(sections: Sequence[Section], text: str) -> frozenset[Section]:
    """Return the sections that stay folded, by their kind, their heading, or the heading that they stand under."""
    rules = _rules()
    found: set[Section] = set()
    is_within = False
    for section in sections:
        if section.kind in rules.kinds:
            found.add(section)
            continue
        if section.kind not in rules.within:
            is_within = False
            continue
        title = text[section.heading.start : section.heading.end].lower() if section.heading else ""
        if any(stem in title for stem in rules.until):
            is_within = False
        elif any(stem in title for stem in rules.headings):
            is_within = True
        if is_within:
            found.add(section)
    return frozenset(found)
