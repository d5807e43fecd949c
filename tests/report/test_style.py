"""Every page takes its style from the tokens, through one file."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from vonnis.report.style import base_css, templates_of
from vonnis.report.tokens import tokens


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_base_holds_every_colour_of_both_palettes(theme: str) -> None:
    palette: dict[str, str] = getattr(tokens(), theme)
    assert [
        name for name, colour in palette.items() if f"--{name.replace('_', '-')}: {colour};" not in base_css()
    ] == []


def test_the_report_holds_the_base(page: str) -> None:
    assert base_css() in page


def test_templates_escape_and_miss_nothing() -> None:
    template = templates_of("vonnis.report").from_string("{{ name }}")
    assert template.render(name="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        template.render()
