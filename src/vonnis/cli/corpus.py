"""``vonnis corpus``: the local library of judgments."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.spreading import processors
from vonnis.cli.terminal import complain, complaint, listening, plain, say, table
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.corpus.coverage import Coverage
    from vonnis.corpus.index import Wanted
    from vonnis.engines.engine import Engine
    from vonnis.workflow.corpus import Added

EngineName = Literal["serial", "processes", "dask"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The corpus folder.", show_default=False)]
Chosen = Annotated[EngineName, typer.Option("--engine", help="How the work is spread.")]
Scheduler = Annotated[str | None, typer.Option(metavar="ADDRESS", help="The Dask scheduler, as in tcp://host:8786.")]
Processes = Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes. Without it, one a processor.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")]
AsJson = Annotated[bool, typer.Option("--json", help="Report as JSON.")]

app = typer.Typer(
    name="corpus",
    help="Keep a local library of judgments: add, list, count, search, erase.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.command("add")
def add(  # noqa: PLR0913 - each parameter is an option of the command
    folder: Folder,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files, folders, zips.", show_default=False)
    ] = None,
    *,
    engine: Chosen = "processes",
    scheduler: Scheduler = None,
    processes: Processes = None,
    closed: Annotated[
        bool | None,
        typer.Option(
            "--closed/--open", help="The user's own files, or published ones. Without it: all but XML closed."
        ),
    ] = None,
    extracting: Annotated[bool, typer.Option("--extract/--no-extract", help="Make extraction records.")] = True,
    check: Annotated[
        bool, typer.Option("--check", help="Read what the corpus holds of these already, and put back what is damaged.")
    ] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Add judgments and case files: XML, PDF, Word, ODT, HTML, text; in folders, zips and zips within zips.

    What is already in the corpus is passed over, so a stopped run is finished by running it again. Damaged files are
    named, and the rest is added. Without PATH the corpus is brought up to date with what is in it.
    """
    if paths and "" in paths:
        message = "a path is empty, as it is where a variable of the shell was never set; give a file or folder"
        raise UsageError(message)
    from vonnis.workflow.corpus import Keeper
    from vonnis.workflow.corpus_reading import Way

    way = Way(extracting=extracting, closed=closed)
    with listening(quiet=quiet) as progress:
        keeper = Keeper(folder, engine_named(engine, scheduler, processes=processes), now=_now, progress=progress)
        done = keeper.add(paths, way=way, check=check) if paths else keeper.settle(way=way)
        for failure in done.failures:
            if quiet:
                complain(failure.reason)
            else:
                progress.note(complaint(failure.reason))
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(done)))
    elif not quiet:
        _say_what_was_added(done, folder)
    if done.failures:
        raise typer.Exit(INCOMPLETE)


@app.command("list")
def list_(
    folder: Folder,
    *,
    court: Annotated[list[str] | None, typer.Option(metavar="CODE", help="Of this court, as in RBAMS.")] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Of this year.")] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Only those with a text.")] = False,
) -> None:
    """Print the ECLI of each judgment, one a line; the user's own files by their local name."""
    from vonnis.sources.holdings import Holdings, connect

    connection = connect(folder, read_only=True)
    courts = {code.upper() for code in court or ()}
    for kept in Holdings(connection).all():
        parts = kept.id.split(":")
        if (courts and not courts & set(parts[2:3])) or (year and str(year) not in parts[3:4]):
            continue
        if not with_text or kept.has_text:
            typer.echo(kept.id)
    connection.close()


@app.command("info")
def info(folder: Folder, *, as_json: AsJson = False) -> None:
    """Count what the corpus holds: by year, court, kind and text, beside what was announced."""
    from vonnis.corpus.coverage import coverage
    from vonnis.corpus.library import open_library

    library = open_library(folder, create=False)
    try:
        found = coverage(library)
    finally:
        library.close()
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
    else:
        for line in _told(found, folder):
            typer.echo(line)


@app.command("search")
def search(  # noqa: PLR0913 - each parameter is an option of the command
    folder: Folder,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='word, word*, "a phrase", -word, NEAR(a b, 10)')],
    *,
    court: Annotated[list[str] | None, typer.Option(metavar="CODE", help="Of this court, as in RBAMS.")] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Of this year.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day of judgment.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="To this day, included.")] = None,
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="uitspraak or conclusie.")] = None,
    wider: Annotated[bool, typer.Option("--wider", help="Other forms of the words as well, after the rest.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many. Without it 20, or all with --json.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search the texts: words that must all be there, phrases, beginnings, words near each other.

    Texts with the words exactly as asked come first, then those that differ in accents; the newest first within each.
    Nothing is stemmed; --wider adds plurals and the like that the corpus has. With --json one object a line.
    """
    from vonnis.corpus.asking import terms_of
    from vonnis.workflow.corpus_search import hits

    terms = terms_of(" ".join(f'"{word}"' if " " in word and not _has_syntax(word) else word for word in words))
    wanted = _wanted(court, year, days=(first, last), type_=type_)
    shown = 0
    most = limit if limit is not None else None if as_json else _SHOWN
    for hit in hits(folder, terms, wanted=wanted, wider=wider, limit=most):
        shown += 1
        if as_json:
            line = {"ecli": hit.id, "start": hit.start, "end": hit.end, "passage": hit.passage}
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(_shown(hit.id, hit.about, passage=hit.passage, marks=hit.marks))
    if not as_json and shown == most:
        say(f"The first {shown} are shown; --limit N shows more, --json all.")
    elif not as_json and not shown:
        say("Nothing was found. Fewer words, a beginning (word*) or --wider find more.")


@app.command("related")
def related(folder: Folder, *, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Propose which judgments may belong to one complex: near-duplicates and related cases of one court.

    Writes related.parquet into the corpus and prints a pair a line: two ECLIs, the reasons, and what share of their
    texts is the same. It proposes, and decides nothing.
    """
    from vonnis.corpus.library import open_library
    from vonnis.corpus.related import write_related
    from vonnis.sources.holdings import locked

    with listening(quiet=quiet) as progress, locked(folder):
        progress.start("comparing judgments")
        library = open_library(folder, read_only=True)
        try:
            pairs = write_related(library, folder, tick=progress.advance)
        finally:
            library.close()
    if as_json:
        typer.echo(json.dumps([msgspec.to_builtins(pair) for pair in pairs]))
        return
    for pair in pairs:
        typer.echo(f"{pair.ecli}  {pair.other}  {', '.join(pair.reasons)}  {pair.shared:.0%}")
    if not quiet:
        complexes = {pair.complex for pair in pairs if pair.complex}
        say(f"{len(pairs):,} pairs, {len(complexes):,} proposed complexes, in {plain(str(folder))}/related.parquet.")


@app.command("erased")
def erased(folder: Folder, *, as_json: AsJson = False) -> None:
    """Print the tombstones: what was withdrawn, replaced or purged, when, and why; one a line."""
    from vonnis.sources.holdings import Holdings, connect

    connection = connect(folder, read_only=True)
    for stone in Holdings(connection).tombstones():
        if as_json:
            typer.echo(json.dumps(msgspec.to_builtins(stone)))
        else:
            typer.echo(f"{stone.id}  {stone.erased_at}  {stone.reason}  {stone.sha256}")
    connection.close()


@app.command("purge")
def purge(
    folder: Folder,
    eclis: Annotated[list[str], typer.Argument(metavar="ECLI", help="What to erase; - reads a list.")],
    *,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Erase judgments everywhere in the corpus: document, text, record, tables and index.

    A tombstone stays, with the ECLI, the digest, the moment and the reason, and keeps it from being fetched again.
    """
    from vonnis.workflow.corpus import Keeper

    wanted = [line.strip() for line in sys.stdin if line.strip()] if eclis == ["-"] else eclis
    with listening(quiet=quiet) as progress:
        erased, missing = Keeper(folder, now=_now, progress=progress).purge(wanted)
    for id_ in missing:
        complain(f"{id_} is not in {folder}; vonnis corpus list shows what is")
    if as_json:
        typer.echo(json.dumps({"erased": erased, "missing": missing}))
    elif not quiet:
        say(f"Erased {erased:,} everywhere in {plain(str(folder))}; their tombstones stay.")
    if missing:
        raise typer.Exit(INCOMPLETE)


_SHOWN = 20
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def engine_named(name: EngineName, scheduler: str | None, *, processes: int | None) -> Engine:
    """Return an engine by its name; raise UsageError where the options do not go together."""
    from vonnis.engines.serial import SerialEngine

    if scheduler is not None and name != "dask":
        message = "--scheduler goes with --engine dask"
        raise UsageError(message)
    if name == "serial":
        return SerialEngine()
    if name == "dask":
        from vonnis.engines.dask import DaskEngine

        return DaskEngine(scheduler, workers=processes)
    from vonnis.engines.processes import ProcessEngine

    return ProcessEngine(processes or processors(), preload=("vonnis.workflow.corpus_reading",))


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def _has_syntax(word: str) -> bool:
    return '"' in word or "NEAR(" in word or "*" in word


def _wanted(
    court: list[str] | None, year: int | None, *, days: tuple[str | None, str | None], type_: str | None
) -> Wanted:
    from vonnis.corpus.index import Wanted

    first, last = (_day(day) for day in days)
    if year is not None:
        first = max(filter(None, (first, dt.date(year, 1, 1))))
        last = min(filter(None, (last, dt.date(year, 12, 31))))
    return Wanted(courts=tuple(court or ()), first=first, last=last, type=type_)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        message = f"{text!r} is no day; write it as in 2021-03-31"
        raise UsageError(message) from None


def _shown(id_: str, about: str, *, passage: str, marks: tuple[tuple[int, int], ...]) -> str:
    """Return a hit for reading: what it is, then its passage with the words marked."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    passage = passage.replace("\n", " ")
    left, right = (_BOLD, _PLAIN) if colour else ("[", "]")
    pieces, place = [], 0
    for start, end in marks:
        if start >= place:
            pieces += [plain(passage[place:start]), left, plain(passage[start:end]), right]
            place = end
    pieces.append(plain(passage[place:]))
    return f"{id_}  {about}\n    {''.join(pieces)}"


def _say_what_was_added(done: Added, folder: Path) -> None:
    rows = [
        ("listed", done.listed, "documents found"),
        ("added", done.added, f"{done.replaced:,} in place of an older version" if done.replaced else ""),
        ("known", done.known, "in the corpus already" if done.known else ""),
        ("mended", done.mended, "damaged or gone from the corpus, and put back" if done.mended else ""),
        ("older", done.older, "no newer than what the corpus has" if done.older else ""),
        ("erased before", done.erased_before, "withdrawn or purged; they stay out" if done.erased_before else ""),
        ("unreadable", len(done.failures), "named above" if done.failures else ""),
    ]
    for line in table([row for row in rows if row[1] or row[0] in {"listed", "added"}]):
        say(line)
    say(f"Next: vonnis corpus info {folder}")


def _told(found: Coverage, folder: Path) -> list[str]:
    # Rounded down: all but one of a thousand are not 100%.
    share = f"{100 * found.with_text // found.documents}% of them with a text" if found.documents else ""
    rows = [
        (
            "announced",
            found.announced or 0,
            "by the harvested services" if found.announced is not None else "no harvest",
        ),
        ("documents", found.documents, share),
        ("closed", found.closed, "the user's own; they stay on this machine" if found.closed else ""),
        ("records", found.records, "extracted"),
        ("not read yet", found.unread, f"vonnis corpus add {folder} reads them" if found.unread else ""),
        ("unreadable", found.unreadable, ""),
        ("erased", found.erased, "withdrawn, replaced or purged"),
    ]
    lines = table(rows)
    lines += ["", "by year (with text)"]
    lines += table(
        [(year, number, f"({found.years_with_text.get(year, 0):,})") for year, number in found.years.items()]
    )
    for title, counts in (("court", found.courts), ("type", found.types), ("procedure", found.procedures)):
        lines += ["", f"by {title}", *table([(name, number, "") for name, number in counts.items()])]
    return [*lines, "", f"digest {found.digest}"]
