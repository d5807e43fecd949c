"""A study taken along and taken in, without loss; and what is no study kept out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from tests.web.conftest import NOW
from tests.web.desk import coder_named
from tests.web.material import coded_study
from vonnis.archive.store import Store, open_store
from vonnis.archive.study_zip import REFUSALS, ZipLimits, write_study_zip
from vonnis.codebook.refi import NAMESPACE
from vonnis.study.coding import Adjudication, Coding, Locator, Passage
from vonnis.study.erasure import Erasure
from vonnis.study.log import Assignment
from vonnis.study.protocol import read_protocol
from vonnis.study.unit import Unit, complex_unit, victim_unit
from vonnis.web.database import store
from vonnis.web.exchange.views import WORDS
from vonnis.workflow.erasing import Reason, Wanted, destroy

pytestmark = pytest.mark.django_db
Lead = tuple[Client, Path]


def records() -> list[msgspec.Struct]:
    """A file with every sort of answer in it: passage, place, missing, note, a decision."""
    defendant = Unit(id="D1", level="defendant", complex="C1", defendant="D1", documents=("zaak-1",))
    common = {"coder": "anna", "codebook_version": "1.0.0", "at": NOW}
    passage = Passage(document="zaak-1", start=3, end=9, quote="TBANKé")
    sex = {"unit": "D1", "variable": "k_sex", "evidence": (passage,), "note": "een opmerking: 😀", "standing": "court"}
    codings = [
        msgspec.convert({**common, **sex, "value": "1"}, Coding, from_attributes=True),
        Coding(unit="D1", variable="k_fine", missing=-8, evidence=(Locator("pv", page="4"),), **common),  # type: ignore[arg-type]
    ]
    decision = Adjudication(
        unit="D1", variable="k_sex", adjudicator="eva", value="2", reason="zo", codebook_version="1.0.0", at=NOW
    )
    given = Assignment(unit="D1", coder="anna", round="main", place=1, at=NOW)
    return [complex_unit("C1"), victim_unit("C1-V1", complex_="C1"), defendant, *codings, decision, given]


@pytest.fixture
def lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lead:
    """The lead of a room of its own."""
    folder = coded_study(tmp_path / "study")
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, study=folder))
    return coder_named("lena", ("lead",)), folder


def fill(target: Store) -> None:
    with target.action("test", actor="test", at=NOW, detail={"é": 1}) as writing:
        writing.add(records())


def exported(client: Client) -> bytes:
    answer = client.get("/exchange/study.zip")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return content


def written(folder: Path) -> bytes:
    content = io.BytesIO()
    with closing(open_store(folder)) as store:
        write_study_zip(folder, read_protocol(folder / "study.toml"), store=store, stream=content)
    return content.getvalue()


def opened(content: bytes, folder: Path) -> Store:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return open_store(folder, url=f"sqlite:///{folder / 'coding.sqlite3'}")


def take(client: Client, content: bytes, name: str = "study.zip") -> str:
    answer = client.post("/exchange/take/", {"study": SimpleUploadedFile(name, content)}, follow=True)
    return answer.content.decode()


def test_what_is_taken_along_is_the_whole_study_and_its_log(lead: Lead, tmp_path: Path) -> None:
    client, _ = lead
    fill(store())
    with closing(opened(exported(client), tmp_path / "copy")) as copy:
        assert copy.digest() == store().digest()
        assert copy.lines() == store().lines()
        assert copy.actions()[-1].name == "study.export"
        assert copy.records(Coding) == store().records(Coding)
    assert (tmp_path / "copy" / "sources" / "judgments" / "zaak-1.txt").is_file()
    assert not (tmp_path / "copy" / "private" / "room").exists()


def test_what_is_taken_in_is_there_and_taking_it_in_twice_changes_nothing(lead: Lead, tmp_path: Path) -> None:
    client, folder = lead
    other = coded_study(tmp_path / "other")
    with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")) as theirs:
        fill(theirs)
        digest, head = theirs.digest(), theirs.head()
    content = zipped(other)
    (folder / "sources" / "judgments" / "zaak-1.txt").unlink()
    assert "7 records read; 7 of them are new here" in take(client, content)
    assert store().digest() == digest
    line = store().actions()[-1]
    assert (line.name, head in line.detail) == ("study.import", True)
    assert (folder / "sources" / "judgments" / "zaak-1.txt").is_file()
    assert "7 records read; 0 of them are new here" in take(client, content)
    assert store().digest() == digest


def test_what_was_erased_stays_so_on_the_way(lead: Lead, tmp_path: Path) -> None:
    client, folder = lead
    other = coded_study(tmp_path / "other")
    with closing(open_store(other)) as theirs:
        fill(theirs)
    destroy(other, Wanted(documents=("zaak-1",)), reason=Reason(ground="request", by="lena", at=NOW))
    content = written(other)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"TBANK" in archive.read(name) for name in archive.namelist())
    (folder / "sources" / "judgments" / "zaak-1.txt").unlink()
    assert "8 records read; 8 of them are new here" in take(client, content)
    evidence = [each for coding in store().records(Coding) for each in coding.evidence]
    assert [each.quote for each in evidence if isinstance(each, Passage)] == [""]
    assert len(store().records(Erasure)) == 1
    assert b"TBANK" not in exported(client)


def test_what_the_copy_erased_and_can_be_read_here_is_told(lead: Lead, tmp_path: Path) -> None:
    client, _ = lead
    fill(store())
    other = coded_study(tmp_path / "other")
    with closing(open_store(other)) as theirs:
        fill(theirs)
    assert "can still be read here" not in take(client, written(other))
    destroy(other, Wanted(documents=("zaak-1",)), reason=Reason(ground="request", by="lena", at=NOW))
    page = take(client, written(other))
    assert "1 units or documents were erased in a copy of this study and can still be read here" in page


@pytest.mark.parametrize("name", ["zaak-9", "ECLI_NL_RBXXX_2026_1"])
def test_a_text_that_was_erased_does_not_come_back_with_an_older_copy(name: str, lead: Lead, tmp_path: Path) -> None:
    client, folder = lead
    content = with_study(tmp_path, **{f"sources/judgments/{name}.txt": b"x", "sources/judgments/other.txt": b"x"})
    with store().action("destroy", actor="lena", at=NOW, detail={}) as writing:
        writing.add([Erasure(document=name.replace("_", ":"), ground="withdrawn", erased_by="lena", at=NOW)])
    assert "7 of them are new here" in take(client, content)
    texts = {path.name for path in (folder / "sources" / "judgments").iterdir()}
    assert f"{name}.txt" not in texts
    assert "other.txt" in texts


def test_a_study_goes_around_without_loss(lead: Lead) -> None:
    client, _ = lead
    fill(store())
    assert "7 records read; 0 of them are new here" in take(client, exported(client))


def zipped(folder: Path, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in {".key", ".sqlite3-wal", ".sqlite3-shm"}:
                archive.write(path, path.relative_to(folder).as_posix())
        for name, content in more.items():
            archive.writestr(name, content)
    return out.getvalue()


NAMES = ["../evil.txt", "/etc/evil.txt", "sources/../../evil.txt", "sources\\evil.txt", "C:evil.txt", "evil.py",
         "sources/evil.sh", "private/room/secret.key", "report/evil.js"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_or_does_not_belong_stops_everything(name: str, lead: Lead, tmp_path: Path) -> None:
    client, folder = lead
    before = sorted(folder.rglob("*"))
    assert "Nothing was taken in" in take(client, with_study(tmp_path, **{name: b"x"}))
    assert sorted(folder.rglob("*")) == before
    assert not [line for line in store().lines() if line.name == "study.import"]


def with_study(tmp_path: Path, **more: bytes) -> bytes:
    other = coded_study(tmp_path / "other")
    with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")) as theirs:
        fill(theirs)
    return zipped(other, **more)


def a_bomb(tmp_path: Path) -> bytes:
    return with_study(tmp_path, **{"sources/a.txt": b"0" * (8 * 2**20)})


def a_link(tmp_path: Path) -> bytes:
    out = io.BytesIO(with_study(tmp_path))
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("sources/link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def a_double(tmp_path: Path) -> bytes:
    out = io.BytesIO(with_study(tmp_path))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("study.toml", "")
    return out.getvalue()


def no_database(tmp_path: Path) -> bytes:
    folder = coded_study(tmp_path / "bare")
    (folder / "coding.sqlite3").write_bytes(b"no database at all")
    return zipped(folder)


def another_codebook(tmp_path: Path) -> bytes:
    other = coded_study(tmp_path / "other")
    book = other / "codebook.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0"), encoding="utf-8")
    with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")):
        return zipped(other)


def a_broken_log(tmp_path: Path) -> bytes:
    import sqlite3

    other = coded_study(tmp_path / "other")
    with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")) as theirs:
        fill(theirs)
    with closing(sqlite3.connect(other / "coding.sqlite3")) as connection:
        connection.execute("DROP TRIGGER study_action_no_UPDATE")
        connection.execute("UPDATE study_action SET actor = 'mallory'")
        connection.commit()
    return zipped(other)


def a_torn_row(column: str, value: str) -> Callable[[Path], bytes]:
    import sqlite3

    def made(tmp_path: Path) -> bytes:
        other = coded_study(tmp_path / "other")
        with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")) as theirs:
            fill(theirs)
        with closing(sqlite3.connect(other / "coding.sqlite3")) as connection:
            connection.execute("DROP TRIGGER study_coding_no_UPDATE")
            connection.execute(f"UPDATE study_coding SET {column} = ?", [value])  # noqa: S608 - a column named in this file
            connection.commit()
        return zipped(other)

    return made


def a_file_of_no_unit(tmp_path: Path) -> bytes:
    other = coded_study(tmp_path / "other")
    with closing(open_store(other, url=f"sqlite:///{other / 'coding.sqlite3'}")) as theirs:
        fill(theirs)
        with theirs.action("test", actor="test", at=NOW, detail={}) as writing:
            writing.add([Assignment(unit="D9", coder="lena", round="main", place=1, at=NOW)])
    return zipped(other)


BAD: list[Callable[[Path], bytes]] = [
    lambda _: b"no zip",
    a_bomb,
    a_link,
    a_double,
    no_database,
    another_codebook,
    a_broken_log,
    a_torn_row("evidence", "[{"),
    a_torn_row("round", "nonsense"),
    a_file_of_no_unit,
]


IDS = ["text", "bomb", "link", "double", "database", "codebook", "log", "half a row", "no round", "no unit"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("make", BAD, ids=IDS)
def test_what_is_no_honest_study_is_refused_and_nothing_stays_behind(
    make: Callable[[Path], bytes], lead: Lead, tmp_path: Path
) -> None:
    page = take(lead[0], make(tmp_path))
    assert "Nothing was taken in" in page
    assert store().records(Coding) == ()


IN_DUTCH = [
    (lambda _: b"no zip", "kan niet als zip worden gelezen"),
    (a_bomb, "dan het is ingepakt"),
    (a_double, "komt er twee keer in voor"),
    (no_database, "is geen database"),
    (another_codebook, "een ander codeboek"),
    (a_broken_log, "het programma zegt"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "words"), IN_DUTCH, ids=["text", "bomb", "double", "database", "codebook", "log"])
def test_a_refusal_is_said_in_the_language_of_the_page(
    make: Callable[[Path], bytes], words: str, lead: Lead, tmp_path: Path
) -> None:
    client = lead[0]
    client.cookies["django_language"] = "nl"
    assert words in take(client, make(tmp_path))


def test_every_ground_of_a_refusal_has_its_words_in_both_languages() -> None:
    assert REFUSALS.keys() | {"codebook"} == WORDS.keys()


@pytest.mark.parametrize("name", ["study.html", "study", "study.zip.exe"])
def test_only_a_zip_is_looked_at(name: str, lead: Lead) -> None:
    assert "Choose a zip" in take(lead[0], b"PK", name)


def test_a_file_over_the_limit_is_not_opened(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vonnis.web.exchange.views.LIMITS", ZipLimits(packed=10))
    assert "larger than a study can be" in take(lead[0], b"x" * 11)


def test_texts_stay_where_a_source_is_closed(lead: Lead, tmp_path: Path) -> None:
    client, folder = lead
    protocol = folder / "study.toml"
    closed = """
[[sources]]
id = "files"
kind = "closed_file"
description = { nl = "dossiers", en = "files" }
[sources.permission]
basis = "x"
giver = "y"
reference = "z"
"""
    protocol.write_text(protocol.read_text(encoding="utf-8") + closed, encoding="utf-8")
    with closing(opened(exported(client), tmp_path / "copy")):
        assert not (tmp_path / "copy" / "sources").exists()
    assert "no texts" in client.get("/exchange/").content.decode()


def test_whoever_codes_takes_nothing_along(lead: Lead) -> None:
    fill(store())
    both = coder_named("anna", ("coder", "lead"))
    assert "You still code a file" in both.get("/exchange/").content.decode()
    assert both.get("/exchange/study.zip").status_code == 403
    assert exported(lead[0])[:2] == b"PK"


def test_the_codebook_goes_to_other_programs(lead: Lead) -> None:
    answer = lead[0].get("/exchange/codebook.qdc")
    root = etree.fromstring(answer.content)
    assert root.tag == f"{{{NAMESPACE}}}CodeBook"
    names = [code.get("name") for code in root.iter(f"{{{NAMESPACE}}}Code")]
    assert {"Sex", "1 male", "2 female"} <= set(names)
    assert answer.content == lead[0].get("/exchange/codebook.qdc").content


def test_the_name_of_a_member_is_shown_as_it_is_and_runs_nowhere(lead: Lead, tmp_path: Path) -> None:
    page = take(lead[0], with_study(tmp_path, **{"<script>alert(1)</script>.py": b"x"}))
    assert "does not belong in a study" in page
    assert "<script>alert" not in page


def test_a_team_takes_in_what_was_coded_on_one_machine(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    client, folder = lead
    with closing(open_store(folder, url=f"sqlite:///{folder / 'coding.sqlite3'}")) as alone:
        fill(alone)
        digest = alone.digest()
    assert "lies in its folder" not in client.get("/exchange/").content.decode()
    served = msgspec.structs.replace(settings.ROOM, database="postgresql://elsewhere/room")
    monkeypatch.setattr(settings, "ROOM", served)
    assert "lies in its folder" in client.get("/exchange/").content.decode()
    page = client.post("/exchange/take/", {"here": "1"}, follow=True).content.decode()
    assert "7 records read; 7 of them are new here" in page
    assert store().digest() == digest
