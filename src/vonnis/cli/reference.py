"""The reference page of the commands, made from the program itself.

``python -m vonnis.cli.reference > docs/reference/commands.md`` writes it; a test holds the page to the program.
"""

from __future__ import annotations

import sys

import typer
from typer.testing import CliRunner

from vonnis.cli.app import COMMANDS, app

_HEAD = """\
# Commands

Each command answers `--help`. [Exit codes](exit-codes.md): 0 done, 1 an input could not be read or a result is
incomplete, 2 the command was put wrongly. Results go to standard output, everything else to standard error.
"""
_WIDTH = 100


def render() -> str:
    """Return the page, in Markdown."""
    parts = [_HEAD, "## vonnis\n", _help()]
    for name, command in COMMANDS.items():
        parts += [f"## vonnis {name}\n", _help(name)]
        if isinstance(command, typer.Typer):
            for inner in command.registered_commands:
                own = str(inner.name or getattr(inner.callback, "__name__", "")).replace("_", "-")
                parts += [f"### vonnis {name} {own}\n", _help(name, own)]
    return "\n".join(parts)


def _help(*command: str) -> str:
    runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"})
    shown = runner.invoke(app, [*command, "--help"], prog_name="vonnis", terminal_width=_WIDTH)
    return f"```text\n{shown.output.strip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(render())
