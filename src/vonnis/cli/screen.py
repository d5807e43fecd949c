"""``vonnis screen``: which units belong to the study, read in the order of a learner, until enough is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Quiet, Study
from vonnis.cli.terminal import plain, say, table
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.archive.store import Store
    from vonnis.workflow.screening import Criteria, Standing

screen = typer.Typer(
    help="Decide which units belong to the study, in the order of a learner, until enough is found.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Screener = Annotated[str, typer.Option("--screener", metavar="NAME", help="Who reads and decides.")]
InStudy = Annotated[Path, typer.Option("--study", metavar="STUDY", help="The study folder.")]
Units = Annotated[list[str], typer.Argument(metavar="UNIT...", help="Study numbers of defendants.")]
Included = Annotated[bool, typer.Option("--in", help="They belong to the study.")]
Reason = Annotated[str | None, typer.Option("--out", metavar="REASON", help="They do not, for this reason.")]


@screen.command("list")
def screen_list(
    study: Study = Path(),
    *,
    screener: Screener,
    number: Annotated[int | None, typer.Option("--number", min=1, metavar="N", help="No more than this many.")] = None,
    as_json: Json = False,
) -> None:
    """List what a screener reads next, as a sheet (CSV) to fill in: decision (in or out) and reason.

    The likeliest to belong come first, learned from what was decided so far. The same decisions give the same order.
    """
    from vonnis.study.screening_sheet import write_sheet
    from vonnis.workflow.screening import pool, ranker_of, reading_list, texts_of

    with _opened(study) as (store, criteria):
        units = {unit.id: unit for unit in pool(store)}
        ranker = ranker_of(texts_of(study, units.values()), seed=criteria.plan.seed)
        found = reading_list(store, criteria, screener=screener, ranker=ranker)[:number]
    if as_json:
        typer.echo(json.dumps({"criteria": msgspec.to_builtins(criteria), "units": list(found)}))
    else:
        typer.echo(write_sheet([units[unit] for unit in found]), nl=False)


@screen.command("decide")
def screen_decide(
    units: Units,
    *,
    study: InStudy = Path(),
    screener: Screener,
    included: Included = False,
    out: Reason = None,
    quiet: Quiet = False,
) -> None:
    """Log that units are in, or out for a fixed reason; the last word of a screener counts."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.study.screening_sheet import Vote
    from vonnis.workflow.screening import record_votes

    _one_of(included=included, out=out)
    with _opened(study) as (store, criteria):
        votes = [Vote(unit=unit, reason=out) for unit in units]
        made = record_votes(store, votes, criteria=criteria, screener=screener, at=moment_of_action())
    if not quiet:
        say(f"{made:,} decisions added.")


@screen.command("import")
def screen_import(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A filled-in sheet, .csv or .xlsx.")],
    study: Study = Path(),
    *,
    screener: Screener,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Take the decisions of a filled-in sheet; rows without one are passed over, and a wrong row stops the import."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.study.screening_sheet import read_sheet
    from vonnis.workflow.screening import record_votes

    votes = read_sheet(sheet)
    with _opened(study) as (store, criteria):
        made = record_votes(store, votes, criteria=criteria, screener=screener, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps({"decisions": made}))
    elif not quiet:
        say(f"{made:,} decisions added.")


@screen.command("settle")
def screen_settle(  # noqa: PLR0913 - each parameter is an option of the command
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="A unit about which two screeners differ.")],
    *,
    study: InStudy = Path(),
    included: Included = False,
    out: Reason = None,
    why: Annotated[str, typer.Option("--why", help="A remark without names.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides; neither of the two.")],
    quiet: Quiet = False,
) -> None:
    """Decide on a unit about which two screeners differ."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.study.screening_sheet import Vote
    from vonnis.workflow.screening import settle

    _one_of(included=included, out=out)
    with _opened(study) as (store, criteria):
        settle(store, Vote(unit=unit, reason=out, detail=why), criteria=criteria, by=by, at=moment_of_action())
    if not quiet:
        say(f"{plain(unit)} is settled.")


@screen.command("check")
def screen_check(
    study: Study = Path(),
    *,
    size: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many; without it, as many as needed.")
    ] = None,
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Draw a random sample of the units that nobody has read; they are read next, and tell how much was missed.

    Without --size it is the smallest sample that shows the recall of the protocol if nothing in it belongs.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.screening import draw_check

    with _opened(study) as (store, criteria):
        drawn = draw_check(store, criteria, size=size, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(drawn))
    elif not quiet:
        say(f"{len(drawn):,} units drawn; they stand first in `vonnis screen list`.")


@screen.command("stop")
def screen_stop(
    study: Study = Path(),
    *,
    although: Annotated[
        str, typer.Option(metavar="REASON", help="Why it stops although the recall is not shown.")
    ] = "",
    by: By = "lead",
    quiet: Quiet = False,
) -> None:
    """Leave the rest unread: it drops out of the study as `not_read`, once enough is shown to be found."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.screening import stop

    with _opened(study) as (store, criteria):
        left = stop(store, criteria, although=although, by=by, at=moment_of_action())
    if not quiet:
        say(f"{left:,} units are left unread.")


@screen.command("status")
def screen_status(study: Study = Path(), *, as_json: Json = False) -> None:
    """Say where the screening stands: in, out by reason, in conflict, how screeners agree, how much was found."""
    from vonnis.workflow.screening import screening_of

    with _opened(study) as (store, criteria):
        found = screening_of(store, criteria)
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    for line in _told(found):
        typer.echo(plain(line))


def _told(found: Standing) -> Iterator[str]:
    now, criteria = found.screened, found.criteria
    rows = [("in", len(now.included), "")]
    rows += [(f"out: {reason}", len(units), "") for reason, units in now.excluded.items()]
    if criteria.blind:
        rows += [("in conflict", len(now.in_conflict), ""), ("read by one of two", len(now.begun), "")]
    yield from table([*rows, ("unread", len(now.open), "")])
    for unit in now.in_conflict:
        yield f"in conflict: {unit}"
    if found.agreement is not None:
        share, ac1 = found.agreement.percent, found.agreement.gwet_ac1
        units = f"{found.agreement.overlap:,} units"
        yield f"two screeners agree on {share.estimate:.0%} of {units} (AC1 {_number(ac1.estimate)})"
        if found.other_reason:
            yield f"{found.other_reason:,} units are out for both, for different reasons; the first reader's counts"
    recall = found.recall
    if recall is None:
        yield f"how much was found is not known: {found.why_not}"
    else:
        interval = f"{recall.level:.0%} interval {recall.low:.1%} to {recall.high:.1%}"
        yield f"found: an estimated {recall.estimate:.1%} of what belongs ({interval})"
    yield f"Next: {_next(found)}"


def _next(found: Standing) -> str:
    now = found.screened
    if now.in_conflict:
        return "vonnis screen settle UNIT --by WHO"
    if found.may_stop and now.open:
        return f"the {found.criteria.plan.recall:.0%} that the protocol wants is shown; vonnis screen stop"
    if not now.open and not now.begun:
        return "everything is read; vonnis sample, or vonnis assign"
    if found.waiting or now.begun or not now.included:
        return "vonnis screen list --screener NAME > sheet.csv"
    return "read on (vonnis screen list --screener NAME), or see what was missed (vonnis screen check)"


def _number(value: float | None) -> str:
    return "has no value" if value is None else f"{value:.2f}"


def _one_of(*, included: bool, out: str | None) -> None:
    if included == (out is not None):
        message = "give either --in, or --out REASON"
        raise UsageError(message)


@contextmanager
def _opened(study: Path) -> Iterator[tuple[Store, Criteria]]:
    from vonnis.archive.store import open_store
    from vonnis.workflow.screening import criteria_in

    criteria = criteria_in(study)
    with closing(open_store(study)) as store:
        yield store, criteria
