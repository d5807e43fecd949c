"""``vonnis frame``: the population from an outside list, and how it shrinks to the units that are studied."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from vonnis.cli.key import Holders, passphrases
from vonnis.cli.study_options import By, Json, Quiet, Study, pairs
from vonnis.cli.terminal import plain, say, table
from vonnis.study.log import LinkStanding
from vonnis.study.unit import SourceMode

if TYPE_CHECKING:
    from vonnis.study.flow import StudyFlow

frame = typer.Typer(
    help="Make the population of a study from an outside list, and follow how it shrinks.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@frame.command("import")
def frame_import(  # noqa: PLR0913 - each parameter is an option of the command
    list_: Annotated[Path, typer.Argument(metavar="LIST", help="An .xlsx (its first sheet) or .csv file.")],
    study: Study = Path(),
    *,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The key file, outside the study: study number and parketnummer."),
    ] = None,
    holder: Holders = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="What a column is called here; fields: parketnummer, disposal, …"),
    ] = None,
    means: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS=REASON", help="What words for a disposal mean: a reason, or convicted."),
    ] = None,
    wave: Annotated[int, typer.Option(min=1, help="The wave of the study.")] = 1,
    seed: Annotated[int, typer.Option(help="Where chance begins that deals out the study numbers.")] = 1,
    source: Annotated[SourceMode, typer.Option(help="Where the files are read.")] = "closed_paper",
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Import a list of cases of a prosecutor's office; units come without text.

    Each case gets a study number. Its parketnummer goes to the key file and never into the study folder; a closed key
    file needs two of its holders (--holder), who each type their passphrase. How each case
    ended is logged as a reason to drop out, or as none. A wrong row stops the import; rows and columns are named.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.population import ListImport, import_list

    given = ListImport(
        path=list_,
        key=key,
        passphrases=passphrases(holder or ()),
        columns=pairs(column, option="--column"),
        means=pairs(means, option="--means"),
        wave=wave,
        seed=seed,
        source_mode=source,
    )
    made = import_list(study, given, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
        return
    if quiet:
        return
    say(f"{made.rows:,} cases read, {made.new:,} of them new.")
    if made.left_out:
        say(f"Not taken over: the columns {plain(', '.join(made.left_out))}.")
    show_flow(made.flow)
    if key is not None and not holder:
        say(f"Whoever has the disk of {plain(str(key))} can read it. Close it for two people: vonnis key close")
    say("Next: a sample (vonnis sample --size N), or all of them (vonnis assign --coder A --coder B)")


@frame.command("drop")
def frame_drop(  # noqa: PLR0913 - each parameter is an option of the command
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help="Study numbers of defendants.")],
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    reason: Annotated[str | None, typer.Option(help="A fixed reason, such as not_found or no_payment.")] = None,
    found: Annotated[bool, typer.Option("--found", help="Take it back: the file was found after all.")] = False,
    detail: Annotated[str, typer.Option(help="A code or remark without names.")] = "",
    by: By = "lead",
    as_json: Json = False,
) -> None:
    """Log that defendants drop out of the study, for a fixed reason."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.errors import UsageError
    from vonnis.workflow.population import drop

    if (reason is None) != found:
        message = "give a --reason, or --found to take one back"
        raise UsageError(message)
    flow = drop(study, units, reason=reason, detail=detail, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(flow)))
    else:
        show_flow(flow)


@frame.command("propose")
def frame_propose(
    study: Study = Path(),
    *,
    corpus: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The corpus of the judgments; by default corpus/ in the study.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write a table to fill in.")] = None,
    as_json: Json = False,
) -> None:
    """Propose which complexes of the study may be one, from related judgments of its corpus.

    `vonnis corpus related` finds them: court, dates, offence period, case numbers that one names of the other, text
    that is the same. A coder decides on each, with a reason: fill in the table and give it to `vonnis frame link
    --from`. What was decided before is not proposed again.
    """
    from vonnis.archive.files import write_atomically
    from vonnis.workflow.proposing import as_table, propose

    found = propose(study, corpus or study / "corpus")
    if out is not None:
        write_atomically(out, as_table(found))
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    for one in found.open if out is None else ():
        typer.echo(plain(f"{one.one}  {one.other}  {', '.join(one.reasons)}  {one.shared:.2f}"))
    say(f"{len(found.open):,} proposals wait for a decision, {found.decided:,} were decided before.")
    if found.open:
        table_ = f"fill in standing and reason in {out}" if out else "write them to a table with --out FILE.csv"
        say(plain(f"Next: {table_}, then vonnis frame link --from FILE.csv; or one: vonnis frame link ONE OTHER"))


@frame.command("link")
def frame_link(  # noqa: PLR0913 - each parameter is an option of the command
    one: Annotated[
        str | None, typer.Argument(metavar="[ONE]", help="A complex, defendant or victim, by its study number.")
    ] = None,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Another of the same kind.")] = None,
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    reason: Annotated[str | None, typer.Option(help="What joins (or parts) them, without names.")] = None,
    standing: Annotated[LinkStanding, typer.Option(help="How sure that is.")] = "certain",
    table_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Take the decisions of a table of proposals.")
    ] = None,
    by: By = "lead",
    quiet: Quiet = False,
) -> None:
    """Link two complexes into one, or two people of different complexes as the same person.

    Uncertain links are counted, and `vonnis analyse` sets the results beside those without them. The last link between
    two units counts, so that one can be refused later.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.errors import UsageError
    from vonnis.study.log import Link
    from vonnis.workflow.population import link
    from vonnis.workflow.proposing import decide

    at = moment_of_action()
    if table_ is not None and one is None and reason is None:
        links = decide(study, table_, by=by, at=at)
        if not quiet:
            say(f"{len(links):,} decisions taken from {plain(str(table_))}.")
        return
    if table_ is not None or one is None or other is None or reason is None:
        message = "give two study numbers and a --reason, or a table of decisions with --from"
        raise UsageError(message)
    kind: Literal["complex", "same_person"] = "complex" if one.startswith("C") and "-V" not in one else "same_person"
    made = Link(kind=kind, one=one, other=other, standing=standing, reason=reason, linked_by=by, at=at)
    link(study, [made], by=by, at=at)
    if not quiet:
        say(f"{plain(one)} and {plain(other)}: {kind.replace('_', ' ')}, {standing}.")


@frame.command("flow")
def frame_flow(
    study: Study = Path(),
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the flow diagram into this file.")] = None,
    language: Annotated[str, typer.Option(help="nl or en.")] = "en",
    as_json: Json = False,
) -> None:
    """Show how the registered cases became the units of the study, or draw it as a diagram.

    The counts are not protected: the diagram is for the study, and what is published goes through `vonnis release`.
    """
    from contextlib import closing

    from vonnis.archive.files import write_atomically
    from vonnis.archive.store import open_store
    from vonnis.workflow.flow_diagram import diagram_of
    from vonnis.workflow.population import flow

    with closing(open_store(study)) as store:
        counted = flow(store)
    if out is not None:
        write_atomically(out, diagram_of(study, language=language))
        typer.echo(f"The diagram is at {plain(str(out))}")
    elif as_json:
        typer.echo(json.dumps(msgspec.to_builtins(counted)))
    else:
        show_flow(counted, on_standard_output=True)


def show_flow(flow: StudyFlow, *, on_standard_output: bool = False) -> None:
    """Print the steps of a flow: who reached each, who dropped out for what, who went on."""
    from vonnis.study.reasons import list_words

    labels = {reason.id: reason.label["en"] for reason in list_words().reasons}
    rows: list[tuple[str, int, str]] = [("registered", flow.units, "")]
    for step in flow.steps:
        rows += [(f"  {labels.get(name, name)}", number, f"({name})") for name, number in step.dropped.items()]
        rows.append((f"left after {step.step}", step.kept, ""))
    for line in table(rows):
        typer.echo(line) if on_standard_output else say(line)
