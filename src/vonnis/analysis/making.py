"""Making results out of the answers of units: counts, shares, means, with n, missing, interval and keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, median
from typing import TypeVar

import msgspec

from vonnis.analysis.around import PROCESS, Read, around_middle, around_share, nobody
from vonnis.analysis.result import Result, Statistic, TableResult, Text
from vonnis.analysis.words import figure_words, heads, table_texts
from vonnis.study.value import Absent, Datum, Known

Value = TypeVar("Value")

_STATISTICS: dict[Statistic, Callable[[Sequence[float]], float]] = {
    "mean": fmean,
    "median": median,
    "minimum": min,
    "maximum": max,
}


class Maker(msgspec.Struct, frozen=True):
    """Makes results that share a source and the parameters that their words are filled in with.

    ``complexes`` holds the case complex of each unit by its key: units of one complex hang together, and intervals
    count by complex wherever every valid unit has one. ``reads`` tells by level how units are read.
    """

    source: Text
    parameters: dict[str, object]
    complexes: dict[str, str] = {}
    reads: dict[str, Read] = {}

    def count(self, id_: str, keys: Sequence[str], *, level: str) -> Result:
        """Return the number of units with these keys."""
        label, definition = figure_words(id_, self.parameters)
        return Result(
            id=id_,
            label=label,
            statistic="count",
            value=float(len(keys)),
            unit="count",
            level=level,
            units=tuple(keys),
            definition=definition,
            source=self.source,
        )

    def number(self, id_: str, count: int, *, level: str) -> Result:
        """Return a number of units that have no keys, such as documents."""
        return msgspec.structs.replace(self.count(id_, (), level=level), value=float(count))

    def count_yes(self, id_: str, answers: Mapping[str, Datum[bool]], *, level: str) -> Result:
        """Return the number of units whose answer is yes, with the units that have no valid answer beside it."""
        valid, missing = split(answers)
        counted = self.count(id_, [key for key, answer in valid.items() if answer], level=level)
        return msgspec.structs.replace(counted, missing=missing)

    def share(
        self,
        id_: str,
        answers: Mapping[str, Datum[bool]],
        *,
        level: str,
        words: str | None = None,
        more: dict[str, object] | None = None,
    ) -> Result:
        """Return the share of units whose answer is yes, among those with a valid answer, with a Wilson interval.

        ``units`` holds the keys of those that the share counts. Without any valid answer the value is None.
        """
        label, definition = figure_words(words or id_, {**self.parameters, **(more or {})})
        valid, missing = split(answers)
        yes = tuple(key for key, answer in valid.items() if answer)
        read = self.reads.get(level, PROCESS)
        found = around_share(valid, self.complexes, read=read) if valid else nobody(read)
        return Result(
            id=id_,
            label=label,
            statistic="share",
            value=len(yes) / len(valid) if valid else None,
            unit="share",
            level=level,
            n=len(valid),
            numerator=len(yes),
            missing=missing,
            interval=found.interval,
            units=yes,
            base=tuple(valid),
            definition=definition,
            source=self.source,
            basis=found.basis,
        )

    def statistic(
        self, id_: str, statistic: Statistic, *, answers: Mapping[str, Datum[float]], unit: str, level: str
    ) -> Result:
        """Return a mean, median, minimum or maximum over the valid answers; None where there is none."""
        label, definition = figure_words(id_, self.parameters)
        valid, missing = split(answers)
        read = self.reads.get(level, PROCESS)
        found = around_middle(statistic, valid, complexes=self.complexes, read=read) if valid else nobody(read)
        return Result(
            id=id_,
            label=label,
            statistic=statistic,
            value=float(_STATISTICS[statistic](list(valid.values()))) if valid else None,
            unit=unit,
            level=level,
            n=len(valid),
            missing=missing,
            interval=found.interval if found else None,
            units=tuple(valid),
            definition=definition,
            source=self.source,
            basis=found.basis if found else None,
        )

    def table(
        self,
        id_: str,
        places: Mapping[str, Datum[tuple[int, int]]],
        *,
        level: str,
        ordered: bool,
        row_heads: tuple[Text, ...] | None = None,
    ) -> TableResult:
        """Return a table of counts from the place (row, column) of each unit; each unit stands in one cell."""
        rows = row_heads or heads(id_, "rows", parameters=self.parameters)
        columns = heads(id_, "columns", parameters=self.parameters)
        valid, missing = split(places)
        units = tuple(
            tuple(
                tuple(key for key, place in valid.items() if place == (row, column)) for column in range(len(columns))
            )
            for row in range(len(rows))
        )
        return TableResult(
            id=id_,
            title=table_texts(id_, "title", parameters=self.parameters),
            level=level,
            rows=rows,
            columns=columns,
            cells=tuple(tuple(len(keys) for keys in row) for row in units),
            units=units,
            missing=missing,
            ordered=ordered,
            definition=table_texts(id_, "definition", parameters=self.parameters),
            source=self.source,
        )


def split(answers: Mapping[str, Datum[Value]]) -> tuple[dict[str, Value], dict[str, int]]:
    """Return the valid answers, and how many units are missing in which way."""
    valid = {key: answer.value for key, answer in answers.items() if isinstance(answer, Known)}
    kinds = Counter(answer.missing.word for answer in answers.values() if isinstance(answer, Absent))
    return valid, dict(sorted(kinds.items()))
