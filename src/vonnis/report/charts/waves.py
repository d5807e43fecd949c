"""Shares over waves: for each figure a line per wave with its interval, this one filled and the earlier ones open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from vonnis.report.charts.bars import label_axis, wrapped
from vonnis.report.charts.drawing import Frame, colour, data

_LABELS, _CHARACTERS = 250, 33
_STEP, _ROOM = 20, 22
BREAK = "‖"
"""Stands behind a figure that the waves do not count alike."""
MARKS = (
    ("●", "circle"),
    ("◇", "diamond"),
    ("□", "square"),
    ("△", "triangle-up"),
    ("▽", "triangle-down"),
    ("◁", "triangle-left"),
    ("▷", "triangle-right"),
)
"""The mark of each wave as a character and as a shape: this wave is filled, the earlier ones, the last first, are open.

No two waves have the same shape, so that colour is no only cue; a chart holds as many waves as there are shapes.
"""


class WaveShare(msgspec.Struct, frozen=True, kw_only=True):
    """A share in one wave: its value, interval and n, how it is told, and how it is drawn, where room is short."""

    value: float
    interval: tuple[float, float] | None
    n: int | None
    shown: str
    drawn: str


class WaveRow(msgspec.Struct, frozen=True, kw_only=True):
    """A figure over waves, this wave first and then the earlier ones, the last first; None where a wave lacks it."""

    label: str
    shares: tuple[WaveShare | None, ...]
    broken: bool = False


def waves(rows: Sequence[WaveRow], *, frame: Frame) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the chart of figures over waves."""
    import altair as alt

    many = max(len(row.shares) for row in rows)
    heads = [_head(row, frame) for row in rows]
    points = [
        _point(head, share, place)
        for head, row in zip(heads, rows, strict=True)
        for place, share in enumerate(row.shares)
        if share is not None
    ]
    height = many * _STEP + (_ROOM * 2 if frame.narrow else _ROOM)
    base: Any = alt.Chart(
        data(points), width=frame.width - (56 if frame.narrow else _LABELS + 70), height=alt.Step(height)
    ).encode(
        y=alt.Y(
            "label:N",
            sort=heads,
            axis=None if frame.narrow else label_axis(_LABELS),
            scale=alt.Scale(domain=heads),
        )
    )
    axis = alt.Axis(format="%", title=None, values=[0, 0.25, 0.5, 0.75, 1], grid=True, domain=False, ticks=False)
    scale = alt.Scale(domain=[0, 1])
    layers = []
    for place in range(many):
        down = (place - (many - 1) / 2) * _STEP + (10 if frame.narrow else 0)
        tint = colour("accent" if place == 0 else "ink")
        one = base.transform_filter(f"datum.place == {place}")
        layers.append(
            one.mark_rule(color=tint, strokeWidth=3 if place == 0 else 1.5, yOffset=down).encode(
                x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
            )
        )
        layers.append(
            one.mark_point(
                shape=MARKS[place][1],
                color=tint,
                fill=tint if place == 0 else colour("paper"),
                strokeWidth=1.6,
                size=75,
                opacity=1,
                yOffset=down,
            ).encode(x="value:Q")
        )
        weight = 600 if place == 0 else 400
        layers.append(
            one.mark_text(align="left", dx=8, dy=down, fontWeight=weight).encode(x=alt.value("width"), text="shown:N")
        )
    if frame.narrow:
        names: Any = alt.Chart(data([{"label": head} for head in heads])).encode(
            y=alt.Y("label:N", sort=heads), x=alt.value(0), text="label:N"
        )
        layers.append(names.mark_text(align="left", dy=-(many * _STEP / 2)))
    return alt.layer(*layers)


def _head(row: WaveRow, frame: Frame) -> str:
    label = f"{row.label} {BREAK}" if row.broken else row.label
    return label if frame.narrow else wrapped(label, _CHARACTERS)


def _point(head: str, share: WaveShare, place: int) -> dict[str, Any]:
    low, high = share.interval or (share.value, share.value)
    return {"label": head, "place": place, "value": share.value, "low": low, "high": high, "shown": share.drawn}
