"""``vonnis demo``: the whole study on the built-in fictional material."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.terminal import listening


def demo(
    out: Annotated[Path, typer.Option(help="The study folder to write.", metavar="DIR")] = Path("demo"),
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Make a whole study from fictional material.

    From judgments to report: writes 101 client judgments that never were, reads them as real ones are read, computes
    the figures, passes them through the disclosure gate, and writes a report. Everything in it is FICTIONAL.
    """
    from vonnis.archive.run_record import moment
    from vonnis.demo import run

    with listening(quiet=quiet) as progress:
        made = run(out, at=moment(), report=progress)
    typer.echo(f"The report is at {made.report}")
    if made.remarks:
        for remark in made.remarks if quiet else ():
            typer.echo(remark, err=True)
        typer.echo(f"The report is incomplete: not all that stands in {out} could be used.", err=True)
        raise typer.Exit(INCOMPLETE)
