"""``vonnis meeting``: what the coders' meeting talks about, its rules, and what is asked again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Study
from vonnis.cli.terminal import say
from vonnis.errors import UsageError
from vonnis.located.spreadsheet import write_table

app = typer.Typer(
    name="meeting",
    help="The coders' meeting: what it has before it, its rules, and what is asked again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_WEEK = 7


@app.command("list")
def list_(
    study: Study = Path(),
    *,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Since when; a week ago by itself.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """List what coders answered differently or unsurely since a day, and questions that wait for an answer.

    A table on standard output: kind, unit, variable, who, and the answer or the words. It holds answers of several
    coders: keep it from those who still code the same files.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.meeting import agenda

    try:
        day = dt.date.fromisoformat(since) if since else moment().date() - dt.timedelta(days=_WEEK)
    except ValueError as error:
        message = f"--since {since!r} is no date; write it as 2026-03-02"
        raise UsageError(message) from error
    found = agenda(study, since=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC))
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    rows = [["differ", one.unit, one.variable, *answer] for one in found.differences for answer in one.answers.items()]
    for coding in found.unsure:
        words = coding.value if coding.missing is None else coding.missing.word
        rows.append(["unsure", coding.unit, coding.variable, coding.coder, str(words)])
    rows += [["asks", remark.unit, remark.variable, remark.coder, remark.words] for remark in found.threads]
    typer.echo(write_table(["kind", "unit", "variable", "who", "words"], rows), nl=False)


@app.command()
def decide(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    variable: Annotated[str, typer.Option(help="The variable that the rule is about.")],
    words: Annotated[str, typer.Option(help="What was decided.")],
    again: Annotated[bool, typer.Option("--ask-again", help="Ask the answers that it concerns again.")] = False,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="ANSWER", help="With --ask-again: only answers that say this; once for each."),
    ] = None,
    by: By = "lead",
    as_json: Json = False,
) -> None:
    """Add a dated rule about a variable; coders find it beside the question, and what is asked again in their files."""
    from vonnis.archive.run_record import moment
    from vonnis.study.log import MeetingRule
    from vonnis.workflow.meeting import decide as settle

    if answer and not again:
        message = "--answer says which answers are asked again; give --ask-again too"
        raise UsageError(message)
    rule = MeetingRule(variable=variable, words=words, decided_by=by, ask_again=again, at=moment())
    asked = settle(study, rule, answers=answer or None)
    if as_json:
        typer.echo(json.dumps({"variable": variable, "asked_again": asked}))
        return
    say(f"The rule stands beside {variable}; {asked:,} answers are asked again.")
    if asked:
        say("Next: coders answer them in the coding room; `vonnis meeting queue` lists them")


@app.command()
def queue(study: Study = Path(), *, as_json: Json = False) -> None:
    """List the answers that are asked again and were not given anew yet, as a table on standard output."""
    from vonnis.workflow.meeting import asked_again

    found = asked_again(study)
    if as_json:
        typer.echo(json.dumps({"queue": msgspec.to_builtins(found)}))
        return
    rows = ([one.coder, one.unit, one.variable, one.rule.at.date().isoformat(), one.rule.words] for one in found)
    typer.echo(write_table(["coder", "unit", "variable", "decided", "rule"], rows), nl=False)
