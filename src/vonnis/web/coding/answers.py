"""Answers between the page and the study: both hold them in the one text form of the codebook."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from vonnis.codebook.codebook import Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, read_answer, write_answer
from vonnis.report.formats import duration, money, number
from vonnis.report.words import Language
from vonnis.study.coding import Coding, Value


def _money(variable: Variable, answer: str, language: Language) -> str:
    amount, unit = float(answer), variable.unit or "EUR"
    return money(amount, language) if unit == "EUR" else f"{number(amount, language, decimals=2)} {unit}"


_SAID: dict[str, Callable[[Variable, str, Language], str]] = {
    "duration": lambda _, answer, language: duration(answer, language),
    "interval": lambda _, answer, __: answer.replace("..", "–"),
    "money": _money,
}
"""How answers of types without categories are told."""


def stored(answer: Answer) -> tuple[Value | None, Missing | None]:
    """Return an answer as a coding keeps it: a value, or a kind of missing."""
    return (None, answer) if isinstance(answer, Missing) else (write_answer(answer), None)


def written(coding: Coding) -> str:
    """Return what a coding answers as text; a kind of missing is its code."""
    return str(int(coding.missing)) if coding.missing is not None else str(coding.value)


def answered(variable: Variable, coding: Coding) -> Answer | None:
    """Return what a coding answers, or None where the codebook of today does not take this answer."""
    try:
        return read_answer(variable, written(coding))
    except ValueError:
        return None


def in_words(variable: Variable, coding: Coding, *, language: str) -> str:
    """Return what a coding answers in the words of the codebook."""
    return told(variable, coding.missing.word if coding.missing is not None else written(coding), language=language)


def told(variable: Variable, answer: str, *, language: str) -> str:
    """Return an answer as the codebook writes it, or a kind of missing as its word, in words.

    Categories are told by their labels, a duration as a court says it, an amount with its unit.
    """
    kind = Missing.of(answer)
    if kind is not None:
        return kind.label[language]
    if variable.type in _SAID:
        with suppress(ValueError):
            return _SAID[variable.type](variable, answer, "nl" if language == "nl" else "en")
    found = {str(category.code): category.label[language] for category in variable.categories}
    return "; ".join(found.get(code, code) for code in answer.split(";")) if found else answer
