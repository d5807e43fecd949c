"""Papers are harvested under the rules of judgments: nothing lost or doubled, changes and withdrawals noticed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources.paper_service import DOSSIER, Commitments, House, Paper, Repository, changed, papers
from tests.sources.service import NONE, Faults, Service
from vonnis.errors import GoneError, UsageError
from vonnis.sources.client import Client, Manners
from vonnis.sources.holdings import Holdings, connect
from vonnis.sources.officielebekendmakingen import OfficieleBekendmakingen
from vonnis.sources.proof import Proof, prove
from vonnis.sources.registry import paper_source_named
from vonnis.sources.source import Source
from vonnis.sources.tweede_kamer import TweedeKamerCommitments, TweedeKamerDocuments
from vonnis.workflow.harvest import Harvested, harvest
from vonnis.workflow.harvest_query import Asked, query_of

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 1, 31)
FAULTY = Faults(
    forbidden=0.03, reset=0.02, truncated=0.03, malformed=0.03, wrong_total=0.1, duplicate=0.2
)  # fmt: skip


class SmallPages(OfficieleBekendmakingen):
    page_size = 40


class SmallHouse(TweedeKamerDocuments):
    page_size = 60


def house(faults: Faults = NONE) -> tuple[Service, Source]:
    return House(papers(150, first=FIRST, days=31, form="2021D{:05}"), faults=faults), SmallHouse()


def repository(faults: Faults = NONE) -> tuple[Service, Source]:
    return Repository(list(papers(150, first=FIRST, days=31, form=f"kst-{DOSSIER}-{{}}")), faults=faults), SmallPages()


@pytest.fixture(params=[house, repository], ids=["House", "repository"])
def calm(request: pytest.FixtureRequest) -> Iterator[tuple[Service, Source]]:
    one, source = request.param()
    with one.running():
        yield one, source


def run(one: Service, source: Source, folder: Path, *, subjects: tuple[str, ...] = ()) -> Harvested:
    query = query_of(source, Asked(first=FIRST.isoformat(), last=LAST.isoformat(), subjects=subjects))
    with Client(Manners(address=one.address, rate=5_000, contact="me")) as client:
        return harvest(folder, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))


def ids(folder: Path) -> set[str]:
    connection = connect(folder, read_only=True)
    found = {kept.id for kept in Holdings(connection).all()}
    connection.close()
    return found


def assert_whole(one: Service, folder: Path) -> Proof:
    proof = prove(folder, paper_source_named)
    assert proof.problems == ()
    assert proof.complete
    assert ids(folder) == set(one.expected(FIRST, LAST))
    return proof


@pytest.mark.parametrize("make", [house, repository], ids=["House", "repository"])
def test_nothing_is_lost_or_doubled_when_everything_goes_wrong(
    tmp_path: Path, make: Callable[[Faults], tuple[Service, Source]]
) -> None:
    one, source = make(FAULTY)
    with one.running():
        run(one, source, tmp_path)
        while not prove(tmp_path, paper_source_named).complete:
            run(one, source, tmp_path)
        assert_whole(one, tmp_path)
    assert one.faulty


def test_a_second_run_fetches_nothing_again(tmp_path: Path, calm: tuple[Service, Source]) -> None:
    run(*calm, tmp_path)
    assert run(*calm, tmp_path).fetched == 0
    assert set(calm[0].given.values()) == {1}


def test_a_link_to_the_next_page_is_taken(tmp_path: Path) -> None:
    one, source = House(papers(150, first=FIRST, days=1, form="2021D{:05}"), page=20), SmallHouse()
    with one.running():
        run(one, source, tmp_path)
        assert_whole(one, tmp_path)
    assert any("$skiptoken" in asked or "%24skiptoken" in asked for asked in one.asked)


def test_a_changed_paper_replaces_the_older_version(tmp_path: Path, calm: tuple[Service, Source]) -> None:
    run(*calm, tmp_path)
    one = next(iter(calm[0].published.values()))
    assert isinstance(one, Paper)
    calm[0].published[one.ecli] = changed(one)
    done = run(*calm, tmp_path)
    assert (done.fetched, done.replaced) == (1, 1)
    assert_whole(calm[0], tmp_path)


def test_a_withdrawn_paper_goes_from_the_folder_and_leaves_a_tombstone(
    tmp_path: Path, calm: tuple[Service, Source]
) -> None:
    run(*calm, tmp_path)
    gone = next(iter(calm[0].published.values()))
    gone.listed = gone.served = False
    assert run(*calm, tmp_path).withdrawn == 1
    assert gone.ecli not in ids(tmp_path)
    connection = connect(tmp_path, read_only=True)
    assert [stone.id for stone in Holdings(connection).tombstones()] == [gone.ecli]
    connection.close()


def test_a_record_that_is_marked_as_deleted_is_erased(tmp_path: Path) -> None:
    one, source = house()
    with one.running():
        run(one, source, tmp_path)
        gone = next(iter(one.published.values()))
        assert isinstance(gone, Paper)
        gone.removed = True
        assert run(one, source, tmp_path).withdrawn == 1
    assert gone.ecli not in ids(tmp_path)


def test_broken_xml_is_named_and_the_rest_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Manners, "first_wait", 0.0)
    one, source = repository()
    broken = next(iter(one.published.values()))
    broken.data = b"<officiele-publicatie><kamerstuk>"
    with one.running():
        run(one, source, tmp_path)
    proof = prove(tmp_path, paper_source_named)
    assert (proof.failed, proof.stored) == (1, 149)
    assert broken.ecli in proof.problems[0]


def test_only_the_dossier_that_was_asked_for_is_kept(tmp_path: Path, calm: tuple[Service, Source]) -> None:
    other = list(calm[0].published.values())[:100]
    for one in other:
        assert isinstance(one, Paper)
        one.dossier = "99002"
    run(*calm, tmp_path, subjects=(DOSSIER,))
    assert ids(tmp_path) == set(calm[0].published) - {one.ecli for one in other}


def test_two_services_share_a_folder(tmp_path: Path) -> None:
    for make in (house, repository):
        one, source = make()
        with one.running():
            run(one, source, tmp_path)
    proof = prove(tmp_path, paper_source_named)
    assert (proof.complete, proof.stored, proof.metadata_only) == (True, 150, 150)


def test_a_refused_question_says_why(tmp_path: Path) -> None:
    one, source = repository()
    with one.running():
        done = run(one, source, tmp_path, subjects=("words:a\\b",))
    assert done.stopped is not None
    assert "Unsupported index" in done.stopped


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("kst-28638-233", "kst/28638/kst-28638-233/1/xml/kst-28638-233.xml"),
        ("kst-36200-VI-12", "kst/36200-VI/kst-36200-VI-12/1/xml/kst-36200-VI-12.xml"),
        ("ah-tk-20242025-680", "ah-tk/20242025/ah-tk-20242025-680/1/xml/ah-tk-20242025-680.xml"),
        ("stb-2024-59", "stb/2024/stb-2024-59/1/xml/stb-2024-59.xml"),
    ],
)
def test_a_paper_has_its_place_in_the_repository(id_: str, path: str) -> None:
    assert OfficieleBekendmakingen().content_request(id_).path == f"/frbr/officielepublicaties/{path}"


def test_commitments_are_harvested_by_the_fields_that_they_have(tmp_path: Path) -> None:
    one = Commitments(papers(30, first=FIRST, days=31, form="TZ202101-{:03}"))
    with one.running():
        run(one, TweedeKamerCommitments(), tmp_path)
    assert_whole(one, tmp_path)


def test_a_commitment_is_its_own_text() -> None:
    body = b'{"value": [{"Nummer": "TZ202306-123", "Tekst": "De minister zegt toe.", "Aanmaakdatum": "2023-06-01"}]}'
    content = TweedeKamerCommitments().read_content(body, "TZ202306-123")
    assert (content.has_text, content.date, content.ending) == (True, dt.date(2023, 6, 1), ".json")


def test_a_record_that_is_no_longer_there_is_gone() -> None:
    with pytest.raises(GoneError, match="2023D1"):
        TweedeKamerDocuments().read_content(b'{"value": []}', "2023D1")


@pytest.mark.parametrize(
    ("source", "subjects", "said"),
    [
        (OfficieleBekendmakingen(), ("mensenhandel",), "no number of a dossier"),
        (TweedeKamerCommitments(), ("28638",), "--words"),
    ],
)
def test_a_wrong_question_is_refused(source: Source, subjects: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        source.filters(subjects=subjects, courts=(), type_=None, with_text_only=False)
