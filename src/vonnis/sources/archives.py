"""Open zips, and zips within zips, without trust: nothing is unpacked to disk, and bombs are refused unopened."""

from __future__ import annotations

import atexit
import os
import shutil
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from tempfile import SpooledTemporaryFile

from vonnis.errors import ProtectedError, TooLargeError, UnreadableError
from vonnis.sources.limits import Limits, in_words
from vonnis.sources.place import MEMBER_MARK

_ENCRYPTED = 0x1
_IN_MEMORY = 8 * 2**20
_KEPT_OPEN = 6
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError),
)
"""What zipfile raises for archives that are damaged, or packed in a way that it does not know."""


class Shelf(threading.local):
    """The archives that a thread keeps open, the last used ones, since neighbours in a list share an archive."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[object, ...], zipfile.ZipFile] = OrderedDict()

    def archive(self, path: str, members: tuple[str, ...], *, limits: Limits) -> zipfile.ZipFile:
        """Return an open archive: the file at ``path``, or the member at the end of a chain in it.

        Raises:
            UnreadableError: it is damaged, closed by a password, or beyond the limits.
        """
        origin = MEMBER_MARK.join((path, *members))
        with explained(origin):
            state = Path(path).stat()
        key = (path, state.st_mtime_ns, state.st_size, members, limits)
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        if len(members) >= limits.depth:
            message = (
                f"{origin} lies {len(members) + 1} archives deep; vonnis opens {limits.depth}, so unpack it first."
            )
            raise TooLargeError(message)
        with explained(origin):
            archive = zipfile.ZipFile(self._unpacked(path, members, limits) if members else path)
        self._open[key] = archive
        size = (
            state.st_size
            if not members
            else self.archive(path, members[:-1], limits=limits).getinfo(members[-1]).file_size
        )
        try:
            _check_archive(archive, size, origin, limits)
        except TooLargeError:
            _close(self._open.pop(key))
            raise
        while len(self._open) > _KEPT_OPEN:
            _close(self._open.popitem(last=False)[1])
        return archive

    def _unpacked(self, path: str, members: tuple[str, ...], limits: Limits) -> SpooledTemporaryFile[bytes]:
        """Return an archive inside another as a file of its own, in memory where it is small."""
        outer = self.archive(path, members[:-1], limits=limits)
        origin = MEMBER_MARK.join((path, *members))
        info = outer.getinfo(members[-1])
        check_member(info, origin, limits=limits, most=limits.archive_bytes)
        unpacked: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - kept open
        try:
            with outer.open(info) as packed:
                shutil.copyfileobj(packed, unpacked, 2**20)
        except UNREADABLE:
            unpacked.close()
            raise
        unpacked.seek(0)
        return unpacked

    def close(self) -> None:
        """Close every archive."""
        while self._open:
            _close(self._open.popitem()[1])

    def forget(self) -> None:
        """Let go of every archive without closing it, in a child process that shares its file positions."""
        self._open = OrderedDict()


SHELF = Shelf()
"""The archives that this process keeps open."""
atexit.register(SHELF.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=SHELF.forget)


def read_member(archive: zipfile.ZipFile, name: str, *, origin: str, limits: Limits, size: int = -1) -> bytes:
    """Return the bytes of a member, or the first ``size`` of them.

    Raises:
        UnreadableError: the member is missing, damaged, closed by a password, or beyond the limits.
    """
    with explained(origin):
        info = archive.getinfo(name)
        check_member(info, origin, limits=limits, most=limits.document_bytes)
        with archive.open(info) as member:
            return member.read(size)


def check_member(info: zipfile.ZipInfo, origin: str, *, limits: Limits, most: int) -> None:
    """Refuse a member that is closed by a password, larger than ``most``, or packed too densely to be honest."""
    if info.flag_bits & _ENCRYPTED:
        message = f"{origin} is closed by a password; unpack it first."
        raise ProtectedError(message)
    if info.file_size > most:
        message = f"{origin} is {in_words(info.file_size)} unpacked; vonnis reads at most {in_words(most)} at once."
        raise TooLargeError(message)
    if info.file_size >= limits.ratio_from and info.file_size > limits.ratio * info.compress_size:
        raise _too_dense(origin, info.file_size, info.compress_size)


def _check_archive(archive: zipfile.ZipFile, size: int, origin: str, limits: Limits) -> None:
    """Refuse an archive with too many members, or whose members are too large together for its own size."""
    members = archive.infolist()
    if len(members) > limits.members:
        message = f"{origin} holds {len(members):,} members; vonnis opens archives of at most {limits.members:,}."
        raise TooLargeError(message)
    total = sum(info.file_size for info in members)
    if total > limits.total_bytes:
        message = f"{origin} is {in_words(total)} unpacked; vonnis opens at most {in_words(limits.total_bytes)}."
        raise TooLargeError(message)
    if total >= limits.ratio_from and total > limits.ratio * size:
        raise _too_dense(origin, total, size)


def _too_dense(origin: str, unpacked: int, packed: int) -> TooLargeError:
    """Return the error for what unpacks to far more than its size."""
    message = f"{origin} unpacks {in_words(packed)} to {in_words(unpacked)}, as a zip bomb does; it was not opened."
    return TooLargeError(message)


def _close(archive: zipfile.ZipFile) -> None:
    """Close an archive and the file that it reads."""
    file = archive.fp
    archive.close()
    if file is not None:
        file.close()


@contextmanager
def explained(origin: str) -> Iterator[None]:
    """Turn what the operating system or a damaged archive raises into one sentence about ``origin``."""
    try:
        yield
    except FileNotFoundError:
        message = f"{origin} does not exist; check the path."
        raise UnreadableError(message) from None
    except KeyError:
        message = f"{origin} is no longer in its archive; list the archive again."
        raise UnreadableError(message) from None
    except zipfile.BadZipFile as error:
        message = f"{origin} is a damaged or cut-off archive member or archive ({error}); fetch it again."
        raise UnreadableError(message) from None
    except OSError as error:
        message = f"{origin} cannot be read ({error.strerror or error}); check its permissions."
        raise UnreadableError(message) from None
    except UNREADABLE as error:
        message = f"{origin} is damaged, or packed in a way that vonnis does not know ({error}); unpack it first."
        raise UnreadableError(message) from None
