"""The program as a whole: its commands, one module each, entered in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

import vonnis
from vonnis.cli.agreement import agreement
from vonnis.cli.analyse import analyse
from vonnis.cli.codebook import app as codebook
from vonnis.cli.coding import adjudicate, code_export, code_import, dataset
from vonnis.cli.corpus import app as corpus
from vonnis.cli.demo import demo
from vonnis.cli.destroy import destroy
from vonnis.cli.explain import explain
from vonnis.cli.extract import extract
from vonnis.cli.frame import frame
from vonnis.cli.harvest import harvest
from vonnis.cli.keeping import backup, restore
from vonnis.cli.key import key
from vonnis.cli.machine import app as machine
from vonnis.cli.meeting import app as meeting
from vonnis.cli.new import new
from vonnis.cli.older import import_older
from vonnis.cli.policy import app as policy
from vonnis.cli.protect import protect
from vonnis.cli.protocol import protocol
from vonnis.cli.release import release
from vonnis.cli.sample import assign, sample
from vonnis.cli.screen import screen
from vonnis.cli.secrecy import secrecy
from vonnis.cli.select import select
from vonnis.cli.series import series
from vonnis.cli.serve import serve
from vonnis.cli.status import status
from vonnis.cli.texts import text_add
from vonnis.cli.training import app as training
from vonnis.cli.travel import merge, pack, unpack
from vonnis.cli.waves import waves

COMMANDS: dict[str, Callable[..., None] | typer.Typer] = {
    "demo": demo,
    "extract": extract,
    "explain": explain,
    "new": new,
    "protocol": protocol,
    "codebook": codebook,
    "analyse": analyse,
    "series": series,
    "frame": frame,
    "select": select,
    "screen": screen,
    "sample": sample,
    "assign": assign,
    "code-import": code_import,
    "code-export": code_export,
    "import-older": import_older,
    "training": training,
    "machine": machine,
    "meeting": meeting,
    "adjudicate": adjudicate,
    "dataset": dataset,
    "status": status,
    "serve": serve,
    "backup": backup,
    "restore": restore,
    "text-add": text_add,
    "pack": pack,
    "unpack": unpack,
    "merge": merge,
    "destroy": destroy,
    "key": key,
    "secrecy": secrecy,
    "harvest": harvest,
    "protect": protect,
    "release": release,
    "agreement": agreement,
    "corpus": corpus,
    "policy": policy,
    "waves": waves,
}
"""Every command, or group of commands, by its name, in the order of the help page; none loads anything heavy before
it is run."""

app = typer.Typer(
    name="vonnis",
    help="Turn court judgments into a published, reproducible case-file study.",
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer hands a flag over like this
    if wanted:
        typer.echo(f"vonnis {vonnis.__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Print the help page when no command is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _name, _command in COMMANDS.items():
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, name=_name)
    else:
        app.command(_name)(_command)
