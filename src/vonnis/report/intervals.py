"""The methods behind intervals, named in the language of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vonnis.report.words import Language, data

_PARTS = re.compile(r", (?![^(]*\))")
"""What parts the parts of a name, outside brackets."""
_WITH: dict[Language, str] = {"nl": ", met ", "en": ", with "}


def method_name(method: str, language: Language) -> str:
    """Return what a method is called in a language: ``t, clusters (CR2)`` is "t-verdeling met clusters (CR2)"."""
    known = data("intervals.yaml")
    name = ", ".join(known[part][language] if part in known else part for part in _PARTS.split(method))
    return name.replace(_WITH[language], _WITH[language].removeprefix(","))


def method_names(methods: Iterable[str], language: Language) -> str:
    """Return the names of methods, each once, in the order of the language."""
    return "; ".join(sorted({method_name(method, language) for method in methods}, key=str.casefold))
