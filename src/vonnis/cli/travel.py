"""``vonnis pack``, ``vonnis unpack`` and ``vonnis merge``: work that travels, and comes back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.study_options import By, Json, Study
from vonnis.cli.terminal import complain, plain, say
from vonnis.errors import UsageError


def pack(
    study: Study = Path(),
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The pack to write, outside the study folder.")],
    coder: Annotated[str | None, typer.Option("--coder", metavar="NAME", help="Whose files travel.")] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="age1…", help="Encrypt to this recipient; without it a passphrase."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the work of one coder to one encrypted file, to code elsewhere without a network.

    It holds the coder's files, their texts, the codebook and the protocol, and nobody else's answers. In a folder that
    was unpacked it writes the way back, which opens in the study that it came from and nowhere else.
    """
    from contextlib import closing

    from vonnis.archive.run_record import moment
    from vonnis.archive.store import open_store
    from vonnis.workflow.packing import pack as write
    from vonnis.workflow.packing import travel_of

    with closing(open_store(study)) as store:
        is_out = travel_of(store) is None
    secret = to or (_passphrase(f"Passphrase for {coder}", anew=True) if is_out and coder else None)
    made = write(study, out, coder=coder, to=secret, at=moment())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
    elif made.way == "out":
        say(f"{len(made.units):,} files of {plain(made.coder)} are packed in {plain(str(out))}.")
        say("There: vonnis unpack FILE DIR, then vonnis serve DIR. Give the passphrase by another way than the file.")
    else:
        say(f"The answers of {plain(made.coder)} are packed in {plain(str(out))}. In the study: vonnis merge FILE")


def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `vonnis pack` wrote.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The study folder to make.")],
    *,
    identity: Annotated[
        Path | None, typer.Option("--identity", metavar="FILE", help="The age identity; without it a passphrase.")
    ] = None,
) -> None:
    """Make a study folder of a pack, to code in on this machine: vonnis serve DIR."""
    from vonnis.archive.run_record import moment
    from vonnis.workflow.packing import unpack as open_up

    made = open_up(file, folder, secret=_identity(identity) if identity else _passphrase("Passphrase"), at=moment())
    say(f"{len(made.units):,} files are in {plain(str(folder))}. Make an account named {plain(made.coder)}:")
    say(f"  vonnis serve {plain(str(folder))}")
    say(f"When you are done: vonnis pack {plain(str(folder))} --out back.age")


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="PACK...", help="Packs that came back.")],
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    last: Annotated[
        bool, typer.Option("--last", help="Nothing more comes back: throw the keys of these packs away.")
    ] = False,
    by: By = "lead",
    as_json: Json = False,
) -> None:
    """Bring the answers of packs into the study, in any order; the same pack twice changes nothing.

    Conflicts are listed, and nothing is lost by them: every answer is kept, and the latest of a coder counts. While a
    pack may come back its key stays here, and `vonnis status` says so; --last ends that.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.merging import merge as bring_in

    made = bring_in(study, files, last=last, by=by, at=moment())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
    for one in () if as_json else made:
        say(f"{plain(one.file)}: {one.codings:,} answers by {plain(one.coder)}, {one.new:,} of them new.")
        if one.victims:
            say(f"  {one.victims:,} victims and pairs are new in the study.")
        if one.older:
            say(f"  {one.older:,} answers are to an earlier codebook; see vonnis codebook migrate.")
        if one.without_words:
            say(f"  {one.without_words:,} answers came in without passages and notes, which were erased meanwhile.")
    if last and not as_json:
        say("Their keys were thrown away: what else these laptops pack opens nowhere. Destroy their folders now.")
    for conflict in {(each.unit, each.variable): each for one in made for each in one.conflicts}.values():
        complain(f"look at {conflict.unit} {conflict.variable}: {conflict.words}".replace(" :", ":"))
    if any(one.conflicts for one in made):
        raise typer.Exit(INCOMPLETE)


def _passphrase(prompt: str, *, anew: bool = False) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=anew, err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        message = "no passphrase was given; type it, or give it on standard input"
        raise UsageError(message)
    return line


def _identity(path: Path) -> str:
    """Return the first age identity in a file that ``age-keygen`` wrote."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read as an age identity; name the file that age-keygen wrote"
        raise UsageError(message) from error
    found = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), None)
    if found is None:
        message = f"{path} holds no age identity; name the file that age-keygen wrote"
        raise UsageError(message)
    return found
