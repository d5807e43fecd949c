"""``vonnis policy``: parliamentary papers and letters: fetched, read, searched, and followed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.harvest import Contact, Verify, asking, now, proves_only, report, wanted
from vonnis.cli.spreading import Processes, engine_for
from vonnis.cli.study_options import By, Json, Quiet, Study
from vonnis.cli.terminal import complain, listening, plain, say, table
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.papers.attention import Attention
    from vonnis.papers.commitments import Tracked
    from vonnis.papers.lexicon import Lexicon
    from vonnis.workflow.papers import Read

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Harvested folders, files, folders, zips.")]
LexiconFile = Annotated[
    Path | None, typer.Option("--lexicon", metavar="FILE", help="Topics of your own. Without it, the shipped ones.")
]
TopicName = Annotated[
    str | None, typer.Option("--topic", metavar="ID", help="The topic. Without it, the group concerned.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the tables into this folder too.")]
_SHOWN = 20

app = typer.Typer(
    name="policy",
    help="Read parliamentary papers: what they say about a topic, what was promised, and what became of it.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.command("harvest")
def harvest(  # noqa: PLR0913 - each parameter is an option of the command
    *,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="officielebekendmakingen, tweede-kamer or toezeggingen.")
    ] = "officielebekendmakingen",
    dossier: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help="Parliamentary dossier, as in 28638. May be repeated.")
    ] = None,
    words: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Words that stand in it. May be repeated.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, included.")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", metavar="URL", help="Another address.")] = None,
    rate: Annotated[float, typer.Option(metavar="N", help="Requests a second, at most 10.")] = 1.0,
    contact: Contact = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder to fill.")] = None,
    verify: Verify = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Fetch parliamentary papers into a folder, with the ledger of a harvest.

    Announced = stored + metadata only + deleted + failed, for every span of days; a stopped run goes on where it was,
    and a later one brings what is new, changed or withdrawn. Several services may fill one folder: the official
    publications give the texts, the House who signed and what was decided, and its record of commitments.
    """
    if verify is not None:
        proves_only(first, last, out=out)
        report(verify, done=None, quiet=quiet, as_json=as_json, papers=True)
        return
    first, last, out = wanted(first, last, out=out)
    from vonnis.sources.registry import paper_source_named
    from vonnis.sources.source import WORDS
    from vonnis.workflow.harvest import harvest as fetch
    from vonnis.workflow.harvest_query import Asked, query_of

    service = paper_source_named(source)
    subjects = (*(dossier or ()), *(f"{WORDS}{one}" for one in words or ()))
    query = query_of(service, Asked(first=first, last=last, subjects=subjects))
    address = (base_url or service.address).rstrip("/")
    with asking(address, out, rate=rate, contact=contact, quiet=quiet) as (client, progress):
        done = fetch(out, query, source=service, client=client, now=now, progress=progress)
    report(out, done=done, quiet=quiet, as_json=as_json, papers=True)


@app.command("read")
def read(
    paths: Paths,
    *,
    lexicon: LexiconFile = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A file. Without it, the screen.")] = None,
    processes: Processes = None,
    quiet: Quiet = False,
) -> None:
    """Read papers and print one JSON object a paper: kind, topics, amounts, promises, references, with passages.

    Reads XML of the official publications, records of the House, PDF, Word, HTML and text. A paper that two services
    give comes once. What cannot be read is named, and the rest goes on.
    """
    from vonnis.archive.files import write_atomically
    from vonnis.workflow.policy_tables import paper_records

    found, _ = _read(paths, lexicon, processes=processes, quiet=quiet)
    lines = [json.dumps(record, ensure_ascii=False) for record in paper_records(found)]
    if out is not None:
        write_atomically(out, "".join(f"{line}\n" for line in lines))
    else:
        for line in lines:
            typer.echo(line)
    if not quiet:
        for line in table(_kinds(found)):
            say(line)
    _leave(found)


@app.command("attention")
def attention(  # noqa: PLR0913 - each parameter is an option of the command
    paths: Paths,
    *,
    topic: TopicName = None,
    lexicon: LexiconFile = None,
    out: Out = None,
    processes: Processes = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure how much papers say about a topic: passages, share of the text, measures and money, by paper and year.

    That papers are silent is told only beside what was searched: how many papers, words and days, by which terms, and
    which papers have no text and so were not searched.
    """
    from vonnis.workflow.policy import attention_of
    from vonnis.workflow.policy_tables import attention_files, attention_record

    found, words = _read(paths, lexicon, processes=processes, quiet=quiet)
    measured = attention_of(found, lexicon=words, topic=topic)
    if out is not None:
        _write(out, attention_files(measured))
    if as_json:
        typer.echo(json.dumps(attention_record(measured), ensure_ascii=False))
    else:
        for line in _attention_lines(measured):
            typer.echo(plain(line))
    _leave(found)


@app.command("commitments")
def commitments(  # noqa: PLR0913 - each parameter is an option of the command
    paths: Paths,
    *,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day for which it is told where each stands.")],
    topic: TopicName = None,
    every: Annotated[bool, typer.Option("--all", help="All topics.")] = False,
    patience: Annotated[
        int,
        typer.Option(min=1, max=36_500, metavar="DAYS", help="After so many days, what has no term counts as late."),
    ] = 365,
    lexicon: LexiconFile = None,
    out: Out = None,
    processes: Processes = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Follow motions and commitments: which letter spoke of each, and whether it was carried out, refused or is late.

    Every step has its passage. --on is the day of the count; papers after it are not looked at.
    """
    from vonnis.workflow.policy import commitments_of
    from vonnis.workflow.policy_tables import tracked_files, tracked_record

    found, words = _read(paths, lexicon, processes=processes, quiet=quiet)
    tracked = commitments_of(found, lexicon=words, on=_day(on), topic=topic, every=every, patience=patience)
    if out is not None:
        _write(out, tracked_files(tracked))
    if as_json:
        typer.echo(json.dumps([tracked_record(one) for one in tracked], ensure_ascii=False))
    else:
        for line in _tracked_lines(tracked, on):
            typer.echo(plain(line))
    _leave(found)


@app.command("frame")
def frame(
    study: Study = Path(),
    *,
    by: By = "researcher",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Make the papers of a study its units, with the machine's answers to its questions, sealed until people answered.

    The study names its papers in [policy] of study.toml, and its codebook asks about them (begin with: vonnis new DIR
    --template policy-papers). After it: vonnis assign, vonnis serve or code-import, vonnis agreement, vonnis dataset.
    """
    import msgspec

    from vonnis.archive.run_record import moment
    from vonnis.workflow.policy_coding import frame_papers

    with listening(quiet=quiet) as progress:
        done = frame_papers(study, by=by, at=moment(), report=progress)
    for reason in done.unreadable[:_SHOWN]:
        complain(reason)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(done)))
    elif not quiet:
        for line in table(
            [
                ("papers", done.papers, "read"),
                ("new units", done.new, ""),
                ("without a text", len(done.without_text), "no units" if done.without_text else ""),
                ("machine codings", done.codings, "sealed until people have answered"),
            ]
        ):
            say(line)
        say("Next: vonnis assign --coder NAME --coder NAME")
    if done.unreadable:
        raise typer.Exit(INCOMPLETE)


def _read(paths: list[Path], lexicon: Path | None, *, processes: int | None, quiet: bool) -> tuple[Read, Lexicon]:
    from vonnis.workflow.papers import lexicon_of, read_papers

    for path in paths:
        if (path / "study.toml").is_file():
            message = f"{path} is a study folder, and not all that lies in it is a paper; name the folder of its papers"
            raise UsageError(message)
    words = lexicon_of(lexicon)
    with listening(quiet=quiet) as progress:
        found = read_papers(
            paths,
            lexicon=words,
            engine=lambda documents: engine_for(processes, documents, preload="vonnis.workflow.papers"),
            report=progress,
        )
    for failure in found.unreadable[:_SHOWN]:
        complain(failure.reason)
    if len(found.unreadable) > _SHOWN:
        complain(f"and {len(found.unreadable) - _SHOWN} more that cannot be read")
    return found, words


def _leave(found: Read) -> None:
    if found.unreadable:
        raise typer.Exit(INCOMPLETE)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from vonnis.workflow.publishing import write_files

    write_files(folder, files)
    say(f"Wrote {', '.join(sorted(files))} into {plain(str(folder))}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        message = f"--on {text!r} is no day; write it as in 2024-07-01"
        raise UsageError(message) from None


def _kinds(found: Read) -> list[tuple[str, int, str]]:
    from collections import Counter

    kinds = Counter(one.kind for one in found.in_order)
    resolved = sum(one.paper is not None for several in found.references.values() for one in several)
    unresolved = sum(len(several) for several in found.references.values()) - resolved
    without = sum(not one.words for one in found.in_order)
    return [
        ("papers", len(found.papers), f"{without:,} of them without a text" if without else ""),
        *((kind, number, "") for kind, number in sorted(kinds.items())),
        ("references", resolved, f"and {unresolved:,} to papers that are not at hand or not clear"),
    ]


def _attention_lines(found: Attention) -> list[str]:
    searched = found.searched
    days = f"{searched.first or 'no day'} to {searched.last or 'no day'}"
    terms = f"{len(searched.terms)} terms of the lexicon {searched.lexicon}"
    lines = [
        f"{found.label.get('en', found.topic)} ({found.topic})",
        f"searched: {searched.papers:,} papers with {searched.words:,} words, {days}, by {terms}",
    ]
    if searched.without_text:
        lines.append(f"not searched, for want of a text: {', '.join(searched.without_text[:_SHOWN])}")
    lines += ["", "year   papers  searched  naming  passages   share  measures  with money         euros  euros a year"]
    for one in found.years:
        share = "" if one.share is None else f"{one.share:.2%}"
        lines.append(
            f"{one.year or '-':<6} {one.papers:>6,} {one.searched:>9,} {one.naming:>7,} {one.passages:>9,} {share:>7} "
            f"{one.measures:>9,} {one.budget:>11,} {one.money:>13,.0f} {one.money_yearly:>13,.0f}"
        )
    lines += ["", "papers that name it"]
    for paper in found.papers:
        if paper.passages:
            first = paper.passages[0].quote
            lines.append(f"{paper.date or '-':<10}  {paper.paper:<22}  {paper.kind:<10}  {paper.concern}")
            lines.append(f"    [{paper.passages[0].start}:{paper.passages[0].end}] {first[:110]}")
    silent = [one.paper for one in found.silent]
    lines += ["", f"silent, of the {searched.papers:,} searched: {len(silent):,}"]
    return [*lines, *(f"    {name}" for name in silent[:_SHOWN])]


def _tracked_lines(tracked: tuple[Tracked, ...], on: str) -> list[str]:
    from collections import Counter

    states = Counter(one.state for one in tracked)
    counts = ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in sorted(states.items()))
    lines = [f"{len(tracked)} motions and commitments on {on}: {counts or 'none'}", ""]
    for one in tracked:
        term = f"due {one.due}{'' if one.stated else ' (no term stated)'}" if one.due else "no day"
        lines.append(f"{one.date or '-'}  {one.id:<22}  {one.kind:<10}  {one.state.replace('_', ' '):<12}  {term}")
        lines.append(f"    {one.actor}: {one.text.quote[:110]}")
        lines += [f"    {event.date or '-'}  {event.paper}: {event.says.replace('_', ' ')}" for event in one.events]
    return lines
