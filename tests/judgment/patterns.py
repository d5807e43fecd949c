"""Every pattern by which vonnis reads judgments, by the place where it stands."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import vonnis.extraction
import vonnis.judgment
from vonnis.judgment.scan import Finder, Watch


def _in_value(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that a name of a module stands for."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Finder):
        yield value.pattern
    elif isinstance(value, Watch):
        yield from value._patterns


def _modules() -> Iterator[str]:
    """Yield the names of the modules that hold rules."""
    for package in (vonnis.judgment, vonnis.extraction):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith((".html", ".pdf", ".word", ".scan")):
                yield module.name


def all_patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of all modules that hold rules; the name says where each stands."""
    found: dict[str, re.Pattern[str]] = {}
    for name in _modules():
        for variable, value in vars(importlib.import_module(name)).items():
            for number, pattern in enumerate(_in_value(value)):
                if pattern not in found.values():
                    found[f"{name.removeprefix('vonnis.')}.{variable}.{number}"] = pattern
    return found


def is_found_by_matching(pattern: re.Pattern[str]) -> bool:
    """Tell whether a pattern always takes a character, as a finder asks."""
    return pattern.match("") is None and pattern.search("–") is None
