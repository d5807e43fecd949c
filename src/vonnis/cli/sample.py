"""``vonnis sample`` and ``vonnis assign``: which units are coded, and by whom."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from vonnis.cli.study_options import By, Json, Quiet, Study, pairs
from vonnis.cli.terminal import say, table
from vonnis.errors import UsageError
from vonnis.study.coding import PEOPLES_ROUNDS, Round
from vonnis.study.sample import Stratum


def sample(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    size: Annotated[int | None, typer.Option(min=1, metavar="N", help="How many units in all.")] = None,
    strata: Annotated[Stratum | None, typer.Option(help="Draw within each value of this.")] = None,
    take: Annotated[
        list[str] | None, typer.Option(metavar="STRATUM=N", help="How many of a stratum, in place of --size.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Where chance begins; the same seed draws the same sample.")] = 1,
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Draw a sample of the population, by chance, with the probability and weight of each unit.

    Without a sample the study is a census. With --size and --strata the sample is shared out in proportion.
    """
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.population import draw_sample

    if (size is None) == (not take):
        message = "give either --size, or --take once for each stratum"
        raise UsageError(message)
    wanted = size if size is not None else _numbers(pairs(take, option="--take"))
    drawn = draw_sample(study, size=wanted, strata=strata, seed=seed, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(drawn)))
    elif not quiet:
        weights = {one.stratum: one.weight for one in drawn}
        counts = Counter(one.stratum for one in drawn)
        for line in table([(name, counts[name], f"weight {weights[name]:.3f}") for name in sorted(counts)]):
            say(line)
        say("Next: vonnis assign --coder A --coder B --overlap 0.2")


def assign(  # noqa: PLR0913 - each parameter is an option of the command
    study: Study = Path(),
    *,
    coder: Annotated[list[str], typer.Option(metavar="NAME", help="A coder; once for each.")],
    overlap: Annotated[
        float | None, typer.Option(min=0, max=1, help="The share that two coders code; without it, the protocol's.")
    ] = None,
    round_: Annotated[Round, typer.Option("--round", help="training, pilot, main or recode.")] = "main",
    unit: Annotated[list[str] | None, typer.Option(metavar="UNIT", help="Only these units.")] = None,
    seed: Annotated[int, typer.Option(help="Where chance begins.")] = 1,
    by: By = "lead",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Give the units to coders, with a planned overlap that is balanced over every pair of them."""
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.population import RoundPlan, assign_units, planned_overlap

    if round_ not in PEOPLES_ROUNDS:
        message = f"nobody codes in the round {round_}; give --round training, pilot, main or recode"
        raise UsageError(message)
    share = planned_overlap(study) if overlap is None else overlap
    plan = RoundPlan(coders=tuple(coder), overlap=share, round=round_, seed=seed, only=tuple(unit or ()))
    made = assign_units(study, plan, by=by, at=moment_of_action())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(made)))
    elif not quiet:
        load = Counter(one.coder for one in made)
        twice = sum(number > 1 for number in Counter(one.unit for one in made).values())
        rows = [(name, load[name], "units") for name in sorted(load)]
        for line in table([*rows, ("by two coders", twice, "units")]):
            say(line)


def _numbers(given: dict[str, str]) -> dict[str, int]:
    for name, text in given.items():
        if not (text.isascii() and text.isdigit()):
            message = f"--take {name}={text!r}: a whole number is needed"
            raise UsageError(message)
    return {name: int(text) for name, text in given.items()}
