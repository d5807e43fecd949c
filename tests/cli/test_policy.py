"""``vonnis policy`` as a user meets it: harvested and own papers, read, measured and followed."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.sources.paper_service import House, Repository, papers

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 1, 31)
MOTION = """99 001 Verzonnen dossier
Nr. 1 MOTIE VAN HET LID JANSMA
Voorgesteld 10 januari 2022
De Kamer,
verzoekt de regering voor 1 mei 2022 een campagne voor klanten van minderjarigen te beginnen,
en gaat over tot de orde van de dag.
Jansma
"""
PLAN = """99 001 Verzonnen dossier
Nr. 2 BRIEF VAN DE MINISTER VAN VERZONNEN ZAKEN
Den Haag, 1 februari 2023
Betreft: Actieplan Samen
Hierbij stuur ik u het plan. De opvang wordt uitgebreid.
"""
LETTER = """99 001 Verzonnen dossier
Nr. 3 BRIEF VAN DE MINISTER VAN VERZONNEN ZAKEN
Den Haag, 1 maart 2024
De motie-Jansma (99 001, nr. 1) is uitgevoerd: ik start een campagne voor klanten van minderjarigen met € 1 miljoen.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in (("motie", MOTION), ("plan", PLAN), ("brief", LETTER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_papers_are_read_with_what_was_found_in_them(vonnis: Run, own: Path) -> None:
    done = vonnis("policy", "read", own, "--quiet")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["id"], one["kind"]) for one in records] == [
        ("99001-1", "motion"), ("99001-2", "plan"), ("99001-3", "letter"),
    ]  # fmt: skip
    assert {one["paper"] for one in records[2]["references"]} == {"99001-1"}
    assert records[2]["concern"]["level"] == "measure_with_budget"
    text = LETTER.rstrip("\n")
    for topic in records[2]["topics"]:
        assert text[topic["start"] : topic["end"]] == topic["quote"]


def test_attention_says_what_was_searched_and_who_is_silent(vonnis: Run, own: Path) -> None:
    found = json.loads(vonnis("policy", "attention", own, "--json", "--quiet").stdout)
    assert found["silent"] == ["99001-2"]
    assert (found["searched"]["papers"], found["searched"]["first"]) == (3, "2022-01-10")
    assert [(year["year"], year["naming"], year["budget"]) for year in found["years"]] == [
        (2022, 1, 0), (2023, 0, 0), (2024, 1, 1),
    ]  # fmt: skip
    said = vonnis("policy", "attention", own).stdout.decode()
    for words in ("searched: 3 papers", "silent, of the 3 searched: 1", "measure_with_budget"):
        assert words in said


@pytest.mark.parametrize(
    ("on", "state"), [("2022-04-01", "open"), ("2023-01-01", "overdue"), ("2024-04-01", "carried_out")]
)
def test_a_motion_is_followed_to_a_day(vonnis: Run, own: Path, on: str, state: str) -> None:
    found = json.loads(vonnis("policy", "commitments", own, "--on", on, "--json", "--quiet").stdout)
    assert [(one["id"], one["state"], one["due"]) for one in found] == [("99001-1", state, "2022-05-01")]


def test_the_tables_are_written(vonnis: Run, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    assert vonnis("policy", "attention", own, "--out", out, "--quiet").returncode == 0
    assert vonnis("policy", "commitments", own, "--on", "2024-04-01", "--out", out, "--quiet").returncode == 0
    rows = list(csv.DictReader((out / "events.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["id"], row["paper"], row["says"]) for row in rows] == [("99001-1", "99001-3", "carried_out")]
    assert {path.name for path in out.iterdir()} == {
        "attention_papers.csv", "attention_passages.csv", "attention_years.csv", "commitments.csv", "events.csv",
    }  # fmt: skip


def test_an_unreadable_paper_is_named_and_the_rest_is_read(vonnis: Run, own: Path) -> None:
    (own / "stuk.xml").write_text("<officiele-publicatie><al>x", encoding="utf-8")
    done = vonnis("policy", "read", own, "--quiet")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 3
    assert b"stuk.xml" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("attention", ".", "--topic", "cliens"), "did you mean `clients`"),
        (("commitments", ".", "--on", "gisteren"), "is no day"),
        (("commitments", ".", "--on", "2024-01-01", "--patience", "99999999"), "--patience"),
        (("harvest", "--source", "x", "--from", "2021-01-01", "--to", "2021-01-02", "--out", "o"), "there are"),
        (("harvest", "--dossier", "abc", "--from", "2021-01-01", "--to", "2021-01-02", "--out", "o"), "no number"),
        (("harvest", "--from", "2021-01-01"), "--verify"),
    ],
)
def test_a_wrong_command_says_what_is_right(vonnis: Run, own: Path, words: tuple[str, ...], said: str) -> None:
    done = vonnis("policy", *(own if word == "." else word for word in words))
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_study_folder_is_no_folder_of_papers(vonnis: Run, own: Path) -> None:
    (own.parent / "study.toml").write_text("", encoding="utf-8")
    done = vonnis("policy", "attention", own.parent)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "name the folder of its papers" in done.stderr.decode()
    assert vonnis("policy", "attention", own).returncode == 0


def test_harvested_papers_are_verified_and_read(vonnis: Run, tmp_path: Path) -> None:
    days: list[object] = ["--from", FIRST, "--to", LAST, "--rate", 5_000, "--quiet", "--out", tmp_path / "h"]
    for source, service in (
        ("officielebekendmakingen", Repository(list(papers(20, first=FIRST, days=31, form="kst-99001-{}")))),
        ("tweede-kamer", House(papers(20, first=FIRST, days=31, form="2021D{:05}", seed=2))),
    ):
        with service.running():
            done = vonnis("policy", "harvest", "--source", source, "--base-url", service.address, *days)
        assert done.returncode == 0, done.stderr
    counts = json.loads(vonnis("policy", "harvest", "--verify", tmp_path / "h", "--json", "--quiet").stdout)
    assert (counts["announced"], counts["stored"], counts["metadata_only"], counts["complete"]) == (40, 20, 20, True)
    (tmp_path / "h/own").mkdir()
    (tmp_path / "h/own/motie.txt").write_text(MOTION.replace("99 001", "99 002"), encoding="utf-8")
    lines = vonnis("policy", "read", tmp_path / "h", "--quiet").stdout.splitlines()
    assert len(lines) == 41  # a file of one's own beside the ledger is read too
    assert sum(json.loads(line)["words"] > 0 for line in lines) == 21
    assert all(json.loads(line)["date"] for line in lines)
