"""Bars of counts: across for classes, upright for years."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import msgspec

from vonnis.disclosure.released import ReleasedResult, ReleasedTable
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import COUNTS_BELOW, number, percentage

_ROW = 34
_TALL_ROW = 46
_NARROW_ROW = 46
_LABELS = 300
_CHARACTERS = 44
_CHARACTER = 7.4
"""How wide a character of a label is at most, on average, in pixels."""
_HEADROOM = 1.12
_NUMBER = 15
"""How far the number on a bar reaches above the bar, in pixels."""
_ROOM_FOR_NUMBERS = 1.28


class MeanLine(msgspec.Struct, frozen=True):
    """A mean to draw over some years of a series: the figure, and the first and last row it is the mean of."""

    result: ReleasedResult
    first: str
    last: str


def order_of(table: ReleasedTable) -> list[int]:
    """Return the rows in the order of the report: as they come where that means something, else by size.

    Withheld rows come last, so that their place tells nothing about their size.
    """
    rows = range(len(table.rows))
    if table.ordered:
        return list(rows)
    return sorted(rows, key=lambda row: (table.cells[row][0].value is None, -(table.cells[row][0].value or 0), row))


_SHOWN = "datum.shown != '×'"
"""What is withheld has no bar: one of no length would say that nobody is there."""


def bars(table: ReleasedTable, frame: Frame, *, tint: str) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return bars from zero, one a row of the table's first column, each with its number beside it."""
    import altair as alt

    rows = [_bar(table, row, frame) for row in order_of(table)]
    top = max([row["value"] for row in rows] + [1])
    step = _TALL_ROW if any("\n" in row["label"] for row in rows) else _ROW
    labels = label_width(row["label"] for row in rows)
    base: Any = alt.Chart(
        data(rows),
        width=frame.width - (4 if frame.narrow else labels + 10),
        height=alt.Step(_NARROW_ROW if frame.narrow else step),
    ).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            axis=None if frame.narrow else label_axis(labels),
            scale=alt.Scale(domain=list(dict.fromkeys(row["label"] for row in rows)), paddingInner=0.35),
        ),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top * _ROOM_FOR_NUMBERS])),
        description="spoken:N",
    )
    down = 7 if frame.narrow else 0
    layers = [
        base.transform_filter(_SHOWN).mark_bar(color=colour(tint), height=18, yOffset=down),
        base.mark_text(align="left", dx=6, dy=down, tooltip=None).encode(text="shown:N"),
    ]
    if frame.narrow:
        layers.append(base.mark_text(align="left", dy=-11).encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers)


def series(table: ReleasedTable, frame: Frame, *, tint: str, mean: MeanLine | None = None) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return upright bars, one a year, invented years hatched, a gap with a mark where the counting changed."""
    import altair as alt

    rows, order = _years(table, frame)
    top = max([row["value"] for row in rows] + [1])
    across = alt.X(
        "label:N",
        sort=order,
        scale=alt.Scale(domain=order, paddingInner=0.3),
        axis=alt.Axis(title=None, ticks=False, labelAngle=-90 if frame.narrow else 0, labelExpr="datum.label"),
    )
    scale = alt.Scale(domain=[0, top * _HEADROOM])
    height = 190 if frame.narrow else 250
    line = _on_bars(mean, rows, order, each=top * _HEADROOM / height)
    base: Any = alt.Chart(data(rows), width=frame.width - 8, height=height).encode(
        x=across, y=alt.Y("value:Q", axis=None, scale=scale), description="spoken:N"
    )
    layers = [
        base.transform_filter(f"!datum.invented && {_SHOWN}").mark_bar(color=colour(tint)),
        base.transform_filter(f"datum.invented && {_SHOWN}").mark_bar(
            color=colour("hatch_accent"), stroke=colour("accent"), strokeWidth=1
        ),
    ]
    if line is not None:
        layers += _mean_layers(base, line, order, frame)
    numbers = base.mark_text(dy=-8).encode(text="shown:N", y=alt.Y("foot:Q", axis=None, scale=scale))
    return alt.layer(*layers, numbers)


def _bar(table: ReleasedTable, row: int, frame: Frame) -> dict[str, Any]:
    cell = table.cells[row][0]
    shown = "×" if cell.value is None else number(cell.value, frame.language)
    n = table.total.value if table.total else None
    if cell.share is not None and (n is None or n >= COUNTS_BELOW):
        shown += f"  ({percentage(cell.share, frame.language, n=n)})"
    label = table.rows[row][frame.language]
    return {
        "label": label if frame.narrow else wrapped(label, _CHARACTERS),
        "value": cell.value or 0,
        "shown": shown,
        "spoken": f"{label}: {shown}",
    }


def _years(table: ReleasedTable, frame: Frame) -> tuple[list[dict[str, Any]], list[str]]:
    rows, order = [], []
    for index, head in enumerate(table.rows):
        if index in table.breaks:
            order.append("//" + "\u200b" * index)
        label = head[frame.language]
        order.append(label)
        value = table.cells[index][0].value
        shown = "×" if value is None else number(value, frame.language)
        spoken = f"{label}: {shown}"
        invented = index in table.invented
        height = value or 0
        rows.append(
            {"label": label, "value": height, "foot": height, "shown": shown, "spoken": spoken, "invented": invented}
        )
    return rows, order


class _Line(msgspec.Struct, frozen=True):
    """Where the line of a mean runs, and its words: over which year, and how many pixels above the line."""

    value: float
    within: list[str]
    over: str
    above: float


def _on_bars(mean: MeanLine | None, rows: list[dict[str, Any]], order: list[str], *, each: float) -> _Line | None:
    """Return the line of a mean, and lift the numbers that it would cross onto it (``foot``).

    Its words stand over the year where the bars beside each other are lowest. ``each`` is what a pixel is worth.
    """
    if mean is None or mean.result.value is None or mean.first not in order or mean.last not in order:
        return None
    value = mean.result.value
    within = order[order.index(mean.first) : order.index(mean.last) + 1]
    own = [row for row in rows if row["label"] in within]
    for row in own:
        if row["value"] - each < value < row["value"] + _NUMBER * each:
            row["foot"] = value
    tops = [max(row["foot"] for row in own[max(0, n - 1) : n + 2]) for n in range(len(own))]
    place = tops.index(min(tops[1:-1] or tops))
    above = max((tops[place] - value) / each + _NUMBER, 0) + 8
    return _Line(value, within, own[place]["label"], above)


def _mean_layers(base: Any, line: _Line, order: list[str], frame: Frame) -> list[Any]:  # noqa: ANN401 - see bars
    """Return the line of a mean over the years that it is the mean of, and its words."""
    import altair as alt

    chosen = base.transform_filter(alt.FieldOneOfPredicate(field="label", oneOf=line.within))
    step = (frame.width - 8) / len(order)
    rule = chosen.mark_tick(color=colour("ink"), thickness=2, size=step).encode(y=alt.YDatum(line.value, axis=None))
    middle = base.transform_filter(alt.FieldEqualPredicate(field="label", equal=line.over))
    word = {"nl": "gemiddeld", "en": "mean"}[frame.language]
    decimals = 0 if float(line.value).is_integer() else 1
    text = f"{word} {number(line.value, frame.language, decimals=decimals)}"
    label = middle.mark_text(dy=-line.above, fontWeight=600).encode(
        y=alt.YDatum(line.value, axis=None), text=alt.value(text)
    )
    return [rule, label]


def label_width(labels: Iterable[str]) -> int:
    """Return the room in pixels that labels need beside their bars: no more than the longest line of them takes."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return min(_LABELS, round(longest * _CHARACTER) + 16)


def label_axis(width: int) -> Any:  # noqa: ANN401 - see bars
    """Return an axis of labels that begin at the left edge of the page and may run over more lines."""
    import altair as alt

    return alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelLimit=width,
        labelAlign="left",
        labelPadding=width,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=16,
    )


def wrapped(text: str, width: int) -> str:
    """Return a label broken over lines of at most ``width`` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text
