"""``vonnis release``: disclosure control, then the report in every format and the data."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.cli.terminal import listening, plain
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.disclosure.outsider import Attack
    from vonnis.report.word.refreshing import Refreshed
    from vonnis.workflow.study import Rebuilt


def release(  # noqa: PLR0913 - the options of a command
    study: Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.")] = Path(),
    *,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DRAFT.docx", help="Refresh the numbers, tables and charts of a Word draft instead."),
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts", help="Copy the shipped text of the report into the study, for editing.")
    ] = False,
    interim: Annotated[
        bool, typer.Option("--interim", help="A report that is not final, below interim/, with a watermark.")
    ] = False,
    recipients: Annotated[
        str, typer.Option("--for", metavar="NAMES", help="Who may read the interim report; printed on it.")
    ] = "",
    threshold: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="A stricter threshold for the interim report.")
    ] = None,
    reference_date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The last day of judgment, or of coding, that counts in the interim report."),
    ] = None,
    attack: Annotated[
        bool, typer.Option("--attack", help="Print what an outsider can infer about each number that is withheld.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Publish a study: pass its results through disclosure control, then write the report.

    The folder release/ gets the report as HTML, PDF and Word, figures.json with every number in it, sheets for the
    public, the press and speakers, and data/, the public edition of the data. A number that disclosure control
    withholds stands nowhere; a text that names one stops the release and says where. Every release is attacked as an
    outsider would, and stops where a withheld number could be pinned down too narrowly.
    """
    if into is not None and texts:
        message = "--into and --texts are two different things; give one of them"
        raise UsageError(message)
    if not interim and (recipients or threshold is not None or reference_date):
        message = "--for, --threshold and --reference-date belong to an interim report; add --interim"
        raise UsageError(message)
    if not (study / "study.toml").is_file():
        message = f"{study} is no study folder: it has no study.toml"
        raise UsageError(message)
    if texts:
        _copy_texts(study)
    elif into is not None:
        _refresh(into, study, quiet=quiet)
    elif interim:
        limits = _Limits(threshold, _day(reference_date) if reference_date else None)
        _publish_interim(study, recipients, limits=limits, quiet=quiet, attack=attack)
    else:
        _publish(study, quiet=quiet, attack=attack)


def _copy_texts(study: Path) -> None:
    from vonnis.report.prose.texts import FOLDER, write_texts
    from vonnis.workflow.resting import rests_on_codings

    written = write_texts(study, coded=rests_on_codings(study))
    typer.echo(f"Wrote {len(written)} files below {plain(str(study / FOLDER))}; those that stood there were kept.")


def _publish(study: Path, *, quiet: bool, attack: bool) -> None:
    from vonnis.archive.run_record import moment
    from vonnis.workflow.release import rebuild

    with listening(quiet=quiet) as progress:
        made = rebuild(study, at=moment(), report=progress)
    _say(made, study, quiet=quiet, attack=attack)


class _Limits(NamedTuple):
    """What an interim report is held to: a stricter threshold, and the last day of judgment that counts."""

    threshold: int | None
    reference: dt.date | None


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"--reference-date {text!r} is no day; write it as 2026-12-31"
        raise UsageError(message) from error


def _publish_interim(study: Path, recipients: str, *, limits: _Limits, quiet: bool, attack: bool) -> None:
    from vonnis.archive.run_record import moment
    from vonnis.workflow.release import interim_report

    with listening(quiet=quiet) as progress:
        made = interim_report(
            study,
            at=moment(),
            recipients=recipients,
            threshold=limits.threshold,
            reference=limits.reference,
            report=progress,
        )
    _say(made, study, quiet=quiet, attack=attack)


def _say(made: Rebuilt, study: Path, *, quiet: bool, attack: bool) -> None:
    typer.echo(f"The report is at {plain(str(made.report))}")
    for note in made.notes:
        typer.echo(f"Look before it leaves: {plain(note)}")
    if attack:
        _tell_attack(made.attack)
    if made.remarks:
        for remark in made.remarks if quiet else ():
            typer.echo(plain(remark), err=True)
        typer.echo(f"The report is incomplete: not all that stands in {plain(str(study))} could be used.", err=True)
        raise typer.Exit(INCOMPLETE)


def _tell_attack(attack: Attack) -> None:
    typer.echo(f"An outsider was let loose on the release: {len(attack.findings)} withheld numbers or differences.")
    for one in attack.findings:
        high = "no bound" if one.high is None else f"{one.high:.0f}"
        why = " (exceptions and earlier releases alone tell as much)" if one.unavoidable else ""
        typer.echo(f"  {plain(one.id)}: {one.low:.0f} to {high}; a width of {one.needed} is asked{why}")


def _refresh(draft: Path, study: Path, *, quiet: bool) -> None:
    from vonnis.archive.run_record import moment
    from vonnis.workflow.release import refresh_draft

    with listening(quiet=quiet) as progress:
        done = refresh_draft(draft, study, at=moment(), report=progress)
    _tell(done, draft)
    if done.stale or done.reworded:
        raise typer.Exit(INCOMPLETE)


def _tell(done: Refreshed, draft: Path) -> None:
    for line, times in Counter(done.changed).items():
        typer.echo(f"  {plain(line)}{f' ({times} times)' if times > 1 else ''}")
    for line in done.lacking:
        typer.echo(f"  {plain(line)}")
    typer.echo(f"{plain(str(draft))}: {len(done.changed)} changed, {done.same} as they were.")
    if done.withheld:
        typer.echo(f"Withheld, shown as a cross: {', '.join(sorted(set(done.withheld)))}", err=True)
    for line in done.stale:
        typer.echo(f"Left as it was: {plain(line)}", err=True)
    for line in done.reworded:
        typer.echo(f"Read the words around it again: {plain(line)}", err=True)
