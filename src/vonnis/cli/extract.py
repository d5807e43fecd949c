"""``vonnis extract``: from judgments to extraction records."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import msgspec
import typer

from vonnis.archive.files import check_writable, open_atomically
from vonnis.archive.records import RecordFormat, open_records
from vonnis.cli.codes import DONE, INCOMPLETE
from vonnis.cli.spreading import Processes, engine_for
from vonnis.cli.terminal import close_standard_output, complain, complaint, listening, plain, say, table
from vonnis.errors import UnwritableError, UsageError
from vonnis.judgment.judgment import TextIs

if TYPE_CHECKING:
    from vonnis.sources.document import Unreadable
    from vonnis.sources.place import Listing
    from vonnis.workflow.extraction import Tally
    from vonnis.workflow.progress import Progress


def extract(  # noqa: PLR0913 - each parameter is an option of the command
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, zips, Atom pages.", show_default=False)
    ],
    *,
    text_is: Annotated[TextIs, typer.Option(help="What the documents hold.")] = "judgment",
    record_format: Annotated[
        RecordFormat | None,
        typer.Option("--format", help="csv has one row a sanction. Without it, the ending of --out decides."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of standard output.")
    ] = None,
    processes: Processes = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report the counts and failures as JSON.")] = False,
) -> None:
    """Read judgments and write one extraction record each.

    Reads Rechtspraak XML, plain text, HTML, PDF, Word and Atom pages, also in folders, zips and zips within zips.
    Records go to standard output, as JSON Lines unless --format says otherwise. What cannot be read goes to standard
    error, and the exit code is then 1.
    """
    chosen = _format(record_format, out)
    _check(paths, out, chosen=chosen)
    from vonnis.sources.listing import list_documents
    from vonnis.workflow.extraction import TOGETHER, Tally, extract_listing

    tally = Tally()
    failures: list[Unreadable] = []
    with listening(quiet=quiet) as progress:
        listing = _without(list_documents(paths), out)
        engine = engine_for(processes, len(listing.places), preload="vonnis.workflow.extraction", together=TOGETHER)
        with _target(out) as stream:
            writer = open_records(stream, chosen)
            for extracted in extract_listing(listing, engine, text_is=text_is, progress=progress):
                tally.add(extracted)
                failures += extracted.failures
                for record in extracted.records:
                    writer.write(record)
                for failure in extracted.failures:
                    _tell(failure, None if quiet else progress)
            writer.close()
            stream.flush()
    if as_json:
        report = {**msgspec.to_builtins(tally), "out": out and str(out), "failures": msgspec.to_builtins(failures)}
        typer.echo(json.dumps(report), err=out is None)
    elif not quiet:
        _summarise(tally, out, chosen=chosen)
    if failures:
        raise typer.Exit(INCOMPLETE)


def _format(asked: RecordFormat | None, out: Path | None) -> RecordFormat:
    if asked is not None:
        return asked
    endings: dict[str, RecordFormat] = {".csv": "csv", ".parquet": "parquet"}
    return endings.get(out.suffix.lower(), "jsonl") if out else "jsonl"


def _check(paths: list[str], out: Path | None, *, chosen: RecordFormat) -> None:
    """Refuse before the work what makes no sense, and what could not be written after it."""
    if "" in paths:
        message = "a path is empty, as it is where a variable of the shell was never set; give a file or folder"
        raise UsageError(message)
    if out is None:
        if chosen == "parquet":
            message = "parquet is no text and does not go to standard output; name a file with --out"
            raise UsageError(message)
        return
    try:
        check_writable(out)
    except UnwritableError as error:
        raise UsageError(str(error)) from error
    if out.exists() and any(Path(path).is_file() and out.samefile(path) for path in paths):
        message = f"{out} is itself an input, and would be overwritten; choose another --out"
        raise UsageError(message)


def _without(listing: Listing, out: Path | None) -> Listing:
    """Leave out the file that is to be written: an earlier run may have left it in the folder that is read."""
    if out is None or not out.exists():
        return listing
    places = (p for p in listing.places if p.members or Path(p.path).name != out.name or not _same(Path(p.path), out))
    return msgspec.structs.replace(listing, places=tuple(places))


def _same(path: Path, other: Path) -> bool:
    return path.exists() and path.samefile(other)


@contextmanager
def _target(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        try:
            yield sys.stdout.buffer
        except BrokenPipeError:
            close_standard_output()
            raise typer.Exit(DONE) from None
        except OSError as error:
            close_standard_output()
            message = f"standard output cannot be written: {error.strerror or error}; free some room or use --out"
            raise UnwritableError(message) from error
    else:
        with open_atomically(out) as stream:
            yield stream


def _tell(failure: Unreadable, progress: Progress | None) -> None:
    if progress is None:
        complain(failure.reason)
    else:
        progress.note(complaint(failure.reason))


def _summarise(tally: Tally, out: Path | None, *, chosen: RecordFormat) -> None:
    where = f"in {plain(str(out))}" if out else "on standard output"
    rows = [
        ("documents", tally.documents, ""),
        ("records", tally.records, where),
        ("without text", tally.without_text, "the publisher gives metadata only" if tally.without_text else ""),
        ("with doubts", tally.with_doubts, "see `failures` in the record" if tally.with_doubts else ""),
        ("unreadable", tally.unreadable, "named above" if tally.unreadable else ""),
    ]
    for line in table(rows):
        say(line)
    if chosen == "jsonl" and tally.records:
        say("Next: a table with one row a sanction: vonnis extract PATH... --out sanctions.csv")
