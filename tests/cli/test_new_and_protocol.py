"""``vonnis new`` and ``vonnis protocol`` as a user types them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_a_new_study_says_what_to_type_next(vonnis: Run, tmp_path: Path) -> None:
    answer = vonnis("new", "mine", "--template", "op-de-koop-toe")
    assert answer.returncode == 0
    assert b"vonnis protocol mine" in answer.stdout
    assert (tmp_path / "mine" / "codebook.yaml").exists()
    again = vonnis("new", "mine")
    assert (again.returncode, again.stdout) == (1, b"")
    assert b"is there already" in again.stderr


def test_an_unknown_template_is_a_usage_error(vonnis: Run) -> None:
    answer = vonnis("new", "mine", "--template", "nothing")
    assert answer.returncode == 2
    assert b"there are blank, op-de-koop-toe, policy-papers" in answer.stderr


def test_the_protocol_is_printed_and_written(vonnis: Run, tmp_path: Path) -> None:
    vonnis("new", "mine", "--quiet")
    printed = vonnis("protocol", "mine", "--language", "nl")
    assert printed.returncode == 0
    assert printed.stdout.decode().startswith("# <titel>")
    assert vonnis("protocol", "mine", "--language", "nl", "--out", "text.md").returncode == 0
    assert (tmp_path / "text.md").read_bytes() == printed.stdout


def test_a_mistake_in_the_protocol_has_its_line(vonnis: Run, tmp_path: Path) -> None:
    vonnis("new", "mine", "--quiet")
    path = tmp_path / "mine" / "study.toml"
    path.write_text(path.read_text().replace("double_least", "dubble_least"))
    answer = vonnis("protocol", "mine")
    assert answer.returncode == 1
    assert b"line 30, column 1: `dubble_least` is no setting here; did you mean `double_least`?" in answer.stderr
