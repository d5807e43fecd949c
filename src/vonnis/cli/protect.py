"""``vonnis protect``: the disclosure gate on its own, for any table of units."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from vonnis.cli.terminal import listening, plain, say
from vonnis.cli.terminal import table as lined_up
from vonnis.errors import UsageError


def protect(  # noqa: PLR0913 - each parameter is an option of the command
    data: Annotated[
        Path, typer.Argument(metavar="DATA.csv", help="A CSV file with a row for each unit.", show_default=False)
    ],
    *,
    table: Annotated[
        list[str], typer.Option(metavar="A,B", help="The columns of a table; give it once a table.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.", show_default=False)],
    threshold: Annotated[
        int, typer.Option(min=1, metavar="N", help="Counts from 1 up to, not including, N are sensitive.")
    ] = 10,
    zeros: Annotated[bool, typer.Option("--zeros", help="Zeros are sensitive too.")] = False,
    method: Annotated[
        Literal["suppress", "round"],
        typer.Option(help="Withhold cells, or round every count to a multiple of N so that all still adds up."),
    ] = "suppress",
    amount: Annotated[
        str, typer.Option(metavar="COLUMN", help="A column of amounts, whose sums stand beside the counts.")
    ] = "",
    attack: Annotated[
        bool, typer.Option("--attack", help="Add what a reader can infer (low, high); fail where that is too much.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report what was written as JSON.")] = False,
) -> None:
    """Count units by some columns, and protect the tables together before they are published.

    Writes one file a table, A,B.csv: a row for each combination of values, with all margins (Total), and an x for a
    count that is withheld. Enough is withheld that no reader of all tables can pin a sensitive count within less than
    N. A column whose name holds a comma goes in quotation marks: --table '"sex, legal",court'.

    With --amount a cell holds a sum as well; it is withheld too where two units bring in more than nine tenths of it,
    or where the second largest could compute the largest to within a tenth.
    """
    import msgspec

    from vonnis.workflow.protect import Request
    from vonnis.workflow.protect import protect as protected

    tables = tuple(dict.fromkeys(_columns(one) for one in table))
    request = Request(tables=tables, threshold=threshold, zeros=zeros, method=method, attack=attack, amount=amount)
    with listening(quiet=quiet) as progress:
        outcome = protected(data, request, out=out, report=progress)
    if as_json:
        typer.echo(json.dumps({**msgspec.to_builtins(outcome), "out": str(out)}))
    elif not quiet:
        for line in lined_up(
            [(plain(one.file), one.cells, f"cells, {one.withheld} withheld") for one in outcome.tables]
        ):
            say(line)
        if attack:
            say(f"No reader can pin a sensitive cell within less than {threshold}.")


def _columns(text: str) -> tuple[str, ...]:
    try:
        rows = list(csv.reader([text], strict=True, skipinitialspace=True))
    except csv.Error as error:
        message = f"--table {text} cannot be read ({error}); put a name with a comma in quotation marks"
        raise UsageError(message) from error
    return tuple(rows[0]) if rows else ()
