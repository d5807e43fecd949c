"""``vonnis explain``: one judgment with its passages marked beside its record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from vonnis.archive.files import check_writable, write_atomically
from vonnis.cli.terminal import plain
from vonnis.errors import UnwritableError, UsageError
from vonnis.judgment.judgment import TextIs

ENDING = ".explain.html"
_LONGEST_STEM = 120


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A judgment in any form that extract reads.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="HTML", help="Write to this file. Without it: ID.explain.html in the current folder."),
    ] = None,
    wanted: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Which one, where FILE holds several: its id or ECLI.")
    ] = None,
    text_is: Annotated[TextIs, typer.Option(help="What the document holds.")] = "judgment",
) -> None:
    """Show one judgment with its passages marked, beside its record.

    Writes one HTML page that opens in any browser, also offline. A value leads to its passage, and a passage back to
    its value. The page shows a court's text: it is for checking, not for publishing.
    """
    _check(file, out)
    from vonnis.workflow.explain import explain as page_of
    from vonnis.workflow.explain import find_judgment

    judgment = find_judgment(file, wanted, text_is=text_is)
    target = out or Path(_stem(judgment.id) + ENDING)
    _check_target(file, target)
    write_atomically(target, page_of(judgment))
    typer.echo(f"The page is at {plain(str(target))}")


def _check(file: str, out: Path | None) -> None:
    """Refuse before the work what makes no sense, and what could not be written after it."""
    if not file:
        message = "the path is empty, as it is where a variable of the shell was never set; give a file"
        raise UsageError(message)
    if out is not None:
        _check_target(file, out)


def _check_target(file: str, target: Path) -> None:
    """Refuse to write where nothing can be written, or over the judgment itself."""
    try:
        check_writable(target)
    except UnwritableError as error:
        raise UsageError(str(error)) from error
    if target.exists() and Path(file).is_file() and target.samefile(file):
        message = f"{target} is itself the input, and would be overwritten; choose another --out"
        raise UsageError(message)


def _stem(judgment_id: str) -> str:
    """Return an id as a file name: an ECLI with ``_`` for ``:``, as its file-safe form has it."""
    return re.sub(r"[^\w.-]+", "_", judgment_id)[-_LONGEST_STEM:].lstrip(".") or "judgment"
