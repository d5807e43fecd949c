"""``vonnis protocol``: the protocol checked, and its text for pre-registration."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

import typer


def protocol(
    study: Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.")] = Path(),
    *,
    language: Annotated[Literal["nl", "en"], typer.Option("--language", help="Language of the text.")] = "en",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the text here.")] = None,
) -> None:
    """Check the protocol of a study, and print it as a text for pre-registration.

    The text (Markdown) says question, population, sources, coding, analysis plan and disclosure before the data are
    seen, and ends with the fingerprint of study.toml. Each mistake in study.toml is one sentence with line and column.
    """
    from vonnis.archive.files import write_atomically
    from vonnis.errors import UsageError
    from vonnis.workflow.overruling import checked_protocol
    from vonnis.workflow.protocol_text import protocol_text
    from vonnis.workflow.study import policy_at

    path = study / "study.toml"
    read = checked_protocol(path)
    policy_at(study, read)
    if language not in read.study.languages:
        message = f"this study is not in {language}; its languages are {', '.join(read.study.languages)}"
        raise UsageError(message)
    text = protocol_text(read, language=language, digest=hashlib.sha256(path.read_bytes()).hexdigest())
    if out is None:
        typer.echo(text, nl=False)
        return
    write_atomically(out, text)
    typer.echo(f"The text for pre-registration is at {out}")
