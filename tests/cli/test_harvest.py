"""``vonnis harvest`` as a user meets it: stopped by kill -9, run again, verified."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.sources.service import ILL, Service, invented

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 1, 31)
KEYS = ["announced", "stored", "metadata_only", "deleted", "failed", "complete"]


@pytest.fixture
def ill() -> Iterator[Service]:
    with Service(invented(90, first=FIRST, days=31), faults=ILL).running() as one:
        yield one


def asked(one: Service, *more: object) -> list[object]:
    return [
        "harvest", "--from", FIRST, "--to", LAST, "--base-url", one.address, "--rate", 5_000, "--out", "corpus", *more,
    ]  # fmt: skip


def test_a_killed_harvest_goes_on_where_it_was(tmp_path: Path, program: Run, ill: Service) -> None:
    command = [sys.executable, "-m", "vonnis", *map(str, asked(ill, "--quiet"))]
    for stop in (20, 50):
        running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
        while ill.given.total() < stop and running.poll() is None:
            time.sleep(0.005)
        running.kill()
        running.wait()
    done = program(*asked(ill))
    assert done.returncode == 0, done.stderr
    assert b"Went on with an interrupted harvest" in done.stderr
    expected = ill.expected(FIRST, LAST)
    counts = json.loads(program("harvest", "--verify", "corpus", "--json").stdout)
    assert list(counts) == KEYS
    assert (counts["announced"], counts["failed"], counts["complete"]) == (len(expected), 0, True)
    # At each kill at most the one answer that was under way was given and not yet kept.
    assert sum(times - 1 for times in ill.given.values()) <= 2
    assert set(ill.given) == {ecli for ecli, one in expected.items() if not one.deleted}


def test_the_summary_says_what_there_is_and_what_to_do_next(vonnis: Run, ill: Service) -> None:
    done = vonnis(*asked(ill))
    said = done.stderr.decode()
    assert done.returncode == 0
    for words in ("announced", "stored", "metadata only", "deleted", "Complete. Next: vonnis corpus info corpus"):
        assert words in said


def test_an_incomplete_harvest_has_exit_code_1(vonnis: Run, ill: Service) -> None:
    broken = next(one for one in ill.published.values() if not one.deleted)
    broken.served = False
    done = vonnis(*asked(ill, "--json", "--quiet"))
    counts = json.loads(done.stdout)
    assert done.returncode == 1
    assert (counts["failed"], counts["complete"]) == (1, False)
    assert f"vonnis: {broken.ecli}: the service answered with status 404" in done.stderr.decode()


def test_quiet_is_quiet(vonnis: Run, ill: Service) -> None:
    done = vonnis(*asked(ill, "--quiet"))
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "2021-01-01", "--to", "2021-02-01"], "give --from, --to and --out"),
        (["--from", "2021-13-01", "--to", "2021-02-01", "--out", "x"], "--from '2021-13-01' is no day"),
        (["--from", "2021-03-01", "--to", "2021-02-01", "--out", "x"], "comes after"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "x", "--rate", "11"], "too much"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "x", "--rate", "0"], "no rate"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "x", "--court", "Amsterdam"], "Rechtbank Amsterdam"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "x", "--source", "elsewhere"], "there is no source"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "x", "--base-url", "here"], "'here' is none"),
        (["--from", "2021-01-01", "--to", "2021-02-01", "--out", "file"], "is a file"),
        (["--verify", "x", "--out", "y"], "goes without"),
    ],
)
def test_a_wrong_question_is_one_sentence(vonnis: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "file").touch()
    done = vonnis("harvest", *arguments)
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert said in line
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("nothing", None, "is no corpus folder"), ("damaged", b"SQLite format 3\0" + b"x" * 5_000, "damaged")],
)
def test_what_is_no_ledger_cannot_be_verified(
    vonnis: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "ledger.sqlite3").write_bytes(content)
    done = vonnis("harvest", "--verify", name, "--quiet")
    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
