"""A file is written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vonnis.archive.files import open_atomically, write_atomically
from vonnis.errors import UnwritableError


def test_the_file_holds_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_atomically(target, "één\n")
    assert target.read_bytes() == "één\n".encode()
    write_atomically(target, b"\x00\r\n")
    assert target.read_bytes() == b"\x00\r\n"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), open_atomically(target) as stream:
        stream.write(b"new %d" % (1 // 0))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_stands_at_the_target_before_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with open_atomically(target) as stream:
        stream.write(b"half")
        stream.flush()
        assert not target.exists()
        assert all(entry.name.startswith(".") for entry in tmp_path.iterdir())
    assert target.read_bytes() == b"half"


PROGRAM = """
import os, sys
from pathlib import Path
from vonnis.archive.files import open_atomically
with open_atomically(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


def test_a_program_that_is_killed_while_it_writes_leaves_no_target(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"half\n"
    program.kill()
    program.communicate(timeout=300)
    assert program.returncode == -signal.SIGKILL
    assert not target.exists()


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        pytest.param("missing/a.txt", "does not exist; make it first", id="missing folder"),
        pytest.param("", "is a folder; name a file in it", id="a folder"),
        pytest.param(f"{'x' * 300}.txt", "cannot be written", id="a name that is too long"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path, where: str, sentence: str) -> None:
    with pytest.raises(UnwritableError, match=sentence):
        write_atomically(tmp_path / where, b"x")
    assert list(tmp_path.iterdir()) == []


def test_the_permissions_of_the_old_file_stay_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    old, new, usual = tmp_path / "old", tmp_path / "new", tmp_path / "usual"
    old.touch()
    old.chmod(0o640)
    usual.touch()
    write_atomically(old, b"x")
    write_atomically(new, b"x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_link_keeps_pointing_to_the_file_that_was_written(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    write_atomically(link, b"x")
    assert link.is_symlink()
    assert target.read_bytes() == b"x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_is_written_to_and_never_replaced() -> None:
    write_atomically(Path("/dev/null"), b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116 - the device itself is asked
    with pytest.raises(UnwritableError, match="No space left"):
        write_atomically(Path("/dev/full"), b"x" * 100_000)
