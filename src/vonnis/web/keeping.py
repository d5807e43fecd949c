"""Backup and restore: the study folder and the database of its room, in one zip that proves itself.

SQLite is copied through its own online backup, so that a room that is open loses nothing; PostgreSQL by ``pg_dump``.
What a publication can be made from again (``release/``), what was only for the room (its secret key) and old backups
are left out.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import msgspec

from vonnis import __version__
from vonnis.archive.files import open_atomically
from vonnis.archive.key_file import holds_keys
from vonnis.archive.vault import OPEN_RING
from vonnis.errors import StudyError, UnreadableError, UsageError
from vonnis.web.configuration import DATABASE, Configuration

MANIFEST = "backup.json"
SQLITE = "database/coding.sqlite3"
POSTGRESQL = "database/room.pgdump"
_STUDY = "study/"
_LEFT_OUT = frozenset({"release"})
_CHUNK = 1 << 20


class Member(msgspec.Struct, frozen=True):
    """A file of the backup, with its SHA-256 (hex) and its size in bytes."""

    name: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; ``format`` is the version of this layout."""

    format: int = 1
    vonnis: str
    at: dt.datetime
    database: str
    members: tuple[Member, ...]


def back_up(configuration: Configuration, out: Path, *, at: dt.datetime) -> Manifest:
    """Write a backup of a study and its room to ``out``, whole or not at all.

    Raises:
        UsageError: the database cannot be copied, or somebody put a key file or key ring into the folder.
        UnwritableError: ``out`` cannot be written.
    """
    members: list[Member] = []
    with TemporaryDirectory(prefix="vonnis-backup-") as scratch, open_atomically(out) as stream:
        dump, name = _copied_database(configuration, Path(scratch))
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for path, member in [*([(dump, name)] if dump else []), *_files(configuration, out)]:
                members.append(_add(archive, path, member))
            manifest = Manifest(vonnis=__version__, at=at, database=name, members=tuple(members))
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    return manifest


def _copied_database(configuration: Configuration, scratch: Path) -> tuple[Path | None, str]:
    """Return a copy of the database that stands still, and its name in the backup."""
    if configuration.database:
        target = scratch / "room.pgdump"
        _postgresql("pg_dump", "--format=custom", f"--file={target}", address=configuration.database)
        return target, POSTGRESQL
    source = configuration.study / DATABASE
    if not source.exists():
        return None, SQLITE
    target = scratch / DATABASE
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        message = f"{source} cannot be copied ({error}); is it damaged, or the disk full?"
        raise UsageError(message) from error
    return target, SQLITE


def _files(configuration: Configuration, out: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of the study folder that belong in a backup, with their names in it."""
    folder, out = configuration.study, out.resolve()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        inside_room = path.is_relative_to(configuration.state)
        database = place.name.startswith(DATABASE) and len(place.parts) == 1
        if path.is_symlink() or not path.is_file() or place.parts[0] in _LEFT_OUT or inside_room or database:
            continue
        if path == out or (place.name.startswith(".") and place.name.endswith(".part")) or _is_backup(path):
            continue
        if place.as_posix() != OPEN_RING and holds_keys(path):
            message = f"{path} holds keys, which belong in no study and no backup; put it elsewhere, and try again"
            raise UsageError(message)
        yield path, _STUDY + place.as_posix()


def _is_backup(path: Path) -> bool:
    if path.suffix != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Member:
    digest, size = sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while block := source.read(_CHUNK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Member(name, digest.hexdigest(), size)


def restore(backup: Path, study: Path, *, database: str | None) -> Manifest:
    """Bring back a study folder, and its database, from a backup that is proven first.

    The folder must not exist yet or be empty; it appears whole or not at all. A PostgreSQL database must be empty.

    Raises:
        UnreadableError: the file is no backup, or is damaged.
        StudyError: the folder holds something.
        UsageError: the backup needs a PostgreSQL database (``DATABASE_URL``), or has no use for one.
    """
    study = study.resolve()
    if study.exists() and (not study.is_dir() or any(study.iterdir())):
        message = f"{study} holds something already; restore into a new folder, and then take its place"
        raise StudyError(message)
    with TemporaryDirectory(prefix=".vonnis-restore-", dir=_existing(study.parent)) as scratch:
        manifest = _unpacked(backup, Path(scratch))
        if (manifest.database == POSTGRESQL) != (database is not None):
            needs = "was made of a PostgreSQL database; set DATABASE_URL to an empty one"
            other = "was made of a SQLite database; unset DATABASE_URL"
            message = f"{backup} {needs if manifest.database == POSTGRESQL else other}"
            raise UsageError(message)
        whole = Path(scratch) / "study"
        whole.mkdir(exist_ok=True)
        if (copy := Path(scratch) / SQLITE).exists():
            copy.replace(whole / DATABASE)
        if database:
            dump = Path(scratch) / POSTGRESQL
            _postgresql(
                "pg_restore", "--single-transaction", "--no-owner", "--exit-on-error", str(dump), address=database
            )
        if study.exists():
            study.rmdir()
        whole.replace(study)
    return manifest


def _existing(folder: Path) -> Path:
    if folder.is_dir():
        return folder
    message = f"{folder} does not exist; make it first"
    raise StudyError(message)


def _unpacked(backup: Path, scratch: Path) -> Manifest:
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if manifest.format != Manifest.__struct_defaults__[0]:
                message = (
                    f"{backup} was made by vonnis {manifest.vonnis}, in a newer layout; restore it with that version"
                )
                raise UnreadableError(message)
            for member in manifest.members:
                _extract(archive, member, scratch)
    except KeyError as error:
        message = f"{backup} is no backup, or a part of it is missing ({error.args[0]})"
        raise UnreadableError(message) from error
    except UnicodeDecodeError as error:
        message = f"{backup} is damaged: the name of a part cannot be read; take another copy"
        raise UnreadableError(message) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, msgspec.DecodeError, EOFError, OSError) as error:
        message = f"{backup} cannot be read as a backup ({error}); take another copy"
        raise UnreadableError(message) from error
    return manifest


def _extract(archive: zipfile.ZipFile, member: Member, scratch: Path) -> None:
    parts = PurePosixPath(member.name).parts
    if PurePosixPath(member.name).is_absolute() or ".." in parts or member.name not in archive.namelist():
        raise KeyError(member.name)
    target = scratch.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member.name) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, _CHUNK)
    with target.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != member.sha256:
            message = f"the backup is damaged: {member.name} is not what was put in; take another copy"
            raise UnreadableError(message)


def _postgresql(program: str, *arguments: str, address: str) -> None:
    """Run a program of PostgreSQL; the password goes through the environment, where other users cannot see it."""
    found = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if not found:
        message = f"{program} is not installed; install the client of PostgreSQL (Debian: postgresql-client)"
        raise UsageError(message)
    parts = urlsplit(address)
    password = {"PGPASSWORD": parts.password} if parts.password else {}
    plain = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")) if parts.password else parts
    done = subprocess.run(
        [found, f"--dbname={plain.geturl()}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        message = f"{program} failed: {lines[0] if lines else 'no reason given'}"
        raise UsageError(message)
