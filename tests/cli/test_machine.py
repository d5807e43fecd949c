"""``vonnis machine plan``: how many files to code for a wanted width, with the machine and without."""

from __future__ import annotations

import json

import pytest

from vonnis.cli.main import main

ASKED = ["machine", "plan", "--units", "5000", "--share", "0.4", "--accuracy", "0.85"]


def test_the_plan_says_how_many_files_to_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--margin", "0.04"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["318 of 5,000 files, with the machine's values.", "577 of 5,000 files, without them."]


def test_a_margin_that_no_number_of_files_gives_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--margin", "0.01"]) == 0
    assert "All 5,000 files are too few, without them." in capsys.readouterr().out
    assert main([*ASKED, "--margin", "0.01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["without"] is None


@pytest.mark.parametrize(
    "wrong", [["--share", "1.4"], ["--accuracy", "0.2"], ["--margin", "0"]], ids=lambda one: one[0]
)
def test_what_is_no_share_is_a_mistake_in_the_command(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--margin", "0.04", *wrong]) == 2
    assert wrong[0] in capsys.readouterr().err
