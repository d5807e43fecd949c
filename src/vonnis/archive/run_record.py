"""The run record: what was run, by which version, on which bytes, and what came out.

The same run on the same bytes gives the same record: the time is an argument, digests come from content, and paths are
written as they were given.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from hashlib import file_digest
from importlib import metadata
from pathlib import Path

import msgspec

import vonnis
from vonnis.errors import UsageError


class FileDigest(msgspec.Struct, frozen=True, kw_only=True):
    """A file by its path and content; ``bytes`` is its size."""

    path: str
    sha256: str
    bytes: int


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a run was.

    Attributes:
        command: the name of what was run (``vonnis demo``).
        given: the arguments as the user gave them.
        completed: every parameter with its value, defaults included, as text.
        at: the moment that counts as the time of the run, in UTC.
        version: the version of vonnis.
        revision: the git revision of the source tree, with ``+changed`` for uncommitted work; None outside one.
        python: the version of Python.
        packages: installed packages that vonnis is built on, with their versions.
        inputs: the files read.
        outputs: the files written.
    """

    command: str
    given: tuple[str, ...]
    completed: dict[str, str]
    at: dt.datetime
    version: str
    revision: str | None
    python: str
    packages: dict[str, str]
    inputs: tuple[FileDigest, ...]
    outputs: tuple[FileDigest, ...]

    def to_json(self) -> bytes:
        """Return the record as JSON that a person can read, ending in a line end."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=2) + b"\n"


def moment(now: dt.datetime | None = None) -> dt.datetime:
    """Return the time of a run: ``SOURCE_DATE_EPOCH`` (seconds since 1970) where set, else ``now`` or the clock.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH is {epoch!r}; give it a whole number of seconds since 1970, or unset it"
            raise UsageError(message) from error
    return (now or dt.datetime.now(tz=dt.UTC)).replace(microsecond=0)


def moment_of_action() -> dt.datetime:
    """Return the time of an action of a study, to the microsecond, so that the later of two is known to be later.

    ``SOURCE_DATE_EPOCH`` holds where it is set, as for :func:`moment`.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    return moment() if os.environ.get("SOURCE_DATE_EPOCH") else dt.datetime.now(tz=dt.UTC)


def digests(paths: Iterable[Path], *, below: Path) -> tuple[FileDigest, ...]:
    """Return the digests of files, sorted by path; a folder stands for the files in it.

    Paths are written relative to ``below`` where they lie there, with ``/`` on every system. Hidden files are left out.
    """
    found = [_digest(path, below) for given in paths for path in _files(given)]
    return tuple(sorted(found, key=lambda digest: digest.path))


def record_run(
    command: str,
    *,
    given: Iterable[str],
    completed: Mapping[str, object],
    at: dt.datetime,
    inputs: tuple[FileDigest, ...] = (),
    outputs: tuple[FileDigest, ...] = (),
) -> RunRecord:
    """Return the record of a run, with what this installation is added to what the caller knows."""
    return RunRecord(
        command=command,
        given=tuple(given),
        completed={name: str(value) for name, value in sorted(completed.items())},
        at=at.astimezone(dt.UTC),
        version=vonnis.__version__,
        revision=revision(Path(__file__).parent),
        python=platform.python_version(),
        packages=_packages(),
        inputs=inputs,
        outputs=outputs,
    )


def revision(folder: Path) -> str | None:
    """Return the git revision of the source tree that holds a folder, or None where there is none."""
    head = _git(folder, "rev-parse", "HEAD")
    # A copy installed inside someone else's repository is not of that repository's revision.
    if head is None or _git(folder, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    return head + ("+changed" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the user's own git, by its name
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None


def _packages() -> dict[str, str]:
    try:
        wanted = metadata.requires("vonnis") or []
    except metadata.PackageNotFoundError:
        return {}
    names = {_name(requirement) for requirement in wanted} - {"vonnis"}
    return {name: version for name in sorted(names) if (version := _version(name)) is not None}


def _name(requirement: str) -> str:
    end = next((i for i, char in enumerate(requirement) if not (char.isalnum() or char in "-_.")), len(requirement))
    return requirement[:end].lower()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [inner for inner in path.rglob("*") if inner.is_file() and not _hidden(inner.relative_to(path))]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _digest(path: Path, below: Path) -> FileDigest:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    name = path.relative_to(below) if path.is_relative_to(below) else path
    return FileDigest(path=name.as_posix(), sha256=digest, bytes=path.stat().st_size)
