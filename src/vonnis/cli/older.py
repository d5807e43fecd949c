"""``vonnis import-older``: an older study taken in as a wave of its own, from its files and a mapping."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Quiet, Study
from vonnis.cli.terminal import plain, say, table


def import_older(  # noqa: PLR0913 - each parameter is an option of the command
    mapping: Annotated[Path, typer.Argument(metavar="MAPPING.yaml", help="How its columns are read.")],
    study: Study = Path(),
    *,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A key file, outside the study: study number and older number."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Where chance begins that deals out the study numbers.")] = 1,
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Take in an older study (.sav, .xlsx or .csv) as a wave of its own, by a mapping of its columns and codes.

    Its units get study numbers and its answers become codings. Nobody codes them here, and they stand in the dataset
    only with `vonnis dataset --with-older`. A folder that holds nothing else rests on them. A wrong cell stops the
    import; file, row and column are named.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.older import import_older as take_in

    made = take_in(study, mapping, key=key, seed=seed, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
    elif not quiet:
        say(f"{plain(made.study)} is wave {made.wave}: {made.codings:,} answers.")
        for line in table([(level, number, "units") for level, number in made.units.items()]):
            say(line)
        for file, names in made.left_out.items():
            say(f"Not taken over from {plain(file)}: {plain(', '.join(names))}.")
        say("Next: vonnis dataset --with-older")
