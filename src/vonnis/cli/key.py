"""``vonnis key``: the key file behind two locks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import Json
from vonnis.cli.terminal import plain, say
from vonnis.errors import UsageError

key = typer.Typer(
    name="key",
    help="The key file (study number and parketnummer), closed: two people open it together, each time logged.",
    no_args_is_help=True,
)

StudyOption = Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")]
Holders = Annotated[
    list[str] | None,
    typer.Option("--holder", metavar="NAME", help="Who holds it; once for each, two of them together open it."),
]


@key.command("close")
def close(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The open key file; it need not exist yet.")],
    *,
    study: StudyOption = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The closed one; without it FILE with .key at its end.")
    ] = None,
    holder: Holders = None,
) -> None:
    """Close a key file: encrypted (age), for two to four holders, of whom any two open it together.

    Each types a passphrase, or gives an age recipient (age1…). Where the input is no terminal, a line each is read
    from it, in the order of the holders. The open file is overwritten and removed; copies of it are yours to destroy.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.key_opening import close_key

    target, there = out or file.with_suffix(".key"), file.exists()
    given = passphrases(holder or (), anew=True)
    lines = close_key(study, file, out=target, passphrases=given, at=moment())
    say(f"The key file {plain(str(target))} is closed, with {lines:,} lines; two of its holders open it together.")
    if there:
        say(f"The open table {plain(str(file))} is gone. Destroy every copy that was made of it.")


@key.command("show")
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The closed key file.")],
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Study numbers.")],
    *,
    study: StudyOption = Path(),
    holder: Holders = None,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="Why it is opened; it stands in the log.")] = "",
    as_json: Json = False,
) -> None:
    """Show what study numbers stand for, to two holders together. The log says who, when, why, and which numbers."""
    from vonnis.archive.run_record import moment
    from vonnis.workflow.key_opening import refuse_opening, show_key

    try:
        given = passphrases(holder or ())
    except UsageError as error:
        refuse_opening(study, file, holders=holder or (), said=str(error), at=moment())
        raise
    found = show_key(study, file, numbers=numbers, passphrases=given, why=why, at=moment())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    for line in found:
        typer.echo(f"{line.number}  {plain(line.outside)}")


def passphrases(holders: Iterable[str], *, anew: bool = False) -> dict[str, str]:
    """Ask each holder for a passphrase, unseen; twice where it is a new one.

    Raises:
        UsageError: a holder stands twice, or the input ends too soon.
    """
    names = list(holders)
    if len(set(names)) < len(names):
        message = "a holder is named twice; two people open the key file together"
        raise UsageError(message)
    found = {}
    for name in names:
        if sys.stdin.isatty():
            found[name] = typer.prompt(f"Passphrase of {name}", hide_input=True, confirmation_prompt=anew, err=True)
        else:
            line = sys.stdin.readline()
            if not line:
                message = f"no passphrase of {name} was given; type it, or give a line for each holder"
                raise UsageError(message)
            found[name] = line.rstrip("\r\n")
    return found
