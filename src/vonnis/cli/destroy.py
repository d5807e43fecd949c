"""``vonnis destroy``: erase words for good, with a certificate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Quiet
from vonnis.cli.terminal import plain, say
from vonnis.errors import UsageError
from vonnis.study.erasure import Ground

if TYPE_CHECKING:
    from vonnis.workflow.certificate import Certificate


def destroy(  # noqa: PLR0913 - each parameter is an option of the command
    units: Annotated[
        list[str] | None,
        typer.Argument(metavar="[UNIT]...", help="Erase what is quoted and noted about these units, parts included."),
    ] = None,
    *,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")] = Path(),
    document: Annotated[
        list[str] | None, typer.Option("--document", metavar="ECLI", help="Erase what is quoted of this document.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Erase all units of a source of study.toml.")
    ] = None,
    all_closed: Annotated[bool, typer.Option("--all-closed", help="Erase everything of closed files.")] = False,
    packs: Annotated[
        bool, typer.Option("--packs", help="End the packs that are still out: nothing of them comes in any more.")
    ] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Erase the judgments that the corpus says are withdrawn.")
    ] = False,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="DIR", help="The corpus; without it STUDY/corpus.")
    ] = None,
    ground: Annotated[Ground | None, typer.Option("--ground", help="Why.")] = None,
    reference: Annotated[
        str, typer.Option("--reference", metavar="WORDS", help="The letter or decision behind it.")
    ] = "",
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Erase passages, notes and texts for good, and write a certificate. Answers stay, where the permission lets them.

    Their keys are thrown away, so that every copy of the study loses them too. Nothing can bring them back. Done
    again it changes nothing.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.erasing import Reason, Wanted
    from vonnis.workflow.erasing import destroy as erase
    from vonnis.workflow.withdrawals import erase_withdrawn

    named = Wanted(
        units=tuple(units or ()), documents=tuple(document or ()), source=source, all_closed=all_closed, packs=packs
    )
    if withdrawn and (named != Wanted() or ground is not None):
        message = "--withdrawn finds by itself what to erase and why; leave the rest out"
        raise UsageError(message)
    if withdrawn:
        made = erase_withdrawn(study, corpus=corpus, by=by, at=moment())
    elif ground is None:
        message = "say why with --ground; it stands in the certificate"
        raise UsageError(message)
    else:
        made = (erase(study, named, reason=Reason(ground=ground, reference=reference, by=by, at=moment())),)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
        return
    if not made and not quiet:
        say("No judgment of this study is withdrawn.")
    for one in made if not quiet else ():
        _tell(study, one)


def _tell(study: Path, made: Certificate) -> None:
    if made.path is None:
        say("All of it was erased before; nothing changed.")
        return
    say(f"{len(made.erased):,} units and documents are erased; {made.keys:,} keys were thrown away.")
    if made.rules:
        say(f"{made.rules:,} rules of the meeting and reasons in the log are erased too.")
    if made.packs:
        say(f"{len(made.packs):,} packs are ended; nothing of them comes in any more.")
    say(f"The certificate is at {plain(str(study / made.path))}")
    say("Read its last part: it names the copies that are not yours to erase from here.")
