"""``vonnis select``: the population from judgments, by rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.frame import show_flow
from vonnis.cli.study_options import By, Json, Quiet
from vonnis.cli.terminal import complain, listening, say


def select(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Judgments: files, folders, zips.")],
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make the population of a study from judgments, by the rules in its selection.toml.

    Every judgment becomes a unit with a study number; those that a rule drops are logged with that rule, so that the
    flow counts them. What the machine could not decide stays in, for a person to screen. Run again, it adds what is
    new.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.engines.serial import SerialEngine
    from vonnis.workflow.selecting import select_judgments

    with listening(quiet=quiet or as_json) as progress:
        made = select_judgments(study, paths, engine=SerialEngine(), by=by, at=moment_of_action(), report=progress)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
    elif not quiet:
        say(f"{made.read:,} judgments read, {made.new:,} of them new.")
        show_flow(made.flow)
    for sentence in made.unreadable:
        complain(sentence)
    if made.unreadable:
        raise typer.Exit(INCOMPLETE)
