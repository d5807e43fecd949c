"""A new study folder: whole or not at all, never over something, and without a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.codebook import read_codebook
from vonnis.codebook.templates import TEMPLATES
from vonnis.errors import UnwritableError, UsageError
from vonnis.study.protocol import read_protocol
from vonnis.workflow.new_study import new_study
from vonnis.workflow.protocol_text import protocol_text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_study_reads_without_a_mistake(tmp_path: Path, template: str) -> None:
    folder = tmp_path / "study"
    written = new_study(folder, template=template)
    assert written == [".gitignore", "README.md", "codebook.yaml", "private/", "series/", "study.toml"]
    assert read_codebook(folder / "codebook.yaml").questions
    assert read_protocol(folder / "study.toml").study.languages == ("nl", "en")
    assert "private/" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_two_new_studies_have_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        new_study(tmp_path / name, template="op-de-koop-toe")
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    new_study(tmp_path / "study", template="blank")
    assert (tmp_path / "study" / "study.toml").exists()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "study"
    if kind == "folder":
        folder.mkdir()
        (folder / "mine.txt").write_text("mine")
    elif kind == "file":
        folder.write_text("mine")
    else:
        folder.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnwritableError, match="is there already and nothing in it was changed"):
        new_study(folder, template="blank")
    kept = folder / "mine.txt" if kind == "folder" else folder
    assert kind == "link" or kept.read_text() == "mine"


def test_an_unknown_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean `op-de-koop-toe`"):
        new_study(tmp_path / "study", template="op-de-koop")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("language", "sentence"), [("nl", "Alle eenheden van de populatie"), ("en", "All units of the")]
)
def test_the_protocol_becomes_a_text_for_registration(tmp_path: Path, language: str, sentence: str) -> None:
    new_study(tmp_path / "study", template="op-de-koop-toe")
    protocol = read_protocol(tmp_path / "study" / "study.toml")
    text = protocol_text(protocol, language=language, digest="abc")
    assert sentence in text
    assert text.count("\n## ") == 10
    assert "`sentences`" in text
    assert text.rstrip().endswith("`abc`")


def test_the_protocol_of_a_study_of_papers_speaks_of_papers(tmp_path: Path) -> None:
    new_study(tmp_path / "study", template="policy-papers")
    text = protocol_text(read_protocol(tmp_path / "study" / "study.toml"), language="nl", digest="abc")
    assert "Stukken van 2015 tot en met 2024." in text
    assert "Ingeschreven" not in text
    assert "De beslissing die telt" not in text
