"""Words in the store: sealed on the disk, the same when they come back, gone when their key is."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from secrets import token_bytes
from time import sleep

import msgspec
import pytest

from tests.study.codings import AT, adjudication, coding, permit, units
from vonnis.archive.ring import KEY_BYTES, Ring, Sealed, sealed_under
from vonnis.archive.sealing import NOT_READABLE, RING
from vonnis.archive.store import Store, Writing, open_store
from vonnis.errors import StudyError, UsageError
from vonnis.study.coding import Adjudication, Coding, Passage
from vonnis.study.erasure import Erasure
from vonnis.study.log import Link, LinkStanding
from vonnis.study.unit import Unit, complex_unit
from vonnis.study.words import Subject, reworded

OPEN = Passage("ECLI:NL:RBFIC:2016:1", 3, 9, "OPENWORD")
SHUT = coding("D1", "k_sex", 1, evidence=(Passage("D1-1", 0, 8, "SHUTWORD"),), note="NOTEWORD")
JUDGED = Unit(
    id="D8", level="defendant", complex="C8", defendant="D8", source_mode="published", documents=(OPEN.document,)
)
LATER = AT + dt.timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(made(tmp_path / "study"))
    add(opened, *units(), JUDGED)
    yield opened
    opened.close()


def made(folder: Path) -> Path:
    folder.mkdir()
    return permit(folder)


def add(store: Store, *records: msgspec.Struct) -> None:
    with store.action("test", actor="A", at=AT, detail={}) as writing:
        writing.add(records)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def ring_of(store: Store) -> Ring:
    name = store.remark(RING)
    assert name is not None
    return store.vault.closed(name)


def test_words_of_closed_files_are_nowhere_in_the_folder_and_come_back_with_their_key(
    store: Store, tmp_path: Path
) -> None:
    add(store, SHUT, adjudication("D1", "k_sex", 1))
    assert store.records(Coding) == (SHUT,)
    assert store.records(Adjudication)[0].reason == "page 3 is plain"
    folder = everything(tmp_path / "study")
    assert [word for word in (b"SHUTWORD", b"NOTEWORD", b"page 3 is plain") if word in folder] == []
    assert not (tmp_path / "study/private").exists()


def test_who_only_counts_gets_the_answers_with_their_words_sealed(store: Store) -> None:
    other = coding("D2", "k_sex", 0, at=LATER)
    add(store, SHUT, other)
    (first, second) = store.without_words(Coding, variable="k_sex", coder=["A"])
    assert (first.id, first.answer, second) == (SHUT.id, SHUT.answer, other)
    assert "WORD" not in str(first)


def test_keys_of_published_judgments_travel_with_the_folder_and_those_of_files_do_not(
    store: Store, tmp_path: Path
) -> None:
    add(store, SHUT, coding("D2", "k_sex", 1, evidence=(OPEN,)))
    assert set(Ring(tmp_path / "study/private/keys.sqlite3").all()) == {Subject("D2", OPEN.document)}
    assert set(ring_of(store).all()) == {Subject("D1", "D1-1")}
    assert ring_of(store).path.stat().st_mode & 0o077 == 0


def test_a_note_about_a_closed_file_is_closed_though_it_rests_on_a_published_judgment(store: Store) -> None:
    """The judgment is published; what a coder writes beside it may stand in the file alone."""
    mixed = coding("D1", "k_sex", 1, evidence=(OPEN, Passage("D1-1", 0, 8, "SHUTWORD")), note="NOTEWORD")
    add(store, mixed, coding("D2", "k_sex", 1, evidence=(OPEN,), note="NOTEWORD"))
    assert store.records(Coding, unit="D1") == (mixed,)
    away = ring_of(store).path.rename(ring_of(store).path.with_suffix(".away"))
    without = msgspec.structs.replace(mixed, evidence=(OPEN, Passage("D1-1", 0, 8, "")), note="")
    assert store.records(Coding, unit="D1") == (without,)
    assert store.records(Coding, unit="D2")[0].note == ""
    away.rename(away.with_suffix(".sqlite3"))
    assert store.records(Coding, unit="D1") == (mixed,)


def test_a_judgment_in_a_file_is_closed_though_it_has_an_ecli(store: Store, tmp_path: Path) -> None:
    """What counts is the source that it was read in: no unit of this study has it from a published one."""
    unseen = Passage("ECLI:NL:RBFIC:2016:2", 3, 9, "UNPUBLISHED")
    own = Passage(JUDGED.id, 3, 9, "OWNWORD")
    kept = coding("D1", "k_sex", 1, evidence=(unseen,), note="NOTEWORD")
    add(store, kept, coding("D8", "k_sex", 1, evidence=(own,)))
    assert set(ring_of(store).all()) == {Subject("D1", unseen.document)}
    assert set(Ring(tmp_path / "study/private/keys.sqlite3").all()) == {Subject("D8", own.document)}
    assert store.records(Coding, unit="D1") == (kept,)
    assert not store.publishes("ECLI:NL:RBFIC:2016:%")


@pytest.mark.parametrize("standing", ["certain", "uncertain", "refused"])
def test_a_link_to_a_complex_of_a_file_closes_what_is_written_from_then_on(
    store: Store, tmp_path: Path, standing: LinkStanding
) -> None:
    add(store, complex_unit("C8"), complex_unit("C7"))
    for one, other, how in (("C8", "C7", "certain"), ("C7", "C1", standing)):
        add(store, Link(kind="complex", one=one, other=other, standing=how, reason="R", linked_by="E", at=AT))  # type: ignore[arg-type]
    said = coding("D8", "k_sex", 1, evidence=(OPEN,), note="NOTEWORD", at=LATER)
    add(store, said)
    inside = Ring(tmp_path / "study/private/keys.sqlite3")
    apart = {subject for subject in ring_of(store).all() if subject.unit == "D8"}
    assert apart == (set() if standing == "refused" else {Subject("D8", "")})
    assert Subject("D8", OPEN.document) in inside.all()
    assert store.records(Coding) == (said,)


def test_many_judgments_are_told_apart_in_a_few_questions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"ECLI:NL:RBFIC:2017:{number}" for number in range(60)]
    open_ones = msgspec.structs.replace(JUDGED, id="D7", defendant="D7", documents=tuple(names[::2]))
    add(store, open_ones)
    asked, one_by_one = list[str](), store.publishes

    def counted(document: str) -> bool:
        asked.append(document)
        return one_by_one(document)

    monkeypatch.setattr(store, "publishes", counted)
    add(store, *(coding("D1", "k_sex", 1, at=AT, coder=name, evidence=(Passage(name, 0, 1, "W"),)) for name in names))
    apart = {subject.document for subject in ring_of(store).all()}
    assert apart == set(names[1::2])
    assert len(asked) < 30


def test_a_file_that_comes_into_a_complex_later_closes_what_is_written_from_then_on(
    store: Store, tmp_path: Path
) -> None:
    before = coding("D8", "k_sex", 1, note="NOTEWORD")
    add(store, before, msgspec.structs.replace(adjudication("D8", "k_sex", 1), reason="REASONWORD"))
    inside = Ring(tmp_path / "study/private/keys.sqlite3")
    assert set(inside.all()) == {Subject("D8", "")}
    add(store, Unit(id="D9", level="defendant", complex="C8", defendant="D9", source_mode="closed_paper"))
    after = coding("D8", "k_seen", 1, note="SHUTWORD", at=LATER)
    add(store, after, before)
    assert store.records(Coding) == (before, after)
    assert set(ring_of(store).all()) == {Subject("D8", "")}
    ring_of(store).path.rename(tmp_path / "away")
    assert [one.note for one in store.records(Coding)] == ["NOTEWORD", ""]
    (tmp_path / "away").rename(ring_of(store).path)
    with pytest.raises(StudyError, match="the same answer of the same moment stands with another note"):
        add(store, msgspec.structs.replace(before, note="OTHERWORD"))


def test_a_note_that_an_earlier_version_sealed_with_its_judgment_is_still_read(store: Store) -> None:
    mixed = coding("D1", "k_sex", 1, evidence=(OPEN,), note="NOTEWORD")
    add(store, coding("D1", "k_sex", 0, coder="B", evidence=(OPEN,)))
    (key,) = store.vault.keys_of(Subject("D1", OPEN.document), name=store.remark(RING))
    with store.database.transaction():
        Writing(store).copy([reworded(mixed, lambda _, place, text: key.seal(text, bound=f"{mixed.id} {place}"))])
    assert store.records(Coding, coder="A") == (mixed,)


def test_a_study_of_published_judgments_alone_needs_no_ring_apart(tmp_path: Path) -> None:
    opened = open_store(made(tmp_path / "open"))
    people = [
        msgspec.structs.replace(unit, source_mode="published") if unit.level == "defendant" else unit
        for unit in units()
    ]
    add(opened, *people, coding("C1-V1", "v_age", "16..17", note="NOTEWORD"))
    assert opened.remark(RING) is None
    assert opened.records(Coding)[0].note == "NOTEWORD"
    opened.close()


def test_without_the_ring_the_answer_stays_and_the_words_do_not(store: Store) -> None:
    add(store, SHUT, adjudication("D1", "k_sex", 1))
    digest, ring = store.digest(), ring_of(store)
    away = ring.path.rename(ring.path.with_suffix(".away"))
    (found,) = store.records(Coding)
    assert (found.value, found.note, found.evidence) == ("1", "", (Passage("D1-1", 0, 8, ""),))
    assert (found.id, store.digest(), store.records(Adjudication)[0].reason) == (SHUT.id, digest, NOT_READABLE)
    with pytest.raises(StudyError, match="the keys of the closed files are not here"):
        add(store, coding("D2", "k_sex", 1, note="more"))
    away.rename(ring.path)
    assert store.records(Coding) == (SHUT,)


def test_a_key_thrown_away_by_another_program_is_gone_here_too(store: Store) -> None:
    add(store, SHUT)
    assert store.records(Coding) == (SHUT,)
    assert Ring(ring_of(store).path).throw([Subject("D1", "D1-1")]) == 1
    assert store.records(Coding)[0].note == ""
    assert len(store.actions()) == 2


def test_words_of_something_erased_are_not_taken_in_again(store: Store) -> None:
    add(store, Erasure(unit="D1", ground="request", erased_by="E", at=AT))
    with pytest.raises(StudyError, match=r"D1: D1 was erased on 2026-01-05, and no words of it"):
        add(store, SHUT)
    add(store, coding("D1", "k_sex", 1))
    assert store.count(Coding) == 1


def test_the_same_answer_with_another_note_is_refused_rather_than_lost(store: Store) -> None:
    add(store, SHUT)
    add(store, SHUT)
    other = msgspec.structs.replace(SHUT, note="another")
    assert other.id == SHUT.id
    with pytest.raises(StudyError, match="the same answer of the same moment stands with another note"):
        add(store, other)
    add(store, msgspec.structs.replace(other, at=LATER))
    assert [one.note for one in store.records(Coding)] == ["NOTEWORD", "another"]


def test_sealed_words_that_were_moved_or_changed_are_said(store: Store) -> None:
    add(store, SHUT, coding("D1", "k_seen", "1", evidence=(Passage("D1-1", 0, 8, "SHUTWORD"),)))
    stored = {record.variable: id_ for id_, record in store.as_stored(Coding)}
    store.database.run("DROP TRIGGER study_coding_no_UPDATE")
    one, other = stored["k_sex"], stored["k_seen"]
    copied = "UPDATE study_coding SET evidence = (SELECT evidence FROM study_coding WHERE id = %s) WHERE id = %s"
    store.database.run(copied, [(one, other)])
    with pytest.raises(StudyError, match=f"{other} quote/0: sealed words were changed"):
        store.records(Coding)


def test_a_ring_in_the_study_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "study")
    monkeypatch.setenv("VONNIS_KEYS", str(folder / "keys"))
    opened = open_store(folder)
    add(opened, *units())
    with pytest.raises(UsageError, match="the keys of closed files belong elsewhere: VONNIS_KEYS"):
        add(opened, SHUT)
    assert opened.count(Coding) == 0
    opened.close()


def test_a_ring_that_is_no_ring_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ring.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StudyError, match=r"the key ring .* cannot be used"):
        Ring(path).take({Subject("D1", ""): bytes(KEY_BYTES)})


def test_a_key_opens_only_what_was_sealed_under_it() -> None:
    one, other = Sealed(bytes(KEY_BYTES)), Sealed(bytes([1]) * KEY_BYTES)
    stored = one.seal("words", bound="here")
    assert (one.open(stored, bound="here"), one.seal("words", bound="here")) == ("words", stored)
    assert (sealed_under(stored, one), sealed_under(stored, other)) == (True, False)
    with pytest.raises(StudyError, match="sealed words were changed"):
        one.open(stored, bound="there")


def test_a_thrown_key_leaves_nothing_in_the_file_of_the_ring(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "ring.sqlite3")
    secrets = {Subject(f"D{number}", ""): bytes([number]) * KEY_BYTES for number in range(1, 9)}
    ring.take(secrets)
    ring.take({Subject("D1", ""): bytes(KEY_BYTES)})
    assert ring.find(Subject("D1", "")) == secrets[Subject("D1", "")]
    assert ring.throw([Subject("D3", ""), Subject("D99", "")]) == 1
    left = everything(tmp_path)
    assert (secrets[Subject("D3", "")] in left, secrets[Subject("D4", "")] in left) == (False, True)


def test_programs_that_wait_for_a_ring_do_not_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "ring.sqlite3"
    Ring(path).take({Subject("D1", ""): bytes(KEY_BYTES)})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(2) as pool:
        taken = [pool.submit(Ring(path).take, {Subject(unit, ""): bytes(KEY_BYTES)}) for unit in ("D2", "D3")]
        sleep(0.3)  # both have tried by then
        assert not any(one.done() for one in taken)
        holder.execute("ROLLBACK")
        for one in taken:
            one.result()
    holder.close()
    assert len(Ring(path).all()) == 3


def test_the_journal_of_a_ring_is_overwritten_before_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that is unlinked as it is leaves its keys on the disk."""
    ring, journal = Ring(tmp_path / "ring.sqlite3"), tmp_path / "ring.sqlite3-journal"
    secrets = {Subject(f"D{number}", ""): token_bytes(KEY_BYTES) for number in range(300)}
    ring.take(secrets)
    seen: list[bytes] = []
    synced = os.fsync

    def looks(descriptor: int) -> None:
        synced(descriptor)
        os.link(journal, tmp_path / f"kept-{len(seen)}")
        seen.append(journal.read_bytes())

    monkeypatch.setattr(os, "fsync", looks)
    assert ring.throw([Subject("D3", "")]) == 1
    ring.take({Subject("E1", ""): token_bytes(KEY_BYTES)})
    assert [(len(each) > 0, each.strip(b"\0")) for each in seen] == [(True, b""), (True, b"")]
    assert [path.read_bytes().strip(b"\0") for path in tmp_path.glob("kept-*")] == [b"", b""]
    assert not journal.exists()


def test_nothing_of_thousands_of_keys_stays_however_rows_were_moved(tmp_path: Path) -> None:
    """SQLite overwrites a row that is deleted, and leaves copies of rows that it moved before."""
    ring, chance = Ring(tmp_path / "ring.sqlite3"), Random(4)
    held: dict[Subject, bytes] = {}
    size = 0
    for _ in range(6):
        new = {Subject(f"D{chance.randrange(9**6)}", "x" * chance.randrange(99)): chance.randbytes(KEY_BYTES)
               for _ in range(chance.randrange(50, 400))}  # fmt: skip
        ring.take(new)
        held |= new
        gone = chance.sample(sorted(held), len(held) // 2)
        assert ring.throw(gone) == len(gone)
        left = ring.path.read_bytes()
        assert [one for one in gone if held[one][:24] in left or held[one][-24:] in left] == []
        held = {one: secret for one, secret in held.items() if one not in set(gone)}
        assert ring.all() == held
        assert len(left) >= size, "the end of a file that shrinks stays on the disk as it was"
        size = len(left)


def test_many_programs_write_one_ring_at_once(tmp_path: Path) -> None:
    def one(number: int) -> int:
        ring = Ring(tmp_path / "ring.sqlite3")
        ring.take({Subject(f"D{number}", ""): bytes([number]) * KEY_BYTES, Subject(f"E{number}", ""): b"e" * KEY_BYTES})
        return ring.throw([Subject(f"E{number}", "")])

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(1, 25))) == [1] * 24
    assert set(Ring(tmp_path / "ring.sqlite3").all()) == {Subject(f"D{number}", "") for number in range(1, 25)}


def test_units_of_a_complex_are_closed_where_one_defendant_is(store: Store) -> None:
    mixed = Unit(id="D7", level="defendant", complex="C1", defendant="D7", source_mode="published")
    add(store, mixed, coding("C1", "c_link", 1, note="NOTEWORD"))
    assert Subject("C1", "") in ring_of(store).all()


def test_the_name_of_a_ring_leads_nowhere_else(store: Store, tmp_path: Path) -> None:
    other = Ring(tmp_path / "other.sqlite3")
    other.take({Subject("D1", ""): b"k" * KEY_BYTES})
    with pytest.raises(StudyError, match="names its key ring in a way that no vonnis does"):
        store.vault.keys_of(Subject("D1", ""), name=str(tmp_path / "other"))


def test_many_keys_are_thrown_away_in_one_step_and_set_aside_nowhere(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "ring.sqlite3")
    ring.take({Subject(f"D{number}", ""): b"k" * KEY_BYTES for number in range(200)})
    before = writes(ring.path)
    assert ring.throw([Subject(f"D{number}", "") for number in range(100)]) == 100
    assert writes(ring.path) - before <= 3
    with ring._opened() as connection:
        assert connection.execute("PRAGMA temp_store").fetchone() == (2,)


def writes(database: Path) -> int:
    """Return how many transactions SQLite has written to a file, from its header."""
    return int.from_bytes(database.read_bytes()[24:28], "big")
