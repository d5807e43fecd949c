"""The style sheet of the room: the tokens that reports use, and what only screens with forms need."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from vonnis.report.style import base_css
from vonnis.report.tokens import css_variables, tokens


@cache
def style_sheet() -> str:
    """Return the whole style sheet; a chosen look goes before that of the system."""
    palettes = tokens()
    looks = (
        f':root[data-look="{name}"] {{ color-scheme: {scheme}; {css_variables(palette)} }}'
        for name, scheme, palette in (
            ("light", "light", palettes.light),
            ("dark", "dark", palettes.dark),
            ("rest", "light", palettes.rest),
        )
    )
    own = files("vonnis.web.room").joinpath("room.css").read_text(encoding="utf-8")
    return "\n".join([base_css(), *looks, own])


@cache
def style_version() -> str:
    """Return a short digest of the style sheet, so that browsers may keep it for good."""
    return sha256(style_sheet().encode()).hexdigest()[:12]
