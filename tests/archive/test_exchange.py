"""A whole study into another of the same: what either erased stays erased, and the second time nothing changes."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.study.codings import AT, adjudication, coding
from tests.workflow.closed_study import CLOSED_WORDS, PROTOCOL, add, found_in, study
from vonnis.archive.exchange import Arrived, take_in
from vonnis.archive.sealing import NOT_READABLE
from vonnis.archive.store import open_store
from vonnis.errors import StudyError
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.log import Remark
from vonnis.study.words import Subject
from vonnis.workflow.erasing import Reason, Wanted, destroy, not_carried_out
from vonnis.workflow.standing import standing_of

LATER = AT + dt.timedelta(hours=1)
ASKED = Reason(ground="request", by="E", at=LATER)
SAID = Remark(unit="D1", variable="k_sex", coder="A", author="A", words="MARKTHREAD", at=AT)


def take(source: Path, target: Path) -> Arrived:
    with closing(open_store(source)) as theirs, closing(open_store(target)) as ours:
        return take_in(theirs, ours, by="lead", at=LATER)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store:
        add(store, SAID)
    return folder


@pytest.fixture
def copy(home: Path) -> Path:
    return Path(shutil.copytree(home, home.parent / "copy"))


def digest(folder: Path) -> str:
    with closing(open_store(folder)) as store:
        return store.digest()


@pytest.mark.parametrize("by", [("home",), ("copy",), ("home", "copy")], ids=" and ".join)
def test_a_copy_with_what_was_erased_changes_nothing_the_second_time(
    home: Path, copy: Path, by: tuple[str, ...]
) -> None:
    for name in by:
        destroy({"home": home, "copy": copy}[name], Wanted(units=("D1",)), reason=ASKED)
    with closing(open_store(copy)) as store:
        add(store, coding("D1", "k_year", 1980, at=LATER), at=LATER)
    assert take(copy, home).new == (2 if by == ("copy",) else 1)
    first = digest(home)
    assert (take(copy, home).new, digest(home)) == (0, first)
    with closing(open_store(home)) as store:
        assert [one.reason for one in store.records(Adjudication)] == [NOT_READABLE]
        assert [one.words for one in store.records(Remark)] == [NOT_READABLE]
        assert {one.note for one in store.records(Coding, unit="D1")} == {""}
    assert found_in(home, (*CLOSED_WORDS, "MARKTHREAD")) == []


def test_a_reason_that_the_study_lacks_comes_in_without_its_words(home: Path, copy: Path) -> None:
    with closing(open_store(copy)) as store:
        add(store, msgspec.structs.replace(adjudication("D1", "k_seen", 1), reason="MARKLATER"))
        with closing(open_store(home)) as ours:
            destroy(home, Wanted(units=("D1",)), reason=ASKED)
            before = ours.count(Adjudication)
    assert (take(copy, home).new, take(copy, home).new) == (1, 0)
    with closing(open_store(home)) as store:
        assert store.count(Adjudication) == before + 1
        assert {one.reason for one in store.records(Adjudication)} == {NOT_READABLE}


def test_answers_that_were_taken_out_do_not_come_back_with_a_copy(tmp_path: Path) -> None:
    home = study(tmp_path / "study", protocol=PROTOCOL.rstrip() + "\nkeep_values = false\n")
    copy = Path(shutil.copytree(home, tmp_path / "copy"))
    destroy(home, Wanted(units=("D1",)), reason=ASKED)
    before = digest(home)
    assert (take(copy, home).new, digest(home)) == (0, before)


@pytest.mark.parametrize("unit", ["D1", "D2"])
@pytest.mark.parametrize("kept", [True, False], ids=["answers stay", "answers go"])
def test_what_a_copy_erased_is_named_until_it_is_erased_here_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, *, kept: bool
) -> None:
    lines = "" if kept else "keep_values = false\n"
    home = study(tmp_path / "study", protocol=f"{PROTOCOL.rstrip()}\n{lines}")
    copy = Path(shutil.copytree(home, tmp_path / "copy"))
    with monkeypatch.context() as elsewhere:  # a machine of its own, with a ring of its own
        shutil.copytree(os.environ["VONNIS_KEYS"], tmp_path / "their keys")
        elsewhere.setenv("VONNIS_KEYS", str(tmp_path / "their keys"))
        destroy(copy, Wanted(units=(unit,)), reason=ASKED)
        with closing(open_store(copy)) as store:
            answers = store.count(Coding), store.count(Adjudication)
            assert not_carried_out(store) == ()
    assert not [stage for stage in standing_of(home).stages if stage.name == "erasure"]
    take(copy, home)
    with closing(open_store(home)) as store:
        assert not_carried_out(store) == (Subject(unit, ""),)
    told = standing_of(home)
    assert [stage.state for stage in told.stages if stage.name == "erasure"] == ["wrong"]
    made = destroy(home, Wanted(units=(unit,)), reason=ASKED)
    assert [one.unit for one in made.erased] == [unit]
    with closing(open_store(home)) as store:
        assert not_carried_out(store) == ()
        assert (store.count(Coding), store.count(Adjudication)) == answers
        assert {one.note for one in store.records(Coding, unit=unit)} <= {""}
    assert destroy(home, Wanted(units=(unit,)), reason=ASKED).path is None


def test_other_words_under_the_same_answer_are_still_refused(home: Path, copy: Path) -> None:
    for folder, note in ((home, "ONE"), (copy, "OTHER")):
        with closing(open_store(folder)) as store:
            add(store, coding("D2", "k_seen", 1, note=note, at=LATER), at=LATER)
    before = digest(home)
    with pytest.raises(StudyError, match="the same answer of the same moment stands with another note"):
        take(copy, home)
    assert digest(home) == before
