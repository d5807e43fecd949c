"""Files written whole or not at all.

The bytes go to a temporary file beside the target, reach the disk, and then take the target's name in one step. Who
reads the target sees the old file or the new one, never a half; after an error nothing is left behind.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vonnis.errors import UnwritableError

_FULL = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})


def stamp_of(path: Path) -> tuple[int, int, int]:
    """Return by what a file that was read is known to be the same still: its place on the disk, its time and its size.

    A file that changes twice within a tick of the clock, or gets an older time, has another stamp as a rule: what
    writes it anew gives it another place, and what writes into it another size.

    Raises:
        OSError: there is no such file.
    """
    state = path.stat()
    return state.st_ino, state.st_mtime_ns, state.st_size


def check_writable(path: Path) -> None:
    """Raise UnwritableError when nothing can be written at this path, before any work is done for it."""
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir fails on a name that is too long
        message = f"{path} is a folder; name a file in it"
        raise UnwritableError(message)
    if not os.path.isdir(path.parent):  # noqa: PTH112 - as above
        message = f"{path} cannot be written: the folder {path.parent} does not exist; make it first"
        raise UnwritableError(message)
    # A device or pipe is written to as it is, so the folder that it stands in does not matter.
    replaced = not os.path.exists(path) or stat.S_ISREG(path.stat().st_mode)  # noqa: PTH110 - as above
    if not os.access(path.parent if replaced else path, os.W_OK):
        closed = f"the folder {path.parent}" if replaced else "it"
        message = f"{path} cannot be written: {closed} is closed to writing; choose another"
        raise UnwritableError(message)


@contextmanager
def open_atomically(path: Path) -> Iterator[BinaryIO]:
    """Open a binary stream that becomes the file at ``path`` when the block ends without an error.

    A symbolic link is followed. A device or pipe (``/dev/null``) cannot be replaced and is written to directly.

    Raises:
        UnwritableError: the folder is missing or closed, the path is a folder, or the disk refuses (full, quota).
    """
    path = Path(os.path.realpath(path))
    check_writable(path)
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb") as stream:
                yield stream
        else:
            with _replacing(path) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None and not str(error.filename).endswith((str(path), _SUFFIX)):
            raise  # the block's own trouble, with a file of its own
        advice = (
            "free some room, or choose another place"
            if errno.errorcode.get(error.errno or 0) in _FULL
            else "choose another place"
        )
        message = f"{path} cannot be written: {error.strerror or error}; {advice}"
        raise UnwritableError(message) from error


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write the whole file at ``path`` at once; text becomes UTF-8 with the line ends that it has."""
    with open_atomically(path) as stream:
        stream.write(data.encode() if isinstance(data, str) else data)


def half_written(folder: Path) -> tuple[Path, ...]:
    """Return the temporary files that a killed program left in a folder, as no other program may be writing there."""
    return tuple(sorted(folder.glob(f".*{_SUFFIX}"))) if folder.is_dir() else ()


def throw_away(path: Path) -> None:
    """Overwrite a file and remove it.

    Raises:
        UnwritableError: the disk refuses.
    """
    try:
        with path.open("r+b") as stream:
            stream.write(bytes(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
    except OSError as error:
        message = f"{path} cannot be thrown away ({error.strerror}); do it by hand"
        raise UnwritableError(message) from error


def remove(path: Path) -> None:
    """Overwrite a file and remove it; one that is a link, or has other names too, loses this name alone.

    Raises:
        UnwritableError: the disk refuses.
    """
    if path.is_symlink() or path.stat().st_nlink > 1:
        path.unlink()
    else:
        throw_away(path)


@contextmanager
def replace_for_good(path: Path) -> Iterator[BinaryIO]:
    """Open a binary stream that takes the place of a file when the block ends; what stood there is overwritten.

    A file that has other names too keeps its content under these.

    Raises:
        UnwritableError: as :func:`open_atomically`.
    """
    before = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{_SUFFIX}")
    if path.stat().st_nlink == 1:
        with suppress(OSError):  # a file system without links
            os.link(path, before)
    try:
        with open_atomically(path) as stream:
            yield stream
    finally:
        if before.exists():
            remove(before)


_SUFFIX = ".part"


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    # The name starts with a point, so that a folder that is read while it is written to skips it.
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{_SUFFIX}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # The new name is safe from a power cut only when the folder itself has reached the disk; not every system can.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
