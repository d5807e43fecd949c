"""From registered to convicted: each step as a bar in the middle, with its share of the step before."""

from __future__ import annotations

from typing import Any

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.charts.bars import label_axis, wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number, percentage

_LABELS = 200
_STEP = 58
_CHARACTERS = 28


def attrition(table: ReleasedTable, frame: Frame, *, tint: str) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the steps of a table's first column from above downward, narrowing as units drop out.

    Made-up steps are hatched. Where a step or the one before it is withheld, no share stands beside it.
    """
    import altair as alt

    rows = _steps(table, frame)
    top = max([row["value"] for row in rows] + [1])
    order = [row["label"] for row in rows]
    axis = label_axis(_LABELS)
    base: Any = alt.Chart(
        data(rows), width=frame.width - (4 if frame.narrow else _LABELS + 10), height=alt.Step(_STEP)
    ).encode(
        y=alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=None if frame.narrow else axis),
    )
    across = {
        "x": alt.X("from:Q", axis=None, scale=alt.Scale(domain=[-top / 2, top / 2 * 1.35])),
        "x2": "to:Q",
    }
    down = 8 if frame.narrow else 0
    layers = [
        base.transform_filter("!datum.invented").mark_bar(height=24, color=colour(tint), yOffset=down).encode(**across),
        base.transform_filter("datum.invented")
        .mark_bar(height=24, color=colour("hatch_accent"), stroke=colour("accent"), yOffset=down)
        .encode(**across),
        base.mark_text(align="left", dx=8, dy=down, fontWeight=600).encode(x="to:Q", text="shown:N"),
        base.mark_text(dy=down - 22, color=colour("muted")).encode(x="middle:Q", text="share:N"),
    ]
    if frame.narrow:
        layers.append(base.mark_text(align="left", dy=-14).encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers)


def _steps(table: ReleasedTable, frame: Frame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before: int | None = None
    least = min([cells[0].value for cells in table.cells if cells[0].value is not None], default=None)
    for place, head in enumerate(table.rows):
        value = table.cells[place][0].value
        part = before and value is not None and value <= before
        label = head[frame.language]
        rows.append(
            {
                "label": label if frame.narrow else wrapped(label, _CHARACTERS),
                "value": value or 0,
                "middle": 0,
                "from": -(value or 0) / 2,
                "to": (value or 0) / 2,
                "shown": "×" if value is None else number(value, frame.language),
                "share": f"↓ {percentage((value or 0) / before, frame.language, n=least)}" if part and before else "",
                "invented": place in table.invented,
            }
        )
        before = value
    return rows
