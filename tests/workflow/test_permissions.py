"""Coding of closed files closes, through whichever door it comes, when a permission or a statement is missing."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from tests.study.codings import AT, coding
from tests.workflow.closed_study import PROTOCOL, add, study
from vonnis.archive.store import open_store
from vonnis.cli.main import main
from vonnis.errors import ClosedError, StudyError
from vonnis.study.coding import Coding, Round
from vonnis.study.log import Assignment
from vonnis.study.permission import Statement
from vonnis.study.unit import Unit
from vonnis.workflow.codings import import_codings
from vonnis.workflow.permissions import note_statement, permission_notices, statements_of
from vonnis.workflow.standing import standing_of

JUNE = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
OVER = dt.datetime(2027, 1, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


def sign(folder: Path, coder: str, *, at: dt.datetime = JUNE) -> None:
    day = dt.date(2026, 1, 2)
    note_statement(folder, Statement(coder=coder, source="files", signed=day, reference="x", noted_by="E", at=at))


def count(folder: Path) -> int:
    with closing(open_store(folder)) as store:
        return store.count(Coding)


@pytest.mark.parametrize(
    ("unit", "coder", "moment", "sentence"),
    [
        ("D1", "A", JUNE, None),
        ("D1", "eva", JUNE, "D1: eva signed no statement of secrecy for files"),
        ("D1", "A", OVER, "D1: the permission of files ended on 2026-12-31; its files are not coded any more"),
        ("D2", "eva", OVER, None),
        ("C1", "A", OVER, "C1: the permission of files ended"),
    ],
)
def test_the_store_takes_what_is_permitted(
    folder: Path, unit: str, coder: str, moment: dt.datetime, sentence: str | None
) -> None:
    before, variable = count(folder), "c_link" if unit == "C1" else "k_sex"
    with closing(open_store(folder)) as store:
        if sentence is None:
            add(store, coding(unit, variable, 1, coder=coder, at=moment), at=moment)
        else:
            with pytest.raises(ClosedError, match=sentence):
                add(store, coding(unit, variable, 1, coder=coder, at=moment), at=moment)
    assert count(folder) == before + (sentence is None)


def test_a_file_beside_a_published_judgment_in_one_complex_needs_its_own_permission(folder: Path) -> None:
    (folder / "study.toml").write_text(PROTOCOL[: PROTOCOL.rindex("[[sources]]")], encoding="utf-8")
    beside = Unit(id="D3", level="defendant", complex="C2", defendant="D3", source_mode="closed_paper", frame="x")
    before = count(folder)
    with closing(open_store(folder)) as store:
        add(store, beside)
        for unit, name in (("D3", "k_sex"), ("C2", "c_link")):
            with pytest.raises(ClosedError, match=f'{unit}: no permission .* kind = "closed_paper"'):
                add(store, coding(unit, name, 1, at=JUNE), at=JUNE)
    assert count(folder) == before


def test_papers_that_anybody_may_read_need_no_permission(folder: Path) -> None:
    paper = Unit(id="K1", level="paper", complex="K1", source_mode="published")
    with closing(open_store(folder)) as store:
        add(store, paper, coding("K1", "a_kind", 1, coder="A", at=OVER), at=OVER)
    assert count(folder) > 0


def test_what_was_coded_in_time_may_be_brought_in_later(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("unit,coder,variable,value,at\nD1,A,k_sex,1,2026-12-30T09:00:00+00:00\n", encoding="utf-8")
    assert import_codings(folder, path, by="lead", at=OVER).new == 1
    path.write_text("unit,coder,variable,value\nD1,A,k_sex,0\n", encoding="utf-8")
    with pytest.raises(ClosedError, match="ended on 2026-12-31"):
        import_codings(folder, path, by="lead", at=OVER)


def test_a_clock_that_was_set_back_is_noticed(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        add(store, at=OVER)
        with pytest.raises(
            StudyError, match=r"clock of this machine says 2026-06-01 12:00 UTC, and the log .* 2027-01-02"
        ):
            add(store, coding("D1", "k_sex", 1, at=JUNE), at=JUNE)
        add(store, coding("D2", "k_sex", 0, at=JUNE), at=JUNE)
        near = OVER - dt.timedelta(minutes=5)
        with pytest.raises(ClosedError, match="ended"):
            add(store, coding("D1", "k_sex", 1, at=near), at=near)


def test_a_fictional_study_needs_no_permission(tmp_path: Path) -> None:
    folder = study(tmp_path / "study", protocol=PROTOCOL.replace('id = "closed"', 'id = "closed"\nfictional = true'))
    with closing(open_store(folder)) as store:
        add(store, coding("D1", "k_sex", 1, coder="eva", at=OVER), at=OVER)
        assert permission_notices(store, on=OVER.date()) == ()


def test_status_warns_and_says_when_coding_is_closed(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        add(store, Assignment(unit="D1", coder="eva", round="main", place=1, at=AT))
    (stage,) = [one for one in standing_of(folder, on=JUNE.date()).stages if one.name == "permission"]
    assert (stage.state, "eva signed no statement of secrecy for files" in stage.words) == ("wrong", True)
    sign(folder, "eva")
    assert [one for one in standing_of(folder, on=JUNE.date()).stages if one.name == "permission"] == []
    (stage,) = [one for one in standing_of(folder, on=dt.date(2026, 12, 20)).stages if one.name == "permission"]
    assert (stage.state, stage.words) == (
        "under way",
        "the permission of files ends on 2026-12-31; coding closes after that day",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--source", "files", "--signed", "2026-01-02", "--reference", "cabinet 3"], 0, "is noted"),
        (["--source", "elsewhere", "--signed", "2026-01-02", "--reference", "x"], 1, "is no closed source of"),
        (["--source", "files", "--signed", "2099-01-02", "--reference", "x"], 1, "which is yet to come"),
        (["--source", "files", "--signed", "2026-01-02"], 1, "say where the signed statement of eva lies"),
        (["--source", "files", "--signed", "soon"], 2, "'soon' is no date"),
        (["--source", "files"], 2, "a statement needs"),
    ],
)
def test_statements_are_noted_by_command(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int, sentence: str
) -> None:
    before = len(statements_of(folder))
    assert main(["secrecy", str(folder), "--coder", "eva", *arguments]) == code
    assert sentence in capfd.readouterr().err
    assert len(statements_of(folder)) == before + (code == 0)
    assert main(["secrecy", str(folder)]) == 0
    assert ("eva" in capfd.readouterr().out) is (code == 0)


@pytest.mark.parametrize(
    "protocol",
    [
        PROTOCOL[: PROTOCOL.index("[[sources]]")],
        PROTOCOL[: PROTOCOL.rindex("[[sources]]")],
        PROTOCOL.replace('giver = "College"', 'giver = "<who gave the permission>"'),
        None,
    ],
    ids=["no source", "no closed source", "not filled in", "no protocol"],
)
def test_without_a_permission_on_record_no_closed_file_is_coded(folder: Path, protocol: str | None) -> None:
    (folder / "study.toml").unlink() if protocol is None else (folder / "study.toml").write_text(protocol)
    before = count(folder)
    with closing(open_store(folder)) as store:
        for coder in ("A", "machine 1"):
            round_: Round = "main" if coder == "A" else "machine"
            with pytest.raises(ClosedError, match=r"write .*basis, giver"):
                add(store, coding("D1", "k_year", 1980, coder=coder, round=round_, at=JUNE), at=JUNE)
        add(store, coding("D2", "k_year", 1985, at=JUNE), at=JUNE)
    assert count(folder) == before + 1
    (stage,) = [one for one in standing_of(folder, on=JUNE.date()).stages if one.name == "permission"]
    assert (stage.state, "coded; write " in stage.words) == ("wrong", True)
