"""The key file: which study number is which parketnummer. It lies outside the study folder, always.

Whoever has it can tell people from numbers. It is closed behind two locks (:mod:`vonnis.archive.key_safe`), or an open
table that its owner alone may read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.archive.key_safe import Safe, open_safe, with_lines
from vonnis.errors import StudyError, UsageError
from vonnis.located.spreadsheet import write_table
from vonnis.study.frame import KeyLine
from vonnis.study.table_file import rows

_CLOSED = b'{"vonnis_key_file"'
_COLUMNS = ("study_number", "kind", "outside")
_HEAD = 4096
_SIGNS = (_CLOSED, b"AGE-SECRET-KEY-")
"""How a closed key file and the identity of a pack begin."""
_RING = b"subject_key (unit"


def check_outside(path: Path, folder: Path) -> None:
    """Refuse a key file in the study folder, wherever links lead.

    Raises:
        UsageError: the file lies in the folder.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        message = f"{path} lies in the study folder; the key to study numbers belongs elsewhere, such as ../key.csv"
        raise UsageError(message)


def holds_keys(path: Path) -> bool:
    """Tell whether a file is a key file, a ring of keys, or opens a pack: what may be in no backup or export."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if head.startswith(_SIGNS) or _RING in head:
        return True
    # An open table is read in any order of its columns, and as a spreadsheet may have saved it anew.
    first = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(errors="replace")
    cells = {cell.strip().strip('"') for cell in first.replace(";", ",").split(",")}
    return cells.issuperset(_COLUMNS)


def read_safe(path: Path) -> Safe | None:
    """Return a closed key file as it lies there, or None where the file is no closed one or does not exist.

    Raises:
        StudyError: it cannot be read, or is damaged.
    """
    if not path.exists():
        return None
    try:
        data = path.read_bytes()
        return msgspec.json.decode(data, type=Safe) if data.startswith(_CLOSED) else None
    except (OSError, msgspec.DecodeError) as error:
        message = f"{path} cannot be read as a key file ({error}); put a copy of it in its place"
        raise StudyError(message) from error


def read_key(path: Path, passphrases: Mapping[str, str] | None = None) -> tuple[KeyLine, ...]:
    """Return the lines of a key file; none where it does not exist yet.

    Raises:
        StudyError: the file cannot be read, or is closed and these are not two of its holders.
    """
    if not path.exists():
        return ()
    safe = read_safe(path)
    if safe is not None:
        return open_safe(safe, passphrases or {})
    return tuple(KeyLine(*(row[column] for column in _COLUMNS)) for _, row in rows(path, columns=_COLUMNS))


def write_key(path: Path, lines: Sequence[KeyLine]) -> None:
    """Write the key file at once, readable by its owner alone; a closed one stays closed."""
    safe = read_safe(path)
    if safe is not None:
        write_safe(path, with_lines(safe, lines))
        return
    rows = ((line.number, line.kind, line.outside) for line in sorted(lines))
    _write(path, write_table(_COLUMNS, rows).encode())


def write_safe(path: Path, safe: Safe) -> None:
    """Write a closed key file at once, readable by its owner alone."""
    _write(path, msgspec.json.encode(safe) + b"\n")


def _write(path: Path, data: bytes) -> None:
    before = os.umask(0o077)
    try:
        write_atomically(path, data)
    finally:
        os.umask(before)
