"""The paired demand-sentence plot: what was demanded on the left, what was imposed on the right.

Every ribbon joins a class of demand to a class of sentence and is as wide as the number of cases in it. Only released
counts are drawn; what a class holds beside them stays a hatched stub that leads nowhere. A ribbon runs from the colour
of the demand to that of the sentence; those that end lower than they began are strong, the others faint.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import msgspec

from vonnis.disclosure.released import ReleasedCell, ReleasedTable
from vonnis.report.charts.bars import wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number
from vonnis.report.words import words

_NODE = 12
_STEPS = 24
_STUB = 0.16


class _Node(msgspec.Struct, frozen=True):
    """A class on one side: its label, its size in people, and where it stands (top, in pixels)."""

    label: str
    size: int
    exact: bool
    top: float


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The measures of one drawing in pixels."""

    left: tuple[_Node, ...]
    right: tuple[_Node, ...]
    scale: float
    inner: tuple[float, float]
    height: float


def flow(table: ReleasedTable, frame: Frame) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the plot for a table with demand in its rows and sentence in its columns, both from low to high."""
    import altair as alt

    plan = _plan(table, frame)
    ribbons, marks = _ribbons(table, plan, frame)
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, frame.width], nice=False, zero=False))
    up = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[plan.height, 0], nice=False, zero=False))
    base: Any = alt.Chart(width=frame.width, height=plan.height).encode(x=across, y=up)
    layers = [
        base.properties(data=data(points))
        .mark_area(fill=_tint(kind), fillOpacity=strength, line=False)
        .encode(y2="y2:Q")
        for kind, strength, points in ribbons
    ]
    for nodes, name in ((plan.left, "demand"), (plan.right, "sentence")):
        layers.append(
            base.properties(data=data(_blocks(nodes, plan, name)))
            .mark_rect(color=colour(name))
            .encode(x2="x2:Q", y2="y2:Q")
        )
    for halo in (True, False):
        extra = {"stroke": colour("paper"), "strokeWidth": 4, "strokeJoin": "round"} if halo else {}
        layers.append(base.properties(data=data(marks)).mark_text(fontWeight=600, **extra).encode(text="shown:N"))
    for align, side in (("right", "left"), ("left", "right")):
        layers += _labels(base, plan, side, align, frame)
    return alt.layer(*layers)


def direction(row: int, column: int) -> str:
    """Return whether a sentence of class ``column`` is ``lower``, ``equal`` or ``higher`` than demand ``row``."""
    return "equal" if row == column else "lower" if column < row else "higher"


def _plan(table: ReleasedTable, frame: Frame) -> _Plan:
    margin = 98.0 if frame.narrow else 190.0
    inner = (margin, frame.width - margin)
    columns = [[row[index] for row in table.cells] for index in range(len(table.columns))]
    left = _sizes(table.row_totals, [list(row) for row in table.cells])
    right = _sizes(table.column_totals, columns)
    most = max(sum(size for size, _ in left), sum(size for size, _ in right), 1)
    scale = (250 if frame.narrow else 290) / most
    slot = 62 if frame.narrow else 48
    placed = []
    for sizes, heads in ((left, table.rows), (right, table.columns)):
        top, nodes = 46.0, []
        for index in reversed(range(len(heads))):
            size, exact = sizes[index]
            label = wrapped(heads[index][frame.language], 13 if frame.narrow else 26)
            nodes.append(_Node(label, size, exact, top))
            top += max(size * scale + 10, slot)
        placed.append((tuple(reversed(nodes)), top))
    height = max(top for _, top in placed)
    return _Plan(left=placed[0][0], right=placed[1][0], scale=scale, inner=inner, height=height)


def _sizes(totals: tuple[ReleasedCell, ...], lines: list[list[ReleasedCell]]) -> list[tuple[int, bool]]:
    """Return the size of each class, and whether it is known; else what is released of it."""
    known = [sum(cell.value or 0 for cell in line) for line in lines]
    if not totals:
        return [(size, all(cell.value is not None for cell in line)) for size, line in zip(known, lines, strict=True)]
    return [
        (size, False) if total.value is None else (total.value, True) for total, size in zip(totals, known, strict=True)
    ]


def _ribbons(
    table: ReleasedTable, plan: _Plan, frame: Frame
) -> tuple[list[tuple[str, float, list[dict[str, Any]]]], list[dict[str, Any]]]:
    """Return the ribbons (kind, strength, outline) and the numbers that stand on the wide ones."""
    starts = [node.top for node in plan.left]
    ends = [node.top for node in plan.right]
    ribbons, marks = [], []
    rows, columns = len(table.rows), len(table.columns)
    for row, column in itertools.product(reversed(range(rows)), reversed(range(columns))):
        value = table.cells[row][column].value
        if not value:
            continue
        wide = value * plan.scale
        kind = direction(row, column)
        outline = list(_outline(starts[row], ends[column], wide, plan.inner))
        ribbons.append(("ribbon", 0.78 if kind == "lower" else 0.38, outline))
        middle = outline[_STEPS * (4 if kind == "lower" else 1) // 7]
        if wide >= frame.size:
            marks.append(
                {"x": middle["x"], "y": (middle["y"] + middle["y2"]) / 2, "shown": number(value, frame.language)}
            )
        starts[row] += wide
        ends[column] += wide
    ribbons += list(_stubs(plan, starts, ends))
    return ribbons, marks


def _outline(start: float, end: float, wide: float, inner: tuple[float, float]) -> Iterator[dict[str, Any]]:
    left, right = inner
    for step in range(_STEPS + 1):
        part = step / _STEPS
        bend = (1 - math.cos(math.pi * part)) / 2
        y = start + (end - start) * bend
        yield {"x": left + (right - left) * part, "y": y, "y2": y + wide}


def _stubs(plan: _Plan, starts: list[float], ends: list[float]) -> Iterator[tuple[str, float, list[dict[str, Any]]]]:
    """Yield what a class holds beside its released ribbons, as a short hatched strip."""
    left, right = plan.inner
    reach = (right - left) * _STUB
    for nodes, begun, (first, last) in (
        (plan.left, starts, (left, left + reach)),
        (plan.right, ends, (right - reach, right)),
    ):
        for node, top in zip(nodes, begun, strict=True):
            bottom = node.top + node.size * plan.scale
            if bottom - top > 1:
                yield "rest", 1.0, [{"x": x, "y": top, "y2": bottom} for x in (first, last)]


def _tint(kind: str) -> Any:  # noqa: ANN401 - a colour, or a gradient in Vega-Lite's own form
    if kind == "rest":
        return colour("hatch_quiet")
    stops = [{"offset": 0, "color": colour("demand")}, {"offset": 1, "color": colour("sentence")}]
    return {"gradient": "linear", "x1": 0, "x2": 1, "y1": 0, "y2": 0, "stops": stops}


def _blocks(nodes: tuple[_Node, ...], plan: _Plan, name: str) -> list[dict[str, Any]]:
    left, right = plan.inner
    first, last = (left - _NODE, left) if name == "demand" else (right, right + _NODE)
    return [
        {"x": first, "x2": last, "y": node.top, "y2": node.top + max(node.size * plan.scale, 1.5)} for node in nodes
    ]


def _labels(base: Any, plan: _Plan, side: str, align: str, frame: Frame) -> list[Any]:  # noqa: ANN401 - see flow
    """Return the head of a side and the labels of its classes, each with its number."""
    known = words(frame.language)
    nodes, head, tint, at = (
        (plan.left, known["demanded"], "demand_text", plan.inner[0] - _NODE - 6)
        if side == "left"
        else (plan.right, known["imposed"], "sentence_text", plan.inner[1] + _NODE + 6)
    )
    rows: list[dict[str, Any]] = [
        {
            "x": at,
            "y": node.top + max(node.size * plan.scale, 1.5) / 2,
            "shown": f"{node.label}\n{number(node.size, frame.language) if node.exact else '×'}",
        }
        for node in nodes
    ]
    texts = []
    for lines in sorted({row["shown"].count("\n") for row in rows}):
        shift = -(frame.size + 2) * lines / 2
        same = [row for row in rows if row["shown"].count("\n") == lines]
        texts.append(
            base.properties(data=data(same))
            .mark_text(align=align, baseline="middle", lineBreak="\n", dy=shift, lineHeight=frame.size + 2)
            .encode(text="shown:N")
        )
    title = base.properties(data=data([{"x": at, "y": 8, "shown": head}]))
    return [
        *texts,
        title.mark_text(align=align, fontWeight=700, color=colour(tint), fontSize=frame.size + 2).encode(
            text="shown:N"
        ),
    ]
