"""The words of figures and tables, read from ``words.yaml`` and filled in with the parameters of the study."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from vonnis.analysis.result import Text

_LANGUAGES = ("nl", "en")


class TableWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a table in one language."""

    title: str
    definition: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every label and definition, by id and language; a figure has a label and a definition."""

    figures: dict[str, dict[str, tuple[str, str]]]
    tables: dict[str, dict[str, TableWords]]


WORDS = "words.yaml"
"""The file of the words of a case-file study; those of papers stand in a file of their own."""


@cache
def catalogue(file: str = WORDS) -> Catalogue:
    """Return the shipped words in a file."""
    import yaml

    text = (files("vonnis.analysis") / file).read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Catalogue)


def figure_words(name: str, parameters: dict[str, object], *, file: str = WORDS) -> tuple[Text, Text]:
    """Return label and definition of a figure in each language."""
    words = catalogue(file).figures[name]
    label = {language: words[language][0].format_map(parameters) for language in _LANGUAGES}
    definition = {language: words[language][1].format_map(parameters) for language in _LANGUAGES}
    return label, definition


def table_texts(name: str, field: str, *, parameters: dict[str, object], file: str = WORDS) -> Text:
    """Return the title or definition of a table in each language."""
    words = catalogue(file).tables[name]
    return {language: str(getattr(words[language], field)).format_map(parameters) for language in _LANGUAGES}


def heads(name: str, field: str, *, parameters: dict[str, object], file: str = WORDS) -> tuple[Text, ...]:
    """Return the row or column heads of a table in each language."""
    words = catalogue(file).tables[name]
    both = zip(*(getattr(words[language], field) for language in _LANGUAGES), strict=True)
    return tuple(
        {language: str(head).format_map(parameters) for language, head in zip(_LANGUAGES, pair, strict=True)}
        for pair in both
    )
