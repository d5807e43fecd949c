"""Write what leaves a study: the report in every format, sheets for other readers, and the data.

Everything is made before anything is written, so that a text which names a withheld figure changes nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.disclosure.released import Release
from vonnis.report.masthead import Masthead
from vonnis.report.prose.reading import Section
from vonnis.report.words import Language
from vonnis.workflow.depositing import DATA, Deposited
from vonnis.workflow.progress import Progress

CRATE = "ro-crate-metadata.json"
SHEETS = "sheets"


def texts_of(study: Path, *, coded: bool = False) -> dict[Language, Sequence[Section]]:
    """Return the text of a study's report in each language: its own chapters, and the shipped ones for the rest.

    ``coded`` tells that the study rests on its codings.
    """
    from vonnis.report.prose.texts import sections
    from vonnis.report.words import LANGUAGES

    return {language: sections(language, study, coded=coded) for language in LANGUAGES}


def report_files(
    release: Release, *, masthead: Masthead, study: Path, report: Progress, coded: bool = False
) -> dict[str, bytes]:
    """Return the report as HTML, PDF and Word, its figures, and the sheets, by file name.

    Raises:
        StudyError: the text of the study names something that does not exist.
        DisclosureError: it names a figure that is withheld.
    """
    from vonnis.report.page import page
    from vonnis.report.sheets import sheet_files
    from vonnis.report.writing import FIGURES, REPORT, documents, figures_file, printed

    report.start("writing the report")
    made = documents(release, masthead=masthead, texts=texts_of(study, coded=coded))
    found: dict[str, bytes] = {REPORT: page(made).encode(), FIGURES: figures_file(release, masthead)}
    report.start("setting PDF and Word")
    found |= printed(made)
    report.start("setting the sheets")
    sheets = sheet_files(release, masthead, reports=made, study=study)
    return found | {f"{SHEETS}/{name}": data for name, data in sheets.items()}


def publish(
    out: Path,
    files: Mapping[str, bytes],
    *,
    deposited: Deposited | None,
    crate: Callable[[Mapping[str, bytes]], bytes],
) -> Path:
    """Write a release into a folder, with the crate that describes all of it; return the path of the page.

    Files of an earlier release that this one does not have are taken away.
    """
    from vonnis.report.writing import REPORT

    everything = dict(files)
    if deposited is not None:
        everything |= {f"{DATA}/{name}": data for name, data in deposited.public.items()}
    everything[CRATE] = crate(everything)
    _take_away(out, everything)
    write_files(out, everything)
    return out / REPORT


def _take_away(out: Path, kept: Mapping[str, bytes]) -> None:
    for folder in (DATA, SHEETS):
        if (out / folder).is_dir() and not any(name.startswith(f"{folder}/") for name in kept):
            shutil.rmtree(out / folder)
    for path in sorted(out.rglob("*")) if out.is_dir() else ():
        if path.is_file() and path.relative_to(out).as_posix() not in kept:
            path.unlink()


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, each whole or not at all; folders in their names are made."""
    for name, data in sorted(files.items()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
