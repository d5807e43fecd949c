"""The units of one level as columns that can be counted: answers, kinds of missing, weights, clusters, keys."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from vonnis.analysis.clusters import Floats, Indexes
from vonnis.analysis.result import Text
from vonnis.errors import StudyError
from vonnis.study.durations import DayRule
from vonnis.study.value import Missing

Booleans = NDArray[np.bool_]
NOT_CODED = -10
"""The code of a question that nobody has answered yet for a unit; it is no kind of missing of the data."""
_NUMBERS = ("integer", "money", "category")
_SPANS = ("years", "months", "weeks", "days")
_CODED = ("category", "categories", "integer")
_WEEK = 7.0


class Asked(msgspec.Struct, frozen=True):
    """A question as the analysis needs it: its column, its type as in the codebook, its label, its categories."""

    name: str
    type: str
    label: Text
    categories: tuple[tuple[int, Text], ...] = ()


class Answers(msgspec.Struct, frozen=True):
    """The answers of units to one question, as numbers.

    Attributes:
        low: the value; the lowest possible one where only bounds are known; not a number where it is missing.
        high: the value, or the highest possible one.
        missing: the code of the kind of missing (-9 to -6), -10 where nobody has answered yet, nought where the
            answer is valid.
    """

    low: Floats
    high: Floats
    missing: NDArray[np.int8]

    @property
    def valid(self) -> Booleans:
        """Which units have a valid answer."""
        return np.asarray(self.missing == 0)

    def of(self, inside: Booleans) -> Answers:
        """Return the answers of some of the units."""
        return Answers(self.low[inside], self.high[inside], self.missing[inside])

    def kinds(self) -> dict[str, int]:
        """Return how many units are missing in which way, by the word of the kind."""
        codes, counts = np.unique(self.missing[self.missing != 0], return_counts=True)
        pairs = zip(codes.tolist(), counts.tolist(), strict=True)
        words = {"not_coded" if code == NOT_CODED else Missing(code).word: count for code, count in pairs}
        return dict(sorted(words.items()))


class Units(msgspec.Struct, frozen=True):
    """The units of one level: one row each, with the columns of a study's dataset tables.

    Attributes:
        level: ``complex``, ``defendant``, ``victim`` or ``pair``.
        frame: key columns, ``weight``, and per question its column and its ``_mis`` companion.
        asked: the questions by name.
        rule: how months and years become days.
    """

    level: str
    frame: pl.DataFrame
    asked: Mapping[str, Asked]
    rule: DayRule = DayRule()

    def __len__(self) -> int:
        return self.frame.height

    def question(self, name: str) -> Asked:
        """Return a question of this level.

        Raises:
            StudyError: there is none of this name.
        """
        if name not in self.asked or name not in self.frame.columns:
            known = ", ".join(sorted(self.asked)[:8])
            message = f"the analysis plan asks for {name!r}, which level {self.level} does not have (it has {known})"
            raise StudyError(message)
        return self.asked[name]

    def keys(self) -> NDArray[np.object_]:
        """Return the key of each unit."""
        return np.asarray(self.frame["unit"].cast(pl.String).to_list(), dtype=object)

    def weights(self) -> Floats:
        """Return the weight of each unit; one for all where the tables have none.

        Raises:
            StudyError: a weight is negative or missing.
        """
        if "weight" not in self.frame.columns:
            return np.ones(len(self))
        found = self.frame["weight"].cast(pl.Float64)
        if found.null_count() or (found < 0).any():
            message = f"a weight at level {self.level} is missing or negative; weights are nought or more"
            raise StudyError(message)
        return found.to_numpy()

    def clusters(self, column: str) -> Indexes:
        """Return the number of each unit's cluster.

        Raises:
            StudyError: the level has no such column, or a unit has no cluster.
        """
        if column not in self.frame.columns:
            message = f"units at level {self.level} cannot be clustered by {column!r}: there is no such key column"
            raise StudyError(message)
        found = self.frame[column].cast(pl.String)
        if found.null_count():
            message = f"a unit at level {self.level} has no {column}; every unit needs one to be clustered by it"
            raise StudyError(message)
        return np.asarray(found.rank("dense").to_numpy(), dtype=np.intp) - 1

    def numbers(self, name: str, *, unit: str = "") -> Answers:
        """Return the answers to a question as numbers: days for a duration, hours where all are in hours.

        ``unit`` is what the numbers are taken for; a duration is refused where that is neither how it is written nor
        what a rule makes of it.

        Raises:
            StudyError: the question has no numbers (several categories at once), or durations in days and in hours.
        """
        asked = self.question(name)
        column = self.frame[name]
        missing = self._missing(name, column)
        if asked.type == "interval":
            low, high = (column.struct.field(end).cast(pl.Float64) for end in ("low", "high"))
        elif asked.type == "duration":
            low = high = self._lengths(name, column, unit)
        elif asked.type == "date":
            low = high = column.cast(pl.Date).to_physical().cast(pl.Float64)
        elif asked.type in _NUMBERS:
            low = high = column.cast(pl.Float64)
        else:
            message = f"{name} can hold several categories at once, so it has no numbers; ask for its codes"
            raise StudyError(message)
        return Answers(low.to_numpy(), high.to_numpy(), missing)

    def dates(self, name: str) -> list[tuple[dt.date, dt.date] | None]:
        """Return the first and last day that each answer can mean, by its precision; None where it is missing.

        Raises:
            StudyError: the question asks for no date.
        """
        if (kind := self.question(name).type) != "date":
            message = f"{name} holds no dates (its type is {kind}); name a question that asks for a date"
            raise StudyError(message)
        days = self.frame[name].to_list()
        companion = f"{name}_precision"
        precisions = self.frame[companion].to_list() if companion in self.frame.columns else ["day"] * len(days)
        valid = self._missing(name, self.frame[name]) == 0
        return [
            _bounds(day, precision) if known else None
            for day, precision, known in zip(days, precisions, valid.tolist(), strict=True)
        ]

    def holds(self, name: str, codes: Sequence[int]) -> Answers:
        """Return 1 where the answer is, or holds, one of the codes, 0 where it does not.

        Raises:
            StudyError: the question has no categories with these codes, or no codes at all.
        """
        asked = self.question(name)
        if asked.type not in _CODED:
            message = f"{name} has no codes (its type is {asked.type}); ask for its numbers, or for a class of them"
            raise StudyError(message)
        unknown = {*codes} - {code for code, _ in asked.categories}
        if asked.categories and unknown:
            message = f"{name} has no category {min(unknown)}; its codes are {[code for code, _ in asked.categories]}"
            raise StudyError(message)
        column = self.frame[name]
        missing = self._missing(name, column)
        if asked.type == "categories":
            wanted = column.list.set_intersection(pl.Series([list(codes)] * len(self), dtype=pl.List(pl.Int64)))
            found = wanted.list.len() > 0
        else:
            found = column.cast(pl.Int64).is_in(list(codes))
        flags = found.fill_null(value=False).cast(pl.Float64).to_numpy()
        flags = np.where(missing == 0, flags, np.nan)
        return Answers(flags, flags, missing)

    def within(self, where: Mapping[str, Sequence[int]]) -> Units:
        """Return the units whose answers are, or hold, one of the codes given for each question."""
        chosen = np.ones(len(self), dtype=np.bool_)
        for name, codes in where.items():
            chosen &= self.holds(name, codes).low == 1
        return msgspec.structs.replace(self, frame=self.frame.filter(pl.Series(chosen)))

    def _lengths(self, name: str, column: pl.Series, unit: str) -> pl.Series:
        """Return durations in days, or in hours where ``unit`` asks for hours or none is in days.

        Raises:
            StudyError: a duration is in the other of the two, or ``unit`` is neither.
        """
        if unit not in ("", "day", "hour"):
            message = f'{name} is a duration, which counts in days or hours; write unit = "day" in place of {unit!r}'
            raise StudyError(message)
        days, hours = in_days(column, self.rule), in_hours(column)
        wanted = unit or ("day" if bool((days > 0).any()) or not bool((hours > 0).any()) else "hour")
        found, other = (days, hours) if wanted == "day" else (hours, days)
        if bool((other > 0).any()):
            key = self.frame.filter(other > 0)["unit"][0]
            written = "hours" if wanted == "day" else "days"
            message = (
                f"{name} of {key} is in {written}, where {wanted}s count; no rule turns one into the other: mend it"
            )
            raise StudyError(message)
        return found

    def _missing(self, name: str, column: pl.Series) -> NDArray[np.int8]:
        """Return the kind of missing of each unit; a value that is absent without a kind was not coded yet."""
        companion = f"{name}_mis"
        absent = column.is_null().to_numpy()
        if companion not in self.frame.columns:
            return np.where(absent, NOT_CODED, 0).astype(np.int8)
        stated = self.frame[companion].cast(pl.Int8).fill_null(0).to_numpy()
        return np.where(stated != 0, stated, np.where(absent, NOT_CODED, 0)).astype(np.int8)


def _bounds(day: dt.date, precision: str | None) -> tuple[dt.date, dt.date]:
    if precision == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def in_days(column: pl.Series, rule: DayRule) -> pl.Series:
    """Return the days of durations as written, by a rule; hours are none, for no rule turns them into days."""
    years, months, weeks, days = (column.struct.field(unit).cast(pl.Float64).fill_null(0.0) for unit in _SPANS)
    found = years * rule.year_days + months * rule.month_days + weeks * _WEEK + days
    return pl.select(pl.when(column.is_null()).then(None).otherwise(found)).to_series()


def in_hours(column: pl.Series) -> pl.Series:
    """Return the hours of durations as written; years to days are none."""
    hours = column.struct.field("hours").cast(pl.Float64).fill_null(0.0)
    return pl.select(pl.when(column.is_null()).then(None).otherwise(hours)).to_series()
