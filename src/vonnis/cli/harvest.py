"""``vonnis harvest``: from the open-data service into a corpus folder, with a ledger that proves it."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import vonnis
from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.spreading import FEW_DOCUMENTS
from vonnis.cli.terminal import complain, listening, say, table
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.sources.client import Client
    from vonnis.sources.document import Unreadable
    from vonnis.sources.proof import Proof
    from vonnis.workflow.harvest import Harvested
    from vonnis.workflow.progress import Progress

Contact = Annotated[str | None, typer.Option(metavar="WHO", help="Your mail address, sent along. Else VONNIS_CONTACT.")]
Verify = Annotated[Path | None, typer.Option(metavar="DIR", help="Fetch nothing; prove the ledger of this folder.")]
_CONTACT = "VONNIS_CONTACT"
_MOST_PROBLEMS = 20


def harvest(  # noqa: PLR0913 - each parameter is an option of the command
    *,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of judgment.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of judgment, included.")] = None,
    subject: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Area of law, as in strafrecht. May be repeated.")
    ] = None,
    court: Annotated[
        list[str] | None, typer.Option(metavar="COURT", help="Code, name or identifier. May be repeated.")
    ] = None,
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="uitspraak or conclusie.")] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Leave out what has no text (return=DOC).")] = False,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="Another address of the service.")
    ] = None,
    source: Annotated[str, typer.Option(metavar="NAME", help="Where judgments come from.")] = "rechtspraak",
    rate: Annotated[
        float, typer.Option(metavar="N", help="Requests a second, at most 10 except against this machine.")
    ] = 1.0,
    contact: Contact = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The corpus folder to fill.")] = None,
    verify: Verify = None,
    no_extract: Annotated[bool, typer.Option("--no-extract", help="Make no extraction records yet.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report the counts as JSON.")] = False,
) -> None:
    """Fetch judgments from the open-data service into a corpus folder.

    Keeps a ledger in which announced = stored + metadata only + deleted + failed, for every span of days. Stopped at
    any moment, the same command goes on where it was; after a finished run it brings only what is new, changed or
    withdrawn. --verify proves the ledger again from the files.
    """
    if verify is not None:
        proves_only(first, last, out=out)
        report(verify, done=None, quiet=quiet, as_json=as_json)
        return
    first, last, out = wanted(first, last, out=out)
    from vonnis.sources.registry import source_named
    from vonnis.workflow.harvest import harvest as fetch
    from vonnis.workflow.harvest_query import Asked, query_of

    service = source_named(source)
    query = query_of(
        service,
        Asked(
            first=first,
            last=last,
            subjects=subject or (),
            courts=court or (),
            type=type_,
            with_text_only=with_text,
        ),
    )
    # People copy the address of the index as well as that of the service.
    address = (base_url or service.address).rstrip("/").removesuffix("/uitspraken")
    with asking(address, out, rate=rate, contact=contact, quiet=quiet) as (client, progress):
        done = fetch(out, query, source=service, client=client, now=now, progress=progress)
        unreadable = _settle(out, done, progress=progress, extracting=not no_extract)
    for failure in unreadable:
        complain(failure.reason)
    report(out, done=done, quiet=quiet, as_json=as_json)


def _settle(folder: Path, done: Harvested, *, progress: Progress, extracting: bool) -> list[Unreadable]:
    """Read what was fetched, and let go of what was withdrawn; return what could not be read."""
    from vonnis.cli.corpus import engine_named
    from vonnis.workflow.corpus import Keeper
    from vonnis.workflow.corpus_reading import Way

    few = done.fetched <= FEW_DOCUMENTS and not done.resumed
    engine = engine_named("serial" if few else "processes", None, processes=None)
    return Keeper(folder, engine, now=now, progress=progress).settle(way=Way(extracting=extracting)).failures


def proves_only(first: str | None, last: str | None, *, out: Path | None) -> None:
    """Refuse, beside ``--verify``, what only fetching needs."""
    if out is not None or first is not None or last is not None:
        message = "--verify fetches nothing, so it goes without --from, --to and --out"
        raise UsageError(message)


def wanted(first: str | None, last: str | None, *, out: Path | None) -> tuple[str, str, Path]:
    """Return the days and the folder of a harvest; a usage error where one of them is not given."""
    if first is None or last is None or out is None:
        message = "give --from, --to and --out, or --verify with a folder"
        raise UsageError(message)
    return first, last, out


@contextmanager
def asking(
    address: str, out: Path, *, rate: float, contact: str | None, quiet: bool
) -> Iterator[tuple[Client, Progress]]:
    """Open a client of a service and a progress that says how it is asked, to fill the folder ``out``."""
    from vonnis.sources.client import Client, manners

    asked = manners(address, rate=rate, contact=contact or default_contact(), program=f"vonnis/{vonnis.__version__}")
    if out.exists() and not out.is_dir():
        message = f"{out} is a file; name a folder with --out"
        raise UsageError(message)
    with listening(quiet=quiet) as progress, Client(asked) as client:
        if not quiet:
            progress.note(f"Asking {asked.address} at most {rate:g} times a second, as {asked.contact}.")
        yield client, progress


def now() -> dt.datetime:
    """Return this moment, for the ledger."""
    return dt.datetime.now(tz=dt.UTC)


def default_contact() -> str:
    """Return who asks, when nobody said so: the user of this machine, as mail programs do."""
    if given := os.environ.get(_CONTACT):
        return given
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "unknown"
    return f"{user}@{socket.gethostname()}".encode("ascii", "replace").decode()


def report(folder: Path, *, done: Harvested | None, quiet: bool, as_json: bool, papers: bool = False) -> None:
    """Prove the ledger, say what it shows, and leave with code 1 where it is not complete."""
    from vonnis.sources.proof import prove
    from vonnis.sources.registry import paper_source_named, source_named

    with listening(quiet=quiet or done is not None) as progress:
        progress.start("proving the ledger")
        proof = prove(folder, paper_source_named if papers else source_named, tick=progress.advance)
    if as_json:
        typer.echo(json.dumps(proof.counts()))
    if not quiet:
        if done is not None:
            _say_what_was_done(done)
        for line in _summary(proof, by="the service" if papers else "their court"):
            say(line)
        say(_next(folder, proof, command="policy harvest" if papers else "harvest", then=_THEN[papers]))
    for problem in proof.problems[:_MOST_PROBLEMS]:
        complain(problem)
    if len(proof.problems) > _MOST_PROBLEMS:
        complain(f"and {len(proof.problems) - _MOST_PROBLEMS} more of the same kind")
    if done is not None and done.stopped:
        complain(done.stopped)
    if not proof.complete or (done is not None and done.stopped):
        raise typer.Exit(INCOMPLETE)


def _say_what_was_done(done: Harvested) -> None:
    kind = "Went on with an interrupted harvest" if done.resumed else "Updated" if done.update else "Harvested"
    changes = [
        (f"fetched {done.fetched:,}", True),
        (f"{done.replaced:,} of them replaced an older version", bool(done.replaced)),
        (f"erased {done.withdrawn:,} that were withdrawn", bool(done.withdrawn)),
    ]
    said = ", ".join(words for words, holds in changes if holds)
    say(f"{kind}: {said}, in {done.requests:,} requests.")


_THEN = {False: "vonnis corpus info", True: "vonnis policy read"}


def _summary(proof: Proof, *, by: str) -> list[str]:
    rows = [
        ("announced", proof.announced, "by the service, for these days and filters"),
        ("stored", proof.stored, "with their text"),
        ("metadata only", proof.metadata_only, "published without a text" if proof.metadata_only else ""),
        ("deleted", proof.deleted, f"withdrawn by {by}" if proof.deleted else ""),
        ("failed", proof.failed, "named below" if proof.failed else ""),
    ]
    if proof.waiting:
        rows.append(("waiting", proof.waiting, "listed, not fetched yet"))
    if proof.unlisted:
        rows.append(("spans not listed", proof.unlisted, "the harvest was stopped before it got there"))
    if proof.strays:
        rows.append(("strays", proof.strays, "given by the service, but not what was asked; left out"))
    if proof.others:
        rows.append(("others", proof.others, "in the folder, but not from this harvest"))
    return table(rows)


def _next(folder: Path, proof: Proof, *, command: str, then: str) -> str:
    if proof.complete:
        return f"Complete. Next: {then} {folder}"
    return f"Not complete. Next: run the same vonnis {command} command again; it goes on where it stopped"
