"""Opening the key file: by two of its holders together, for a stated reason, with its lines in the log of the study.

That it is asked stands in the log before a passphrase is tried; then that it was opened, for which reason and which
numbers, or that it was refused, and why. An asking with nothing after it is a run that died.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from vonnis.archive.files import throw_away
from vonnis.archive.key_file import check_outside, read_key, read_safe, write_safe
from vonnis.archive.key_safe import make_safe, open_safe
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError, UsageError, VonnisError
from vonnis.study.frame import KeyLine

_NOBODY = "nobody named"


def opened_key(
    store: Store, path: Path, *, passphrases: Mapping[str, str], why: str, at: dt.datetime
) -> tuple[KeyLine, ...]:
    """Return the lines of a key file; that a closed one was opened is in the log before anybody sees a line.

    Raises:
        StudyError: the passphrases are not those of two holders, or the file cannot be read.
    """
    if read_safe(path) is None:
        return read_key(path, passphrases)
    with _asked(store, passphrases, at=at):
        lines = read_key(path, passphrases)
        _log(store, passphrases, why=why, lines=len(lines), at=at)
    return lines


def refuse_opening(folder: Path, path: Path, *, holders: Sequence[str], said: str, at: dt.datetime) -> None:
    """Log that somebody began to open a closed key file and was refused before a passphrase could be tried."""
    check_outside(path, folder)
    if read_safe(path) is not None:
        with closing(open_store(folder)) as store:
            _refused(store, holders, said=said, at=at)


def show_key(
    folder: Path, path: Path, *, numbers: Sequence[str], passphrases: Mapping[str, str], why: str, at: dt.datetime
) -> tuple[KeyLine, ...]:
    """Return what study numbers stand for, to two holders who say why; the log names the numbers.

    Raises:
        UsageError: the key file lies in the study folder, or no reason is given, or one that gives a person away.
        StudyError: the file is not a closed one or does not open, or a number is not in it.
    """
    check_outside(path, folder)
    if not why.strip():
        message = "say why the key file is opened, with --why; it stands in the log"
        raise UsageError(message)
    safe = read_safe(path)
    if safe is None:
        message = f"{path} is no closed key file; close it first: vonnis key close"
        raise StudyError(message)
    with closing(open_store(folder)) as store, _asked(store, passphrases, at=at, numbers=numbers):
        lines = {line.number: line for line in open_safe(safe, passphrases)}
        strange = [number for number in numbers if number not in lines]
        if strange:
            message = f"{strange[0]} is not in the key file; nothing was shown"
            raise StudyError(message)
        if any(line.outside in why for line in lines.values() if line.outside):
            message = (
                "the reason names what a number stands for, and the log of the study may not; name the study number"
            )
            raise UsageError(message)
        _log(store, passphrases, why=why.strip(), lines=len(numbers), at=at, numbers=sorted(numbers))
    return tuple(lines[number] for number in numbers)


def close_key(folder: Path, path: Path, *, out: Path, passphrases: Mapping[str, str], at: dt.datetime) -> int:
    """Put an open key file, or none yet, behind two locks; the open one is overwritten and removed.

    Returns how many lines it has.

    Raises:
        UsageError: either file lies in the study folder, or the holders or their passphrases do not do.
        StudyError: the file is closed already, or the place is taken.
    """
    check_outside(path, folder)
    check_outside(out, folder)
    if read_safe(path) is not None:
        message = f"{path} is closed already; two of its holders open it with: vonnis key show"
        raise StudyError(message)
    if out.exists() and out.resolve() != path.resolve():
        message = f"{out} is there already and nothing in it was changed; name another file with --out"
        raise StudyError(message)
    lines = read_key(path)
    safe = make_safe(passphrases, lines)
    beside = out.with_name(f"{out.name}.closing")
    detail = {"holders": sorted(passphrases), "lines": len(lines)}
    try:
        with (
            closing(open_store(folder)) as store,
            store.action("key closed", actor=" + ".join(sorted(passphrases)), at=at, detail=detail),
        ):
            write_safe(beside, safe)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    # The line stands in the log first. The open table is overwritten on its disk, also where the closed file takes its
    # place and name.
    if path.exists():
        throw_away(path)
    beside.replace(out)
    return len(lines)


@contextmanager
def _asked(
    store: Store, passphrases: Mapping[str, str], *, at: dt.datetime, numbers: Sequence[str] = ()
) -> Iterator[None]:
    """Log that a key file is about to be opened, and where that fails, that it was refused."""
    holders = " + ".join(sorted(passphrases)) or _NOBODY
    with store.action("key asked", actor=holders, at=at, detail={}):
        pass
    try:
        yield
    except VonnisError as error:
        said = str(error)
        for typed in filter(None, numbers):  # what was typed in the place of a study number may be a person's own
            said = said.replace(typed, "a number")
        _refused(store, tuple(passphrases), said=said, at=at)
        raise


def _refused(store: Store, holders: Sequence[str], *, said: str, at: dt.datetime) -> None:
    with store.action("key refused", actor=" + ".join(sorted(holders)) or _NOBODY, at=at, detail={"said": said}):
        pass


def _log(
    store: Store,
    passphrases: Mapping[str, str],
    *,
    why: str,
    lines: int,
    at: dt.datetime,
    numbers: Sequence[str] = (),
) -> None:
    detail = {"lines": lines, "numbers": list(numbers)}
    holders = " + ".join(sorted(passphrases))
    with store.action("key opened", actor=holders, at=at, detail=detail, words={"why": why}):
        pass
