"""``vonnis new``: a new study folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it must not exist yet.")],
    *,
    template: Annotated[
        str,
        typer.Option("--template", metavar="NAME", help="What to begin from: blank, op-de-koop-toe or policy-papers."),
    ] = "blank",
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False,
) -> None:
    """Make a new study folder.

    It holds a protocol (study.toml), a codebook (codebook.yaml), a place for registration series, and a README that
    says what each file is. Nothing that exists is ever overwritten.
    """
    from vonnis.workflow.new_study import new_study

    written = new_study(folder.absolute(), template=template)
    if quiet:
        return
    typer.echo(f"The study folder {folder} is made: {', '.join(written)}")
    typer.echo("Next: fill in study.toml, then type")
    typer.echo(f"  vonnis protocol {folder}")
    typer.echo(f"  vonnis codebook check {folder}")
