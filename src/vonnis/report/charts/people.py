"""Dots of people: where numbers are small, each person is one dot rather than part of a percentage."""

from __future__ import annotations

from typing import Any

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.charts.bars import order_of
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number

_LABELS = 150
_NARROW_LABELS = 112
_MOST_ACROSS = 30


def people(table: ReleasedTable, frame: Frame, *, tint: str) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return a row of dots for each row of the table, with the number behind it; a withheld row shows ``×``."""
    import altair as alt

    dots: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    order: list[str] = []
    for row in order_of(table):
        label = table.rows[row][frame.language]
        order.append(label)
        value = table.cells[row][0].value
        across = min(value or 0, _MOST_ACROSS)
        dots += [
            {"label": label, "at": place % _MOST_ACROSS + 1, "line": place // _MOST_ACROSS}
            for place in range(value or 0)
        ]
        ends.append(
            {"label": label, "at": across + 1, "shown": "×" if value is None else number(value, frame.language)}
        )
    most = max([end["at"] for end in ends])
    left = _NARROW_LABELS if frame.narrow else _LABELS
    width = min(frame.width - left - 12, most * (16 if frame.narrow else 26))
    size = min(150.0, (width / (most + 1)) ** 2 * 0.55)
    axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=left, labelAlign="left", labelPadding=left)
    up = alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=axis)
    across_scale = alt.X("at:Q", axis=None, scale=alt.Scale(domain=[0, most + 1]))
    base: Any = alt.Chart(width=width, height=alt.Step(30)).encode(y=up, x=across_scale)
    circles = base.properties(data=data(dots)).mark_circle(color=colour(tint), opacity=1, size=size)
    numbers = base.properties(data=data(ends)).mark_text(align="left", dx=-4).encode(text="shown:N")
    return alt.layer(circles, numbers)
