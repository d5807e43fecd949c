"""Erasing: no byte of the words is left, every answer is, and the certificate says what was done."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
import pytest

from tests.corpus.material import add as add_to_corpus
from tests.corpus.material import judgment, write
from tests.postgresql import make_database
from tests.study.codings import AT, coding
from tests.workflow.closed_study import (
    CLOSED_WORDS,
    ECLI,
    OPEN_WORDS,
    PROTOCOL,
    add,
    answers,
    found_in,
    people,
    study,
)
from vonnis.archive.ring import Ring
from vonnis.archive.sealing import NOT_READABLE, RING
from vonnis.archive.store import Store, open_store
from vonnis.archive.study_zip import unpack_study_zip, write_study_zip
from vonnis.errors import ClosedError, StudyError, UsageError
from vonnis.sources.holdings import Holdings, connect
from vonnis.study.coding import Adjudication, Coding, Locator, Passage
from vonnis.study.erasure import Erasure
from vonnis.study.protocol import read_protocol
from vonnis.study.words import Subject
from vonnis.workflow import erasing
from vonnis.workflow.certificate import Certificate, Gone, Lost
from vonnis.workflow.codings import codebook_of, export_codings, final_of
from vonnis.workflow.erasing import Reason, Wanted, destroy

LATER = AT + dt.timedelta(days=1)
ENDED = Reason(ground="permission_ended", reference="letter 7", by="E", at=LATER)


def words_of(folder: Path) -> set[str]:
    """Return every word that the store gives out."""
    with closing(open_store(folder)) as store:
        codings, decisions = store.records(Coding), store.records(Adjudication)
    quotes = {each.quote for one in codings for each in one.evidence if isinstance(each, Passage)}
    return (quotes | {one.note for one in codings} | {one.reason for one in decisions}) - {"", NOT_READABLE}


def values_of(folder: Path) -> list[tuple[str, ...]]:
    with closing(open_store(folder)) as store:
        found = final_of(store, codebook=codebook_of(folder)).select("unit", "variable", "value", "basis")
    return [tuple(str(cell) for cell in row) for row in found.iter_rows()]


@pytest.mark.parametrize(
    ("wanted", "gone"),
    [
        (Wanted(units=("C1",)), {"MARKQUOTE", "MARKNOTE", "MARKREASON"}),
        (Wanted(units=("D1",)), {"MARKQUOTE", "MARKNOTE", "MARKREASON"}),
        (Wanted(all_closed=True), {"MARKQUOTE", "MARKNOTE", "MARKREASON"}),
        (Wanted(source="files"), {"MARKQUOTE", "MARKNOTE", "MARKREASON"}),
        (Wanted(documents=(ECLI,)), {"MARKOPEN", "MARKSAID"}),
        (Wanted(documents=("D1-1",)), {"MARKQUOTE", "MARKNOTE"}),
    ],
)
def test_words_go_and_values_stay(tmp_path: Path, wanted: Wanted, gone: set[str]) -> None:
    folder = study(tmp_path / "study")
    before, values = words_of(folder), values_of(folder)
    with closing(open_store(folder)) as store:
        digest, ids = store.digest(), [one.id for one in store.records(Coding)]
    destroy(folder, wanted, reason=ENDED)
    assert (before - words_of(folder), values_of(folder)) == (gone, values)
    with closing(open_store(folder)) as store:
        assert [one.id for one in store.records(Coding)] == ids
        assert store.actions()[-1].name == "destroy"
        assert store.digest() != digest
        assert len(store.records(Erasure)) >= 1


def test_no_byte_is_left_of_what_was_erased(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (folder / "private/passages.html").write_text("MARKQUOTE and MARKOPEN", encoding="utf-8")
    (folder / "private/records.jsonl").write_text('"MARKOPEN"', encoding="utf-8")
    (folder / "sources/judgments").mkdir(parents=True)
    judgment = f"sources/judgments/{ECLI.replace(':', '_')}.xml"
    (folder / judgment).write_text("MARKOPEN", encoding="utf-8")
    writer = open_store(folder)
    add(
        writer,
        coding("D2", "k_sex", 0, at=LATER, note="MARKSAID once more", evidence=(Passage(ECLI, 3, 11, "MARKOPEN"),)),
    )
    assert found_in(folder, OPEN_WORDS) == ["MARKOPEN"]
    keys = Ring(folder / "private/keys.sqlite3").all()
    done = destroy(folder, Wanted(documents=(ECLI,), all_closed=True), reason=ENDED)
    assert found_in(folder, CLOSED_WORDS + OPEN_WORDS) == []
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [subject for subject, secret in keys.items() if secret in left] == []
    assert done.files == (
        "private/passages.html",
        "private/records.jsonl",
        f"sources/judgments/{ECLI.replace(':', '_')}.xml",
    )
    writer.close()


def test_an_older_copy_of_the_folder_cannot_be_read_after_the_keys_are_gone(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    with closing(sqlite3.connect(folder / "coding.sqlite3")) as old, closing(sqlite3.connect(tmp_path / "copy")) as new:
        old.backup(new)
    destroy(folder, Wanted(all_closed=True), reason=ENDED)
    (tmp_path / "copy").replace(folder / "coding.sqlite3")
    assert words_of(folder) == {"MARKOPEN", "MARKSAID"}


def test_a_copy_that_was_exported_is_lost_with_the_keys_too(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store, (tmp_path / "study.zip").open("wb") as stream:
        write_study_zip(folder, read_protocol(folder / "study.toml"), store=store, stream=stream)
    (tmp_path / "copy").mkdir()
    with (tmp_path / "study.zip").open("rb") as stream:
        unpack_study_zip(stream, tmp_path / "copy")
    assert words_of(tmp_path / "copy") == words_of(folder)
    destroy(folder, Wanted(all_closed=True), reason=ENDED)
    assert words_of(tmp_path / "copy") == {"MARKOPEN", "MARKSAID"}


def test_a_key_file_among_the_series_goes_along_in_no_export(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (folder / "series").mkdir()
    (folder / "series/key.csv").write_text("study_number;kind;outside\nD0001;case;MARKCASE\n", encoding="utf-8")
    (folder / "series/suspects.csv").write_text("year,suspects\n2016,112\n", encoding="utf-8")
    with closing(open_store(folder)) as store, (tmp_path / "study.zip").open("w+b") as stream:
        write_study_zip(folder, read_protocol(folder / "study.toml"), store=store, stream=stream)
        unpack_study_zip(stream, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy/series").iterdir()] == ["suspects.csv"]


def test_the_certificate_says_what_when_by_whom_and_why(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    export_codings(folder, by="A", at=AT, out="/media/stick/notes.csv")
    made = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert made.path == "certificates/erasure-20260106T090000Z-1.md"
    page = (folder / made.path).read_text(encoding="utf-8")
    for words in ("By: E", "Ground: the permission ended", "Reference: letter 7", "2026-01-06 09:00:00 UTC", "D1."):
        assert words in page
    assert "| k_sex | 3 | 2 | 1 |" in page
    assert "/media/stick/notes.csv" in page
    kept = (folder / made.path).with_suffix(".json").read_bytes()
    assert msgspec.json.decode(kept, type=Certificate) == made


def test_the_certificate_names_the_planned_results_that_lose_their_passages(tmp_path: Path) -> None:
    plan = """
[[analysis.plan]]
kind = "share"
id = "men"
level = "defendant"
variable = "k_sex"
codes = [1]
[[analysis.plan]]
kind = "mean"
id = "old"
level = "defendant"
variable = "k_year"
where = { k_sex = [1] }
unit = "year"
[[analysis.plan]]
kind = "count"
id = "all"
level = "defendant"
"""
    folder = study(tmp_path / "study", protocol=PROTOCOL + plan)
    done = destroy(folder, Wanted(all_closed=True), reason=ENDED)
    assert [(one.variable, one.results) for one in done.lost] == [("k_sex", ("men", "old"))]
    assert done.path is not None
    assert "| men, old |" in (folder / done.path).read_text(encoding="utf-8")


def test_a_codebook_with_mistakes_does_not_hold_up_an_erasure(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (folder / "codebook.yaml").write_text("no codebook", encoding="utf-8")
    assert destroy(folder, Wanted(all_closed=True), reason=ENDED).keys > 0


def test_done_again_it_changes_nothing(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    first = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    with closing(open_store(folder)) as store:
        head = store.head()
    again = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert (first.erased, again.erased, again.keys, again.path) == ((Gone(unit="D1"),), (), 0, None)
    with closing(open_store(folder)) as store:
        assert store.head() == head
    assert len(list((folder / "certificates").iterdir())) == 2


def test_a_run_that_died_before_the_keys_went_is_finished_by_the_next(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store:
        add(store, Erasure(unit="D1", ground="request", erased_by="E", at=AT))
    assert "MARKQUOTE" in words_of(folder)
    done = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert (done.erased, done.keys > 0, "MARKQUOTE" in words_of(folder)) == ((Gone(unit="D1"),), True, False)


def test_a_run_that_died_before_its_certificate_gets_one_from_the_next(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    first = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert first.path is not None
    (folder / first.path).with_suffix(".json").unlink()
    again = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert (again.erased, again.path is not None) == (first.erased, True)
    assert destroy(folder, Wanted(units=("D1",)), reason=ENDED).path is None


def test_words_that_come_in_while_keys_are_counted_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = study(tmp_path / "study")
    counted = erasing._lost

    def meanwhile(store: Store, subjects: Sequence[Subject]) -> Iterator[Lost]:
        with closing(open_store(folder)) as other:
            add(other, coding("D1", "k_year", 1980, at=LATER, evidence=(Passage("D1-2", 0, 4, "MARKLATE"),)))
        return counted(store, subjects)

    monkeypatch.setattr(erasing, "_lost", meanwhile)
    destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert words_of(folder) == {"MARKOPEN", "MARKSAID"}


def test_a_reader_that_holds_on_to_old_pages_is_named_in_the_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = study(tmp_path / "study")
    monkeypatch.setattr(erasing, "open_store", partial(open_store, wait=0.2))
    with closing(sqlite3.connect(folder / "coding.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM study_coding").fetchone()
        made = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert made.elsewhere[0].startswith("Another program was reading the database")
    again = destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert (again.path, again.elsewhere[0].startswith("Backups")) == (None, True)
    assert not (folder / "coding.sqlite3-wal").exists() or (folder / "coding.sqlite3-wal").stat().st_size == 0


def test_where_the_permission_does_not_let_values_stay_they_go_too(tmp_path: Path) -> None:
    strict = PROTOCOL.rstrip() + "\nkeep_values = false\n"
    folder = study(tmp_path / "study", protocol=strict)
    made = destroy(folder, Wanted(source="files"), reason=ENDED)
    assert {(one.unit, one.values_kept) for one in made.erased} == {("C1", False), ("D1", False)}
    assert {row[0] for row in values_of(folder)} == {"D2"}
    with closing(open_store(folder)) as store:
        assert len(store.actions()) == 2
        with pytest.raises(StudyError, match="never changed"):
            store.database.run("DELETE FROM study_coding")


def test_answers_that_may_not_stay_any_more_go_though_their_words_went_before(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    destroy(folder, Wanted(source="files"), reason=ENDED)
    assert {row[0] for row in values_of(folder)} == {"D1", "D2"}
    (folder / "study.toml").write_text(PROTOCOL.rstrip() + "\nkeep_values = false\n", encoding="utf-8")
    later = msgspec.structs.replace(ENDED, at=LATER + dt.timedelta(days=1))
    made = destroy(folder, Wanted(source="files"), reason=later)
    assert {(one.unit, one.values_kept) for one in made.erased} == {("C1", False), ("D1", False)}
    assert {row[0] for row in values_of(folder)} == {"D2"}
    assert [one for one in made.elsewhere if one.startswith("Answers that were taken out are not sealed")]
    assert destroy(folder, Wanted(source="files"), reason=later).path is None


def test_answers_that_were_taken_out_do_not_come_back(tmp_path: Path) -> None:
    folder = study(tmp_path / "study", protocol=PROTOCOL.rstrip() + "\nkeep_values = false\n")
    destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    bare = coding("D1", "k_sex", 1, evidence=(Locator("pv 12", page="3"),))
    with closing(open_store(folder)) as store:
        with pytest.raises(ClosedError, match="D1 was erased on 2026-01-06 with the answers about it"):
            add(store, bare, at=LATER)
        assert store.records(Coding, unit="D1") == ()


def test_the_newer_text_of_a_judgment_that_was_replaced_stays(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (folder / "sources/judgments").mkdir(parents=True)
    text = folder / f"sources/judgments/{ECLI.replace(':', '_')}.xml"
    text.write_text("the older text", encoding="utf-8")
    destroy(folder, Wanted(documents=(ECLI,)), reason=msgspec.structs.replace(ENDED, ground="replaced"))
    assert not text.exists()
    text.write_text("the newer text", encoding="utf-8")
    destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    assert text.read_text(encoding="utf-8") == "the newer text"


def test_what_a_killed_program_left_half_written_goes_too(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    half = folder / "private/.passages.html.0a1b2c3d.part"
    half.write_text("MARKQUOTE", encoding="utf-8")
    assert destroy(folder, Wanted(units=("D1",)), reason=ENDED).files == (half.relative_to(folder).as_posix(),)
    assert found_in(folder, CLOSED_WORDS) == []


def test_a_note_beside_a_published_judgment_goes_with_it_and_with_its_file(tmp_path: Path) -> None:
    for number, wanted in enumerate((Wanted(documents=(ECLI,)), Wanted(units=("D1",)))):
        folder = study(tmp_path / f"study{number}")
        with closing(open_store(folder)) as store:
            add(store, coding("D1", "k_year", 1980, evidence=(Passage(ECLI, 3, 11, "MARKOPEN"),), note="MARKBESIDE"))
        assert "MARKBESIDE" in words_of(folder)
        (lost,) = [one for one in destroy(folder, wanted, reason=ENDED).lost if one.variable == "k_year"]
        assert ("MARKBESIDE" in words_of(folder), lost.passages, lost.notes) == (False, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(units=("D9",)), "D9 is no unit of the study; nothing was erased"),
        (Wanted(source="nowhere"), r"'nowhere' is no source of study.toml \(there are: judgments, files\)"),
    ],
)
def test_what_is_unknown_is_said_and_nothing_is_erased(tmp_path: Path, wanted: Wanted, sentence: str) -> None:
    folder = study(tmp_path / "study")
    before = words_of(folder)
    with pytest.raises(StudyError, match=sentence):
        destroy(folder, wanted, reason=ENDED)
    assert words_of(folder) == before


def test_something_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name what to erase"):
        destroy(study(tmp_path / "study"), Wanted(), reason=ENDED)


def test_a_source_that_cannot_be_told_from_another_is_not_guessed(tmp_path: Path) -> None:
    second = PROTOCOL + PROTOCOL[PROTOCOL.rindex("[[sources]]") :].replace('id = "files"', 'id = "others"')
    folder = study(tmp_path / "study")
    (folder / "study.toml").write_text(second, encoding="utf-8")
    with pytest.raises(StudyError, match="C1 may be of files or of others; name the units, or the offices"):
        destroy(folder, Wanted(source="files"), reason=ENDED)


def test_without_the_ring_nothing_is_said_to_be_erased(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    with closing(open_store(folder)) as store:
        name = store.remark(RING)
        assert name is not None
        store.vault.closed(name).path.unlink()
    with pytest.raises(StudyError, match="the keys of the closed files are not here"):
        destroy(folder, Wanted(all_closed=True), reason=ENDED)
    with closing(open_store(folder)) as store:
        assert store.records(Erasure) == ()


def test_a_judgment_that_a_file_holds_goes_with_its_keys_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ecli = study(tmp_path / "study"), "ECLI:NL:RBFIC:2016:77"
    with closing(open_store(folder)) as store:
        add(store, coding("D1", "k_year", 1980, evidence=(Passage(ecli, 3, 11, "MARKUNSEEN"),), note="MARKBESIDE"))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("VONNIS_KEYS", str(tmp_path / "no disk"))
        assert {"MARKUNSEEN", "MARKBESIDE"}.isdisjoint(words_of(folder))
        with pytest.raises(StudyError, match="the keys of the closed files are not here"):
            destroy(folder, Wanted(documents=(ecli,)), reason=ENDED)
    assert {"MARKUNSEEN", "MARKBESIDE"} <= words_of(folder)
    destroy(folder, Wanted(documents=(ecli,)), reason=ENDED)
    assert {"MARKUNSEEN", "MARKBESIDE"}.isdisjoint(words_of(folder))


def test_both_keys_of_a_unit_go_whose_complex_got_a_file_later(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    late = msgspec.structs.replace(people()[1], id="D3", defendant="D3", complex="C2")
    with closing(open_store(folder)) as store:
        add(store, coding("D2", "k_seen", 1, note="MARKBEFORE"), at=LATER)
        add(store, late, coding("D2", "k_seen", 1, coder="B", note="MARKAFTER"), at=LATER)
    assert {"MARKBEFORE", "MARKAFTER"} <= words_of(folder)
    destroy(folder, Wanted(units=("D2",)), reason=ENDED)
    assert {"MARKBEFORE", "MARKAFTER"}.isdisjoint(words_of(folder))


def test_the_material_of_these_tests_holds_every_mark(tmp_path: Path) -> None:
    assert len(people()) + len(answers()) == 10
    assert words_of(study(tmp_path / "study")) | {"MARKLINK"} == {*CLOSED_WORDS, *OPEN_WORDS}


def test_closed_files_in_the_corpus_of_the_study_go_too(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/case.txt").write_text("RECHTBANK FICTIEF\n\nDe beslissing\n\nMARKCORPUS\n", encoding="utf-8")
    write(tmp_path / "source", judgment("ECLI:NL:RBFIC:2016:9"))
    with pytest.raises(UsageError, match=r"case.txt would be a closed file in the corpus of a study"):
        add_to_corpus(folder / "corpus", tmp_path / "own", tmp_path / "source")
    assert not (folder / "corpus").exists()
    add_to_corpus(tmp_path / "corpus", tmp_path / "own", tmp_path / "source")
    (tmp_path / "corpus").rename(folder / "corpus")  # as one that was filled before the study stated its files
    connection = connect(folder / "corpus", read_only=True)
    before = {kept.id: kept.closed for kept in Holdings(connection).all()}
    connection.close()
    assert sorted(before.values()) == [False, True]
    made = destroy(folder, Wanted(all_closed=True), reason=ENDED)
    assert made.files == tuple(f"corpus: {id_}" for id_, closed in before.items() if closed)
    assert found_in(folder, ("MARKCORPUS",)) == []
    connection = connect(folder / "corpus", read_only=True)
    assert [kept.closed for kept in Holdings(connection).all()] == [False]
    connection.close()


def test_a_closed_file_in_the_corpus_goes_with_the_unit_that_it_is_of(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    (tmp_path / "own").mkdir()
    for name in ("case", "other"):
        words = f"RECHTBANK FICTIEF\n\nDe beslissing\n\nMARK{name.upper()}\n"
        (tmp_path / f"own/{name}.txt").write_text(words, encoding="utf-8")
    add_to_corpus(tmp_path / "corpus", tmp_path / "own")
    (tmp_path / "corpus").rename(folder / "corpus")
    with closing(connect(folder / "corpus", read_only=True)) as connection:
        ids = {kept.name: kept.id for kept in Holdings(connection).all()}
    own = next(id_ for name, id_ in ids.items() if "case" in name)
    with closing(open_store(folder)) as store:
        add(store, msgspec.structs.replace(people()[1], id="D3", defendant="D3", documents=(own,)))
    made = destroy(folder, Wanted(units=("D3",)), reason=ENDED)
    assert f"corpus: {own}" in made.files
    with closing(connect(folder / "corpus", read_only=True)) as connection:
        assert [kept.id for kept in Holdings(connection).all()] == [id_ for id_ in ids.values() if id_ != own]


def test_on_a_server_the_same_goes_and_the_same_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", make_database(postgresql, "erasing"))
    folder = study(tmp_path / "study", protocol=PROTOCOL.rstrip() + "\nkeep_values = false\n")
    assert words_of(folder) == {*CLOSED_WORDS, *OPEN_WORDS} - {"MARKLINK"}
    made = destroy(folder, Wanted(source="files"), reason=ENDED)
    assert {(one.unit, one.values_kept) for one in made.erased} == {("C1", False), ("D1", False)}
    assert (words_of(folder), {row[0] for row in values_of(folder)}) == (set(OPEN_WORDS), {"D2"})
    assert destroy(folder, Wanted(source="files"), reason=ENDED).path is None
    with closing(open_store(folder)) as store, pytest.raises(StudyError, match="never changed"):
        store.database.run("DELETE FROM study_coding")
