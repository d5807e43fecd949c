"""``vonnis corpus`` as a user meets it."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.corpus.material import judgment, opened, write
from tests.sources.service import Service, invented
from tests.sources.zips import zipped

ECLIS = [f"ECLI:NL:{'RBAMS' if n % 2 else 'GHAMS'}:{2019 + n % 3}:{n}" for n in range(6)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    documents = [
        judgment(
            ecli, date=f"{ecli.split(':')[3]}-01-01", lines=(f"Een verzonnen zaak over appels {n}.",), with_text=n > 0
        )
        for n, ecli in enumerate(ECLIS)
    ]
    return write(tmp_path / "in", *documents)


@pytest.fixture
def corpus(vonnis: Run, source: Path) -> str:
    assert vonnis("corpus", "add", "c", source, "--engine", "serial", "--quiet").returncode == 0
    return "c"


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_adding_says_what_was_added_and_what_to_do_next(vonnis: Run, source: Path) -> None:
    (source / "broken.zip").write_bytes(zipped({"a.xml": b"x"})[:-10])
    done = vonnis("corpus", "add", "c", source, "--engine", "serial")
    said = done.stderr.decode()
    assert done.returncode == 1
    for words in ("listed      6", "added       6", "unreadable  1", "broken.zip", "Next: vonnis corpus info c"):
        assert words in said


def test_adding_reports_as_json(vonnis: Run, source: Path) -> None:
    report = json.loads(vonnis("corpus", "add", "c", source, "--engine", "serial", "--quiet", "--json").stdout)
    assert (report["listed"], report["added"], report["failures"]) == (6, 6, [])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], sorted(ECLIS)),
        (["--court", "rbams"], sorted(ECLIS[1::2])),
        (["--year", "2019"], sorted([ECLIS[0], ECLIS[3]])),
        (["--with-text"], sorted(ECLIS[1:])),
    ],
)
def test_list_prints_an_ecli_a_line(vonnis: Run, corpus: str, more: list[str], expected: list[str]) -> None:
    assert vonnis("corpus", "list", corpus, *more).stdout.decode().splitlines() == expected


def test_info_counts(vonnis: Run, corpus: str) -> None:
    found = json.loads(vonnis("corpus", "info", corpus, "--json").stdout)
    assert (found["documents"], found["with_text"], found["records"], found["announced"]) == (6, 5, 6, None)
    assert found["years"] == {"2019": 2, "2020": 2, "2021": 2}
    assert found["courts"] == {"Rechtbank GHAMS": 3, "Rechtbank RBAMS": 3}
    told = vonnis("corpus", "info", corpus).stdout.decode()
    assert "83% of them with a text" in told
    assert found["digest"] in told


def test_search_gives_passages_that_stand_in_the_text(vonnis: Run, corpus: str) -> None:
    found = lines(vonnis("corpus", "search", corpus, "verzonnen zaak", "--json").stdout)
    assert {hit["ecli"] for hit in found} == set(ECLIS[1:])
    assert [str(hit["ecli"]).split(":")[3] for hit in found] == ["2021", "2021", "2020", "2020", "2019"]
    library = opened(Path(corpus))
    for hit in found:
        assert list(hit) == ["ecli", "start", "end", "passage"]
        assert library.text(hit["ecli"])[hit["start"] : hit["end"]] == hit["passage"]
    library.close()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["appels", "--court", "RBAMS"], 3),
        (["appels", "--year", "2020"], 2),
        (["appels", "--from", "2020-01-01", "--to", "2020-12-31"], 2),
        (["appels", "--limit", "1"], 1),
        (["appel", "--wider"], 5),
        (["appel"], 0),
        (["appel*"], 5),
        (["zaak", "-appels"], 0),
        (['"over appels"'], 5),
    ],
)
def test_search_is_narrowed(vonnis: Run, corpus: str, arguments: list[str], expected: int) -> None:
    arguments = ["--json", "--", *arguments] if arguments[-1] == "-appels" else [*arguments, "--json"]
    assert len(lines(vonnis("corpus", "search", corpus, *arguments).stdout)) == expected


def test_a_person_sees_the_words_marked(vonnis: Run, corpus: str) -> None:
    done = vonnis("corpus", "search", corpus, "appels", "--limit", "1")
    assert f"{ECLIS[5]}  Rechtbank RBAMS, 2021-01-01" in done.stdout.decode()
    assert "over [appels] 5." in done.stdout.decode()
    assert b"Nothing was found" in vonnis("corpus", "search", corpus, "peren").stderr


def test_purge_erases_and_names_what_was_not_there(vonnis: Run, corpus: str) -> None:
    done = vonnis("corpus", "purge", corpus, ECLIS[1], "ECLI:NL:NO:2000:1", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"erased": 1, "missing": ["ECLI:NL:NO:2000:1"]}
    assert ECLIS[1] not in vonnis("corpus", "list", corpus).stdout.decode()
    (stone,) = lines(vonnis("corpus", "erased", corpus, "--json").stdout)
    assert (stone["id"], stone["reason"]) == (ECLIS[1], "purged by the user")
    assert vonnis("corpus", "erased", corpus).stdout.decode().startswith(f"{ECLIS[1]}  ")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["info", "nothing"], 1, "is no corpus folder"),
        (["list", "nothing"], 1, "is no corpus folder"),
        (["search", "nothing", "x"], 1, "is no corpus folder"),
        (["search", "c", "-x"], 2, "No such option"),
        (["search", "c", "*"], 2, "no word to look for"),
        (["search", "c", "x", "--from", "1-1-2020"], 2, "is no day"),
        (["add", "c", "in", "--scheduler", "tcp://x:1"], 2, "goes with --engine dask"),
        (["add", "c", ""], 2, "a path is empty"),
        (["purge", "nothing", "ECLI:X"], 1, "is no corpus folder"),
    ],
)
def test_a_wrong_command_is_one_sentence(vonnis: Run, source: Path, arguments: list[str], code: int, said: str) -> None:
    assert source.is_dir()
    done = vonnis("corpus", *arguments)
    assert done.returncode == code
    assert len([line for line in done.stderr.decode().splitlines() if line.startswith("vonnis: ")]) == 1
    assert said.lower() in done.stderr.decode().lower()


def committed(ledger: Path) -> int:
    """Return how many judgments another program has stored for good."""
    if not ledger.exists():
        return 0
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as reading:
        try:
            count: int = reading.execute("SELECT count(*) FROM judgment").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
    return count


def test_a_killed_run_is_finished_to_the_same_digest(program: Run, tmp_path: Path) -> None:
    documents = {f"{n}.xml": judgment(f"ECLI:NL:RBAMS:{2015 + n % 5}:{n}", lines=(f"Zaak {n}.",)) for n in range(500)}
    first = dict(list(documents.items())[:300])
    (tmp_path / "in.zip").write_bytes(zipped({"a.zip": first, "b.zip": documents}))
    command = [sys.executable, "-m", "vonnis", "corpus", "add", "half", "in.zip", "--processes", "1"]
    running = subprocess.Popen([*command, "--quiet"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not committed(tmp_path / "half" / "ledger.sqlite3"):
        assert running.poll() is None, "the run ended before anything was stored"
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = program("corpus", "list", "half").stdout.split()
    assert 0 < len(before) < 500
    assert program("corpus", "add", "half", "in.zip", "--quiet").returncode == 0
    assert program("corpus", "add", "whole", "in.zip", "--quiet", "--engine", "serial").returncode == 0
    half, whole = (json.loads(program("corpus", "info", name, "--json").stdout) for name in ("half", "whole"))
    assert half == whole
    assert half["records"] == 500
    found = [sorted((tmp_path / name).rglob("*.parquet")) for name in ("half", "whole")]
    assert [path.read_bytes() for path in found[0]] == [path.read_bytes() for path in found[1]]


def test_a_harvest_is_a_corpus(vonnis: Run) -> None:
    first, last = dt.date(2021, 1, 1), dt.date(2021, 1, 31)
    with Service(invented(30, first=first, days=31)).running() as one:
        base = ["--from", first, "--to", last, "--base-url", one.address, "--rate", 1_000, "--out", "c"]
        assert vonnis("harvest", *base).returncode == 0
        info = json.loads(vonnis("corpus", "info", "c", "--json").stdout)
        alive = [ecli for ecli, published in one.published.items() if not published.deleted]
        assert (info["announced"], info["documents"], info["records"]) == (30, len(alive), len(alive))
        assert len(lines(vonnis("corpus", "search", "c", "verzonnen", "--json").stdout)) == info["with_text"]
        base[5] = f"{one.address}/uitspraken/"
        withdrawn = one.published[next(e for e in alive if one.published[e].with_text)]
        withdrawn.deleted, withdrawn.updated = "doc", "2022-01-01T00:00:00Z"
        assert vonnis("harvest", *base).returncode == 0
        found = lines(vonnis("corpus", "search", "c", "verzonnen", "--json").stdout)
        assert withdrawn.ecli not in {hit["ecli"] for hit in found}
        purged = next(e for e in alive if e != withdrawn.ecli)
        assert vonnis("corpus", "purge", "c", purged).returncode == 0
        one.given.clear()
        done = vonnis("harvest", *base, "--json")
        assert (done.returncode, json.loads(done.stdout)["complete"], one.given.total()) == (0, True, 0)
