"""From an Altair chart to inline SVG that follows the page: its colours, its ids, its mark of fiction."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html import escape
from typing import Any

import msgspec

from vonnis.report.tokens import tokens
from vonnis.report.words import Language, words

WIDE, NARROW = 680, 320
_STAMP_HEIGHT = 30
_COLOUR = re.compile(r'(fill|stroke|stop-color)="(#[0-9a-fA-F]{6})"')
_NAMED = re.compile(r'\bid="([\w-]+)"')
_ID = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')
_SIZE = re.compile(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
_HATCH_COLOURS = {"hatch_accent": "#fe01fe", "hatch_quiet": "#fe02fe"}


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What every chart is told: its id in the page, its language, its width in pixels, and whether it is fiction."""

    id: str
    language: Language
    width: int
    fictional: bool

    @property
    def narrow(self) -> bool:
        """Whether the chart must fit a telephone."""
        return self.width < WIDE

    @property
    def size(self) -> int:
        """The size of the text in pixels."""
        return 12 if self.narrow else 14


def colour(name: str) -> str:
    """Return the colour of a token, or the mark that a hatched surface carries until the SVG is finished."""
    return _HATCH_COLOURS.get(name) or tokens().light[name]


def data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - Altair's own types differ from release to release
    """Return rows as the data of a chart."""
    import altair as alt

    return alt.InlineData(values=rows)


def svg_of(chart: Any, frame: Frame, *, alt: str) -> str:  # noqa: ANN401 - Altair's own types differ from release to release
    """Return a chart as SVG with alternative text; the same chart gives the same bytes."""
    specification: dict[str, Any] = chart.to_dict(validate=False)
    specification["config"] = _config(frame)
    specification["padding"] = 2
    return finished(_rendered(json.dumps(specification)), frame, alt=alt)


@lru_cache(maxsize=256)
def _rendered(specification: str) -> str:
    """Return a specification as SVG; a report in several formats draws each chart once."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specification)
    return svg


def _config(frame: Frame) -> dict[str, Any]:
    axis = {
        "labelFontSize": frame.size,
        "labelColor": colour("ink"),
        "domainColor": colour("rule"),
        "tickColor": colour("rule"),
        "gridColor": colour("faint"),
    }
    return {
        "font": tokens().type["measured"],
        "background": None,
        "view": {"stroke": None},
        "text": {"fontSize": frame.size, "color": colour("ink")},
        "axis": axis,
    }


def finished(svg: str, frame: Frame, *, alt: str) -> str:
    """Return an SVG that follows the page: its colours, ids of its own, its text alternative, the mark of fiction."""
    size = _SIZE.search(svg)
    if size is None:  # pragma: no cover - vl-convert always writes a viewBox
        message = "the chart renderer gave no SVG with a viewBox"
        raise ValueError(message)
    width, height = float(size[1]), float(size[2])
    top = _STAMP_HEIGHT if frame.fictional else 0
    body = svg[size.end() : svg.rindex("</svg>")]
    ids = {name: f"{frame.id}-{place}" for place, name in enumerate(dict.fromkeys(_NAMED.findall(body)))}
    body = _ID.sub(lambda found: found[1] + ids.get(found[2], found[2]), body)
    for name, mark in _HATCH_COLOURS.items():
        body = body.replace(f'"{mark}"', f'"url(#{frame.id}-{name})"')
    body = _COLOUR.sub(lambda found: f'{found[1]}="{_themed(found[2])}"', body)
    label = escape(alt, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" class="chart" '
        f'viewBox="0 0 {width:g} {height + top:g}" width="{width:g}" height="{height + top:g}">'
        f"<title>{escape(alt)}</title>{_hatches(frame, body)}{_stamp(frame)}"
        f'<g transform="translate(0,{top})">{body}</g></svg>'
    )


def _hatches(frame: Frame, body: str) -> str:
    """Return the patterns that a chart uses."""
    patterns = [
        f'<pattern id="{frame.id}-{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{_themed(tokens().light["paper"])}"/>'
        f'<rect width="2.4" height="6" fill="{_themed(tokens().light[name.removeprefix("hatch_")])}"/></pattern>'
        for name in _HATCH_COLOURS
        if f"{frame.id}-{name})" in body
    ]
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def _stamp(frame: Frame) -> str:
    if not frame.fictional:
        return ""
    word = words(frame.language)["fictional_mark"]
    ink = _themed(tokens().light["ink"])
    width = 12 + 10 * len(word)
    return (
        f'<g class="fictional-mark"><rect x="1" y="1" width="{width}" height="20" fill="none" stroke="{ink}"/>'
        f'<text x="{width / 2 + 1:g}" y="15.5" text-anchor="middle" font-size="12" font-weight="700" '
        f'letter-spacing="1.5" fill="{ink}">{word}</text></g>'
    )


@cache
def _names() -> dict[str, str]:
    return {value.lower(): name.replace("_", "-") for name, value in tokens().light.items()}


def _themed(value: str) -> str:
    """Return a token's colour as a custom property, so that the chart follows dark mode, with itself to fall back."""
    name = _names().get(value.lower())
    return f"var(--{name},{value})" if name else value
