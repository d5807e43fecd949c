"""An age pyramid: two groups back to back, the youngest below, with the number at the end of each bar."""

from __future__ import annotations

from typing import Any

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number

_MIDDLE = 120
_NARROW_MIDDLE = 84
_ROW = 26


def pyramid(table: ReleasedTable, frame: Frame) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the first column of a table to the left and the second to the right, its rows from below upward.

    A withheld cell shows ``×`` and no bar. The second side is paler and outlined, so that print in black and white
    keeps them apart.

    Raises:
        ValueError: the table has not two columns.
    """
    import altair as alt

    if len(table.columns) != 2:  # noqa: PLR2004 - two sides
        message = f"the pyramid of {table.id} needs two columns, and has {len(table.columns)}"
        raise ValueError(message)
    order = [row[frame.language] for row in table.rows][::-1]
    top = max([cell.value or 0 for row in table.cells for cell in row] + [1]) * 1.25
    middle = _NARROW_MIDDLE if frame.narrow else _MIDDLE
    width = (frame.width - middle - 12) / 2
    sides = [_side(table, frame, column, order=order, top=top).properties(width=width) for column in (0, 1)]
    labels: Any = (
        alt.Chart(data([{"label": label} for label in order]), width=middle, height=alt.Step(_ROW))
        .mark_text(align="center")
        .encode(y=alt.Y("label:N", sort=order, axis=None, scale=alt.Scale(domain=order)), text="label:N")
    )
    return alt.hconcat(sides[0], labels, sides[1], spacing=0)


def _side(table: ReleasedTable, frame: Frame, column: int, *, order: list[str], top: float) -> Any:  # noqa: ANN401
    import altair as alt

    left = column == 0
    rows = [
        {
            "label": head[frame.language],
            "value": cells[column].value or 0,
            "shown": "×" if cells[column].value is None else number(cells[column].value or 0, frame.language),
        }
        for head, cells in zip(table.rows, table.cells, strict=True)
    ]
    title = alt.TitleParams(
        table.columns[column][frame.language],
        anchor="end" if left else "start",
        fontSize=frame.size,
        color=colour("ink"),
    )
    base: Any = alt.Chart(data(rows), title=title, height=alt.Step(_ROW)).encode(
        y=alt.Y("label:N", sort=order, axis=None, scale=alt.Scale(domain=order, paddingInner=0.25)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], reverse=left)),
    )
    tint = {"color": colour("accent")} if left else {"color": colour("faint"), "stroke": colour("accent")}
    text = base.mark_text(align="right" if left else "left", dx=-6 if left else 6).encode(text="shown:N")
    return alt.layer(base.mark_bar(**tint), text)
