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
    earlier: Annotated[
        Path | None, typer.Option("--from", metavar="STUDY", help="Carry on this study as its next wave.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False,
) -> None:
    """Make a new study folder.

    It holds a protocol (study.toml), a codebook (codebook.yaml), a place for registration series, and a README that
    says what each file is. Nothing that exists is ever overwritten. With --from, protocol, codebook, rules, series and
    text are those of an earlier study, which the new one names as the wave before it; its papers of parliament come
    along with the ledger of their harvest, and no data do.
    """
    if earlier is not None:
        from vonnis.workflow.next_wave import next_wave

        written = next_wave(folder.absolute(), earlier.absolute())
    else:
        from vonnis.workflow.new_study import new_study

        written = new_study(folder.absolute(), template=template)
    if quiet:
        return
    typer.echo(f"The study folder {folder} is made: {', '.join(written)}")
    if earlier is not None:
        from vonnis.workflow.next_wave import NOT_KEPT

        typer.echo(f"Not taken along: {NOT_KEPT}")
    typer.echo("Next: fill in study.toml, then type")
    typer.echo(f"  vonnis protocol {folder}")
    typer.echo(f"  vonnis codebook check {folder}")
