"""Set a release as ``report.html`` and ``figures.json``; the same release gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from vonnis.disclosure.released import Release
from vonnis.errors import DisclosureError
from vonnis.report.chapters import article
from vonnis.report.figures import figures_of
from vonnis.report.masthead import Masthead
from vonnis.report.outline import outline
from vonnis.report.style import templates_of
from vonnis.report.tokens import css_variables, tokens
from vonnis.report.words import LANGUAGES

REPORT, FIGURES = "report.html", "figures.json"


def render(release: Release, *, masthead: Masthead) -> dict[str, bytes]:
    """Return the files of a report by name.

    Raises:
        DisclosureError: the masthead hides that the material is fictional.
    """
    if release.fictional and not masthead.fictional:
        message = "the material is fictional, and the report must say so; set fictional in its masthead"
        raise DisclosureError(message)
    plan = outline(masthead.parameters)
    articles = [article(release, masthead, outline=plan, language=language) for language in LANGUAGES]
    page = (
        templates_of("vonnis.report")
        .get_template("report.html.j2")
        .render(
            articles=articles,
            masthead=masthead,
            fictional=release.fictional,
            tokens=tokens(),
            css_variables=css_variables,
        )
    )
    figures = msgspec.json.format(msgspec.json.encode(figures_of(release, masthead)), indent=1)
    return {REPORT: page.encode(), FIGURES: figures + b"\n"}


def write(release: Release, out: Path, *, masthead: Masthead) -> Path:
    """Write the files of a report into a folder, each whole or not at all; return the path of ``report.html``."""
    out.mkdir(parents=True, exist_ok=True)
    for name, content in render(release, masthead=masthead).items():
        part = out / f".{name}.part"
        part.write_bytes(content)
        part.replace(out / name)
    return out / REPORT
