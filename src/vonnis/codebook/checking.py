"""What is wrong with a codebook beyond the form of its file: names, codes, languages, ranges, rules."""

from __future__ import annotations

from vonnis.codebook.codebook import Codebook
from vonnis.located.node import Node, Notes


def check(codebook: Codebook, node: Node, *, notes: Notes) -> None:
    """Note every mistake in the content of a codebook that its file holds as ``node``."""
    seen: dict[str, int] = {}
    for number, variable in enumerate(codebook.variables):
        place = node.at("variables", number, "name")
        if variable.name in seen:
            notes.add(place, f"`{variable.name}` is asked twice (first in line {seen[variable.name]}); rename one")
        seen.setdefault(variable.name, place.line)
