"""Opening the key file: by two, for a reason, logged; and never a number where it does not belong."""

from __future__ import annotations

import datetime as dt
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.test_key_safe import LINES, RECIPIENTS, identities
from tests.study.codings import AT
from tests.workflow.closed_study import found_in, study
from vonnis.archive.key_file import read_key, read_safe, write_key
from vonnis.archive.store import open_store
from vonnis.cli.main import main
from vonnis.errors import StudyError, UsageError
from vonnis.workflow import key_opening
from vonnis.workflow.key_opening import close_key, show_key
from vonnis.workflow.population import ListImport, import_list

LIST = "Parketnummer,Instroomdatum,Artikel,Afdoening\n99/100001-16,3-5-2016,248b Sr,veroordeeld\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


@pytest.fixture
def key(tmp_path: Path, folder: Path) -> Path:
    write_key(tmp_path / "key.csv", LINES)
    close_key(folder, tmp_path / "key.csv", out=tmp_path / "key.key", passphrases=RECIPIENTS, at=AT)
    return tmp_path / "key.key"


def log(folder: Path) -> list[tuple[str, str, str]]:
    with closing(open_store(folder)) as store:
        return [(line.name, line.actor, line.detail) for line in store.actions() if line.name.startswith("key")]


def test_an_open_key_file_is_closed_and_gone(tmp_path: Path, folder: Path, key: Path) -> None:
    assert not (tmp_path / "key.csv").exists()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [line for line in LINES if line.outside.encode() in everything] == []
    assert log(folder) == [("key closed", "anna + bram + cas", '{"holders":["anna","bram","cas"],"lines":2}')]


def test_a_key_file_may_be_closed_under_its_own_name(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "key.csv"
    write_key(path, LINES)
    with path.open("rb") as open_table:
        close_key(folder, path, out=tmp_path / "study" / ".." / "key.csv", passphrases=RECIPIENTS, at=AT)
        left = open_table.read()
    assert read_key(path, identities("anna", "cas")) == LINES
    assert left == bytes(len(left)), "the open table is overwritten on its disk too"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["key.csv", "study"]


def test_a_key_file_that_cannot_be_logged_is_not_closed(tmp_path: Path, folder: Path) -> None:
    write_key(tmp_path / "key.csv", LINES)
    named = {"99-100001-16": RECIPIENTS["anna"], "bram": RECIPIENTS["bram"]}
    with pytest.raises(StudyError, match="looks like a parketnummer"):
        close_key(folder, tmp_path / "key.csv", out=tmp_path / "key.key", passphrases=named, at=AT)
    assert read_key(tmp_path / "key.csv") == LINES
    assert sorted(one.name for one in tmp_path.iterdir()) == ["key.csv", "study"]
    assert log(folder) == []


def test_a_key_file_is_in_the_log_before_the_open_one_goes(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_key(tmp_path / "key.csv", LINES)
    seen = []
    monkeypatch.setattr(key_opening, "throw_away", lambda _: seen.extend(log(folder)))
    close_key(folder, tmp_path / "key.csv", out=tmp_path / "key.key", passphrases=RECIPIENTS, at=AT)
    assert [name for name, _, _ in seen] == ["key closed"]


def test_every_opening_is_logged_before_a_line_is_seen(folder: Path, key: Path) -> None:
    given = identities("anna", "bram")
    found = show_key(folder, key, numbers=["D0002"], passphrases=given, why="a file is missing", at=AT)
    assert found == LINES[1:]
    with closing(open_store(folder)) as store:
        line = store.actions()[-1]
        assert (line.name, line.actor) == ("key opened", "anna + bram")
        assert store.told(line) == '{"lines":1,"numbers":["D0002"],"why":"a file is missing"}'
    assert "missing" not in line.detail
    assert found_in(folder, ("a file is missing",)) == []


def test_one_holder_a_reason_that_lacks_and_a_number_that_is_not_there(folder: Path, key: Path) -> None:
    both = identities("anna", "bram")
    with pytest.raises(StudyError, match="two of its holders together"):
        show_key(folder, key, numbers=["D0001"], passphrases=identities("anna"), why="x", at=AT)
    with pytest.raises(UsageError, match="say why"):
        show_key(folder, key, numbers=["D0001"], passphrases=both, why=" ", at=AT)
    with pytest.raises(StudyError, match="D0009 is not in the key file; nothing was shown"):
        show_key(folder, key, numbers=["D0009"], passphrases=both, why="x", at=AT)
    assert [(name, actor) for name, actor, _ in log(folder)][1:] == [
        ("key asked", "anna"),
        ("key refused", "anna"),
        ("key asked", "anna + bram"),
        ("key refused", "anna + bram"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("anna", "bram"), "this is not the passphrase of anna; nothing was opened"),
        (("anna",), "the key file opens for two of its holders together: anna, bram, cas"),
        ((), "the key file opens for two of its holders together"),
    ],
)
def test_a_refused_opening_is_logged_too(folder: Path, key: Path, words: tuple[str, ...], said: str) -> None:
    wrong = dict.fromkeys(words, identities("cas")["cas"])
    with pytest.raises(StudyError, match=said):
        show_key(folder, key, numbers=["D0001"], passphrases=wrong, why="x", at=AT)
    asked, refused = log(folder)[1:]
    assert (asked[0], refused[0], said in refused[2]) == ("key asked", "key refused", True)
    assert asked[1] == refused[1] == (" + ".join(words) or "nobody named")


def test_a_list_that_meets_a_closed_key_file_alone_is_logged(tmp_path: Path, folder: Path, key: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    given = ListImport(path=tmp_path / "list.csv", key=key, passphrases=identities("bram"))
    with pytest.raises(StudyError, match="two of its holders together"):
        import_list(folder, given, by="lead", at=AT)
    assert [(name, actor) for name, actor, _ in log(folder)][1:] == [("key asked", "bram"), ("key refused", "bram")]


def test_what_was_typed_as_a_number_does_not_come_into_the_log(folder: Path, key: Path) -> None:
    with pytest.raises(StudyError, match="is not in the key file; nothing was shown"):
        show_key(folder, key, numbers=[LINES[0].outside], passphrases=identities("anna", "bram"), why="x", at=AT)
    assert log(folder)[-1][0] == "key refused"
    assert found_in(folder, (LINES[0].outside,)) == []


def test_an_opening_that_cannot_be_logged_is_none(folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VONNIS_KEYS", str(folder.parent / "no disk"))
    with closing(open_store(folder)) as store:
        assert store.remark("ring") is not None
    with pytest.raises(StudyError, match="the keys of the closed files are not here"):
        show_key(folder, key, numbers=["D0001"], passphrases=identities("anna", "bram"), why="x", at=AT)
    assert [name for name, _, _ in log(folder)][1:] == ["key asked", "key refused"]


def test_a_reason_that_names_what_a_number_stands_for_is_not_logged(folder: Path, key: Path) -> None:
    why = f"the office asks for {LINES[0].outside}"
    with pytest.raises(UsageError, match="the log of the study may not; name the study number"):
        show_key(folder, key, numbers=["D0002"], passphrases=identities("anna", "bram"), why=why, at=AT)
    assert [name for name, _, _ in log(folder)] == ["key closed", "key asked", "key refused"]
    assert found_in(folder, (LINES[0].outside,)) == []


def test_a_list_is_imported_with_a_closed_key_file(tmp_path: Path, folder: Path, key: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    given = ListImport(path=tmp_path / "list.csv", key=key, passphrases=identities("bram", "cas"))
    assert import_list(folder, given, by="lead", at=AT).new == 1
    assert "99/100001-16" in {line.outside for line in read_key(key, identities("anna", "cas"))}
    assert (log(folder)[-1][1], read_safe(key) is not None) == ("bram + cas", True)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"99/100001-16" not in everything
    (tmp_path / "later.csv").write_text(LIST.replace("100001-16", "100002-17"), encoding="utf-8")
    with pytest.raises(StudyError, match="two of its holders together"):
        import_list(folder, ListImport(path=tmp_path / "later.csv", key=key, wave=2), by="lead", at=AT)


def test_places_that_are_wrong_are_refused(tmp_path: Path, folder: Path, key: Path) -> None:
    with pytest.raises(UsageError, match="lies in the study folder"):
        close_key(folder, tmp_path / "new.csv", out=folder / "key.key", passphrases=RECIPIENTS, at=AT)
    with pytest.raises(StudyError, match="is closed already"):
        close_key(folder, key, out=tmp_path / "again.key", passphrases=RECIPIENTS, at=AT)
    with pytest.raises(StudyError, match="is there already and nothing in it was changed"):
        close_key(folder, tmp_path / "new.csv", out=key, passphrases=RECIPIENTS, at=AT)
    key.write_bytes(key.read_bytes()[:200])
    with pytest.raises(StudyError, match="cannot be read as a key file"):
        read_key(key)


def test_the_command_asks_each_holder(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import io

    write_key(tmp_path / "key.csv", LINES)
    target, both = str(tmp_path / "key.key"), ["--holder", "anna", "--holder", "bram", "--study", str(folder)]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{RECIPIENTS['anna']}\n{RECIPIENTS['bram']}\n"))
    assert main(["key", "close", str(tmp_path / "key.csv"), *both]) == 0
    assert "is closed, with 2 lines" in capfd.readouterr().err
    words = identities("anna", "bram")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{words['anna']}\n{words['bram']}\n"))
    assert main(["key", "show", target, "D0001", *both, "--why", "missing"]) == 0
    assert capfd.readouterr().out == "D0001  99/000001-16\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{words['anna']}\n"))
    assert main(["key", "show", target, "D0001", *both, "--why", "missing"]) == 2
    assert "no passphrase of bram was given" in capfd.readouterr().err
    assert log(folder)[-1][:2] == ("key refused", "anna + bram")


def test_the_moment_of_an_opening_is_that_of_the_clock(folder: Path, key: Path) -> None:
    later = AT + dt.timedelta(hours=1)
    show_key(folder, key, numbers=["D0001"], passphrases=identities("anna", "bram"), why="x", at=later)
    with closing(open_store(folder)) as store:
        assert store.actions()[-1].at.startswith("2026-01-05T10:00")
