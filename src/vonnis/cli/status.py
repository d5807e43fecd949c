"""``vonnis status``: where a study stands, what is stale, what to do next."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import typer

from vonnis.cli.frame import show_flow
from vonnis.cli.study_options import Json, Study
from vonnis.cli.terminal import plain


def status(study: Study = Path(), *, as_json: Json = False) -> None:
    """Say where a study stands: what is done, what is stale, and what comes next. Nothing is changed."""
    from vonnis.archive.run_record import moment
    from vonnis.workflow.standing import standing_of

    found = standing_of(study, on=moment().astimezone().date())
    if as_json:
        typer.echo(json.dumps(msgspec.to_builtins(found)))
        return
    width = max(len(stage.name) for stage in found.stages)
    states = max(len(stage.state) for stage in found.stages)
    for stage in found.stages:
        typer.echo(f"{stage.name:<{width}}  {stage.state:<{states}}  {plain(stage.words)}")
    if found.flow.steps:
        typer.echo()
        show_flow(found.flow, on_standard_output=True)
    if found.progress:
        typer.echo()
    for one in found.progress:
        typer.echo(f"{plain(one.coder)}, {one.round}: {one.begun:,} of {one.given:,} units begun")
    for name, number in found.ask_again.items():
        typer.echo(f"{name}: {number:,} answers are asked again (a rule of the meeting, or a new codebook)")
    typer.echo()
    for line in found.next:
        typer.echo(f"Next: {plain(line)}")
