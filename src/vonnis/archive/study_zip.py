"""A study folder as one zip: written to be taken along, and unpacked from a stranger only after it was looked through.

It holds the protocol, the codebook, series and report texts, and a database with the records and the log of the study.
The texts of judgments go along where every source of the study is open; nothing of ``private/`` and ``release/`` does.
"""

from __future__ import annotations

import shutil
import sqlite3
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO, NoReturn

import msgspec

from vonnis.archive.exchange import copy_store
from vonnis.archive.key_file import holds_keys
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyZipError
from vonnis.study.protocol import Protocol

DATABASE = "coding.sqlite3"
_PLAIN = ("study.toml", "codebook.yaml", "complexes.csv")
_FOLDERS = {"series": {".csv"}, "report": {".md", ".yaml", ".toml", ".html", ".txt"}}
_TEXTS = {".xml", ".txt", ".html", ".htm", ".pdf", ".docx", ".zip"}
_KEYS = "private"
REFUSALS = {
    "no_zip": "the file cannot be read as a zip ({about}); take another copy",
    "no_database": "{about} in the zip is no database; take another copy",
    "too_much": "the zip holds more than a study zip does; it was not unpacked",
    "twice": "a name stands twice in the zip; it was not unpacked",
    "no_study": "the zip holds no {about}, so it is no study; make it with the export of a coding room",
    "leads_out": "{about!r} leads out of the folder; the zip was not unpacked",
    "link": "{about!r} is a link or a device; the zip was not unpacked",
    "foreign": "{about!r} does not belong in a study zip; the zip was not unpacked",
    "dense": "{about!r} unpacks to far more than it is packed; the zip was not unpacked",
}
"""Why a zip is refused, each ground with its sentence."""
_CHUNK = 1 << 20
_SHOWN = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MIB = 1 << 20


class ZipLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a study zip from outside may measure: bytes of the zip, unpacked bytes, members, unpacked to packed."""

    packed: int = 200 * _MIB
    unpacked: int = 2_000 * _MIB
    members: int = 50_000
    ratio: int = 200
    ratio_from: int = 4 * _MIB


def write_study_zip(folder: Path, protocol: Protocol, *, store: Store, stream: BinaryIO) -> None:
    """Write a study folder with everything that its store holds; the same study gives the same members.

    Raises:
        StudyError: the log of the study is broken, or its records did not all arrive in the copy.
    """
    with TemporaryDirectory(prefix="vonnis-export-") as scratch, zipfile.ZipFile(stream, "w") as archive:
        copy = Path(scratch)
        with closing(open_store(copy, url=f"sqlite:///{copy / DATABASE}")) as target:
            copy_store(store, target)
        _settle(copy / DATABASE)
        for path in sorted(copy.rglob("*")):
            if path.is_file():
                _add(archive, path, path.relative_to(copy).as_posix())
        for path, name in _members(folder, protocol):
            _add(archive, path, name)


def _settle(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file itself, so that one file is the whole."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")


def _members(folder: Path, protocol: Protocol) -> Iterator[tuple[Path, str]]:
    """Yield the files of a study folder that go along, by name; never one that holds keys."""
    wanted = [folder / name for name in _PLAIN]
    for name, suffixes in _FOLDERS.items():
        wanted += [path for path in (folder / name).rglob("*") if path.suffix in suffixes]
    if all(source.kind == "open" for source in protocol.sources):
        wanted += [path for path in (folder / protocol.material.judgments).rglob("*") if path.suffix in _TEXTS]
    for path in sorted(set(wanted)):
        if path.is_file() and not path.is_symlink() and not holds_keys(path):
            yield path, path.relative_to(folder).as_posix()


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, _CHUNK)


def unpack_study_zip(stream: BinaryIO, into: Path, *, limits: ZipLimits | None = None) -> None:
    """Unpack a study zip from outside into an empty folder, after looking through every member.

    Raises:
        StudyZipError: it is no zip, holds no study, or a member is not what a study zip holds: a path that leads
            out, a link, a name that stands twice, a kind of file that does not belong, or more than the limits.
    """
    held = limits or ZipLimits()
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            _look_through(members, held)
            for member in members:
                if not member.is_dir():
                    _extract(archive, member, into)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        _refuse("no_zip", str(error), cause=error)
    with (into / DATABASE).open("rb") as database:
        if database.read(16) != b"SQLite format 3\x00":
            _refuse("no_database", DATABASE)


def _look_through(members: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    names = [member.filename for member in members]
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        _refuse("too_much")
    if len(set(names)) < len(names):
        _refuse("twice")
    for member in members:
        problem = _problem(member, limits)
        if problem:
            _refuse(problem, member.filename)
    for needed in ("study.toml", "codebook.yaml", DATABASE):
        if needed not in names:
            _refuse("no_study", needed)


def _refuse(ground: str, about: str = "", *, cause: Exception | None = None) -> NoReturn:
    shown = about[:_SHOWN]
    raise StudyZipError(REFUSALS[ground].format(about=shown), ground=ground, about=shown) from cause


def _problem(member: zipfile.ZipInfo, limits: ZipLimits) -> str | None:
    """Return the ground on which a member is refused; None where it is what a study zip holds."""
    name, path = member.filename, PurePosixPath(member.filename)
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\x00" in name
    if leads_out or not path.parts:
        return "leads_out"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "link"
    if not (member.is_dir() or _belongs(path)):
        return "foreign"
    dense = member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1)
    return "dense" if dense else None


def _belongs(path: PurePosixPath) -> bool:
    first = path.parts[0]
    if len(path.parts) == 1:
        return path.name in {*_PLAIN, DATABASE}
    if first == _KEYS:
        return path.suffix == ".sqlite3" and len(path.parts) == 2  # noqa: PLR2004 - a file right in the folder
    return path.suffix.lower() in _FOLDERS.get(first, _TEXTS)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    target = into.joinpath(*PurePosixPath(member.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with archive.open(member) as source, target.open("wb") as out:
        # A member can claim less than it holds; it is cut off where its claim ends, and then fails its check.
        while block := source.read(min(_CHUNK, left + 1)):
            left -= len(block)
            if left < 0:
                message = f"{member.filename[:100]!r} holds more than it says"
                raise zipfile.BadZipFile(message)
            out.write(block)
