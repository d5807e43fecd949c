"""What a result says about itself beside its number, in words read from ``remarks.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from vonnis.analysis.result import Text

Part = str


@cache
def remarks() -> dict[Part, dict[str, Text]]:
    """Return the shipped sentences, by part of the file and by key."""
    import yaml

    text = (files("vonnis.analysis") / "remarks.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[Part, dict[str, Text]])


def sentence(part: Part, key: str, **filled: object) -> Text:
    """Return a sentence in each language, filled in; a text among what is filled in gives its own language.

    A text that a study wrote in one language alone stands in the other too.
    """
    return {
        language: words.format_map({name: _in(value, language) for name, value in filled.items()})
        for language, words in remarks()[part][key].items()
    }


def _in(value: object, language: str) -> object:
    return value.get(language) or next(iter(value.values()), "") if isinstance(value, dict) else value


def reason(key: str, **filled: object) -> Text:
    """Return the sentence that says why something is absent, or how it is to be printed."""
    return sentence("reasons", key, **filled)


NO_INTERVAL = ("one_cluster", "few_clusters", "constant", "too_few")
"""The reasons for which a number stands without an interval."""


def no_interval(said: tuple[Text, ...]) -> list[Text]:
    """Return those remarks that tell why there is no interval."""
    known = [reason(key) for key in NO_INTERVAL]
    return [words for words in said if words in known]
