"""The codebooks that vonnis ships: a full one for the reference study, and a small one to begin from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from vonnis.codebook.codebook import Codebook
from vonnis.codebook.reading import parse_codebook

TEMPLATES = ("blank", "op-de-koop-toe", "policy-papers")
"""The names of the templates; each is a folder with the files of a new study."""


@cache
def template(name: str) -> Codebook:
    """Return the codebook of a template."""
    return parse_codebook(template_files(name)["codebook.yaml"], file=f"{name}/codebook.yaml")


def template_files(name: str) -> dict[str, str]:
    """Return the files of a template by their names."""
    folder = files("vonnis.codebook.templates").joinpath(name)
    return {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.is_file()}
