"""``vonnis text-add``, ``pack``, ``unpack`` and ``merge`` as their users type them."""

from __future__ import annotations

import datetime as dt
import io
import json
import runpy
import subprocess
from contextlib import closing
from pathlib import Path

import pyrage
import pytest

from tests.conftest import ROOT
from tests.study.codings import AT, coding
from tests.workflow.closed_study import add, study
from vonnis.archive.store import open_store
from vonnis.cli.main import main
from vonnis.study.log import Assignment

LATER = AT + dt.timedelta(days=1)
NIGHT = str(int(LATER.timestamp()))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NIGHT)
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store:
        add(store, Assignment(unit="D1", coder="A", round="main", place=1, at=AT))
    return folder


def test_work_goes_out_and_comes_back(home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# a comment\n{identity}\n", encoding="utf-8")
    (tmp_path / "file.txt").write_text("RECHTBANK FICTIEF\n\nDe beslissing\n", encoding="utf-8")
    laptop, out, back = tmp_path / "laptop", str(tmp_path / "A.age"), str(tmp_path / "back.age")
    assert main(["text-add", "D1", str(tmp_path / "file.txt"), "--study", str(home)]) == 0
    assert "Kept for D1, sealed: D1-1" in capfd.readouterr().err
    assert main(["pack", str(home), "--coder", "A", "--out", out, "--to", str(identity.to_public())]) == 0
    assert "1 files of A are packed" in capfd.readouterr().err
    assert main(["unpack", out, str(laptop), "--identity", str(tmp_path / "key.txt")]) == 0
    assert f"vonnis serve {laptop}" in capfd.readouterr().err
    with closing(open_store(laptop)) as store:
        add(store, coding("D1", "k_seen", 1, at=LATER), at=LATER)
    assert main(["pack", str(laptop), "--out", back]) == 0
    assert "In the study: vonnis merge FILE" in capfd.readouterr().err
    assert main(["merge", back, "--study", str(home)]) == 0
    assert "2 answers by A, 1 of them new." in capfd.readouterr().err
    assert main(["merge", back, "--study", str(home), "--json"]) == 0
    (made,) = json.loads(capfd.readouterr().out)
    assert (made["new"], made["conflicts"]) == (0, [])


def test_conflicts_are_named_and_the_exit_code_says_so(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity), encoding="utf-8")
    out, laptop, back = str(tmp_path / "A.age"), tmp_path / "laptop", str(tmp_path / "back.age")
    main(["pack", str(home), "--coder", "A", "--out", out, "--to", str(identity.to_public())])
    main(["unpack", out, str(laptop), "--identity", str(tmp_path / "key.txt")])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NIGHT) + 60))
    for folder, value, minutes in ((home, 0, 1), (laptop, 1, 2)):
        at = LATER + dt.timedelta(minutes=minutes)
        with closing(open_store(folder)) as store:
            add(store, coding("D1", "k_seen", value, at=at), at=at)
    main(["pack", str(laptop), "--out", back])
    capfd.readouterr()
    assert main(["merge", back, "--study", str(home)]) == 1
    assert "look at D1 k_seen: A answered in the study and on the way, and differs" in capfd.readouterr().err


WRONG = [
    (["pack", "{home}", "--out", "{tmp}/a.age"], 2, "say whose files travel"),
    (["pack", "{home}", "--coder", "A", "--out", "{tmp}/a.age"], 2, "no passphrase was given"),
    (
        ["unpack", "{tmp}/none.age", "{tmp}/x", "--identity", "{tmp}/none.txt"],
        2,
        "cannot be read as an age",
    ),
    (["unpack", "{home}/study.toml", "{tmp}/x", "--identity", "{home}/codebook.yaml"], 2, "holds no age identity"),
    (["merge", "{home}/study.toml", "--study", "{home}"], 1, "is no pack"),
    (["merge", "{tmp}/none.age", "--study", "{home}"], 1, "cannot be read"),
    (["text-add", "D9", "{home}/study.toml", "--study", "{home}"], 1, "is of no kind that can be shown"),
    (["text-add", "D2", "{tmp}/t.txt", "--study", "{home}"], 1, "D2 is of published judgments"),
    (["text-add", "D9", "{tmp}/t.txt", "--study", "{home}"], 1, "D9 is no unit of the study"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[2])
def test_wrong_uses_are_one_sentence(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    case: tuple[list[str], int, str],
) -> None:
    command, code, sentence = case
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    (tmp_path / "t.txt").write_text("RECHTBANK FICTIEF\n\nDe beslissing\n", encoding="utf-8")
    assert main([part.format(home=home, tmp=tmp_path) for part in command]) == code
    said = capfd.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


@pytest.mark.parametrize("dragged", ["{0}/my\\ pack.age ", "'{0}/my pack.age' ", "{0}/pack.age"])
def test_a_pack_that_is_dragged_onto_the_starter_is_found(tmp_path: Path, dragged: str) -> None:
    starters = runpy.run_path(str(ROOT / "scripts/laptop_bundle.py"))["UNIX"]
    for name, text in (starters | {"vonnis": '#!/bin/sh\nprintf "%s\\n" "$@"\n'}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [tmp_path / "1-unpack.command"],
        input=dragged.format(tmp_path) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    name = "my pack.age" if "my" in dragged else "pack.age"
    assert done.stdout.splitlines()[-2:] == [f"{tmp_path}/{name}", f"{tmp_path}/study"]
