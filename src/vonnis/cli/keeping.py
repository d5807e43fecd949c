"""``vonnis backup`` and ``vonnis restore``: a study and its coding room in one file, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def backup(
    study: Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.")] = Path(),
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="ZIP", help="Write to this file. Without it: STUDY-DATE.zip in the current folder."),
    ] = None,
) -> None:
    """Write a study and the database of its coding room to one zip file.

    The room may stay open meanwhile. The release is left out: it can be made again. The file holds everything that is
    private to the study; keep it as you keep the study.
    """
    from vonnis.archive.run_record import moment
    from vonnis.cli.terminal import plain
    from vonnis.web.keeping import back_up
    from vonnis.web.serving import configure

    at = moment()
    configuration = configure(study)
    target = out or Path(f"{configuration.study.name}-{at:%Y%m%dT%H%M%S}.zip")
    made = back_up(configuration, target, at=at)
    typer.echo(f"The backup of {len(made.members)} files is at {plain(str(target))}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="ZIP", help="A file that `vonnis backup` wrote.")],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The folder to make; it must not hold anything.")],
) -> None:
    """Bring a study and its coding room back from a backup.

    Every file is proven against its digest before anything is written. A backup of PostgreSQL goes into the empty
    database that DATABASE_URL names.
    """
    from vonnis.cli.terminal import plain
    from vonnis.web.keeping import restore as bring_back

    made = bring_back(file, study, database=os.environ.get("DATABASE_URL") or None)
    typer.echo(f"{len(made.members)} files are back in {plain(str(study))}, as they were on {made.at:%d-%m-%Y %H:%M}")
    typer.echo(f"Open the coding room with: vonnis serve {plain(str(study))}")
