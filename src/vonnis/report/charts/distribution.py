"""How a number is spread over ordered classes, such as the difference between sentence and demand, with its median."""

from __future__ import annotations

from typing import Any

from vonnis.disclosure.released import ReleasedResult, ReleasedTable
from vonnis.report.charts.bars import wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number, quantity

_HEIGHT = 210
_LETTER = 7.5


def distribution(
    table: ReleasedTable, frame: Frame, *, tint: str, median: ReleasedResult | None = None, zero: str | None = None
) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return touching bars, one a class of the table's first column, in its order.

    ``median`` is told in words above the bars. ``zero`` is the English head of the class of no difference: it is pale,
    so that below and above are told apart in black and white. A withheld class shows ``×``.
    """
    import altair as alt

    room = int(frame.width / len(table.rows) / _LETTER)
    rows: list[dict[str, Any]] = []
    for head, cells in zip(table.rows, table.cells, strict=True):
        value = cells[0].value
        shown = "×" if value is None else number(value, frame.language)
        label = head[frame.language] if frame.narrow else wrapped(head[frame.language], room)
        rows.append({"label": label, "value": value or 0, "shown": shown, "zero": head["en"] == zero})
    order = [row["label"] for row in rows]
    top = max([row["value"] for row in rows] + [1])
    angle = -90 if frame.narrow else 0
    axis = alt.Axis(
        title=None,
        ticks=False,
        labelAngle=angle,
        labelLimit=140,
        labelOverlap=False,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=16,
    )
    base: Any = alt.Chart(data(rows), width=frame.width - 8, height=_HEIGHT).encode(
        x=alt.X("label:N", sort=order, scale=alt.Scale(domain=order, paddingInner=0.04), axis=axis),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.15])),
    )
    layers = [
        base.transform_filter("!datum.zero").mark_bar(color=colour(tint)),
        base.transform_filter("datum.zero").mark_bar(color=colour("faint"), stroke=colour("muted"), strokeWidth=1),
        base.mark_text(dy=-8).encode(text="shown:N"),
    ]
    chart: Any = alt.layer(*layers)
    if median is not None and median.value is not None:
        word = {"nl": "Mediaan", "en": "Median"}[frame.language]
        told = f"{word}: {quantity(median.value, median.unit, language=frame.language, n=median.n)}"
        title = alt.TitleParams(told, anchor="start", fontSize=frame.size, fontWeight=600, color=colour("ink"))
        return chart.properties(title=title)
    return chart
