"""A run record says what was run, and says the same for the same run."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from vonnis.archive.run_record import digests, moment, moment_of_action, record_run, revision
from vonnis.errors import UsageError

AT = dt.datetime(2026, 11, 23, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def test_the_same_run_gives_the_same_bytes() -> None:
    first = record_run("vonnis demo", given=["--out", "x"], completed={"b": 2, "a": Path("x")}, at=AT)
    second = record_run("vonnis demo", given=["--out", "x"], completed={"a": Path("x"), "b": 2}, at=AT)
    assert first.to_json() == second.to_json()


def test_a_record_holds_what_is_needed_to_run_it_again() -> None:
    record = json.loads(record_run("vonnis demo", given=["--out", "x"], completed={"out": Path("x")}, at=AT).to_json())
    assert record["given"] == ["--out", "x"]
    assert record["completed"] == {"out": "x"}
    assert record["at"] == "2026-11-23T12:00:00Z"
    assert {"lxml", "msgspec", "typer"} <= record["packages"].keys()
    assert "vonnis" not in record["packages"]


def test_files_are_named_by_their_path_below_the_folder_and_hidden_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_bytes(b"two")
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / ".hidden").write_bytes(b"")
    found = digests([tmp_path], below=tmp_path)
    assert [(file.path, file.bytes) for file in found] == [("a.txt", 3), ("b/two.txt", 3)]
    assert found[0].sha256 == sha256(b"one").hexdigest()


def test_the_time_comes_from_the_environment_before_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert moment(AT) == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert moment(AT) == AT


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30])
def test_a_time_that_is_none_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="whole number of seconds since 1970"):
        moment()


def test_the_revision_is_that_of_the_tree_and_tells_of_changes(tmp_path: Path) -> None:
    assert revision(tmp_path) is None
    init = tmp_path / "__init__.py"
    init.touch()
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert revision(tmp_path) is None
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", *identity, "commit", "-qm", "x"], cwd=tmp_path, check=True)
    clean = revision(tmp_path)
    assert clean is not None
    assert len(clean) == 40
    init.write_text("changed")
    assert revision(tmp_path) == f"{clean}+changed"


def test_of_two_actions_the_later_is_known_to_be_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    moments = [moment_of_action() for _ in range(50)]
    assert moments == sorted(moments)
    assert any(one.microsecond for one in moments)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert moment_of_action() == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)
