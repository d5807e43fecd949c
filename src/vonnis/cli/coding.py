"""``vonnis code-import``, ``code-export``, ``adjudicate`` and ``dataset``: from answers to one table a level."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Quiet, Study
from vonnis.cli.terminal import plain, say, table
from vonnis.errors import UsageError
from vonnis.located.spreadsheet import write_table
from vonnis.workflow.dataset import TableFormat


def code_import(
    codings: Annotated[
        Path, typer.Argument(metavar="CODINGS", help="A long table, .csv or .xlsx; with --coder, a score form.")
    ],
    study: Study = Path(),
    *,
    coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="The file is a score form (.xlsx) that this coder filled in.")
    ] = None,
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Add codings of a long table to a study: columns unit, coder, variable, value, and more where known.

    With --coder the file is a score form in Excel (`vonnis codebook form`). Answers are checked against the codebook.
    A wrong row stops the import; rows and columns are named. Codings that
    the study has already change nothing, so that the same file can be imported again.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.codings import import_codings, import_form

    at = moment_of_action()
    if coder is None:
        taken = import_codings(study, codings, by=by, at=at)
    else:
        taken = import_form(study, codings, coder=coder, by=by, at=at)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(taken)))
    elif not quiet:
        say(f"{taken.codings:,} codings read, {taken.new:,} of them new, by {plain(', '.join(taken.coders))}.")
        if taken.units:
            say(f"{taken.units:,} victims and pairs are new in the study.")


def code_export(
    study: Study = Path(),
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write to this file.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="With the coders' notes, for the team alone.")] = False,
    by: By = "lead",
) -> None:
    """Write every coding of a study as a long table, to standard output or a file.

    It is the history: corrections and their forerunners stand in it. An answer to a question that was skipped later
    has 1 in the column `skipped`; it counts in no dataset or agreement. No passage is in it; with --notes the notes
    are, and the log says who took them out and where to.
    """
    from vonnis.archive.files import write_atomically
    from vonnis.archive.run_record import moment
    from vonnis.workflow.codings import export_codings

    text = export_codings(study, by=by, at=moment() if notes else None, out=str(out.resolve()) if out else None)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_atomically(out, text)


def adjudicate(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    listing: Annotated[bool, typer.Option("--list", help="List the open differences as a table to fill in.")] = False,
    decisions: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Take the decisions of a filled-in table.")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="Decide one question: its unit …")] = None,
    variable: Annotated[str | None, typer.Option(help="… its variable …")] = None,
    value: Annotated[str | None, typer.Option(help="… the answer that holds …")] = None,
    reason: Annotated[str | None, typer.Option(help="… and why.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides.")] = "adjudicator",
    as_json: Json = False,
) -> None:
    """Settle what coders answered differently, each with its reason."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.differing import Settlement, read_settlements
    from vonnis.workflow.differing import adjudicate as settle

    one = (unit, variable, value, reason)
    if sum((listing, decisions is not None, any(one))) != 1:
        message = "give --list, or --from FILE, or one decision with --unit, --variable, --value and --reason"
        raise UsageError(message)
    if listing:
        _list(study, as_json=as_json)
        return
    if decisions is not None:
        settled = read_settlements(decisions)
    elif unit and variable and value and reason:
        settled = (Settlement(unit=unit, variable=variable, answer=value, reason=reason),)
    else:
        message = "a decision needs --unit, --variable, --value and --reason"
        raise UsageError(message)
    made = settle(study, settled, by=by, at=moment_of_action())
    typer.echo(json.dumps({"decisions": made})) if as_json else say(f"{made:,} decisions added.")


def _list(study: Path, *, as_json: bool) -> None:
    from vonnis.archive.store import open_store
    from vonnis.workflow.codings import codebook_of
    from vonnis.workflow.differing import open_differences

    codebook = codebook_of(study)
    with closing(open_store(study)) as store:
        differences = open_differences(store, codebook=codebook)
    if as_json:
        told = [{**msgspec.to_builtins(one), "answers": one.answers} for one in differences]
        typer.echo(json.dumps(told))
        return
    coders = sorted({coder for one in differences for coder in one.answers})
    head = ["unit", "variable", *coders, "decision", "reason"]
    rows = ([one.unit, one.variable, *(one.answers.get(coder, "") for coder in coders), "", ""] for one in differences)
    typer.echo(write_table(head, rows), nl=False)


def dataset(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="VARIABLE", help="The machine's answer counts where nobody answered; once for each."),
    ] = None,
    table_format: Annotated[TableFormat, typer.Option("--format", help="What to write.")] = "both",
    certain: Annotated[
        bool,
        typer.Option("--without-uncertain-links", help="As if uncertain links did not hold; private/dataset-certain/."),
    ] = False,
    older: Annotated[
        bool, typer.Option("--with-older", help="With older studies that were taken in; private/dataset-waves/.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make the dataset: a table for each level, linked by keys, and one wide table with a row a defendant.

    It lies in private/dataset/ and never leaves the study: what is published goes through `vonnis release`.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.dataset import CERTAIN, FOLDER, WAVES, write_dataset

    made = write_dataset(
        study, at=moment(), accepted=accept or None, formats=table_format, with_uncertain=not certain, older=older
    )
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
        return
    if quiet:
        return
    for line in table([(level, number, "units") for level, number in made.units.items()]):
        say(line)
    for line in table([(basis.replace("_", " "), number, "answers") for basis, number in made.basis.items()]):
        say(line)
    if made.uncertain_links:
        held = "hold" if made.with_uncertain else "do not hold"
        say(f"{made.uncertain_links:,} links are uncertain, and {held} here.")
    say(f"The dataset is in {plain(str(study / (WAVES if older else CERTAIN if certain else FOLDER)))}")
    if made.basis.get("open"):
        say("Next: settle the open differences: vonnis adjudicate --list > differences.csv")
