"""A harvest against a service that does everything wrong, and against one that changes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.service import COURTS, ILL, NONE, SUBJECT, Faults, Published, Service, invented
from vonnis.errors import CorpusError
from vonnis.sources.client import Client, Manners
from vonnis.sources.holdings import Holdings, connect, locked
from vonnis.sources.proof import Proof, prove
from vonnis.sources.rechtspraak import Rechtspraak
from vonnis.sources.registry import source_named
from vonnis.workflow.harvest import Harvested, harvest
from vonnis.workflow.harvest_query import Asked, query_of

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 1, 31)
SMALL = 40
"""Lines a page in these tests, so that few judgments make many spans."""


class SmallPages(Rechtspraak):
    page_size = SMALL


def service(count: int = 120, *, faults: Faults = NONE, seed: int = 1) -> Service:
    return Service(invented(count, first=FIRST, days=31, seed=seed), faults=faults, seed=seed, cap=SMALL)


def run(one: Service, folder: Path, *, last: dt.date = LAST, **given: object) -> Harvested:
    """Harvest January (or as far as ``last``) into a folder."""
    source = SmallPages()
    query = query_of(source, Asked(first=FIRST.isoformat(), last=last.isoformat(), **given))  # type: ignore[arg-type]
    with Client(Manners(address=one.address, rate=5_000, contact="me")) as client:
        return harvest(folder, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))


def holds(folder: Path) -> dict[str, bytes]:
    connection = connect(folder, read_only=True)
    holdings = Holdings(connection)
    found = {kept.id: holdings.read(kept) for kept in holdings.all()}
    connection.close()
    return found


def assert_whole(one: Service, folder: Path, *, last: dt.date = LAST) -> Proof:
    """Hold the folder against the service: nothing lost, nothing doubled, the ledger balanced."""
    expected = one.expected(FIRST, last)
    proof = prove(folder, source_named)
    assert proof.problems == ()
    assert proof.complete
    assert proof.announced == len(expected)
    assert proof.deleted == sum(bool(published.deleted) for published in expected.values())
    assert holds(folder) == {ecli: published.xml() for ecli, published in expected.items() if not published.deleted}
    return proof


@pytest.fixture
def calm() -> Iterator[Service]:
    with service().running() as one:
        yield one


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_or_doubled_when_everything_goes_wrong(tmp_path: Path, seed: int) -> None:
    one = service(faults=ILL, seed=seed)
    one.late = invented(125, first=FIRST, days=31, seed=seed)[120:]
    with one.running():
        done = run(one, tmp_path)
        assert done.stopped is None
        assert not one.late
        assert_whole(one, tmp_path)
    assert set(one.given.values()) == {1}


def test_a_second_run_fetches_nothing_again(tmp_path: Path, calm: Service) -> None:
    run(calm, tmp_path)
    given = dict(calm.given)
    done = run(calm, tmp_path)
    assert (done.update, done.fetched) == (True, 0)
    assert calm.given == given
    assert_whole(calm, tmp_path)


def test_an_update_brings_what_is_new_changed_or_withdrawn(tmp_path: Path, calm: Service) -> None:
    run(calm, tmp_path)
    before = holds(tmp_path)
    changed, withdrawn = list(before)[:2]
    calm.published[changed].version, calm.published[changed].updated = 2, "2021-06-01T00:00:00Z"
    calm.published[withdrawn].deleted, calm.published[withdrawn].updated = "doc", "2021-06-01T00:00:00Z"
    (new,) = invented(121, first=FIRST, days=31)[120:]
    calm.published[new.ecli] = new
    calm.given.clear()
    done = run(calm, tmp_path)
    assert (done.fetched, done.replaced, done.withdrawn) == (2, 1, 1)
    assert dict(calm.given) == {changed: 1, new.ecli: 1}
    assert any("modified=" in path for path in calm.asked)
    assert_whole(calm, tmp_path)
    connection = connect(tmp_path, read_only=True)
    stones = {stone.id: stone.reason for stone in Holdings(connection).tombstones()}
    connection.close()
    assert set(stones) == {changed, withdrawn}
    assert "withdrawn" in stones[withdrawn]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or before[withdrawn][:200] not in path.read_bytes()


def test_what_silently_disappears_is_erased(tmp_path: Path, calm: Service) -> None:
    run(calm, tmp_path)
    gone, unlisted = [calm.published[ecli] for ecli in list(holds(tmp_path))[:2]]
    gone.listed = gone.served = unlisted.listed = False
    done = run(calm, tmp_path)
    assert done.withdrawn == 1
    assert gone.ecli not in holds(tmp_path)
    assert unlisted.ecli in holds(tmp_path)
    assert prove(tmp_path, source_named).complete


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"subjects": ["strafrecht"]}, lambda one: "strafrecht" in one.subject),
        ({"courts": ["RBAMS", "Gerechtshof Amsterdam"]}, lambda one: COURTS[one.court][0] in {"RBAMS", "GHAMS"}),
        ({"type": "conclusie"}, lambda one: one.type == "Conclusie"),
        ({"with_text_only": True}, lambda one: one.with_text),
    ],
    ids=["subject", "court", "type", "with text"],
)  # fmt: skip
@pytest.mark.parametrize("heeds", [True, False], ids=["service filters", "service does not filter"])
def test_only_what_was_asked_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], kept: object, *, heeds: bool
) -> None:
    one = service(35)
    for number, published in enumerate(one.published.values()):
        published.deleted = None
        published.subject = f"{SUBJECT}{['strafrecht', 'strafrecht_jeugd', 'civielRecht'][number % 3]}"
        published.type = ["Uitspraak", "Conclusie"][number % 2]
    if not heeds and "with_text_only" not in given:
        monkeypatch.setattr(one, "_found", lambda _: list(one.published.values()))
    with one.running():
        run(one, tmp_path, **given)  # type: ignore[arg-type]
    wanted = {ecli for ecli, published in one.published.items() if kept(published)}  # type: ignore[operator]
    assert 0 < len(wanted) < 35
    assert set(holds(tmp_path)) == wanted
    proof = prove(tmp_path, source_named)
    assert (proof.announced, proof.complete) == (len(wanted), True)


def test_what_cannot_be_had_is_counted_and_named(
    tmp_path: Path, calm: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Manners, "first_wait", 0.0)
    broken, missing = [one for one in calm.published.values() if not one.deleted][:2]
    broken.data, missing.served = b"<open-rechtspraak>", False
    run(calm, tmp_path)
    proof = prove(tmp_path, source_named)
    assert (proof.failed, proof.complete, proof.waiting) == (2, False, 0)
    assert proof.announced == proof.stored + proof.metadata_only + proof.deleted + proof.failed
    assert all(any(ecli in problem for problem in proof.problems) for ecli in (broken.ecli, missing.ecli))
    broken.data, missing.served = None, True
    run(calm, tmp_path)
    assert_whole(calm, tmp_path)


def test_a_wider_harvest_fetches_only_what_is_beyond(tmp_path: Path, calm: Service) -> None:
    middle = dt.date(2021, 1, 12)
    run(calm, tmp_path, last=middle)
    assert_whole(calm, tmp_path, last=middle)
    run(calm, tmp_path)
    assert_whole(calm, tmp_path)
    assert set(calm.given.values()) == {1}


def test_a_service_that_goes_down_ends_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vonnis.sources.client._ATTEMPTS", 2)
    one = service()
    monkeypatch.setattr(Manners, "first_wait", 0.0)
    with one.running():
        run_until = 60
        answer, one.faults = one.draw, NONE

        def draw(path: str, agent: str) -> object:
            if len(one.asked) > run_until:
                one.faults = Faults(reset=1.0)
            return answer(path, agent)

        one.draw = draw  # type: ignore[assignment,method-assign]
        done = run(one, tmp_path)
        assert "run the same command again" in (done.stopped or "")
        assert not prove(tmp_path, source_named).complete
        one.faults, run_until = NONE, 10_000
        assert run(one, tmp_path).resumed
        assert_whole(one, tmp_path)
    assert set(one.given.values()) == {1}


def test_two_cannot_write_to_one_folder(tmp_path: Path, calm: Service) -> None:
    with locked(tmp_path), pytest.raises(CorpusError, match="another vonnis"):
        run(calm, tmp_path)


def test_an_interrupted_index_is_no_complete_harvest(tmp_path: Path) -> None:
    one = service(faults=Faults(forbidden=1.0))
    with one.running(), Client(Manners(address=one.address, rate=5_000, contact="me", attempts=1)) as client:
        source = SmallPages()
        query = query_of(source, Asked(first="2021-01-01", last="2021-01-31"))
        done = harvest(tmp_path, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))
    assert done.stopped
    proof = prove(tmp_path, source_named)
    assert (proof.announced, proof.unlisted, proof.complete) == (0, 1, False)


def test_a_line_without_a_date_is_told_by_its_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, stray = invented(2, first=FIRST, days=31)
    inside.deleted = stray.deleted = None
    stray.date = dt.date(2019, 5, 5)

    class Undated(SmallPages):
        def read_index(self, body: bytes):  # type: ignore[no-untyped-def] # noqa: ANN202
            import re

            return super().read_index(re.sub(rb"\d\d-\d\d-\d{4}", b"", body))

    one = Service([inside, stray])
    monkeypatch.setattr(one, "_found", lambda _: [inside, stray])
    source = Undated()
    with one.running(), Client(Manners(address=one.address, rate=5_000, contact="me")) as client:
        query = query_of(source, Asked(first="2021-01-01", last="2021-01-31"))
        harvest(tmp_path, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))
    assert set(holds(tmp_path)) == {inside.ecli}
    assert prove(tmp_path, source_named).complete


def damage(folder: Path, statement: str) -> None:
    connection = connect(folder)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM sqlar WHERE name = (SELECT min(name) FROM sqlar)", "is gone from the corpus"),
        ("UPDATE sqlar SET data = x'00' WHERE name = (SELECT min(name) FROM sqlar)", "another digest"),
        ("UPDATE sqlar SET data = zeroblob(sz) WHERE name = (SELECT min(name) FROM sqlar)", "another digest"),
        ("DELETE FROM document WHERE id = (SELECT min(id) FROM document)", "not in the folder"),
        ("DELETE FROM entry WHERE ecli = (SELECT min(id) FROM document)", "announces"),
    ],
)
def test_what_is_damaged_is_found(tmp_path: Path, calm: Service, statement: str, said: str) -> None:
    run(calm, tmp_path)
    damage(tmp_path, statement)
    proof = prove(tmp_path, source_named)
    assert (proof.failed, proof.complete) == (1, False)
    assert said in " ".join(proof.problems)
    assert run(calm, tmp_path).fetched == ("FROM entry" not in statement)
    assert_whole(calm, tmp_path)


def test_a_stopped_harvest_goes_on_after_another_one_of_some_of_its_days(tmp_path: Path) -> None:
    one = service()
    with one.running():
        harvest_until(one, tmp_path, requests=60)
        assert run(one, tmp_path, last=dt.date(2021, 1, 20)).stopped is None
        assert run(one, tmp_path).resumed
        assert_whole(one, tmp_path)
    assert set(one.given.values()) == {1}


def harvest_until(one: Service, folder: Path, *, requests: int) -> None:
    """Begin to harvest January, and stop after so many requests as a kill does."""
    source = SmallPages()
    query = query_of(source, Asked(first=FIRST.isoformat(), last=LAST.isoformat()))

    def stop(_: float) -> None:
        if len(one.asked) >= requests:
            raise KeyboardInterrupt

    manners = Manners(address=one.address, rate=5_000, contact="me")
    with Client(manners, clock=lambda: 0.0, sleep=stop) as client, pytest.raises(KeyboardInterrupt):
        harvest(folder, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))


def unfiltered(one: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a service ignore the subject that it is asked for."""
    found = one._found
    monkeypatch.setattr(one, "_found", lambda asked: found({k: v for k, v in asked.items() if k != "subject"}))


def test_what_another_harvest_brought_is_held_against_what_this_one_asks(
    tmp_path: Path, calm: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = [each for each in calm.published.values() if not each.deleted][:2]
    one.subject = f"{SUBJECT}civielRecht"
    run(calm, tmp_path)
    unfiltered(calm, monkeypatch)
    given = dict(calm.given)
    assert run(calm, tmp_path, subjects=["civielRecht"]).fetched == 0
    assert calm.given == given
    assert {one.ecli, other.ecli} <= set(holds(tmp_path))
    proof = prove(tmp_path, source_named)
    everything = len(calm.expected(FIRST, LAST))
    withdrawn = sum(bool(each.deleted) for each in calm.published.values())
    assert proof.complete, proof.problems
    assert (proof.announced, proof.deleted) == (everything + withdrawn + 1, 2 * withdrawn)


def test_what_one_harvest_learns_to_be_withdrawn_is_withdrawn_in_all(tmp_path: Path, calm: Service) -> None:
    run(calm, tmp_path)
    run(calm, tmp_path, with_text_only=True)
    back = next(each for each in calm.published.values() if each.with_text and not each.deleted)
    back.deleted, back.updated = "ecli", "2021-09-01T00:00:00Z"
    run(calm, tmp_path)
    assert back.ecli not in holds(tmp_path)
    assert prove(tmp_path, source_named).complete
    run(calm, tmp_path, with_text_only=True)
    assert prove(tmp_path, source_named).complete


@pytest.mark.parametrize("what", ["outside", "stored", "gone"])
def test_what_vanishes_while_it_is_harvested_leaves_the_sums_right(
    tmp_path: Path, calm: Service, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    going = [each for each in calm.published.values() if not each.deleted][3]
    if what == "outside":
        going.subject = f"{SUBJECT}civielRecht"
        unfiltered(calm, monkeypatch)
    reply = calm.reply

    def vanishing(path: str, asked: dict[str, list[str]], chance: random.Random) -> tuple[int, bytes, str | None]:
        answer = reply(path, asked, chance)
        if answer[2] == going.ecli:
            going.listed = False
            going.served = what != "gone"
        return answer

    monkeypatch.setattr(calm, "reply", vanishing)
    run(calm, tmp_path, subjects=["strafrecht"])
    proof = prove(tmp_path, source_named)
    assert proof.complete, (proof.problems, [one for one in proof.spans if not one.balanced])
    assert proof.announced == len(calm.expected(FIRST, LAST)) == 119
    assert (going.ecli in holds(tmp_path)) == (what == "stored")


def published_again(one: Published) -> None:
    one.deleted, one.updated = None, "2021-09-01T00:00:00Z"


def test_what_was_withdrawn_can_come_back(tmp_path: Path, calm: Service) -> None:
    withdrawn = next(one for one in calm.published.values() if one.deleted)
    run(calm, tmp_path)
    published_again(withdrawn)
    run(calm, tmp_path)
    assert_whole(calm, tmp_path)
    assert withdrawn.ecli in holds(tmp_path)
