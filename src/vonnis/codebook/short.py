"""The short form of a codebook: the questions marked ``short``, and what these cannot do without."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vonnis.codebook.codebook import Codebook, Derived
from vonnis.codebook.expression import Rule


def shortened(codebook: Codebook) -> Codebook:
    """Return the short form of a codebook.

    It holds the questions marked ``short``, their parts, and the variables on which their skip rules rest; of checks
    and derived variables those that rest on nothing else. Its name says that it is short, its version stays.
    """
    kept = {variable.name for variable in codebook.variables if variable.short}
    kept |= {variable.name for variable in codebook.variables if variable.part_of in kept}
    while more := {name for name in _skips(codebook, kept) if name in codebook.by_name} - kept:
        kept |= more
    derived = _derived(codebook, kept | codebook.parameters.keys())
    known = kept | codebook.parameters.keys() | {one.name for one in derived}
    variables = tuple(variable for variable in codebook.variables if variable.name in kept)
    used = {variable.section for variable in variables}
    return msgspec.structs.replace(
        codebook,
        name=f"{codebook.name}-short",
        variables=tuple(
            variable if variable.part_of in {None, *kept} else msgspec.structs.replace(variable, part_of=None)
            for variable in variables
        ),
        sections=tuple(section for section in codebook.sections if section.id in used),
        checks=tuple(check for check in codebook.checks if known.issuperset(check.must.names())),
        derived=derived,
    )


def _skips(codebook: Codebook, kept: Iterable[str]) -> set[str]:
    rules = (codebook.by_name[name].asked_if for name in kept)
    return {name for rule in rules if rule for name in rule.names()}


def _rules(derived: Derived) -> list[Rule]:
    return [rule for rule in (derived.value, *(case.when for case in derived.cases)) if rule]


def _derived(codebook: Codebook, known: set[str]) -> tuple[Derived, ...]:
    """Return the derived variables that can be computed from known names; alternatives that cannot are left out."""
    found: dict[str, Derived] = {}
    while True:
        more = {
            one.name: one
            for one in codebook.derived
            if one.name not in found
            and (known | found.keys()).issuperset(name for rule in _rules(one) for name in rule.names())
        }
        if not more:
            break
        found |= more
    return tuple(
        msgspec.structs.replace(one, alternatives=tuple(other for other in one.alternatives if other.name in found))
        for one in codebook.derived
        if one.name in found
    )
