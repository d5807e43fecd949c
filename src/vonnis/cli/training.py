"""``vonnis training``: reference answers, and where coders stand against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Study
from vonnis.cli.terminal import plain, say
from vonnis.errors import UsageError

app = typer.Typer(
    name="training",
    help="The training round: reference answers, and the marks of the coders.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def reference(
    study: Study = Path(),
    *,
    unit: Annotated[list[str] | None, typer.Option(metavar="UNIT", help="A file; once for each.")] = None,
    by: By = "lead",
    as_json: Json = False,
) -> None:
    """Make the final answers of files the reference answers of the training.

    Coders must agree about each of the files, or a decision must stand. Reference answers from elsewhere come with
    `vonnis code-import`, in the round `reference`.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.training import make_reference

    if not unit:
        message = "name a file with --unit, once for each"
        raise UsageError(message)
    made = make_reference(study, unit, by=by, at=moment())
    if as_json:
        typer.echo(json.dumps({"answers": made}))
        return
    say(f"{made:,} reference answers added.")
    say(f"Next: vonnis assign --round training --coder NAME {' '.join(f'--unit {plain(one)}' for one in unit)}")


@app.command()
def marks(study: Study = Path(), *, as_json: Json = False) -> None:
    """Say for each coder and variable how many reference answers were given, and whether the pass mark is reached."""
    from vonnis.workflow.training import marks_of

    found = marks_of(study)
    if as_json:
        rows = [
            msgspec.to_builtins(one)
            | {"passed": one.passed, "marks": [msgspec.to_builtins(m) | {"passed": m.passed} for m in one.marks]}
            for one in found
        ]
        typer.echo(json.dumps({"coders": rows}))
        return
    if not found:
        say("Nobody was given a file in the training; `vonnis assign --round training` does that.")
    for one in found:
        state = "passed" if one.passed else "not passed yet"
        typer.echo(f"{plain(one.coder)}: {state}, {one.files} of at least {one.wanted} files handed in")
        width = max((len(mark.variable) for mark in one.marks), default=0)
        for mark in one.marks:
            below = "" if mark.passed else f"   below {mark.needed:.0%}"
            typer.echo(f"  {mark.variable:<{width}}  {mark.right:>3} of {mark.units:<3}{below}")
