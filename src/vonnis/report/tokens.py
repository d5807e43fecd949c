"""The look of reports and charts, read from one token file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

Palette = dict[str, str]


class Tokens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Type, sizes, spaces and the palettes; colours are ``#rrggbb``. ``rest`` is light, with little glare."""

    type: dict[str, str | float]
    scale: dict[str, str]
    space: dict[str, str]
    light: Palette
    dark: Palette
    rest: Palette


@cache
def tokens() -> Tokens:
    """Return the shipped tokens."""
    text = files("vonnis.report").joinpath("tokens.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Tokens)


def css_variables(palette: Palette) -> str:
    """Return a palette as CSS custom properties (``--demand-text: #00629a;``)."""
    return " ".join(f"--{name.replace('_', '-')}: {colour};" for name, colour in palette.items())


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours by the formula of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]  # noqa: PLR2004
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
