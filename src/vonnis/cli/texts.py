"""``vonnis text-add``: texts of closed files, sealed in the study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vonnis.cli.study_options import By
from vonnis.cli.terminal import plain, say


def text_add(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="Whose file it is from, such as D0001.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF, Word, ODT, HTML or text.")],
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    by: By = "lead",
) -> None:
    """Keep texts of a closed file in the study, sealed; the coding room shows them to who was given the file.

    Each showing is logged. The files themselves stay where they are: destroy them when you need them no more.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.closed_texts import take_texts

    made = take_texts(study, unit, files=files, by=by, at=moment())
    say(f"Kept for {plain(unit)}, sealed: {', '.join(text.document for text in made)}")
    say("The files that they came from are still there; destroy them when you need them no more.")
