"""System parts are installed for root, and named to everybody else; apt-get is played by a stand-in."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs without Chromium and pdftoppm, on which apt-get writes down what it is asked."""
    for name in ("sh", "make"):
        (tmp_path / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
    apt = tmp_path / "apt-get"
    apt.write_text('#!/bin/sh\necho "$@" >> "${0%/*}/asked.txt"\n', encoding="utf-8")
    apt.chmod(apt.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def system(root: Path, machine: Path, user: int) -> subprocess.CompletedProcess[str]:
    identity = machine / "id"
    identity.write_text(f"#!/bin/sh\necho {user}\n", encoding="utf-8")
    identity.chmod(identity.stat().st_mode | stat.S_IXUSR)
    return subprocess.run(
        ["sh", str(root / "scripts" / "system")],
        env={"PATH": str(machine)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_root_gets_them_installed(root: Path, machine: Path) -> None:
    answer = system(root, machine, user=0)
    assert answer.returncode == 0, answer.stderr
    asked = (machine / "asked.txt").read_text(encoding="utf-8")
    assert "install -y -qq --no-install-recommends chromium poppler-utils" in asked


def test_another_user_gets_the_line_to_type_and_may_go_on(root: Path, machine: Path) -> None:
    answer = system(root, machine, user=1000)
    assert answer.returncode == 0
    assert "sudo apt-get install -y --no-install-recommends chromium poppler-utils" in answer.stderr
    assert not (machine / "asked.txt").exists()


def test_only_what_is_missing_is_asked(root: Path, machine: Path) -> None:
    (machine / "chromium").symlink_to(machine / "sh")
    system(root, machine, user=0)
    assert "chromium" not in (machine / "asked.txt").read_text(encoding="utf-8")


def test_nothing_is_done_where_all_is_there(root: Path, machine: Path) -> None:
    for name in ("chromium", "pdftoppm", "initdb", "xgettext"):
        (machine / name).symlink_to(machine / "sh")
    answer = system(root, machine, user=0)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not (machine / "asked.txt").exists()
