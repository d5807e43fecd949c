"""``vonnis destroy`` as its users type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.material import add, judgment, write
from tests.workflow.closed_study import ECLI, study
from vonnis.cli.main import main
from vonnis.sources.holdings import Holdings, connect, transaction


def test_it_says_what_it_did_and_where_the_certificate_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = study(tmp_path / "study")
    command = ["destroy", "D1", "--study", str(folder), "--ground", "request", "--by", "E"]
    assert main(command) == 0
    told = capfd.readouterr().err
    assert "1 units and documents are erased; " in told
    assert f"{folder}/certificates/erasure-" in told
    assert main(command) == 0
    assert "All of it was erased before; nothing changed." in capfd.readouterr().err


def test_what_the_corpus_erased_is_erased(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = study(tmp_path / "study")
    write(tmp_path / "source", judgment(ECLI))
    add(tmp_path / "corpus", tmp_path / "source")
    command = ["destroy", "--study", str(folder), "--withdrawn", "--corpus", str(tmp_path / "corpus")]
    assert main(command) == 0
    assert "No judgment of this study is withdrawn." in capfd.readouterr().err
    connection = connect(tmp_path / "corpus")
    with transaction(connection):
        Holdings(connection).erase(ECLI, at="2026-03-01T00:00:00Z", reason="withdrawn")
    connection.close()
    assert main([*command, "--json"]) == 0
    (made,) = json.loads(capfd.readouterr().out)
    assert (made["ground"], [one["document"] for one in made["erased"]]) == ("withdrawn", [ECLI])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["D1"], "say why with --ground"),
        (["--ground", "request"], "name what to erase"),
        (["D1", "--withdrawn"], "--withdrawn finds by itself what to erase"),
        (["D1", "--ground", "boredom"], "'boredom' is not one of"),
    ],
)
def test_a_wrong_command_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["destroy", *arguments, "--study", str(study(tmp_path / "study"))]) == 2
    assert sentence in capfd.readouterr().err
