"""``vonnis extract`` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import BAD, GOOD, Run, judgment_text, judgment_xml
from vonnis.archive.record_rows import COLUMNS


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_good_and_bad_inputs_together(program: Run, mixed: Path) -> None:
    done = program("extract", mixed)
    records = lines(done.stdout)
    assert done.returncode == 1
    assert [record["id"] for record in records] == [
        "good.txt", "good.xml", "metadata", "deep", "shallow", "ECLI:NL:FIC:2020:1", "ECLI:NL:FIC:2020:2",
    ]  # fmt: skip
    assert len(records) == GOOD
    said = done.stderr.decode().splitlines()
    for name in BAD:
        assert len([line for line in said if line.startswith("vonnis: ") and name in line]) == 1, name
    assert "Traceback" not in done.stderr.decode()


def test_the_closing_counts_add_up(vonnis: Run, mixed: Path) -> None:
    done = vonnis("extract", mixed, "--out", "x.jsonl", "--json", "--quiet")
    report = json.loads(done.stdout)
    assert report["records"] == GOOD
    assert report["without_text"] == 2
    assert report["unreadable"] == len(report["failures"]) == len(BAD)
    assert report["documents"] == 6 + len(BAD)
    assert report["out"] == "x.jsonl"


def test_a_document_without_text_has_a_record_with_a_null_digest(vonnis: Run, mixed: Path) -> None:
    done = vonnis("extract", mixed / "inner")
    assert done.returncode == 0
    (record,) = lines(done.stdout)
    assert record["text_sha256"] is None
    assert record["ecli"] == "ECLI:NL:FIC:2020:3"
    assert record["imposed"] == []


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_the_bytes_do_not_depend_on_the_processes(vonnis: Run, many: Path, tmp_path: Path, ending: str) -> None:
    written = []
    for processes in (1, 2):
        out = tmp_path / f"{processes}.{ending}"
        assert vonnis("extract", many, "--processes", processes, "--out", out).returncode == 1
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) > 1_000


def test_csv_has_one_row_a_sanction(vonnis: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(judgment_text())
    (tmp_path / "b.xml").write_text(judgment_xml(with_text=False))
    done = vonnis("extract", "a.txt", "b.xml", "--format", "csv", "--quiet")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert list(rows[0]) == list(COLUMNS)
    seen = [(row["id"], row["which"], row["kind"], row["total"], row["suspended"]) for row in rows]
    assert seen == [
        ("a", "demanded", "prison", "P18M", ""),
        ("a", "imposed", "prison", "P5M", "P3M"),
        ("a", "imposed", "community_service", "PT120H", ""),
        ("b", "", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("text_is", "text"),
    [
        pytest.param("dictum", judgment_text().split("De rechtbank:")[1], id="dictum"),
        pytest.param("abstract", "Veroordeling tot een taakstraf van 40 uren.", id="abstract"),
    ],
)
def test_the_text_can_be_a_part_of_a_judgment(vonnis: Run, tmp_path: Path, text_is: str, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    (record,) = lines(vonnis("extract", "a.txt", "--text-is", text_is, "--quiet").stdout)
    assert "community_service" in [sanction["kind"] for sanction in record["imposed"]]


def test_a_missing_path_is_said_and_the_rest_is_done(vonnis: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(judgment_text())
    done = vonnis("extract", "missing.xml", "a.txt", "--quiet")
    assert done.returncode == 1
    assert len(lines(done.stdout)) == 1
    assert done.stderr.count(b"\n") == 1
    assert b"missing.xml" in done.stderr


def test_quiet_says_nothing_when_all_is_well(program: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(judgment_text())
    done = program("extract", "a.txt", "--quiet")
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_earlier_result_in_the_folder_is_no_input(vonnis: Run, many: Path) -> None:
    (many / "none.txt").unlink()
    out = many / "records.jsonl"
    assert vonnis("extract", many, "--out", out).returncode == 0
    first = out.read_bytes()
    assert vonnis("extract", many, "--out", out).returncode == 0
    assert out.read_bytes() == first


def test_an_input_is_never_overwritten(vonnis: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(judgment_text())
    done = vonnis("extract", source, "--out", source)
    assert done.returncode == 2
    assert source.read_text() == judgment_text()


def test_names_that_steer_a_terminal_are_shown_harmless(vonnis: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").write_text("bread")
    done = vonnis("extract", tmp_path)
    assert done.returncode == 1
    assert b"\x1b" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("where", ["standard output", "a file"])
def test_a_full_disk_is_said_in_a_sentence(many: Path, where: str) -> None:
    command = [sys.executable, "-m", "vonnis", "extract", str(many), "--quiet"]
    (many / "none.txt").unlink()
    with Path("/dev/full").open("wb") as full:
        out = ["--out", "/dev/full"] if where == "a file" else []
        done = subprocess.run([*command, *out], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be written: No space left on device; free some room" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals as POSIX has them")
def test_a_reader_that_has_seen_enough_ends_it_quietly(many: Path) -> None:
    command = [sys.executable, "-m", "vonnis", "extract", str(many), "--quiet", "--processes", "1"]
    (many / "none.txt").unlink()
    for number in range(60, 300):
        (many / f"{number:03}.xml").write_text(judgment_xml(number))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(300) == 0


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals as POSIX has them")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("processes", [1, 2])
def test_a_stopped_run_leaves_no_half_result(tmp_path: Path, sign: signal.Signals, processes: int) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    target.mkdir()
    for number in range(1_000):
        (source / f"{number:03}.txt").write_text(judgment_text(number))
    command = [sys.executable, "-m", "vonnis", "extract", str(source), "--out", str(target / "x.jsonl")]
    with subprocess.Popen([*command, "--processes", str(processes)], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"reading judgments: 1,000\n"
        while not list(target.iterdir()):
            assert process.poll() is None
        process.send_signal(sign)
        said = process.stderr.read()
        code = process.wait(300)
    assert not (target / "x.jsonl").exists()
    assert b"Traceback" not in said
    if sign is not signal.SIGKILL:
        # A machine that takes seconds to begin is told in between how far it is.
        said = re.sub(rb"reading judgments: [\d,]+ of 1,000\n", b"", said)
        assert (code, list(target.iterdir()), said) == (130, [], b"vonnis: stopped before the end.\n")
