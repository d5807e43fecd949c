"""Shares side by side: for each kind of sanction, how the sentence compares with the demand."""

from __future__ import annotations

from typing import Any

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.charts.bars import wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number

_LABELS = 190
_TINTS = ("category_2", "faint", "category_1", "category_4", "category_3")
"""Neighbours differ in lightness, so that they are told apart in black and white."""


def stacks(table: ReleasedTable, frame: Frame) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return one full bar a row, divided over the columns; what is withheld is hatched and marked ``×``."""
    import altair as alt

    parts, heads = _parts(table, frame)
    rows = [row[frame.language] for row in table.rows]
    order = list(dict.fromkeys(rows))
    names = [column[frame.language] for column in table.columns]
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=_LABELS, labelAlign="left", labelPadding=_LABELS)
    base: Any = alt.Chart(
        width=frame.width - (4 if frame.narrow else _LABELS + 10), height=alt.Step(64 if frame.narrow else 44)
    ).encode(
        y=alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=None if frame.narrow else axis),
    )
    tints = alt.Color(
        "part:N",
        scale=alt.Scale(
            domain=[*names, "×"], range=[colour(t) for t in _TINTS[: len(names)]] + [colour("hatch_quiet")]
        ),
        legend=alt.Legend(
            title=None,
            orient="top",
            direction="vertical" if frame.narrow else "horizontal",
            values=names,
            labelFontSize=frame.size,
            labelColor=colour("ink"),
            labelLimit=frame.width,
            symbolType="square",
            symbolSize=140,
            symbolStrokeColor=colour("muted"),
            symbolStrokeWidth=1,
            columnPadding=18,
        ),
    )
    down = 8 if frame.narrow else 0
    cells = base.properties(data=data(parts))
    place = {"x": alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 1])), "x2": "to:Q"}
    layers = [
        cells.mark_bar(height=24, yOffset=down, stroke=colour("muted"), strokeWidth=1).encode(color=tints, **place),
        cells.transform_filter("datum.wide")
        .mark_text(
            dy=down, fontWeight=600, color=colour("ink"), stroke=colour("paper"), strokeWidth=4, strokeJoin="round"
        )
        .encode(x="middle:Q", text="shown:N"),
        cells.transform_filter("datum.wide").mark_text(dy=down, fontWeight=600).encode(x="middle:Q", text="shown:N"),
    ]
    if frame.narrow:
        layers.append(
            base.properties(data=data(heads)).mark_text(align="left", dy=-14).encode(x=alt.value(0), text="label:N")
        )
    return alt.layer(*layers)


def _parts(table: ReleasedTable, frame: Frame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the parts of every bar, and the heads of the bars; a bar without a known whole is all hatched."""
    parts: list[dict[str, Any]] = []
    for index, head in enumerate(table.rows):
        label = head[frame.language]
        values = [cell.value for cell in table.cells[index]]
        known = sum(value or 0 for value in values)
        whole = (table.row_totals[index].value if table.row_totals else known) or known
        at = 0.0
        for column, value in zip(table.columns, values, strict=True):
            if value and whole:
                parts.append(
                    _part(label, column[frame.language], number(value, frame.language), (at, at + value / whole))
                )
                at += value / whole
        if None in values:
            parts.append(_part(label, "×", "×", (at, 1.0)))
    return parts, [{"label": wrapped(row[frame.language], 60)} for row in table.rows]


def _part(label: str, part: str, shown: str, ends: tuple[float, float]) -> dict[str, Any]:
    start, end = ends
    wide = end - start > 0.04  # noqa: PLR2004 - narrower than its number
    return {
        "label": label,
        "part": part,
        "shown": shown,
        "from": start,
        "to": end,
        "middle": (start + end) / 2,
        "wide": wide,
    }
