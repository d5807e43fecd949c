"""The entrance: runs the program and turns every ending into an exit code and at most one sentence."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from vonnis.cli.codes import DONE, INCOMPLETE, MISUSED, STOPPED
from vonnis.errors import RefusedError, UsageError, VonnisError


def run() -> NoReturn:
    """Run ``vonnis`` with the arguments of the process, and leave with its exit code."""
    # So that a stopped program clears its temporary files away, as it does after Ctrl-C.
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run ``vonnis`` with these arguments and return its exit code; errors become one sentence on standard error."""
    # Typer takes longer to load than a worker process needs to live, and workers import this module.
    import typer

    from vonnis.cli.app import app
    from vonnis.cli.terminal import complain

    # Typer carries its own Click under a private name; this is the public way to the root of its errors.
    click_error: type[Exception] = next(
        kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
    )
    try:
        code = app(list(arguments), prog_name="vonnis", standalone_mode=False)
        sys.stdout.flush()
    except click_error as error:
        complain(_sentence(error))
        return MISUSED
    except UsageError as error:
        complain(str(error))
        return MISUSED
    except typer.Abort:
        code = STOPPED
    except RefusedError as error:
        for sentence in error.sentences:
            complain(sentence)
        return INCOMPLETE
    except VonnisError as error:
        complain(str(error))
        return INCOMPLETE
    except ModuleNotFoundError as error:
        if (error.name or "vonnis").partition(".")[0] == "vonnis":
            raise
        complain(f"this needs the library {error.name}, which is not installed here; install vonnis[all]")
        return INCOMPLETE
    if code == STOPPED:
        complain("stopped before the end.")
    return code if isinstance(code, int) else DONE


def _sentence(error: Exception) -> str:
    text = getattr(error, "format_message", error.__str__)().strip().removesuffix(".").replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    text = text.removesuffix("?").replace(". Did you mean", "; did you mean")  # one sentence, with its advice
    return f"{text}; see `{context.command_path} --help`" if context else f"{text}; see `vonnis --help`"


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
