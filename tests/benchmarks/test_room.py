"""The bench of the coding room: what it counts as lost and doubled, its material, and the pictures of the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.room.__main__ import judged
from benchmarks.room.study import long_judgment, team_plan
from vonnis.codebook.templates import template_files

PLAN = {"anna": [("D1", "k_sex", "1"), ("D1", "k_prior", "0"), ("D2", "k_sex", "2")]}
LARGEST = 60_000


def answer(place: int, *, sent: int = 1, seconds: float = 0.1) -> dict[str, Any]:
    unit, variable, value = PLAN["anna"][place]
    return {"coder": "anna", "unit": unit, "variable": variable, "value": value, "sent": sent, "seconds": seconds}


def row(unit: str, variable: str, value: str) -> dict[str, str]:
    return {"coder": "anna", "unit": unit, "variable": variable, "value": value}


TOLD: list[tuple[list[dict[str, str]], tuple[int, int, int]]] = [
    ([row(*wanted) for wanted in PLAN["anna"]], (0, 0, 0)),
    ([row(*PLAN["anna"][0])], (2, 0, 0)),
    ([row(*wanted) for wanted in PLAN["anna"]] + [row(*PLAN["anna"][0])], (0, 1, 0)),
    ([*(row(*wanted) for wanted in PLAN["anna"][:2]), row("D2", "k_sex", "1")], (1, 0, 1)),
]


@pytest.mark.parametrize(("told", "expected"), TOLD)
def test_the_export_is_held_against_what_was_acknowledged(
    told: list[dict[str, str]], expected: tuple[int, int, int]
) -> None:
    found = judged(PLAN, [answer(0), answer(1), answer(2)], told=told)
    assert (found["lost"], found["doubled"], found["never_given"]) == expected


def test_an_answer_that_was_sent_again_counts_for_no_speed() -> None:
    found = judged(PLAN, [answer(0, seconds=0.05), answer(1, sent=9, seconds=4.0)], told=[])
    assert (found["sent_again"], found["milliseconds"]["longest"]) == (1, 50.0)


def test_a_team_answers_each_question_once(tmp_path: Path) -> None:
    book = template_files("op-de-koop-toe")["codebook.yaml"]
    (tmp_path / "codebook.yaml").write_text(book, encoding="utf-8")
    plan = team_plan(tmp_path, coders=3, answers=50)
    asked = [(unit, variable) for given in plan.values() for unit, variable, _ in given]
    assert [len(given) for given in plan.values()] == [50, 50, 50]
    assert len(set(asked)) == len(asked)


def test_the_long_judgment_is_as_long_as_asked_and_says_that_it_is_invented() -> None:
    text = long_judgment(300_000)
    assert 300_000 <= len(text) < 301_000
    assert "FICTIEF / FICTIONAL" in text


def test_each_picture_of_the_room_is_small_and_shown_with_words(root: Path) -> None:
    page = (root / "docs" / "tutorials" / "coding-room.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(\.\./images/room/([a-z]+\.png)\)", page)
    files = sorted((root / "docs" / "images" / "room").iterdir())
    assert sorted(name for _, name in shown) == [path.name for path in files]
    assert all(path.stat().st_size < LARGEST for path in files)
    assert all(len(words) > len("a picture") for words, _ in shown)
