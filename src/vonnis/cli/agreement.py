"""``vonnis agreement``: how far coders who answered the same question gave the same answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import msgspec
import typer

from vonnis.cli.terminal import listening, plain
from vonnis.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from vonnis.study.agreement.machine import MachineError
    from vonnis.study.agreement.measuring import Agreement, Intervals
    from vonnis.study.agreement.ratings import Level, Ratings
    from vonnis.workflow.progress import Progress


def agreement(  # noqa: PLR0913 - each parameter is an option of the command
    study: Annotated[
        Path, typer.Argument(metavar="[STUDY]", help="A study folder.", show_default="the current folder")
    ] = Path(),
    *,
    table: Annotated[
        Path | None,
        typer.Option("--from", metavar="LONG.csv", help="A table with the columns unit, coder, variable, value."),
    ] = None,
    levels: Annotated[
        list[str] | None,
        typer.Option(
            "--level",
            metavar="nominal|ordinal|interval|ratio|set",
            help="How the values are measured. NAME=LEVEL is for one variable; a set has | between its members.",
        ),
    ] = None,
    orders: Annotated[
        list[str] | None,
        typer.Option("--order", metavar="[NAME=]A,B,C", help="The categories from low to high, where ranks are words."),
    ] = None,
    gaps: Annotated[
        list[str] | None,
        typer.Option("--gap", metavar="VALUE", help="A value that stands for no answer, beside the empty cell."),
    ] = None,
    intervals: Annotated[
        Literal["best", "analytic", "bootstrap"],
        typer.Option(help="best: as simulation chose for each coefficient. bootstrap: percentiles of resamples."),
    ] = "best",
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The chance of the resamples.")] = 1,
    full: Annotated[
        bool, typer.Option("--full", help="Also each category, weighted coefficients, PABAK and the indices.")
    ] = False,
    drift: Annotated[
        bool, typer.Option("--drift", help="Each coder's agreement over time; the table needs a column at.")
    ] = False,
    part: Annotated[
        Literal["main", "pilot", "training", "recode", "older"], typer.Option(help="Which part of a study's codings.")
    ] = "main",
    machine: Annotated[
        str | None,
        typer.Option(
            metavar="CODER", help="Measure the machine against the final values; CODER is its name in a table."
        ),
    ] = None,
    final: Annotated[str, typer.Option(metavar="CODER", help="Whose values are final, in a table.")] = "final",
    plan: Annotated[
        bool, typer.Option("--plan", help="Say how many files must be coded twice, before there are any.")
    ] = False,
    expect: Annotated[float, typer.Option(metavar="ALPHA", help="The agreement to plan for.")] = 0.8,
    shares: Annotated[
        str, typer.Option(metavar="A,B,...", help="The expected shares of the categories, to plan for.")
    ] = "0.5,0.5",
    width: Annotated[float | None, typer.Option(metavar="W", help="The width of interval to plan for.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Measure how far coders agree, with intervals that hold for few units.

    Gives percent agreement, Cohen's and Fleiss' kappa, Krippendorff's alpha and Gwet's AC1 for each variable, over the
    units that two coders or more answered. Where a coefficient or an honest interval does not exist, says why.
    """
    if plan:
        _plan(expect, shares, width=width, as_json=as_json)
        return
    from vonnis.study.agreement.measuring import Intervals

    how = Intervals(method=intervals, seed=seed)
    if table is None and (levels or orders or gaps):
        message = "--level, --order and --gap are for a table; the codebook of a study says how it is measured"
        raise UsageError(message)
    reading = _Reading(study, table, part=part, levels=levels or [], orders=orders or [], gaps=gaps or [])
    with listening(quiet=quiet) as progress:
        if machine is not None:
            lines = _machine(reading, machine, final=final, as_json=as_json)
        elif drift:
            lines = _drift(reading, as_json=as_json)
        else:
            lines = _measure(reading, how, full=full, as_json=as_json, progress=progress)
    for line in lines:
        typer.echo(line if as_json else plain(line))


class _Reading(NamedTuple):
    """Which study or table is read, and how."""

    study: Path
    table: Path | None
    part: str
    levels: Sequence[str]
    orders: Sequence[str]
    gaps: Sequence[str]

    @property
    def origin(self) -> str:
        """What errors and headings call it."""
        return str(self.table or self.study.resolve())


class _Coded(NamedTuple):
    """The ratings of a variable, and when each coder answered each unit, where that is known."""

    ratings: Ratings
    order: Sequence[Sequence[int | None]] | None


def _measure(reading: _Reading, how: Intervals, *, full: bool, as_json: bool, progress: Progress) -> list[str]:
    from vonnis.study.agreement.measuring import as_json as json_of
    from vonnis.study.agreement.measuring import measure
    from vonnis.study.agreement.telling import told

    answers = _read(reading)
    progress.start("Measuring agreement", len(answers))
    found: list[Agreement] = []
    for ratings, _ in answers:
        found.append(measure(ratings, how, full=full))
        progress.advance()
    if as_json:
        return [_json({"variables": {each.variable: json_of(each, full=full) for each in found}})]
    return told(found, origin=reading.origin, method=how.method)


def _machine(reading: _Reading, machine: str, *, final: str, as_json: bool) -> list[str]:
    from vonnis.study.agreement.telling import told_of_machine

    if reading.table is None:
        from vonnis.workflow.agreement import study_machine_errors

        found = dict(study_machine_errors(reading.study))
    else:
        found = {each.ratings.variable: _error_in_table(each.ratings, machine, final=final) for each in _read(reading)}
    if as_json:
        return [_json({"variables": {name: msgspec.to_builtins(each) for name, each in found.items()}})]
    return [line for name, each in found.items() for line in told_of_machine(name, each)]


def _error_in_table(ratings: Ratings, machine: str, *, final: str) -> MachineError:
    from vonnis.study.agreement.machine import machine_error, machine_pairs

    for coder in (machine, final):
        if coder not in ratings.coders:
            message = f"there are no answers of {coder!r} on {ratings.variable!r}, but of {', '.join(ratings.coders)}"
            raise UsageError(message)
    return machine_error(machine_pairs(ratings, machine=machine, final=final))


def _drift(reading: _Reading, *, as_json: bool) -> list[str]:
    from vonnis.study.agreement.drift import drift
    from vonnis.study.agreement.telling import told_of_drift

    found = {}
    for ratings, order in _read(reading, timed=True):
        if order is None:
            message = f"{reading.origin} does not say when each answer was given; drift needs a column at"
            raise UnreadableError(message)
        found[ratings.variable] = list(drift(ratings, order))
    if as_json:
        return [_json({"variables": {name: msgspec.to_builtins(each) for name, each in found.items()}})]
    return told_of_drift(found)


def _plan(expect: float, shares: str, *, width: float | None, as_json: bool) -> None:
    from vonnis.study.agreement.planning import Expectation, plan, units_for
    from vonnis.study.agreement.telling import told_of_plan

    try:
        expectation = Expectation(alpha=expect, shares=tuple(float(part) for part in shares.split(",")))
    except ValueError as error:
        message = f"--shares {shares} are not numbers with commas between; write them as 0.7,0.3"
        raise UsageError(message) from error
    if width is not None and not 0 < width < 1:
        message = f"--width {width:g} is not between 0 and 1"
        raise UsageError(message)
    sizes = plan(expectation)
    needed = None if width is None else units_for(expectation, width)
    if as_json:
        typer.echo(_json({"plan": msgspec.to_builtins(sizes), "width": width, "units_needed": needed}))
        return
    for line in told_of_plan(expectation, sizes, width=width, needed=needed):
        typer.echo(line)


def _read(reading: _Reading, *, timed: bool = False) -> list[_Coded]:
    """Return the ratings of each variable of the study, or of the table."""
    if reading.table is None:
        from vonnis.workflow.agreement import study_ratings

        return [_Coded(each.ratings, each.order) for each in study_ratings(reading.study, part=reading.part)]
    return _read_table(reading, reading.table, timed=timed)


def _read_table(reading: _Reading, table: Path, *, timed: bool) -> list[_Coded]:
    from vonnis.study.agreement.long_table import read_long_table

    level_of = _levels(reading.levels)
    order_of = {name: text.split(",") for name, text in _by_name(reading.orders).items()}
    long = read_long_table(table)
    strange = {name for name in (*level_of, *order_of) if name} - set(long.variables)
    if strange:
        message = f"{table} has no variable {min(strange)!r}; it has {', '.join(long.variables)}"
        raise UsageError(message)
    found = []
    for name in long.variables:
        level = level_of.get(name, level_of.get(""))
        if level is None:
            message = f"there is no level for the variable {name!r}; give --level LEVEL, or --level {name}=LEVEL"
            raise UsageError(message)
        words = order_of.get(name, order_of.get("", [])) if level in ("nominal", "ordinal") else []
        order = [word.strip() for word in words]
        ratings = long.ratings(name, level=level, order=order, gaps=reading.gaps)
        found.append(_Coded(ratings, long.times(name) if timed else None))
    return found


def _levels(given: Sequence[str]) -> dict[str, Level]:
    """Return the level of each variable that has its own, and under "" that of the others."""
    from vonnis.study.agreement.ratings import LEVELS

    if not given:
        message = "--from needs a --level: nominal, ordinal, interval or ratio"
        raise UsageError(message)
    found: dict[str, Level] = {}
    for name, text in _by_name(given).items():
        level = next((known for known in LEVELS if known == text), None)
        if level is None:
            message = f"--level {text} is not known; give {', '.join(LEVELS)}"
            raise UsageError(message)
        found[name] = level
    return found


def _by_name(given: Sequence[str]) -> dict[str, str]:
    """Return what stands behind ``NAME=``, by name, and under "" what has no name."""
    split = [text.rpartition("=") for text in given]
    return {name.strip(): value.strip() for name, _, value in split}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
