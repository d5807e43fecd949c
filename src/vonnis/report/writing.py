"""Set a release as a report in every format; the same release gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vonnis.disclosure.released import Release
from vonnis.errors import DisclosureError
from vonnis.report.building import build
from vonnis.report.document import Document
from vonnis.report.figures import figures_of
from vonnis.report.masthead import Masthead
from vonnis.report.page import page
from vonnis.report.prose.reading import Section
from vonnis.report.prose.texts import sections
from vonnis.report.words import LANGUAGES, Language

REPORT, FIGURES = "report.html", "figures.json"
Texts = Mapping[Language, Sequence[Section]]
"""The text of a report in each language."""


def documents(release: Release, *, masthead: Masthead, texts: Texts | None = None) -> tuple[Document, ...]:
    """Return the report in each language, from the shipped text unless another is given.

    Raises:
        DisclosureError: the masthead hides that the material is fictional, or the text names a withheld figure.
        StudyError: the text names something that does not exist.
    """
    if release.fictional and not masthead.fictional:
        message = "the material is fictional, and the report must say so; set fictional in its masthead"
        raise DisclosureError(message)
    return tuple(
        build(release, masthead, sections=texts[language] if texts else sections(language), language=language)
        for language in LANGUAGES
    )


def figures_file(release: Release, masthead: Masthead) -> bytes:
    """Return ``figures.json``: every number that the report prints."""
    return msgspec.json.format(msgspec.json.encode(figures_of(release, masthead)), indent=1) + b"\n"


def render(release: Release, *, masthead: Masthead, texts: Texts | None = None) -> dict[str, bytes]:
    """Return page and figures of a report by file name."""
    made = documents(release, masthead=masthead, texts=texts)
    return {REPORT: page(made).encode(), FIGURES: figures_file(release, masthead)}


def printed(made: Sequence[Document]) -> dict[str, bytes]:
    """Return a report as PDF and Word in each language, by file name."""
    from vonnis.report.paper.typesetting import pdf
    from vonnis.report.word.package import docx

    found = {f"report.{one.language}.pdf": pdf(one) for one in made}
    return found | {f"report.{one.language}.docx": docx(one) for one in made}
