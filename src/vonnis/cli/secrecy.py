"""``vonnis secrecy``: who signed a statement of secrecy."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Study
from vonnis.cli.terminal import plain, say
from vonnis.errors import UsageError


def secrecy(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    coder: Annotated[str | None, typer.Option("--coder", metavar="NAME", help="Who signed.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="For which closed source.")] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="DATE", help="The day on the paper.")] = None,
    reference: Annotated[str, typer.Option("--reference", metavar="WORDS", help="Where the signed paper lies.")] = "",
    by: By = "lead",
    as_json: Json = False,
) -> None:
    """Note that a coder signed a statement of secrecy for a source; without a coder, list who did.

    Files of a closed source are coded only by who signed, from the day of signing on.
    """
    from vonnis.archive.run_record import moment
    from vonnis.study.permission import Statement
    from vonnis.workflow.permissions import note_statement, statements_of

    if coder is None:
        found = statements_of(study)
        if as_json:
            typer.echo(json.dumps(msgspec.to_builtins(found)))
        for one in () if as_json else found:
            typer.echo(f"{plain(one.coder)}  {plain(one.source)}  {one.signed}  {plain(one.reference)}")
        return
    if source is None or signed is None:
        message = "a statement needs --coder, --source, --signed and --reference"
        raise UsageError(message)
    try:
        day = dt.date.fromisoformat(signed)
    except ValueError as error:
        message = f"--signed {signed!r} is no date; write it as 2026-05-03"
        raise UsageError(message) from error
    given = Statement(coder=coder, source=source, signed=day, reference=reference, noted_by=by, at=moment())
    note_statement(study, given)
    say(f"The statement of {plain(coder)} for {plain(source)} is noted.")
