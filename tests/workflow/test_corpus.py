"""Adding to a corpus, keeping it in line, and erasing from it."""

from __future__ import annotations

import json
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.corpus.material import NOW, add, judgment, opened, write
from tests.sources.zips import locked, zipped
from vonnis.cli.main import main
from vonnis.corpus.asking import terms_of
from vonnis.corpus.index import Index, Wanted
from vonnis.corpus.library import open_library
from vonnis.corpus.tables import remove_empty_years, write_part
from vonnis.engines.processes import ProcessEngine
from vonnis.errors import CorpusError
from vonnis.extraction.extractor import EXTRACTOR
from vonnis.judgment.reading import read
from vonnis.sources.holdings import GONE, WITHDRAWN, Holdings, archive_name, connect
from vonnis.workflow.corpus import Keeper
from vonnis.workflow.corpus_reading import Way
from vonnis.workflow.corpus_search import hits

ECLIS = [f"ECLI:NL:{'RBAMS' if n % 2 else 'RBROT'}:{2019 + n % 3}:{n}" for n in range(12)]


def some(count: int = 12) -> list[bytes]:
    return [judgment(ecli, date=f"{ecli.split(':')[3]}-03-0{n % 9 + 1}", lines=(f"Zaak {n}.",)) for n, ecli in enumerate(ECLIS[:count])]  # fmt: skip # noqa: E501


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "in", *some())


def held(corpus: Path) -> dict[str, bytes]:
    connection = connect(corpus, read_only=True)
    holdings = Holdings(connection)
    found = {kept.id: holdings.read(kept) for kept in holdings.all()}
    connection.close()
    return found


def digest(corpus: Path) -> str:
    library = opened(corpus)
    value = library.digest()
    library.close()
    return value


def tables(corpus: Path) -> dict[str, str]:
    """Return the digest of every table."""
    return {
        path.relative_to(corpus).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(corpus.rglob("*.parquet"))
    }


def test_documents_are_kept_byte_for_byte(tmp_path: Path, source: Path) -> None:
    done = add(tmp_path / "c", source)
    assert (done.listed, done.added, done.failures) == (12, 12, [])
    assert held(tmp_path / "c") == dict(zip(ECLIS, some(), strict=True))


def test_a_second_run_adds_and_changes_nothing(tmp_path: Path, source: Path) -> None:
    add(tmp_path / "c", source)
    before = tables(tmp_path / "c")
    done = add(tmp_path / "c", source)
    assert (done.added, done.known) == (0, 12)
    assert tables(tmp_path / "c") == before


GONE_FROM = "DELETE FROM sqlar WHERE name LIKE '%_3.xml'"
CHANGED = "UPDATE sqlar SET data = zeroblob(sz) WHERE name LIKE '%_3.xml'"


@pytest.mark.parametrize(("statement", "check"), [(GONE_FROM, False), (CHANGED, True)], ids=["gone", "changed"])
def test_what_is_damaged_is_mended_by_adding_it_again(
    tmp_path: Path, source: Path, statement: str, *, check: bool
) -> None:
    add(tmp_path / "c", source)
    connection = connect(tmp_path / "c")
    connection.execute(statement)
    connection.close()
    with pytest.raises(CorpusError, match="add it again"):
        held(tmp_path / "c")
    done = Keeper(tmp_path / "c", now=lambda: NOW).add([str(source)], way=Way(), check=check)
    assert (done.added, done.known, done.mended) == (0, 11, 1)
    assert held(tmp_path / "c") == dict(zip(ECLIS, some(), strict=True))


def test_what_is_known_is_read_again_only_where_that_is_asked(tmp_path: Path, source: Path) -> None:
    add(tmp_path / "c", source)
    connection = connect(tmp_path / "c")
    connection.execute(CHANGED)
    connection.close()
    done = add(tmp_path / "c", source)
    assert (done.known, done.mended) == (12, 0)


NOTED = "INSERT INTO unreadable (id, raw_sha256, reason{more}) SELECT id, sha256, 'x'{by} FROM document WHERE id = ?"
UNREAD = {
    "by this version": ((), NOTED.format(more=", reader", by=f", '{EXTRACTOR}'"), 0),
    "by an older one": ((), NOTED.format(more=", reader", by=", 'vonnis 0.0.1'"), 1),
    "when none was noted": (("ALTER TABLE unreadable DROP COLUMN reader",), NOTED.format(more="", by=""), 1),
}


@pytest.mark.parametrize(("before", "noted", "again"), UNREAD.values(), ids=UNREAD.keys())
def test_what_could_not_be_read_is_tried_again_by_a_later_version(
    tmp_path: Path, source: Path, before: tuple[str, ...], noted: str, again: int
) -> None:
    add(tmp_path / "c", source)
    connection = connect(tmp_path / "c")
    for statement in before:
        connection.execute(statement)
    connection.execute("DELETE FROM judgment WHERE id = ?", (ECLIS[3],))
    connection.execute(noted, (ECLIS[3],))
    connection.close()
    assert Keeper(tmp_path / "c", now=lambda: NOW).settle(way=Way()).added == again
    connection = connect(tmp_path / "c")
    assert connection.execute("SELECT count(*) FROM unreadable").fetchone() == (1 - again,)
    connection.close()


def test_the_library_says_what_reading_and_extracting_say(tmp_path: Path, source: Path) -> None:
    import vonnis

    add(tmp_path / "c", source)
    library = opened(tmp_path / "c")
    rows = {row.id: row for part in ("2020/RBAMS", "2019/RBROT") for row in library.rows(part)}
    library.close()
    assert rows
    for ecli, row in rows.items():
        expected = read(source / f"{ecli.replace(':', '_')}.xml")
        assert row.text == expected.text
        assert row.text_sha256 == expected.text_sha256
        assert [s.kind for s in row.about.sections] == [s.kind for s in expected.sections]
        record = json.loads(row.record or b"")
        assert record["imposed"][0]["total"] == vonnis.extract(expected).imposed[0].total == "P4M"


def test_the_tables_are_read_by_polars_and_duckdb(tmp_path: Path, source: Path) -> None:
    add(tmp_path / "c", source)
    frame = pl.read_parquet(tmp_path / "c" / "judgments" / "**" / "*.parquet", hive_partitioning=True)
    assert sorted(frame["ecli"]) == sorted(ECLIS)
    assert set(frame["year"]) == {2019, 2020, 2021}
    rows = (
        duckdb.connect()
        .execute(
            f"SELECT j.ecli, r.imposed[1].total FROM read_parquet('{tmp_path}/c/judgments/*/*.parquet') j "  # noqa: S608
            f"JOIN read_parquet('{tmp_path}/c/records/*/*.parquet') r ON r.id = j.id ORDER BY 1"
        )
        .fetchall()
    )
    assert rows == [(ecli, "P4M") for ecli in sorted(ECLIS)]


def test_a_record_is_called_by_the_id_of_its_judgment(tmp_path: Path, source: Path) -> None:
    add(tmp_path / "c", source)
    frame = pl.read_parquet(tmp_path / "c" / "records" / "**" / "*.parquet")
    assert sorted(frame["id"]) == sorted(ECLIS)


@pytest.mark.parametrize("stop", [1, 5, 11])
def test_what_was_half_added_is_finished_to_the_same_bytes(tmp_path: Path, source: Path, stop: int) -> None:
    add(tmp_path / "whole", source)
    add(tmp_path / "half", write(tmp_path / "first", *some(stop)))
    add(tmp_path / "half", source)
    assert digest(tmp_path / "half") == digest(tmp_path / "whole")
    assert tables(tmp_path / "half") == tables(tmp_path / "whole")


def test_a_stop_after_the_tables_leaves_no_chain_behind(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path / "whole", source)
    add(tmp_path / "half", write(tmp_path / "first", *some(5)))
    with monkeypatch.context() as stopped:
        stopped.setattr(Index, "follow", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            add(tmp_path / "half", source)
    add(tmp_path / "half", source)
    assert tables(tmp_path / "half") == tables(tmp_path / "whole")


def test_every_engine_gives_the_same(tmp_path: Path, source: Path) -> None:
    add(tmp_path / "serial", source)
    keeper = Keeper(tmp_path / "processes", ProcessEngine(2, chunk_size=2), now=lambda: NOW)
    keeper.add([str(source)], way=Way())
    assert digest(tmp_path / "processes") == digest(tmp_path / "serial")
    assert tables(tmp_path / "processes") == tables(tmp_path / "serial")


def bomb() -> bytes:
    return zipped({"x.xml": b"\0" * 50_000_000})


PACKED = zipped({"bad.xml": some(1)[0]})[40:80]
BAD = {
    "truncated.zip": (zipped({"a.xml": some(1)[0]})[:-30], "truncated.zip"),
    "encrypted.zip": (locked(zipped({"b.xml": some(1)[0]})), "closed by a password"),
    "bomb.zip": (bomb(), "zip bomb"),
    "corrupt.zip": (
        zipped({"good.xml": some(2)[1], "bad.xml": some(1)[0]}).replace(PACKED, b"x" * 40),
        "bad.xml",
    ),
    "half.xml": (some(1)[0][:500], "half.xml"),
    "page.atom": (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>ECLI:NL:X:2:1</id></entry></feed>', "index"),
    "empty.txt": (b"", "is empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_the_rest_is_added_and_the_bad_one_named(tmp_path: Path, name: str) -> None:
    data, said = BAD[name]
    folder = write(tmp_path / "in", *some(3)[2:])
    (folder / name).write_bytes(data)
    done = add(tmp_path / "c", folder)
    assert ECLIS[2] in held(tmp_path / "c")
    reasons = " ".join(failure.reason for failure in done.failures)
    assert len(done.failures) == 1, reasons
    assert name in reasons
    assert said in reasons
    assert ("good" in name or ECLIS[1] in held(tmp_path / "c")) or name != "corrupt.zip"


def test_names_that_climb_out_and_names_that_clash_do_no_harm(tmp_path: Path) -> None:
    first, second = some(2)
    (tmp_path / "in.zip").write_bytes(zipped({"../../x.xml": first, "/etc/x.xml": second, "in.zip": {"x.xml": first}}))
    done = add(tmp_path / "c", tmp_path / "in.zip")
    assert (done.added, done.known, done.failures) == (2, 1, [])
    assert set(held(tmp_path / "c")) == set(ECLIS[:2])
    assert {path.name for path in tmp_path.iterdir()} == {"in.zip", "c"}


def test_names_that_stand_twice_in_an_archive_are_named(tmp_path: Path) -> None:
    first, second, third = some(3)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in (("x.xml", first), ("x.xml", second), ("y.xml", third), ("y.xml", third)):
            archive.writestr(name, data)
    done = add(tmp_path / "c", tmp_path / "in.zip")
    assert set(held(tmp_path / "c")) == set(ECLIS[1:3])
    (failure,) = done.failures
    assert failure.origin.endswith("in.zip!x.xml")
    assert "more than once" in failure.reason


@pytest.mark.parametrize(
    ("ecli", "name"),
    [
        ("ECLI:NL:RBAMS:2021:2514", "RBAMS/2021/ECLI_NL_RBAMS_2021_2514.xml"),
        ("ECLI:NL:..:..:1", "other/ECLI_NL_.._.._1.xml"),
        ("ECLI:NL:/etc:2021:1", "other/ECLI_NL_%2fetc_2021_1.xml"),
        ("ECLI:NL:RBAMS:2021:../1", "RBAMS/2021/ECLI_NL_RBAMS_2021_..%2f1.xml"),
        ("..\\x", "other/..%5cx.xml"),
    ],
)
def test_no_name_in_the_archive_climbs_out_of_it(ecli: str, name: str) -> None:
    assert archive_name(ecli) == name


def test_an_older_version_does_not_take_the_place_of_a_newer(tmp_path: Path) -> None:
    new = judgment(ECLIS[0], modified="2023-01-01T00:00:00")
    add(tmp_path / "c", write(tmp_path / "new", new))
    done = add(tmp_path / "c", write(tmp_path / "old", judgment(ECLIS[0], modified="2022-01-01T00:00:00")))
    assert (done.added, done.older) == (0, 1)
    assert held(tmp_path / "c")[ECLIS[0]] == new


def test_a_text_takes_the_place_of_metadata(tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "a", judgment(ECLIS[0], with_text=False)))
    frame = pl.read_parquet(tmp_path / "c" / "judgments" / "**" / "*.parquet")
    assert frame["text"].to_list() == [None]
    assert add(tmp_path / "c", write(tmp_path / "b", judgment(ECLIS[0]))).replaced == 1


def test_a_court_without_records_leaves_the_year_to_others_that_write_there(tmp_path: Path, source: Path) -> None:
    corpus = tmp_path / "c"
    assert main(["corpus", "add", str(corpus), str(source), "--no-extract", "--engine", "serial", "--quiet"]) == 0
    (written, *_) = sorted(corpus.glob("judgments/year=*/*.parquet"))
    year = corpus / "records" / written.parent.name
    assert not year.exists()
    library = open_library(corpus)
    assert write_part(library, corpus, part=f"{written.parent.name.removeprefix('year=')}/{written.stem}") > 0
    library.close()
    assert year.is_dir()
    remove_empty_years(corpus)
    assert not year.exists()
    assert written.is_file()


def test_own_files_are_closed_and_never_take_the_place_of_a_published_one(tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "a", judgment(ECLIS[0])))
    own = tmp_path / "dossier.txt"
    own.write_text(
        f"{ECLIS[0]}\nVonnis van de rechtbank.\nDe verdachte krijgt een taakstraf. De officier van justitie.\n"
    )
    done = add(tmp_path / "c", own)
    assert done.added == 1
    (local,) = set(held(tmp_path / "c")) - {ECLIS[0]}
    assert local.startswith("local:dossier-")
    frame = pl.read_parquet(tmp_path / "c" / "judgments" / "**" / "*.parquet").filter(pl.col("closed"))
    assert frame["id"].to_list() == [local]
    assert (tmp_path / "c" / "judgments" / "year=2019" / "LOCAL.parquet").exists()


class Elsewhere:
    """An engine that notes what it was given, as one on other machines would."""

    elsewhere = True

    def __init__(self) -> None:
        self.seen: list[str] = []

    def map(self, function, items):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        for item in items:
            self.seen.append(getattr(item, "path", ""))
            yield function(item)


def test_closed_files_never_go_to_other_machines(tmp_path: Path, source: Path) -> None:
    (source / "dossier.txt").write_text("Vonnis van de rechtbank in de zaak tegen de verdachte, taakstraf.")
    engine = Elsewhere()
    Keeper(tmp_path / "c", engine, now=lambda: NOW).add([str(source)], way=Way())
    assert len(engine.seen) == 12
    assert not any(path.endswith(".txt") for path in engine.seen)
    Keeper(tmp_path / "d", engine, now=lambda: NOW).add([str(source)], way=Way(closed=True))
    assert len(engine.seen) == 12


def everything(corpus: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(corpus.rglob("*")) if path.is_file())


def test_what_is_purged_is_gone_everywhere_and_stays_out(tmp_path: Path) -> None:
    secret = judgment(ECLIS[0], lines=("Het verzonnen woord is zwartepiste.",))
    source = write(tmp_path / "in", secret, *some()[1:])
    add(tmp_path / "c", source)
    # The index writes a word without what it shares with the word before it.
    assert b"artepiste" in everything(tmp_path / "c")
    assert Keeper(tmp_path / "c", now=lambda: NOW).purge([ECLIS[0], "ECLI:NL:NO:2000:1"]) == (1, ["ECLI:NL:NO:2000:1"])
    assert b"artepiste" not in everything(tmp_path / "c")
    assert ECLIS[0] not in held(tmp_path / "c")
    assert list(hits(tmp_path / "c", terms_of("zwartepiste"), wanted=Wanted())) == []
    connection = connect(tmp_path / "c", read_only=True)
    (stone,) = Holdings(connection).tombstones()
    connection.close()
    assert (stone.id, stone.sha256, stone.erased_at) == (ECLIS[0], sha256(secret).hexdigest(), NOW.isoformat())
    done = add(tmp_path / "c", write(tmp_path / "again", judgment(ECLIS[0], modified="2024-01-01T00:00:00")))
    assert (done.added, done.erased_before) == (0, 1)


@pytest.mark.parametrize(("reason", "modified", "back"), [
    (WITHDRAWN, "2021-05-01T00:00:00", False), (GONE, "2021-05-01T00:00:00", False),
    (WITHDRAWN, "2027-01-01T00:00:00", True), ("no longer belongs to what was asked", "2021-05-01T00:00:00", True),
])  # fmt: skip
def test_what_was_withdrawn_stays_out_until_it_is_published_anew(
    tmp_path: Path, reason: str, modified: str, *, back: bool
) -> None:
    add(tmp_path / "c", write(tmp_path / "in", *some(2)))
    connection = connect(tmp_path / "c")
    Holdings(connection).erase(ECLIS[0], at=NOW.isoformat(), reason=reason)
    connection.close()
    done = add(tmp_path / "c", write(tmp_path / "zip", judgment(ECLIS[0], modified=modified)))
    assert (done.added, done.erased_before) == (int(back), int(not back))
    assert (ECLIS[0] in held(tmp_path / "c")) == back


def test_the_last_judgment_of_a_court_takes_its_table_along(tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "in", *some(2)))
    assert len(tables(tmp_path / "c")) == 5
    Keeper(tmp_path / "c", now=lambda: NOW).purge(ECLIS[:1])
    assert len(tables(tmp_path / "c")) == 3


def test_without_records_there_are_texts(tmp_path: Path, source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["corpus", "add", str(tmp_path / "c"), str(source), "--no-extract", "--engine", "serial", "--quiet"]) == 0
    )
    assert not (tmp_path / "c" / "records" / "year=2019").exists()
    assert main(["corpus", "add", str(tmp_path / "c"), "--engine", "serial"]) == 0
    assert len(pl.read_parquet(tmp_path / "c" / "records" / "**" / "*.parquet")) == 12
    assert "Next: vonnis corpus info" in capfd.readouterr().err
