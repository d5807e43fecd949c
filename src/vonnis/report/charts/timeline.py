"""Motions and commitments along the years, beneath the registration series: a line each, from asked to done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from vonnis.disclosure.released import ReleasedTable
from vonnis.report.charts.bars import wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import number, share_of
from vonnis.report.papers_shown import ShownItem, ShownPaper
from vonnis.report.words import Language

_ROW, _NARROW_ROW, _LABELS, _CHARACTERS = 32, 46, 215, 32
_SERIES_HEIGHT = 90
_SENTENCES_HEIGHT = 64
_DAYS = 365.25
_DONE = frozenset({"carried_out", "partly", "refused"})
_SHAPES = {
    "carried_out": "circle",
    "partly": "diamond",
    "refused": "cross",
    "overdue": "triangle-right",
    "open": "triangle-right",
}
"""Marks at the end of a line, so that colour is never the only cue."""


class Beside(NamedTuple):
    """The tables that stand above the lines: registrations, and sentences by year of judgment; None where absent."""

    series: ReleasedTable | None
    sentences: ReleasedTable | None


def span_of(head: str) -> tuple[int, int]:
    """Return the first and last year that a row stands for: ``2015``, or ``2015–2017``."""
    first, _, last = head.partition("–")
    return int(first), int(last or first)


def shown_share(table: ReleasedTable, place: int, *, language: Language) -> str | None:
    """Return the share of the first column in a row as it is printed, in chart and text; None where it is withheld."""
    cell = table.cells[place][0]
    if cell.share is None:
        return None
    n = table.row_totals[place].value if table.row_totals else None
    return share_of(cell.share, language, n=n, numerator=cell.value)


def timeline(
    items: Sequence[ShownItem],
    papers: Sequence[ShownPaper],
    *,
    on: dt.date,
    beside: Beside,
    words: Mapping[str, str],
    frame: Frame,
) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return the chart: series and sentences above, then plans as marks, then a line for each motion and commitment.

    ``words`` holds the names of states and kinds, of the series and of the sentences, by key.
    """
    import altair as alt

    series, sentences = beside
    years = [item.date.year for item in items if item.date] + [paper.date.year for paper in papers if paper.date]
    years += [year for table in beside if table for row in table.rows for year in span_of(row[frame.language])]
    first, last = min(years, default=on.year), max([*years, on.year])
    scale = alt.Scale(domain=[first, last + 1], nice=False)
    parts = [_series(series, scale, words=words, frame=frame)] if series else []
    parts += [_sentences(sentences, scale, words=words, frame=frame)] if sentences else []
    parts.append(_lines(items, papers, on=on, scale=scale, words=words, frame=frame))
    return alt.vconcat(*parts, spacing=6)


def _width(frame: Frame) -> int:
    return frame.width - (12 if frame.narrow else _LABELS + 16)


def _x(scale: Any, frame: Frame, *, labels: bool, field: str = "at") -> Any:  # noqa: ANN401 - see timeline
    import altair as alt

    first, last = scale.domain
    step = 3 if frame.narrow else 1
    axis = alt.Axis(
        title=None,
        format="d",
        values=list(range(first, last + 1, step)),
        labels=labels,
        ticks=labels,
        domain=labels,
        grid=True,
    )
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _series(table: ReleasedTable, scale: Any, *, words: Mapping[str, str], frame: Frame) -> Any:  # noqa: ANN401 - see timeline
    import altair as alt

    rows: list[dict[str, Any]] = []
    for place, (head, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        year, value = int(head[frame.language]), cells[0].value
        shown = "×" if value is None else number(value, frame.language)
        shown += "*" if place in table.invented else ""
        rows.append({"at": year + 0.5, "from": year + 0.15, "to": year + 0.85, "value": value or 0, "shown": shown})
    top = max([row["value"] for row in rows] + [1])
    base: Any = alt.Chart(
        data(rows),
        width=_width(frame),
        height=_SERIES_HEIGHT,
        title=_title(words["series"], frame),
    ).encode(y=alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.3])))
    bars = base.mark_rect(color=colour("quiet")).encode(
        x=_x(scale, frame, labels=False, field="from"), x2="to:Q", y2=alt.YDatum(0)
    )
    layers = [bars]
    if not frame.narrow:
        layers.append(base.mark_text(dy=-8).encode(x=_x(scale, frame, labels=False), text="shown:N"))
    return alt.layer(*layers)


def _sentences(table: ReleasedTable, scale: Any, *, words: Mapping[str, str], frame: Frame) -> Any:  # noqa: ANN401 - see timeline
    """Return the share of the first column by years of judgment; hatched where it is withheld."""
    import altair as alt

    rows: list[dict[str, Any]] = []
    for place, (head, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        first, last = span_of(head[frame.language])
        share = cells[0].share
        shown = shown_share(table, place, language=frame.language) or "×"
        ends = (first + 0.08, last + 0.92)
        row = {"from": ends[0], "to": ends[1], "at": sum(ends) / 2}
        rows.append({**row, "value": share or 0, "whole": 1, "withheld": share is None, "shown": shown})
    base: Any = alt.Chart(
        data(rows), width=_width(frame), height=_SENTENCES_HEIGHT, title=_title(words["sentences"], frame)
    ).encode(y=alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.3])))
    x = _x(scale, frame, labels=False, field="from")
    full = alt.Y("whole:Q", axis=None)
    whole = base.mark_rect(color=colour("faint")).encode(x=x, x2="to:Q", y=full, y2=alt.YDatum(0))
    known = base.transform_filter("!datum.withheld")
    share_bar = known.mark_rect(color=colour("sentence")).encode(x=x, x2="to:Q", y2=alt.YDatum(0))
    hidden = base.transform_filter("datum.withheld").mark_rect(color=colour("hatch_quiet"))
    return alt.layer(
        whole,
        share_bar,
        hidden.encode(x=x, x2="to:Q", y=full, y2=alt.YDatum(0)),
        base.mark_text(dy=-8).encode(x=_x(scale, frame, labels=False), text="shown:N"),
    )


def _title(text: str, frame: Frame) -> Any:  # noqa: ANN401 - see timeline
    import altair as alt

    return alt.TitleParams(
        text, anchor="start", frame="group", fontSize=frame.size, fontWeight=600, color=colour("ink")
    )


def _lines(
    items: Sequence[ShownItem],
    papers: Sequence[ShownPaper],
    *,
    on: dt.date,
    scale: Any,  # noqa: ANN401 - see timeline
    words: Mapping[str, str],
    frame: Frame,
) -> Any:  # noqa: ANN401 - see timeline
    import altair as alt

    plans = [paper for paper in papers if paper.kind == "plan" and paper.date]
    rows = [_row(item, on, words, frame) for item in items if item.date]
    order = [words["plans"], *(row["label"] for row in rows)]
    height = alt.Step(_NARROW_ROW if frame.narrow else _ROW)
    y = alt.Y(
        "label:N",
        sort=order,
        scale=alt.Scale(domain=order),
        axis=None if frame.narrow else _axis(),
    )
    base: Any = alt.Chart(data(rows), width=_width(frame), height=height).encode(y=y)
    down = 8 if frame.narrow else 0
    line = base.mark_rule(strokeWidth=3, color=colour("accent"), yOffset=down).encode(
        x=_x(scale, frame, labels=True, field="from"), x2="until:Q"
    )
    late = (
        base.transform_filter("datum.late < datum.end")
        .mark_rule(strokeWidth=3, strokeDash=[4, 4], color=colour("sentence"), yOffset=down)
        .encode(x=_x(scale, frame, labels=True, field="late"), x2="end:Q")
    )
    ends = [
        base.transform_filter(f"datum.state == '{state}'")
        .mark_point(shape=shape, size=110, filled=True, color=colour(_tint(state)), opacity=1, yOffset=down)
        .encode(x=_x(scale, frame, labels=True, field="end"))
        for state, shape in _SHAPES.items()
    ]
    told = base.mark_text(align="left", dx=9, dy=down, fontSize=frame.size - 2).encode(
        x=_x(scale, frame, labels=True, field="end"), text="told:N"
    )
    left = (
        base.transform_filter("datum.room < 0")
        .mark_text(align="right", dx=-9, dy=down - 9, fontSize=frame.size - 2)
        .encode(x=_x(scale, frame, labels=True, field="end"), text="told:N")
    )
    marks = [{"label": words["plans"], "at": _at(paper.date), "told": paper.id} for paper in plans if paper.date]
    shown: Any = alt.Chart(data(marks)).encode(y=y, x=_x(scale, frame, labels=True))
    layers = [line, late, *ends, told.transform_filter("datum.room >= 0"), left]
    layers.append(shown.mark_point(shape="square", size=90, filled=True, color=colour("ink"), opacity=1, yOffset=down))
    if frame.narrow:
        heads = [{"label": one} for one in order]
        names: Any = alt.Chart(data(heads)).encode(y=y, x=alt.value(0), text="label:N")
        layers.append(names.mark_text(align="left", dy=-10))
    return alt.layer(*layers)


def _axis() -> Any:  # noqa: ANN401 - see timeline
    from vonnis.report.charts.bars import label_axis

    return label_axis(_LABELS)


def _row(item: ShownItem, on: dt.date, words: Mapping[str, str], frame: Frame) -> dict[str, Any]:
    """Return where the line of an item begins, turns late and ends, and what stands at its end."""
    begin = _at(item.date or on)
    closed = item.settled if item.state in _DONE else None
    end = _at(closed or on) if item.state in _SHAPES else begin
    is_late = item.state == "overdue" or closed is not None
    late = _at(item.due) if item.due and is_late else end
    label = f"{item.id} {item.actor}".strip()
    most = (on.year + 1) - (3.5 if frame.narrow else 1.6)
    return {
        "label": label if frame.narrow else wrapped(label, _CHARACTERS),
        "from": begin,
        "until": min(end, max(begin, late)),
        "late": max(begin, min(late, end)),
        "end": end,
        "state": item.state,
        "told": words[item.state],
        "room": most - end,
    }


def _tint(state: str) -> str:
    return {"carried_out": "accent", "partly": "accent", "open": "quiet"}.get(state, "sentence")


def _at(day: dt.date) -> float:
    """Return a day as a year with its part."""
    return day.year + (day.timetuple().tm_yday - 1) / _DAYS
