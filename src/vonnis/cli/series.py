"""``vonnis series``: registration series brought into a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vonnis.cli.terminal import plain
from vonnis.errors import UsageError

series = typer.Typer(help="Bring a registration series into a study.", no_args_is_help=True, rich_markup_mode=None)


@series.callback()
def root() -> None:
    """Bring a registration series into a study."""


@series.command("import")
def import_(  # noqa: PLR0913 - options of a command
    what: Annotated[str, typer.Argument(metavar="TABLE|CSV", help="A table of CBS StatLine, or a CSV file.")],
    *,
    out: Annotated[Path, typer.Option(metavar="CSV", help="The series to write, such as series/suspects.csv.")],
    measure: Annotated[str | None, typer.Option(help="CBS: the code of the measure.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="DIM=CODE", help="CBS: the code of a dimension; may come more than once."),
    ] = None,
    year: Annotated[str, typer.Option(help="CSV: the column with the year.")] = "year",
    count: Annotated[str, typer.Option(help="CSV: the column with the number.")] = "suspects",
    source: Annotated[str, typer.Option(help="CSV: who counted.")] = "",
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="CBS: the OData v4 service.")] = None,
    fallback_url: Annotated[
        str | None, typer.Option(metavar="URL", help="CBS: the OData v3 service, for tables that v4 does not have.")
    ] = None,
    contact: Annotated[str, typer.Option(help="CBS: who asks, told to the service.")] = "not given",
) -> None:
    """Write a series of yearly numbers with its source in every row.

    From CBS StatLine, for a measure and a code of each other dimension; or from two columns of a CSV file. Only whole
    years are taken, and years that are not final say so.
    """
    from vonnis.archive.run_record import moment
    from vonnis.sources.client import manners
    from vonnis.sources.statline import V3, V4
    from vonnis.workflow.series import import_csv, import_statline

    if what.lower().endswith(".csv"):
        done = import_csv(Path(what), year=year, count=count, source=source, out=out)
    else:
        if measure is None:
            message = "a table of CBS needs --measure, the code of what is counted"
            raise UsageError(message)
        services = (
            manners(base_url or V4, rate=1, contact=contact),
            manners(fallback_url or V3, rate=1, contact=contact),
        )
        done = import_statline(what, measure, where=_codes(where or []), services=services, out=out, at=moment().date())
    for remark in done.remarks:
        typer.echo(plain(remark), err=True)
    first, last = done.years[0].year, done.years[-1].year
    typer.echo(plain(f"{len(done.years)} years, {first} to {last}, are in {out}"))


def _codes(given: list[str]) -> dict[str, str]:
    """Return dimensions with their codes."""
    found = {}
    for one in given:
        name, sign, code = one.partition("=")
        if not sign or not name or not code:
            message = f"--where {one!r} is no dimension with its code; write it as SoortMisdrijf=A047934"
            raise UsageError(message)
        found[name] = code
    return found
