"""With the folder, the database and the log in hand, and no key, nothing that a person typed about a file is read."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from tests.archive.test_key_safe import LINES, RECIPIENTS, identities
from tests.study.codings import AT, adjudication, coding
from tests.workflow.closed_study import PROTOCOL, add, found_in, study
from vonnis.archive.key_file import write_key
from vonnis.archive.ring import Ring
from vonnis.archive.sealing import RING
from vonnis.archive.store import TABLES, Store, open_store
from vonnis.errors import StudyError
from vonnis.study.coding import Locator, Passage, Record
from vonnis.study.erasure import Erasure
from vonnis.study.log import Decision, Link, MeetingRule, Remark
from vonnis.study.unit import Unit, victim_unit
from vonnis.workflow.certificate import page
from vonnis.workflow.erasing import Reason, Wanted, destroy
from vonnis.workflow.key_opening import close_key, show_key
from vonnis.workflow.population import ListImport, drop, import_list

LATER = AT + dt.timedelta(hours=1)
TYPED: tuple[Record, ...] = (
    coding("D1", "k_seen", 1, at=LATER, evidence=(Passage("D1-1", 0, 4, "MARKQ2"),), note="MARKN2"),
    msgspec.structs.replace(adjudication("D1", "k_seen", 1), reason="MARKR2"),
    Link(kind="complex", one="C1", other="C2", reason="MARKL2", linked_by="E", at=LATER),
    Remark(unit="D1", variable="k_sex", coder="A", author="A", words="MARKTHREAD", at=LATER),
    MeetingRule(variable="k_sex", words="MARKRULE", decided_by="E", at=LATER),
    MeetingRule(variable="k_seen", words="MARKRULE", decided_by="E", at=LATER),
    Decision(unit="D1", step="file", reason="not_found", detail="MARKDETAIL", decided_by="E", at=LATER),
    Decision(unit="D1", step="screening", detail="MARKDETAIL", decided_by="E", at=LATER),
)
MARKS = ("MARKQ2", "MARKN2", "MARKR2", "MARKL2", "MARKTHREAD", "MARKRULE", "MARKDETAIL", "MARKWHY")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = study(tmp_path / "study")
    with closing(open_store(made)) as store:
        add(store, *TYPED, at=LATER)
    write_key(tmp_path / "key.csv", LINES)
    close_key(made, tmp_path / "key.csv", out=tmp_path / "key.key", passphrases=RECIPIENTS, at=LATER)
    show_key(
        made, tmp_path / "key.key", numbers=["D0001"], passphrases=identities("anna", "bram"), why="MARKWHY", at=LATER
    )
    return made


def shown(store: Store) -> str:
    """Return everything that the store gives out, its log included."""
    told = [store.told(line) for line in store.actions()]
    return repr([store.records(kind) for kind in TABLES]) + repr(told)


def test_what_was_typed_is_read_with_the_keys_and_is_nowhere_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(folder)) as store:
        said = shown(store)
    assert [mark for mark in MARKS if mark not in said] == []
    assert found_in(folder, MARKS) == []
    with sqlite3.connect(folder / "coding.sqlite3") as raw:
        dump = "\n".join(raw.iterdump())
    raw.close()
    assert [mark for mark in MARKS if mark in dump] == []
    assert [line for line in LINES if line.outside in dump] == []
    monkeypatch.setenv("VONNIS_KEYS", str(tmp_path / "elsewhere"))
    with closing(open_store(folder)) as store:
        assert [mark for mark in MARKS if mark in shown(store)] == []


def test_every_record_field_that_a_person_writes_is_sealed_or_looked_at() -> None:
    free = {kind for kind in TABLES if issubclass(kind, Record) and kind.free_words}
    named = {type(record) for record in TYPED}
    assert free == named, "a kind of record with free words has its mark among what was typed"
    known = {"note", "reason", "words", "detail", "reference", "unit", "variable", "coder", "id", "one", "other"}
    text = {name for kind in TABLES for name, of in kind.__annotations__.items() if of == "str"}
    people = {"adjudicator", "author", "decided_by", "linked_by", "erased_by", "added_by", "noted_by"}
    codes = {"codebook_version", "document", "ending", "source", "rule", "draw", "stratum", "complex", "article"}
    assert text - known - people - codes == {"disposal", "office"}, "say of a new text whether it can hold closed words"


def test_all_closed_takes_rules_and_reasons_along(folder: Path) -> None:
    destroy(folder, Wanted(all_closed=True), reason=Reason(ground="retention_ended", by="E", at=LATER))
    with closing(open_store(folder)) as store:
        said = shown(store)
        assert [mark for mark in MARKS if mark in said] == []
        ring = store.remark(RING)
        assert ring is not None
        assert Ring(store.vault.closed(ring).path).all() == {}


def test_the_certificate_of_a_source_says_that_rules_stay(folder: Path) -> None:
    said = "Rules of the coders' meeting"
    made = destroy(folder, Wanted(source="files"), reason=Reason(ground="retention_ended", by="E", at=AT))
    assert any(said in sentence for sentence in made.elsewhere)
    made = destroy(folder, Wanted(all_closed=True), reason=Reason(ground="retention_ended", by="E", at=AT))
    assert not any(said in sentence for sentence in made.elsewhere)
    assert (made.erased, made.rules) == ((), 3)
    assert "Rules of the coders' meeting and reasons in the log: 3." in page(made)
    with closing(open_store(folder)) as store:
        assert store.actions()[-1].name == "destroy"
        assert '"rules":3' in store.actions()[-1].detail


def test_a_unit_alone_leaves_the_rules(folder: Path) -> None:
    destroy(folder, Wanted(units=("C1",)), reason=Reason(ground="request", by="E", at=LATER))
    with closing(open_store(folder)) as store:
        said = shown(store)
    assert {mark for mark in MARKS if mark in said} == {"MARKRULE", "MARKWHY"}


def test_a_rule_of_a_study_that_will_read_files_lies_apart_from_the_first_day(tmp_path: Path) -> None:
    for name, protocol in (("shut", PROTOCOL), ("open", PROTOCOL[: PROTOCOL.rindex("[[sources]]")])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "study.toml").write_text(protocol, encoding="utf-8")
        with closing(open_store(folder)) as store:
            add(store, MeetingRule(variable="k_sex", words="MARKRULE", decided_by="E", at=AT))
        assert (folder / "private/keys.sqlite3").exists() is (name == "open")
        assert found_in(folder, ("MARKRULE",)) == []


def test_a_code_of_a_list_is_no_word_of_a_person(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store:
        add(store, Decision(unit="D1", step="list", reason="dismissed", detail="02", decided_by="E", at=AT))
        ((_, kept),) = store.as_stored(Decision)
    assert kept.detail == "02"


@pytest.mark.parametrize("where", ["drop", "place", "reference", "unit"])
def test_a_parketnummer_is_sealed_or_stops_the_action(folder: Path, where: str) -> None:
    with closing(open_store(folder)) as store:
        before = store.digest(), len(store.lines())
        if where == "drop":
            drop(folder, ["D1"], reason="no_payment", detail="99/100001-16 is lost", by="E", at=LATER)
        else:
            record = {
                "place": coding("D1", "k_year", 1980, at=LATER, evidence=(Locator("99/100001-16"),)),
                "reference": Erasure(unit="D1", ground="request", reference="99/100001-16", erased_by="E", at=LATER),
                "unit": msgspec.structs.replace(victim_unit("C1-V1", complex_="C1"), office="99/100001-16"),
            }[where]
            with pytest.raises(StudyError, match="parketnummer"):
                add(store, record, at=LATER)
            assert (store.digest(), len(store.lines())) == before
    assert found_in(folder, ("99/100001-16",)) == []


def test_a_list_of_one_case_is_not_found_by_trying(tmp_path: Path, folder: Path) -> None:
    line = "Parketnummer,Instroomdatum,Artikel,Afdoening\n99/{:06}-16,3-5-2016,248b Sr,veroordeeld\n"
    (tmp_path / "list.csv").write_text(line.format(100_001), encoding="utf-8")
    given = ListImport(path=tmp_path / "list.csv", key=tmp_path / "open.csv")
    import_list(folder, given, by="lead", at=LATER)
    with closing(open_store(folder)) as store:
        (frame,) = {unit.frame for unit in store.records(Unit) if (unit.frame or "").startswith("list-")}
    tried = (sha256(line.format(number).encode()).hexdigest() for number in range(300_000))
    assert sum(digest.startswith(str(frame).removeprefix("list-")) for digest in tried) > 1
