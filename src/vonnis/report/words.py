"""The fixed words of the report, from its catalogue."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@cache
def words(language: Language) -> dict[str, str]:
    """Return every fixed word in one language, by its key."""
    return {key: texts[language] for key, texts in data("catalogue.yaml").items()}


@cache
def data(name: str) -> dict[str, Any]:
    """Return the content of a YAML file of this package."""
    content: dict[str, Any] = yaml.safe_load(files("vonnis.report").joinpath(name).read_text(encoding="utf-8"))
    return content
