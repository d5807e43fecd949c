"""The folder of the demonstration."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vonnis.demo.material import write_material
from vonnis.errors import UnwritableError, UsageError
from vonnis.study.complexes import read_links
from vonnis.study.protocol import read_protocol
from vonnis.study.series import read_series

KILLED = """
import os, signal, sys
from pathlib import Path
from vonnis.demo.material import write_material
left, reach = int(sys.argv[2]), os.fsync
def fsync(descriptor):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    reach(descriptor)
os.fsync = fsync
write_material(Path(sys.argv[1]))
"""
"""Writes the material, and dies by signal 9 when it brings so many files or folders to the disk."""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "study"
    write_material(out)
    return out


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_material(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(folder)


def test_another_seed_gives_other_judgments(folder: Path, tmp_path: Path) -> None:
    write_material(tmp_path / "other", seed=4)
    assert contents(tmp_path / "other") != contents(folder)


def test_the_protocol_and_the_tables_can_be_read(folder: Path) -> None:
    protocol = read_protocol(folder / "study.toml")
    links = read_links(folder / protocol.material.complexes)
    judgments = {path.stem.replace("_", ":") for path in (folder / protocol.material.judgments).iterdir()}
    assert protocol.study.fictional
    assert {link.judgment for link in links} == judgments
    assert len({link.client for link in links}) == 107


def test_the_series_says_which_years_are_made_up(folder: Path) -> None:
    published = {year.year: year.suspects for year in read_series(folder / "series/suspects.csv") if not year.invented}
    assert published == {2015: 112, 2018: 9}


@pytest.mark.parametrize("name", ["complexes.csv", "series/suspects.csv"])
def test_every_row_says_that_it_is_fictional_or_published(folder: Path, name: str) -> None:
    rows = list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
    assert {row["material"] for row in rows} <= {"FICTIEF / FICTIONAL", "published"}


def test_a_changed_judgment_is_kept(tmp_path: Path) -> None:
    write_material(tmp_path / "study")
    path = next((tmp_path / "study/sources/judgments").iterdir())
    path.write_bytes(path.read_bytes() + b"<!-- changed -->")
    assert write_material(tmp_path / "study") == (f"sources/judgments/{path.name}",)
    assert path.read_bytes().endswith(b"<!-- changed -->")


def test_material_of_another_seed_is_replaced(folder: Path, tmp_path: Path) -> None:
    write_material(tmp_path / "study", seed=4)
    assert write_material(tmp_path / "study") == ()
    assert contents(tmp_path / "study") == contents(folder)


def test_material_of_another_version_is_replaced_but_for_what_was_edited(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "study"
    write_material(out, seed=4)
    own, others = set(contents(out)) - set(contents(folder)), set(contents(out)) & set(contents(folder))
    gone = min(name for name in own if name.startswith("sources/judgments/"))
    edited = {gone, "complexes.csv"}
    assert "complexes.csv" in others
    for name in edited:
        (out / name).write_bytes((out / name).read_bytes() + b"edited")
    for _ in range(2):
        assert set(write_material(out)) == edited
        assert set(contents(out)) - set(contents(folder)) == {gone}
        assert all((out / name).read_bytes().endswith(b"edited") for name in edited)
    same = set(contents(folder)) - edited - {"sources/generated.json"}
    assert all(contents(out)[name] == contents(folder)[name] for name in same)


@pytest.mark.parametrize("moment", [1, 3, 40])
def test_a_run_that_is_killed_is_carried_on(folder: Path, tmp_path: Path, moment: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "study"), str(moment)], check=False, timeout=300
    )
    assert done.returncode == -signal.SIGKILL
    assert contents(tmp_path / "study") != contents(folder)
    assert write_material(tmp_path / "study") == ()
    assert contents(tmp_path / "study") == contents(folder)


def test_a_folder_that_only_looks_begun_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already holds something else"):
        write_material(tmp_path)


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already holds something else"):
        write_material(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_damaged_list_of_files_is_refused(tmp_path: Path) -> None:
    write_material(tmp_path / "study")
    (tmp_path / "study/sources/generated.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="is damaged"):
        write_material(tmp_path / "study")


def test_a_list_that_names_files_elsewhere_deletes_nothing(tmp_path: Path) -> None:
    write_material(tmp_path / "study")
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "study/sources/generated.json").write_text('{"sha256": {"../mine.txt": ""}}', encoding="utf-8")
    with pytest.raises(UsageError, match="outside"):
        write_material(tmp_path / "study")
    assert mine.exists()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableError, match="cannot be made"):
        write_material(tmp_path / "file" / "study")
