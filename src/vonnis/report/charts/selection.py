"""The flow of a selection: how many were found, how many fell out at each step and why, how many are left."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from vonnis.report.charts.bars import wrapped
from vonnis.report.charts.drawing import Frame, colour, finished

_LINE, _PAD, _GAP = 18, 12, 26


class Step(msgspec.Struct, frozen=True):
    """A box of the diagram: its words, and whether it falls out (beside the main line) or stays."""

    shown: str
    falls_out: bool = False


def selection(steps: Sequence[Step], frame: Frame, *, alt: str) -> str:
    """Return the diagram as SVG: boxes below each other, what falls out to the right of the line between them."""
    wide = frame.width * (0.5 if frame.narrow else 0.46)
    characters = int(wide / (frame.size * 0.56))
    parts: list[str] = []
    top, before = 1.0, None
    for step in steps:
        lines = wrapped(step.shown, characters).split("\n")
        height = len(lines) * _LINE + _PAD
        if step.falls_out:
            middle = top + height / 2
            parts.append(_arrow(wide / 2, middle, frame.width - wide - 4, middle))
            parts.append(_box(frame.width - wide - 3, top, wide=wide, lines=lines, frame=frame, quiet=True))
        else:
            parts.append(_box(1, top, wide=wide, lines=lines, frame=frame, quiet=False))
            if before is not None:
                parts.insert(0, _arrow(wide / 2, before, wide / 2, top))
            before = top + height
        top += height + _GAP
    svg = f'<svg viewBox="0 0 {frame.width} {top - _GAP + 2:g}">{"".join(parts)}</svg>'
    return finished(svg, frame, alt=alt)


def _box(left: float, top: float, *, wide: float, lines: Sequence[str], frame: Frame, quiet: bool) -> str:
    height = len(lines) * _LINE + _PAD
    edge = colour("quiet" if quiet else "accent")
    text = "".join(
        f'<text x="{left + wide / 2:g}" y="{top + _PAD / 2 + 13.5 + place * _LINE:g}" text-anchor="middle" '
        f'font-size="{frame.size}" fill="{colour("ink")}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    dash = ' stroke-dasharray="4 3"' if quiet else ""
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{height}" fill="{colour("surface")}" '
        f'stroke="{edge}"{dash}/>{text}'
    )


def _arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    ink = colour("muted")
    down = to_y > y
    head = (
        f"M{to_x - 4:g},{to_y - 7:g} L{to_x:g},{to_y:g} L{to_x + 4:g},{to_y - 7:g}"
        if down
        else f"M{to_x - 7:g},{to_y - 4:g} L{to_x:g},{to_y:g} L{to_x - 7:g},{to_y + 4:g}"
    )
    return (
        f'<path d="M{x:g},{y:g} L{to_x:g},{to_y:g}" fill="none" stroke="{ink}"/>'
        f'<path d="{head}" fill="none" stroke="{ink}"/>'
    )
