"""An age pyramid: two groups back to back, the youngest below, with the number at the end of each bar.

The groups are the two columns of a table, or two tables of one column whose classes follow on each other: clients to
the right, and below them victims to the left.
"""

from __future__ import annotations

from typing import Any

import msgspec

from vonnis.disclosure.released import ReleasedCell, ReleasedTable
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number
from vonnis.report.masthead import Text

_MIDDLE = 120
_NARROW_MIDDLE = 84
_ROW = 26


class _Rung(msgspec.Struct, frozen=True):
    """A class with its number on either side; None where a side does not know the class."""

    head: Text
    sides: tuple[ReleasedCell | None, ReleasedCell | None]


def pyramid(table: ReleasedTable, frame: Frame, *, beside: ReleasedTable | None = None) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the first column of a table to the left and the second to the right, its rows from below upward.

    With ``beside``, the first column of that table stands to the left, below the rows of the first. A withheld cell
    shows ``×`` and no bar. The second side is paler and outlined, so that print in black and white keeps them apart.

    Raises:
        ValueError: the table has not two columns, and no table stands beside it.
    """
    import altair as alt

    titles, rungs = _rungs(table, beside)
    order = [rung.head[frame.language] for rung in rungs][::-1]
    top = max([cell.value or 0 for rung in rungs for cell in rung.sides if cell] + [1]) * 1.25
    middle = _NARROW_MIDDLE if frame.narrow else _MIDDLE
    width = (frame.width - middle - 12) / 2
    left, right = (
        _side(
            [(rung.head, rung.sides[place]) for rung in rungs],
            frame,
            title=titles[place],
            order=order,
            top=top,
            left=place == 0,
        ).properties(width=width)
        for place in (0, 1)
    )
    labels: Any = (
        alt.Chart(data([{"label": label} for label in order]), width=middle, height=alt.Step(_ROW))
        .mark_text(align="center")
        .encode(y=alt.Y("label:N", sort=order, axis=None, scale=alt.Scale(domain=order)), text="label:N")
    )
    return alt.hconcat(left, labels, right, spacing=0)


def _rungs(table: ReleasedTable, beside: ReleasedTable | None) -> tuple[tuple[Text, Text], list[_Rung]]:
    """Return the heads of both sides, and the classes from below upward."""
    if beside is not None:
        lower = [_Rung(head, (cells[0], None)) for head, cells in zip(beside.rows, beside.cells, strict=True)]
        upper = [_Rung(head, (None, cells[0])) for head, cells in zip(table.rows, table.cells, strict=True)]
        return (beside.columns[0], table.columns[0]), lower + upper
    if len(table.columns) != 2:  # noqa: PLR2004 - two sides
        message = f"the pyramid of {table.id} needs two columns, and has {len(table.columns)}"
        raise ValueError(message)
    rungs = [_Rung(head, (cells[0], cells[1])) for head, cells in zip(table.rows, table.cells, strict=True)]
    return (table.columns[0], table.columns[1]), rungs


def _side(
    cells: list[tuple[Text, ReleasedCell | None]],
    frame: Frame,
    *,
    title: Text,
    order: list[str],
    top: float,
    left: bool,
) -> Any:  # noqa: ANN401 - as above
    import altair as alt

    rows = [
        {
            "label": head[frame.language],
            "value": (cell.value or 0) if cell else 0,
            "shown": "" if cell is None else "×" if cell.value is None else number(cell.value, frame.language),
        }
        for head, cell in cells
    ]
    heading = alt.TitleParams(
        title[frame.language], anchor="end" if left else "start", fontSize=frame.size, color=colour("ink")
    )
    base: Any = alt.Chart(data(rows), title=heading, height=alt.Step(_ROW)).encode(
        y=alt.Y("label:N", sort=order, axis=None, scale=alt.Scale(domain=order, paddingInner=0.25)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], reverse=left)),
    )
    tint = {"color": colour("accent")} if left else {"color": colour("faint"), "stroke": colour("accent")}
    text = base.mark_text(align="right" if left else "left", dx=-6 if left else 6).encode(text="shown:N")
    return alt.layer(base.transform_filter("datum.value > 0").mark_bar(**tint), text)
