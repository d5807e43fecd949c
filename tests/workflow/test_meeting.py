"""The meeting by command: its list, its rules, and the queue of what is asked again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import msgspec
import pytest

from tests.study.codings import AT, codebook_text, coding, units
from tests.web.rooms import run_vonnis, study_folder
from vonnis.archive.store import open_store
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.log import AskAgain, MeetingRule, Remark
from vonnis.workflow.meeting import agenda, asked_again, decide

DECIDED = AT + dt.timedelta(hours=1)
DIFFERENT = (coding("D1", "k_sex", 1), coding("D1", "k_sex", 0, coder="B", certainty="unsure"))


def records(folder: Path, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
    store = open_store(folder)
    found = list(store.records(kind))
    store.close()
    return found


def add(folder: Path, *made: msgspec.Struct) -> None:
    store = open_store(folder)
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add(made)
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = study_folder(tmp_path / "study")
    (study / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    add(study, *units(), *DIFFERENT)
    return study


def rule(variable: str = "k_sex", words: str = "As registered.", *, ask_again: bool = True) -> MeetingRule:
    return MeetingRule(variable=variable, words=words, decided_by="E", ask_again=ask_again, at=DECIDED)


def says(author: str, *, minutes: int) -> Remark:
    at = AT + dt.timedelta(minutes=minutes)
    return Remark(unit="D1", variable="k_sex", coder="A", author=author, words="Which one counts?", at=at)


def test_the_list_holds_what_differs_what_is_unsure_and_what_is_asked(folder: Path) -> None:
    add(folder, says("A", minutes=1))
    found = agenda(folder, since=AT)
    assert [(each.unit, each.answers) for each in found.differences] == [("D1", {"A": "1", "B": "0"})]
    assert [each.coder for each in found.unsure] == ["B"]
    assert [each.words for each in found.threads] == ["Which one counts?"]


def test_what_is_older_and_what_was_answered_is_not_on_the_list(folder: Path) -> None:
    add(folder, says("A", minutes=1), says("E", minutes=2))
    found = agenda(folder, since=DECIDED)
    assert (found.differences, found.unsure, found.threads) == ((), (), ())


@pytest.mark.parametrize(("answers", "asked"), [(None, 2), (["0"], 1), (["-9"], 0)])
def test_a_decision_asks_the_answers_that_it_concerns_again(
    folder: Path, answers: list[str] | None, asked: int
) -> None:
    assert decide(folder, rule(), answers=answers) == asked
    assert len(records(folder, AskAgain)) == len(asked_again(folder)) == asked


def test_a_decision_for_the_future_asks_nothing_again(folder: Path) -> None:
    assert decide(folder, rule(ask_again=False), answers=None) == 0
    assert asked_again(folder) == ()


@pytest.mark.parametrize(
    ("decided", "answers", "words"),
    [
        (rule("k_none"), None, "'k_none' is no variable of codebook 1.0.0"),
        (rule(words="  "), None, "the rule says nothing"),
        (rule(), ["7"], "`7` is no category of k_sex"),
    ],
)
def test_a_wrong_decision_is_refused_whole(
    folder: Path, decided: MeetingRule, answers: list[str] | None, words: str
) -> None:
    with pytest.raises(StudyError, match=words):
        decide(folder, decided, answers=answers)
    assert records(folder, MeetingRule) == []


def test_the_commands_list_decide_and_show_the_queue(folder: Path) -> None:
    listed = run_vonnis("meeting", "list", str(folder), "--since", "2026-01-01").stdout
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert [(row["kind"], row["who"], row["words"]) for row in rows] == [
        ("differ", "A", "1"),
        ("differ", "B", "0"),
        ("unsure", "B", "0"),
    ]
    ask = ["--variable", "k_sex", "--words", "As registered.", "--ask-again", "--answer", "0", "--by", "eva"]
    done = run_vonnis("meeting", "decide", str(folder), *ask)
    assert "The rule stands beside k_sex; 1 answers are asked again." in done.stderr
    (row,) = csv.DictReader(io.StringIO(run_vonnis("meeting", "queue", str(folder)).stdout))
    assert (row["coder"], row["unit"], row["variable"], row["rule"]) == ("B", "D1", "k_sex", "As registered.")
    add(folder, coding("D1", "k_sex", 0, coder="B", at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC)))
    assert json.loads(run_vonnis("meeting", "queue", str(folder), "--json").stdout) == {"queue": []}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--since", "yesterday"),
        ("decide", "--variable", "k_sex", "--words", "x", "--answer", "1"),
    ],
)
def test_a_wrong_use_is_said(folder: Path, arguments: tuple[str, ...]) -> None:
    done = run_vonnis("meeting", arguments[0], str(folder), *arguments[1:])
    assert done.returncode == 2
    assert records(folder, MeetingRule) == []
    assert len(records(folder, Coding)) == 2
