"""The program as a whole: help, version, and one sentence for every wrong call."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import vonnis as package
from tests.cli.conftest import Run
from vonnis.cli.app import COMMANDS
from vonnis.cli.main import main
from vonnis.cli.reference import render


def test_no_argument_prints_help(program: Run) -> None:
    bare, asked = program(), program("--help")
    assert bare.returncode == asked.returncode == 0
    assert bare.stdout == asked.stdout
    assert b"Commands:" in bare.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"Usage: vonnis {command}" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"vonnis {package.__version__}\n"


def test_the_command_and_the_module_are_the_same_program(program: Run) -> None:
    command = subprocess.run(
        [Path(sys.executable).parent / "vonnis", "--help"],
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
    )
    assert command.stdout == program("--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--nonsense"], id="unknown option"),
        pytest.param(["nonsense"], id="unknown command"),
        pytest.param(["extract"], id="missing path"),
        pytest.param(["extract", ""], id="empty path"),
        pytest.param(["extract", "x", "--nonsense"], id="unknown option of a command"),
        pytest.param(["extract", "x", "--format", "xml"], id="unknown format"),
        pytest.param(["extract", "x", "--text-is", "poem"], id="unknown kind of text"),
        pytest.param(["extract", "x", "--processes", "0"], id="no processes"),
        pytest.param(["extract", "x", "--processes", "two"], id="processes in words"),
        pytest.param(["extract", "x", "--format", "parquet"], id="parquet without a file"),
        pytest.param(["extract", "x", "--out", "/nowhere/at/all"], id="out in a missing folder"),
        pytest.param(["extract", "x", "--out", "/"], id="out is a folder"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("vonnis: ")
    assert shown.err.endswith(".\n")
    assert shown.err.count("\n") == 1


def test_a_slip_of_the_pen_is_told_with_what_may_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extrakt"]) == 2
    said = capsys.readouterr().err
    assert said == "vonnis: No such command 'extrakt'; did you mean 'extract'; see `vonnis --help`.\n"


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from vonnis.cli.main import main; main(['extract', '--help']);"
        "heavy = {'rich', 'lxml', 'polars', 'pyarrow', 'pypdf', 'docx', 'altair', 'scipy', 'jinja2', 're2'};"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_the_reference_page_says_what_the_program_says(root: Path) -> None:
    page = root / "docs" / "reference" / "commands.md"
    assert page.read_text(encoding="utf-8") == render(), (
        "run: python -m vonnis.cli.reference > docs/reference/commands.md"
    )
