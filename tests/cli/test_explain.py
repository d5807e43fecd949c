"""``vonnis explain`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, judgment_text


@pytest.fixture
def judgment(tmp_path: Path) -> Path:
    """An invented judgment in a folder of its own."""
    path = tmp_path / "in" / "fictief.txt"
    path.parent.mkdir()
    path.write_text(judgment_text())
    return path


def test_the_page_goes_where_it_is_asked_to(program: Run, judgment: Path, tmp_path: Path) -> None:
    done = program("explain", judgment, "--out", "page.html")
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout == b"The page is at page.html\n"
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_without_out_the_page_is_called_after_the_judgment(vonnis: Run, judgment: Path, tmp_path: Path) -> None:
    assert vonnis("explain", judgment).stdout == b"The page is at fictief.explain.html\n"
    assert (tmp_path / "fictief.explain.html").is_file()
    assert vonnis("explain", judgment).returncode == 0, "a second run replaces the page"


def test_without_out_a_place_that_is_closed_is_told_like_one_that_was_named(
    vonnis: Run, judgment: Path, tmp_path: Path
) -> None:
    (tmp_path / "fictief.explain.html").mkdir()
    done = vonnis("explain", judgment)
    assert done.returncode == 2
    assert done.stderr == b"vonnis: fictief.explain.html is a folder; name a file in it.\n"


def test_an_ecli_becomes_a_file_name(vonnis: Run, mixed: Path, tmp_path: Path) -> None:
    done = vonnis("explain", mixed / "page.atom", "--id", "ECLI:NL:FIC:2020:1")
    assert done.returncode == 0
    assert (tmp_path / "ECLI_NL_FIC_2020_1.explain.html").is_file()


@pytest.mark.parametrize("name", ["good.txt", "good.xml", "inner/metadata.xml"])
def test_every_form_has_a_page(vonnis: Run, mixed: Path, name: str) -> None:
    assert vonnis("explain", mixed / name).returncode == 0


@pytest.mark.parametrize("kind", ["dictum", "abstract"])
def test_the_text_may_be_a_part(vonnis: Run, judgment: Path, tmp_path: Path, kind: str) -> None:
    assert vonnis("explain", judgment, "--text-is", kind, "--out", "x.html").returncode == 0
    shown = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert {"dictum": "the dictum alone", "abstract": "the court&#39;s abstract"}[kind] in shown


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["missing.txt"], 1, "missing.txt", id="missing"),
        pytest.param(["mixed/list.txt"], 1, "list.txt", id="not a judgment"),
        pytest.param(["mixed/binary.bin"], 1, "binary.bin", id="binary"),
        pytest.param(["mixed/truncated.xml"], 1, "truncated.xml", id="truncated"),
        pytest.param(["mixed/broken.zip"], 1, "broken.zip", id="broken archive"),
        pytest.param(["mixed/page.atom"], 2, "add --id", id="index page"),
        pytest.param(["mixed/nested.zip"], 2, "add --id", id="zip"),
        pytest.param(["mixed"], 2, "add --id", id="folder"),
        pytest.param(["mixed/nested.zip", "--id", "none"], 2, "no judgment called none", id="unknown id"),
        pytest.param([""], 2, "the path is empty", id="empty path"),
        pytest.param(["mixed/good.txt", "--out", "no/such/x.html"], 2, "does not exist", id="out in no folder"),
        pytest.param(["mixed/good.txt", "--out", "mixed/good.txt"], 2, "is itself the input", id="out is input"),
        pytest.param([], 2, "FILE", id="no file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    vonnis: Run, mixed: Path, arguments: list[str], code: int, said: str
) -> None:
    before = sorted(mixed.parent.iterdir())
    done = vonnis("explain", *arguments)
    sentence = done.stderr.decode()
    assert done.returncode == code
    assert done.stdout == b""
    assert said in sentence
    assert sentence.startswith("vonnis: ")
    assert sentence.endswith(".\n")
    assert sentence.count("\n") == 1
    assert sorted(mixed.parent.iterdir()) == before
