"""Templates beside their package, and the style that every page shares."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from vonnis.report.tokens import css_variables, tokens

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates_of(package: str) -> Environment:
    """Return the templates in the folder ``templates`` of a package; they escape what they print and miss nothing."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files(package).joinpath("templates")
    templates = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".j2")}
    return Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def base_css() -> str:
    """Return the style that all pages share: the tokens as custom properties, type, links, focus, the help block."""
    template = templates_of("vonnis.report").get_template("base.css.j2")
    return template.render(tokens=tokens(), css_variables=css_variables)
