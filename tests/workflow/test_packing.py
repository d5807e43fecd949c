"""Work that travels: out with one coder's files alone, back in any order and twice alike, and no half of it ever."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import permutations
from pathlib import Path

import msgspec
import pyrage
import pytest

from tests.postgresql import make_database
from tests.study.codings import AT, adjudication, codebook_text, coding
from tests.workflow.closed_study import CLOSED_WORDS, OPEN_WORDS, add, found_in, people, study
from vonnis.archive.pack_file import Travel, read_pack, write_pack
from vonnis.archive.store import Store, open_store
from vonnis.errors import ClosedError, StudyError, UnreadableError, UnwritableError, UsageError
from vonnis.study.coding import Coding, Passage
from vonnis.study.erasure import Erasure
from vonnis.study.log import Assignment, Listing, Remark
from vonnis.study.permission import ClosedText, Statement
from vonnis.study.unit import Unit, victim_unit
from vonnis.workflow.closed_texts import open_text, take_texts
from vonnis.workflow.erasing import Reason, Wanted, destroy
from vonnis.workflow.merging import Merged, merge
from vonnis.workflow.packing import pack, read_lines, travel_of, unpack
from vonnis.workflow.standing import standing_of

OUT, DAY, BACK, HOME = (AT + dt.timedelta(days=number) for number in (1, 2, 3, 4))
LAPTOP = pyrage.x25519.Identity.generate()
CODERS = ("A", "B", "C")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = study(tmp_path / "study")
    (tmp_path / "file.txt").write_text("RECHTBANK FICTIEF\n\nDe beslissing\n\nMARKTEXT\n", encoding="utf-8")
    take_texts(folder, "D1", files=[tmp_path / "file.txt"], by="lead", at=AT)
    with closing(open_store(folder)) as store:
        signed = Statement(coder="C", source="files", signed=AT.date(), reference="x", noted_by="E", at=AT)
        given = [Assignment(unit="D1", coder=coder, round="main", place=1, at=AT) for coder in CODERS]
        add(store, signed, *given, Assignment(unit="D2", coder="B", round="main", place=2, at=AT))
    return folder


def away(home: Path, coder: str) -> Path:
    """Pack a coder's files and unpack them elsewhere."""
    sent = home.parent / f"{coder}.age"
    pack(home, sent, coder=coder, to=str(LAPTOP.to_public()), at=OUT)
    unpack(sent, home.parent / f"laptop-{coder}", secret=str(LAPTOP), at=OUT)
    return home.parent / f"laptop-{coder}"


def code(laptop: Path, coder: str, *, value: int = 1, at: dt.datetime = DAY) -> None:
    with closing(open_store(laptop)) as store:
        said = (Passage("D1-1", 0, 4, f"MARK{coder}"),)
        add(store, coding("D1", "k_seen", value, coder=coder, at=at, evidence=said, note="MARKAWAY"), at=at)


def back(laptop: Path) -> Path:
    out = laptop.parent / f"{laptop.name}-back.age"
    pack(laptop, out, coder=None, to=None, at=BACK)
    return out


def digest(folder: Path) -> str:
    with closing(open_store(folder)) as store:
        return store.digest()


def records(folder: Path) -> tuple[Coding, ...]:
    with closing(open_store(folder)) as store:
        return store.records(Coding)


def bring(home: Path, *files: Path) -> tuple[Merged, ...]:
    return merge(home, files, by="lead", at=HOME)


def test_a_pack_holds_one_coders_files_and_nobody_elses_answers(home: Path) -> None:
    machine = coding("D1", "k_year", 1980, coder="rules", round="machine")
    with closing(open_store(home)) as store:
        add(store, machine)
    laptop = away(home, "A")
    assert {(one.unit, one.coder) for one in records(laptop)} == {("D1", "A")}
    with closing(open_store(laptop)) as store:
        assert {unit.id for unit in store.records(Unit)} == {"C1", "D1"}
        assert [one.coder for one in store.records(Assignment)] == ["A"]
        text = open_text(store, "D1-1")
        assert text is not None
        assert "MARKTEXT" in text.text
    assert records(laptop)[0].note == "MARKNOTE"
    assert found_in(home.parent, (*CLOSED_WORDS, *OPEN_WORDS, "MARKAWAY")) == []


@pytest.mark.parametrize("why", ["ended", "no statement"])
def test_a_text_that_its_coder_may_not_read_does_not_travel(home: Path, why: str) -> None:
    with closing(open_store(home)) as store:
        add(store, Assignment(unit="D1", coder="eva", round="main", place=1, at=AT))
    coder, at = ("A", dt.datetime(2027, 1, 2, tzinfo=dt.UTC)) if why == "ended" else ("eva", OUT)
    out = home.parent / "x.age"
    with pytest.raises(ClosedError, match=r"D1: .*ended on 2026-12-31|D1: eva signed no statement of secrecy"):
        pack(home, out, coder=coder, to=str(LAPTOP.to_public()), at=at)
    assert not out.exists()


def test_notes_alone_do_not_travel_after_the_permission_ended(tmp_path: Path) -> None:
    folder, out, ended = study(tmp_path / "study"), tmp_path / "x.age", dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    with closing(open_store(folder)) as store:
        add(store, *(Assignment(unit="D1", coder=coder, round="main", place=1, at=AT) for coder in CODERS))
    with pytest.raises(ClosedError, match=r"D1: .*ended on 2026-12-31"):
        pack(folder, out, coder="A", to=str(LAPTOP.to_public()), at=ended)
    assert not out.exists()
    # C wrote nothing, so that nothing of the file goes along.
    assert pack(folder, out, coder="C", to=str(LAPTOP.to_public()), at=ended).units == ("D1",)


def test_what_is_no_judgment_is_kept_and_shown_as_it_is(home: Path) -> None:
    (home.parent / "pv.txt").write_text("Een brief van de gemeente.\n\nMARKBRIEF\n", encoding="utf-8")
    (made,) = take_texts(home, "D1", files=[home.parent / "pv.txt"], by="lead", at=AT)
    with closing(open_store(home)) as store:
        shown = open_text(store, made.document)
    assert shown is not None
    assert "MARKBRIEF" in shown.text
    assert found_in(home, ("MARKBRIEF",)) == []


def test_three_copies_merged_in_any_order_and_twice_give_one_digest(home: Path) -> None:
    files = []
    for coder in CODERS:
        laptop = away(home, coder)
        code(laptop, coder)
        files.append(back(laptop))
    digests, words = set(), set()
    for number, order in enumerate(permutations(files)):
        copy = home.parent / f"copy-{number}"
        shutil.copytree(home, copy)
        bring(copy, *order)
        digests.add(digest(copy))
        bring(copy, order[0])
        bring(copy, *reversed(order))
        digests.add(digest(copy))
        words.add(frozenset(each.quote for one in records(copy) for each in one.evidence if isinstance(each, Passage)))
    assert len(digests) == 1
    assert words == {frozenset({"MARKQUOTE", "MARKOPEN", "MARKA", "MARKB", "MARKC"})}


def test_the_same_pack_twice_writes_one_line(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    first, again = bring(home, back(laptop)), bring(home, back(laptop))
    assert [(one.codings, one.new) for one in (*first, *again)] == [(2, 1), (2, 0)]
    with closing(open_store(home)) as store:
        assert [line.name for line in store.actions()].count("merge") == 1


def test_an_answer_given_in_two_places_is_a_conflict_and_the_later_one_counts(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A", value=1)
    with closing(open_store(home)) as store:
        add(store, coding("D1", "k_seen", 0, coder="A", at=BACK), at=BACK)
    (made,) = bring(home, back(laptop))
    (conflict,) = made.conflicts
    assert (conflict.unit, conflict.variable) == ("D1", "k_seen")
    assert "the one in the study counts, as the later one" in conflict.words
    assert made.new == 1


def test_a_victim_numbered_in_two_places_is_a_conflict(home: Path) -> None:
    files = []
    for coder in ("A", "B"):
        laptop = away(home, coder)
        with closing(open_store(laptop)) as store:
            add(store, victim_unit("C1-V1", complex_="C1"), at=DAY)
            add(store, coding("C1-V1", "v_age", "15..16", coder=coder, at=DAY), at=DAY)
        files.append(back(laptop))
    first, second = bring(home, *files)
    assert (first.victims, first.conflicts, second.victims) == (1, (), 0)
    assert [one.unit for one in second.conflicts] == ["C1-V1"]


def test_a_list_of_persons_travels_with_its_coder_alone(home: Path) -> None:
    with closing(open_store(home)) as store:
        listed = Listing(unit="C1-V1", coder="B", round="main", at=AT)
        add(store, victim_unit("C1-V1", complex_="C1"), listed)
    laptops = {coder: away(home, coder) for coder in ("A", "B")}
    seen = {}
    for coder, laptop in laptops.items():
        with closing(open_store(laptop)) as store:
            seen[coder] = {unit.id for unit in store.records(Unit, level="victim")}
            if coder == "A":
                own = Listing(unit="C1-V1", coder="A", round="main", at=DAY)
                add(store, victim_unit("C1-V1", complex_="C1"), own, at=DAY)
    assert seen == {"A": set(), "B": {"C1-V1"}}
    bring(home, back(laptops["A"]))
    with closing(open_store(home)) as store:
        assert {one.coder for one in store.records(Listing)} == {"A", "B"}


def test_words_of_what_was_erased_meanwhile_do_not_come_back(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    destroy(home, Wanted(units=("D1",)), reason=Reason(ground="request", by="E", at=BACK))
    (made,) = bring(home, back(laptop))
    assert (made.new, made.without_words) == (1, 2)
    assert {one.note for one in records(home) if one.unit == "D1"} == {""}
    with closing(open_store(home)) as store:
        assert len(store.records(Erasure)) == 1


def test_a_later_answer_can_be_packed_again_from_the_same_laptop(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    bring(home, back(laptop))
    code(laptop, "A", value=0, at=BACK)
    out = home.parent / "second.age"
    pack(laptop, out, coder=None, to=None, at=HOME)
    assert [one.new for one in bring(home, out)] == [1]


def identities(home: Path) -> list[str]:
    with closing(open_store(home)) as store:
        return [
            line.detail
            for line in store.lines()
            if line.name == "pack"
            for name in store.vault.identities()
            if name in line.detail
        ]


def test_the_last_of_a_pack_throws_its_key_away_and_the_same_file_still_changes_nothing(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    sent = back(laptop)
    assert bring(home, sent)[0].new == 1
    assert len(identities(home)) == 1
    merge(home, [sent], last=True, by="lead", at=HOME)
    assert identities(home) == []
    before = digest(home)
    (again,) = bring(home, sent)
    assert (again.coder, again.codings, again.new, digest(home)) == ("A", 2, 0, before)
    code(laptop, "A", value=0, at=BACK)
    out = home.parent / "second.age"
    pack(laptop, out, coder=None, to=None, at=HOME)
    unchanged(home, [out], StudyError, "no key for .* is here|its last came in before")


def test_without_the_disk_of_the_keys_none_is_said_to_be_thrown_away(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    sent = back(laptop)
    bring(home, sent)
    before = len(lines(home))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("VONNIS_KEYS", str(home.parent / "no disk"))
        with pytest.raises(StudyError, match=r"the key of the pack of A .* is not here, so that it cannot"):
            merge(home, [sent], last=True, by="lead", at=HOME)
        assert any("A since" in stage.words for stage in standing_of(home).stages if stage.name == "packs")
    assert (len(lines(home)), len(identities(home))) == (before, 1)
    merge(home, [sent], last=True, by="lead", at=HOME)
    assert identities(home) == []
    assert not [stage for stage in standing_of(home).stages if stage.name == "packs"]


@pytest.mark.parametrize("way", ["out", "back"])
def test_a_pack_that_cannot_be_logged_leaves_nothing(home: Path, way: str) -> None:
    laptop = away(home, "A")
    folder, coder, to = (home, "A", str(LAPTOP.to_public())) if way == "out" else (laptop, None, None)
    before, here = len(lines(folder)), identities(home)
    for name, sentence in (("99-100001-16.age", "looks like a parketnummer"), ("nowhere/a.age", "nowhere")):
        with pytest.raises((StudyError, UnwritableError), match=sentence):
            pack(folder, home.parent / name, coder=coder, to=to, at=BACK)
        assert not (home.parent / name).exists()
    assert (len(lines(folder)), identities(home)) == (before, here)


@pytest.mark.parametrize("came_in", [True, False])
def test_answers_of_a_pack_come_in_after_its_files_were_erased_without_their_words(
    home: Path, *, came_in: bool
) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    if came_in:
        bring(home, back(laptop))
    made = destroy(home, Wanted(units=("D1",)), reason=Reason(ground="request", by="E", at=HOME))
    assert any("It may still come back: its answers come in, without the words" in one for one in made.elsewhere)
    code(laptop, "A", value=0, at=BACK)
    out = home.parent / "later.age"
    pack(laptop, out, coder=None, to=None, at=HOME)
    (merged,) = merge(home, [out], last=True, by="lead", at=HOME)
    assert (merged.new, merged.without_words > 0) == (1 if came_in else 2, True)
    assert identities(home) == []
    assert found_in(home, ("MARKA",)) == []


def test_packs_that_never_come_back_are_ended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    ended = Reason(ground="retention_ended", by="E", at=HOME)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("VONNIS_KEYS", str(home.parent / "no disk"))
        with pytest.raises(StudyError, match="is not here, so that it cannot be thrown away"):
            destroy(home, Wanted(packs=True), reason=ended)
    made = destroy(home, Wanted(packs=True), reason=ended)
    assert (made.keys, made.erased, identities(home)) == (1, (), [])
    assert any("so that nothing of it comes in any more" in one for one in made.elsewhere)
    unchanged(home, [back(laptop)], StudyError, "no key for .* is here|or was ended")
    assert destroy(home, Wanted(packs=True), reason=ended).path is None


def test_the_key_of_a_pack_goes_where_no_answer_of_its_files_may_stay(home: Path) -> None:
    away(home, "A")
    protocol = home / "study.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + "keep_values = false\n", encoding="utf-8")
    destroy(home, Wanted(units=("D1",)), reason=Reason(ground="request", by="E", at=HOME))
    assert identities(home) == []


def unchanged(home: Path, files: Sequence[Path], kind: type[Exception], sentence: str) -> None:
    before = digest(home), len(lines(home))
    with pytest.raises(kind, match=sentence):
        merge(home, files, by="lead", at=HOME)
    assert (digest(home), len(lines(home))) == before


def lines(home: Path) -> tuple[object, ...]:
    with closing(open_store(home)) as store:
        return store.lines()


def test_a_half_copied_pack_changes_nothing(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    whole = back(laptop)
    for number, size in enumerate((len(whole.read_bytes()) // 2, len(whole.read_bytes()) - 1, 10)):
        half = home.parent / f"half-{number}.age"
        half.write_bytes(whole.read_bytes()[:size])
        unchanged(home, [whole, half], UnreadableError, "was not copied whole|is no pack")


def test_a_pack_on_its_way_out_and_one_of_another_study_are_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = away(home, "A")
    unchanged(home, [home.parent / "A.age"], StudyError, "does not open with the keys that are here")
    other = study(tmp_path / "other")
    unchanged(other, [back(laptop)], StudyError, "is of another study|does not open with the keys")
    monkeypatch.setenv("VONNIS_KEYS", str(tmp_path / "no keys"))
    with pytest.raises(StudyError, match=r"no key for .* is here; merge where the pack was made"):
        bring(other, home.parent / "A.age")
    with pytest.raises(StudyError, match="on its way back to the study"):
        unpack(returning(laptop), tmp_path / "x", secret=str(LAPTOP), at=OUT)


def returning(laptop: Path) -> Path:
    """Return a pack on its way back that the laptop's own key opens."""
    with closing(open_store(laptop)) as store:
        travel = travel_of(store)
    assert travel is not None
    path = laptop.parent / "odd.age"
    write_pack(
        path, msgspec.structs.replace(travel, way="back"), members={"records.jsonl": b""}, to=str(LAPTOP.to_public())
    )
    return path


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("1.1.0", r"codebook 1.1.0, a later version of the study's 1.0.0"), ("1.0.0", "another text of the same version")],
)
def test_a_codebook_of_a_later_version_is_refused(home: Path, version: str, sentence: str) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    file = back(laptop)
    with closing(open_store(home)) as store:
        travel, members = read_pack(file, secrets=tuple(store.vault.identities().values()))
    write_pack(
        file, msgspec.structs.replace(travel, codebook=(version, "0" * 64)), members=members, to=travel.recipient
    )
    unchanged(home, [file], StudyError, sentence)


def test_answers_to_an_earlier_codebook_come_in_and_are_counted(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    newer = codebook_text().replace("version: 1.0.0", "version: 1.1.0")
    (home / "codebook.yaml").write_text(newer, encoding="utf-8")
    (made,) = bring(home, back(laptop))
    assert (made.new, made.older) == (1, 2)


@pytest.mark.parametrize(
    "strange",
    [
        coding("D1", "k_sex", 1, coder="B"),
        coding("D2", "k_sex", 1, coder="A"),
        coding("D1", "k_sex", 1, coder="A", round="reference"),
        coding("D1", "k_sex", 1, coder="A", round="machine"),
        adjudication("D1", "k_sex", 1),
        Erasure(unit="D1", ground="mistake", erased_by="A", at=DAY),
        ClosedText(unit="D1", document="../../D1-1", ending=".txt", added_by="A", at=DAY),
        Remark(unit="D1", variable="k_sex", coder="A", author="lead", words="It is 1.", at=DAY),
        msgspec.structs.replace(people()[1], source_mode="published"),
    ],
    ids=lambda record: f"{type(record).__name__} {getattr(record, 'round', '')}{getattr(record, 'unit', '')}",
)
def test_a_pack_that_holds_more_than_its_coder_may_answer_is_refused(home: Path, strange: msgspec.Struct) -> None:
    laptop = away(home, "A")
    with closing(open_store(laptop)) as store:
        travel = travel_of(store)
    assert travel is not None
    record = msgspec.json.encode({"kind": type(strange).__name__, "record": strange}) + b"\n"
    file = home.parent / "strange.age"
    write_pack(
        file, msgspec.structs.replace(travel, way="back"), members={"records.jsonl": record}, to=travel.recipient
    )
    unchanged(home, [file], StudyError, "holds what A was not given")


def test_a_line_of_the_lead_that_travelled_along_comes_back_with_the_answers(home: Path) -> None:
    with closing(open_store(home)) as store:
        add(store, Remark(unit="D1", variable="k_sex", coder="A", author="lead", words="Look at page 3.", at=AT))
    laptop = away(home, "A")
    with closing(open_store(laptop)) as store:
        add(store, Remark(unit="D1", variable="k_sex", coder="A", author="A", words="Seen.", at=DAY), at=DAY)
    bring(home, back(laptop))
    with closing(open_store(home)) as store:
        assert [remark.words for remark in store.records(Remark)] == ["Look at page 3.", "Seen."]


def test_what_was_coded_after_the_permission_ended_does_not_come_in(home: Path) -> None:
    laptop = away(home, "A")
    late = dt.datetime(2027, 1, 5, tzinfo=dt.UTC)
    with closing(open_store(laptop)) as store, pytest.raises(ClosedError, match="ended on 2026-12-31"):
        add(store, coding("D1", "k_seen", 1, coder="A", at=late), at=late)
    code(laptop, "A")
    assert merge(home, [back(laptop)], by="lead", at=late)[0].new == 1


def test_where_one_pack_may_not_come_in_none_does(home: Path) -> None:
    files = []
    for coder in ("A", "B"):
        laptop = away(home, coder)
        code(laptop, coder)
        files.append(back(laptop))
    with closing(open_store(home)) as store:
        signed = Statement(coder="B", source="files", signed=BACK.date(), reference="y", noted_by="E", at=BACK)
        add(store, signed, at=BACK)
    unchanged(home, files, ClosedError, "B signed no statement of secrecy")


def test_two_merges_that_run_at_once_give_what_one_after_the_other_gives(home: Path) -> None:
    files = []
    for coder in CODERS:
        laptop = away(home, coder)
        code(laptop, coder)
        files.append(back(laptop))
    copy = home.parent / "copy"
    shutil.copytree(home, copy)
    bring(copy, *files)
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda order: bring(home, *order), [files, files[::-1], files[1:]]))
    assert digest(home) == digest(copy)
    assert sum(one.new for each in made for one in each) == len(CODERS)
    assert {each.quote for one in records(home) for each in one.evidence if isinstance(each, Passage)} == {
        *("MARKQUOTE", "MARKOPEN", "MARKA", "MARKB", "MARKC")
    }


def test_packs_come_into_a_study_on_a_server_twice_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: str
) -> None:
    url, home = make_database(postgresql, "merging"), tmp_path / "study"
    monkeypatch.setenv("DATABASE_URL", url)
    study(home)
    with closing(open_store(home)) as store:
        add(store, *(Assignment(unit="D1", coder=coder, round="main", place=1, at=AT) for coder in "AB"))
    files = []
    for coder in "AB":
        pack(home, tmp_path / f"{coder}.age", coder=coder, to=str(LAPTOP.to_public()), at=OUT)
        monkeypatch.delenv("DATABASE_URL")
        unpack(tmp_path / f"{coder}.age", tmp_path / coder, secret=str(LAPTOP), at=OUT)
        code(tmp_path / coder, coder)
        files.append(back(tmp_path / coder))
        monkeypatch.setenv("DATABASE_URL", url)
    with ThreadPoolExecutor(2) as pool:
        made = [one for each in pool.map(lambda order: bring(home, *order), [files, files[::-1]]) for one in each]
    assert sum(one.new for one in made) == 2
    assert {"MARKA", "MARKB"} <= {
        each.quote for one in records(home) for each in one.evidence if isinstance(each, Passage)
    }


def test_two_merges_at_once_wait_or_are_told(home: Path) -> None:
    laptop = away(home, "A")
    code(laptop, "A")
    file = back(laptop)
    with closing(open_store(home)) as busy, closing(open_store(home, wait=0.5)) as store:
        before = store.digest()
        with busy.action("other merge", actor="B", at=HOME, detail={}):
            assert_told(store)
        assert store.digest() == before
    assert bring(home, file)[0].new == 1


def assert_told(store: Store) -> None:
    with pytest.raises(StudyError, match="another program is writing"):
        add(store, coding("D2", "k_sex", 1, at=HOME), at=HOME)


@pytest.mark.parametrize("line", [b"no record", b"[]", b'{"kind": "Coding", "record": {"unit": "MARKWORD"}}'])
def test_a_line_that_is_no_record_is_said_without_its_words(line: bytes) -> None:
    with pytest.raises(StudyError, match="line 2 of the pack holds no record") as caught:
        read_lines(b'{"kind": "Unit", "record": ' + msgspec.json.encode(people()[1]) + b"}\n" + line)
    assert "MARKWORD" not in str(caught.value)


@pytest.mark.parametrize("name", ["../../x", "..\\x", "/x", "C:x"])
def test_a_pack_from_a_stranger_writes_nothing_outside_its_folder(home: Path, name: str) -> None:
    pack(home, home.parent / "A.age", coder="A", to=str(LAPTOP.to_public()), at=OUT)
    travel, members = read_pack(home.parent / "A.age", secrets=[str(LAPTOP)])
    strange = ClosedText(unit="D1", document=name, ending=".txt", added_by="A", at=AT)
    record = msgspec.json.encode({"kind": "ClosedText", "record": strange}) + b"\n"
    members |= {"records.jsonl": members["records.jsonl"] + record, f"texts/{name}": b"x"}
    write_pack(home.parent / "A.age", travel, members=members, to=str(LAPTOP.to_public()))
    with pytest.raises(StudyError, match="is no name of a text"):
        unpack(home.parent / "A.age", home.parent / "laptop", secret=str(LAPTOP), at=OUT)
    assert not list(home.parent.rglob("*x.sealed"))
    assert not (home.parent / "laptop").exists()


def test_two_who_add_texts_at_once_never_take_each_others_name(home: Path) -> None:
    def one(number: int) -> str:
        path = home.parent / f"added-{number}.txt"
        path.write_text(f"RECHTBANK FICTIEF\n\nDe beslissing\n\nADDED{number}\n", encoding="utf-8")
        try:
            return take_texts(home, "D1", files=[path], by="A", at=AT)[0].document
        except StudyError as error:
            assert "somebody else is adding texts of D1; try again" in str(error)  # noqa: PT017 - one of two ends
            return ""

    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(one, range(4)))
    with closing(open_store(home)) as store:
        assert sorted(text.document for text in store.records(ClosedText)) == sorted(filter(None, ["D1-1", *documents]))
        for number, document in enumerate(documents):
            text = open_text(store, document) if document else None
            assert text is None or f"ADDED{number}" in text.text


def test_wrong_uses_are_said(home: Path, tmp_path: Path) -> None:
    key = str(LAPTOP.to_public())
    for out, coder, to, kind, sentence in (
        (home / "a.age", "A", key, UsageError, "lies in the study folder"),
        (tmp_path / "a.age", None, key, UsageError, "say whose files travel"),
        (tmp_path / "a.age", "eva", key, StudyError, "eva has been given no file"),
        (tmp_path / "a.age", "A", "short", UsageError, "the passphrase is too short"),
    ):
        with pytest.raises(kind, match=sentence):
            pack(home, out, coder=coder, to=to, at=OUT)
    laptop = away(home, "A")
    with pytest.raises(UsageError, match="holds the work of A alone"):
        pack(laptop, tmp_path / "b.age", coder="B", to=key, at=OUT)
    with pytest.raises(UnwritableError, match="holds something already"):
        unpack(tmp_path / "A.age", laptop, secret=str(LAPTOP), at=OUT)
    with pytest.raises(StudyError, match=r"does not open with (this key|the keys)"):
        unpack(tmp_path / "A.age", tmp_path / "y", secret=str(pyrage.x25519.Identity.generate()), at=OUT)
    with pytest.raises(StudyError, match=r"the clock of this machine says .* and the pack was made at"):
        unpack(tmp_path / "A.age", tmp_path / "y", secret=str(LAPTOP), at=AT - dt.timedelta(days=9))
    assert not (tmp_path / "y").exists()


def test_a_manifest_says_what_travels(home: Path, tmp_path: Path) -> None:
    made = pack(home, tmp_path / "B.age", coder="B", to=str(LAPTOP.to_public()), at=OUT)
    assert isinstance(made, Travel)
    assert (made.way, made.coder, made.units, made.codebook[0]) == ("out", "B", ("D1", "D2"), "1.0.0")
    assert sorted(made.members) == ["codebook.yaml", "records.jsonl", "study.toml", "texts/D1-1"]
