"""The command reads all real material, and reads the labelled part well enough to publish on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

VONNIS = [sys.executable, "-m", "vonnis"]


def vonnis(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run([*VONNIS, *map(str, arguments)], capture_output=True, text=True, check=False)


def scores(judgments: Path, work: Path) -> dict[str, Any]:
    """Return what the outside's yardstick says of the labelled judgments."""
    predictions = work / "predictions.jsonl"
    assert vonnis("extract", judgments / "text", "--out", predictions, "--quiet").returncode == 0
    yardstick = judgments.parent / "tools" / "score.py"
    gold = judgments / "gold.jsonl"
    done = subprocess.run(
        [sys.executable, yardstick, gold, predictions, "--texts", judgments / "text", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def board(judgments: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The scoreboard of the labelled judgments."""
    return scores(judgments, tmp_path_factory.mktemp("scores"))


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("imposed_main_core", 0.97),
        ("imposed_all_full", 0.97),
        ("demanded_main_core", 0.96),
        ("demanded_all_full", 0.95),
        ("statutes", 0.98),
    ],
)
def test_labelled_sanctions_and_provisions(board: dict[str, Any], measure: str, least: float) -> None:
    assert board[measure]["f1"] >= least


@pytest.mark.parametrize(
    "measure", ["outcome", "decision", "instance", "birth_year", "sex", "pretrial_deducted", "demand_stated"]
)
def test_labelled_plain_fields(board: dict[str, Any], measure: str) -> None:
    assert board[measure]["of"] - board[measure]["right"] <= 1


def test_every_quote_stands_in_its_text(board: dict[str, Any]) -> None:
    assert board["evidence"]["not_in_text"] == 0
    assert board["evidence"]["sanctions_without"] == 0
    assert board["missing"] == []


@pytest.mark.parametrize(
    ("folder", "text_is", "records", "without_text"),
    [("text", "judgment", 46, 0), ("xml", "judgment", 95, None), ("atom", "abstract", 5_000, None)],
)
def test_all_material_is_read(
    judgments: Path, tmp_path: Path, folder: str, text_is: str, records: int, without_text: int | None
) -> None:
    out = tmp_path / "records.jsonl"
    done = vonnis("extract", judgments / folder, "--text-is", text_is, "--out", out, "--processes", "1")
    lines = out.read_text("utf-8").splitlines()
    assert (done.returncode, len(lines)) == (0, records), done.stderr
    if without_text is not None:
        assert sum(json.loads(line)["text_sha256"] is None for line in lines) == without_text
