"""Write what leaves a study: the report in every format, from one document a language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.disclosure.released import Release
from vonnis.report.masthead import Masthead
from vonnis.workflow.progress import Progress


def publish(release: Release, out: Path, *, masthead: Masthead, study: Path, report: Progress) -> Path:
    """Write a release as HTML, PDF and Word with ``figures.json`` into a folder; return the path of the page.

    Everything is made before anything is written, so that a text which names a withheld figure changes nothing.

    Raises:
        StudyError: the text of the study names something that does not exist.
        DisclosureError: it names a figure that is withheld.
    """
    from vonnis.report.page import page
    from vonnis.report.prose.texts import sections
    from vonnis.report.words import LANGUAGES
    from vonnis.report.writing import FIGURES, REPORT, documents, figures_file, printed

    report.start("writing the report")
    made = documents(release, masthead=masthead, texts={language: sections(language, study) for language in LANGUAGES})
    files: dict[str, bytes] = {REPORT: page(made).encode(), FIGURES: figures_file(release, masthead)}
    report.start("setting PDF and Word")
    files |= printed(made)
    write_files(out, files)
    return out / REPORT


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, each whole or not at all; folders in their names are made."""
    for name, data in sorted(files.items()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
