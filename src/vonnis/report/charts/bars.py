"""Bars of counts: across for classes, upright for years."""

from __future__ import annotations

import textwrap
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
    base: Any = alt.Chart(
        data(rows),
        width=frame.width - (4 if frame.narrow else _LABELS + 10),
        height=alt.Step(_NARROW_ROW if frame.narrow else step),
    ).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            axis=None if frame.narrow else label_axis(_LABELS),
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
    up = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.12]))
    base: Any = alt.Chart(data(rows), width=frame.width - 8, height=190 if frame.narrow else 250).encode(
        x=across, y=up, description="spoken:N"
    )
    layers = [
        base.transform_filter(f"!datum.invented && {_SHOWN}").mark_bar(color=colour(tint)),
        base.transform_filter(f"datum.invented && {_SHOWN}").mark_bar(
            color=colour("hatch_accent"), stroke=colour("accent"), strokeWidth=1
        ),
    ]
    numbers = base.mark_text(dy=-8, stroke=colour("paper"), strokeWidth=6, strokeJoin="round").encode(text="shown:N")
    if mean is not None and mean.result.value is not None:
        layers += _mean_layers(base, mean, order, frame)
    return alt.layer(*layers, numbers, base.mark_text(dy=-8).encode(text="shown:N"))


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
        rows.append({"label": label, "value": value or 0, "shown": shown, "spoken": spoken, "invented": invented})
    return rows, order


def _mean_layers(base: Any, mean: MeanLine, order: list[str], frame: Frame) -> list[Any]:  # noqa: ANN401 - see bars
    """Return the line of a mean and its label, above the years that it is the mean of."""
    import altair as alt

    if mean.first not in order or mean.last not in order or mean.result.value is None:
        return []
    within = order[order.index(mean.first) : order.index(mean.last) + 1]
    chosen = base.transform_filter(alt.FieldOneOfPredicate(field="label", oneOf=within))
    step = (frame.width - 8) / len(order)
    rule = chosen.mark_tick(color=colour("ink"), thickness=2, size=step).encode(
        y=alt.YDatum(mean.result.value, axis=None)
    )
    middle = base.transform_filter(alt.FieldEqualPredicate(field="label", equal=within[-1]))
    word = {"nl": "gemiddeld", "en": "mean"}[frame.language]
    decimals = 0 if float(mean.result.value).is_integer() else 1
    text = f"{word} {number(mean.result.value, frame.language, decimals=decimals)}"
    label = middle.mark_text(align="right", dx=step / 2, dy=-36 if frame.narrow else -46, fontWeight=600).encode(
        y=alt.YDatum(mean.result.value, axis=None), text=alt.value(text)
    )
    return [rule, label]


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
