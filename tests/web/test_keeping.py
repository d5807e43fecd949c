"""Backup and restore: nothing is lost, nothing half done, and damage shows."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgresql import make_database
from tests.web.rooms import Run, served, study_folder
from tests.web.test_serving import make_account
from vonnis.archive.key_file import write_key
from vonnis.study.frame import KeyLine


def kept(study: Path) -> dict[str, bytes]:
    """Return the files of a study folder that a backup keeps, without the room's own."""
    return {
        str(path.relative_to(study)): path.read_bytes()
        for path in study.rglob("*")
        if path.is_file() and "room" not in path.parts and not path.name.startswith("coding.sqlite3")
    }


def usernames(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT username FROM accounts_person")]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = study_folder(tmp_path / "study")
    (folder / "series").mkdir()
    (folder / "series" / "suspects.csv").write_text("year,suspects\n2015,112\n", encoding="utf-8")
    return folder


def test_an_open_room_is_kept_and_brought_back(study: Path, tmp_path: Path, run: Run) -> None:
    with served(study) as room, make_account(room):
        assert run("backup", str(study), "--out", str(tmp_path / "b.zip")).returncode == 0
    answer = run("restore", str(tmp_path / "b.zip"), str(tmp_path / "back"))
    assert answer.returncode == 0, answer.stderr
    assert kept(tmp_path / "back") == kept(study)
    assert usernames(tmp_path / "back" / "coding.sqlite3") == ["anna"]
    with served(tmp_path / "back") as again:
        assert again.first_link is None


def test_a_room_on_postgresql_is_kept_and_brought_back(
    study: Path, tmp_path: Path, run: Run, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = make_database(postgresql, "keep_before"), make_database(postgresql, "keep_after")
    with served(study, database=before) as room, make_account(room):
        pass
    monkeypatch.setenv("DATABASE_URL", before)
    assert run("backup", str(study), "--out", str(tmp_path / "b.zip")).returncode == 0
    monkeypatch.setenv("DATABASE_URL", after)
    answer = run("restore", str(tmp_path / "b.zip"), str(tmp_path / "back"))
    assert answer.returncode == 0, answer.stderr
    with served(tmp_path / "back", database=after) as again:
        assert again.first_link is None


def test_a_backup_holds_no_secret_of_the_room_and_no_older_backup(study: Path, run: Run) -> None:
    for name in ("one.zip", "two.zip"):
        assert run("backup", str(study), "--out", str(study / name)).returncode == 0
    with zipfile.ZipFile(study / "two.zip") as archive:
        names = archive.namelist()
    assert not [name for name in names if "secret" in name or name.endswith(".zip")]


def test_a_key_file_in_the_folder_stops_a_backup(study: Path, tmp_path: Path, run: Run) -> None:
    write_key(study / "series" / "key.csv", (KeyLine("D0001", "case", "99/100001-16"),))
    answer = run("backup", str(study), "--out", str(tmp_path / "b.zip"))
    assert (answer.returncode, (tmp_path / "b.zip").exists()) == (2, False)
    assert "series/key.csv holds keys, which belong in no study and no backup" in answer.stderr


def damaged(data: bytes) -> bytes:
    middle = len(data) // 3
    return data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 40]) + data[middle + 40 :]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [(damaged, "b.zip|damaged"), (lambda data: data[: len(data) // 2], "b.zip"), (lambda _: b"", "b.zip")],
    ids=["changed", "cut off", "empty"],
)
def test_a_damaged_backup_brings_nothing_back(
    spoil: Callable[[bytes], bytes], word: str, study: Path, tmp_path: Path, run: Run
) -> None:
    run("backup", str(study), "--out", str(tmp_path / "b.zip"))
    (tmp_path / "b.zip").write_bytes(spoil((tmp_path / "b.zip").read_bytes()))
    answer = run("restore", str(tmp_path / "b.zip"), str(tmp_path / "back"))
    assert answer.returncode == 1
    assert any(part in answer.stderr for part in word.split("|"))
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "back").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "study"]


def test_a_folder_that_holds_something_is_left_alone(study: Path, tmp_path: Path, run: Run) -> None:
    run("backup", str(study), "--out", str(tmp_path / "b.zip"))
    before = kept(study)
    answer = run("restore", str(tmp_path / "b.zip"), str(study))
    assert answer.returncode == 1
    assert "new folder" in answer.stderr
    assert kept(study) == before


def test_a_name_that_leads_out_of_the_folder_is_refused(study: Path, tmp_path: Path, run: Run) -> None:
    run("backup", str(study), "--out", str(tmp_path / "b.zip"))
    with zipfile.ZipFile(tmp_path / "b.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            bad.writestr(name.replace("study/", "study/../../"), good.read(name).replace(b"study/", b"study/../../"))
    answer = run("restore", str(tmp_path / "bad.zip"), str(tmp_path / "back"))
    assert answer.returncode == 1
    assert not (tmp_path / "study.toml").exists()
