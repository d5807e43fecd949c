"""What a quote tells about a person in the words of the codebook, and how many people of the study share all of it.

A quote tells an answer where it holds the words of its label, and an age where it says one ("15-jarige"). Each level is
read on its own: a girl of fifteen is looked for among the victims. Words that mean the same and are no label are not
seen, and neither is what a reader knows from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vonnis.codebook.codebook import Variable
from vonnis.disclosure.quotes import plain_answers
from vonnis.study.tables import StudyTables

if TYPE_CHECKING:
    import polars as pl

_AGE_LABEL = re.compile(r"^age (?:at|of|on)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,2})(?:[- ]?jarige?|\s+jaar\b|[- ]years?[- ]old|\s+years?\b)", re.IGNORECASE)
_SHORTEST = 3
"""Fewer letters (``ja``, ``no``) are no trait."""


class Trait(NamedTuple):
    """One thing that a quote tells: in words, and which rows it holds of."""

    words: str
    holds: pl.Expr


def told_in(quote: str, tables: StudyTables) -> dict[str, int]:
    """Return what a quote tells of the people of each level together, and how many rows share it."""
    found: dict[str, int] = {}
    for level, frame in tables.levels.items():
        asked = [one for one in tables.codebook.variables if one.level == level and one.name in frame.columns]
        traits = [trait for one in asked for trait in _traits(quote, one, frame)]
        if traits:
            words = ", ".join(dict.fromkeys(trait.words for trait in traits))
            found[f"{level}: {words}"] = frame.filter(*(trait.holds for trait in traits)).height
    return found


def _traits(quote: str, variable: Variable, frame: pl.DataFrame) -> Iterator[Trait]:
    import polars as pl

    column = pl.col(variable.name)
    if variable.categories:
        codes = {one.code: said for one in variable.categories if (said := _said(quote, one.label.values()))}
        for code, words in codes.items() if len(codes) == 1 else ():
            yield Trait(words, column.list.contains(code) if variable.type == "categories" else column == code)
    elif variable.type in ("integer", "interval") and _AGE_LABEL.match(variable.label.get("en", "")):
        for age in {int(hit[1]) for hit in _AGE.finditer(quote)}:
            whole = variable.type == "integer"
            low, high = (column, column) if whole else (column.struct.field("low"), column.struct.field("high"))
            holds = (low <= age) & (high >= age)
            if frame.filter(holds).height:  # an age that nobody here has is that of somebody of another level
                yield Trait(f"{age} years", holds)


def _said(quote: str, labels: Iterable[str]) -> str:
    """Return the words of a label that stand in a quote, or nothing; ``man of jongen`` is either of them."""
    for label in labels:
        for words in re.split(r"\s+(?:of|or)\s+|[;/]", label):
            known = words.strip().lower()
            plain = len(known) < _SHORTEST or known in plain_answers()
            if not plain and re.search(rf"\b{re.escape(known)}s?\b", quote, re.IGNORECASE):
                return known
    return ""
