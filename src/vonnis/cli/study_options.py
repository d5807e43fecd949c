"""Options that the study commands share, and the one way in which they read ``NAME=VALUE``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vonnis.errors import UsageError

Study = Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides this; it stands in the log.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")]
Json = Annotated[bool, typer.Option("--json", help="Report as JSON.")]


def pairs(given: Sequence[str] | None, *, option: str) -> dict[str, str]:
    """Return what ``NAME=VALUE`` options say.

    Raises:
        UsageError: one of them has no equals sign, or names something twice.
    """
    found: dict[str, str] = {}
    for one in given or ():
        name, sign, value = one.partition("=")
        if not sign or not name.strip() or name in found:
            message = f"{option} {one!r} is not put as NAME=VALUE, or stands twice"
            raise UsageError(message)
        found[name.strip()] = value.strip()
    return found
