"""What a person sees on standard error: lines, a bar, a table of counts, nothing that steers the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import judgment_text
from vonnis.cli.terminal import LineProgress, listening, plain, table


def test_a_line_at_the_start_and_then_one_every_five_seconds() -> None:
    moments = iter([0.0, 0.0, 1.0, 4.9, 5.0, 5.0, 6.0, 11.0, 11.0])
    lines: list[str] = []
    progress = LineProgress(clock=lambda: next(moments), out=lines.append)
    progress.start("reading judgments", 1_200)
    for _ in range(5):
        progress.advance(100)
    progress.note("one sentence")
    assert lines == [
        "reading judgments: 1,200",
        "reading judgments: 300 of 1,200",
        "reading judgments: 500 of 1,200",
        "one sentence",
    ]


def test_work_of_unknown_size_counts_without_a_total() -> None:
    moments = iter([0.0, 0.0, 9.0, 9.0])
    lines: list[str] = []
    progress = LineProgress(clock=lambda: next(moments), out=lines.append)
    progress.start("computing")
    progress.advance(7)
    assert lines == ["computing", "computing: 7"]


def test_quiet_hears_everything_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with listening(quiet=True) as progress:
        progress.start("a step", 3)
        progress.advance()
        progress.note("a sentence")
    assert capsys.readouterr() == ("", "")


def test_counts_stand_in_columns() -> None:
    rows = [("documents", 1_500, ""), ("unreadable", 2, "named above")]
    assert table(rows) == ["documents   1,500", "unreadable      2  named above"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("zaak é.xml", "zaak é.xml", id="ordinary"),
        pytest.param("\x1b[2Jx", "\\x1b[2Jx", id="escape"),
        pytest.param("a\nvonnis: all is well", "a\\x0avonnis: all is well", id="line end"),
        pytest.param("a\u202eb", "a\\x202eb", id="turned around"),
        pytest.param("a\udcffb", "a\\xdcffb", id="undecodable byte"),
    ],
)
def test_what_steers_a_terminal_is_shown_and_not_sent(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_on_a_terminal_there_is_a_bar_and_it_is_gone_at_the_end(tmp_path: Path) -> None:
    import pty

    for number in range(20):
        (tmp_path / f"{number}.txt").write_text(judgment_text(number))
    (tmp_path / "none.txt").write_text("bread")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "vonnis", "extract", str(tmp_path), "--out", str(tmp_path / "x.jsonl")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(command, stderr=slave, env=environment) as process:
        os.close(slave)
        shown = b""
        while part := _read(master):
            shown += part
        assert process.wait() == 1
    os.close(master)
    assert b"reading judgments" in shown
    assert b"\x1b[2K" in shown
    assert shown.rstrip().splitlines()[-1].startswith(b"Next: ")
    assert shown.count(b"none.txt") == 1


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65_536)
    except OSError:
        return b""
