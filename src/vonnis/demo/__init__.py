"""The built-in fictional study: generator and protocol.

Everything that it makes is invented and says so. Court names hold "Fictief", court codes hold ``FIC`` and stand in no
value list, so that no ECLI of the demonstration can exist.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vonnis.workflow.progress import Progress
    from vonnis.workflow.study import Rebuilt


def run(out: Path, *, at: dt.datetime, report: Progress) -> Rebuilt:
    """Make the whole study on fictional material in the folder ``out``; return its report and what it did without.

    A run that was broken off, even killed, is carried on.

    Raises:
        UsageError: the folder holds something else, or the codings would go to a database elsewhere.
        VonnisError: the material, or a file that somebody changed in it, cannot be read.
    """
    from vonnis.demo.coders import code, discard_interrupted
    from vonnis.demo.dealing import deal
    from vonnis.demo.material import SEED, write_material
    from vonnis.errors import UsageError
    from vonnis.workflow.release import rebuild
    from vonnis.workflow.study import compute, on_finals

    if os.environ.get("DATABASE_URL"):
        message = "DATABASE_URL names a database, and invented codings would go into it; unset it for the demonstration"
        raise UsageError(message)
    report.start("writing fictional judgments")
    kept = write_material(out)
    if kept:
        report.note(
            f"kept as somebody changed them: {len(kept)} of the files, the first is {kept[0]};"
            f" delete {out} for the demonstration as it was"
        )
    discard_interrupted(out)
    computed = compute(out, report=report)
    report.start("coding by two simulated coders")
    if code(out, deal(SEED), computed=computed, seed=SEED, at=at) is not None:
        computed = on_finals(out, computed, report=report)
    return rebuild(out, at=at, report=report, standard=computed)
