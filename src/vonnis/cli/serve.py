"""``vonnis serve``: the coding room of a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    study: Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.")] = Path(),
    *,
    port: Annotated[int, typer.Option(metavar="N", help="The port on this machine.")] = 8000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Processes that share the work of a team.")] = 1,
) -> None:
    """Open the coding room of a study on this machine, and keep it open.

    The first time it prints a link that makes the first account. Answers are kept in coding.sqlite3 in the study
    folder, or in the PostgreSQL database that DATABASE_URL names. Stop with Ctrl-C.
    """
    from vonnis.web.serving import open_room
    from vonnis.web.serving import serve as run

    room = open_room(study, port=port)

    def ready() -> None:
        typer.echo(f"The coding room is open at {room.address}")
        if room.first_link:
            typer.echo(f"Make the first account here, within a day: {room.first_link}")
        typer.echo("Stop it with Ctrl-C; what was saved is kept.")

    run(port=port, workers=workers, ready=ready)
