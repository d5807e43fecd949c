"""A wording that a clause, a sentence or a quantity is asked for is one that its watch looks for."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest

from tests.judgment.patterns import is_found_by_matching
from vonnis.extraction import decision, demand, dictum, phrases, roles
from vonnis.judgment.scan import Watch

MODULES = (decision, demand, dictum, phrases, roles)
_ASKED = re.compile(r"\b(?:seen|before|pre)\.(?:has|opens|search|match|may_have)\((_?[A-Z][A-Z_]+)\)")


def _watched(module: ModuleType) -> list[re.Pattern[str]]:
    """Return the patterns that the watches of a module look for."""
    watches = [value for value in vars(module).values() if isinstance(value, Watch)]
    watches += [cues.watch for cues in vars(module).get("OF_INSTANCE", {}).values()]
    return [pattern for watch in watches for pattern in watch._patterns]


def _asked() -> list[tuple[ModuleType, str]]:
    return [(module, name) for module in MODULES for name in sorted(set(_ASKED.findall(inspect.getsource(module))))]


@pytest.mark.parametrize(("module", "name"), _asked(), ids=lambda value: getattr(value, "__name__", value))
def test_what_is_asked_for_is_watched_for(module: ModuleType, name: str) -> None:
    assert any(pattern is getattr(module, name) for pattern in _watched(module))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_is_watched_for_always_takes_a_character(module: ModuleType) -> None:
    assert all(map(is_found_by_matching, _watched(module)))
