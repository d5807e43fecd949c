"""The ratings of a study's variables, from its codings and its codebook.

What a coder answered last counts. A kind of missing is an answer: among names it is a category of its own, in a set a
member of its own. It has no place among ranks and numbers, so there the agreement on the value is measured where both
coders gave one, and a second variable, ``NAME (stated)``, says whether they agree that there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.study.agreement.ratings import GAP, Level, Ratings, scale_of
from vonnis.study.durations import DayRule, days, hours
from vonnis.study.final import latest_answers
from vonnis.study.skips import without_skipped
from vonnis.study.unit import Unit

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("id", "unit", "variable", "coder", "value", "missing", "round", "at")
"""What is asked of the store: ``value`` as the codebook writes it, ``missing`` as a number."""
STATED = "stated"
_RULE, _HOURS = DayRule(), 24
Answer = tuple[str | None, int | None]


class CodedVariable(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The ratings of a variable, and when each coder answered each unit, as places in time."""

    ratings: Ratings
    order: list[list[int | None]]


def coded_variables(
    codings: pl.DataFrame, codebook: Codebook, *, part: str = "main", units: Iterable[Unit] = ()
) -> Iterator[CodedVariable]:
    """Yield the ratings of each variable of the codebook that anybody coded in one part of the work.

    Args:
        codings: the columns COLUMNS of the codings.
        codebook: says how each variable is measured.
        part: the round whose codings count: main, pilot, training or recode.
        units: which unit hangs together with which; needed where a rule skips questions by answers about other units.
    """
    import polars as pl

    kept = codings.filter(pl.col("round").cast(pl.String) == part)
    kept = kept.with_columns(pl.col("unit", "variable", "coder").cast(pl.String))
    # What a coder answered before own answers skipped the question is not applicable, for that coder.
    kept = without_skipped(latest_answers(kept), codebook, units=units, by="coder")
    by_name = kept.partition_by("variable", as_dict=True, include_key=False)
    for variable in codebook.variables:
        rows = by_name.get((variable.name,))
        if rows is not None:
            yield from _rated(variable, rows)


def _rated(variable: Variable, rows: pl.DataFrame) -> Iterator[CodedVariable]:
    answers: list[Answer] = list(zip(rows["value"].to_list(), rows["missing"].to_list(), strict=True))
    level = level_of(variable)
    if level == "nominal":
        texts = {answer: named(answer) for answer in set(answers)}
        codes = [str(code) for code in variable.codes] if variable.type == "category" else []
        kinds = sorted(name for name in texts.values() if name not in codes)
        yield _coded(variable.name, rows, _places(answers, texts), level=level, order=[*codes, *kinds])
    elif level == "set":
        texts = {answer: named(answer) for answer in set(answers)}
        yield _coded(variable.name, rows, _places(answers, texts), level=level)
    else:
        order = [str(code) for code in variable.codes] if variable.type == "category" else []
        valued = {answer: None if answer[0] is None else _number(variable, answer[0]) for answer in set(answers)}
        yield _coded(variable.name, rows, _places(answers, valued), level=level, order=order)
        if any(missing is not None for _, missing in answers):
            stated = {answer: STATED if answer[0] is not None else named(answer) for answer in set(answers)}
            yield _coded(f"{variable.name} ({STATED})", rows, _places(answers, stated), level="nominal")


def level_of(variable: Variable) -> Level:
    """Return how a variable is measured: as its codebook says, and numbers at least as an interval scale."""
    if variable.type == "categories":
        return "set"
    if variable.type == "category":
        return "ordinal" if variable.scale == "ordinal" else "nominal"
    if variable.type == "interval" and variable.scale not in ("interval", "ratio"):
        return "nominal"
    return "ratio" if variable.scale == "ratio" else "interval"


def _places(answers: list[Answer], written: Mapping[Answer, str | None]) -> list[str | None]:
    return [written[answer] for answer in answers]


def named(answer: Answer) -> str:
    """Return an answer as text: its value, or the word of its kind of missing."""
    value, missing = answer
    return Missing(missing or 0).word if value is None else value


def _number(variable: Variable, value: str) -> str:
    """Return a value as the number that distances are taken of; what is none is left as it is, to be refused."""
    reading: dict[str, Callable[[str], float]] = {"duration": _duration, "date": _date, "interval": _middle}
    if variable.type not in reading:
        return value
    try:
        return f"{reading[variable.type](value):.12g}"
    except (ValueError, StudyError):
        return value


def _duration(text: str) -> float:
    """Return days, also of a duration in hours: 24 to a day, so that distances stay distances."""
    return hours(text) / _HOURS if "T" in text else float(days(text, _RULE))


def _date(text: str) -> float:
    """Return the days since the beginning of the calendar; a month or year stands at its beginning."""
    from datetime import date

    return float(date.fromisoformat(f"{text}-01-01"[:10]).toordinal())


def _middle(text: str) -> float:
    """Return the middle of two bounds (``16..17``)."""
    low, _, high = text.partition("..")
    return (float(low) + float(high or low)) / 2


def _coded(
    name: str, rows: pl.DataFrame, written: list[str | None], *, level: Level, order: list[str] | None = None
) -> CodedVariable:
    units, unit_of = np.unique(rows["unit"].to_numpy(), return_inverse=True)
    coders, coder_of = np.unique(rows["coder"].to_numpy(), return_inverse=True)
    distinct = sorted({text for text in written if text is not None})
    try:
        scale = scale_of(distinct, level=level, order=order or ())
    except ValueError as error:
        message = f"{name}: the answer {error} does not go with its level, {level}; mend it in the codings"
        raise StudyError(message) from error
    codes = np.full((len(units), len(coders)), GAP, dtype=np.int32)
    codes[unit_of, coder_of] = [GAP if text is None else scale.places[text] for text in written]
    times = np.unique(rows["at"].to_numpy(), return_inverse=True)[1]
    when: list[list[int | None]] = [[None] * len(units) for _ in coders]
    for unit, coder, time in zip(unit_of.tolist(), coder_of.tolist(), times.tolist(), strict=True):
        when[coder][unit] = time
    found = Ratings(
        variable=name,
        level=level,
        units=tuple(units.tolist()),
        coders=tuple(coders.tolist()),
        categories=scale.categories,
        codes=codes,
        numbers=scale.numbers,
    )
    return CodedVariable(ratings=found, order=when)
