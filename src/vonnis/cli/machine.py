"""``vonnis machine``: what the extraction answers to the codebook's questions, and what it did to coders who saw it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.study_options import By, Json, Quiet, Study
from vonnis.cli.terminal import complain, plain, say

app = typer.Typer(
    name="machine",
    help="The machine's answers to the codebook's questions, and what coders did after they saw them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SHOWN = 10


@app.command()
def read(study: Study = Path(), *, by: By = "lead", quiet: Quiet = False, as_json: Json = False) -> None:
    """Read the judgments of the study's units and keep what the extraction answers, with its passages.

    A variable names the field that answers it (extractor), a sanction also its part (reads: prison.total), a category
    the words that mean it (read_as: [male]). What the judgment does not say plainly gets no answer. The answers are
    sealed for coders until their own is given, and shown only where the protocol says so ([coding.reveal]).
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.machine_answers import read_answers

    found = read_answers(study, by=by, at=moment())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
    elif not quiet:
        say(f"{found.answers:,} answers about {found.units:,} units with a text, {found.new:,} of them new.")
        say(f"Variables answered: {plain(', '.join(found.variables)) or 'none; name an extractor in the codebook'}")
    for key in found.unread[:_SHOWN]:
        complain(f"{key}: its judgment is not in the study, or cannot be read; put it under the material's judgments")
    if found.unread:
        raise typer.Exit(INCOMPLETE)


@app.command()
def plan(
    *,
    units: Annotated[int, typer.Option(min=2, help="All files, which the machine reads.")],
    share: Annotated[float, typer.Option(min=0.01, max=0.99, help="The share that is expected.")],
    accuracy: Annotated[float, typer.Option(min=0.5, max=1.0, help="How often the machine is right.")],
    margin: Annotated[float, typer.Option(min=0.001, max=0.5, help="Half the width that the interval may have.")],
    as_json: Json = False,
) -> None:
    """Say how many files to code for an interval of a wanted width, with the machine's values and without.

    Files count as standing on their own: where they hang together, multiply by the design effect. Those coded must be
    drawn at random.
    """
    from vonnis.analysis.powered import files_to_code

    helped, alone = files_to_code(share, accuracy, units=units, half_width=margin)
    if as_json:
        typer.echo(json.dumps({"with_machine": helped, "without": alone, "units": units}))
        return
    for name, count in (("with the machine's values", helped), ("without them", alone)):
        typer.echo(f"{count:,} of {units:,} files, {name}." if count else f"All {units:,} files are too few, {name}.")


@app.command()
def revised(study: Study = Path(), *, as_json: Json = False) -> None:
    """Say for each variable what changed after coders saw the machine's answer: how many, and to which side."""
    from vonnis.workflow.codings import revised as measured

    found = measured(study)
    if as_json:
        rows = [msgspec.to_builtins(one) | {"revised_share": one.revised_share, "moved_share": one.moved_share}
                for one in found]  # fmt: skip
        typer.echo(json.dumps({"variables": rows}))
        return
    if not found:
        typer.echo("No coder has seen an answer of the machine.")
        return
    width = max(len(one.variable) for one in found)
    typer.echo(f"{'variable':<{width}}  shown  differed  to the machine  elsewhere  revised")
    for one in found:
        share = f"{one.revised_share:.0%}" if one.revised_share is not None else "–"
        typer.echo(
            f"{one.variable:<{width}}  {one.shown:>5,}  {one.differed:>8,}  {one.moved:>14,}  {one.elsewhere:>9,}"
            f"  {share:>7}"
        )
