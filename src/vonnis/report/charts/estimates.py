"""A forest of shares with their intervals, beside what the reference study printed where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vonnis.disclosure.released import ReleasedResult
from vonnis.report.charts.bars import label_axis, wrapped
from vonnis.report.charts.drawing import Frame, colour, data
from vonnis.report.formats import COUNTS_BELOW, percentage
from vonnis.report.masthead import Reference
from vonnis.report.words import words

_LABELS = 300
_CHARACTERS = 40
_NARROW_CHARACTERS = 44
_LINE = 16


def estimates(results: Sequence[ReleasedResult], references: Sequence[Reference], *, frame: Frame) -> Any:  # noqa: ANN401 - Altair's types are its own
    """Return a dot with its interval for each share, and an open diamond for the reference study's figure.

    Labels are broken over lines, and each has its own row also where two read alike.
    """
    import altair as alt

    printed = {reference.id: reference.value for reference in references}
    labels = _labels([result.label[frame.language] for result in results], frame)
    rows = [
        {"label": label, **_row(result, printed.get(result.id), frame)}
        for label, result in zip(labels, results, strict=True)
    ]
    more = _LINE * max((label.count("\n") for label in labels), default=0)
    step = 62 + more if frame.narrow else max(44, more + 28)
    order = [row["label"] for row in rows]
    axis = label_axis(_LABELS)
    lines = alt.Axis(format="%", title=None, values=[0, 0.25, 0.5, 0.75, 1], grid=True, domain=False, ticks=False)
    base: Any = alt.Chart(
        data(rows),
        width=frame.width - (54 if frame.narrow else _LABELS + 70),
        height=alt.Step(step),
    ).encode(y=alt.Y("label:N", sort=order, axis=None if frame.narrow else axis, scale=alt.Scale(domain=order)))
    down = step // 2 - 19 if frame.narrow else 0
    scale = alt.Scale(domain=[0, 1])
    layers = [
        base.mark_rule(color=colour("accent"), strokeWidth=3, yOffset=down).encode(
            x=alt.X("low:Q", scale=scale, axis=lines), x2="high:Q"
        ),
        *([_diamonds(base, down)] if any(row["reference"] is not None for row in rows) else []),
        base.mark_point(color=colour("accent"), fill=colour("accent"), size=70, yOffset=down, opacity=1).encode(
            x="value:Q"
        ),
        base.mark_text(align="left", dx=8, dy=down, fontWeight=600).encode(x=alt.value("width"), text="shown:N"),
    ]
    if frame.narrow:
        text = base.mark_text(align="left", dy=15 - step // 2, lineBreak="\n", lineHeight=_LINE)
        layers.append(text.encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers)


def _diamonds(base: Any, down: int) -> Any:  # noqa: ANN401 - as above
    """Return the open diamonds of the reference study."""
    return base.mark_point(
        shape="diamond",
        size=110,
        color=colour("ink"),
        fill=colour("paper"),
        strokeWidth=1.6,
        yOffset=down - 12,
        opacity=1,
    ).encode(x="reference:Q")


def key_of_marks(frame: Frame) -> str:
    """Return the words that explain the two marks."""
    known = words(frame.language)
    return f"● {known['here_mark']} · ◇ {known['reference_mark']}"


def _labels(texts: Sequence[str], frame: Frame) -> list[str]:
    """Return labels over lines, each unlike the others; on a narrow page the last line stands above its mark."""
    broken = [wrapped(text, _NARROW_CHARACTERS if frame.narrow else _CHARACTERS) for text in texts]
    most = max((text.count("\n") for text in broken), default=0)
    above = ["\n" * (most - text.count("\n")) if frame.narrow else "" for text in broken]
    return [f"{empty}{text}" + "\u200b" * place for place, (empty, text) in enumerate(zip(above, broken, strict=True))]


def _row(result: ReleasedResult, reference: float | None, frame: Frame) -> dict[str, Any]:
    few = result.n is not None and result.n < COUNTS_BELOW
    interval = None if few else result.interval
    return {
        "value": result.value,
        "low": interval.low if interval else result.value,
        "high": interval.high if interval else result.value,
        "reference": reference,
        "shown": _shown(result, frame, few=few),
    }


def _shown(result: ReleasedResult, frame: Frame, *, few: bool) -> str:
    """Return a share as the report prints it: a count where its units are few, a cross where it is withheld."""
    if result.value is None:
        return "×"
    if few and result.numerator is not None:
        return f"{result.numerator}/{result.n}"
    return percentage(result.value, frame.language, n=result.n)
