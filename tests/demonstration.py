"""The demonstration, and a small study of 30 of its judgments, made once for all tests of a run and all workers.

What is shared is for reading; a test that changes something takes a copy. A run that finds a shared folder changed
fails, and says what changed.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import msgspec
import pytest

from vonnis.cli.main import main
from vonnis.demo.dealing import deal
from vonnis.demo.material import SEED, write_material
from vonnis.demo.xml import as_xml
from vonnis.workflow.release import rebuild

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
JUDGMENTS = 30


def typed(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does, in its own process, at the moment of the first release."""
    command = [sys.executable, "-m", "vonnis", *map(str, arguments)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(AT.timestamp())), "NO_COLOR": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)


def called(*arguments: str | Path, days: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program in this process, which has loaded its libraries, so many days after the first release."""
    moment = int((AT + dt.timedelta(days=days)).timestamp())
    out, error = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        patch.setenv("SOURCE_DATE_EPOCH", str(moment))
        code = main([*map(str, arguments)])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), error.getvalue())


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its name there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copied(study: Path, out: Path, *, without: Collection[str]) -> Path:
    """Copy a study but for some of its files and folders, by their names below it; return the copy."""
    gone = {study / name for name in without}

    def left_out(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(folder, name) in gone]

    return Path(shutil.copytree(study, out, ignore=left_out))


def usual_material(folder: Path) -> None:
    """Write the material of the demonstration with no wording that the machine misreads."""
    write_material(folder)
    for judgment in deal(SEED).judgments:
        if judgment.unusual:
            usual = as_xml(msgspec.structs.replace(judgment, unusual=None), issued=dt.date(2023, 12, 14))
            (folder / "sources/judgments" / f"{judgment.ecli.replace(':', '_')}.xml").write_bytes(usual)


def whole_study(folder: Path) -> None:
    """Make the demonstration by its command, which says nothing but where the report is."""
    done = typed("demo", "--out", folder, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"The report is at {folder / 'release/report.html'}\n"


def few_judgments(folder: Path) -> None:
    """Write the study of a few judgments, without what the demonstration wrote about many, and release it."""
    write_material(folder)
    for path in sorted((folder / "sources/judgments").iterdir())[JUDGMENTS:]:
        path.unlink()
    kept = {path.stem.replace("_", ":") for path in (folder / "sources/judgments").iterdir()}
    head, *rows = (folder / "complexes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join([head, *(row for row in rows if row.split(",")[2] in kept)])
    (folder / "complexes.csv").write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "report")
    rebuild(folder, at=AT)


@contextmanager
def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Iterator[Path]:
    """Yield a folder that one worker makes and all read; fail where a test of this worker changed it."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    shared.mkdir(exist_ok=True)
    folder, ready = shared / name, shared / f"{name}.ready"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            ready.touch()
    before = _stamps(folder)
    yield folder
    after = _stamps(folder)
    assert {path for path in before.keys() | after if before.get(path) != after.get(path)} == set()


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*") if path.is_file()}
