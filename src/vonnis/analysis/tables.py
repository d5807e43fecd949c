"""Tables of units: frequencies, cross tables and pyramids, with shares over valid and over all, and exact tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.clusters import Floats
from vonnis.analysis.comparing import about_test, group_head
from vonnis.analysis.describing import Frame, Part, basis_of, label_of, part_of, share_of
from vonnis.analysis.plan import CrossTable, Frequencies, Pyramid
from vonnis.analysis.remarks import reason, sentence
from vonnis.analysis.result import CellShare, TableResult, Text
from vonnis.analysis.significance import fisher
from vonnis.analysis.units import Answers, Units
from vonnis.errors import StudyError
from vonnis.study.value import Missing

_DRAWN = 12
"""More rows than these make no chart that can be read."""
Keys = tuple[tuple[tuple[str, ...], ...], ...]


def frequencies(frame: Frame, planned: Frequencies) -> Iterator[TableResult]:
    """Yield each category with its units, its share of the valid ones and of all, and an interval."""
    asked = frame.units.question(planned.variable)
    several = asked.type == "categories"
    numbers = None if asked.categories else _exact_numbers(frame.units, planned.variable)
    if numbers is None:
        categories = asked.categories
        held = [frame.units.holds(planned.variable, (code,)) for code, _ in categories]
    else:
        values = np.unique(numbers.low[numbers.valid]).tolist()
        categories = tuple((place, _words(value, asked.type)) for place, value in enumerate(values))
        held = [_equal(numbers, value) for value in values]
    first = held[0] if held else frame.units.numbers(planned.variable)
    part = part_of(frame, first)
    columns = [answers.low[first.valid] for answers in held]
    keys = np.asarray(part.keys, dtype=object)
    units = tuple((tuple(keys[values == 1].tolist()),) for values in columns)
    yield TableResult(
        id=planned.id,
        title=label_of(frame, planned.variable),
        level=planned.level,
        rows=tuple(label for _, label in categories),
        columns=(sentence("levels", frame.units.level),),
        cells=tuple(tuple(len(cell) for cell in row) for row in units),
        units=units,
        missing=first.kinds(),
        ordered=asked.type != "category",
        additive=not several,
        drawn="" if len(units) > _DRAWN else "distribution" if asked.type in ("integer", "interval") else "bars",
        definition=planned.definition or sentence("definitions", "categories" if several else "frequencies"),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=part, remarks=[] if part.keys else [reason("no_units")]),
        shares=cell_shares(frame, part, columns=columns),
    )


def cross_table(frame: Frame, planned: CrossTable) -> Iterator[TableResult]:
    """Yield two questions against each other: counts, shares by column, Fisher's exact test and Cramér's V."""
    sides = [frame.units.question(name) for name in (planned.rows, planned.columns)]
    bare = next((side for side in sides if not side.categories), None)
    if bare is not None:
        message = f"{planned.id}: {bare.name} has no categories for a cross table; derive classes in the codebook first"
        raise StudyError(message)
    codes = [[code for code, _ in side.categories] for side in sides]
    answers = [frame.units.numbers(name) for name in (planned.rows, planned.columns)]
    valid = answers[0].valid & answers[1].valid
    both = Answers(answers[0].low, answers[0].high, np.where(valid, 0, _missing(answers)).astype(np.int8))
    part = part_of(frame, both)
    rows, columns = (answer.low[valid] for answer in answers)
    units = keys_at(part, (rows, columns), codes=codes)
    cells = tuple(tuple(len(cell) for cell in line) for line in units)
    test = fisher(cells, seed=frame.plan.seed)
    yield TableResult(
        id=planned.id,
        title=label_of(frame, planned.rows),
        level=planned.level,
        rows=tuple(label for _, label in sides[0].categories),
        columns=tuple(label for _, label in sides[1].categories),
        cells=cells,
        units=units,
        missing=both.kinds(),
        ordered=True,
        definition=planned.definition or sentence("definitions", "cross_table"),
        source=frame.plan.source,
        basis=basis_of(
            frame,
            None,
            part=part,
            remarks=about_test(frame, test) if part.keys else [reason("no_units")],
        ),
        significance=test,
        shares=_by_column(part.weights, rows, columns, codes),
    )


def pyramid(frame: Frame, planned: Pyramid) -> Iterator[TableResult]:
    """Yield the classes of a number for two groups of units side by side; it is drawn as a pyramid.

    A number of which only bounds are known counts where both lie in one class, and is unclear elsewhere; who is in
    neither group counts as not applicable.
    """
    numbers, groups = frame.units.numbers(planned.variable), frame.units.numbers(planned.by)
    low, high = (np.digitize(np.nan_to_num(ends), planned.starts) for ends in (numbers.low, numbers.high))
    sides = np.full(len(frame.units), np.nan)
    for place, codes in enumerate(planned.groups):
        sides[np.isin(groups.low, codes)] = place
    missing = _missing([numbers, groups])
    missing = np.where((missing == 0) & (low != high), int(Missing.UNCLEAR), missing)
    missing = np.where((missing == 0) & np.isnan(sides), int(Missing.NOT_APPLICABLE), missing).astype(np.int8)
    placed = Answers(low.astype(np.float64), sides, missing)
    part = part_of(frame, placed)
    places = (tuple(range(len(planned.starts) + 1)), (0, 1))
    units = keys_at(part, (part.values, part.high), codes=places)
    yield TableResult(
        id=planned.id,
        title=label_of(frame, planned.variable),
        level=planned.level,
        rows=_class_heads(planned.starts),
        columns=tuple(group_head(frame, planned.by, codes=codes) for codes in planned.groups),
        cells=tuple(tuple(len(cell) for cell in row) for row in units),
        units=units,
        missing=placed.kinds(),
        ordered=True,
        drawn="pyramid",
        definition=planned.definition or sentence("definitions", "pyramid"),
        source=frame.plan.source,
        basis=basis_of(frame, None, part=part, remarks=[] if part.keys else [reason("no_units")]),
        shares=_by_column(part.weights, part.values, part.high, places),
    )


def keys_at(part: Part, places: tuple[Floats, Floats], *, codes: Sequence[Sequence[int]]) -> Keys:
    """Return the keys of the units at each row and column; ``places`` holds the row and the column of each unit."""
    rows, columns = places
    keys = np.asarray(part.keys, dtype=object)
    return tuple(
        tuple(tuple(keys[(rows == row) & (columns == column)].tolist()) for column in codes[1]) for row in codes[0]
    )


def _class_heads(starts: Sequence[int]) -> tuple[Text, ...]:
    """Return the words of each class, from the lowest."""
    between = [
        sentence("classes", "one" if last == first else "between", first=first, last=last)
        for first, last in zip(starts, [start - 1 for start in starts[1:]], strict=False)
    ]
    return (sentence("classes", "below", first=starts[0]), *between, sentence("classes", "from", first=starts[-1]))


def cell_shares(frame: Frame, part: Part, *, columns: Sequence[Floats]) -> tuple[tuple[CellShare | None, ...], ...]:
    """Return the share of each row of a one-column table, with its interval; a column flags the units of a row."""
    total = float(frame.units.weights().sum())
    return tuple((_share(frame, part, values, total),) for values in columns)


def _by_column(
    weights: Floats, rows: Floats, columns: Floats, codes: Sequence[Sequence[int]]
) -> tuple[tuple[CellShare | None, ...], ...]:
    """Return the weighted share of each cell in its column; of all there is the same, as both answers are valid."""
    totals = [float(weights[columns == column].sum()) for column in codes[1]]
    return tuple(
        tuple(
            CellShare(of_valid=part, of_all=part)
            if total and (part := float(weights[(rows == row) & (columns == column)].sum()) / total) is not None
            else None
            for column, total in zip(codes[1], totals, strict=True)
        )
        for row in codes[0]
    )


def _missing(answers: Sequence[Answers]) -> NDArray[np.int8]:
    """Return the kind of missing of a unit that lacks an answer: that of the first question, else of the second."""
    first, second = (answer.missing for answer in answers)
    return np.where(first != 0, first, second)


def _share(frame: Frame, part: Part, values: Floats, total: float) -> CellShare | None:
    found = share_of(frame, Part(values, values, part.keys, part.weights, part.clusters))
    if found.value is None:
        return None
    of_all = float((part.weights * values).sum()) / total
    return CellShare(of_valid=found.value, of_all=of_all, interval=found.interval)


def _exact_numbers(units: Units, variable: str) -> Answers:
    """Return the answers to a question as numbers; one of which only bounds are known is unclear."""
    found = units.numbers(variable)
    open_ = found.valid & (found.low != found.high)
    return Answers(found.low, found.high, np.where(open_, int(Missing.UNCLEAR), found.missing).astype(np.int8))


def _words(value: float, kind: str) -> Text:
    """Return a number, or the day that it stands for, as a row of a table names it."""
    if kind == "date":
        return dict.fromkeys(("nl", "en"), (dt.date(1970, 1, 1) + dt.timedelta(days=int(value))).isoformat())
    written = f"{value:.10g}"
    return {"nl": written.replace(".", ","), "en": written}


def _equal(numbers: Answers, value: float) -> Answers:
    flags = np.where(numbers.valid, numbers.low == value, np.nan).astype(np.float64)
    return Answers(flags, flags, numbers.missing)
