"""The store, on real SQLite and real PostgreSQL: whole after any end, one writer at a time, nothing ever changed."""

from __future__ import annotations

import datetime as dt
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import msgspec
import pytest

from tests.postgresql import make_database, running_postgresql
from tests.study.codings import AT, adjudication, coding, permit, units
from vonnis.archive.databases import SqliteDatabase, open_database
from vonnis.archive.store import FORMAT, TABLES, Store, open_store
from vonnis.archive.vault import Vault
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.study.coding import Coding, Locator, Passage, Reveal
from vonnis.study.erasure import Erasure
from vonnis.study.log import AskAgain, Assignment, Decision, Drawn, HandIn, Link, Listing, MeetingRule, Remark
from vonnis.study.permission import ClosedText, Statement

FORMATS = Path(__file__).parent / "formats"
RECORDS: tuple[msgspec.Struct, ...] = (
    *units(),
    coding("D1", "k_sex", 1, evidence=(Locator("pv 12", page="3", date=dt.date(2016, 1, 2)),), standing="court"),
    coding("D1", "k_seen", "0;1", evidence=(Passage("ECLI:NL:RBFIC:2016:1", 3, 9, "eisten"),), certainty="unsure"),
    coding("C1-V1", "v_age", "16..17", contradicted=True, note="see page 9"),
    coding("D2", "k_prison", "P18M", round="pilot"),
    coding("D2", "k_sex", missing=Missing.NOT_STATED),
    adjudication("D1", "k_sex", 1),
    Reveal(unit="D1", variable="k_sex", coder="A", at=AT),
    Decision(unit="D1", step="list", reason="acquitted", detail="2016", decided_by="A", at=AT),
    Link(kind="same_person", one="D1", other="D2", standing="uncertain", reason="same year", linked_by="A", at=AT),
    Drawn(unit="D1", draw="first", stratum="2016", probability=0.25, weight=4.0, seed=7, at=AT),
    Assignment(unit="D1", coder="A", round="main", place=1, at=AT),
    MeetingRule(variable="k_sex", words="Count the last one.", decided_by="E", ask_again=True, at=AT),
    AskAgain(rule="r1", unit="D1", variable="k_sex", coder="A", at=AT),
    HandIn(unit="D1", coder="A", round="training", at=AT),
    Listing(unit="C1-V1", coder="A", round="main", listed=False, at=AT),
    Remark(unit="D1", variable="k_sex", coder="A", author="E", words="See page 3.", at=AT),
    Erasure(unit="D9", ground="request", reference="letter 7", values_kept=False, erased_by="E", at=AT),
    ClosedText(unit="D1", document="D1-1", ending=".txt", added_by="A", at=AT),
    Statement(coder="A", source="files", signed=dt.date(2026, 1, 2), reference="cabinet", noted_by="E", at=AT),
)
SINCE = {AskAgain: 2, HandIn: 2, Remark: 2, Erasure: 3, ClosedText: 3, Statement: 3, Listing: 4}
"""In which format a kind of record came in, where that was not the first."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgresql() as address:
        yield address


@pytest.fixture(autouse=True)
def permitted(tmp_path: Path) -> None:
    permit(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    url = None
    if request.param == "postgresql":
        name = f"t{abs(hash(str(tmp_path))):x}"
        url = make_database(request.getfixturevalue("server"), name)
    return lambda: Store(open_database(tmp_path, url, wait=1.0), Vault(tmp_path))


def fill(store: Store, *records: msgspec.Struct, name: str = "test") -> None:
    with store.action(name, actor="A", at=AT, detail={"records": len(records)}) as writing:
        writing.add(records)


def test_every_kind_of_record_comes_back_as_it_went_in(opener: Callable[[], Store]) -> None:
    store = opener()
    fill(store, *RECORDS)
    store.close()
    again = opener()
    found = {record for kind in TABLES for record in again.records(kind)}
    assert found == set(RECORDS)
    assert again.records(Coding, unit="D1", variable="k_sex") == (RECORDS[len(units())],)
    again.close()


def test_adding_twice_in_any_order_changes_nothing(opener: Callable[[], Store]) -> None:
    store = opener()
    fill(store, *RECORDS)
    digest = store.digest()
    fill(store, *reversed(RECORDS))
    assert (store.digest(), store.count(Coding)) == (digest, 5)
    store.close()


@pytest.mark.parametrize("verb", ["UPDATE study_coding SET coder = 'B'", "DELETE FROM study_adjudication"])
def test_no_row_is_ever_changed_or_taken_out(opener: Callable[[], Store], verb: str) -> None:
    store = opener()
    fill(store, *RECORDS)
    digest = store.digest()
    with pytest.raises(StudyError, match="never changed"):
        store.database.run(verb)
    assert store.digest() == digest
    store.close()


def test_an_action_that_fails_leaves_nothing(opener: Callable[[], Store]) -> None:
    store = opener()

    def fail() -> None:
        with store.action("bad", actor="A", at=AT, detail={}) as writing:
            writing.add(RECORDS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (store.count(Coding), store.actions()) == (0, ())
    store.close()


def test_two_databases_hold_the_same_records_under_the_same_digest(server: str, tmp_path: Path) -> None:
    digests = set()
    for url in (None, make_database(server, "alike")):
        store = Store(open_database(tmp_path, url), Vault(tmp_path))
        fill(store, *RECORDS)
        digests.add(store.digest())
        store.close()
    assert len(digests) == 1


def test_bulk_columns_hold_the_same_as_the_records(opener: Callable[[], Store]) -> None:
    store = opener()
    fill(store, *RECORDS)
    table = store.table(Coding, ("unit", "variable", "value", "missing"))
    assert table.height == 5
    assert sorted(v for v in table["value"].to_list() if v) == ["0;1", "1", "16..17", "P18M"]
    assert table["missing"].drop_nulls().to_list() == [-8]
    store.close()


def test_records_are_tallied_by_a_field(opener: Callable[[], Store]) -> None:
    store = opener()
    assert store.head() == ""
    fill(store, *RECORDS)
    assert store.tally(Coding, "variable", contradicted=1) == {"v_age": 1}
    assert store.tally(Coding, "certainty", certainty="unsure") == {"unsure": 1}
    assert store.head() == store.actions()[-1].digest
    with pytest.raises(StudyError, match="no field"):
        store.tally(Coding, "colour")
    store.close()


def test_a_second_writer_is_told_when_the_first_does_not_end(opener: Callable[[], Store]) -> None:
    one, other = opener(), opener()
    with one.action("long", actor="A", at=AT, detail={}) as writing:
        writing.add(RECORDS[:1])
        with pytest.raises(StudyError, match=r"another program is writing|lock timeout"):
            fill(other, *RECORDS)
    fill(other, *RECORDS)
    assert [line.name for line in other.actions()] == ["long", "test"]
    one.close()
    other.close()


PROGRAM = """
import datetime as dt, sys
from pathlib import Path
from tests.study.codings import coding
from vonnis.archive.store import open_store
store = open_store(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    with store.action("answer", actor=sys.argv[2], at=at, detail={}) as writing:
        writing.add(coding(f"D{place}", "k_sex", number, coder=sys.argv[2], at=at) for place in range(20))
    print(number, flush=True)
"""


def writer(folder: Path, coder: str, times: int, root: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PROGRAM, str(folder), coder, str(times)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=root)


def test_two_processes_on_one_folder_lose_and_double_nothing(tmp_path: Path, root: Path) -> None:
    with writer(tmp_path, "A", 25, root) as one, writer(tmp_path, "B", 25, root) as other:
        one.communicate(timeout=300)
        other.communicate(timeout=300)
    store = open_store(tmp_path)
    assert (one.returncode, other.returncode, store.count(Coding), len(store.actions())) == (0, 0, 1000, 50)
    store.close()


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.03, 0.07])
def test_a_process_killed_in_the_middle_leaves_whole_actions(tmp_path: Path, root: Path, wait: float) -> None:
    with writer(tmp_path, "A", 100_000, root) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        told = 1 + len(process.stdout.readlines())
    store = open_store(tmp_path)
    actions, codings = len(store.actions()), store.count(Coding)
    assert codings == 20 * actions
    assert actions >= told
    store.close()


def test_a_line_taken_out_of_the_log_shows(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for name in ("one", "two", "three"):
        fill(store, name=name)
    store.close()
    with sqlite3.connect(tmp_path / "coding.sqlite3") as raw:
        raw.execute("DROP TRIGGER study_action_no_DELETE")
        raw.execute("DELETE FROM study_action WHERE seq = 2")
    raw.close()
    again = open_store(tmp_path)
    with pytest.raises(StudyError, match="broken at line 2"):
        again.actions()
    again.close()


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.database.run("UPDATE store_meta SET content = %s", [(str(FORMAT + 1),)])
    store.close()
    with pytest.raises(StudyError, match="upgrade vonnis"):
        open_store(tmp_path)


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_every_format_that_was_ever_released_opens(number: int, tmp_path: Path) -> None:
    folder = copytree(FORMATS / str(number), tmp_path / "study")
    store = open_store(folder)
    known = {record for record in RECORDS if SINCE.get(type(record), 1) <= number}
    assert {record for kind in TABLES for record in store.records(kind)} == known
    assert store.actions()[0].name == "fixture"
    store.close()


def test_an_older_format_is_sealed_when_it_is_opened(tmp_path: Path) -> None:
    folder = copytree(FORMATS / "1", tmp_path / "study")
    assert b"eisten" in (folder / "coding.sqlite3").read_bytes()
    store = open_store(folder)
    ids = {id_ for id_, _ in store.as_stored(Coding)}
    assert ids == {record.id for record in RECORDS if isinstance(record, Coding)}
    store.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [word for word in (b"eisten", b"see page 9", b"page 3 is plain", b"same year") if word in left] == []


def test_lines_of_one_name_and_files_of_one_unit_are_found_without_reading_all(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    plans = [
        [row[3] for rows in store.database.rows(f"EXPLAIN QUERY PLAN {asked}") for row in rows]
        for asked in (
            "SELECT * FROM study_action WHERE seq >= 1 AND name = 'coding.undo' AND actor = 'anna' ORDER BY seq",
            "SELECT * FROM study_assignment WHERE coder IN ('anna') AND unit IN ('D1') ORDER BY at, id",
        )
    ]
    store.close()
    assert [plan[0].startswith("SEARCH") for plan in plans] == [True, True]


def test_a_damaged_file_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    (tmp_path / "coding.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(StudyError, match="no database"):
        SqliteDatabase(tmp_path / "coding.sqlite3")
    with pytest.raises(StudyError, match="no folder"):
        open_store(tmp_path / "nowhere")
    with pytest.raises(StudyError, match="begins with 'mysql'"):
        open_store(tmp_path, url="mysql://x/y")


def test_rules_and_remarks_are_sealed_when_format_3_is_opened(tmp_path: Path) -> None:
    folder = copytree(FORMATS / "3", tmp_path / "study")
    with sqlite3.connect(folder / "coding.sqlite3") as raw:
        (old,) = raw.execute("SELECT id FROM study_rule").fetchone()
        cells = ("x1", old, "D1", "k_sex", "A", "2026-01-05T09:00:00.000000Z")
        raw.execute(
            "INSERT INTO study_ask_again (id, rule, unit, variable, coder, at) VALUES (?, ?, ?, ?, ?, ?)", cells
        )
    raw.close()
    assert b"Count the last one." in (folder / "coding.sqlite3").read_bytes()
    store = open_store(folder)
    (rule,) = store.records(MeetingRule)
    assert (rule.words, rule.id != old) == ("Count the last one.", True)
    assert rule.id in {one.rule for one in store.records(AskAgain)}
    store.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Count the last one." not in left


@pytest.mark.parametrize("number", [3, 4])
def test_a_remark_about_what_was_erased_since_goes_with_it_when_an_older_format_is_opened(
    number: int, tmp_path: Path
) -> None:
    folder = copytree(FORMATS / str(number), tmp_path / "study")
    with sqlite3.connect(folder / "coding.sqlite3") as raw:
        raw.execute(
            "INSERT INTO study_decision (id, unit, step, reason, detail, decided_by, at)"
            " VALUES ('x1', 'D9', 'file', 'file_missing', 'MARKREMARK', 'A', '2026-01-05T09:00:00.000000Z')"
        )
    raw.close()
    store = open_store(folder)
    (gone,) = [one for one in store.records(Decision) if one.unit == "D9"]
    assert (gone.reason, gone.detail) == ("file_missing", "")
    assert [one.detail for one in store.records(Decision) if one.unit == "D1"] == ["2016"]
    line = store.actions()[-1]
    assert (line.name, line.detail) == ("upgrade", f'{{"erased":["D9"],"format":{FORMAT}}}')
    store.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"MARKREMARK" not in left
    open_store(folder).close()


@pytest.mark.parametrize("name", ["", "a\x1eb", "\x1f", "twee\nregels", 'een "woord"'])
def test_signs_in_a_name_do_not_tear_the_columns_apart(tmp_path: Path, name: str) -> None:
    codings = [coding("D1", "k_sex", 1, coder=name), coding("D2", "k_sex", missing=Missing.UNCLEAR)]
    store = open_store(tmp_path)
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add(codings)
    found = store.table(Coding, ("unit", "coder", "value", "missing"))
    store.close()
    assert sorted(found.rows()) == [("D1", name, "1", None), ("D2", "A", None, -9)]
