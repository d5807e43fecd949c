"""The key file: which study number is which parketnummer. It lies outside the study folder, always.

Whoever has it can tell people from numbers, so only its owner may read it, and no command prints a line of it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.errors import UsageError
from vonnis.study.frame import KeyLine
from vonnis.study.table_file import rows

_COLUMNS = ("study_number", "kind", "outside")


def check_outside(path: Path, folder: Path) -> None:
    """Refuse a key file in the study folder, wherever links lead.

    Raises:
        UsageError: the file lies in the folder.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        message = f"{path} lies in the study folder; the key to study numbers belongs elsewhere, such as ../key.csv"
        raise UsageError(message)


def read_key(path: Path) -> tuple[KeyLine, ...]:
    """Return the lines of a key file; none where it does not exist yet.

    Raises:
        StudyError: the file cannot be read.
    """
    if not path.exists():
        return ()
    return tuple(KeyLine(*(row[column] for column in _COLUMNS)) for _, row in rows(path, columns=_COLUMNS))


def write_key(path: Path, lines: Sequence[KeyLine]) -> None:
    """Write the key file at once, readable by its owner alone."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((line.number, line.kind, line.outside) for line in sorted(lines))
    before = os.umask(0o077)
    try:
        write_atomically(path, stream.getvalue())
    finally:
        os.umask(before)
